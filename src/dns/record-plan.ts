import { Duration } from 'cdk8s';
import { DnsMode, DnsPlan } from './dns-plan';
import { GatewayTarget, LoadBalancerTargetOptions } from './gateway-target';
import { HealthCheckConfig, RecordHealthCheck } from './record-health-check';
import { RecordStrategy } from './record-strategy';
import { RecordSet, recordTree, Routing } from './record-tree';
import { checkInside, ttlSeconds } from './zone-values';
import { nearest, refuse, within } from '../value/problem';
import { hostname, wholeNumber } from '../value/scalar';

/*
 * The records of a gateway as data, with every check of them. emit-records.ts makes Terraform's resources of it.
 */

/** What the records follow from. */
export interface RecordRequest {
  readonly plan: DnsPlan;
  /** Domain of the zone. */
  readonly domain: string;
  readonly targets: { readonly [cluster: string]: GatewayTarget };
  readonly strategy?: RecordStrategy;
  readonly hostStrategies?: { readonly [hostname: string]: RecordStrategy };
  readonly healthCheck?: RecordHealthCheck;
  readonly ttl?: Duration;
}

export interface RecordPlan {
  /** In an order in which the target of an alias stands before it. */
  readonly records: readonly PlannedRecord[];
  /** One serves every host that it requests in the same way. */
  readonly healthChecks: readonly PlannedHealthCheck[];
  readonly loadBalancerZones: readonly LoadBalancerZone[];
}

export interface PlannedRecord {
  /** Host of the gateway that it serves. */
  readonly host: string;
  /** In front of the host; empty for a record of the host itself. */
  readonly label: string;
  readonly name: string;
  readonly type: RecordType;
  /** Unique among the records of its name and type. */
  readonly setIdentifier: string;
  readonly routing: Routing;
  readonly to: AliasOfRecord | AliasOfLoadBalancer | Value;
}

export type RecordType = 'A' | 'AAAA' | 'CNAME';

interface AliasOfRecord {
  /** Name of the records of the same type. */
  readonly record: string;
}

interface AliasOfLoadBalancer {
  /** Its name in DNS. */
  readonly loadBalancer: string;
  /** The id of its zone, or the key of one of the plan. */
  readonly zone: { readonly id: string } | { readonly key: string };
}

interface Value {
  readonly value: string;
  readonly ttl: number;
  /** Key of a health check of the plan. */
  readonly healthCheck?: string;
}

export interface PlannedHealthCheck {
  readonly key: string;
  readonly cluster: string;
  /** The address or hostname that is checked. */
  readonly target: string;
  readonly config: HealthCheckConfig;
}

/** The zone in which AWS keeps the names of its load balancers of one type in a region. */
export interface LoadBalancerZone {
  readonly key: string;
  readonly region: string;
  readonly type: string;
}

/** Plans the records and refuses what cannot be; the caller puts the path of the construct in front. */
export function planRecords(request: RecordRequest): RecordPlan {
  const ttl = ttlSeconds('ttl', request.ttl ?? Duration.minutes(1));
  checkNames(request);
  const planned = request.plan.hostnames.flatMap((host) => planHost(request, host, ttl));
  return {
    records: unique(
      planned.map(({ record }) => record),
      ({ type, name, setIdentifier }) => [type, name, setIdentifier].join(' '),
    ),
    healthChecks: unique(
      planned.flatMap(({ healthCheck }) => healthCheck ?? []),
      ({ key }) => key,
    ),
    loadBalancerZones: unique(
      planned.flatMap(({ loadBalancerZone }) => loadBalancerZone ?? []),
      ({ key }) => key,
    ),
  };
}

const unique = <T>(all: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(all.map((item) => [key(item), item])).values(),
];

/** Records of a name as clients choose among them. */
export interface RecordsForClients {
  readonly entries: readonly {
    readonly id: string;
    readonly routing: Routing;
    readonly to: RecordsForClients | ReachedCluster;
  }[];
}

interface ReachedCluster {
  readonly cluster: string;
  /** Why the record stays when the cluster is unhealthy. */
  readonly stays?: string;
}

/** The records of each host; those of each type lead to the same clusters. */
export function recordsForClients(
  request: RecordRequest,
): { readonly host: string; readonly set: RecordsForClients }[] {
  return request.plan.hostnames.map((host) => {
    const [{ tree }] = treesOf(request, host);
    return { host: host.toLowerCase(), set: forClients(request, tree) };
  });
}

const forClients = (request: RecordRequest, { entries }: RecordSet): RecordsForClients => ({
  entries: entries.map(({ id, routing, to }) => ({
    id,
    routing,
    to: 'entries' in to ? forClients(request, to) : reached(request, to.cluster),
  })),
});

const reached = ({ targets, healthCheck }: RecordRequest, cluster: string): ReachedCluster => ({
  cluster,
  stays: healthCheck || targets[cluster]._elb ? undefined : 'its record has no health check',
});

function checkNames({ plan, targets, hostStrategies = {} }: RecordRequest): void {
  if (plan.mode !== DnsMode.STATIC) {
    refuse({
      what: `mode of the plan of ${plan.gateway}`,
      got: plan.mode,
      expected: 'static',
      fix: 'leave GatewayRecords out: the controllers own the records',
    });
  }
  const clusters = plan.clusters.map(({ name }) => name);
  const missing = clusters.find((name) => !(name in targets));
  if (missing !== undefined) {
    refuse({
      what: 'targets',
      got: Object.keys(targets).join(', ') || 'none',
      expected: `one for each of ${clusters.join(', ')}`,
      fix: `add '${missing}'`,
    });
  }
  checkKnown('cluster of targets', Object.keys(targets), clusters);
  checkKnown('host of hostStrategies', Object.keys(hostStrategies), plan.hostnames);
}

function checkKnown(what: string, names: readonly string[], all: readonly string[]): void {
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, all);
  refuse({ what, got: unknown, expected: all.join(', '), fix: near ? `use '${near}'` : 'leave it out' });
}

/** A record and what it refers to. */
interface Planned {
  readonly record: PlannedRecord;
  readonly healthCheck?: PlannedHealthCheck;
  readonly loadBalancerZone?: LoadBalancerZone;
}

function planHost(request: RecordRequest, host: string, ttl: number): Planned[] {
  checkInside(`host of the plan of ${request.plan.gateway}`, host, request.domain);
  return treesOf(request, host).flatMap(({ type, tree }) => planSet(request, { host, type, ttl }, tree));
}

/** The records of a host as a tree, for each type that it has. */
function treesOf(request: RecordRequest, host: string): { readonly type: RecordType; readonly tree: RecordSet }[] {
  const { plan, targets, strategy, hostStrategies = {}, healthCheck } = request;
  hostname(`host of the plan of ${plan.gateway}`, host);
  const usual = plan.clusters.some(({ geo }) => geo) ? RecordStrategy.GEOLOCATION : RecordStrategy.WEIGHTED;
  const chosen = hostStrategies[host] ?? strategy ?? usual;
  const isHealthKnown = healthCheck !== undefined || plan.clusters.every(({ name }) => targets[name]._elb);
  return typesOf(request, host, chosen).map((type) => {
    const addressesOf = (cluster: string) => targets[cluster]._addressesOf(type);
    const tree = within(`${host}:`, () => recordTree(chosen, plan.clusters, { isHealthKnown, addressesOf }));
    return { type, tree };
  });
}

/** A host has addresses of a type in every cluster or in none: clients of the type would else be sent astray. */
function typesOf({ plan, targets: all, domain }: RecordRequest, host: string, strategy: RecordStrategy): RecordType[] {
  const targets = plan.clusters.map(({ name }) => all[name]);
  const wrong = (what: string, got: string, expected: string, fix: string) =>
    refuse({ what: `${what} of ${host}`, got, expected, fix });
  const isAddressed = targets.every(({ _addresses }) => _addresses.length > 0);
  if (strategy._kind === 'multivalue' && !isAddressed) {
    wrong('targets', 'a hostname or a load balancer under multivalue', 'addresses', 'use RecordStrategy.WEIGHTED');
  }
  const hostnames = targets.filter(({ _hostname }) => _hostname !== undefined).length;
  if (hostnames > 0 && hostnames < targets.length) {
    wrong(
      'targets',
      'hostnames in some clusters',
      'hostnames in every cluster or in none',
      'a CNAME cannot stand beside addresses: name addresses, or load balancers by GatewayTarget.elb',
    );
  }
  if (hostnames > 0) {
    if (host === domain) {
      wrong(
        'target',
        'a hostname',
        'addresses or load balancers',
        'the apex of a zone cannot be a CNAME: use GatewayTarget.elb or .addresses',
      );
    }
    return ['CNAME'];
  }
  return (['A', 'AAAA'] as const).filter((type) => {
    const serves = targets.map((target) => target._elb !== undefined || target._addressesOf(type).length > 0);
    const named = targets.some((target) => target._addressesOf(type).length > 0);
    if (named && serves.includes(false)) {
      const lacking = plan.clusters.find((_, index) => !serves[index])!.name;
      const version = type === 'A' ? 'IPv4' : 'IPv6';
      wrong(
        'targets',
        `addresses of ${version} in some clusters`,
        'in every cluster or in none',
        `name one of cluster ${lacking}, or leave ${version} out`,
      );
    }
    return !serves.includes(false);
  });
}

/** What the records of a tree have in common. */
interface Common {
  readonly host: string;
  readonly type: RecordType;
  readonly ttl: number;
}

/** Plans a set after those that it leads to; one that several records lead to comes several times. */
function planSet(request: RecordRequest, common: Common, { label, entries }: RecordSet): Planned[] {
  const { host, type, ttl } = common;
  const name = nameOf(host, label);
  const limit = 'Route 53 takes 100 records of one name and type';
  wholeNumber(`records of ${name}`, entries.length, 1, 100, `${limit}: share the clusters among hosts`);
  if (name.length > 253) {
    refuse({
      what: `name ${name}`,
      got: `${name.length} characters`,
      expected: 'at most 253',
      fix: 'shorten the host',
    });
  }
  const ids = entries.map(({ id }) => id);
  if (new Set(ids).size < ids.length) {
    refuse({
      what: `clusters of ${name}`,
      got: ids.find((id, index) => ids.indexOf(id) < index),
      expected: 'each once',
      fix: 'leave the second one out of the plan',
    });
  }
  return entries.flatMap(({ id, routing, to }): Planned[] => {
    const record = { host, label, name, type, setIdentifier: id, routing };
    if ('entries' in to) {
      return [...planSet(request, common, to), { record: { ...record, to: { record: nameOf(host, to.label) } } }];
    }
    const { _elb, _hostname } = request.targets[to.cluster];
    if (_elb) {
      const loadBalancerZone = zoneOf(request, to.cluster, _elb);
      const zone = loadBalancerZone ? { key: loadBalancerZone.key } : { id: _elb.canonicalZoneId! };
      return [{ record: { ...record, to: { loadBalancer: _elb.dnsName, zone } }, loadBalancerZone }];
    }
    const value = to.address ?? _hostname!;
    const healthCheck = healthCheckOf(request, host, to.cluster, value);
    return [{ record: { ...record, to: { value, ttl, healthCheck: healthCheck?.key } }, healthCheck }];
  });
}

const nameOf = (host: string, label: string) => (label === '' ? host : `${label}.${host.replace(/^\*/, '_any')}`);

/** The zone to look up; undefined where the target names its id. */
function zoneOf(
  { plan }: RecordRequest,
  cluster: string,
  { canonicalZoneId, region: named, type }: LoadBalancerTargetOptions,
): LoadBalancerZone | undefined {
  if (canonicalZoneId !== undefined) return undefined;
  const region = named ?? plan.clusters.find(({ name }) => name === cluster)?.region;
  if (region === undefined) {
    refuse({
      what: `region of the load balancer of cluster ${cluster}`,
      got: region,
      expected: 'a region',
      fix: 'name it in the plan or in GatewayTarget.elb',
    });
  }
  // Without its canonicalZoneId a load balancer has a type.
  return { key: `${type}-${region}`, region, type: type! };
}

function healthCheckOf(
  { healthCheck }: RecordRequest,
  host: string,
  cluster: string,
  target: string,
): PlannedHealthCheck | undefined {
  if (healthCheck === undefined) return undefined;
  const config = within(`${host}:`, () => healthCheck._configFor(host, cluster, target));
  return { key: [cluster, target, config.fqdn].join(' '), cluster, target, config };
}
