import { atGateway, deny, FRONT, modelOf, object, POD, Sent, told } from './security';
import { Manifest } from '../../src/manifest/manifest';
import { acceptPeer } from '../../src/traffic/istio/security/peers';
import { Client } from '../../src/traffic/request';

describe('RequestAuthentication', () => {
  const A = 'https://a.example.com';
  const B = 'https://b.example.com';
  const rules = (...jwtRules: readonly object[]) => [
    object('RequestAuthentication', { jwtRules: jwtRules.map((each) => ({ jwksUri: 'https://keys', ...each })) }),
  ];
  const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const foreign = `${part({ alg: 'RS256' })}.${part({ iss: A, sub: 'ann' })}.c2ln`;
  const as = (claims: object, jwtIn?: Client['jwtIn']): Sent => ({ client: { jwt: claims as Client['jwt'], jwtIn } });

  test.each<[string, readonly Manifest[], Sent, string, string | undefined]>([
    ['a token of the issuer', rules({ issuer: A }), as({ iss: A }), 'passes', undefined],
    ['no token', rules({ issuer: A }), {}, 'passes', undefined],
    ['a token of another issuer', rules({ issuer: A }), as({ iss: B }), '401', 'Jwt issuer is not configured'],
    ['a token of the second issuer', rules({ issuer: A }, { issuer: B }), as({ iss: B }), 'passes', undefined],
    [
      'no token in the text',
      rules({ issuer: A }),
      bearer('junk'),
      '401',
      'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections',
    ],
    [
      'letters that are no token',
      rules({ issuer: A }),
      bearer('a.b.c'),
      '401',
      'Jwt header is an invalid Base64url encoded',
    ],
    ['another scheme', rules({ issuer: A }), { headers: { authorization: 'Basic eDp5' } }, 'passes', undefined],
    [
      'a token whose signature nobody knows',
      rules({ issuer: A }),
      bearer(foreign),
      `401 if ${A} does not accept the token; passes if ${A} accepts the token`,
      'Jwt verification fails',
    ],
    [
      'an audience',
      rules({ issuer: A, audiences: ['https://web/'] }),
      as({ iss: A, aud: ['x', 'http://web'] }),
      'passes',
      undefined,
    ],
    [
      'another audience',
      rules({ issuer: A, audiences: ['web'] }),
      as({ iss: A, aud: 'api' }),
      '403',
      'Audiences in Jwt are not allowed',
    ],
    [
      'no audience',
      rules({ issuer: A, audiences: ['web'] }),
      as({ iss: A }),
      '403',
      'Audiences in Jwt are not allowed',
    ],
    [
      'a token where nobody looks',
      rules({ issuer: A, fromHeaders: [{ name: 'x-jwt' }] }),
      as({ iss: B }),
      'passes',
      undefined,
    ],
    [
      'a token in a header',
      rules({ issuer: A, fromHeaders: [{ name: 'X-Jwt', prefix: 'T ' }] }),
      as({ iss: B }, { header: 'x-jwt', prefix: 'T ' }),
      '401',
      'Jwt issuer is not configured',
    ],
    [
      'a token in the query',
      rules({ issuer: A, fromParams: ['t'] }),
      as({ iss: B }, { query: 't' }),
      '401',
      'Jwt issuer is not configured',
    ],
    [
      'a token in a cookie',
      rules({ issuer: A, fromCookies: ['t'] }),
      as({ iss: B }, { cookie: 't' }),
      '401',
      'Jwt issuer is not configured',
    ],
    [
      'a right one and one that nobody reads',
      rules({ issuer: A, fromHeaders: [{ name: 'x-a' }] }, { issuer: B, fromHeaders: [{ name: 'x-b' }] }),
      { ...as({ iss: B }, { header: 'x-b' }), headers: { 'x-a': 'junk' } },
      'passes',
      undefined,
    ],
    [
      'a preflight',
      rules({ issuer: A }),
      {
        method: 'OPTIONS',
        headers: { authorization: 'Bearer junk', origin: 'https://x', 'access-control-request-method': 'GET' },
      },
      'passes',
      undefined,
    ],
  ])('%s', (_, objects, request, expected, reason) => {
    const verdict = atGateway(objects, request);
    expect(told(verdict)).toBe(expected);
    expect(verdict.refused[0]?.reason).toBe(reason);
  });

  test.each<[string, object, Sent, object]>([
    ['the token is taken away', {}, as({ iss: A }), { added: [['remove', 'authorization', '']] }],
    ['the token is left', { forwardOriginalToken: true }, as({ iss: A }), { added: [] }],
    [
      'claims become headers',
      {
        forwardOriginalToken: true,
        outputClaimToHeaders: ['s', 'n', 'f', 'b', 'l', 'o.p', 'gone'].map((claim) => ({
          claim,
          header: `x-${claim}`,
        })),
      },
      as({ iss: A, s: 't', n: 3, f: -2.5, b: false, l: ['a', 'b'], o: { p: 'q' } }),
      {
        added: [
          ['add', 'x-s', 't'],
          ['add', 'x-n', '3'],
          ['add', 'x-f', '-2.500000'],
          ['add', 'x-b', 'false'],
          ['add', 'x-l', 'WyJhIiwiYiJd'],
          ['add', 'x-o.p', 'q'],
        ],
      },
    ],
    [
      'such a header of the client is taken away',
      { outputClaimToHeaders: [{ claim: 'sub', header: 'X-Sub' }] },
      { headers: { 'x-sub': 'forged' } },
      { added: [['remove', 'x-sub', '']] },
    ],
    [
      'the payload becomes a header',
      { forwardOriginalToken: true, outputPayloadToHeader: 'x-payload' },
      as({ iss: A }),
      { added: [['add', 'x-payload', part({ iss: A })]] },
    ],
    [
      'a token is taken out of the query',
      { fromParams: ['t'] },
      { url: 'http://api.example.com/?z=1&a=2', ...as({ iss: A }, { query: 't' }) },
      { added: [], search: '?a=2&z=1' },
    ],
  ])('%s', (_, rule, request, expected) => {
    const { added, search } = atGateway(rules({ issuer: A, ...rule }), request);
    expect({ added: added.map(({ type, name, value }) => [type, name, value]), search }).toEqual({
      search: undefined,
      ...expected,
    });
  });

  test('a header out of a claim is what later conditions see, and what a provider does not', () => {
    const named = rules({ issuer: A, outputClaimToHeaders: [{ claim: 'role', header: 'x-role' }] });
    const when = [{ when: [{ key: 'request.headers[x-role]', values: ['admin'] }] }];
    const request = as({ iss: A, role: 'admin' });
    expect(told(atGateway([...named, deny(when)], request))).toBe('403');
    const custom = object(
      'AuthorizationPolicy',
      { action: 'CUSTOM', provider: { name: 'idp' }, rules: when },
      'edge',
      'c',
    );
    expect(told(atGateway([...named, custom], request))).toBe('passes');
  });

  test('a refusal says why in WWW-Authenticate, and steps name the rule', () => {
    const { refused, steps } = atGateway(rules({ issuer: A }), {
      url: 'http://api.example.com/x?y',
      ...as({ iss: B }),
    });
    expect(refused[0].headers.get('www-authenticate')).toBe(
      'Bearer realm="http://api.example.com/x?y", error="invalid_token"',
    );
    expect(steps.map(({ what, place }) => [what, place?.path])).toEqual([
      ['RequestAuthentication', 'spec.jwtRules[0]'],
    ]);
  });
});

describe('PeerAuthentication', () => {
  const peer = (namespace: string, spec: object, name = 'p', more = {}) =>
    object('PeerAuthentication', spec, namespace, name, more);
  const all = (mode: string) => ({ mtls: { mode } });
  const own = (spec: object) => ({ selector: { matchLabels: { app: 'api' } }, ...spec });

  test.each<[string, readonly Manifest[], string, string]>([
    ['nothing said', [], 'plain', 'identity'],
    ['strict in the mesh', [peer('istio-system', all('STRICT'))], 'reset', 'identity'],
    ['strict in the namespace', [peer('shop', all('STRICT'))], 'reset', 'identity'],
    ['strict in another namespace', [peer('other', all('STRICT'))], 'plain', 'identity'],
    ['disabled', [peer('shop', all('DISABLE'))], 'plain', 'plain'],
    [
      'the namespace before the mesh',
      [peer('istio-system', all('STRICT')), peer('shop', all('PERMISSIVE'))],
      'plain',
      'identity',
    ],
    [
      'unset is that of the mesh',
      [peer('istio-system', all('STRICT')), peer('shop', all('UNSET'))],
      'reset',
      'identity',
    ],
    [
      'the workload before the namespace',
      [peer('shop', all('STRICT'), 'a'), peer('shop', own(all('PERMISSIVE')), 'b')],
      'plain',
      'identity',
    ],
    ['a workload from the root does not count', [peer('istio-system', own(all('STRICT')))], 'plain', 'identity'],
    [
      'the port before the workload',
      [peer('shop', own({ ...all('STRICT'), portLevelMtls: { 8080: { mode: 'DISABLE' } } }))],
      'plain',
      'plain',
    ],
    [
      'another port',
      [peer('shop', own({ ...all('STRICT'), portLevelMtls: { 81: { mode: 'DISABLE' } } }))],
      'reset',
      'identity',
    ],
    [
      'an unset port',
      [peer('shop', own({ ...all('STRICT'), portLevelMtls: { 8080: { mode: 'UNSET' } } }))],
      'reset',
      'identity',
    ],
    [
      'the older of two',
      [
        peer('shop', all('STRICT'), 'a', { creationTimestamp: '2024-01-02T00:00:00Z' }),
        peer('shop', all('DISABLE'), 'b', { creationTimestamp: '2024-01-01T00:00:00Z' }),
      ],
      'plain',
      'plain',
    ],
  ])('%s', (_, objects, outside, inside) => {
    const model = modelOf(objects);
    const shown = (identity?: string) => {
      const { refused, principals } = acceptPeer(model, POD, 8080, identity);
      return refused ? refused.error : principals.length > 0 ? 'identity' : 'plain';
    };
    expect([shown(), shown(FRONT)]).toEqual([outside, inside]);
  });
});
