import { Chart, Duration } from 'cdk8s';
import { doubtsAbout, specOf } from './mesh-support';
import { IstioTarget } from '../../src/istio/istio-target';
import { JwtPresence, JwtRule, RequestAuthentication } from '../../src/istio/request-authentication';
import { brief } from '../support/brief';
import { newChart, theOnly } from '../support/synth';

const ISSUER = 'https://login.example.com';
const policy = (rule: JwtRule) => (chart: Chart) => new RequestAuthentication(chart, 'jwt', { jwtRules: [rule] });
const PUBLIC = { kty: 'RSA', n: 'abc', e: 'AQAB' };

test('accepts the tokens of an issuer', () => {
  const chart = newChart();
  new RequestAuthentication(chart, 'jwt', {
    targets: [IstioTarget.workloads({ app: 'cart' })],
    jwtRules: [
      {
        issuer: ISSUER,
        audiences: ['cart'],
        jwksUri: `${ISSUER}/keys`,
        fromHeaders: [{ name: 'x-jwt', prefix: 'Bearer ' }],
        outputClaimToHeaders: [{ header: 'x-group', claim: 'realm.group' }],
        timeout: Duration.seconds(2),
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
          outputClaimToHeaders: [{ header: 'x-group', claim: 'realm.group' }],
          timeout: '2s',
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
  expect(made.node.validate().map(brief)).toEqual([]);
});

test.each<[string, object]>([
  ['a set of keys', { keys: [PUBLIC] }],
  ['a key', PUBLIC],
])('takes %s', (_, keys) => {
  const jwks = JSON.stringify(keys);
  expect(specOf(policy({ issuer: ISSUER, jwks }))).toEqual({ jwtRules: [{ issuer: ISSUER, jwks }] });
});

test('doubts that a token is asked for', () => {
  expect(doubtsAbout(policy({ issuer: ISSUER, presence: JwtPresence.REQUIRED }))).toEqual([
    "GW569 presence of the tokens of 'https://login.example.com': got 'REQUIRED'",
  ]);
  expect(doubtsAbout(policy({ issuer: ISSUER, presence: JwtPresence.OPTIONAL }))).toEqual([]);
});

const rule = (one: Partial<JwtRule>) => ({ issuer: ISSUER, ...one });
const jwks = (value: unknown) => rule({ jwks: JSON.stringify(value) });
const EMPTY = "got '', expected some text";
test.each<[string, JwtRule, string]>([
  ['neither issuer nor keys', { audiences: ['a'] }, "JWT rule: got 'neither'"],
  ['keys twice', { jwksUri: ISSUER, jwks: JSON.stringify(PUBLIC) }, "JWT rule: got 'jwks and jwksUri'"],
  ['a scheme', { jwksUri: 'ftp://a.b' }, "jwksUri: got 'ftp://a.b'"],
  ['a long address', { jwksUri: `${ISSUER}/${'a'.repeat(2048)}` }, 'expected at most 2048 characters'],
  ['no JSON', rule({ jwks: 'secret' }), "jwks: got 'a text that is no key set'"],
  ['JSON of something else', jwks({ a: 'secret' }), "jwks: got 'a text that is no key set'"],
  ['null', jwks(null), "jwks: got 'a text that is no key set'"],
  ['a key without a type', jwks({ keys: [PUBLIC, {}] }), "key 2 of jwks: got 'no field kty'"],
  ['a private key', jwks({ keys: [{ ...PUBLIC, d: 'x' }] }), "key 1 of jwks: got 'a private or symmetric key'"],
  ['a symmetric key', jwks({ kty: 'oct', k: 'x' }), "key 1 of jwks: got 'a private or symmetric key'"],
  ['no time', rule({ timeout: Duration.millis(0) }), "timeout: got '0s'"],
  ['65 claims', rule({ spaceDelimitedClaims: Array(65).fill('a') }), "spaceDelimitedClaims: got '65 entries'"],
  ['an empty audience', rule({ audiences: [''] }), `audiences: ${EMPTY}`],
  ['an empty header', rule({ fromHeaders: [{ name: '' }] }), `name of fromHeaders: ${EMPTY}`],
  ['an empty parameter', rule({ fromParams: [''] }), `fromParams: ${EMPTY}`],
  ['an empty cookie', rule({ fromCookies: [''] }), `fromCookies: ${EMPTY}`],
  ['an empty issuer', { issuer: '', jwksUri: ISSUER }, `issuer: ${EMPTY}`],
  ['an empty list entry', rule({ spaceDelimitedClaims: [''] }), `spaceDelimitedClaims: ${EMPTY}`],
  [
    'an empty claim',
    rule({ outputClaimToHeaders: [{ header: 'a', claim: '' }] }),
    `claim of outputClaimToHeaders: ${EMPTY}`,
  ],
  [
    'a header',
    rule({ outputClaimToHeaders: [{ header: 'a b', claim: 'c' }] }),
    "header of outputClaimToHeaders: got 'a b'",
  ],
  [
    'a header twice',
    rule({ outputClaimToHeaders: ['x-a', 'X-A'].map((header) => ({ header, claim: 'c' })) }),
    "header of outputClaimToHeaders: got 'X-A twice'",
  ],
])('refused: %s', (_, one, message) => {
  const make = () => policy(one)(newChart());
  expect(make).toThrow(message);
  expect(make).not.toThrow(/secret/);
});

test('refused: 4097 issuers', () => {
  const jwtRules = Array<JwtRule>(4097).fill({ issuer: ISSUER });
  expect(() => new RequestAuthentication(newChart(), 'jwt', { jwtRules })).toThrow(
    "[test/jwt] jwtRules: got '4097 entries'",
  );
});
