import * as fc from 'fast-check';
import {
  deployment,
  IDP,
  namespace,
  object,
  PROVIDERS,
  requestFor,
  Scene,
  service,
  several,
  SOURCES,
  told,
} from './scene';
import { authorizerOf } from '../../src/traffic/istio/security/authorize';
import { factsInMesh } from '../../src/traffic/istio/security/facts';
import { acceptPeer, identityOf } from '../../src/traffic/istio/security/peers';
import { fields, Names, peerAuthentication } from '../traffic/random-policies';

/* Policies between pods of the mesh: at the sidecar of a pod, and at a waypoint. */

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

const TO_WAYPOINT: Names = {
  ...MESH_NAMES,
  selectors: [{ app: 'server' }, { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }],
  targets: [
    { group: '', kind: 'Service', name: 'server' },
    { group: '', kind: 'Service', name: 'server' },
    { group: '', kind: 'Service', name: 'none' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
  ],
};

const waypoint: Scene = {
  name: 'waypoint',
  manifests: [
    namespace('shop', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }),
    namespace('other', { 'istio.io/dataplane-mode': 'ambient' }),
    namespace('auth'),
    object(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'shop',
      'waypoint',
      { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
      { labels: { 'istio.io/waypoint-for': 'service' } },
    ),
    deployment('shop', 'server', LABELS, 'server'),
    deployment('shop', 'front', { app: 'front' }, 'front'),
    deployment('other', 'back', { app: 'back' }),
    service('shop', 'server', [{ name: 'http', port: 80, targetPort: 8080 }], { app: 'server' }),
    IDP,
  ],
  options: { ambient: true, meshConfig: PROVIDERS },
  policies: several(TO_WAYPOINT),
  requests: fc
    .record({ fields: fields(['server.shop']), client: fc.constantFrom(CLIENTS[0], CLIENTS[1]) })
    .map(({ fields: { jwt, ...rest }, client: [workload, ns, account] }) => ({
      request: { ...rest, jwt, client: workload, port: 80 },
      fields: { ...rest, jwt },
      port: 80,
      isTls: false,
      client: [ns, account] as const,
    })),
  predict(model, asked) {
    const request = requestFor(asked);
    const workload = {
      namespace: 'shop',
      labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' },
      waypointFor: { kind: 'Service' as const, namespace: 'shop', name: 'server' },
    };
    const facts = factsInMesh(request, { port: 80, principals: [identityOf(...asked.client!)] });
    return told(authorizerOf(model, workload)(facts), request);
  },
};

export const MESH_SCENES: readonly Scene[] = [mesh, waypoint];
