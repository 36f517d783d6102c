/* What the webhook of Istio refuses in policies of security.istio.io. */
import { eachManifest, manifest } from '../told';

const security = (kind: string, spec: object) => manifest(kind, spec, 'security.istio.io/v1');
const allow = (rule: object) => security('AuthorizationPolicy', { rules: [rule] });
const from = (source: object) => allow({ from: [{ source }] });
const operation = (to: object) => allow({ to: [{ operation: to }] });
const when = (key: string, ...values: string[]) => allow({ when: [{ key, values }] });
const target = (group: string, kind: string) =>
  security('AuthorizationPolicy', { targetRefs: [{ group, kind, name: 'a' }], rules: [{}] });

describe('authorization', () => {
  const dry = (kind: string, value: string) => {
    const object = security(kind, {});
    return { ...object, metadata: { ...object.metadata, annotations: { 'istio.io/dry-run': value } } };
  };
  const custom = (rest: object) =>
    security('AuthorizationPolicy', { action: 'CUSTOM', provider: { name: 'a' }, rules: [{}], ...rest });
  eachManifest([
    ['a trial', dry('AuthorizationPolicy', 'true')],
    [
      'a trial that is neither true nor false',
      dry('AuthorizationPolicy', 'yes'),
      "GW631 metadata.annotations['istio.io/dry-run']: got 'yes'",
    ],
    [
      'a trial of another kind',
      dry('RequestAuthentication', 'true'),
      "GW631 metadata.annotations['istio.io/dry-run']: got 'true'",
    ],
    ['nothing is allowed', security('AuthorizationPolicy', {})],
    ['anything is denied', security('AuthorizationPolicy', { action: 'DENY', rules: [{}] })],
    ['a denial without rules', security('AuthorizationPolicy', { action: 'DENY' }), 'GW643 spec.rules: got undefined'],
    ['no source', from({}), 'GW643 spec.rules[0].from[0].source: got {}'],
    ['an empty source', allow({ from: [{}] }), 'GW643 spec.rules[0].from[0].source: got undefined'],
    ['no operation', operation({}), 'GW643 spec.rules[0].to[0].operation: got {}'],
    ['no value', allow({ when: [{ key: 'source.ip' }] }), 'GW643 spec.rules[0].when[0].values: got undefined'],
    ['sources', from({ ipBlocks: ['192.0.2.0/24', '::1'], principals: ['*'], namespaces: ['shop-*'] })],
    ['accounts', from({ serviceAccounts: ['web', 'shop/web'] })],
    [
      'a pattern of accounts',
      from({ serviceAccounts: ['shop/*'] }),
      "GW644 spec.rules[0].from[0].source.serviceAccounts[0]: got 'shop/*'",
    ],
    [
      'an account with two slashes',
      from({ notServiceAccounts: ['a/b/c'] }),
      "GW644 spec.rules[0].from[0].source.notServiceAccounts[0]: got 'a/b/c'",
    ],
    ['an empty principal', from({ principals: [''] }), "GW644 spec.rules[0].from[0].source.principals[0]: got ''"],
    [
      'an address with a port',
      from({ remoteIpBlocks: ['192.0.2.1:80'] }),
      "GW644 spec.rules[0].from[0].source.remoteIpBlocks[0]: got '192.0.2.1:80'",
    ],
    [
      'a range that is too narrow',
      from({ notIpBlocks: ['192.0.2.0/40'] }),
      "GW644 spec.rules[0].from[0].source.notIpBlocks[0]: got '192.0.2.0/40'",
    ],
    ['trust domains', from({ trustDomains: ['cluster.local', '*', 'a-*'] })],
    [
      'a trust domain with a path',
      from({ trustDomains: ['cluster.local/ns'] }),
      "GW644 spec.rules[0].from[0].source.trustDomains[0]: got 'cluster.local/ns'",
    ],
    ['operations', operation({ paths: ['/a', '/a/*', '*/a', '/a/{*}/b/{**}'], ports: ['80'], methods: ['GET'] })],
    [
      'a name in a path',
      operation({ paths: ['/users/{id}'] }),
      "GW644 spec.rules[0].to[0].operation.paths[0]: got '/users/{id}'",
    ],
    [
      'text after any segments',
      operation({ notPaths: ['/{**}/{*}'] }),
      "GW644 spec.rules[0].to[0].operation.notPaths[0]: got '/{**}/{*}'",
    ],
    [
      'a template with a wildcard',
      operation({ paths: ['/{*}/*'] }),
      "GW644 spec.rules[0].to[0].operation.paths[0]: got '/{*}/*'",
    ],
    ['a range of ports', operation({ ports: ['80-90'] }), "GW644 spec.rules[0].to[0].operation.ports[0]: got '80-90'"],
    [
      'a port above all',
      operation({ notPorts: ['65536'] }),
      "GW644 spec.rules[0].to[0].operation.notPorts[0]: got '65536'",
    ],
    ['a header', when('request.headers[x-a]', 'a')],
    ['a claim', when('request.auth.claims[a][b]', 'a')],
    ['a header without a name', when('request.headers', 'a'), "GW644 spec.rules[0].when[0].key: got 'request.headers'"],
    ['a key that is none', when('request.path', '/'), "GW644 spec.rules[0].when[0].key: got 'request.path'"],
    [
      'a label of the target',
      when('destination.labels[app]', 'a'),
      "GW644 spec.rules[0].when[0].key: got 'destination.labels[app]'",
    ],
    ['an address that is none', when('source.ip', 'a'), "GW644 spec.rules[0].when[0].values[0]: got 'a'"],
    [
      'a port that is none',
      when('destination.port', '8080-8090'),
      "GW644 spec.rules[0].when[0].values[0]: got '8080-8090'",
    ],
    ['a provider', custom({ rules: [{ to: [{ operation: { paths: ['/a'] } }] }] })],
    [
      'no provider',
      security('AuthorizationPolicy', { action: 'CUSTOM', rules: [{}] }),
      'GW645 spec.provider.name: got undefined',
    ],
    ['no rule of a provider', custom({ rules: [] }), 'GW643 spec.rules: got undefined'],
    ['a provider of a denial', custom({ action: 'DENY' }), 'GW645 spec.provider: got {"name":"a"}'],
    [
      'a principal of a provider',
      custom({ rules: [{ from: [{ source: { principals: ['*/a'] } }] }] }),
      'GW645 spec.rules[0].from[0].source.principals: got ["*/a"]',
    ],
    [
      'a token of a provider',
      custom({ rules: [{ when: [{ key: 'request.auth.claims[a]', values: ['a'] }] }] }),
      "GW645 spec.rules[0].when[0].key: got 'request.auth.claims[a]'",
    ],
    ['a Service', target('', 'Service')],
    ['a Gateway', target('gateway.networking.k8s.io', 'Gateway')],
    ['an entry', target('networking.istio.io', 'ServiceEntry')],
    [
      'a Gateway of Istio',
      target('networking.istio.io', 'Gateway'),
      "GW646 spec.targetRefs[0]: got 'Gateway of networking.istio.io'",
    ],
    [
      'a route',
      target('gateway.networking.k8s.io', 'HTTPRoute'),
      "GW646 spec.targetRefs[0]: got 'HTTPRoute of gateway.networking.k8s.io'",
    ],
    ['a workload', target('apps', 'Deployment'), "GW646 spec.targetRefs[0]: got 'Deployment of apps'"],
    ['an issuer', security('RequestAuthentication', { jwtRules: [{ issuer: 'a', jwks: '{"keys":[]}' }] })],
    [
      'no issuer',
      security('RequestAuthentication', { jwtRules: [{ audiences: ['a'] }] }),
      'GW647 spec.jwtRules[0].issuer: got undefined',
    ],
    [
      'no key set',
      security('RequestAuthentication', { jwtRules: [{ issuer: 'a', jwks: 'a' }] }),
      "GW647 spec.jwtRules[0].jwks: got 'no JSON'",
    ],
  ]);
});
