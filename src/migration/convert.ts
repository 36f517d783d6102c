import { addressPolicies } from './client-addresses';
import { Context, GatewayTarget } from './context';
import { destinationRules } from './destination-rules';
import { tellFields } from './fields';
import { listenerLabel, planGateway } from './gateway';
import { grantsFor } from './grants';
import { grpcRules } from './grpc';
import { kuadrantPolicies, openPolicy } from './kuadrant-policies';
import { Note, Notes } from './notes';
import { tableOf } from './profiles/tables';
import { hostnamesOf, passesThrough, RouteDraft, routeDrafts } from './routes';
import { IngressItem, IngressWorld, Server } from '../ingress/servers';
import { GRPCRoute, HTTPRoute, TLSRoute } from '../manifest/gateway-api';
import { Service } from '../manifest/kubernetes';
import { Manifest } from '../manifest/manifest';
import { Entry, findItem } from '../model/model';

/** What Ingresses become, and what becomes of each of their annotations and fields. */
export interface Migration {
  readonly manifests: readonly Manifest[];
  readonly notes: readonly Note[];
}

/** Converts all Ingresses of a controller, as it serves them. */
export function convertIngresses(world: IngressWorld, target: GatewayTarget): Migration {
  const notes = new Notes(tableOf(world.options));
  const context: Context = { world, gateway: target, notes };
  const ingresses = world.selection.taken.map(({ ingress }) => ingress);
  const namespaces = [...new Set(ingresses.map(({ namespace }) => namespace))];
  const gateway = planGateway(namespaces, context);
  const drafts = routeDrafts(gateway.listenersOf, context);
  const names = new Set<string>();
  const routes = drafts.map((draft) => ({ draft, route: routeOf(draft, nameOf(draft, drafts, names), context) }));
  const policies = routePolicies(routes, context);
  const streams = world.servers.flatMap((server) => passthroughRoute(server, context, names));
  const manifests = [
    gateway.manifest,
    ...addressPolicies(context),
    ...destinationRules(context),
    ...routes.map(({ route }) => route),
    ...streams,
    ...policies,
  ];
  tellFields(routes, context);
  tellFaults(context);
  world.remarks.forEach((remark) => notes.remark(remark));
  [...ingresses, ...servicesOf(context)].forEach((entry) => notes.complete(entry));
  return { manifests: plain([...manifests, ...grantsFor(manifests, gateway.secrets, context)]), notes: notes.all };
}

/** Services behind the paths, of which some controllers read annotations. */
function servicesOf({ world }: Context): Entry[] {
  const backends = world.servers.flatMap(({ locations }) =>
    locations.flatMap(({ backend, own }) => [
      ...(own && backend ? [backend] : []),
      ...(own?.backends.map((each) => each.backend) ?? []),
    ]),
  );
  const found = backends.flatMap(({ namespace, name }) => findItem(world.model, Service, namespace, name) ?? []);
  return [...new Set(found)];
}

interface RouteOf {
  readonly draft: RouteDraft;
  readonly route: Manifest;
}

/** Policies of Kuadrant for all routes. */
function routePolicies(routes: readonly RouteOf[], context: Context): Manifest[] {
  const { taken } = context.world.selection;
  const serving = routes.filter(({ draft }) => !draft.redirects);
  const policies = serving.map(({ draft, route }) => {
    const own = taken.find(({ ingress }) => ingress.at === draft.ingress.at);
    const isRedirected = routes.some((each) => each.draft.redirects && sharesHost(each.draft, draft));
    return own ? kuadrantPolicies(route, draft.ingress, own.settings, isRedirected, context) : [];
  });
  return serving.flatMap(({ draft, route }, index) => {
    if (policies[index].length > 0) return policies[index];
    const isBeside = serving.some((each, at) => policies[at].length > 0 && sharesHost(each.draft, draft));
    return isBeside ? [openPolicy(route)] : [];
  });
}

const sharesHost = (a: RouteDraft, b: RouteDraft) => a.hostnames.some((host) => b.hostnames.includes(host));

/** Values that the controller does not take have no effect that could be translated. */
function tellFaults({ world, notes }: Context): void {
  for (const { place, reason } of world.broken) {
    const text = `nginx refuses the configuration and goes on with the one before: ${reason}; correct it first`;
    const at = place ?? { entry: world.selection.taken[0].ingress, path: 'spec' };
    notes.field(at.entry as IngressItem, at.path, 'refused', text);
  }
  for (const { ingress, settings } of world.selection.taken) {
    for (const { annotation, got, expected } of settings.faults) {
      notes.annotation(
        ingress,
        annotation,
        'kept',
        `the controller takes no ${got}, but ${expected}: it has no effect`,
      );
    }
    if (settings.denied) {
      const { annotation, got } = settings.denied;
      notes.annotation(
        ingress,
        annotation,
        'refused',
        `with ${got} the controller responds with 503 to all paths; they get no rules`,
      );
    }
  }
}

/** Without fields that are undefined. */
const plain = (manifests: readonly Manifest[]) => JSON.parse(JSON.stringify(manifests)) as Manifest[];

/** The name of the Ingress; with its host where it has several routes. */
function nameOf(draft: RouteDraft, all: readonly RouteDraft[], names: Set<string>): string {
  const { ingress, hostnames } = draft;
  const base = baseOf(draft, all);
  const kin = all.filter((each) => each.ingress === ingress && baseOf(each, all) === base);
  const host = hostnames.length > 0 ? listenerLabel(hostnames[0]) : 'any-host';
  const wanted = kin.length === 1 ? base : `${base}-${host}`;
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const key = `${ingress.namespace}/${name}`;
    if (names.has(key)) continue;
    names.add(key);
    return name;
  }
}

/** What a route for HTTP does apart from that of the same hosts for HTTPS: it redirects, or serves in another way. */
function baseOf(
  { ingress, redirects, isOtherName, hostnames, listeners }: RouteDraft,
  all: readonly RouteDraft[],
): string {
  if (isOtherName) return `${ingress.name}-redirect`;
  const isPlain = (names: readonly string[]) => names.every((name) => name === 'http');
  const hasTwin = all.some(
    (each) => each.ingress === ingress && !isPlain(each.listeners) && each.hostnames[0] === hostnames[0],
  );
  return isPlain(listeners) && hasTwin ? `${ingress.name}-${redirects ? 'redirect' : 'http'}` : ingress.name;
}

function routeOf(draft: RouteDraft, name: string, { gateway }: Context): Manifest {
  const { ingress, hostnames, listeners } = draft;
  const rules = grpcRules(draft);
  const { apiVersion, kind } = rules ? GRPCRoute : HTTPRoute;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: ingress.namespace },
    spec: {
      parentRefs: listeners.map((sectionName) => parentRef(sectionName, ingress, gateway)),
      hostnames: hostnames.length > 0 ? hostnames : undefined,
      rules: rules ?? draft.rules,
    },
  };
}

const parentRef = (sectionName: string, { namespace }: IngressItem, gateway: GatewayTarget) => ({
  name: gateway.name,
  namespace: gateway.namespace === namespace ? undefined : gateway.namespace,
  sectionName,
});

function passthroughRoute(server: Server, context: Context, names: Set<string>): Manifest[] {
  const location = server.locations.find(({ path, backend }) => path === '/' && backend);
  if (!passesThrough(server, context) || !location?.ingress || !location.backend) return [];
  const { ingress, backend } = location;
  const { gateway } = context;
  const name = names.has(`${ingress.namespace}/${ingress.name}`) ? `${ingress.name}-tls` : ingress.name;
  names.add(`${ingress.namespace}/${name}`);
  return [
    {
      apiVersion: TLSRoute.apiVersion,
      kind: TLSRoute.kind,
      metadata: { name, namespace: ingress.namespace },
      spec: {
        parentRefs: hostnamesOf(server).map((host) => parentRef(`tls-${listenerLabel(host)}`, ingress, gateway)),
        hostnames: hostnamesOf(server),
        rules: [
          {
            backendRefs: [
              {
                name: backend.name,
                namespace: backend.namespace === ingress.namespace ? undefined : backend.namespace,
                port: backend.port,
              },
            ],
          },
        ],
      },
    },
  ];
}
