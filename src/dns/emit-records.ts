import type { Route53HealthCheckConfig } from '@cdktf/provider-aws/lib/route53-health-check';
import type { Route53Record, Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { aws, literal, literals, safeId } from './loader';
import { PlannedHealthCheck, PlannedRecord, RecordPlan } from './record-plan';
import { Routing } from './record-tree';
import { AwsProviderOptions } from './zone-options';

/** Where the records of a plan go. */
export interface RecordPlace extends AwsProviderOptions {
  readonly zoneId: string;
  /** Name of the gateway. */
  readonly gateway: string;
  /** Tags of the health checks. */
  readonly tags?: { readonly [key: string]: string };
}

/** Makes Terraform's resources of a plan. */
export function emitRecords(scope: Construct, plan: RecordPlan, place: RecordPlace): void {
  const { zoneId, provider } = place;
  const healthCheckIds = emitHealthChecks(new Construct(scope, 'checks'), plan.healthChecks, place);
  const zoneIds = emitLoadBalancerZones(scope, plan, provider);
  const { Route53Record: Record } = aws(scope, 'route53-record');
  const made = new Map<string, Route53Record>();

  for (const record of plan.records) {
    const { host, type, label, name, setIdentifier, routing } = record;
    const parent = [safeId(host), type, label || 'host'].reduce(child, scope);
    const resource = new Record(parent, safeId(setIdentifier), {
      zoneId,
      provider,
      name,
      type,
      setIdentifier,
      ...policyOf(routing),
      ...contentOf(record),
    });
    const key = `${type} ${name}`;
    if (!made.has(key)) made.set(key, resource);
  }

  function contentOf({ type, to }: PlannedRecord): Partial<Route53RecordConfig> {
    if ('value' in to) {
      const healthCheckId = to.healthCheck === undefined ? undefined : healthCheckIds.get(to.healthCheck);
      return { ttl: to.ttl, records: [to.value], healthCheckId };
    }
    const alias =
      'record' in to
        ? // By a reference, so that Terraform makes the target first.
          { name: made.get(`${type} ${to.record}`)!.fqdn, zoneId }
        : { name: to.loadBalancer, zoneId: 'id' in to.zone ? to.zone.id : zoneIds.get(to.zone.key)! };
    return { alias: { ...alias, evaluateTargetHealth: true } };
  }
}

const child = (scope: Construct, id: string) =>
  (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);

/** Ids of the health checks by their keys. */
function emitHealthChecks(
  scope: Construct,
  checks: readonly PlannedHealthCheck[],
  { gateway, tags, provider }: RecordPlace,
): ReadonlyMap<string, string> {
  return new Map(
    checks.map(({ key, cluster, target, config }) => {
      const { fqdn = '', resourcePath, searchString } = config;
      const resource: Route53HealthCheckConfig = {
        ...config,
        resourcePath: resourcePath && literal(resourcePath),
        searchString: searchString && literal(searchString),
        tags: { Name: `${gateway} ${cluster} ${target}`, ...literals(tags) },
        provider,
      };
      const id = ['check', cluster, safeId(target), safeId(fqdn)].join('-');
      return [key, new (aws(scope, 'route53-health-check').Route53HealthCheck)(scope, id, resource).id];
    }),
  );
}

/** Ids of the zones by their keys. */
function emitLoadBalancerZones(
  scope: Construct,
  { loadBalancerZones }: RecordPlan,
  provider: RecordPlace['provider'],
): ReadonlyMap<string, string> {
  return new Map(
    loadBalancerZones.map(({ key, region, type }) => {
      const { DataAwsLbHostedZoneId } = aws(scope, 'data-aws-lb-hosted-zone-id');
      return [key, new DataAwsLbHostedZoneId(scope, `elb-${key}`, { region, loadBalancerType: type, provider }).id];
    }),
  );
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
