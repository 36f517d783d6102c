import { recordTypes } from '../aws/record-values';
import { Change, changeResourceRecordSets } from '../aws/records';
import { normalizeName, recordsAt, RecordSet, zoneOf } from '../aws/route53';
import { AwsError } from '../aws/world';
import { Finding, ResourceType, Session } from '../provider/resource';
import { hasUnknown, isBlank, Value, Values } from '../provider/schema';
import { blocks, flag, text, texts, whole } from '../provider/wire';

const policies = [
  'cidr_routing_policy',
  'failover_routing_policy',
  'geolocation_routing_policy',
  'geoproximity_routing_policy',
  'latency_routing_policy',
  'multivalue_answer_routing_policy',
  'weighted_routing_policy',
];

export const recordResource: ResourceType = {
  label: 'Route53 Record',
  forceNew: ['name', 'zone_id'],
  recomputed: { id: ['type', 'set_identifier'] },

  normalize: (values) => ({
    ...values,
    ...(typeof values.name === 'string' ? { name: values.name.replace(/\.$/, '').toLowerCase() } : {}),
    alias: blocks(values.alias).map((alias) => ({
      ...alias,
      name: typeof alias.name === 'string' ? normalizeName(alias.name).replace(/\.$/, '') : alias.name,
    })),
  }),

  validate: findings,

  create(session, values) {
    const action = flag(values.allow_overwrite) ? 'UPSERT' : 'CREATE';
    change(session, values, [{ action, record: recordOf(session, values) }]);
    return { id: idOf(values) };
  },

  read(session, state) {
    if (!session.account.zones.has(String(state.zone_id))) return undefined;
    const zone = zoneOf(session, String(state.zone_id), 'ListResourceRecordSets');
    const name = normalizeName(fullName(String(state.name), zone.name));
    const record = recordsAt(zone, name, String(state.type)).find(
      ({ setIdentifier }) => setIdentifier === text(state.set_identifier),
    );
    return record && { ...valuesOf(record), fqdn: name.replace(/\.$/, '').replace(/^\\052\./, '*.'), id: idOf(state) };
  },

  update(session, prior, values) {
    const record = recordOf(session, values);
    if (prior.type === values.type && prior.set_identifier === values.set_identifier) {
      change(session, values, [{ action: 'UPSERT', record }]);
    } else {
      const action = flag(values.allow_overwrite) ? 'UPSERT' : 'CREATE';
      change(session, values, [
        { action: 'DELETE', record: recordOf(session, prior) },
        { action, record },
      ]);
    }
    return { id: idOf(values) };
  },

  delete(session, state) {
    const zone = session.account.zones.get(String(state.zone_id));
    const name = zone && normalizeName(fullName(String(state.name), zone.name));
    const found = (name === undefined ? [] : recordsAt(zone!, name, String(state.type))).find(
      ({ setIdentifier }) => setIdentifier === text(state.set_identifier),
    );
    if (found === undefined) return;
    try {
      change(session, state, [{ action: 'DELETE', record: found }]);
    } catch (error) {
      // The provider takes a refused deletion for a done one, as of the name servers at the apex.
      if (!(error instanceof AwsError && error.code === 'InvalidChangeBatch')) throw error;
    }
  },

  import(_session, id) {
    const types = recordTypes.join('|');
    const [, zone, name, type, set] = new RegExp(`^([^_]+)_(.+?)_(${types})(?:_(.+))?$`).exec(id) ?? [];
    return { zone_id: zone ?? null, name: name ?? null, type: type ?? null, set_identifier: set ?? null };
  },
};

/** What the provider's own schema refuses, before any call to AWS. */
function findings(config: Values): Finding[] {
  const isSet = (name: string) => config[name] !== undefined && (hasUnknown(config[name]) || !isBlank(config[name]));
  const found: Finding[] = [];
  const chosen = policies.filter(isSet);
  for (const policy of chosen) {
    const other = chosen.find((candidate) => candidate !== policy);
    if (other !== undefined) {
      found.push({
        summary: 'Conflicting configuration arguments',
        detail: `"${policy}": conflicts with ${other}`,
        attribute: policy,
      });
    }
    if (!isSet('set_identifier')) {
      const detail = `"${policy}": all of \`set_identifier,${policy}\` must be specified`;
      found.push({ summary: 'Missing required argument', detail, attribute: policy });
    }
  }
  if (isSet('alias') === isSet('records')) {
    const what = isSet('alias')
      ? 'only one of `alias,records` can be specified, but `alias,records` were specified'
      : 'one of `alias,records` must be specified';
    found.push({ summary: 'Invalid combination of arguments', detail: `"alias": ${what}.`, attribute: 'alias' });
  }
  if (isSet('alias') && isSet('ttl')) {
    found.push({
      summary: 'Conflicting configuration arguments',
      detail: '"alias": conflicts with ttl',
      attribute: 'alias',
    });
  }
  if (isSet('ttl') && !isSet('records')) {
    found.push({
      summary: 'Missing required argument',
      detail: '"ttl": all of `records,ttl` must be specified',
      attribute: 'ttl',
    });
  }
  expect(found, 'type', config.type, recordTypes);
  expect(found, 'failover_routing_policy', blocks(config.failover_routing_policy)[0]?.type, ['PRIMARY', 'SECONDARY']);
  const bias = whole(blocks(config.geoproximity_routing_policy)[0]?.bias);
  if (bias !== undefined && Math.abs(bias) > 99) {
    const summary = `expected geoproximity_routing_policy.0.bias to be in the range (-99 - 99), got ${bias}`;
    found.push({ summary, attribute: 'geoproximity_routing_policy' });
  }
  return found;
}

function expect(found: Finding[], attribute: string, value: Value | undefined, allowed: readonly string[]): void {
  if (typeof value !== 'string' || allowed.includes(value)) return;
  const names = allowed.map((name) => `"${name}"`).join(' ');
  found.push({ summary: `expected ${attribute} to be one of [${names}], got ${value}`, attribute });
}

function change(session: Session, values: Values, changes: readonly Change[]): void {
  changeResourceRecordSets(session, String(values.zone_id), changes);
}

function idOf({ zone_id: zone, name, type, set_identifier: set }: Values): string {
  return [zone, name, type, ...(isBlank(set) ? [] : [set])].join('_');
}

/** The provider appends the zone's name unless the record's already ends with it. */
function fullName(name: string, zone: string): string {
  const apex = zone.replace(/\.$/, '');
  if (name === '') return apex;
  return name.endsWith(apex) ? name : `${name}.${apex}`;
}

function recordOf(session: Session, values: Values): RecordSet {
  const zone = zoneOf(session, String(values.zone_id), 'GetHostedZone');
  const block = (name: string): Values | undefined => blocks(values[name])[0];
  const [alias, geo, near, cidr] = [
    block('alias'),
    block('geolocation_routing_policy'),
    block('geoproximity_routing_policy'),
    block('cidr_routing_policy'),
  ];
  const type = String(values.type);
  const records = texts(values.records).map((value) => (isText(type) ? `"${value}"` : value));
  const coordinates = blocks(near?.coordinates)[0];
  return withoutUndefined({
    name: fullName(String(values.name), zone.name),
    type,
    ttl: records.length > 0 ? whole(values.ttl) : undefined,
    values: records.length > 0 ? records : undefined,
    alias: alias && {
      name: normalizeName(String(alias.name)),
      zoneId: String(alias.zone_id),
      evaluateTargetHealth: flag(alias.evaluate_target_health),
    },
    setIdentifier: text(values.set_identifier),
    weight: whole(block('weighted_routing_policy')?.weight),
    region: text(block('latency_routing_policy')?.region),
    failover: text(block('failover_routing_policy')?.type),
    geolocation:
      geo &&
      withoutUndefined({
        continent: text(geo.continent),
        country: text(geo.country),
        subdivision: text(geo.subdivision),
      }),
    geoproximity:
      near &&
      withoutUndefined({
        region: text(near.aws_region),
        localZoneGroup: text(near.local_zone_group),
        coordinates: coordinates && {
          latitude: String(coordinates.latitude),
          longitude: String(coordinates.longitude),
        },
        bias: whole(near.bias) ?? 0,
      }),
    multivalue: flag(values.multivalue_answer_routing_policy) ? true : undefined,
    cidr: cidr && { collectionId: String(cidr.collection_id), locationName: String(cidr.location_name) },
    healthCheckId: text(values.health_check_id),
  });
}

function valuesOf(record: RecordSet): Values {
  const one = (value: Values | undefined): Value => (value === undefined ? [] : [value]);
  const { alias, geolocation, geoproximity } = record;
  return {
    ttl: record.ttl ?? null,
    records: record.values?.map((value) => (isText(record.type) ? value.slice(1, -1) : value)) ?? null,
    alias: one(
      alias && {
        name: alias.name.replace(/\.$/, ''),
        zone_id: alias.zoneId,
        evaluate_target_health: alias.evaluateTargetHealth,
      },
    ),
    weighted_routing_policy: one(record.weight === undefined ? undefined : { weight: record.weight }),
    latency_routing_policy: one(record.region === undefined ? undefined : { region: record.region }),
    failover_routing_policy: one(record.failover === undefined ? undefined : { type: record.failover }),
    geolocation_routing_policy: one(
      geolocation && {
        continent: geolocation.continent ?? '',
        country: geolocation.country ?? '',
        subdivision: geolocation.subdivision ?? '',
      },
    ),
    geoproximity_routing_policy: one(
      geoproximity && {
        aws_region: geoproximity.region ?? '',
        local_zone_group: geoproximity.localZoneGroup ?? '',
        bias: geoproximity.bias ?? null,
        coordinates: one(geoproximity.coordinates && { ...geoproximity.coordinates }),
      },
    ),
    multivalue_answer_routing_policy: record.multivalue ?? null,
    health_check_id: record.healthCheckId ?? null,
  };
}

const isText = (type: string): boolean => type === 'TXT' || type === 'SPF';

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
