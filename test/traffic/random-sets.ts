import { Random, randomOf } from './random';
import { RandomRequest, randomRequests } from './random-requests';
import { randomRoute } from './random-routes';
import { Manifest } from '../../src/manifest/manifest';

/*
 * Random sets of Gateways and routes, and requests aimed at the places where something may go wrong. There are few
 * hosts, paths and names, so that rules meet each other.
 */

export interface RandomSet {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly RandomRequest[];
}

/** The set of a seed; the whole of what its cluster has, but for the Secrets in `SECRETS`. */
export function randomSet(seed: number, requests: number): RandomSet {
  const random = randomOf(seed);
  const gateways = Array.from({ length: 1 + Number(random.chance(0.3)) }, (_, index) =>
    randomGateway(random, `gateway-${index}`),
  );
  const routes = Array.from({ length: 1 + random.below(5) }, (_, index) =>
    randomRoute(random, `route-${index}`, gateways),
  );
  const manifests = [...NAMESPACES, ...gateways, ...routes, ...randomGrants(random), ...SERVICES];
  return { manifests, requests: randomRequests(random, gateways, routes, requests) };
}

/** What exists beside the manifests, as `exists` of a model takes it. */
export const SECRETS = ['Secret edge/tls', 'Secret shop/tls'];

export const LISTENER_HOSTS = [
  undefined,
  undefined,
  'example.com',
  'a.example.com',
  'b.example.com',
  '*.example.com',
  '*.a.example.com',
  '*.com',
];

type Listener = { readonly name: string; readonly port: number; readonly protocol: string; readonly hostname?: string };

function randomGateway(random: Random, name: string): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'edge' },
    spec: { gatewayClassName: 'istio', listeners: randomListeners(random, PORTS, 5) },
  };
}

/** HTTP and HTTPS on one port are a conflict, which not every set wants. */
const PORTS = { http: [80, 80, 80, 8080], https: [443, 443, 8443] };

export function randomListeners(
  random: Random,
  ports: Readonly<Record<'http' | 'https', readonly number[]>>,
  most: number,
): Listener[] {
  const listeners = new Map<string, Listener>();
  const count = 1 + random.below(most);
  for (let index = 0; index < count; index++) {
    const isTls = random.chance(0.35);
    const hostname = random.pick(LISTENER_HOSTS);
    const port = random.pick(isTls ? ports.https : ports.http);
    const protocol = isTls ? 'HTTPS' : 'HTTP';
    // The API server refuses two that are alike.
    listeners.set(`${port} ${protocol} ${hostname}`, {
      name: `listener-${index}`,
      port,
      protocol,
      ...(hostname === undefined ? {} : { hostname }),
      ...(isTls ? { tls: { mode: 'Terminate', certificateRefs: [randomCertificate(random)] } } : {}),
      ...allowedRoutes(random),
    });
  }
  return [...listeners.values()];
}

const randomCertificate = (random: Random) =>
  random.chance(0.1) ? { name: 'tls', namespace: 'shop' } : { name: 'tls' };

function allowedRoutes(random: Random): object {
  const namespaces = randomNamespaces(random);
  const kinds = random.chance(0.1) ? { kinds: [{ kind: random.pick(['HTTPRoute', 'GRPCRoute']) }] } : {};
  return random.chance(0.1) ? {} : { allowedRoutes: { namespaces, ...kinds } };
}

export const randomNamespaces = (random: Random): object =>
  random.pick([
    { from: 'All' },
    { from: 'All' },
    { from: 'All' },
    { from: 'Same' },
    { from: 'Selector', selector: { matchLabels: { team: 'web' } } },
    { from: 'Selector', selector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['web'] }] } },
  ]);

export const named = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  labels?: Record<string, string>,
) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}) },
});

export const NAMESPACES: readonly Manifest[] = [
  named('v1', 'Namespace', 'edge'),
  named('v1', 'Namespace', 'shop', undefined, { team: 'web' }),
  named('v1', 'Namespace', 'books', undefined, { team: 'data' }),
];

/** `one`, `two` and `empty` in every namespace; no pod stands behind the last. */
export const SERVICES: readonly Manifest[] = ['edge', 'shop', 'books'].flatMap((namespace) => [
  ...['one', 'two'].flatMap((name) => [service(namespace, name), deployment(namespace, name)]),
  service(namespace, 'empty'),
]);

function service(namespace: string, name: string): Manifest {
  return {
    ...named('v1', 'Service', name, namespace),
    spec: { selector: { app: name }, ports: [80, 8080].map((port) => ({ name: `http-${port}`, port })) },
  };
}

function deployment(namespace: string, name: string): Manifest {
  return {
    ...named('apps/v1', 'Deployment', name, namespace),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 80 }, { containerPort: 8080 }] }] },
      },
    },
  };
}

export function randomGrants(random: Random): Manifest[] {
  const grants = random.below(3);
  return Array.from({ length: grants }, (_, index) => {
    const forGateway = random.chance(0.3);
    return {
      ...named('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', `grant-${index}`, random.pick(['shop', 'books'])),
      spec: {
        from: [
          {
            group: 'gateway.networking.k8s.io',
            kind: forGateway ? 'Gateway' : random.pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute']),
            namespace: forGateway ? 'edge' : random.pick(['edge', 'shop', 'books']),
          },
        ],
        to: [
          {
            group: '',
            kind: forGateway ? 'Secret' : 'Service',
            ...(random.chance(0.3) ? { name: random.pick(['one', 'two', 'tls']) } : {}),
          },
        ],
      },
    };
  });
}
