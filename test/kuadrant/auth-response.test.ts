import { Duration } from 'cdk8s';
import { policyWith, rulesWith } from './auth-fixture';
import { AuthPattern } from '../../src/kuadrant/auth-condition';
import { AuthDenial, AuthResponse, WristbandAlgorithm } from '../../src/kuadrant/auth-response';
import { AuthValue } from '../../src/kuadrant/auth-value';

const issuer = 'https://authorino.kuadrant-system.svc:8083/kuadrant-system/config/wristband';
const signingKeyRefs = [{ name: 'signing-key', algorithm: WristbandAlgorithm.ES256 }];

const RESPONSES: [string, AuthResponse, object][] = [
  [
    'a value',
    AuthResponse.plain({ value: AuthValue.selector('auth.identity.sub'), key: 'x-user' }),
    { plain: { selector: 'auth.identity.sub' }, key: 'x-user' },
  ],
  [
    'an object',
    AuthResponse.json({
      properties: {
        userid: AuthValue.expression('auth.identity.sub'),
        plan: AuthValue.of({ name: 'gold', limits: [1, 2] }),
      },
      priority: 1,
      metrics: true,
      when: [AuthPattern.excludes('auth.identity.roles', 'guest')],
      cache: { key: AuthValue.selector('auth.identity.sub'), ttl: Duration.seconds(1) },
    }),
    {
      json: {
        properties: { userid: { expression: 'auth.identity.sub' }, plan: { value: { name: 'gold', limits: [1, 2] } } },
      },
      priority: 1,
      metrics: true,
      when: [{ selector: 'auth.identity.roles', operator: 'excl', value: 'guest' }],
      cache: { key: { selector: 'auth.identity.sub' }, ttl: 1 },
    },
  ],
  [
    'a wristband',
    AuthResponse.wristband({
      issuer,
      customClaims: { scope: AuthValue.of('internal') },
      tokenDuration: Duration.minutes(5),
      signingKeyRefs: [...signingKeyRefs, { name: 'old-key', algorithm: WristbandAlgorithm.RS512 }],
    }),
    {
      wristband: {
        issuer,
        customClaims: { scope: { value: 'internal' } },
        tokenDuration: 300,
        signingKeyRefs: [
          { name: 'signing-key', algorithm: 'ES256' },
          { name: 'old-key', algorithm: 'RS512' },
        ],
      },
    },
  ],
];

test.each(RESPONSES)('emits %s', (_, response, expected) => {
  const { success } = rulesWith((policy) => {
    policy.addResponseHeader('x-item', response);
    policy.addResponseFilter('item', response);
  }).response;
  expect(success).toStrictEqual({ headers: { 'x-item': expected }, filters: { item: expected } });
});

test('emits denials, and nothing of success where nothing is added', () => {
  const message = AuthValue.of('log in');
  const rules = rulesWith(() => undefined, {
    unauthenticated: {
      code: 302,
      message,
      headers: { Location: AuthValue.expression('"https://login.example.com?to=" + request.path') },
    },
    unauthorized: { code: 404, body: AuthValue.of({ error: 'not found' }) },
  });
  expect(rules).toStrictEqual({
    response: {
      unauthenticated: {
        code: 302,
        message: { value: 'log in' },
        headers: { Location: { expression: '"https://login.example.com?to=" + request.path' } },
      },
      unauthorized: { code: 404, body: { value: { error: 'not found' } } },
    },
  });
});

test.each([300, 599])('takes status %d', (code) => {
  expect(() => policyWith(() => undefined, { unauthorized: { code } })).not.toThrow();
});

test.each<[AuthDenial, string]>([
  [{ code: 299 }, 'code of unauthorized: got 299'],
  [{ code: 600 }, 'code of unauthorized: got 600'],
  [{ code: 403.5 }, 'code of unauthorized: got 403.5'],
  [{}, "unauthorized: got 'an empty object'"],
  [{ headers: { 'a b': AuthValue.of('x') } }, "headers of unauthorized: got 'a b'"],
])('refuses the denial %j', (denial, message) => {
  expect(() => policyWith(() => undefined, { unauthorized: denial })).toThrow(message);
  expect(() => policyWith(() => undefined, { unauthenticated: denial })).toThrow(
    message.replace('unauthorized', 'unauthenticated'),
  );
});

test.each<[() => unknown, string]>([
  [() => AuthResponse.json({ properties: {} }), "properties of AuthResponse.json: got 'none'"],
  [
    () => AuthResponse.wristband({ issuer, signingKeyRefs: [] }),
    "signingKeyRefs of AuthResponse.wristband: got 'none'",
  ],
  [
    () => AuthResponse.wristband({ issuer: 'authorino', signingKeyRefs }),
    "issuer of AuthResponse.wristband: got 'authorino'",
  ],
  [
    () => AuthResponse.wristband({ issuer, signingKeyRefs, tokenDuration: Duration.millis(10) }),
    "tokenDuration: got '10 ms'",
  ],
  [
    () => AuthResponse.wristband({ issuer, signingKeyRefs: [{ name: 'A', algorithm: WristbandAlgorithm.ES384 }] }),
    "name of a signing key: got 'A'",
  ],
  [() => AuthResponse.plain({ value: AuthValue.of('x'), key: '' }), "key of AuthResponse: got ''"],
  [
    () =>
      policyWith((policy) => policy.addResponseHeader('my header', AuthResponse.plain({ value: AuthValue.of('x') }))),
    "response header 'my header' of AuthPolicy: got 'my header'",
  ],
  [
    () =>
      policyWith((policy) =>
        policy.addResponseHeader('user', AuthResponse.plain({ value: AuthValue.of('x'), key: 'the user' })),
      ),
    "response header 'user' of AuthPolicy: got 'the user'",
  ],
])('refuses %s', (make, message) => {
  expect(make).toThrow(message);
});
