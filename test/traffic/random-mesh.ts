import * as fc from 'fast-check';
import {
  deployment,
  fields,
  http,
  IstioSet,
  maybe,
  object,
  pick,
  service,
  destinationRule,
  WORLD,
} from './random-istio';
import { Manifest } from '../../src/manifest/manifest';
import { RequestFields } from '../../src/traffic/request';

/* Random sets of what routes in a mesh: VirtualServices, routes of Services, ServiceEntries, Sidecars. */

/** A request of a pod. */
export interface MeshRequest {
  readonly pod: { readonly namespace: string; readonly name: string };
  readonly fields: RequestFields;
}

export interface MeshSet extends Pick<IstioSet, 'manifests'> {
  readonly requests: readonly MeshRequest[];
}

export const randomMeshSet = (seed: number, requests: number): MeshSet => {
  const [set] = fc.sample(setOf(requests), { seed, numRuns: 1 });
  return set;
};

export const MESH_WORLD: readonly Manifest[] = [
  ...WORLD,
  deployment('apps', 'client', { app: 'client' }),
  deployment('edge', 'client', { app: 'client' }),
  service('apps', 'plain', { app: 'b' }, [{ port: 80 }]),
];

const istio = (kind: string, namespace: string, name: string, spec: unknown) =>
  object('networking.istio.io/v1', kind, namespace, name, spec);

const HOSTS: readonly (readonly string[])[] = [
  ['a'],
  ['a.apps.svc.cluster.local'],
  ['a.apps.svc.cluster.local', 'out.example.org'],
  ['b.apps.svc.cluster.local'],
  ['*.apps.svc.cluster.local'],
  ['out.example.org'],
  ['other.example.org'],
  ['*.example.org'],
];

const virtualService = fields({
  hosts: pick(...HOSTS),
  gateways: pick(undefined, undefined, ['mesh'], ['edge/one']),
  exportTo: maybe(pick(['*'], ['.'], ['edge']), 1),
  http: fc.array(http, { minLength: 1, maxLength: 2 }),
});

const serviceEntry = fields({
  hosts: pick(['out.example.org'], ['out.example.org', 'more.example.org'], ['*.example.org']),
  exportTo: maybe(pick(['*'], ['.']), 1),
  ports: pick(
    [{ number: 80, name: 'http', protocol: 'HTTP' }],
    [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
  ),
  location: fc.constant('MESH_EXTERNAL'),
}).map((spec) => ({ ...spec, resolution: (spec as { hosts: string[] }).hosts[0].startsWith('*') ? 'NONE' : 'DNS' }));

const sidecar = fields({
  egress: maybe(
    pick(
      [{ hosts: ['./*'] }],
      [{ hosts: ['apps/a.apps.svc.cluster.local', 'edge/*'] }],
      [{ hosts: ['*/*.example.org', './*'] }],
      [{ hosts: ['*/*'] }],
    ),
    4,
  ),
  outboundTrafficPolicy: maybe(pick({ mode: 'REGISTRY_ONLY' }, { mode: 'ALLOW_ANY' })),
});

const httpRoute = fields({
  parentRefs: pick(
    [{ group: '', kind: 'Service', name: 'a', namespace: 'apps' }],
    [{ group: '', kind: 'Service', name: 'a', namespace: 'apps', port: 80 }],
    [{ group: '', kind: 'Service', name: 'b', namespace: 'apps', port: 8080 }],
    [{ group: '', kind: 'Service', name: 'b', namespace: 'apps' }],
  ),
  rules: fc.array(
    fields({
      matches: maybe(
        pick(
          [{ path: { type: 'PathPrefix', value: '/api' } }],
          [{ path: { type: 'Exact', value: '/api' } }, { headers: [{ name: 'version', value: 'v1' }] }],
        ),
        4,
      ),
      filters: maybe(
        pick(
          [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-one', value: 'route' }] } }],
          [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } } }],
        ),
        1,
      ).map((filters) => (filters?.[0].type === 'URLRewrite' ? undefined : filters)),
      backendRefs: pick(
        [{ name: 'a', namespace: 'apps', port: 80 }],
        [
          { name: 'b', namespace: 'apps', port: 8080, weight: 3 },
          { name: 'a', namespace: 'apps', port: 80, weight: 1 },
        ],
        [{ name: 'missing', namespace: 'apps', port: 80 }],
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

const request = fc
  .record({
    namespace: pick('apps', 'edge'),
    host: pick(
      'a',
      'a.apps',
      'a.apps.svc.cluster.local',
      'b.apps:8080',
      'b.apps:9090',
      'c.edge',
      'out.example.org',
      'other.example.org',
      'empty.apps',
      'plain.apps',
    ),
    path: pick('/', '/api', '/api/v1', '/apix', '/x?q=1'),
    method: pick('GET', 'GET', 'POST', 'OPTIONS'),
    version: maybe(pick('v1', 'v2')),
    page: maybe(pick('https://one.example', 'http://two.example')),
    isTls: pick(false, false, false, true),
  })
  .map(({ namespace, host: any, path, method, version, page, isTls }) => {
    // A name without its namespace is one of the pod's own.
    const host = any === 'a' && namespace === 'edge' ? 'a.apps' : any;
    const isOut = isTls && /example\.org$/.test(host);
    return {
      pod: { namespace, name: 'client' },
      fields: {
        url: `${isOut ? 'https' : 'http'}://${host}${path}`,
        method,
        headers: Object.fromEntries(
          Object.entries({ version, origin: page }).filter((pair): pair is [string, string] => pair[1] !== undefined),
        ),
      },
    };
  });

const NAMESPACES = ['apps', 'edge'] as const;
const placed = <T>(spec: fc.Arbitrary<T>) => fc.tuple(pick(...NAMESPACES), spec);

const setOf = (requests: number) =>
  fc
    .record({
      virtual: fc.array(placed(virtualService), { maxLength: 2 }),
      rules: fc.array(placed(destinationRule), { maxLength: 1 }),
      entries: fc.array(placed(serviceEntry), { maxLength: 1 }),
      sidecars: fc.array(sidecar, { maxLength: 1 }),
      routes: fc.array(placed(httpRoute), { maxLength: 2 }),
      asked: fc.array(request, { minLength: requests, maxLength: requests }),
    })
    .map(({ virtual, rules, entries, sidecars, routes, asked }): MeshSet => ({
      manifests: [
        ...MESH_WORLD,
        ...virtual.map(([namespace, spec], index) => istio('VirtualService', namespace, `vs-${index}`, spec)),
        ...rules.map(([namespace, spec], index) => istio('DestinationRule', namespace, `dr-${index}`, spec)),
        ...entries.map(([namespace, spec], index) => istio('ServiceEntry', namespace, `se-${index}`, spec)),
        ...sidecars.map((spec) => istio('Sidecar', 'apps', 'default', spec)),
        ...routes.map(([namespace, spec], index) =>
          object('gateway.networking.k8s.io/v1', 'HTTPRoute', namespace, `route-${index}`, spec),
        ),
      ],
      requests: asked,
    }));
