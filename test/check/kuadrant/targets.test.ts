import { backend, each, gateway, https, listener, object, OF_GATEWAY, policy, route, rules } from '../together';

describe('policies of Kuadrant', () => {
  const LIMITS = 'limits: { a: { rates: [{ limit: 1, window: 1s }] } }';
  const tls = (target = OF_GATEWAY) =>
    policy('TLSPolicy', 'edge/tls', target, 'issuerRef: { name: acme, kind: ClusterIssuer }');
  const web = route(
    'edge/web',
    rules(`{ name: first, ${backend('web')} }`, `{ matches: [{ path: { value: /a } }], ${backend('web')} }`),
  );
  const dns = (rest: string, name = 'edge/dns') => policy('DNSPolicy', name, OF_GATEWAY, rest);
  const limit = (when: string) =>
    policy(
      'RateLimitPolicy',
      'edge/limit',
      OF_GATEWAY,
      `limits: { a: { rates: [{ limit: 1, window: 1s }], when: [{ predicate: '${when}' }] } }`,
    );
  const auth = policy(
    'AuthPolicy',
    'edge/auth',
    OF_GATEWAY,
    'rules: { authentication: { keys: { apiKey: { selector: { matchLabels: { app: web } } } } } }',
  );
  const key = (labels: string, data: string, namespace = 'kuadrant-system') =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: key, namespace: ${namespace}, labels: { app: web${labels} } }\nstringData: { ${data}: "" }\n`;
  const MANAGED = ', authorino.kuadrant.io/managed-by: authorino';
  const x509 = auth.replace('apiKey:', 'x509:');
  const kuadrant = (namespace: string) =>
    object('kuadrant.io/v1beta1', 'Kuadrant', `${namespace}/kuadrant`, 'spec: {}');
  each([
    [
      'a listener of the Gateway',
      gateway(listener('http')) + policy('RateLimitPolicy', 'edge/a', `${OF_GATEWAY}, sectionName: http`, LIMITS),
      [],
    ],
    [
      'a listener that the Gateway does not have',
      gateway(listener('http')) + policy('RateLimitPolicy', 'edge/a', `${OF_GATEWAY}, sectionName: https`, LIMITS),
      ["error GW260 RateLimitPolicy edge/a: spec.targetRef.sectionName: got 'https'"],
    ],
    [
      'rules by name and by number',
      web +
        policy('RateLimitPolicy', 'edge/a', 'kind: HTTPRoute, name: web, sectionName: first', LIMITS) +
        policy('RateLimitPolicy', 'edge/b', 'kind: HTTPRoute, name: web, sectionName: rule-2', LIMITS),
      [],
    ],
    [
      'the number of a rule that has a name',
      web + policy('RateLimitPolicy', 'edge/a', 'kind: HTTPRoute, name: web, sectionName: rule-1', LIMITS),
      ["error GW260 RateLimitPolicy edge/a: spec.targetRef.sectionName: got 'rule-1'"],
    ],
    [
      'two limits of a target',
      policy('RateLimitPolicy', 'edge/a', OF_GATEWAY, LIMITS) + policy('RateLimitPolicy', 'edge/b', OF_GATEWAY, LIMITS),
      [
        "warning GW261 RateLimitPolicy edge/b: spec.targetRef: got 'Gateway public, which RateLimitPolicy edge/a targets too'",
      ],
    ],
    [
      'two DNSPolicies of a target',
      dns('') + dns('', 'edge/other'),
      ["error GW261 DNSPolicy edge/other: spec.targetRef: got 'Gateway public, which DNSPolicy edge/dns targets too'"],
    ],
    ['a Secret for each listener', gateway(https('a', 'a.example.com'), https('b', 'b.example.com')) + tls(), []],
    [
      'a Secret for two listeners',
      gateway(https('a', 'a.example.com', 's'), https('b', 'b.example.com', 's')) + tls(),
      [
        "error GW262 TLSPolicy edge/tls: spec.targetRef: got 'listeners a and b of Gateway edge/public, which both name Secret s'",
      ],
    ],
    [
      'no listener with TLS',
      gateway(listener('http')) + tls(),
      [
        "warning GW263 TLSPolicy edge/tls: spec.targetRef: got 'listener http of Gateway edge/public, which has no TLS (HTTP)'",
      ],
    ],
    ['a listener without TLS beside one with it', gateway(listener('http'), https('a', 'a.example.com')) + tls(), []],
    [
      'DNS without a host',
      gateway(listener('http')) + dns(''),
      ["warning GW264 DNSPolicy edge/dns: spec.targetRef: got 'Gateway edge/public, whose listeners have no hostname'"],
    ],
    ['DNS with a host', gateway(listener('http', ', hostname: a.example.com')) + dns(''), []],
    [
      'a condition on the response',
      limit('responseBodyJSON("/a") == 1'),
      [
        "error GW265 RateLimitPolicy edge/limit: spec.limits['a'].when[0].predicate: got 'responseBodyJSON(\"/a\") == 1'",
      ],
    ],
    ['a condition that quotes the word', limit('request.path == "/response.html"'), []],
    [
      'a health check of a wildcard',
      gateway(listener('http', ', hostname: "*.example.com"')) + dns('healthCheck: { path: /ok }'),
      [
        "warning GW266 DNSPolicy edge/dns: spec.healthCheck: got 'listeners of Gateway edge/public for wildcards alone, such as *.example.com'",
      ],
    ],
    [
      'a key without the label',
      auth + key('', 'api_key'),
      ["warning GW267 Secret kuadrant-system/key: metadata.labels['authorino.kuadrant.io/managed-by']: got undefined"],
    ],
    [
      'a key under another name',
      auth + key(MANAGED, 'key'),
      ["warning GW267 Secret kuadrant-system/key: data: got 'key'"],
    ],
    ['a key', auth + key(MANAGED, 'api_key'), []],
    [
      'a key in the namespace of the policy',
      auth + key(MANAGED, 'api_key', 'edge'),
      ["warning GW267 Secret edge/key: metadata.namespace: got 'edge'"],
    ],
    ['a key in a namespace that may be that of Authorino', auth + key(MANAGED, 'api_key', 'security'), []],
    [
      'a key in another namespace than Kuadrant',
      auth + kuadrant('kuadrant-system') + key(MANAGED, 'api_key', 'security'),
      ["warning GW267 Secret security/key: metadata.namespace: got 'security'"],
    ],
    ['a key beside Kuadrant', auth + kuadrant('edge') + key(MANAGED, 'api_key', 'edge'), []],
    [
      'a key anywhere',
      auth.replace('apiKey: {', 'apiKey: { allNamespaces: true,') + key(MANAGED, 'api_key', 'edge'),
      [],
    ],
    [
      'a key with nothing that Authorino needs',
      auth + key('', 'key', 'edge'),
      [
        "warning GW267 Secret edge/key: metadata.labels['authorino.kuadrant.io/managed-by']: got undefined",
        "warning GW267 Secret edge/key: data: got 'key'",
        "warning GW267 Secret edge/key: metadata.namespace: got 'edge'",
      ],
    ],
    ['an authority of clients', x509 + key(MANAGED, 'ca.crt'), []],
    [
      'an authority of clients under another name',
      x509 + key(MANAGED, 'root.pem'),
      ["warning GW267 Secret kuadrant-system/key: data: got 'root.pem'"],
    ],
    [
      'a Secret for two listeners, one with a policy of its own',
      gateway(https('a', 'a.example.com', 's'), https('b', 'b.example.com', 's')) +
        tls() +
        tls(`${OF_GATEWAY}, sectionName: b`).replace('name: tls', 'name: own'),
      [
        "error GW262 TLSPolicy edge/own: spec.targetRef: got 'listeners a and b of Gateway edge/public, which both name Secret s'",
      ],
    ],
    [
      'DNS for the Gateway, whose only host has a policy of its own',
      gateway(listener('http', ', hostname: a.example.com')) +
        dns('healthCheck: { path: /ok }') +
        policy('DNSPolicy', 'edge/own', `${OF_GATEWAY}, sectionName: http`),
      [],
    ],
  ]);
});
