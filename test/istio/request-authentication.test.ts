import { Chart } from 'cdk8s';
import { specOf } from './mesh-support';
import { PolicyTarget } from '../../src/istio/istio-target';
import { JwtRule, RequestAuthentication } from '../../src/istio/request-authentication';
import { brief } from '../support/brief';
import { newChart, theOnly } from '../support/synth';

const ISSUER = 'https://login.example.com';
const policy = (rule: JwtRule) => (chart: Chart) => new RequestAuthentication(chart, 'jwt', { jwtRules: [rule] });
const PUBLIC = { kty: 'RSA', n: 'abc', e: 'AQAB' };

test('accepts the tokens of an issuer', () => {
  const chart = newChart();
  new RequestAuthentication(chart, 'jwt', {
    targets: [PolicyTarget.workloads({ app: 'cart' })],
    jwtRules: [
      {
        issuer: ISSUER,
        audiences: ['cart'],
        jwksUri: `${ISSUER}/keys`,
        fromHeaders: [{ name: 'x-jwt', prefix: 'Bearer ' }],
      },
    ],
  });
  expect(theOnly(chart, 'RequestAuthentication')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'jwt', namespace: 'team' },
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      jwtRules: [
        {
          issuer: ISSUER,
          audiences: ['cart'],
          jwksUri: `${ISSUER}/keys`,
          fromHeaders: [{ name: 'x-jwt', prefix: 'Bearer ' }],
        },
      ],
    },
  });
});

test('adds issuers, and gives copies', () => {
  const chart = newChart();
  const made = new RequestAuthentication(chart, 'jwt', {});
  expect(made.node.validate().map(brief)).toEqual(["jwtRules of RequestAuthentication: got 'none'"]);
  made.addJwtRule({ issuer: ISSUER });
  made.jwtRules.pop();
  expect(made.jwtRules).toHaveLength(1);
  expect(made.node.validate()).toEqual([]);
});

test.each<[string, object]>([
  ['a set of keys', { keys: [PUBLIC] }],
  ['a key', PUBLIC],
])('takes %s', (_, keys) => {
  const jwks = JSON.stringify(keys);
  expect(specOf(policy({ issuer: ISSUER, jwks }))).toEqual({ jwtRules: [{ issuer: ISSUER, jwks }] });
});

const rule = (one: Partial<JwtRule>) => ({ issuer: ISSUER, ...one });
const jwks = (value: unknown) => rule({ jwks: JSON.stringify(value) });
test.each<[string, JwtRule, string]>([
  ['neither issuer nor keys', { audiences: ['a'] }, "JWT rule: got 'neither'"],
  ['a scheme', { jwksUri: 'ftp://a.b' }, "jwksUri: got 'ftp://a.b'"],
  ['no JSON', rule({ jwks: 'secret' }), "jwks: got 'a text that is not a key set'"],
  ['JSON of something else', jwks({ a: 'secret' }), "jwks: got 'a text that is not a key set'"],
  ['null', jwks(null), "jwks: got 'a text that is not a key set'"],
  ['a key without a type', jwks({ keys: [PUBLIC, {}] }), "key 2 of jwks: got 'no field kty'"],
  ['a private key', jwks({ keys: [{ ...PUBLIC, d: 'x' }] }), "key 1 of jwks: got 'a private or symmetric key'"],
  ['a symmetric key', jwks({ kty: 'oct', k: 'x' }), "key 1 of jwks: got 'a private or symmetric key'"],
  ['an empty audience', rule({ audiences: [''] }), "audiences: got ''"],
])('refused: %s', (_, one, message) => {
  const make = () => policy(one)(newChart());
  expect(make).toThrow(message);
  expect(make).not.toThrow(/secret/);
});
