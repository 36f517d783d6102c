import { parseManifests } from '../../src/manifest/parse';
import { modelsOf, pathOf } from '../../src/model/model';
import { effectivePolicy, PathPolicyKind, policiesOfListener, policyPathsOf, WHEN } from '../../src/model/policies';
import { API, backend, gateway, https, listener, object, policy as policyOf, route, rules } from '../check/together';

const modelOf = (yaml: string) =>
  modelsOf(parseManifests(yaml).objects.map(({ line, manifest }) => ({ where: `file:${line}`, manifest })))[0];

/** `listener route#rule: key=policy, ... (overridden policies)` for each path with a policy. */
function effective(yaml: string, kind: PathPolicyKind): string[] {
  const model = modelOf(yaml);
  return policyPathsOf(model).flatMap((path) => {
    const found = effectivePolicy(model, kind, path);
    if (!found) return [];
    const told = [...found.rules].map(([key, { source }]) => `${key}=${pathOf(source)}`).sort();
    const overridden = found.overridden.length > 0 ? ` (${found.overridden.map(pathOf).join(', ')})` : '';
    return [`${path.on.listener.name} ${pathOf(path.route)}#${path.rule}: ${told.join(', ')}${overridden}`];
  });
}

const policy = (kind: string, name: string, target: string, rest: string, created?: string) => {
  const text = policyOf(kind, name, target, rest);
  return created ? text.replace(' }\nspec', `, creationTimestamp: "${created}" }\nspec`) : text;
};
const GATEWAY = 'kind: Gateway, name: public';
const ROUTE = 'kind: HTTPRoute, name: web';
const auth = (name: string, target: string, rest: string, created?: string) =>
  policy('AuthPolicy', name, target, rest, created);
const limit = (name: string, target: string, rest: string, created?: string) =>
  policy('RateLimitPolicy', name, target, rest, created);
const limits = (...names: string[]) =>
  `limits: { ${names.map((name) => `${name}: { rates: [{ limit: 2, window: 10s }] }`).join(', ')} }`;
const WHERE = 'when: [{ predicate: "true" }]';
const EDGE = gateway(listener('http'));
const WEB = route('shop/web', rules(`{ ${backend('web')} }`));
const ONE = EDGE + WEB;
const TWO = EDGE + route('shop/web', rules(`{ name: first, ${backend('web')} }`, `{ ${backend('web')} }`));
const DENY = 'defaults: { rules: { authorization: { deny: { opa: { rego: allow = false } } } } }';
const ALLOW = 'rules: { authorization: { allow: { opa: { rego: allow = true } } } }';

describe('the policy in effect for a rule of a route', () => {
  test.each<[name: string, kind: PathPolicyKind, yaml: string, told: string[]]>([
    ['none', 'AuthPolicy', ONE, []],
    [
      'the walkthrough: denied at the Gateway',
      'AuthPolicy',
      ONE + auth('edge/deny', GATEWAY, DENY),
      ['http shop/web#0: authorization#deny=edge/deny'],
    ],
    [
      'the walkthrough: denied at the Gateway, allowed on the route',
      'AuthPolicy',
      ONE + auth('edge/deny', GATEWAY, DENY) + auth('shop/allow', ROUTE, ALLOW),
      ['http shop/web#0: authorization#allow=shop/allow (edge/deny)'],
    ],
    [
      'the walkthrough: the limit of the Gateway beside a policy of another kind',
      'RateLimitPolicy',
      ONE + limit('edge/low', GATEWAY, `defaults: { ${limits('low')} }`) + auth('shop/allow', ROUTE, ALLOW),
      ['http shop/web#0: low=edge/low'],
    ],
    [
      'defaults that merge fill the gaps',
      'RateLimitPolicy',
      ONE +
        limit('edge/a', GATEWAY, `defaults: { strategy: merge, ${limits('daily', 'burst')}, ${WHERE} }`) +
        limit('shop/b', ROUTE, limits('burst')),
      [`http shop/web#0: burst=shop/b, ${WHEN}=edge/a, daily=edge/a`],
    ],
    [
      'the strategy of the route does not matter to the Gateway',
      'RateLimitPolicy',
      ONE +
        limit('edge/a', GATEWAY, limits('daily')) +
        limit('shop/b', ROUTE, `defaults: { strategy: merge, ${limits('burst')} }`),
      ['http shop/web#0: burst=shop/b (edge/a)'],
    ],
    [
      'overrides replace',
      'RateLimitPolicy',
      ONE + limit('edge/a', GATEWAY, `overrides: { ${limits('daily')} }`) + limit('shop/b', ROUTE, limits('burst')),
      ['http shop/web#0: daily=edge/a (shop/b)'],
    ],
    [
      'overrides that merge keep what the route has besides, its conditions too',
      'AuthPolicy',
      ONE +
        auth(
          'edge/a',
          GATEWAY,
          'overrides: { strategy: merge, rules: { authentication: { sso: { jwt: { issuerUrl: https://a.example.com } } } } }',
        ) +
        auth(
          'shop/b',
          ROUTE,
          `${WHERE}, rules: { authentication: { sso: { anonymous: {} }, guest: { anonymous: {} } } }`,
        ),
      [`http shop/web#0: authentication#guest=shop/b, authentication#sso=edge/a, ${WHEN}=shop/b`],
    ],
    [
      'overrides that merge, of which the conditions win',
      'AuthPolicy',
      ONE +
        auth('edge/a', GATEWAY, `overrides: { strategy: merge, ${WHERE}, ${ALLOW} }`) +
        auth('shop/b', ROUTE, `${WHERE}, ${ALLOW}`),
      [`http shop/web#0: authorization#allow=edge/a, ${WHEN}=edge/a (shop/b)`],
    ],
    [
      'a listener is between the Gateway and the route',
      'RateLimitPolicy',
      gateway(listener('a', ', hostname: a.example.com'), listener('b', ', hostname: b.example.com')) +
        route('shop/web', `hostnames: [a.example.com, b.example.com], ${rules(`{ ${backend('web')} }`)}`) +
        limit('edge/a', GATEWAY, limits('all')) +
        limit('edge/b', `${GATEWAY}, sectionName: b`, limits('b')),
      ['a shop/web#0: all=edge/a', 'b shop/web#0: b=edge/b (edge/a)'],
    ],
    [
      'sections of a route are names, and numbers of rules without one',
      'RateLimitPolicy',
      TWO +
        limit('shop/all', ROUTE, limits('all')) +
        limit('shop/named', `${ROUTE}, sectionName: first`, limits('named')) +
        limit('shop/number', `${ROUTE}, sectionName: rule-1`, limits('number')) +
        limit('shop/second', `${ROUTE}, sectionName: rule-2`, limits('second')),
      ['http shop/web#0: named=shop/named (shop/all)', 'http shop/web#1: second=shop/second (shop/all)'],
    ],
    [
      'of one target, the younger replaces the defaults of the older',
      'RateLimitPolicy',
      ONE +
        limit('shop/a', ROUTE, limits('a'), '2026-02-01T00:00:00Z') +
        limit('shop/b', ROUTE, limits('b'), '2026-01-01T00:00:00Z'),
      ['http shop/web#0: a=shop/a (shop/b)'],
    ],
    [
      'of one target, the overrides of the older replace the younger',
      'RateLimitPolicy',
      ONE +
        limit('shop/a', ROUTE, `overrides: { ${limits('a')} }`, '2026-02-01T00:00:00Z') +
        limit('shop/b', ROUTE, `overrides: { ${limits('b')} }`, '2026-01-01T00:00:00Z'),
      ['http shop/web#0: b=shop/b (shop/a)'],
    ],
    [
      'of one target and time, names decide',
      'RateLimitPolicy',
      ONE + limit('shop/b', ROUTE, limits('b')) + limit('shop/a', ROUTE, limits('a')),
      ['http shop/web#0: b=shop/b (shop/a)'],
    ],
    [
      'a policy of conditions alone leaves the defaults above it',
      'TokenRateLimitPolicy',
      ONE +
        policy('TokenRateLimitPolicy', 'edge/a', GATEWAY, limits('a')) +
        policy('TokenRateLimitPolicy', 'shop/b', ROUTE, `defaults: { ${WHERE} }`),
      ['http shop/web#0: a=edge/a (shop/b)'],
    ],
    [
      'overrides on top of what is merged below',
      'RateLimitPolicy',
      ONE +
        limit('edge/a', GATEWAY, `overrides: { strategy: merge, ${limits('a')} }`) +
        limit('edge/b', `${GATEWAY}, sectionName: http`, `defaults: { strategy: merge, ${limits('a', 'b')} }`) +
        limit('shop/c', ROUTE, limits('c')),
      ['http shop/web#0: a=edge/a, b=edge/b, c=shop/c'],
    ],
    [
      'a policy of another namespace, or for a kind of another group',
      'RateLimitPolicy',
      ONE +
        limit('other/a', GATEWAY, limits('a')) +
        limit('shop/a', ROUTE, limits('a')).replace('gateway.networking.k8s.io', 'example.com'),
      [],
    ],
    ...(['RateLimitPolicy', 'TokenRateLimitPolicy'] as const).map(
      (kind): [string, PathPolicyKind, string, string[]] => [
        `a GRPCRoute below a ${kind} of its Gateway`,
        kind,
        EDGE +
          route('shop/web', rules(`{ ${backend('web')} }`), undefined, 'GRPCRoute') +
          policy(kind, 'edge/a', GATEWAY, limits('a')),
        kind === 'RateLimitPolicy' ? ['http shop/web#0: a=edge/a'] : [],
      ],
    ),
    [
      'a listener of a ListenerSet has no policies',
      'RateLimitPolicy',
      EDGE.replace('spec: {', 'spec: { allowedListeners: { namespaces: { from: All } },') +
        object(
          API,
          'ListenerSet',
          'shop/more',
          `spec: { parentRef: { name: public, namespace: edge }, listeners: [${https('more', 'shop.example.com')}] }`,
        ) +
        route('shop/web', rules(`{ ${backend('web')} }`), 'kind: ListenerSet, name: more') +
        limit('edge/a', GATEWAY, limits('a')),
      [],
    ],
  ])('%s', (_, kind, yaml, told) => expect(effective(yaml, kind)).toEqual(told));

  test('tells where each rule is, and the conditions', () => {
    const model = modelOf(
      ONE +
        auth(
          'shop/a',
          ROUTE,
          `defaults: { ${WHERE}, patterns: { p: { allOf: [] } }, rules: { metadata: { m: { http: { url: x } } }, callbacks: { c: { http: { url: x } } }, response: { unauthorized: { code: 302 }, unauthenticated: { code: 302 }, success: { headers: { h: { plain: { value: x } } }, filters: { f: { plain: { value: x } } } } } } }`,
        ),
    );
    const found = effectivePolicy(model, 'AuthPolicy', policyPathsOf(model)[0])!;
    expect(found.when).toEqual(['true']);
    expect(found.sources).toEqual(found.policies);
    expect([...found.rules].map(([key, { path }]) => `${key} ${path}`)).toEqual([
      "patterns#p spec.defaults.patterns['p']",
      "metadata#m spec.defaults.rules.metadata['m']",
      "callbacks#c spec.defaults.rules.callbacks['c']",
      'response.unauthenticated# spec.defaults.rules.response.unauthenticated',
      'response.unauthorized# spec.defaults.rules.response.unauthorized',
      "response.success.headers#h spec.defaults.rules.response.success.headers['h']",
      "response.success.metadata#f spec.defaults.rules.response.success.filters['f']",
      'conditions# spec.defaults.when',
    ]);
  });
});

test('DNSPolicies of a listener are its own, else those of its Gateway', () => {
  const model = modelOf(
    gateway(listener('a'), listener('b')) +
      WEB +
      policy('DNSPolicy', 'edge/all', GATEWAY, '') +
      policy('DNSPolicy', 'edge/b', `${GATEWAY}, sectionName: b`, '') +
      policy('DNSPolicy', 'other/c', GATEWAY, ''),
  );
  expect(
    policyPathsOf(model).map(({ on }) => [on.listener.name, policiesOfListener(model, 'DNSPolicy', on).map(pathOf)]),
  ).toEqual([
    ['a', ['edge/all']],
    ['b', ['edge/b']],
  ]);
});
