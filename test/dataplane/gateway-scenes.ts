import * as fc from 'fast-check';
import { Asked, IDP, namespace, object, PROVIDERS, requestFor, Scene, service, several, SOURCES, told } from './scene';
import { Gateway } from '../../src/manifest/gateway-api';
import { itemsOf } from '../../src/model/model';
import { authorizerOf } from '../../src/traffic/istio/security/authorize';
import { factsAtGateway } from '../../src/traffic/istio/security/facts';
import { workloadOfGateway } from '../../src/traffic/istio/security/workload';
import { fields, Names } from '../traffic/random-policies';

/* Policies where requests enter the cluster. */

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

export const GATEWAY_SCENES: readonly Scene[] = [gatewayApi, istioGateway];
