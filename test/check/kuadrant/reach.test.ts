import {
  API,
  backend,
  each,
  gateway,
  https,
  listener,
  object,
  OF_GATEWAY,
  policy,
  route,
  rules,
  TO_HTTPS,
  WHOLE,
} from '../together';

const BACKEND = { ...WHOLE, exists: ['Service shop/web', 'GatewayClass *', 'Secret *'] };
const auth = (target: string, rest: string) => policy('AuthPolicy', 'edge/auth', target, rest);
const limit = (target: string, rest: string) => policy('RateLimitPolicy', 'edge/limit', target, rest);
const DENY = 'rules: { authorization: { deny: { opa: { rego: allow = false } } } }';
const JWT = 'rules: { authentication: { sso: { jwt: { issuerUrl: https://sso.example.com } } } }';
const GUEST = 'rules: { authentication: { guest: { anonymous: {} } } }';
const rate = (text: string, rest = '') => `limits: { low: { rates: [{ ${text} }]${rest} } }`;
const WEB = rules(`{ ${backend('web')} }`);

describe('redirects to HTTPS under policies', () => {
  const input = (filter = TO_HTTPS, on = 'http') =>
    gateway(listener('http'), https('https', '*.example.com')) +
    route('edge/redirect', rules(`{ ${filter} }`), `name: public, sectionName: ${on}`);
  const told = (text: string) => [
    `warning GW271 HTTPRoute edge/redirect: spec.rules[0].filters: got 'a redirect at listener http, where ${text}'`,
  ];
  each([
    [
      'a denial',
      input() + auth(OF_GATEWAY, `defaults: { ${DENY} }`),
      told('AuthPolicy edge/auth denies every request'),
    ],
    ['authentication', input() + auth(OF_GATEWAY, JWT), told('AuthPolicy edge/auth needs authentication')],
    [
      'a low limit',
      input() + limit(OF_GATEWAY, rate('limit: 2, window: 10s')),
      told('RateLimitPolicy edge/limit allows 2 requests in 10s of all clients together'),
    ],
    ['a limit that is not low', input() + limit(OF_GATEWAY, rate('limit: 100, window: 10s')), []],
    [
      'a low limit for each client',
      input() + limit(OF_GATEWAY, rate('limit: 2, window: 10s', ', counters: [{ expression: source.address }]')),
      [],
    ],
    [
      'a denial, lifted for the route',
      input() +
        auth(OF_GATEWAY, `defaults: { ${DENY} }`) +
        policy('AuthPolicy', 'edge/open', 'kind: HTTPRoute, name: redirect', GUEST),
      [],
    ],
    ['a denial at the other listener', input() + auth(`${OF_GATEWAY}, sectionName: https`, DENY), []],
    [
      'a denial for some requests',
      input() + auth(OF_GATEWAY, `when: [{ predicate: 'request.scheme == "https"' }], ${DENY}`),
      [],
    ],
    [
      'a redirect of a path',
      input('filters: [{ type: RequestRedirect, requestRedirect: { hostname: b.example.com } }]') +
        auth(OF_GATEWAY, JWT),
      [],
    ],
  ]);
});

describe('policies of a Gateway without routes', () => {
  const TWO = gateway(listener('http'), listener('b', ', hostname: b.example.com'));
  const web = (host: string) => route('shop/web', `hostnames: [${host}], ${WEB}`);
  const dns = (target = OF_GATEWAY) => policy('DNSPolicy', 'edge/dns', target);
  each([
    [
      'of the Gateway',
      TWO + auth(OF_GATEWAY, JWT),
      [
        "warning GW272 AuthPolicy edge/auth: spec.targetRef: got 'Gateway edge/public, to which no HTTPRoute or GRPCRoute is attached'",
      ],
      BACKEND,
    ],
    [
      'with a route that cannot be read',
      TWO + web('a.example.com').replace(WEB, 'rules: 7') + auth(OF_GATEWAY, JWT),
      ['error GW003 HTTPRoute shop/web: spec.rules: got 7'],
      BACKEND,
    ],
    ['of the Gateway, where the input is a part', TWO + auth(OF_GATEWAY, JWT), []],
    [
      'where routes are elsewhere',
      TWO + auth(OF_GATEWAY, JWT),
      [],
      { ...WHOLE, exists: ['HTTPRoute *', 'GatewayClass *'] },
    ],
    ['with a route', TWO + web('a.example.com') + auth(OF_GATEWAY, JWT), [], BACKEND],
    [
      'of a listener without one',
      TWO + web('a.example.com') + auth(`${OF_GATEWAY}, sectionName: b`, JWT),
      [
        "warning GW272 AuthPolicy edge/auth: spec.targetRef: got 'listener b of Gateway edge/public, to which no HTTPRoute or GRPCRoute is attached'",
      ],
      BACKEND,
    ],
    [
      'DNS for a host without one',
      TWO + web('a.example.com') + dns(),
      ["warning GW272 DNSPolicy edge/dns: spec.targetRef: got 'Gateway edge/public, to which no route is attached'"],
      BACKEND,
    ],
    ['DNS for a host with one', TWO + web('b.example.com') + dns(), [], BACKEND],
    [
      'with a route that is refused, which is told there',
      gateway(listener('b', ', hostname: b.example.com')) + web('a.example.com') + auth(OF_GATEWAY, JWT),
      ["error GW372 HTTPRoute shop/web: spec.hostnames: got 'a.example.com'"],
      BACKEND,
    ],
  ]);
});

describe('routes of a ListenerSet', () => {
  const input =
    gateway(listener('http')).replace('spec: {', 'spec: { allowedListeners: { namespaces: { from: All } },') +
    object(
      API,
      'ListenerSet',
      'shop/more',
      'spec: { parentRef: { name: public, namespace: edge }, listeners: [{ name: more, port: 8080, protocol: HTTP }] }',
    );
  const web = route('shop/web', WEB, 'kind: ListenerSet, name: more');
  const told = (name: string) => [
    `warning GW273 HTTPRoute shop/web: spec.parentRefs[0]: got 'ListenerSet shop/more, at whose listeners ${name} does not apply'`,
  ];
  each([
    ['below a policy of the Gateway', input + web + auth(OF_GATEWAY, JWT), told('AuthPolicy edge/auth')],
    [
      'with a policy of the route',
      input + web + policy('AuthPolicy', 'shop/auth', 'kind: HTTPRoute, name: web', JWT),
      told('AuthPolicy shop/auth'),
    ],
    ['without policies', input + web, []],
    ['below a policy of a listener', input + web + auth(`${OF_GATEWAY}, sectionName: http`, JWT), []],
    ['a route of the Gateway', input + route('shop/web', WEB) + auth(OF_GATEWAY, JWT), []],
  ]);
});

describe('hosts wider than that of the listener', () => {
  const input = (host: string, ...listeners: string[]) =>
    gateway(...listeners) + route('shop/web', `hostnames: ["${host}"], ${WEB}`);
  const api = listener('api', ', hostname: api.example.com');
  each([
    [
      'a wildcard at an exact host',
      input('*.example.com', api) + auth(OF_GATEWAY, JWT),
      [
        "warning GW274 HTTPRoute shop/web: spec.hostnames[0]: got '*.example.com, which is wider than api.example.com of listener api'",
      ],
    ],
    ['the same host', input('api.example.com', api) + auth(OF_GATEWAY, JWT), []],
    ['without policies', input('*.example.com', api), []],
    ['beside a listener for all of them', input('*.example.com', api, listener('http')) + auth(OF_GATEWAY, JWT), []],
  ]);
});
