import { privateZoneResources } from './private-zones';
import {
  createKeySigningKey,
  createQueryLog,
  deleteKeySigningKey,
  disableDnssec,
  enableDnssec,
  setKeySigningKeyStatus,
} from '../aws/dnssec';
import { createHealthCheck, deleteHealthCheck, HealthCheckRequest, updateHealthCheck } from '../aws/health-checks';
import {
  createDelegationSet,
  createHostedZone,
  deleteHostedZone,
  HostedZone,
  readableName,
  recordsOf,
  refused,
  remove,
  zoneOf,
} from '../aws/route53';
import { Finding, ResourceType, Session } from '../provider/resource';
import { Value, Values } from '../provider/schema';
import { blocks, flag, stringMap, text, texts, whole } from '../provider/wire';

const zone: ResourceType = {
  label: 'Route53 Hosted Zone',
  forceNew: ['name', 'delegation_set_id'],
  defaults: { comment: 'Managed by Terraform', force_destroy: false },
  normalize: (values) => ({
    ...values,
    ...(typeof values.name === 'string' ? { name: values.name.replace(/\.$/, '').toLowerCase() } : {}),
  }),
  validate: (config) =>
    blocks(config.vpc).length > 0 && text(config.delegation_set_id) !== undefined
      ? [
          {
            summary: 'Conflicting configuration arguments',
            detail: '"delegation_set_id": conflicts with vpc',
            attribute: 'vpc',
          },
        ]
      : [],
  create(session, values) {
    const made = createHostedZone(session, {
      name: String(values.name),
      comment: String(values.comment),
      tags: stringMap(values.tags_all),
      delegationSet: text(values.delegation_set_id),
      vpcs: vpcsOf(session, values),
    });
    return { id: made.id };
  },
  read({ account, region }, { id }) {
    const found = account.zones.get(String(id));
    return found && zoneValues(found, region);
  },
  update(session, _prior, values) {
    const found = zoneOf(session, String(values.id), 'UpdateHostedZoneComment');
    found.comment = String(values.comment);
    found.tags = stringMap(values.tags_all);
    const vpcs = vpcsOf(session, values);
    if (vpcs.length === 0 && found.vpcs.length > 0) {
      throw refused(
        'DisassociateVPCFromHostedZone',
        'LastVPCAssociation',
        'The VPC is the last one associated with the hosted zone.',
      );
    }
    found.vpcs.splice(0, found.vpcs.length, ...vpcs);
  },
  delete(session, { id, force_destroy: force }) {
    const found = session.account.zones.get(String(id));
    if (found === undefined) return;
    if (flag(force)) {
      disableDnssec(session, found.id);
      const required = recordsOf(found).filter(({ name, type }) => name === found.name && ['NS', 'SOA'].includes(type));
      for (const record of recordsOf(found)) if (!required.includes(record)) remove(found, record);
    }
    deleteHostedZone(session, found.id);
  },
};

function vpcsOf({ region }: Session, values: Values): { id: string; region: string }[] {
  return blocks(values.vpc).map((vpc) => ({ id: String(vpc.vpc_id), region: text(vpc.vpc_region) ?? region }));
}

function zoneValues(found: HostedZone, region: string): Values {
  return {
    name: readableName(found.name),
    arn: `arn:aws:route53:::hostedzone/${found.id}`,
    zone_id: found.id,
    comment: found.comment,
    delegation_set_id: found.delegationSet ?? null,
    name_servers:
      found.vpcs.length > 0
        ? ['ns-0.awsdns-00.com', 'ns-1024.awsdns-00.org', 'ns-1536.awsdns-00.co.uk', 'ns-512.awsdns-00.net']
        : [...found.nameServers].sort(),
    primary_name_server: found.nameServers[0],
    tags_all: found.tags,
    enable_accelerated_recovery: null,
    vpc: found.vpcs.map((vpc) => ({ vpc_id: vpc.id, vpc_region: vpc.region ?? region })),
  };
}

const healthCheckTypes = [
  'HTTP',
  'HTTPS',
  'HTTP_STR_MATCH',
  'HTTPS_STR_MATCH',
  'TCP',
  'CALCULATED',
  'CLOUDWATCH_METRIC',
  'RECOVERY_CONTROL',
];

const healthCheck: ResourceType = {
  label: 'Route53 Health Check',
  forceNew: ['type', 'measure_latency', 'reference_name', 'request_interval', 'routing_control_arn'],
  defaults: { disabled: false, measure_latency: false },
  validate(config) {
    const found: Finding[] = [];
    const { request_interval: interval, failure_threshold: threshold, type } = config;
    if (typeof interval === 'number' && interval !== 10 && interval !== 30) {
      found.push({
        summary: `expected request_interval to be one of [10 30], got ${interval}`,
        attribute: 'request_interval',
      });
    }
    if (typeof threshold === 'number' && (threshold < 1 || threshold > 10)) {
      found.push({
        summary: `expected failure_threshold to be in the range (1 - 10), got ${threshold}`,
        attribute: 'failure_threshold',
      });
    }
    if (Array.isArray(config.regions) && config.regions.length > 0 && config.regions.length < 3) {
      const detail = `Attribute regions requires 3 item minimum, but config has only ${config.regions.length} declared.`;
      found.push({ summary: 'Not enough list items', detail, attribute: 'regions' });
    }
    if (typeof type === 'string' && !healthCheckTypes.includes(type.toUpperCase())) {
      found.push({
        summary: `expected type to be one of [${healthCheckTypes.join(' ')}], got ${type}`,
        attribute: 'type',
      });
    }
    const reference = text(config.reference_name);
    if (reference !== undefined && reference.length > 27) {
      found.push({
        summary: `expected length of reference_name to be in the range (0 - 27), got ${reference}`,
        attribute: 'reference_name',
      });
    }
    return found;
  },
  create: (session, values) => ({
    id: createHealthCheck(session, healthRequest(values), stringMap(values.tags_all)).id,
  }),
  read({ account }, { id }) {
    const found = account.healthChecks.get(String(id));
    if (found === undefined) return undefined;
    const config = found.config as unknown as HealthCheckRequest;
    return {
      arn: `arn:aws:route53:::healthcheck/${found.id}`,
      type: config.type,
      ip_address: config.ipAddress ?? null,
      port: config.port ?? null,
      fqdn: config.fqdn ?? null,
      resource_path: config.path ?? null,
      search_string: config.searchString ?? null,
      request_interval: config.interval ?? null,
      failure_threshold: config.threshold ?? null,
      regions: [...config.regions],
      child_healthchecks: [...config.children],
      enable_sni: config.enableSni ?? false,
      tags_all: found.tags,
      triggers: null,
    };
  },
  update(session, _prior, values) {
    updateHealthCheck(session, String(values.id), healthRequest(values));
    session.account.healthChecks.get(String(values.id))!.tags = stringMap(values.tags_all);
  },
  delete(session, { id }) {
    if (session.account.healthChecks.has(String(id))) deleteHealthCheck(session, String(id));
  },
};

function healthRequest(values: Values): HealthCheckRequest {
  const optionalFlag = (value: Value) => (typeof value === 'boolean' ? value : undefined);
  return {
    type: String(values.type).toUpperCase(),
    ipAddress: text(values.ip_address),
    port: whole(values.port),
    fqdn: text(values.fqdn),
    path: text(values.resource_path),
    searchString: text(values.search_string),
    interval: whole(values.request_interval),
    threshold: whole(values.failure_threshold),
    regions: texts(values.regions),
    children: texts(values.child_healthchecks),
    childThreshold: whole(values.child_health_threshold),
    alarm: { name: text(values.cloudwatch_alarm_name), region: text(values.cloudwatch_alarm_region) },
    measureLatency: optionalFlag(values.measure_latency),
    inverted: optionalFlag(values.invert_healthcheck),
    disabled: optionalFlag(values.disabled),
    enableSni: optionalFlag(values.enable_sni),
  };
}

const signingKey: ResourceType = {
  label: 'Route 53 Key Signing Key',
  forceNew: ['hosted_zone_id', 'name', 'key_management_service_arn'],
  defaults: { status: 'ACTIVE' },
  validate: ({ name }) =>
    typeof name === 'string' && (name.length < 3 || name.length > 128)
      ? [{ summary: `expected length of name to be in the range (3 - 128), got ${name}`, attribute: 'name' }]
      : [],
  create(session, values) {
    const [zoneId, name] = [String(values.hosted_zone_id), String(values.name)];
    createKeySigningKey(
      session,
      zoneId,
      name,
      String(values.key_management_service_arn),
      values.status as 'ACTIVE' | 'INACTIVE',
    );
    return { id: `${zoneId},${name}` };
  },
  read({ account }, { id }) {
    const [zoneId, name] = String(id).split(',');
    const key = account.zones.get(zoneId)?.signingKeys.get(name);
    return (
      key && {
        hosted_zone_id: zoneId,
        name,
        key_management_service_arn: key.kmsArn,
        status: key.status,
        digest_algorithm_mnemonic: 'SHA-256',
        digest_algorithm_type: 2,
        digest_value: key.digest,
        dnskey_record: `257 3 13 ${key.publicKey}`,
        ds_record: `${key.keyTag} 13 2 ${key.digest}`,
        flag: 257,
        key_tag: key.keyTag,
        public_key: key.publicKey,
        signing_algorithm_mnemonic: 'ECDSAP256SHA256',
        signing_algorithm_type: 13,
      }
    );
  },
  update(session, _prior, values) {
    setKeySigningKeyStatus(
      session,
      String(values.hosted_zone_id),
      String(values.name),
      values.status as 'ACTIVE' | 'INACTIVE',
    );
  },
  delete: (session, { hosted_zone_id: zoneId, name }) => deleteKeySigningKey(session, String(zoneId), String(name)),
};

const dnssec: ResourceType = {
  label: 'Route 53 Hosted Zone DNSSEC',
  forceNew: ['hosted_zone_id'],
  defaults: { signing_status: 'SIGNING' },
  create(session, { hosted_zone_id: zoneId, signing_status: status }) {
    if (status === 'SIGNING') enableDnssec(session, String(zoneId));
    else disableDnssec(session, String(zoneId));
    return { id: String(zoneId) };
  },
  read({ account }, { id }) {
    const found = account.zones.get(String(id));
    return found && { hosted_zone_id: found.id, signing_status: found.signing ? 'SIGNING' : 'NOT_SIGNING' };
  },
  update(session, _prior, values) {
    if (values.signing_status === 'SIGNING') enableDnssec(session, String(values.id));
    else disableDnssec(session, String(values.id));
  },
  delete(session, { id }) {
    if (session.account.zones.has(String(id))) disableDnssec(session, String(id));
  },
};

const queryLog: ResourceType = {
  label: 'Route 53 Query Logging Config',
  forceNew: ['cloudwatch_log_group_arn', 'zone_id'],
  create: (session, values) => ({
    id: createQueryLog(session, String(values.zone_id), String(values.cloudwatch_log_group_arn)).id,
  }),
  read({ account }, { id }) {
    const found = account.queryLogs.get(String(id));
    const arn = `arn:aws:route53:::queryloggingconfig/${String(id)}`;
    return found && { arn, zone_id: found.zoneId, cloudwatch_log_group_arn: found.logGroupArn };
  },
  delete: ({ account }, { id }) => void account.queryLogs.delete(String(id)),
};

const delegationSet: ResourceType = {
  label: 'Route53 Reusable Delegation Set',
  forceNew: ['reference_name'],
  create: ({ account }, { reference_name: name }) => ({ id: createDelegationSet(account, text(name) ?? '').id }),
  read({ account }, { id }) {
    const found = account.delegationSets.get(String(id));
    return found && { arn: `arn:aws:route53:::delegationset/${found.id}`, name_servers: [...found.nameServers].sort() };
  },
  delete({ account }, { id }) {
    if ([...account.zones.values()].some((candidate) => candidate.delegationSet === id)) {
      throw refused('DeleteReusableDelegationSet', 'DelegationSetInUse', 'The specified delegation set is in use.');
    }
    account.delegationSets.delete(String(id));
  },
};

export const route53Resources: Readonly<Record<string, ResourceType>> = {
  aws_route53_zone: zone,
  aws_route53_health_check: healthCheck,
  aws_route53_key_signing_key: signingKey,
  aws_route53_hosted_zone_dnssec: dnssec,
  aws_route53_query_log: queryLog,
  aws_route53_delegation_set: delegationSet,
  ...privateZoneResources,
};
