import { backend, each, gateway, listener, OF_GATEWAY, policy, route, rules, WHOLE } from '../together';

const ROUTE = 'kind: HTTPRoute, name: web';
const INPUT = gateway(listener('http')) + route('shop/web', rules(`{ ${backend('web')} }`));
const BACKEND = { ...WHOLE, exists: ['Service shop/web', 'GatewayClass *'] };
const auth = (name: string, target: string, rest: string) => policy('AuthPolicy', name, target, rest);
const limit = (name: string, target: string, rest: string) => policy('RateLimitPolicy', name, target, rest);
const limits = (name: string) => `limits: { ${name}: { rates: [{ limit: 1, window: 1s }] } }`;
const WHEN = 'when: [{ predicate: \'request.path != "/health"\' }]';
const JWT = 'authentication: { sso: { jwt: { issuerUrl: https://sso.example.com } } }';
const GUEST = 'authentication: { guest: { anonymous: {} } }';
const opa = (rego: string) => `authorization: { a: { opa: { rego: ${rego} } } }`;
const NO_ADMIN =
  'authorization: { no-admin: { patternMatching: { patterns: [{ predicate: "!request.path.startsWith(\'/admin\')" }] } } }';
const GATED = 'none, with overrides that merge';

describe('conditions of a route over merged overrides', () => {
  each([
    [
      'of an AuthPolicy',
      INPUT +
        auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `${WHEN}, rules: { ${NO_ADMIN} }`),
      [`warning GW202 AuthPolicy edge/a: spec.overrides.when: got '${GATED}, and AuthPolicy shop/b has a when'`],
    ],
    [
      'of a limit',
      INPUT +
        limit('edge/a', OF_GATEWAY, `overrides: { strategy: merge, ${limits('a')} }`) +
        limit('shop/b', ROUTE, `${WHEN}, ${limits('b')}`),
      [
        `warning GW202 RateLimitPolicy edge/a: spec.overrides.when: got '${GATED}, and RateLimitPolicy shop/b has a when'`,
      ],
    ],
    [
      'of a route that may follow',
      INPUT + auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, rules: { ${JWT} } }`),
      [`warning GW202 AuthPolicy edge/a: spec.overrides.when: got '${GATED}'`],
    ],
    [
      'no route has any, and the input is all there is',
      INPUT +
        auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `rules: { ${NO_ADMIN} }`),
      [],
      BACKEND,
    ],
    [
      'a limit without routes that have any',
      INPUT +
        limit('edge/a', OF_GATEWAY, `overrides: { strategy: merge, ${limits('a')} }`) +
        limit('shop/b', ROUTE, limits('b')),
      [],
    ],
    [
      'the overrides have their own',
      INPUT +
        limit('edge/a', OF_GATEWAY, `overrides: { strategy: merge, when: [{ predicate: "true" }], ${limits('a')} }`) +
        limit('shop/b', ROUTE, `${WHEN}, ${limits('b')}`),
      [],
    ],
  ]);
});

describe('policies that others override as a whole', () => {
  const overrides = limit('edge/a', OF_GATEWAY, `overrides: { ${limits('a')} }`);
  const TOLD = [
    "warning GW268 RateLimitPolicy shop/b: spec.targetRef: got 'HTTPRoute web, for which RateLimitPolicy edge/a overrides all rules'",
  ];
  each([
    ['of a route', INPUT + overrides + limit('shop/b', ROUTE, limits('b')), TOLD],
    [
      'the same rule',
      INPUT +
        limit('edge/a', OF_GATEWAY, `overrides: { strategy: merge, ${limits('b')} }`) +
        limit('shop/b', ROUTE, limits('b')),
      TOLD,
    ],
    [
      'another rule',
      INPUT +
        limit('edge/a', OF_GATEWAY, `overrides: { strategy: merge, ${limits('a')} }`) +
        limit('shop/b', ROUTE, limits('b')),
      [],
    ],
    ['defaults', INPUT + limit('edge/a', OF_GATEWAY, limits('a')) + limit('shop/b', ROUTE, limits('b')), []],
    [
      'of a route that is at another Gateway too, where nothing overrides it',
      INPUT.replace('parentRefs: [', 'parentRefs: [{ name: other, namespace: edge }, ') +
        gateway(listener('http')).replace('name: public', 'name: other') +
        overrides +
        limit('shop/b', ROUTE, limits('b')),
      [],
    ],
    [
      'of a route that is at a Gateway which is not in the input too',
      INPUT.replace('parentRefs: [', 'parentRefs: [{ name: other, namespace: edge }, ') +
        overrides +
        limit('shop/b', ROUTE, limits('b')),
      [],
    ],
    [
      'two of one target, which is told there',
      INPUT + overrides + limit('edge/b', OF_GATEWAY, limits('b')),
      [
        "warning GW261 RateLimitPolicy edge/b: spec.targetRef: got 'Gateway public, which RateLimitPolicy edge/a targets too'",
      ],
    ],
  ]);
});

describe('defaults that a route drops', () => {
  const told = (lost: string) => [
    `warning GW269 AuthPolicy shop/b: spec.rules: got 'rules without ${lost}, which replace those of AuthPolicy edge/a, which has one'`,
  ];
  const both = (above: string, below: string) =>
    INPUT + auth('edge/a', OF_GATEWAY, above) + auth('shop/b', ROUTE, below);
  each([
    ['authentication', both(`defaults: { rules: { ${JWT} } }`, `rules: { ${NO_ADMIN} }`), told('authentication')],
    ['authorization', both(`rules: { ${NO_ADMIN} }`, `rules: { ${JWT} }`), told('authorization')],
    [
      'authentication that merges',
      both(`defaults: { strategy: merge, rules: { ${JWT} } }`, `rules: { ${NO_ADMIN} }`),
      [],
    ],
    ['another authentication', both(`rules: { ${JWT}, ${NO_ADMIN} }`, `rules: { ${GUEST} }`), []],
    ['authentication, for a route that is open', both(`rules: { ${JWT} }`, `rules: { ${opa('allow = true')} }`), []],
    ['a denial of everything', both(`rules: { ${opa('allow = false')} }`, `rules: { ${JWT} }`), []],
    [
      'a denial of everything, by a pattern',
      both(
        'rules: { authorization: { a: { patternMatching: { patterns: [{ predicate: "false" }] } } } }',
        `rules: { ${JWT} }`,
      ),
      [],
    ],
    ['another authorization', both(`rules: { ${NO_ADMIN} }`, `rules: { ${opa('allow = input.a')} }`), []],
  ]);
});

describe('anonymous access that a policy adds to another', () => {
  const OPEN = 'anonymous access for every request, merged with the authentication of';
  each([
    [
      'by the route',
      INPUT +
        auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, when: [{ predicate: "true" }], rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `rules: { ${GUEST} }`),
      [`warning GW270 AuthPolicy shop/b: spec.rules.authentication['guest']: got '${OPEN} AuthPolicy edge/a'`],
    ],
    [
      'by the defaults of the Gateway',
      INPUT +
        auth('edge/a', OF_GATEWAY, `defaults: { strategy: merge, rules: { ${GUEST} } }`) +
        auth('shop/b', ROUTE, `rules: { ${JWT} }`),
      [`warning GW270 AuthPolicy edge/a: spec.defaults.rules.authentication['guest']: got '${OPEN} AuthPolicy shop/b'`],
    ],
    [
      'for some requests',
      INPUT +
        auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, when: [{ predicate: "true" }], rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `rules: { authentication: { guest: { anonymous: {}, ${WHEN} } } }`),
      [],
    ],
    [
      'instead of the other',
      INPUT +
        auth('edge/a', OF_GATEWAY, `defaults: { rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `rules: { ${GUEST} }`),
      [],
    ],
    [
      'under the name of the other, which overrides it',
      INPUT +
        auth('edge/a', OF_GATEWAY, `overrides: { strategy: merge, when: [{ predicate: "true" }], rules: { ${JWT} } }`) +
        auth('shop/b', ROUTE, `rules: { authentication: { sso: { anonymous: {} } }, ${NO_ADMIN} }`),
      [],
    ],
  ]);
});
