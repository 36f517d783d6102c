import { istioGatewaySights, podSights } from './istio-surface';
import { portsOf, Seen, Sight } from './sight';
import { RequestCondition } from '../../match/condition';
import { ANY_HOST } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { ListenerOf, listenersByGateway } from '../../model/listeners';
import { Model, nameOf } from '../../model/model';
import { hasMatches } from '../../model/routes';
import { rulesOf } from '../http-route';
import { admittedRoutes, ROUTER_PORTS } from '../openshift';
import { World } from '../send';

/** What clients see, by the name of the target. */
export type Surface = ReadonlyMap<string, Sight>;

export const surfaceOf = ({ model }: World): Surface =>
  new Map(
    [...gatewaySights(model), ...istioGatewaySights(model), ...routerSights(model), ...podSights(model)].map(
      (sight) => [nameOf(sight.target), sight],
    ),
  );

const gatewaySights = (model: Model): Sight[] =>
  [...listenersByGateway(model)].map(([{ namespace, name }, listeners]) => ({
    target: { kind: 'Gateway', namespace, name },
    ports: portsOf(listeners.flatMap((on) => [...seenAt(model, on)])),
  }));

/** OpenShift's router, where there are Routes. */
function routerSights(model: Model): Sight[] {
  const routes = [...admittedRoutes(model)];
  if (routes.length === 0) return [];
  const seen = Object.entries(ROUTER_PORTS).flatMap(([protocol, port]) => [
    { port, protocol: protocol.toUpperCase(), host: ANY_HOST },
    ...routes.map(([host, all]) => ({
      port,
      protocol: protocol.toUpperCase(),
      host,
      rules: all.map((route) => ({ condition: below(route.body.spec.path), place: { entry: route, path: 'spec' } })),
    })),
  ]);
  return [{ target: { kind: 'Router', namespace: 'openshift-ingress', name: 'router' }, ports: portsOf(seen) }];
}

const below = (path: string | undefined): RequestCondition => ({
  path: path === undefined ? undefined : { type: 'PathPrefix', value: path === '/' ? path : path.replace(/\/$/, '') },
  headers: new Map(),
  queryParams: new Map(),
});

function* seenAt(model: Model, on: ListenerOf): Iterable<Seen> {
  const { port, protocol } = on.listener;
  yield { port, protocol, host: ANY_HOST };
  yield { port, protocol, host: on.host };
  for (const { route, hosts } of attachmentsByListener(model).get(on) ?? []) {
    const rules = hasMatches(route) ? rulesOf(model, route) : [];
    for (const host of hosts) yield { port, protocol, host, rules };
  }
}
