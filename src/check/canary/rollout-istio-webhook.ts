import { Rollout, RolloutSpec } from '../../manifest/argo';
import { VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { findItem, Item, itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

type Canary = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;
type Istio = NonNullable<NonNullable<Canary['trafficRouting']>['istio']>;
type Named = NonNullable<Istio['virtualService']>;
type Route = NonNullable<NonNullable<VirtualServiceSpec>['http']>[number];

/** Rules for a Rollout together with the VirtualServices whose weights it sets. */
export const rolloutIstioRules: readonly ModelRule[] = [
  { code: 'GW685', title: 'VirtualService whose weights a Rollout cannot set', find: virtualServices },
];

const ISTIO = 'spec.strategy.canary.trafficRouting.istio';

function virtualServices(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    const canary = rollout.body.spec.strategy?.canary;
    const istio = canary?.trafficRouting?.istio;
    if (!canary || !istio) continue;
    const named: readonly (readonly [path: string, named: Named])[] = istio.virtualServices
      ? istio.virtualServices.map((each, index) => [`${ISTIO}.virtualServices[${index}]`, each] as const)
      : istio.virtualService
        ? [[`${ISTIO}.virtualService`, istio.virtualService]]
        : [];
    for (const [path, each] of named) {
      const { namespace, name } = placeOf(each.name, rollout.namespace);
      const service = findItem(model, VirtualService, namespace, name);
      const routes = service?.body.spec?.http ?? [];
      if (service && routes.length > 0) {
        weighted(canary, each, service, routes, path, (problem) => report(rollout, problem));
      }
    }
  }
}

/** `reviews.shop` is the VirtualService reviews in namespace shop. */
function placeOf(text: string, namespace: string): { readonly namespace: string; readonly name: string } {
  const [, name, other] = /^(.+)\.([^.]+)$/.exec(text.replace(/\.cluster\.local$/, '')) ?? [];
  return name === undefined ? { namespace, name: text } : { namespace: other, name };
}

function weighted(
  canary: Canary,
  { routes: names = [] }: Named,
  service: Item<unknown>,
  routes: readonly Route[],
  path: string,
  report: (problem: Parameters<Report>[1]) => void,
): void {
  const managed = (canary.trafficRouting?.managedRoutes ?? []).map(({ name }) => name);
  if (names.length === 0 && routes.filter(({ name }) => name === undefined || !managed.includes(name)).length > 1) {
    report({
      what: `${path}.routes`,
      got: `none, and ${routes.length} routes in VirtualService ${pathOf(service)}`,
      expected: 'the names of the routes with both versions',
      fix: 'name them here, and in the VirtualService',
    });
    return;
  }
  names.forEach((name, index) => {
    if (routes.some((route) => route.name === name)) return;
    report({
      what: `${path}.routes[${index}]`,
      got: name,
      expected: `an HTTP route of VirtualService ${pathOf(service)}`,
      fix: 'correct the name, or give the route this name',
    });
  });
  const chosen =
    names.length > 0
      ? names.flatMap((name) => routes.find((route) => route.name === name) ?? [])
      : [routes.length === 1 ? routes[0] : routes.find(({ name }) => !name)].flatMap((route) => route ?? []);
  for (const route of chosen) {
    const missing = destinationsOf(canary).find(({ isOf }) => !(route.route ?? []).some(isOf));
    if (!missing) continue;
    report({
      what: path,
      got: `${route.name ? `route ${route.name}` : 'a route'} of VirtualService ${pathOf(service)} without ${missing.text}`,
      expected: 'a destination of each version in the route',
      fix: `add the destination ${missing.text} to the VirtualService, with weight 0 for the canary`,
    });
  }
}

interface Destination {
  readonly text: string;
  readonly isOf: (destination: NonNullable<Route['route']>[number]) => boolean;
}

/** The destinations whose weights the controller sets: subsets, or else Services. */
function destinationsOf({ trafficRouting, pingPong, canaryService, stableService }: Canary): readonly Destination[] {
  const rule = trafficRouting?.istio?.destinationRule;
  if (rule) {
    return [rule.canarySubsetName, rule.stableSubsetName].map((subset) => ({
      text: `subset ${subset}`,
      isOf: ({ destination }) => destination?.subset === subset,
    }));
  }
  const services =
    pingPong && !canaryService && !stableService ? Object.values(pingPong) : [canaryService, stableService];
  return services.flatMap((service) =>
    service ? [{ text: service, isOf: ({ destination }) => (destination?.host ?? '').split('.')[0] === service }] : [],
  );
}
