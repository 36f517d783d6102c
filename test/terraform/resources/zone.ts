import {
  anyZone,
  createHostedZone,
  isRequired,
  normalizeName,
  readableName,
  refused,
  Vpc,
  zoneOf,
} from '../aws/route53';
import { Session } from '../aws/world';
import { DataType, ResourceType } from '../provider/resource';
import { Values } from '../provider/schema';
import { blocks, stringMap, text } from '../provider/wire';

const zone: ResourceType = {
  label: 'Route 53 Hosted Zone',
  forceNew: ['name'],
  defaults: { force_destroy: false },
  create(session, values) {
    const made = createHostedZone(session, {
      name: String(values.name),
      comment: String(values.comment),
      tags: stringMap(values.tags_all),
      vpcs: blocks(values.vpc).map((vpc) => vpcOf(session, vpc)),
    });
    return { id: made.id };
  },
  read({ account }, { id }) {
    const found = account.zones.get(String(id));
    return (
      found && {
        name: readableName(found.name),
        arn: `arn:aws:route53:::hostedzone/${found.id}`,
        zone_id: found.id,
        comment: found.comment,
        name_servers: [...found.nameServers].sort(),
        primary_name_server: found.nameServers[0],
        tags_all: found.tags,
        vpc: found.vpcs.map((vpc) => ({ vpc_id: vpc.id, vpc_region: vpc.region })),
      }
    );
  },
  update(session, values) {
    const found = zoneOf(session, String(values.id), 'UpdateHostedZoneComment');
    found.comment = String(values.comment);
    found.tags = stringMap(values.tags_all);
    found.vpcs.splice(0, found.vpcs.length, ...blocks(values.vpc).map((vpc) => vpcOf(session, vpc)));
  },
  delete(session, { id, force_destroy: force }) {
    const found = zoneOf(session, String(id), 'DeleteHostedZone');
    if (force !== true && found.records.some((record) => !isRequired(found, record))) {
      const what = 'The specified hosted zone contains non-required resource record sets and so cannot be deleted.';
      throw refused('DeleteHostedZone', 'HostedZoneNotEmpty', what);
    }
    session.account.zones.delete(found.id);
  },
};

const vpcOf = ({ region }: Session, values: Values): Vpc => ({
  id: String(values.vpc_id),
  region: text(values.vpc_region) ?? region,
});

/** Lets another account associate its VPC with a zone of this one. */
const authorization: ResourceType = {
  label: 'Route 53 VPC Association Authorization',
  isSlow: true,
  forceNew: ['zone_id', 'vpc_id', 'vpc_region'],
  create(session, values) {
    const found = zoneOf(session, String(values.zone_id), 'CreateVPCAssociationAuthorization');
    const vpc = vpcOf(session, values);
    found.authorizedVpcs.set(vpc.id, vpc);
    return { id: `${found.id}:${vpc.id}` };
  },
  read({ account }, { zone_id: zoneId, vpc_id: vpcId }) {
    const vpc = account.zones.get(String(zoneId))?.authorizedVpcs.get(String(vpcId));
    return vpc && { vpc_region: vpc.region };
  },
  delete: ({ account }, { zone_id: zoneId, vpc_id: vpcId }) =>
    void account.zones.get(String(zoneId))?.authorizedVpcs.delete(String(vpcId)),
};

/** A VPC that a zone is private to; the zone may belong to another account that authorized it. */
const association: ResourceType = {
  label: 'Route 53 Zone Association',
  forceNew: ['zone_id', 'vpc_id', 'vpc_region'],
  create(session, values) {
    const vpc = vpcOf(session, values);
    const found = anyZone(session.aws.accounts.values(), String(values.zone_id))!;
    if (found.account !== session.account.id && !found.authorizedVpcs.has(vpc.id)) {
      const what = `The VPC: ${vpc.id} has not authorized to associate with your hosted zone.`;
      throw refused('AssociateVPCWithHostedZone', 'NotAuthorizedException', what);
    }
    found.vpcs.push(vpc);
    return { id: `${found.id}:${vpc.id}` };
  },
  read({ aws }, { zone_id: zoneId, vpc_id: vpcId }) {
    const found = anyZone(aws.accounts.values(), String(zoneId));
    const vpc = found?.vpcs.find(({ id }) => id === vpcId);
    return vpc && { vpc_region: vpc.region, owning_account: found!.account };
  },
  delete({ aws }, { zone_id: zoneId, vpc_id: vpcId }) {
    const vpcs = anyZone(aws.accounts.values(), String(zoneId))?.vpcs ?? [];
    vpcs.splice(0, vpcs.length, ...vpcs.filter(({ id }) => id !== vpcId));
  },
};

/** A public zone by its id, or by its name. */
export const zoneData: DataType = {
  label: 'Route 53 Hosted Zone',
  read(session, config) {
    const id = text(config.zone_id);
    const name = normalizeName(text(config.name) ?? '');
    const named = [...session.account.zones.values()].filter((each) => each.name === name && each.vpcs.length === 0);
    const found = id === undefined ? named : [zoneOf(session, id, 'GetHostedZone')];
    if (found.length !== 1) {
      throw refused('ListHostedZones', 'NoMatch', `${found.length} matching Route 53 Hosted Zones found`);
    }
    return {
      id: found[0].id,
      zone_id: found[0].id,
      arn: `arn:aws:route53:::hostedzone/${found[0].id}`,
      name: readableName(found[0].name),
      name_servers: [...found[0].nameServers].sort(),
    };
  },
};

export const zoneResources: Readonly<Record<string, ResourceType>> = {
  aws_route53_zone: zone,
  aws_route53_vpc_association_authorization: authorization,
  aws_route53_zone_association: association,
};
