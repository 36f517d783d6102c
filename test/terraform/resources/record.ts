import { isIPv4 } from 'net';
import { writeRecord } from '../aws/records';
import { HealthCheckConfig, isSame, normalizeName, RecordSet, refused, remove, zoneOf } from '../aws/route53';
import { Session, uuidOf } from '../aws/world';
import { ResourceType } from '../provider/resource';
import { Value, Values } from '../provider/schema';
import { blocks, stringMap, text, texts, whole } from '../provider/wire';

const record: ResourceType = {
  label: 'Route 53 Record',
  forceNew: ['name', 'zone_id', 'type', 'set_identifier'],
  defaults: { allow_overwrite: false },
  normalize: (values) => ({
    ...values,
    alias: blocks(values.alias).map((alias) => ({
      ...alias,
      name: typeof alias.name === 'string' ? alias.name.toLowerCase().replace(/\.$/, '') : alias.name,
    })),
  }),
  create(session, values) {
    write(session, values, 'CREATE');
    const { zone_id: zone, name, type, set_identifier: set } = values;
    return { id: [zone, name, type, ...(text(set) === undefined ? [] : [set])].join('_') };
  },
  read({ account }, state) {
    const wanted = recordOf(state);
    const found = account.zones.get(String(state.zone_id))?.records.find((each) => isSame(each, wanted));
    return found && { ...valuesOf(found), fqdn: state.name };
  },
  update: (session, values) => write(session, values, 'UPSERT'),
  delete({ account }, state) {
    const zone = account.zones.get(String(state.zone_id));
    if (zone !== undefined) remove(zone, recordOf(state));
  },
};

function write(session: Session, values: Values, action: 'CREATE' | 'UPSERT'): void {
  writeRecord(zoneOf(session, String(values.zone_id), 'ChangeResourceRecordSets'), action, recordOf(values));
}

function recordOf(values: Values): RecordSet {
  const block = (name: string): Values | undefined => blocks(values[name])[0];
  const [alias, geo, near] = [
    block('alias'),
    block('geolocation_routing_policy'),
    block('geoproximity_routing_policy'),
  ];
  return {
    name: normalizeName(String(values.name)),
    type: String(values.type),
    ttl: whole(values.ttl),
    values: texts(values.records).length > 0 ? texts(values.records) : undefined,
    alias: alias && {
      name: normalizeName(String(alias.name)),
      zoneId: String(alias.zone_id),
      evaluateTargetHealth: alias.evaluate_target_health === true,
    },
    setIdentifier: text(values.set_identifier),
    weight: whole(block('weighted_routing_policy')?.weight),
    region: text(block('latency_routing_policy')?.region),
    failover: text(block('failover_routing_policy')?.type),
    geolocation: geo && { continent: text(geo.continent), country: text(geo.country) },
    geoproximity: near && { region: String(near.aws_region), bias: whole(near.bias) ?? 0 },
    multivalue: values.multivalue_answer_routing_policy === true,
    healthCheckId: text(values.health_check_id),
  };
}

function valuesOf({ alias, weight, region, failover, geolocation, geoproximity, ...rest }: RecordSet): Values {
  const one = (value: Values | undefined): Value => (value === undefined ? [] : [value]);
  return {
    ttl: rest.ttl ?? null,
    records: rest.values ?? null,
    alias: one(
      alias && {
        name: alias.name.replace(/\.$/, ''),
        zone_id: alias.zoneId,
        evaluate_target_health: alias.evaluateTargetHealth,
      },
    ),
    weighted_routing_policy: one(weight === undefined ? undefined : { weight }),
    latency_routing_policy: one(region === undefined ? undefined : { region }),
    failover_routing_policy: one(failover === undefined ? undefined : { type: failover }),
    geolocation_routing_policy: one(
      geolocation && { continent: geolocation.continent ?? null, country: geolocation.country ?? null },
    ),
    geoproximity_routing_policy: one(geoproximity && { aws_region: geoproximity.region, bias: geoproximity.bias }),
    multivalue_answer_routing_policy: rest.multivalue === true ? true : null,
    health_check_id: rest.healthCheckId ?? null,
  };
}

const healthCheck: ResourceType = {
  label: 'Route 53 Health Check',
  forceNew: ['type', 'request_interval'],
  defaults: { disabled: false, measure_latency: false },
  create({ account }, values) {
    const config = configOf(values, 'CreateHealthCheck');
    const id = uuidOf(account, `health check ${config.fqdn} ${config.ipAddress} ${config.port}`);
    account.healthChecks.set(id, { id, config, tags: stringMap(values.tags_all) });
    return { id };
  },
  read({ account }, { id }) {
    const found = account.healthChecks.get(String(id));
    if (found === undefined) return undefined;
    const { config, tags } = found;
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
      enable_sni: config.type.startsWith('HTTPS'),
      tags_all: tags,
    };
  },
  update({ account }, values) {
    const found = account.healthChecks.get(String(values.id))!;
    found.config = configOf(values, 'UpdateHealthCheck');
    found.tags = stringMap(values.tags_all);
  },
  delete: ({ account }, { id }) => void account.healthChecks.delete(String(id)),
};

function configOf(values: Values, operation: string): HealthCheckConfig {
  const ipAddress = text(values.ip_address);
  if (ipAddress !== undefined && isUnreachable(ipAddress)) {
    throw refused(operation, 'InvalidInput', `Invalid IP address: ${ipAddress} is not publicly routable`);
  }
  return {
    type: String(values.type),
    ipAddress,
    port: whole(values.port),
    fqdn: text(values.fqdn),
    path: text(values.resource_path),
    searchString: text(values.search_string),
    interval: whole(values.request_interval),
    threshold: whole(values.failure_threshold),
    regions: texts(values.regions),
  };
}

/** Multicast and reserved addresses; src/dns refuses the private ones. Those for documentation pass. */
const isUnreachable = (address: string): boolean => isIPv4(address) && Number(address.split('.')[0]) >= 224;

export const recordResources: Readonly<Record<string, ResourceType>> = {
  aws_route53_record: record,
  aws_route53_health_check: healthCheck,
};
