import { Random, randomOf } from './random';
import { ListenerData, randomRequest, randomRequests, RandomRequest, RouteData } from './random-requests';
import {
  NAMESPACES as ROUTE_NAMESPACES,
  randomBackends,
  randomHeaders,
  randomMirrors,
  randomRoute,
  randomTime,
  valueMatch,
} from './random-routes';
import {
  named,
  NAMESPACES,
  randomGrants,
  randomListeners,
  randomNamespaces,
  RandomSet,
  SERVICES,
  SECRETS,
} from './random-sets';
import { Manifest } from '../../src/manifest/manifest';

/*
 * Random sets with what the plain reading of the specification leaves out (test/traffic/naive.ts): GRPCRoutes,
 * ListenerSets, protocols and listeners in conflict, retries, timeouts, headers that differ in case alone.
 */

/** What exists beside the manifests. */
export const WIDE_SECRETS = [...SECRETS, 'Secret books/tls'];

export function randomWideSet(seed: number, requests: number): RandomSet {
  const random = randomOf(seed);
  const some = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const gateways = some(1 + Number(random.chance(0.3)), (index) => randomGateway(random, `gateway-${index}`));
  const sets = some(random.below(3), (index) => randomListenerSet(random, `set-${index}`, gateways));
  const owners = [...gateways, ...sets];
  const routes = some(1 + random.below(5), (index) =>
    random.chance(0.3)
      ? randomRoute(random, `calls-${index}`, owners, 'GRPCRoute', randomCallRule)
      : widened(random, randomRoute(random, `route-${index}`, owners)),
  );
  const grants = [...randomGrants(random), ...(random.chance(0.3) ? [grantToSet(random)] : [])];
  return {
    manifests: [...NAMESPACES, ...gateways, ...sets, ...routes, ...grants, ...SERVICES.map(forCalls)],
    requests: randomRequests(random, owners, routes, requests, randomWideRequest),
  };
}

/** Calls need HTTP/2 at the backend. */
function forCalls(object: Manifest): Manifest {
  if (object.kind !== 'Service') return object;
  const { ports, ...spec } = object.spec as { readonly ports: readonly object[] };
  return { ...object, spec: { ...spec, ports: ports.map((port) => ({ ...port, appProtocol: 'kubernetes.io/h2c' })) } };
}

/** HTTP and HTTPS may meet on a port. */
const PORTS = { http: [80, 80, 80, 8080, 8080, 443], https: [443, 443, 443, 8443, 8080] };

const randomGateway = (random: Random, name: string): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace: 'edge', ...randomTime(random) },
  spec: {
    gatewayClassName: 'istio',
    ...(random.chance(0.8) ? { allowedListeners: { namespaces: randomNamespaces(random) } } : {}),
    listeners: randomListeners(random, PORTS, 5),
  },
});

const randomListenerSet = (random: Random, name: string, gateways: readonly Manifest[]): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'ListenerSet',
  metadata: { name, namespace: random.pick(ROUTE_NAMESPACES), ...randomTime(random) },
  spec: {
    parentRef: { name: random.pick(gateways).metadata.name, namespace: 'edge' },
    listeners: randomListeners(random, PORTS, 3),
  },
});

const grantToSet = (random: Random): Manifest => ({
  ...named('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'grant-set', 'shop'),
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'ListenerSet', namespace: random.pick(['edge', 'books']) }],
    to: [{ group: '', kind: 'Secret' }],
  },
});

const SERVICE_NAMES = ['shop.Orders', 'shop.Books'];
const METHOD_NAMES = ['List', 'Get', 'get'];
const CALL_PATTERNS = { service: ['shop\\..*', 'shop\\.(Orders|Books)'], method: ['[A-Z].*', 'List|Get'] };

function randomCallRule(random: Random): object {
  const matches = Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => randomCallMatch(random));
  const filters = [
    ...(random.chance(0.2) ? [randomHeaders(random, 'Request')] : []),
    ...(random.chance(0.15) ? [randomHeaders(random, 'Response')] : []),
    ...(random.chance(0.1) ? randomMirrors(random) : []),
  ];
  const backendRefs = randomBackends(random);
  return {
    ...(matches.length > 0 ? { matches } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    ...(backendRefs.length > 0 ? { backendRefs } : {}),
  };
}

function randomCallMatch(random: Random): object {
  const part = random.pick(['both', 'both', 'service', 'method', 'none']);
  const isPattern = random.chance(0.2);
  const service = random.pick(isPattern ? CALL_PATTERNS.service : SERVICE_NAMES);
  const method = random.pick(isPattern ? CALL_PATTERNS.method : METHOD_NAMES);
  return {
    ...(part === 'none'
      ? {}
      : {
          method: {
            ...(isPattern ? { type: 'RegularExpression' } : random.chance(0.5) ? { type: 'Exact' } : {}),
            ...(part === 'method' ? {} : { service }),
            ...(part === 'service' ? {} : { method }),
          },
        }),
    ...(random.chance(0.3) || part === 'none'
      ? { headers: random.some(['version', 'x-env'], 1 + random.below(2)).map(valueMatch(random)) }
      : {}),
  };
}

interface RuleData {
  readonly matches?: readonly { readonly headers?: readonly { readonly name: string }[] }[];
}

/** With retries, timeouts, and a second match of a header whose name differs in case alone. */
function widened(random: Random, route: Manifest): Manifest {
  const spec = route.spec as { readonly rules: readonly RuleData[] };
  const rules = spec.rules.map((rule) => ({
    ...rule,
    ...(rule.matches
      ? {
          matches: rule.matches.map((match) =>
            match.headers?.length === 1 && random.chance(0.4)
              ? { ...match, headers: [...match.headers, valueMatch(random)(match.headers[0].name.toUpperCase())] }
              : match,
          ),
        }
      : {}),
    ...(random.chance(0.15) ? { timeouts: random.pick(TIMEOUTS) } : {}),
    ...(random.chance(0.15) ? { retry: random.pick(RETRIES) } : {}),
  }));
  return { ...route, spec: { ...spec, rules } };
}

const TIMEOUTS = [
  { request: '300ms' },
  { request: '0s' },
  { backendRequest: '200ms' },
  { request: '500ms', backendRequest: '200ms' },
];
const RETRIES = [
  {},
  { attempts: 1 },
  { codes: [500, 503], attempts: 2 },
  { codes: [503], backoff: '10ms' },
  { codes: [504], attempts: 1 },
];

function randomWideRequest(
  random: Random,
  listener: ListenerData,
  route: RouteData,
  kind: string,
): RandomRequest['fields'] {
  const rule = random.pick(route.rules);
  const isCall = kind === 'GRPCRoute';
  const sent = isCall
    ? randomCall(random, listener, route)
    : randomRequest(random, listener, { ...route, rules: [rule] });
  const fields = isCall !== random.chance(0.1) ? asCall(sent) : sent;
  const isTimed = 'timeouts' in rule || 'retry' in rule;
  // A call gets its status after the response has begun.
  return isTimed && fields.protocol !== 'grpc' && random.chance(0.6)
    ? { ...fields, backend: random.pick(BEHAVIOURS) }
    : fields;
}

const BEHAVIOURS = [
  { delay: 800 },
  { delay: 350 },
  { fail: { times: 1, status: 503 } },
  { fail: { times: 1, status: 500 } },
  { fail: { times: 2, status: 503 } },
  { fail: { times: 5, status: 504 } },
  { fail: { times: 1 } },
];

/** Headers of the match of a call stand as those of a match of requests do. */
function randomCall(random: Random, listener: ListenerData, { hostnames, rules }: RouteData): RandomRequest['fields'] {
  const { matches = [{}] } = random.pick(rules) as { readonly matches?: readonly CallMatch[] };
  const { method: { service, method } = {}, headers } = random.pick(matches);
  const known = (text: string | undefined, names: readonly string[]) =>
    text === undefined || !names.includes(text) || random.chance(0.1) ? random.pick(names) : text;
  const path = `/${known(service, SERVICE_NAMES)}/${known(method, METHOD_NAMES)}`;
  return randomRequest(random, listener, {
    hostnames,
    rules: [{ matches: [{ path: { type: 'Exact', value: path }, headers }] }],
  });
}

interface CallMatch {
  readonly method?: { readonly service?: string; readonly method?: string };
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

/** Calls have no query. */
const asCall = ({ method, url, ...fields }: RandomRequest['fields']): RandomRequest['fields'] => ({
  ...fields,
  url: url.replace(/\?.*/, ''),
  protocol: 'grpc',
});
