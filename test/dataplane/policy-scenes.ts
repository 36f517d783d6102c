import * as fc from 'fast-check';
import { OracleOptions, OracleRequest } from './oracle';
import {
  authorizationPolicy,
  fields,
  Names,
  peerAuthentication,
  RandomFields,
  requestAuthentication,
} from './random-policies';
import { Gateway } from '../../src/manifest/gateway-api';
import { Manifest } from '../../src/manifest/manifest';
import { Model, itemsOf } from '../../src/model/model';
import { changedHeaders } from '../../src/traffic/apply';
import { normalizedPath } from '../../src/traffic/istio/normalize';
import { authorizerOf } from '../../src/traffic/istio/security/authorize';
import { factsAtGateway, factsInMesh } from '../../src/traffic/istio/security/facts';
import { acceptPeer, identityOf } from '../../src/traffic/istio/security/peers';
import { workloadOfGateway } from '../../src/traffic/istio/security/workload';
import { Outcome, Verdict } from '../../src/traffic/outcome';
import { Request, requestOf } from '../../src/traffic/request';

/** A request, for the oracle and for the prediction. */
export interface Asked {
  readonly request: OracleRequest;
  readonly fields: RandomFields;
  readonly port: number;
  readonly isTls: boolean;
  readonly ip?: string;
  /** Namespace and service account of a client in the mesh. */
  readonly client?: readonly [namespace: string, serviceAccount: string];
}

/** Objects that policies are put beside, and what is sent. */
export interface Scene {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly options: OracleOptions;
  readonly policies: fc.Arbitrary<readonly Manifest[]>;
  readonly requests: fc.Arbitrary<Asked>;
  /** What becomes of a request; more than one where that is not known. */
  readonly predict: (model: Model, asked: Asked) => readonly string[];
}

const object = (
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  spec: unknown,
  more = {},
): Manifest =>
  ({ apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }), ...more }, spec }) as Manifest;

const service = (namespace: string, name: string, ports: readonly unknown[], selector?: unknown) =>
  object('v1', 'Service', namespace, name, { ports, ...(selector ? { selector } : {}) });

const deployment = (namespace: string, name: string, labels: Readonly<Record<string, string>>, account?: string) =>
  object('apps/v1', 'Deployment', namespace, name, {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { ...(account ? { serviceAccountName: account } : {}), containers: [{ name: 'a', image: 'a' }] },
    },
  });

const namespace = (name: string, labels = {}) => object('v1', 'Namespace', '', name, {}, { labels });

const PROVIDERS = `extensionProviders:
${['idp', 'other'].map((name) => `- {name: ${name}, envoyExtAuthzHttp: {service: idp.auth.svc.cluster.local, port: 80}}`).join('\n')}
`;

const IDP = service('auth', 'idp', [{ name: 'http', port: 80 }], { app: 'idp' });

const SOURCES = {
  principals: ['cluster.local/ns/shop/sa/front', '*', 'cluster.local/ns/shop/*', '*/sa/default'],
  namespaces: ['shop', 'o*', '*'],
  serviceAccounts: ['shop/front', 'front', 'other/default'],
  trustDomains: ['cluster.local', '*', 'cluster*'],
  requestPrincipals: ['https://a.example.com/ann', '*', 'https://b.example.com/*', '*/bob'],
  ipBlocks: ['203.0.113.0/24', '203.0.113.9', '10.0.0.0/8', '0.0.0.0/0'],
  remoteIpBlocks: ['203.0.113.8/31', '198.51.100.7', '0.0.0.0/0', '2001:db8::/32'],
};

const several = (names: Names, more: readonly fc.Arbitrary<Manifest>[] = []) =>
  fc
    .tuple(
      authorizationPolicy(names, 'p1'),
      fc.option(authorizationPolicy(names, 'p2'), { nil: undefined }),
      fc.option(authorizationPolicy(names, 'p3'), { nil: undefined }),
      fc.option(requestAuthentication(names, 'r1'), { nil: undefined }),
      fc.option(requestAuthentication(names, 'r2'), { nil: undefined, freq: 1 }),
      ...more.map((each) => fc.option(each, { nil: undefined })),
    )
    .map((list) => list.filter((each) => each !== undefined));

const GATEWAY_API_NAMES: Names = {
  namespaces: ['edge', 'edge', 'istio-system', 'shop'],
  selectors: [{ 'gateway.networking.k8s.io/gateway-name': 'gw' }, { team: 'edge' }, { app: 'none' }],
  targets: [
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gw' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gw' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'none' },
    { group: '', kind: 'Service', name: 'server' },
  ],
  ports: ['80', '8080', '443'],
  sources: SOURCES,
  sni: ['a.example.com', '*.example.com', '*', 'other*'],
};

const SERVER = service('shop', 'server', [{ name: 'http', port: 80 }], { app: 'server' });

const entering = (gateway: string, ports: readonly number[]): fc.Arbitrary<Asked> =>
  fc
    .record({
      fields: fields(),
      port: fc.constantFrom(...ports),
      ip: fc.constantFrom('203.0.113.9', '203.0.113.10', '198.51.100.7', '10.1.2.3'),
      forwarded: fc.constantFrom(undefined, undefined, '198.51.100.7'),
    })
    .map(({ fields: { jwt, headers: own, ...rest }, port, ip, forwarded }) => {
      const isTls = port === 443;
      const headers = { ...own, ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) };
      const sni = rest.host.replace(/:\d+$/, '').toLowerCase();
      return {
        request: {
          ...rest,
          headers,
          jwt,
          gateway,
          listenerPort: port,
          clientIP: ip,
          ...(isTls ? { tls: true, sni } : {}),
        },
        fields: { ...rest, headers, jwt },
        port,
        isTls,
        ip,
      };
    });

const requestFor = ({ fields: { method, host, path, headers, jwt }, port, isTls, ip }: Asked): Request =>
  requestOf({
    url: `${isTls ? 'https' : 'http'}://${host}${path}`,
    method,
    headers,
    port,
    sni: isTls ? host.replace(/:\d+$/, '').toLowerCase() : undefined,
    client: { ip, jwt },
  })!;

/** The branches of a verdict, in the words of `seenOf`. */
function told({ refused, passesIf, added, search }: Verdict, request: Request): string[] {
  const refusals = refused.map(({ status, error, reason }: Outcome) => error ?? `${status} ${reason}`);
  if (passesIf === undefined) return refusals;
  const headers = new Map(request.headers);
  if (request.client?.jwt) headers.set('authorization', 'Bearer');
  const upstream = changedHeaders(headers, added);
  const shown = ['x-role', 'x-sub', 'x-v', 'authorization'].flatMap((name) => {
    const value = upstream.get(name);
    return value === undefined ? [] : [`${name}=${name === 'authorization' ? value.split(' ')[0] : value}`];
  });
  return [...refusals, ['200', normalizedPath(request.path)! + (search ?? request.search), ...shown].join(' ')];
}

const gatewayApi: Scene = {
  name: 'gateway-api',
  manifests: [
    ...['edge', 'shop', 'auth'].map((name) => namespace(name)),
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 'gw', {
      gatewayClassName: 'istio',
      infrastructure: { labels: { team: 'edge' } },
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
        { name: 'alt', port: 8080, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'cert' }] },
          allowedRoutes: { namespaces: { from: 'All' } },
        },
      ],
    }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', 'all', {
      parentRefs: [{ name: 'gw', namespace: 'edge' }],
      rules: [{ backendRefs: [{ name: 'server', port: 80 }] }],
    }),
    SERVER,
    IDP,
  ],
  options: { meshConfig: PROVIDERS },
  policies: several(GATEWAY_API_NAMES),
  requests: entering('edge/gw', [80, 80, 8080, 443]),
  predict(model, asked) {
    const [gateway] = itemsOf(model, Gateway);
    const request = requestFor(asked);
    return told(
      authorizerOf(model, workloadOfGateway(model, gateway))(factsAtGateway(model, request, asked.port)),
      request,
    );
  },
};

const INGRESS = { app: 'ingress', istio: 'ingress' };

const istioGateway: Scene = {
  name: 'istio-gateway',
  manifests: [
    ...['edge', 'shop', 'auth'].map((name) => namespace(name)),
    object('apps/v1', 'Deployment', 'edge', 'ingress', {
      selector: { matchLabels: INGRESS },
      template: {
        metadata: {
          labels: { ...INGRESS, 'sidecar.istio.io/inject': 'true' },
          annotations: { 'inject.istio.io/templates': 'gateway' },
        },
        spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
      },
    }),
    service(
      'edge',
      'ingress',
      [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
      ],
      { istio: 'ingress' },
    ),
    object('networking.istio.io/v1', 'Gateway', 'edge', 'gw', {
      selector: { istio: 'ingress' },
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['*'],
          tls: { mode: 'SIMPLE', credentialName: 'cert' },
        },
      ],
    }),
    object('networking.istio.io/v1', 'VirtualService', 'shop', 'all', {
      hosts: ['*'],
      gateways: ['edge/gw'],
      http: [{ route: [{ destination: { host: 'server.shop.svc.cluster.local', port: { number: 80 } } }] }],
    }),
    SERVER,
    IDP,
  ],
  options: { meshConfig: PROVIDERS },
  policies: several({
    ...GATEWAY_API_NAMES,
    selectors: [{ istio: 'ingress' }, INGRESS, { app: 'none' }],
    ports: ['80', '8080', '8443'],
  }),
  requests: entering('istio:edge/gw', [80, 80, 443]),
  predict(model, asked) {
    const request = requestFor(asked);
    const facts = factsAtGateway(model, request, asked.isTls ? 8443 : 8080);
    return told(authorizerOf(model, { namespace: 'edge', labels: INGRESS })(facts), request);
  },
};

const CLIENTS: readonly (readonly [workload: string, namespace: string, account: string])[] = [
  ['shop/front', 'shop', 'front'],
  ['other/back', 'other', 'default'],
  ['legacy/outsider', '', ''],
];
/** Ports of the Service, and of the pod. */
const MESH_PORTS: readonly (readonly [number, number])[] = [
  [80, 8080],
  [81, 8081],
  [9000, 9000],
];
const MESH_NAMES: Names = {
  namespaces: ['shop', 'shop', 'istio-system', 'other'],
  selectors: [{ app: 'server' }, { app: 'server', tier: 'x' }, { app: 'front' }],
  targets: [{ group: '', kind: 'Service', name: 'server' }],
  ports: ['80', '8080', '8081', '9000'],
  sources: SOURCES,
  sni: ['outbound_.80_*', '*', '*local'],
};
const LABELS = { app: 'server', tier: 'x' };

const mesh: Scene = {
  name: 'mesh',
  manifests: [
    ...['shop', 'other'].map((name) => namespace(name, { 'istio-injection': 'enabled' })),
    ...['legacy', 'auth'].map((name) => namespace(name)),
    deployment('shop', 'server', LABELS, 'server'),
    deployment('shop', 'front', { app: 'front' }, 'front'),
    deployment('other', 'back', { app: 'back' }),
    deployment('legacy', 'outsider', { app: 'outsider' }),
    service(
      'shop',
      'server',
      MESH_PORTS.map(([port, targetPort]) => ({ name: port === 9000 ? 'tcp' : `http-${port}`, port, targetPort })),
      { app: 'server' },
    ),
    IDP,
  ],
  options: { sidecars: true, meshConfig: PROVIDERS },
  policies: several(MESH_NAMES, [
    peerAuthentication(MESH_NAMES, 'm1', ['8080', '8081', '9000']),
    peerAuthentication(MESH_NAMES, 'm2', ['8080', '8081', '9000']),
  ]),
  requests: fc
    .record({
      fields: fields(['server.shop', 'server.shop.svc.cluster.local']),
      client: fc.constantFrom(...CLIENTS, CLIENTS[0]),
      port: fc.constantFrom(80, 80, 81, 9000),
    })
    .map(({ fields: { jwt, ...rest }, client: [workload, ns, account], port }) => ({
      request:
        port === 9000
          ? { client: workload, destination: 'server.shop', port, tcp: true, plain: ns === '' }
          : { ...rest, jwt, client: workload, port, plain: ns === '' },
      fields: { ...rest, jwt },
      port,
      isTls: false,
      ...(ns === '' ? {} : { client: [ns, account] as const }),
    })),
  predict(model, asked) {
    const request = requestFor(asked);
    const workload = { namespace: 'shop', labels: LABELS };
    const [, port] = MESH_PORTS.find(([own]) => own === asked.port)!;
    const { principals, refused } = acceptPeer(model, workload, port, asked.client && identityOf(...asked.client));
    if (refused) return [refused.error!];
    const sni = principals.length > 0 ? `outbound_.${asked.port}_._.server.shop.svc.cluster.local` : '';
    const facts = factsInMesh(request, { port, principals, sni });
    const isTcp = port === 9000;
    const verdict = authorizerOf(model, workload)(isTcp ? { ...facts, http: undefined } : facts);
    return told(verdict, request).map((each) => (isTcp && each.startsWith('200 ') ? 'tcp' : each));
  },
};

export const SCENES: readonly Scene[] = [gatewayApi, istioGateway, mesh];
