import { Rollout, RolloutSpec } from '../../manifest/argo';
import { PlaceRule, placeRule } from '../place';

type Canary = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;
type Routing = NonNullable<Canary['trafficRouting']>;
type Step = NonNullable<Canary['steps']>[number];
type Report = Parameters<PlaceRule<never>['find']>[2];

/** Rules for a Rollout together with what routes its requests. */
export const rolloutRoutingWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<Canary>({
    code: 'GW674',
    title: 'traffic routing of a Rollout without its Services',
    places: [[Rollout, 'spec.strategy.canary']],
    find(canary, path, report) {
      const { pingPong, trafficRouting } = canary;
      for (const name of needsServices(canary) ? (['canaryService', 'stableService'] as const) : []) {
        if (canary[name]) continue;
        const fix = 'name the Service; the controller sets its selector';
        report({ what: `${path}.${name}`, got: canary[name], expected: 'a Service with trafficRouting', fix });
      }
      for (const name of pingPong ? (['pingService', 'pongService'] as const) : []) {
        if (pingPong![name] !== '') continue;
        report({ what: `${path}.pingPong.${name}`, got: '', expected: 'a Service', fix: 'name the Service' });
      }
      if (pingPong && trafficRouting?.alb && !trafficRouting.alb.rootService) {
        report({
          what: `${path}.trafficRouting.alb.rootService`,
          got: trafficRouting.alb.rootService,
          expected: 'the Service of the Ingress with pingPong',
          fix: 'name the Service that the Ingress has as its backend',
        });
      }
    },
  }),
  placeRule<Canary>({
    code: 'GW675',
    title: 'feature of a Rollout that its traffic router does not have',
    places: [[Rollout, 'spec.strategy.canary']],
    find(canary, path, report) {
      const { trafficRouting: routing, pingPong, scaleDownDelaySeconds, dynamicStableScale } = canary;
      const lacks = (what: string, got: unknown, expected: string, fix = 'leave it out, or use such a router') =>
        report({ what, got, expected, fix });
      if (!routing) {
        const fix = 'leave it out, or configure trafficRouting';
        if (scaleDownDelaySeconds !== undefined) {
          lacks(`${path}.scaleDownDelaySeconds`, scaleDownDelaySeconds, 'none without trafficRouting', fix);
        }
        if (dynamicStableScale) {
          lacks(`${path}.dynamicStableScale`, dynamicStableScale, 'none without trafficRouting', fix);
        }
      } else {
        if (scaleDownDelaySeconds !== undefined && dynamicStableScale) {
          const fix = 'leave one of them out';
          lacks(`${path}.dynamicStableScale`, dynamicStableScale, 'none with scaleDownDelaySeconds', fix);
        }
        if (pingPong && !has(routing, 'alb', 'istio')) {
          lacks(`${path}.pingPong`, routersOf(routing), 'alb, istio or plugins');
        }
        if (routing.maxTrafficWeight !== undefined && !has(routing, 'nginx')) {
          lacks(`${path}.trafficRouting.maxTrafficWeight`, routersOf(routing), 'nginx or plugins');
        }
      }
      (canary.steps ?? []).forEach((step, index) => stepOf(step, routing, `${path}.steps[${index}]`, report));
    },
  }),
];

/** Routers that choose the pods of a version by its Service. */
function needsServices({ pingPong, trafficRouting: routing }: Canary): boolean {
  if (!routing) return false;
  return (
    (routing.alb !== undefined && !pingPong) ||
    (routing.istio !== undefined && !routing.istio.destinationRule && !pingPong) ||
    (['smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik'] as const).some(
      (name) => routing[name] !== undefined,
    )
  );
}

function stepOf(step: Step, routing: Routing | undefined, path: string, report: Report): void {
  const { setCanaryScale, setHeaderRoute, setMirrorRoute, experiment } = step;
  const lacks = (what: string, expected: string) => {
    const fix = routing ? 'remove it, or use such a router' : 'remove it, or configure trafficRouting';
    report({ what, got: routing ? routersOf(routing) : 'no trafficRouting', expected, fix });
  };
  if (setCanaryScale && !routing) lacks(`${path}.setCanaryScale`, 'trafficRouting');
  // Without any router the route is not managed either (GW443).
  if (setHeaderRoute && routing && !has(routing, 'istio', 'alb', 'apisix')) {
    lacks(`${path}.setHeaderRoute`, 'istio, alb, apisix or plugins');
  }
  if (setMirrorRoute && routing && !has(routing, 'istio')) lacks(`${path}.setMirrorRoute`, 'istio or plugins');
  (experiment?.templates ?? []).forEach(({ weight }, index) => {
    if (weight !== undefined && !(routing && has(routing, 'alb', 'smi', 'istio'))) {
      lacks(`${path}.experiment.templates[${index}].weight`, 'alb, smi, istio or plugins');
    }
  });
  (routing?.alb ? (setHeaderRoute?.match ?? []) : []).forEach(({ headerValue }, index) => {
    const other = (['regex', 'prefix'] as const).find((name) => headerValue[name]);
    if (other === undefined || headerValue.exact) return;
    const fix = 'write the value in exact, where * stands for any text';
    const what = `${path}.setHeaderRoute.match[${index}].headerValue`;
    report({ what, got: other, expected: 'exact with alb', fix });
  });
}

/** A plugin may do everything. */
const has = (routing: Routing, ...names: (keyof Routing)[]) =>
  Object.keys(routing.plugins ?? {}).length > 0 || names.some((name) => routing[name] !== undefined);

const routersOf = (routing: Routing) =>
  Object.keys(routing)
    .filter((name) => name !== 'managedRoutes' && name !== 'maxTrafficWeight')
    .join(' and ') || 'no router';
