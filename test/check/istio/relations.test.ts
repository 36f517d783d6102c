import { each, object, service, WHOLE } from '../together';

describe('the Istio API', () => {
  const NET = 'networking.istio.io/v1';
  const virtual = (name: string, hosts: string, http: string, gateways = '') =>
    object(
      NET,
      'VirtualService',
      name,
      `spec: { hosts: [${hosts}], ${gateways ? `gateways: [${gateways}], ` : ''}http: [${http}] }`,
    );
  const destination = (host: string, rest = '') => `route: [{ destination: { host: ${host}${rest} } }]`;
  const subsets = (...names: string[]) =>
    object(
      NET,
      'DestinationRule',
      'shop/web',
      `spec: { host: web, subsets: [${names.map((name) => `{ name: ${name} }`).join(', ')}] }`,
    );
  const server = (hosts: string, rest = '') =>
    object(
      NET,
      'Gateway',
      'edge/edge',
      `spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts}]${rest} }] }`,
    );
  const at = (path: string) => `{ match: [{ uri: { prefix: ${path} } }], ${destination('web')} }`;
  const pods = (namespace: string) =>
    object(
      'apps/v1',
      'Deployment',
      `${namespace}/ingress`,
      'spec: { selector: { matchLabels: { istio: ingress } }, template: { metadata: { labels: { istio: ingress } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }',
    );
  const secure = object(
    NET,
    'Gateway',
    'shop/edge',
    'spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: SIMPLE, credentialName: cert } }] }',
  );
  const cert = (namespace: string) => object('v1', 'Secret', `${namespace}/cert`, 'type: kubernetes.io/tls');
  const entry = (host: string, rest: string) =>
    object(
      NET,
      'ServiceEntry',
      'shop/out',
      `spec: { hosts: ["${host}"], ports: [{ number: 443, name: tls, protocol: TLS }], ${rest} }`,
    );
  each([
    ['a subset', virtual('shop/web', 'web', `{ ${destination('web', ', subset: v1')} }`) + subsets('v1'), []],
    [
      'a subset that nobody defines',
      virtual('shop/web', 'web', `{ ${destination('web', ', subset: v3')} }`) + subsets('v1'),
      ["error GW530 VirtualService shop/web: spec.http[0].route[0].destination.subset: got 'v3'"],
    ],
    [
      'a subset by the full name',
      virtual('shop/web', 'web', `{ ${destination('web.shop.svc.cluster.local', ', subset: v1')} }`) + subsets('v1'),
      [],
    ],
    [
      'a subset whose rule is not in the input',
      virtual('shop/web', 'web', `{ ${destination('web', ', subset: v3')} }`),
      [],
    ],
    [
      'a port of the Service',
      virtual('shop/web', 'web', `{ ${destination('web', ', port: { number: 80 }')} }`) + service('shop/web', 80),
      [],
    ],
    [
      'a port that it does not have',
      virtual('shop/web', 'web', `{ ${destination('web', ', port: { number: 81 }')} }`) + service('shop/web', 80),
      ['error GW531 VirtualService shop/web: spec.http[0].route[0].destination.port.number: got 81'],
    ],
    [
      'a host of the Gateway',
      server('"*.example.com"') + virtual('shop/web', 'a.example.com', `{ ${destination('web')} }`, 'edge/edge'),
      [],
    ],
    [
      'a host that it does not serve',
      server('"*.example.com"') + virtual('shop/web', 'a.example.org', `{ ${destination('web')} }`, 'edge/edge'),
      ["warning GW532 VirtualService shop/web: spec.hosts[0]: got 'a.example.org'"],
    ],
    [
      'a host for another namespace',
      server('"edge/*.example.com"') + virtual('shop/web', 'a.example.com', `{ ${destination('web')} }`, 'edge/edge'),
      ["warning GW532 VirtualService shop/web: spec.hosts[0]: got 'a.example.com'"],
    ],
    [
      'a host of the mesh',
      server('"*.example.com"') + virtual('shop/web', 'web', `{ ${destination('web')} }`, 'edge/edge, mesh'),
      [],
    ],
    ['a certificate beside the pods', pods('edge') + secure + cert('edge'), []],
    [
      'a certificate beside the object',
      pods('edge') + secure + cert('shop'),
      [
        "warning GW533 Gateway shop/edge: spec.servers[0].tls.credentialName: got 'cert, which is made in namespace shop'",
      ],
    ],
    ['a certificate that is not in the input', pods('edge') + secure, []],
    [
      'a prefix of another VirtualService',
      virtual('shop/a', 'a.example.com', at('/a'), 'edge/edge') +
        virtual('shop/b', 'a.example.com', at('/a/b'), 'edge/edge'),
      [
        "warning GW534 VirtualService shop/b: spec.http[0].match[0]: got '/a/b for a.example.com, beside /a of VirtualService shop/a'",
      ],
    ],
    [
      'a prefix beside everything else',
      virtual('shop/a', 'a.example.com', at('/a'), 'edge/edge') +
        virtual('shop/b', 'a.example.com', `{ ${destination('web')} }`, 'edge/edge'),
      [],
    ],
    [
      'prefixes of two hosts',
      virtual('shop/a', 'a.example.com', at('/a'), 'edge/edge') +
        virtual('shop/b', 'b.example.com', at('/a/b'), 'edge/edge'),
      [],
    ],
    [
      'a host of the mesh twice',
      virtual('shop/a', 'web.shop.svc.cluster.local', at('/a')) + virtual('shop/b', 'web', at('/b')),
      [
        "warning GW535 VirtualService shop/b: spec.hosts[0]: got 'web, which VirtualService shop/a has too for the mesh'",
      ],
    ],
    [
      'a selector without pods',
      server('"*"') + pods('edge').replace(/istio: ingress/g, 'istio: other'),
      ["warning GW536 Gateway edge/edge: spec.selector: got 'istio=ingress'"],
      WHOLE,
    ],
    [
      'a wildcard by DNS',
      entry('*.example.com', 'resolution: DNS'),
      ["error GW537 ServiceEntry shop/out: spec.hosts[0]: got '*.example.com with resolution DNS'"],
    ],
    [
      'a wildcard by DNS with an endpoint',
      entry('*.example.com', 'resolution: DNS, endpoints: [{ address: www.example.com }]'),
      [],
    ],
  ]);
});

describe('metrics of Flagger', () => {
  const canary = (provider: string) =>
    object(
      'flagger.app/v1beta1',
      'Canary',
      'shop/web',
      `spec: { ${provider}targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, service: { port: 80, hosts: [a.example.com], gatewayRefs: [{ name: public }] }, analysis: { interval: 1m, threshold: 5, maxWeight: 50, stepWeight: 10, metrics: [{ name: request-success-rate, interval: 1m, thresholdRange: { min: 99 } }] } }`,
    );
  each([
    [
      'a built-in metric behind the Gateway API',
      canary("provider: 'gatewayapi:v1', "),
      ["warning GW447 Canary shop/web: spec.analysis.metrics[0].name: got 'request-success-rate'"],
    ],
    ['the same behind Istio', canary('provider: istio, '), []],
  ]);
});
