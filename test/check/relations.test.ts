import { check } from '../../src/check/check';
import { CheckOptions } from '../../src/check/rule';
import { parseManifests } from '../../src/manifest/parse';
import { describe as describeProblem } from '../../src/value/problem';
import { brief } from '../support/brief';

/** Codes, objects, places and what was got, of objects that are applied together. `#` begins a directory. */
function told(yaml: string, options: CheckOptions = {}): string[] {
  const located = yaml.split(/^# (\w+)\n/m).flatMap((text, index, parts) =>
    index % 2 === 1
      ? []
      : parseManifests(text).objects.map(({ line, manifest }) => ({
          where: `file:${line}`,
          group: parts[index - 1] ?? '',
          manifest,
        })),
  );
  return check(located, options).map(
    ({ code, severity, object, problem }) => `${severity} ${code} ${object}: ${brief(describeProblem(problem))}`,
  );
}

const WHOLE = { isWhole: true };
const API = 'gateway.networking.k8s.io/v1';
const object = (apiVersion: string, kind: string, name: string, rest: string) => {
  const [namespace, id] = name.includes('/') ? name.split('/') : [undefined, name];
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${id}${namespace ? `, namespace: ${namespace}` : ''} }\n${rest}\n`;
};
const gateway = (...listeners: string[]) =>
  object(API, 'Gateway', 'edge/public', `spec: { gatewayClassName: istio, listeners: [${listeners.join(', ')}] }`);
const listener = (name: string, rest = '') =>
  `{ name: ${name}, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } }${rest} }`;
const https = (name: string, hostname: string, secret = `${name}-tls`) =>
  `{ name: ${name}, port: 443, protocol: HTTPS, hostname: "${hostname}", tls: { certificateRefs: [{ name: ${secret}, kind: Secret }] }, allowedRoutes: { namespaces: { from: All } } }`;
const route = (name: string, rest: string, parent = 'name: public, namespace: edge', kind = 'HTTPRoute') =>
  object(API, kind, name, `spec: { parentRefs: [{ ${parent} }], ${rest} }`);
const rules = (...list: string[]) => `rules: [${list.join(', ')}]`;
const backend = (name: string, port = 80, rest = '') => `backendRefs: [{ name: ${name}, port: ${port}${rest} }]`;
const TO_HTTPS = 'filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]';
const service = (name: string, ...ports: number[]) =>
  object(
    'v1',
    'Service',
    name,
    `spec: { selector: { app: a }, ports: [${ports.map((port) => `{ port: ${port}, targetPort: 8080 }`).join(', ')}] }`,
  );
const grant = (name: string, from: string) =>
  object(
    API,
    'ReferenceGrant',
    name,
    `spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${from} }], to: [{ group: "", kind: Service }] }`,
  );

/** A table of inputs: what fires a rule, and near misses that do not. */
const each = (table: readonly (readonly [name: string, yaml: string, told: string[], options?: CheckOptions])[]) =>
  test.each(table.map(([name, yaml, expected, options]) => ({ name, yaml, expected, options })))(
    '$name',
    ({ yaml, expected, options }) => expect(told(yaml, options)).toEqual(expected),
  );

describe('parents of routes', () => {
  const shop = route('shop/web', `hostnames: [a.example.com], ${rules(`{ ${backend('web')} }`)}`);
  const at = (rest: string) =>
    route('shop/web', rules(`{ ${backend('web')} }`), `name: public, namespace: edge, ${rest}`);
  each([
    ['a listener that takes the route', gateway(listener('http')) + shop, []],
    ['a parent that is not in the input', shop, []],
    [
      'the same, where the input is all',
      shop + service('shop/web', 80),
      ["error GW030 HTTPRoute shop/web: spec.parentRefs[0]: got 'Gateway edge/public'"],
      WHOLE,
    ],
    [
      'a misspelt listener',
      gateway(listener('http')) + at('sectionName: htpp'),
      ["error GW370 HTTPRoute shop/web: spec.parentRefs[0].sectionName: got 'htpp'"],
    ],
    [
      'a port without listener',
      gateway(listener('http')) + at('port: 8080'),
      ['error GW370 HTTPRoute shop/web: spec.parentRefs[0].port: got 8080'],
    ],
    ['a port with a listener', gateway(listener('http')) + at('port: 80'), []],
    [
      'a namespace that the listener does not allow',
      gateway('{ name: http, port: 80, protocol: HTTP }') + shop,
      [
        "error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'a route of namespace shop at listener http of Gateway edge/public'",
      ],
    ],
    [
      'a namespace whose labels the selector does not meet',
      gateway(
        '{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: web } } } } }',
      ) +
        shop +
        object('v1', 'Namespace', 'shop', ''),
      [
        "error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'a route of namespace shop at listener http of Gateway edge/public'",
      ],
    ],
    [
      'a namespace whose labels are not known',
      gateway(
        '{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: web } } } } }',
      ) + shop,
      [],
    ],
    [
      'a kind that the protocol does not have',
      gateway('{ name: db, port: 5432, protocol: TCP, allowedRoutes: { namespaces: { from: All } } }') + shop,
      ["error GW371 HTTPRoute shop/web: spec.parentRefs[0]: got 'HTTPRoute at listener db of Gateway edge/public'"],
    ],
    [
      'another domain',
      gateway(listener('http', ', hostname: "*.example.org"')) + shop,
      ["error GW372 HTTPRoute shop/web: spec.hostnames: got 'a.example.com'"],
    ],
    [
      'the domain of a wildcard',
      gateway(listener('http', ', hostname: "*.a.example.com"')) + shop,
      ["error GW372 HTTPRoute shop/web: spec.hostnames: got 'a.example.com'"],
    ],
    ['a wildcard of two labels', gateway(listener('http', ', hostname: "*.com"')) + shop, []],
    [
      'one of two hosts',
      gateway(listener('http', ', hostname: "*.example.com"')) +
        route('shop/web', `hostnames: [a.example.com, example.com], ${rules(`{ ${backend('web')} }`)}`),
      ["warning GW373 HTTPRoute shop/web: spec.hostnames[1]: got 'example.com'"],
    ],
    [
      'the wider of two listeners for TLS',
      gateway(https('all', '*.example.com'), https('a', 'a.example.com')) +
        route(
          'shop/web',
          `hostnames: [a.example.com], ${rules(`{ ${backend('web')} }`)}`,
          'name: public, namespace: edge, sectionName: all',
        ),
      ["warning GW374 HTTPRoute shop/web: spec.parentRefs[0]: got 'listener all (*.example.com) for a.example.com'"],
    ],
    ['both of two listeners', gateway(https('all', '*.example.com'), https('a', 'a.example.com')) + shop, []],
    [
      'two protocols on a port',
      gateway(listener('http'), '{ name: tls, port: 80, protocol: TLS, tls: { mode: Passthrough } }'),
      ["error GW375 Gateway edge/public: spec.listeners[1].protocol: got 'TLS on port 80'"],
    ],
    [
      'TCP and UDP on a port',
      gateway('{ name: a, port: 53, protocol: TCP }', '{ name: b, port: 53, protocol: UDP }'),
      [],
    ],
    [
      'calls and requests of one host',
      gateway(listener('http')) +
        shop +
        route('shop/calls', `hostnames: ["*.example.com"], ${rules(`{ ${backend('web')} }`)}`, undefined, 'GRPCRoute'),
      [
        "warning GW377 GRPCRoute shop/calls: spec.hostnames: got 'a.example.com, which HTTPRoute shop/web has too at listener http'",
      ],
    ],
    [
      'calls and requests of two hosts',
      gateway(listener('http')) +
        shop +
        route('shop/calls', `hostnames: [b.example.com], ${rules(`{ ${backend('web')} }`)}`, undefined, 'GRPCRoute'),
      [],
    ],
  ]);
});

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
  const policy = (name: string, target: string, ca = 'kind: ConfigMap') =>
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
      policy('shop/a', 'name: web, sectionName: a') + policy('shop/b', 'name: web, sectionName: b'),
      [],
    ],
    [
      'policies for one Service',
      policy('shop/a', 'name: web') + policy('shop/b', 'name: web'),
      [
        "error GW386 BackendTLSPolicy shop/b: spec.targetRefs[0]: got 'Service web, which BackendTLSPolicy shop/a targets too'",
      ],
    ],
    [
      'a policy for a port of the Service',
      policy('shop/a', 'name: web, sectionName: https') +
        object('v1', 'Service', 'shop/web', 'spec: { ports: [{ name: https, port: 443 }] }'),
      [],
    ],
    [
      'a policy for a port that it does not have',
      policy('shop/a', 'name: web, sectionName: htps') +
        object('v1', 'Service', 'shop/web', 'spec: { ports: [{ name: https, port: 443 }] }'),
      ["error GW389 BackendTLSPolicy shop/a: spec.targetRefs[0].sectionName: got 'htps'"],
    ],
    ['an authority', policy('shop/a', 'name: web') + authority('ca.crt: ""'), []],
    [
      'an authority under another key',
      policy('shop/a', 'name: web') + authority('ca.pem: ""'),
      [
        "error GW387 BackendTLSPolicy shop/a: spec.validation.caCertificateRefs[0]: got 'ConfigMap shop/ca with ca.pem'",
      ],
    ],
    [
      'an authority of another kind',
      policy('shop/a', 'name: web', 'kind: Service'),
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

describe('matches of several routes', () => {
  const match = (path: string, rest = '') => `matches: [{ path: { value: ${path} }${rest} }]`;
  const one = (name: string, ...list: string[]) => route(name, `hostnames: [a.example.com], ${rules(...list)}`);
  const http = gateway(listener('http'));
  const both = gateway(listener('http'), https('https', 'a.example.com'));
  each([
    [
      'the same match of two routes',
      http +
        one('shop/b', `{ ${match('/x')}, ${backend('b')} }`) +
        one('shop/a', `{ ${match('/x/')}, ${backend('a')} }`),
      [
        "warning GW383 HTTPRoute shop/b: spec.rules[0].matches[0]: got '/x for a.example.com, which HTTPRoute shop/a has too at listener http'",
      ],
    ],
    [
      'the same match to the same backend',
      http +
        one('shop/b', `{ ${match('/x')}, ${backend('a')} }`) +
        one('shop/a', `{ ${match('/x')}, ${backend('a')} }`),
      [],
    ],
    [
      'the same match with a header',
      http +
        one('shop/b', `{ ${match('/x', ', headers: [{ name: v, value: "2" }]')}, ${backend('b')} }`) +
        one('shop/a', `{ ${match('/x')}, ${backend('a')} }`),
      [],
    ],
    [
      'the same match of two rules',
      http + one('shop/a', `{ ${match('/x')}, ${backend('a')} }`, `{ ${match('/x')}, ${backend('b')} }`),
      ["warning GW384 HTTPRoute shop/a: spec.rules[1].matches[0]: got '/x, which spec.rules[0].matches[0] has too'"],
    ],
    ['a redirect to https for HTTP alone', http + one('shop/a', `{ ${TO_HTTPS} }`), []],
    [
      'a redirect to https for both listeners',
      both + one('shop/a', `{ ${TO_HTTPS} }`),
      [
        "error GW382 HTTPRoute shop/a: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener https (HTTPS on port 443) to what the same rule serves'",
      ],
    ],
    [
      'a redirect to a longer prefix',
      http +
        one(
          'shop/a',
          `{ ${match('/a')}, filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /a/b } } }] }`,
        ),
      [
        "error GW382 HTTPRoute shop/a: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener http (HTTP on port 80) to what the same rule serves'",
      ],
    ],
    [
      'a redirect to a path of another rule',
      http +
        one(
          'shop/a',
          `{ ${match('/a')}, filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath, replaceFullPath: /a/b } } }] }`,
          `{ ${match('/a/b')}, ${backend('a')} }`,
        ),
      [],
    ],
    [
      'a redirect of all hosts to one that another route serves',
      http +
        route(
          'shop/all',
          `hostnames: ["*.example.com"], ${rules('{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: a.example.com } }] }')}`,
        ) +
        one('shop/a', `{ ${backend('a')} }`),
      [],
    ],
    [
      'a redirect of all hosts to one of them',
      http +
        route(
          'shop/all',
          `hostnames: ["*.example.com"], ${rules('{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: a.example.com } }] }')}`,
        ),
      [
        "error GW382 HTTPRoute shop/all: spec.rules[0].filters[0].requestRedirect: got 'a redirect at listener http (HTTP on port 80) to what the same rule serves'",
      ],
    ],
  ]);
});

describe('certificates', () => {
  const issuer = (solver: string) =>
    object(
      'cert-manager.io/v1',
      'ClusterIssuer',
      'acme',
      `spec: { acme: { server: "https://acme.example.com/directory", privateKeySecretRef: { name: key }, solvers: [${solver}] } }`,
    );
  const dns01 = (selector = '') =>
    `{ ${selector}dns01: { route53: { region: us-east-1, hostedZoneID: Z0123456789ABCDEFGHIJ } } }`;
  const certificate = (name: string, secret: string, ...hosts: string[]) =>
    object(
      'cert-manager.io/v1',
      'Certificate',
      name,
      `spec: { secretName: ${secret}, dnsNames: [${hosts.map((host) => `"${host}"`).join(', ')}], issuerRef: { name: acme, kind: ClusterIssuer } }`,
    );
  const solver = '{ http01: { gatewayHTTPRoute: { parentRefs: [{ name: public, namespace: edge, kind: Gateway }] } } }';
  each([
    [
      'a zone',
      issuer(dns01('selector: { dnsZones: [example.com] }, ')) +
        certificate('edge/a', 'a', 'a.example.com', '*.b.example.com', 'example.com'),
      [],
    ],
    [
      'a zone with an asterisk',
      issuer(dns01('selector: { dnsZones: ["*.example.com"] }, ')),
      ["warning GW115 ClusterIssuer acme: spec.acme.solvers[0].selector.dnsZones[0]: got '*.example.com'"],
    ],
    [
      'another zone',
      issuer(dns01('selector: { dnsZones: [example.org] }, ')) + certificate('edge/a', 'a', 'a.example.com'),
      ["error GW116 Certificate edge/a: spec.dnsNames[0]: got 'a.example.com'"],
    ],
    [
      'a wildcard over HTTP',
      issuer(solver) + certificate('edge/a', 'a', '*.example.com'),
      ["error GW116 Certificate edge/a: spec.dnsNames[0]: got '*.example.com'"],
    ],
    [
      'one Secret for two',
      certificate('edge/a', 's', 'a.example.com') + certificate('edge/b', 's', 'b.example.com'),
      ["error GW117 Certificate edge/b: spec.secretName: got 's, which Certificate edge/a writes too'"],
    ],
    [
      'one name of Secrets in two namespaces',
      certificate('edge/a', 's', 'a.example.com') + certificate('shop/b', 's', 'b.example.com'),
      [],
    ],
    [
      'a solver whose Gateway allows its route',
      issuer(solver) + gateway(listener('http')) + certificate('shop/a', 'a', 'a.example.com'),
      [],
    ],
    [
      'a solver whose Gateway does not',
      issuer(solver) +
        gateway('{ name: http, port: 80, protocol: HTTP }') +
        certificate('shop/a', 'a', 'a.example.com'),
      [
        "warning GW118 ClusterIssuer acme: spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0]: got 'listener http of Gateway edge/public, which does not allow routes of namespace shop'",
      ],
    ],
  ]);
});

describe('policies of Kuadrant', () => {
  const policy = (kind: string, name: string, target: string, rest: string, version = 'v1') =>
    object(
      `kuadrant.io/${version}`,
      kind,
      name,
      `spec: { targetRef: { group: gateway.networking.k8s.io, ${target} }, ${rest} }`,
    );
  const LIMITS = 'limits: { a: { rates: [{ limit: 1, window: 1s }] } }';
  const OF_GATEWAY = 'kind: Gateway, name: public';
  const tls = (target = OF_GATEWAY) =>
    policy('TLSPolicy', 'edge/tls', target, 'issuerRef: { name: acme, kind: ClusterIssuer }');
  const web = route(
    'edge/web',
    rules(`{ name: first, ${backend('web')} }`, `{ matches: [{ path: { value: /a } }], ${backend('web')} }`),
  );
  const dns = (rest: string, name = 'edge/dns') => policy('DNSPolicy', name, OF_GATEWAY, rest);
  const limit = (when: string) =>
    policy(
      'RateLimitPolicy',
      'edge/limit',
      OF_GATEWAY,
      `limits: { a: { rates: [{ limit: 1, window: 1s }], when: [{ predicate: '${when}' }] } }`,
    );
  const auth = policy(
    'AuthPolicy',
    'edge/auth',
    OF_GATEWAY,
    'rules: { authentication: { keys: { apiKey: { selector: { matchLabels: { app: web } } } } } }',
  );
  const key = (labels: string, data: string) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: key, namespace: edge, labels: { app: web${labels} } }\nstringData: { ${data}: "" }\n`;
  each([
    [
      'a listener of the Gateway',
      gateway(listener('http')) + policy('RateLimitPolicy', 'edge/a', `${OF_GATEWAY}, sectionName: http`, LIMITS),
      [],
    ],
    [
      'a listener that the Gateway does not have',
      gateway(listener('http')) + policy('RateLimitPolicy', 'edge/a', `${OF_GATEWAY}, sectionName: https`, LIMITS),
      ["error GW260 RateLimitPolicy edge/a: spec.targetRef.sectionName: got 'https'"],
    ],
    [
      'rules by name and by number',
      web +
        policy('RateLimitPolicy', 'edge/a', 'kind: HTTPRoute, name: web, sectionName: first', LIMITS) +
        policy('RateLimitPolicy', 'edge/b', 'kind: HTTPRoute, name: web, sectionName: rule-2', LIMITS),
      [],
    ],
    [
      'the number of a rule that has a name',
      web + policy('RateLimitPolicy', 'edge/a', 'kind: HTTPRoute, name: web, sectionName: rule-1', LIMITS),
      ["error GW260 RateLimitPolicy edge/a: spec.targetRef.sectionName: got 'rule-1'"],
    ],
    [
      'two limits of a target',
      policy('RateLimitPolicy', 'edge/a', OF_GATEWAY, LIMITS) + policy('RateLimitPolicy', 'edge/b', OF_GATEWAY, LIMITS),
      [
        "warning GW261 RateLimitPolicy edge/b: spec.targetRef: got 'Gateway public, which RateLimitPolicy edge/a targets too'",
      ],
    ],
    [
      'two DNSPolicies of a target',
      dns('') + dns('', 'edge/other'),
      ["error GW261 DNSPolicy edge/other: spec.targetRef: got 'Gateway public, which DNSPolicy edge/dns targets too'"],
    ],
    ['a Secret for each listener', gateway(https('a', 'a.example.com'), https('b', 'b.example.com')) + tls(), []],
    [
      'a Secret for two listeners',
      gateway(https('a', 'a.example.com', 's'), https('b', 'b.example.com', 's')) + tls(),
      [
        "error GW262 TLSPolicy edge/tls: spec.targetRef: got 'listeners a and b of Gateway edge/public, which both name Secret s'",
      ],
    ],
    [
      'no listener with TLS',
      gateway(listener('http')) + tls(),
      [
        "warning GW263 TLSPolicy edge/tls: spec.targetRef: got 'listener http of Gateway edge/public, which has no TLS (HTTP)'",
      ],
    ],
    ['a listener without TLS beside one with it', gateway(listener('http'), https('a', 'a.example.com')) + tls(), []],
    [
      'DNS without a host',
      gateway(listener('http')) + dns(''),
      ["warning GW264 DNSPolicy edge/dns: spec.targetRef: got 'Gateway edge/public, whose listeners have no hostname'"],
    ],
    ['DNS with a host', gateway(listener('http', ', hostname: a.example.com')) + dns(''), []],
    [
      'a condition on the response',
      limit('responseBodyJSON("/a") == 1'),
      [
        "error GW265 RateLimitPolicy edge/limit: spec.limits['a'].when[0].predicate: got 'responseBodyJSON(\"/a\") == 1'",
      ],
    ],
    ['a condition that quotes the word', limit('request.path == "/response.html"'), []],
    [
      'a health check of a wildcard',
      gateway(listener('http', ', hostname: "*.example.com"')) + dns('healthCheck: { path: /ok }'),
      [
        "warning GW266 DNSPolicy edge/dns: spec.healthCheck: got 'listeners of Gateway edge/public for wildcards alone, such as *.example.com'",
      ],
    ],
    [
      'a key without the label',
      auth + key('', 'api_key'),
      ["warning GW267 Secret edge/key: metadata.labels['authorino.kuadrant.io/managed-by']: got undefined"],
    ],
    [
      'a key under another name',
      auth + key(', authorino.kuadrant.io/managed-by: authorino', 'key'),
      ["warning GW267 Secret edge/key: data: got 'key'"],
    ],
    ['a key', auth + key(', authorino.kuadrant.io/managed-by: authorino', 'api_key'), []],
  ]);
});

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

describe('workloads', () => {
  const deployment = (rest: string, container = '') =>
    object(
      'apps/v1',
      'Deployment',
      'edge/web',
      `spec: { ${rest}selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: a${container} }] } } }`,
    );
  const REQUESTS = ', resources: { requests: { cpu: 1 } }';
  const scaler = (rest = '') =>
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'edge/web',
      `spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3${rest} }`,
    );
  const CPU =
    ', metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]';
  const budget = (rest: string, name = 'edge/web') =>
    object('policy/v1', 'PodDisruptionBudget', name, `spec: { ${rest}, selector: { matchLabels: { app: web } } }`);
  const monitor = (port: string) =>
    object(
      'monitoring.coreos.com/v1',
      'PodMonitor',
      'edge/web',
      `spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ ${port} }] }`,
    );
  const port = ', ports: [{ name: metrics, containerPort: 9090 }]';
  each([
    ['an autoscaler', deployment('') + scaler(), []],
    [
      'replicas beside it',
      deployment('replicas: 2, ') + scaler(),
      ['warning GW610 Deployment edge/web: spec.replicas: got 2'],
    ],
    [
      'replicas beside an autoscaler of KEDA',
      deployment('replicas: 2, ') +
        object('keda.sh/v1alpha1', 'ScaledObject', 'edge/web', 'spec: { scaleTargetRef: { name: web } }'),
      ['warning GW610 Deployment edge/web: spec.replicas: got 2'],
    ],
    ['a share of a request', deployment('', REQUESTS) + scaler(CPU), []],
    [
      'a share without a request',
      deployment('') + scaler(CPU),
      [
        "warning GW572 HorizontalPodAutoscaler edge/web: spec.metrics[0].resource: got 'cpu in percent of a request that container web of Deployment web does not have'",
      ],
    ],
    ['a budget that allows one', deployment('replicas: 2, ') + budget('minAvailable: 1'), []],
    [
      'a budget of one pod',
      deployment('') + budget('minAvailable: 1'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.minAvailable: got '1 with 1 pod of Deployment web'"],
    ],
    [
      'a budget of all',
      deployment('replicas: 4, ') + budget('minAvailable: 90%'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.minAvailable: got '90% with 4 pods of Deployment web'"],
    ],
    [
      'a budget with a least number of an autoscaler',
      deployment('') + scaler(', minReplicas: 2') + budget('maxUnavailable: 1'),
      [],
    ],
    [
      'no pod that may be missing',
      deployment('replicas: 3, ') + budget('maxUnavailable: 0'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.maxUnavailable: got '0 with 3 pods of Deployment web'"],
    ],
    [
      'two budgets',
      deployment('replicas: 3, ') + budget('maxUnavailable: 1') + budget('maxUnavailable: 1', 'edge/other'),
      [
        "warning GW611 PodDisruptionBudget edge/other: spec.selector: got 'the pods of Deployment web, which PodDisruptionBudget web selects too'",
      ],
    ],
    ['a scraped port', deployment('', port) + monitor('port: metrics'), []],
    ['a scraped number', deployment('', port) + monitor('portNumber: 9090'), []],
    [
      'a port that is not declared',
      deployment('', port) + monitor('port: metric'),
      ["warning GW612 PodMonitor edge/web: spec.podMetricsEndpoints[0].port: got 'metric'"],
    ],
    ['the port of an injected proxy', deployment('') + monitor('port: http-envoy-prom'), []],
    ['pods that are not in the input', monitor('port: metric'), []],
    [
      'a selector of other pods',
      deployment('').replace('matchLabels: { app: web }', 'matchLabels: { app: shop }'),
      ["error GW613 Deployment edge/web: spec.selector: got 'app=shop'"],
    ],
    ['a Service of pods', deployment('') + service('edge/web', 80).replace('app: a', 'app: web'), [], WHOLE],
    [
      'a Service of no pods',
      deployment('') + service('edge/web', 80),
      ["warning GW614 Service edge/web: spec.selector: got 'app=a'"],
      WHOLE,
    ],
    ['a Service of a namespace without workloads', service('edge/web', 80), [], WHOLE],
    [
      'a resource that is none',
      deployment('', ', resources: { requests: { cpus: 1 } }'),
      ["error GW615 Deployment edge/web: spec.template.spec.containers[0].resources.requests.cpus: got 'cpus'"],
    ],
    ['a resource of a device', deployment('', ', resources: { limits: { example.com/gpu: 1 } }'), []],
    [
      'a port out of range',
      deployment('', ', ports: [{ containerPort: 70000 }]'),
      ['error GW503 Deployment edge/web: spec.template.spec.containers[0].ports[0].containerPort: got 70000'],
    ],
    [
      'a port of the node that is left to Kubernetes',
      object('v1', 'Service', 'edge/web', 'spec: { ports: [{ port: 80, nodePort: 0 }] }'),
      [],
    ],
  ]);
});

describe('records and hosts', () => {
  const annotated = (text: string, annotations: string) =>
    text.replace('metadata: {', `metadata: { annotations: { ${annotations} },`);
  const KEY = 'external-dns.alpha.kubernetes.io';
  const one = (name: string) => route(name, `hostnames: [a.example.com], ${rules(`{ ${backend('a')} }`)}`);
  const openshift = (name: string, rest = '') =>
    object(
      'route.openshift.io/v1',
      'Route',
      name,
      `spec: { host: a.example.com, to: { kind: Service, name: a }${rest} }`,
    );
  const policy = (geo: string, isDefault: boolean) =>
    object(
      'kuadrant.io/v1',
      'DNSPolicy',
      'edge/dns',
      `spec: { targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: public }, loadBalancing: { weight: 1, geo: ${geo}, defaultGeo: ${isDefault} } }`,
    );
  const cluster = (geo: string, isDefault: boolean) =>
    gateway(listener('http', ', hostname: a.example.com')) + policy(geo, isDefault);
  each([
    [
      'a weight on the Gateway',
      annotated(gateway(listener('http')), `${KEY}/aws-weight: "1"`),
      [`warning GW605 Gateway edge/public: metadata.annotations['${KEY}/aws-weight']: got '1'`],
    ],
    ['a target on the Gateway', annotated(gateway(listener('http')), `${KEY}/target: 192.0.2.1`), []],
    [
      'two policies of a name',
      annotated(one('shop/a'), `${KEY}/aws-weight: "1"`) + annotated(one('shop/b'), `${KEY}/aws-region: eu-west-1`),
      [
        "error GW606 HTTPRoute shop/b: metadata.annotations: got 'latency records of a.example.com, beside weighted ones of HTTPRoute shop/a'",
      ],
    ],
    [
      'one policy of a name',
      annotated(one('shop/a'), `${KEY}/aws-weight: "1"`) + annotated(one('shop/b'), `${KEY}/aws-weight: "2"`),
      [],
    ],
    [
      'two Routes for a host',
      openshift('shop/a') + openshift('shop/b'),
      ["error GW546 Route shop/b: spec.host: got 'a.example.com, which Route shop/a has too'"],
    ],
    ['two Routes for two paths', openshift('shop/a') + openshift('shop/b', ', path: /b'), []],
    ['one default geo', `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', false)}`, [], { areClusters: true }],
    [
      'two default geos',
      `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', true)}`,
      [
        "error GW607 DNSPolicy edge/dns: spec.loadBalancing.defaultGeo: got 'US as the default of a.example.com, beside GEO-EU of [file:7] DNSPolicy edge/dns'",
      ],
      { areClusters: true },
    ],
    [
      'no default geo',
      `# eu\n${cluster('GEO-EU', false)}`,
      [
        "error GW607 DNSPolicy edge/dns: spec.loadBalancing.defaultGeo: got 'no default geo for a.example.com in any cluster'",
      ],
      { areClusters: true },
    ],
    ['directories that are no clusters', `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', true)}`, []],
  ]);
});

describe('metadata', () => {
  const named = (metadata: string, kind = 'ConfigMap', apiVersion = 'v1') =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`;
  each([
    ['texts', named('{ name: a, namespace: b, annotations: { x: "yes" } }'), []],
    [
      'a boolean',
      named('{ name: a, namespace: b, annotations: { x: yes } }'),
      ["error GW004 ConfigMap b/a: metadata.annotations['x']: got true"],
    ],
    [
      'a number',
      named('{ name: a, namespace: b, labels: { x: 0123 } }'),
      ["error GW004 ConfigMap b/a: metadata.labels['x']: got 83"],
    ],
    ['a name', named('{ name: A_b, namespace: b }'), ["error GW005 ConfigMap b/A_b: metadata.name: got 'A_b'"]],
    ['a name of RBAC', named('{ name: "system:a" }', 'ClusterRole', 'rbac.authorization.k8s.io/v1'), []],
    [
      'a Service that begins with a digit',
      named('{ name: 1a, namespace: b }', 'Service'),
      ["error GW005 Service b/1a: metadata.name: got '1a'"],
    ],
    [
      'a namespace',
      named('{ name: a, namespace: b.c }'),
      ["error GW005 ConfigMap b.c/a: metadata.namespace: got 'b.c'"],
    ],
    [
      'a key',
      named('{ name: a, namespace: b, labels: { "a/b/c": d } }'),
      ["error GW005 ConfigMap b/a: metadata.labels['a/b/c']: got 'a/b/c'"],
    ],
    [
      'a value',
      named('{ name: a, namespace: b, labels: { x: "a b" } }'),
      ["error GW005 ConfigMap b/a: metadata.labels['x']: got 'a b'"],
    ],
  ]);
});

describe('kinds and versions', () => {
  each([
    [
      'a misspelt kind',
      object(API, 'HTTPRout', 'shop/web', ''),
      ["error GW006 HTTPRout shop/web: kind: got 'HTTPRout'"],
    ],
    [
      'the wrong case',
      object(API, 'HttpRoute', 'shop/web', ''),
      ["error GW006 HttpRoute shop/web: kind: got 'HttpRoute'"],
    ],
    ['another kind of the group', object('networking.istio.io/v1', 'WorkloadEntry', 'shop/web', ''), []],
    ['a group of others', object('example.com/v1', 'HTTPRout', 'shop/web', ''), []],
    [
      'a version that is gone',
      object('policy/v1beta1', 'PodDisruptionBudget', 'shop/web', ''),
      ["warning GW007 PodDisruptionBudget shop/web: apiVersion: got 'policy/v1beta1'"],
    ],
    ['an older version that is served', object('autoscaling/v1', 'HorizontalPodAutoscaler', 'shop/web', ''), []],
  ]);
});

describe('metrics of Flagger', () => {
  const canary = (provider: string) =>
    object(
      'flagger.app/v1beta1',
      'Canary',
      'shop/web',
      `spec: { ${provider}targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, service: { port: 80, gatewayRefs: [{ name: public }] }, analysis: { interval: 1m, threshold: 5, maxWeight: 50, stepWeight: 10, metrics: [{ name: request-success-rate, interval: 1m, thresholdRange: { min: 99 } }] } }`,
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
