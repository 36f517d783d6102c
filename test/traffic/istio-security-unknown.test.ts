import * as fc from 'fast-check';
import { authorizationPolicy, fields, Names, requestAuthentication } from './random-policies';
import { allow, atGateway, deny, GATEWAY, GATEWAY_API, modelOf, object, sent, told } from './security';
import { Manifest } from '../../src/manifest/manifest';
import { authorize, authorizerOf } from '../../src/traffic/istio/security/authorize';
import { factsAtGateway } from '../../src/traffic/istio/security/facts';
import { Client } from '../../src/traffic/request';

describe('what is not known', () => {
  const block = { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] };
  const custom = (name: string, rules: readonly unknown[], own = 'custom') =>
    object('AuthorizationPolicy', { action: 'CUSTOM', provider: { name }, rules }, 'edge', own);
  const inside = 'the address of the connection is in 10.0.0.0/8';
  const outside = 'the address of the connection is not in 10.0.0.0/8';

  test.each<[string, readonly Manifest[], string]>([
    ['an address denies', [deny([block])], `403 if ${inside}; passes if ${outside}`],
    ['an address allows', [allow([block])], `403 if ${outside}; passes if ${inside}`],
    ['an address beside a rule that fits', [deny([block, {}])], '403'],
    ['a provider', [custom('idp', [{}])], '403 if idp does not allow the request; passes if idp allows the request'],
    ['a provider that is not asked', [custom('idp', [{ to: [{ operation: { paths: ['/x'] } }] }])], 'passes'],
    [
      'a provider, and a policy that denies',
      [custom('idp', [{}]), deny([{}])],
      '403 if idp does not allow the request; 403 if idp allows the request',
    ],
    [
      'a provider for an address',
      [custom('idp', [block])],
      `403 if ${inside} and idp does not allow the request; passes if ${outside} or idp allows the request`,
    ],
    [
      'two providers: Istio refuses',
      [custom('a', [{}]), custom('b', [{ to: [{ operation: { paths: ['/x'] } }] }], 'more')],
      '403',
    ],
    [
      'a header that proxies set',
      [deny([{ when: [{ key: 'request.headers[x-request-id]', values: ['a'] }] }])],
      '403 if the header x-request-id, which proxies set, is a; passes if the header x-request-id, which proxies set, is not a',
    ],
    [
      'metadata of Envoy',
      [deny([{ when: [{ key: 'experimental.envoy.filters.http.x[y]', values: ['a'] }] }])],
      '403 if metadata of Envoy is a; passes if metadata of Envoy is not a',
    ],
  ])('%s', (_, objects, expected) => expect(told(atGateway(objects))).toBe(expected));

  test('a certificate that is not at hand, at a gateway that asks for one', () => {
    const model = modelOf([deny([{ from: [{ source: { principals: ['a'] } }] }])]);
    const request = sent({ url: 'https://api.example.com/', client: { certificate: 'edge/client' } });
    const verdict = (asksForCertificate: boolean) =>
      told(authorize(model, GATEWAY, factsAtGateway(model, request, 443, { asksForCertificate })));
    expect(verdict(false)).toBe('passes');
    expect(verdict(true)).toBe(
      '403 if the principal of the client is a; passes if the principal of the client is not a',
    );
  });

  const NAMES: Names = {
    namespaces: ['edge', 'istio-system'],
    selectors: [{ team: 'edge' }],
    targets: [{ group: GATEWAY_API, kind: 'Gateway', name: 'web' }],
    ports: ['80'],
    sources: {
      ipBlocks: ['10.0.0.0/8', '203.0.113.9'],
      remoteIpBlocks: ['10.0.0.0/8', '0.0.0.0/0'],
      requestPrincipals: ['*'],
    },
    sni: [],
  };

  test('what becomes of a request from any address is one of the branches of one from an unknown address', () => {
    const policies = fc.tuple(
      authorizationPolicy(NAMES, 'a'),
      authorizationPolicy(NAMES, 'b'),
      requestAuthentication(NAMES, 'c'),
    );
    fc.assert(
      fc.property(
        policies,
        fields(),
        fc.constantFrom('10.1.2.3', '203.0.113.9', '2001:db8::1'),
        (objects, sends, ip) => {
          const model = modelOf(objects);
          const judge = authorizerOf(model, GATEWAY);
          const ends = (client: Client) => {
            const { method, host, path, headers, jwt } = sends;
            const request = sent({ url: `http://${host}${path}`, method, headers, client: { ...client, jwt } });
            const { refused, passesIf } = judge(factsAtGateway(model, request, 80));
            return [...refused.map(({ status }) => status), ...(passesIf === undefined ? [] : ['passes'])];
          };
          const branches = ends({});
          expect(ends({ ip }).filter((end) => !branches.includes(end))).toEqual([]);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});
