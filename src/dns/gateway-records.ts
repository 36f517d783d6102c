import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { DnsPlan } from './dns-plan';
import { emitRecords } from './emit-records';
import { GatewayTarget } from './gateway-target';
import { GatewayZone } from './gateway-zone';
import { RecordHealthCheck } from './record-health-check';
import { planRecords, RecordRequest, recordsForClients } from './record-plan';
import { RecordStrategy } from './record-strategy';
import { within } from '../value/problem';

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

/**
 * The records of a gateway's hosts, owned by Terraform (static mode).
 *
 * A host's records are aliases to sets below it (`_geo-us.api.example.com`), down to records of addresses with a health
 * check each, or aliases to load balancers: Route 53 backs out of a branch in which nothing is healthy.
 */
export class GatewayRecords extends Construct {
  /** The hosts and clusters. */
  public readonly plan: DnsPlan;
  private readonly request: RecordRequest;

  public constructor(scope: Construct, id: string, props: GatewayRecordsProps) {
    super(scope, id);
    const { zone, tags, ...rest } = props;
    const { gateway, hostnames } = props.plan;
    this.plan = props.plan;
    this.request = { ...rest, domain: zone.domain };
    const plan = within(`[${this.node.path}]`, () => planRecords(this.request));
    for (const host of hostnames) zone._claim(host, this);
    emitRecords(this, plan, { gateway, zoneId: zone.zoneId, provider: zone._provider, tags });
  }

  /** @internal */
  public _forClients(): ReturnType<typeof recordsForClients> {
    return recordsForClients(this.request);
  }
}
