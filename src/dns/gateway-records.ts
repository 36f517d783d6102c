import type { Route53Record, Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { DnsMode, DnsPlan } from './dns-plan';
import { GatewayTarget, LoadBalancerTargetOptions } from './gateway-target';
import { GatewayZone, seconds } from './gateway-zone';
import { aws, literals, safeId } from './loader';
import { HealthCheckConfig, RecordHealthCheck } from './record-health-check';
import { RecordStrategy } from './record-strategy';
import { addressSet, RecordEntry, RecordSet, recordTree, Routing } from './record-tree';
import { nearest, refuse } from '../value/problem';
import { hostname, wholeNumber } from '../value/scalar';

/** What the records of a gateway are made of. */
export interface GatewayRecordsProps {
  /** The hosts and clusters; its mode must be static. */
  readonly plan: DnsPlan;
  /** The zone of the records. */
  readonly zone: GatewayZone;
  /** Where the gateway is reached, by the name of the cluster. */
  readonly targets: { readonly [cluster: string]: GatewayTarget };
  /**
   * How clients are shared among the clusters.
   *
   * @default - by geolocation where a cluster has a geo, else by weight
   */
  readonly strategy?: RecordStrategy;
  /**
   * The same for single hosts of the plan.
   *
   * @default - strategy
   */
  readonly hostStrategies?: { readonly [hostname: string]: RecordStrategy };
  /**
   * How the health of addresses and hostnames is checked.
   *
   * @default - it is not: only load balancers of AWS fall out when they are unhealthy
   */
  readonly healthCheck?: RecordHealthCheck;
  /**
   * TTL of the records.
   *
   * @default - 1 minute
   */
  readonly ttl?: Duration;
  /**
   * Tags of the health checks.
   *
   * @default - those of the provider
   */
  readonly tags?: { readonly [key: string]: string };
}

type RecordType = 'A' | 'AAAA' | 'CNAME';

/**
 * The records of a gateway's hosts, owned by Terraform (static mode).
 *
 * A host's records are aliases to sets below it (`_geo-us.api.example.com`), down to records of addresses with a health
 * check each, or aliases to load balancers: Route 53 backs out of a branch in which nothing is healthy.
 */
export class GatewayRecords extends Construct {
  private readonly props: GatewayRecordsProps;
  private readonly ttl: number;
  private readonly checks: Construct;

  public constructor(scope: Construct, id: string, props: GatewayRecordsProps) {
    super(scope, id);
    this.props = props;
    this.ttl = seconds('ttl', props.ttl ?? Duration.minutes(1));
    this.checks = new Construct(this, 'checks');
    this.check();
    for (const host of props.plan.hostnames) this.addHost(host);
  }

  private check(): void {
    const { plan, targets, hostStrategies = {} } = this.props;
    if (plan.mode !== DnsMode.STATIC) {
      refuse(
        {
          what: `mode of the plan of ${plan.gateway}`,
          got: plan.mode,
          expected: 'static',
          fix: 'leave GatewayRecords out: the controllers own the records',
        },
        this,
      );
    }
    const clusters = plan.clusters.map(({ name }) => name);
    const missing = clusters.find((name) => !(name in targets));
    if (missing !== undefined) {
      refuse(
        {
          what: 'targets',
          got: Object.keys(targets).join(', ') || 'none',
          expected: `one for each of ${clusters.join(', ')}`,
          fix: `add '${missing}'`,
        },
        this,
      );
    }
    this.known('cluster of targets', Object.keys(targets), clusters);
    this.known('host of hostStrategies', Object.keys(hostStrategies), plan.hostnames);
  }

  private known(what: string, names: readonly string[], all: readonly string[]): void {
    const unknown = names.find((name) => !all.includes(name));
    if (unknown === undefined) return;
    const near = nearest(unknown, all);
    refuse({ what, got: unknown, expected: all.join(', '), fix: near ? `use '${near}'` : 'leave it out' }, this);
  }

  private addHost(host: string): void {
    const { plan, zone, hostStrategies = {}, strategy } = this.props;
    hostname(`host of the plan of ${plan.gateway}`, host);
    zone._checkInside(`host of the plan of ${plan.gateway}`, host, this);
    zone._claim(host, this);
    const usual = plan.clusters.some(({ geo }) => geo) ? RecordStrategy.GEOLOCATION : RecordStrategy.WEIGHTED;
    const chosen = hostStrategies[host] ?? strategy ?? usual;
    const scope = new Construct(this, safeId(host));
    for (const type of this.typesOf(host, chosen)) {
      const around = {
        isHealthKnown: this.props.healthCheck !== undefined || this.targets.every(({ _elb }) => _elb),
        addressesOf: (cluster: string) => this.props.targets[cluster]._addressesOf(type),
      };
      const tree = this.within(host, () => recordTree(chosen, plan.clusters, around));
      new HostRecords(new Construct(scope, type), this, host, type).add(tree);
    }
  }

  private get targets(): GatewayTarget[] {
    return this.props.plan.clusters.map(({ name }) => this.props.targets[name]);
  }

  /** A host has addresses of a type in every cluster or in none: clients of the type would else be sent astray. */
  private typesOf(host: string, strategy: RecordStrategy): RecordType[] {
    const { targets } = this;
    const wrong = (what: string, got: string, expected: string, fix: string) =>
      refuse({ what: `${what} of ${host}`, got, expected, fix }, this);
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
      if (host === this.props.zone.domain) {
        wrong(
          'target',
          'a hostname',
          'addresses or load balancers',
          'the apex of a zone cannot be a CNAME: use GatewayTarget.elb or .addresses',
        );
      }
      return ['CNAME'];
    }
    const types = (['A', 'AAAA'] as const).filter((type) => {
      const serves = targets.map((target) => target._elb !== undefined || target._addressesOf(type).length > 0);
      const named = targets.some((target) => target._addressesOf(type).length > 0);
      if (named && serves.includes(false)) {
        const lacking = this.props.plan.clusters.find((_, index) => !serves[index])!.name;
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
    return types;
  }

  /** Errors of parts that know no construct get its path. */
  private within<T>(host: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new Error(`[${this.node.path}] ${host}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** @internal */
  public _record(
    scope: Construct,
    id: string,
    config: Omit<Route53RecordConfig, 'zoneId' | 'provider'>,
  ): Route53Record {
    const { Route53Record: Record } = aws(this, 'route53-record');
    return new Record(scope, id, { ...config, zoneId: this.props.zone.zoneId, provider: this.props.zone._provider });
  }

  /** What a leaf answers. @internal */
  public _leaf(host: string, cluster: string, address: string | undefined): Partial<Route53RecordConfig> {
    const { _elb, _hostname } = this.props.targets[cluster];
    if (_elb) {
      return { alias: { name: _elb.dnsName, zoneId: this.elbZone(cluster, _elb), evaluateTargetHealth: true } };
    }
    const value = address ?? _hostname!;
    return { ttl: this.ttl, records: [value], healthCheckId: this.healthCheckId(host, cluster, value) };
  }

  /** @internal */
  public _addresses(cluster: string, type: string): readonly string[] {
    return this.props.targets[cluster]._addressesOf(type);
  }

  /** @internal */
  public get _zoneId(): string {
    return this.props.zone.zoneId;
  }

  /** One health check serves every host that it asks in the same way. */
  private healthCheckId(host: string, cluster: string, target: string): string | undefined {
    const { healthCheck, tags, plan, zone } = this.props;
    if (healthCheck === undefined) return undefined;
    const config: HealthCheckConfig = this.within(host, () => healthCheck._configFor(host, cluster, target));
    const id = ['check', cluster, safeId(target), safeId(config.fqdn ?? '')].join('-');
    const found = this.checks.node.tryFindChild(id) as { readonly id: string } | undefined;
    if (found) return found.id;
    const { Route53HealthCheck } = aws(this, 'route53-health-check');
    const Name = `${plan.gateway} ${cluster} ${target}`;
    return new Route53HealthCheck(this.checks, id, {
      ...config,
      tags: { Name, ...literals(tags) },
      provider: zone._provider,
    }).id;
  }

  private elbZone(cluster: string, { canonicalZoneId, region: named, type }: LoadBalancerTargetOptions): string {
    if (canonicalZoneId !== undefined) return canonicalZoneId;
    const region = named ?? this.props.plan.clusters.find(({ name }) => name === cluster)?.region;
    if (region === undefined) {
      refuse(
        {
          what: `region of the load balancer of cluster ${cluster}`,
          got: region,
          expected: 'a region',
          fix: 'name it in the plan or in GatewayTarget.elb',
        },
        this,
      );
    }
    const id = `elb-${type}-${region}`;
    const { DataAwsLbHostedZoneId } = aws(this, 'data-aws-lb-hosted-zone-id');
    const found = this.node.tryFindChild(id) as { readonly id: string } | undefined;
    const { zone } = this.props;
    return (found ?? new DataAwsLbHostedZoneId(this, id, { region, loadBalancerType: type, provider: zone._provider }))
      .id;
  }
}

/** The records of a host of one type. */
class HostRecords {
  private readonly sets = new Map<string, Route53Record>();

  constructor(
    private readonly scope: Construct,
    private readonly owner: GatewayRecords,
    private readonly host: string,
    private readonly type: RecordType,
  ) {}

  /** Adds a set once; returns one of its records. */
  add(set: RecordSet): Route53Record {
    const name = set.label === '' ? this.host : `${set.label}.${this.host.replace(/^\*/, '_any')}`;
    const found = this.sets.get(name);
    if (found) return found;
    const limit = 'Route 53 takes 100 records of one name and type';
    wholeNumber(`records of ${name}`, set.entries.length, 1, 100, `${limit}: share the clusters among hosts`);
    if (name.length > 253) {
      refuse(
        { what: `name ${name}`, got: `${name.length} characters`, expected: 'at most 253', fix: 'shorten the host' },
        this.owner,
      );
    }
    const scope = new Construct(this.scope, set.label || 'host');
    const records = set.entries.map((entry) =>
      this.owner._record(scope, safeId(entry.id), {
        name,
        type: this.type,
        setIdentifier: entry.id,
        ...policyOf(entry.routing),
        ...this.content(entry),
      }),
    );
    this.sets.set(name, records[0]);
    return records[0];
  }

  private content({ to }: RecordEntry): Partial<Route53RecordConfig> {
    if ('entries' in to) return this.alias(to);
    const addresses = this.owner._addresses(to.cluster, this.type);
    if (to.address === undefined && addresses.length > 1) return this.alias(addressSet(to.cluster, addresses));
    return this.owner._leaf(this.host, to.cluster, to.address ?? addresses[0]);
  }

  private alias(set: RecordSet): Partial<Route53RecordConfig> {
    return { alias: { name: this.add(set).fqdn, zoneId: this.owner._zoneId, evaluateTargetHealth: true } };
  }
}

function policyOf({ weight, geo, region, near, failover, isMultivalue }: Routing): Partial<Route53RecordConfig> {
  return {
    ...(weight !== undefined && { weightedRoutingPolicy: { weight } }),
    ...(geo && { geolocationRoutingPolicy: geo }),
    ...(region !== undefined && { latencyRoutingPolicy: { region } }),
    ...(near && { geoproximityRoutingPolicy: { awsRegion: near.region, bias: near.bias } }),
    ...(failover && { failoverRoutingPolicy: { type: failover } }),
    ...(isMultivalue && { multivalueAnswerRoutingPolicy: true }),
  };
}
