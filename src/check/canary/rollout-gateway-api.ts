import { Rollout, RolloutSpec } from '../../manifest/argo';
import { GRPCRoute, GRPCRouteSpec, HTTPRoute, HTTPRouteSpec } from '../../manifest/gateway-api';
import { Deployment } from '../../manifest/kubernetes';
import { find, findItem, itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

type Canary = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;
type Rule = NonNullable<HTTPRouteSpec['rules']>[number] | NonNullable<GRPCRouteSpec['rules']>[number];
type Named = { readonly name?: unknown };

/** A Rollout together with its Deployment, and with the routes whose weights the plugin of the Gateway API sets. */
export const rolloutGatewayRules: readonly ModelRule[] = [
  {
    code: 'GW430',
    title: 'Deployment with pods together with a Rollout',
    severity: 'warning',
    find: referredDeployments,
  },
  {
    code: 'GW431',
    title: 'TCPRoute or TLSRoute in a version that the plugin does not read',
    severity: 'warning',
    find: streamRoutes,
  },
  {
    code: 'GW432',
    title: 'pinned requests without timeout, retry or filters of a backend',
    severity: 'warning',
    find: pinnedRules,
  },
];

function referredDeployments(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    const { kind, name = '' } = rollout.body.spec.workloadRef ?? {};
    const deployment = kind === 'Deployment' ? findItem(model, Deployment, rollout.namespace, name) : undefined;
    // Applying a Deployment that leaves the number out does not change it.
    const replicas = (deployment?.at.manifest.spec as { readonly replicas?: number } | undefined)?.replicas ?? 0;
    if (!deployment || replicas === 0) continue;
    report(rollout, {
      what: 'spec.workloadRef.name',
      got: `${name}, a Deployment with replicas: ${replicas}`,
      expected:
        'replicas: 0 once the Rollout is healthy; the controller scales it down only once, and applying it again starts pods that get no requests',
      fix: 'acknowledge this while you migrate, then set replicas: 0 for the Deployment and replicas for the Rollout',
    });
  }
}

function streamRoutes(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    for (const [field, kind] of STREAMS) {
      for (const [path, name, namespace] of routesOf(rollout.body.spec.strategy?.canary, field, rollout.namespace)) {
        const route = find(model, { group: 'gateway.networking.k8s.io', kind, namespace, name });
        if (route?.at.manifest.apiVersion !== 'gateway.networking.k8s.io/v1') continue;
        report(rollout, {
          what: path,
          got: `${kind} ${pathOf(route)} of gateway.networking.k8s.io/v1`,
          expected: 'v1alpha2 as well, which plugin 0.15 uses; only the experimental channel serves it',
          fix: 'install the experimental channel of the Gateway API, and acknowledge the warning',
        });
      }
    }
  }
}

function pinnedRules(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    const canary = rollout.body.spec.strategy?.canary;
    if (!canary?.steps?.some(({ setHeaderRoute }) => setHeaderRoute?.match?.length)) continue;
    for (const [field, kind] of [['httpRoutes', HTTPRoute] as const, ['grpcRoutes', GRPCRoute] as const]) {
      for (const [, name, namespace] of routesOf(canary, field, rollout.namespace)) {
        const route = findItem<{ readonly spec: { readonly rules?: readonly Rule[] } }>(model, kind, namespace, name);
        (route?.body.spec.rules ?? []).forEach((rule, index) => {
          const lost = isSplit(rule, canary) ? dropped(rule) : [];
          if (!route || lost.length === 0) return;
          report(route, {
            what: `spec.rules[${index}]`,
            got: `${lost.join(', ')}, in a route with header pins of Rollout ${pathOf(rollout)}`,
            expected: 'none of them; for pinned requests the plugin copies only matches and filters of the rule',
            fix: 'leave them out, or acknowledge that pinned requests do not have them',
          });
        });
      }
    }
  }
}

const PLUGIN = 'argoproj-labs/gatewayAPI';
const STREAMS = [
  ['tcpRoutes', 'TCPRoute'],
  ['tlsRoutes', 'TLSRoute'],
] as const;

/** Routes in the configuration of the plugin, which no schema describes. */
function routesOf(canary: Canary | undefined, field: string, own: string): [path: string, name: string, ns: string][] {
  const config = canary?.trafficRouting?.plugins?.[PLUGIN] as Readonly<Record<string, unknown>> | null | undefined;
  const namespace = typeof config?.namespace === 'string' ? config.namespace : own;
  const list: unknown = config?.[field];
  const path = `spec.strategy.canary.trafficRouting.plugins['${PLUGIN}'].${field}`;
  return (Array.isArray(list) ? (list as (Named | null)[]) : []).flatMap((route, index) =>
    typeof route?.name === 'string' ? [[`${path}[${index}].name`, route.name, namespace]] : [],
  );
}

const isSplit = ({ backendRefs = [] }: Rule, { stableService, canaryService }: Canary) =>
  [stableService, canaryService].every((service) => backendRefs.some(({ name }) => name === service));

const dropped = (rule: Rule) => [
  ...(['timeouts', 'retry', 'sessionPersistence'] as const).filter(
    (name) => (rule as Readonly<Record<string, unknown>>)[name] !== undefined,
  ),
  ...(rule.backendRefs?.some(({ filters = [] }) => filters.length > 0) ? ['filters of a backend'] : []),
];
