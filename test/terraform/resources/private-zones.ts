import { HostedZone, refused, zoneOf } from '../aws/route53';
import { Aws } from '../aws/world';
import { ResourceType, Session } from '../provider/resource';
import { Values } from '../provider/schema';
import { text } from '../provider/wire';

interface Vpc {
  readonly id: string;
  readonly region: string;
}

/** Lets another account associate its VPC with a zone of this one. */
const authorization: ResourceType = {
  label: 'Route53 VPC Association Authorization',
  forceNew: ['zone_id', 'vpc_id', 'vpc_region'],
  create(session, values) {
    const [zone, vpc] = [
      zoneOf(session, String(values.zone_id), 'CreateVPCAssociationAuthorization'),
      vpcOf(session, values),
    ];
    zone.authorizedVpcs.set(vpc.id, vpc.region);
    return { id: `${zone.id}:${vpc.id}`, vpc_region: vpc.region };
  },
  read({ account }, { id }) {
    const [zoneId, vpcId] = String(id).split(':');
    const region = account.zones.get(zoneId)?.authorizedVpcs.get(vpcId);
    return region === undefined ? undefined : { zone_id: zoneId, vpc_id: vpcId, vpc_region: region };
  },
  delete: ({ account }, { zone_id: zoneId, vpc_id: vpcId }) =>
    void account.zones.get(String(zoneId))?.authorizedVpcs.delete(String(vpcId)),
};

/** A VPC that a zone is private to; the zone may belong to another account that authorized it. */
const association: ResourceType = {
  label: 'Route 53 Zone Association',
  forceNew: ['zone_id', 'vpc_id', 'vpc_region'],
  create(session, values) {
    const operation = 'AssociateVPCWithHostedZone';
    const vpc = vpcOf(session, values);
    const zone = anyZone(session.aws, String(values.zone_id));
    if (zone === undefined) {
      throw refused(operation, 'NoSuchHostedZone', `No hosted zone found with ID: ${String(values.zone_id)}`, 404);
    }
    if (zone.vpcs.length === 0) {
      throw refused(operation, 'PublicZoneVPCAssociation', 'A VPC cannot be associated with a public hosted zone.');
    }
    if (zone.account !== session.account.id && !zone.authorizedVpcs.has(vpc.id)) {
      throw refused(
        operation,
        'NotAuthorizedException',
        `The VPC: ${vpc.id} has not authorized to associate with your hosted zone.`,
        401,
      );
    }
    if (!zone.vpcs.some(({ id }) => id === vpc.id)) zone.vpcs.push(vpc);
    return { id: `${zone.id}:${vpc.id}`, vpc_region: vpc.region, owning_account: zone.account };
  },
  read({ aws }, { id }) {
    const [zoneId, vpcId] = String(id).split(':');
    const zone = anyZone(aws, zoneId);
    const vpc = zone?.vpcs.find((candidate) => candidate.id === vpcId);
    return vpc && { zone_id: zoneId, vpc_id: vpcId, vpc_region: vpc.region, owning_account: zone!.account };
  },
  delete({ aws }, { zone_id: zoneId, vpc_id: vpcId }) {
    const vpcs = anyZone(aws, String(zoneId))?.vpcs ?? [];
    vpcs.splice(0, vpcs.length, ...vpcs.filter(({ id }) => id !== vpcId));
  },
};

function vpcOf({ region }: Session, values: Values): Vpc {
  return { id: String(values.vpc_id), region: text(values.vpc_region) ?? region };
}

function anyZone(aws: Aws, id: string): HostedZone | undefined {
  return [...aws.accounts.values()].map(({ zones }) => zones.get(id)).find((zone) => zone !== undefined);
}

export const privateZoneResources: Readonly<Record<string, ResourceType>> = {
  aws_route53_vpc_association_authorization: authorization,
  aws_route53_zone_association: association,
};
