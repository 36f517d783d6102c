import {
  API,
  backend,
  each,
  gateway,
  grant,
  https,
  listener,
  object,
  OF_GATEWAY,
  policy,
  route,
  rules,
  service,
  WHOLE,
} from '../together';

describe('listeners of several objects', () => {
  const allowing = (from: string) =>
    gateway(listener('http')).replace('listeners:', `allowedListeners: { namespaces: { from: ${from} } }, listeners:`);
  const set = (name: string, ...listeners: string[]) =>
    object(
      API,
      'ListenerSet',
      name,
      `spec: { parentRef: { name: public, namespace: edge, kind: Gateway, group: gateway.networking.k8s.io }, listeners: [${listeners.join(', ')}] }`,
    );
  const other = listener('other', ', hostname: a.example.com');
  const backendTls = (name: string, target: string, ca = 'kind: ConfigMap') =>
    object(
      API,
      'BackendTLSPolicy',
      name,
      `spec: { targetRefs: [{ group: "", kind: Service, ${target} }], validation: { hostname: a.example.com, caCertificateRefs: [{ group: "", name: ca, ${ca} }] } }`,
    );
  const authority = (data: string) => object('v1', 'ConfigMap', 'shop/ca', `data: { ${data} }`);
  each([
    ['a set that the Gateway allows', allowing('All') + set('shop/set', other), []],
    [
      'a set that it does not',
      gateway(listener('http')) + set('edge/set', other),
      [
        "error GW381 ListenerSet edge/set: spec.parentRef: got 'a ListenerSet of namespace edge for Gateway edge/public'",
      ],
    ],
    [
      'a set of another namespace',
      allowing('Same') + set('shop/set', other),
      [
        "error GW381 ListenerSet shop/set: spec.parentRef: got 'a ListenerSet of namespace shop for Gateway edge/public'",
      ],
    ],
    [
      'a listener of both',
      allowing('All') + set('shop/set', listener('same')),
      ["error GW388 ListenerSet shop/set: spec.listeners[0]: got 'HTTP on port 80 for any host'"],
    ],
    [
      'another protocol in a set',
      allowing('All') + set('shop/set', '{ name: tcp, port: 80, protocol: TCP }'),
      ["error GW375 ListenerSet shop/set: spec.listeners[0].protocol: got 'TCP on port 80'"],
    ],
    [
      'a kind of the protocol',
      gateway('{ name: http, port: 80, protocol: HTTP, allowedRoutes: { kinds: [{ kind: GRPCRoute }] } }'),
      [],
    ],
    [
      'a kind of another protocol',
      gateway('{ name: http, port: 80, protocol: HTTP, allowedRoutes: { kinds: [{ kind: TCPRoute }] } }'),
      ["error GW385 Gateway edge/public: spec.listeners[0].allowedRoutes.kinds[0].kind: got 'TCPRoute'"],
    ],
    [
      'policies for two ports',
      backendTls('shop/a', 'name: web, sectionName: a') + backendTls('shop/b', 'name: web, sectionName: b'),
      [],
    ],
    [
      'policies for one Service',
      backendTls('shop/a', 'name: web') + backendTls('shop/b', 'name: web'),
      [
        "error GW386 BackendTLSPolicy shop/b: spec.targetRefs[0]: got 'Service web, which BackendTLSPolicy shop/a targets too'",
      ],
    ],
    [
      'a policy for a port of the Service',
      backendTls('shop/a', 'name: web, sectionName: https') +
        object('v1', 'Service', 'shop/web', 'spec: { ports: [{ name: https, port: 443 }] }'),
      [],
    ],
    [
      'a policy for a port that it does not have',
      backendTls('shop/a', 'name: web, sectionName: htps') +
        object('v1', 'Service', 'shop/web', 'spec: { ports: [{ name: https, port: 443 }] }'),
      ["error GW389 BackendTLSPolicy shop/a: spec.targetRefs[0].sectionName: got 'htps'"],
    ],
    ['an authority', backendTls('shop/a', 'name: web') + authority('ca.crt: ""'), []],
    [
      'an authority under another key',
      backendTls('shop/a', 'name: web') + authority('ca.pem: ""'),
      [
        "error GW387 BackendTLSPolicy shop/a: spec.validation.caCertificateRefs[0]: got 'ConfigMap shop/ca with ca.pem'",
      ],
    ],
    [
      'an authority of another kind',
      backendTls('shop/a', 'name: web', 'kind: Service'),
      ["error GW387 BackendTLSPolicy shop/a: spec.validation.caCertificateRefs[0].kind: got 'Service shop/ca'"],
    ],
  ]);
});

describe('backends and references', () => {
  const to = (text: string) => route('shop/web', rules(`{ ${text} }`));
  each([
    ['a port of the Service', to(backend('web')) + service('shop/web', 80, 81), []],
    [
      'the port of the pods',
      to(backend('web', 8080)) + service('shop/web', 80),
      ['error GW378 HTTPRoute shop/web: spec.rules[0].backendRefs[0].port: got 8080'],
    ],
    ['a Service that is not in the input', to(backend('wep')) + service('shop/web', 80), []],
    [
      'the same, where the input is all',
      gateway(listener('http')) + to(backend('wep')) + service('shop/web', 80),
      ["error GW030 HTTPRoute shop/web: spec.rules[0].backendRefs[0]: got 'Service shop/wep'"],
      WHOLE,
    ],
    [
      'the Service of a Gateway',
      gateway(listener('http')) + to(backend('public-istio', 80, ', namespace: edge')) + grant('edge/g', 'shop'),
      [],
      WHOLE,
    ],
    [
      'a mirror with another port',
      to(`filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: web, port: 1 } } }]`) +
        service('shop/web', 80),
      ['error GW378 HTTPRoute shop/web: spec.rules[0].filters[0].requestMirror.backendRef.port: got 1'],
    ],
    [
      'another namespace without a grant',
      to(backend('db', 80, ', namespace: data')) + service('data/db', 80),
      [
        "warning GW376 HTTPRoute shop/web: spec.rules[0].backendRefs[0].namespace: got 'Service data/db, named from namespace shop'",
      ],
    ],
    [
      'another namespace with a grant',
      to(backend('db', 80, ', namespace: data')) + service('data/db', 80) + grant('data/g', 'shop'),
      [],
    ],
    ['another namespace that is not in the input', to(backend('db', 80, ', namespace: data')), []],
    [
      'a grant beside the route',
      to(backend('db', 80, ', namespace: data')) + grant('shop/g', 'shop'),
      ["warning GW379 ReferenceGrant shop/g: metadata.namespace: got 'shop, the namespace that spec.from names'"],
    ],
    [
      'a Secret that is no certificate',
      gateway(https('a', 'a.example.com', 'keys')) +
        object('v1', 'Secret', 'edge/keys', 'stringData: { password: "" }'),
      [
        "error GW380 Gateway edge/public: spec.listeners[0].tls.certificateRefs[0]: got 'Secret edge/keys with password'",
      ],
    ],
    [
      'a Secret that a Certificate makes',
      gateway(https('a', 'a.example.com', 'keys')) +
        object(
          'cert-manager.io/v1',
          'Certificate',
          'edge/c',
          'spec: { secretName: keys, dnsNames: [a.example.com], issuerRef: { name: i } }',
        ) +
        object('cert-manager.io/v1', 'Issuer', 'edge/i', 'spec: { selfSigned: {} }'),
      [],
      WHOLE,
    ],
  ]);
});

describe('listeners of several hosts with one certificate', () => {
  const certificate = (...names: string[]) =>
    object(
      'cert-manager.io/v1',
      'Certificate',
      'edge/cert',
      `spec: { secretName: s, dnsNames: ["${names.join('", "')}"], issuerRef: { name: acme, kind: ClusterIssuer } }`,
    );
  const two = (a = 'shop.example.com', b = 'pay.example.com') => gateway(https('shop', a, 's'), https('pay', b, 's'));
  const told = (a = 'shop.example.com', b = 'pay.example.com') => [
    `warning GW390 Gateway edge/public: spec.listeners[1].tls.certificateRefs[0]: got 'Secret edge/s for ${b}, which listener shop of Gateway edge/public has for ${a}'`,
  ];
  const uncertified = (index: number, name: string, host: string) => [
    `warning GW392 Gateway edge/public: spec.listeners[${index}].tls.certificateRefs: got '${name} of Certificate edge/cert, for ${host}'`,
  ];
  each([
    ['that is not in the input', two(), told()],
    ['for both', two() + certificate('shop.example.com', 'pay.example.com'), told()],
    ['a wildcard for both', two() + certificate('*.example.com'), told()],
    [
      'a wildcard for a wildcard and a host',
      two('*.example.com') + certificate('*.example.com'),
      told('*.example.com'),
    ],
    ['for a domain and what is below', two('example.com', '*.example.com'), told('example.com', '*.example.com')],
    ['for one of them', two() + certificate('shop.example.com'), uncertified(1, 'shop.example.com', 'pay.example.com')],
    [
      'a wildcard that does not reach one of them',
      two('a.b.example.com') + certificate('*.example.com'),
      uncertified(0, '*.example.com', 'a.b.example.com'),
    ],
    ['a certificate for each', gateway(https('shop', 'shop.example.com'), https('pay', 'pay.example.com')), []],
    ['on two ports', two().replace('name: pay, port: 443', 'name: pay, port: 8443'), []],
    ['of two namespaces', two().replace(/name: s,(.*)name: s,/, 'name: s,$1name: s, namespace: other,'), []],
    ['for TLS that is not HTTP', two().replaceAll('protocol: HTTPS', 'protocol: TLS'), []],
    [
      'under a TLSPolicy, where it is refused',
      two() + policy('TLSPolicy', 'edge/tls', OF_GATEWAY, 'issuerRef: { name: acme, kind: ClusterIssuer }'),
      [
        "error GW262 TLSPolicy edge/tls: spec.targetRef: got 'listeners shop and pay of Gateway edge/public, which both name Secret s'",
      ],
    ],
  ]);
});
