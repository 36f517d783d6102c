import { answer } from './apply';
import { Outcome, Reply, Step } from './outcome';
import { failed, replied } from './reply';
import { Request } from './request';
import { Service } from '../manifest/kubernetes';
import { Route } from '../manifest/openshift-route';
import { Body } from '../manifest/shape';
import { compareAge } from '../model/age';
import { Backend } from '../model/backends';
import { findItem, Item, itemsOf, Model, pathOf, view } from '../model/model';
import { groupBy } from '../value/group-by';

type RouteItem = Item<Body<typeof Route>>;

/** Ports of OpenShift's router. */
export const ROUTER_PORTS = { http: 80, https: 443 } as const;

/** Routes that the router has admitted by host: those of the namespace that claimed it first, one for a path. */
export const admittedRoutes = view((model: Model): ReadonlyMap<string, readonly RouteItem[]> => {
  const routes = itemsOf(model, Route)
    .filter(({ body }) => body.spec.host !== undefined)
    .sort(compareAge);
  const byHost = groupBy(routes, ({ body }) => body.spec.host!.toLowerCase());
  return new Map(
    [...byHost].map(([host, claims]) => {
      const own = claims.filter(({ namespace }) => namespace === claims[0].namespace);
      const byPath = groupBy(own, ({ body }) => body.spec.path ?? '');
      const first = [...byPath.values()].map(([oldest]) => oldest);
      return [host, first.sort((a, b) => (b.body.spec.path ?? '').length - (a.body.spec.path ?? '').length)];
    }),
  );
});

/** Whether a Route is for the host of a request. */
export const isRouted = (model: Model, { host }: Request) => admittedRoutes(model).has(host);

/** What becomes of a request that is sent to OpenShift's router (Route, route.openshift.io/v1). */
export function sendToRouter(model: Model, request: Request): Reply {
  const routes = admittedRoutes(model).get(request.isTls ? (request.sni ?? request.host) : request.host) ?? [];
  if (request.port !== ROUTER_PORTS[request.isTls ? 'https' : 'http']) {
    return failed('refused', `the router has no port ${request.port} for ${request.isTls ? 'https' : 'http'}`);
  }
  const route = routes.find(({ body: { spec } }) => isBelow(request.path, spec.path) && takes(spec, request.isTls));
  if (!route) return unavailable(routes.length === 0 ? `no Route for ${request.host}` : reasonOf(routes, request));
  const steps: Step[] = [
    { what: 'route', place: { entry: route, path: 'spec' }, text: `OpenShift Route ${pathOf(route)}` },
  ];
  const { tls } = route.body.spec;
  if (!request.isTls && tls?.insecureEdgeTerminationPolicy === 'Redirect') {
    const location = `https://${request.host}${request.path}${request.search}`;
    const redirect = {
      ...answer(302, 'insecureEdgeTerminationPolicy Redirect'),
      headers: new Map([['location', location]]),
    };
    return { outcomes: [redirect], steps };
  }
  return { outcomes: destinations(model, route, request), steps };
}

/** A path of a Route is a prefix of whole elements. */
const isBelow = (path: string, prefix = '') =>
  prefix === '' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

function takes({ tls }: Body<typeof Route>['spec'], isTls: boolean): boolean {
  if (isTls) return tls !== undefined;
  return tls === undefined || ['Allow', 'Redirect'].includes(tls.insecureEdgeTerminationPolicy ?? '');
}

const reasonOf = (routes: readonly RouteItem[], { isTls, path }: Request) =>
  routes.some(({ body }) => isBelow(path, body.spec.path))
    ? `Route ${pathOf(routes[0])} takes no ${isTls ? 'https' : 'http'}`
    : `no Route for the path ${path}`;

const unavailable = (reason: string): Reply => replied(answer(503, reason), []);

/** Shares by weight; the router passes TLS on, speaks it again, or speaks plain text to the pods. */
function destinations(model: Model, route: RouteItem, request: Request): Outcome[] {
  const { to, alternateBackends = [], port, tls } = route.body.spec;
  const targets = [to, ...alternateBackends].map((target) => ({ ...target, weight: target.weight ?? 100 }));
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [answer(503, 'no backend has a weight')];
  const isTls = tls?.termination === 'passthrough' || tls?.termination === 'reencrypt';
  return targets
    .filter(({ weight }) => weight > 0)
    .map(({ name, weight }) => {
      const backend: Backend = {
        kind: 'Service',
        namespace: route.namespace,
        name,
        port: portOf(model, route.namespace, name, port?.targetPort),
      };
      return {
        share: weight / total,
        status: 200,
        backend,
        tls: isTls ? { sni: request.sni ?? request.host } : undefined,
        upstream: {
          method: request.method,
          host: request.authority,
          path: request.path + request.search,
          headers: request.headers,
        },
        headers: new Map<string, string>(),
        removed: [],
        mirrors: [],
      };
    });
}

/** `targetPort` names a port of the Service, or is the number of a port of the pods. */
function portOf(model: Model, namespace: string, name: string, target: number | string | undefined) {
  const ports = findItem(model, Service, namespace, name)?.body.spec?.ports ?? [];
  const named =
    target === undefined
      ? undefined
      : ports.find((each) => each.name === target || each.targetPort === target || each.port === target);
  return (named ?? ports[0])?.port ?? (typeof target === 'number' ? target : undefined);
}
