import { policyDocument } from './policy-document';
import { elbZoneId } from '../aws/elb';
import { normalizeName, readableName } from '../aws/route53';
import { AwsError } from '../aws/world';
import { DataType } from '../provider/resource';
import { isValues, sameValue, Value, Values } from '../provider/schema';
import { flag, stringMap, text } from '../provider/wire';

/** A finding of the provider itself: AWS was asked, and what came back does not fit. */
const unfit = (message: string): AwsError => new AwsError('provider', '', '', message, 400);

const zone: DataType = {
  label: 'Route 53 Hosted Zone',
  read({ account }, config) {
    const [id, name] = [text(config.zone_id), text(config.name)];
    if (id === undefined && name === undefined && !isValues(config.tags)) {
      throw unfit('Either name, zone_id or tags must be set');
    }
    const found = [...account.zones.values()].filter(
      (candidate) =>
        (id === undefined || candidate.id === id) &&
        (name === undefined || candidate.name === normalizeName(name)) &&
        (id !== undefined || candidate.vpcs.length > 0 === flag(config.private_zone)) &&
        (!isValues(config.tags) || hasTags(candidate.tags, stringMap(config.tags))),
    );
    if (found.length > 1) {
      throw unfit(
        'multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone',
      );
    }
    if (found.length === 0) throw unfit('no matching Route 53 Hosted Zone found');
    const [match] = found;
    return {
      id: match.id,
      zone_id: match.id,
      arn: `arn:aws:route53:::hostedzone/${match.id}`,
      name: readableName(match.name),
      comment: match.comment,
      caller_reference: `terraform-${match.id}`,
      private_zone: match.vpcs.length > 0,
      name_servers: [...match.nameServers].sort(),
      primary_name_server: match.nameServers[0],
      resource_record_set_count: match.recordCount,
      tags: match.tags,
    };
  },
};

const callerIdentity: DataType = {
  label: 'STS Caller Identity',
  read: ({ account }) => ({
    id: account.id,
    account_id: account.id,
    arn: `arn:aws:iam::${account.id}:user/terraform`,
    user_id: 'AIDATERRAFORM',
  }),
};

const partition: DataType = {
  label: 'Partition',
  read: () => ({ id: 'aws', partition: 'aws', dns_suffix: 'amazonaws.com', reverse_dns_prefix: 'com.amazonaws' }),
};

const region: DataType = {
  label: 'Region',
  read({ region: name }, config) {
    const chosen = text(config.region) ?? text(config.name) ?? name;
    return { id: chosen, name: chosen, region: chosen, endpoint: `ec2.${chosen}.amazonaws.com`, description: chosen };
  },
};

const loadBalancer: DataType = {
  label: 'ELBv2 Load Balancer',
  read({ account, region: here }, config) {
    const [arn, name] = [text(config.arn), text(config.name)];
    const found = [...account.loadBalancers.values()].filter(
      (candidate) =>
        candidate.region === here &&
        (arn === undefined || candidate.arn === arn) &&
        (name === undefined || candidate.name === name) &&
        (!isValues(config.tags) || hasTags(candidate.tags, stringMap(config.tags))),
    );
    if (found.length !== 1) {
      throw unfit(
        found.length === 0 ? 'no matching ELBv2 Load Balancer found' : 'multiple ELBv2 Load Balancers matched',
      );
    }
    const [match] = found;
    return {
      id: match.arn,
      arn: match.arn,
      name: match.name,
      dns_name: match.dnsName,
      zone_id: elbZoneId(match.region, match.type),
      load_balancer_type: match.type,
      internal: false,
      ip_address_type: 'ipv4',
      tags: match.tags,
    };
  },
};

const elbZone: DataType = {
  label: 'ELB Hosted Zone ID',
  read: ({ region: here }, config) => ({ id: elbZoneId(text(config.region) ?? here) }),
};

const lbZone: DataType = {
  label: 'ELBv2 Hosted Zone ID',
  read({ region: here }, config) {
    const type = text(config.load_balancer_type) ?? 'application';
    if (type !== 'application' && type !== 'network') {
      throw unfit(`expected load_balancer_type to be one of ["application" "network"], got ${type}`);
    }
    return { id: elbZoneId(text(config.region) ?? here, type) };
  },
};

const openIdConnectProvider: DataType = {
  label: 'IAM OIDC Provider',
  read({ account }, config) {
    const url = text(config.url)
      ?.replace(/^https:\/\//, '')
      .replace(/\/$/, '');
    const arn = text(config.arn) ?? `arn:aws:iam::${account.id}:oidc-provider/${url}`;
    const found = account.openIdConnectProviders.get(arn);
    if (found === undefined) {
      throw new AwsError(
        'IAM',
        'GetOpenIDConnectProvider',
        'NoSuchEntity',
        `OpenIDConnect Provider not found for arn ${arn}`,
        404,
      );
    }
    return {
      id: arn,
      arn,
      url: found.url,
      client_id_list: found.clientIds,
      thumbprint_list: found.thumbprints,
      tags: found.tags,
    };
  },
};

function hasTags(actual: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]: [string, Value]) => sameValue(actual[name], value));
}

export const dataSources: Readonly<Record<string, DataType>> = {
  aws_route53_zone: zone,
  aws_caller_identity: callerIdentity,
  aws_partition: partition,
  aws_region: region,
  aws_lb: loadBalancer,
  aws_elb_hosted_zone_id: elbZone,
  aws_lb_hosted_zone_id: lbZone,
  aws_iam_openid_connect_provider: openIdConnectProvider,
  aws_iam_policy_document: { label: 'IAM Policy Document', read: (_session, config: Values) => policyDocument(config) },
};
