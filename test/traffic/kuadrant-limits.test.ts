import { stringify } from 'yaml';
import { ALL, GATEWAY, policy, route, sender, told } from './kuadrant';
import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { newLimits } from '../../src/traffic/kuadrant/limits';
import { PROFILES } from '../../src/traffic/profile';
import { RequestFields, requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { exampleObjects } from '../examples/example';

const limit = (limits: string, more = '') => policy('RateLimitPolicy', 'HTTPRoute/web', `limits: ${limits}\n${more}`);
const URL = 'http://web.example.com/';
const TWO = '{two: {rates: [{limit: 2, window: 10s}]}}';

/** Statuses of requests one after the other; a number lets so many milliseconds pass. */
function statuses(manifests: readonly string[], sent: readonly (number | string | Partial<RequestFields>)[]): string[] {
  const { send, limits } = sender(GATEWAY, ...manifests);
  return sent.flatMap((each) => {
    if (typeof each === 'number') {
      limits.now += each;
      return [];
    }
    return told(send(typeof each === 'string' ? each : { url: URL, ...each }));
  });
}

test.each<[string, string[], Parameters<typeof statuses>[1], string]>([
  ['the third is over', [limit(TWO)], [{}, {}, {}], '200 200 429'],
  ['the window begins with the first', [limit(TWO)], [5000, {}, 9000, {}, {}, 999, {}, 1, {}], '200 200 429 429 200'],
  [
    'all rates of a limit apply',
    [limit('{a: {rates: [{limit: 1, window: 1s}, {limit: 2, window: 1m}]}}')],
    [{}, {}, 1000, {}, 1000, {}],
    '200 429 200 429',
  ],
  [
    'a request that one limit refuses is counted by none',
    [
      limit(
        '{a: {rates: [{limit: 1, window: 1s}]}, b: {rates: [{limit: 2, window: 1m}], when: [{predicate: "true"}]}}',
      ),
    ],
    [{}, {}, {}, 1000, {}],
    '200 429 429 200',
  ],
  [
    'a window below one second limits nothing',
    [limit('{a: {rates: [{limit: 1, window: 900ms}]}}')],
    [{}, {}],
    '200 200',
  ],
  [
    'counters by an expression',
    [limit('{a: {rates: [{limit: 1, window: 1m}], counters: [{expression: source.remote_address}]}}')],
    [{ client: { ip: '1.1.1.1' } }, { client: { ip: '2.2.2.2' } }, { client: { ip: '1.1.1.1' } }],
    '200 200 429',
  ],
  [
    'a counter that fails leaves all limits out',
    [limit('{a: {rates: [{limit: 0, window: 1m}], counters: [{expression: "request.headers[\'x\']"}]}}')],
    [{}, { headers: { x: '1' } }],
    '200 429',
  ],
  [
    'a condition',
    [limit('{a: {rates: [{limit: 0, window: 1m}], when: [{predicate: request.method == "POST"}]}}')],
    [{}, { method: 'POST' }],
    '200 429',
  ],
  [
    'a condition of the whole policy',
    [limit('{a: {rates: [{limit: 0, window: 1m}]}}', 'when: [{predicate: request.method == "POST"}]')],
    [{}, { method: 'POST' }],
    '200 429',
  ],
  [
    'an invalid condition leaves all limits out',
    [
      limit(
        '{a: {rates: [{limit: 0, window: 1m}], when: [{predicate: method == "GET"}]}, b: {rates: [{limit: 0, window: 1m}]}}',
      ),
    ],
    [{}],
    '200',
  ],
  [
    'an identity without an AuthPolicy leaves the limit out',
    [limit('{a: {rates: [{limit: 0, window: 1m}], when: [{predicate: auth.identity.user == ""}]}}')],
    [{}],
    '200',
  ],
  [
    'a gateway counts for each route',
    [route(ALL, 'other'), policy('RateLimitPolicy', 'Gateway/public', `limits: ${TWO}`)],
    [{}, {}, 'http://other.example.com/', {}, 'http://other.example.com/'],
    '200 200 200 429 200',
  ],
  [
    'a condition on the response never limits',
    [
      policy(
        'TokenRateLimitPolicy',
        'HTTPRoute/web',
        'limits: {chat: {rates: [{limit: 0, window: 1m}], when: [{predicate: \'responseBodyJSON("/object") != "error"\'}]}}',
      ),
    ],
    [{}],
    '200',
  ],
])('%s', (_, manifests, sent, expected) => {
  expect(statuses([route(ALL), ...manifests], sent).join(' ')).toBe(expected);
});

test('tokens are counted when the response has come, so that the next request may be over', () => {
  const tokens = policy(
    'TokenRateLimitPolicy',
    'HTTPRoute/web',
    'limits: {chat: {rates: [{limit: 20000, window: 24h}]}}',
  );
  const shown = 'limit chat of TokenRateLimitPolicy shop/web, 20000 per 24h, is';
  expect(statuses([route(ALL), tokens], [{}, {}, 24 * 3600_000, {}])).toEqual([
    '200',
    `429 if ${shown} used up; 200 if ${shown} not used up`,
    '200',
  ]);
});

test('limits stand before authentication, and behind it where they look at the identity', () => {
  const auth = policy(
    'AuthPolicy',
    'HTTPRoute/web',
    `rules:
  authentication: {sso: {jwt: {issuerUrl: https://sso.example.com}}}
  response: {success: {filters: {identity: {json: {properties: {user: {selector: auth.identity.sub}}}}}}}`,
  );
  const by = (sub: string) => ({ client: { jwt: { iss: 'https://sso.example.com', sub } } });
  expect(statuses([route(ALL), auth, limit(TWO)], [{}, {}, by('a')])).toEqual(['401', '401', '429']);
  const perUser = limit('{a: {rates: [{limit: 1, window: 1m}], counters: [{expression: auth.identity.user}]}}');
  expect(statuses([route(ALL), auth, perUser], [{}, by('a'), by('b'), by('a'), {}])).toEqual([
    '401',
    '200',
    '200',
    '429',
    '401',
  ]);
});

test('a request that may count leaves the next open', () => {
  const maybe = limit('{a: {rates: [{limit: 1, window: 1m}], when: [{predicate: "request.size > 10"}]}}');
  const [first, second] = statuses([route(ALL), maybe], [{}, {}]);
  expect(first).toBe('200');
  expect(second).toContain(
    '429 if request.size > 10 is true and limit a of RateLimitPolicy shop/web, 1 per 1m, is used up',
  );
});

describe('the walkthrough of Connectivity Link', () => {
  const objects = [...exampleObjects('connectivity-link').values()].map((each) => stringify(each));

  function walk(more: string, requests: readonly Partial<RequestFields>[]) {
    const [model] = modelsOf(
      parseManifests([...objects, more].join('\n---\n')).objects.map(({ manifest }) => ({ where: '', manifest })),
    );
    const world = { ...worldOf(model, PROFILES.istio), limits: newLimits() };
    return requests.map((fields) => {
      const request = requestOf({ url: 'https://test.demo.example.com/', ...fields })!;
      return sendToGateway(world, { namespace: 'api-gateway', name: 'external' }, request);
    });
  }

  test('403, 403, 429', () => {
    const replies = walk('', [{}, {}, {}]);
    expect(replies.map(told)).toEqual(['403', '403', '429']);
    expect(replies[2].outcomes[0].body).toBe('Too Many Requests\n');
  });

  test('a route with a policy of its own is served to those with a key', () => {
    const allowed = `
apiVersion: kuadrant.io/v1
kind: AuthPolicy
metadata: {name: test, namespace: api-gateway}
spec:
  targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: test}
  rules:
    authentication: {keys: {apiKey: {selector: {matchLabels: {app: toystore}}}}}
---
apiVersion: v1
kind: Secret
metadata:
  name: bob
  namespace: kuadrant-system
  labels: {authorino.kuadrant.io/managed-by: authorino, app: toystore}
stringData: {api_key: IAMBOB}
`;
    const replies = walk(allowed, [{}, { client: { apiKey: 'kuadrant-system/bob' } }]);
    expect(replies.map(told)).toEqual(['401', '200']);
  });
});
