import { backend, each, gateway, listener, object, route, rules } from '../together';

describe('certificates', () => {
  const issuer = (solver: string) =>
    object(
      'cert-manager.io/v1',
      'ClusterIssuer',
      'acme',
      `spec: { acme: { server: "https://acme.example.com/directory", privateKeySecretRef: { name: key }, solvers: [${solver}] } }`,
    );
  const dns01 = (selector = '') =>
    `{ ${selector}dns01: { route53: { region: us-east-1, hostedZoneID: Z0123456789ABCDEFGHIJ } } }`;
  const certificate = (name: string, secret: string, ...hosts: string[]) =>
    object(
      'cert-manager.io/v1',
      'Certificate',
      name,
      `spec: { secretName: ${secret}, dnsNames: [${hosts.map((host) => `"${host}"`).join(', ')}], issuerRef: { name: acme, kind: ClusterIssuer } }`,
    );
  const solver = '{ http01: { gatewayHTTPRoute: { parentRefs: [{ name: public, namespace: edge, kind: Gateway }] } } }';
  each([
    [
      'a zone',
      issuer(dns01('selector: { dnsZones: [example.com] }, ')) +
        certificate('edge/a', 'a', 'a.example.com', '*.b.example.com', 'example.com'),
      [],
    ],
    [
      'a zone with an asterisk',
      issuer(dns01('selector: { dnsZones: ["*.example.com"] }, ')),
      ["warning GW115 ClusterIssuer acme: spec.acme.solvers[0].selector.dnsZones[0]: got '*.example.com'"],
    ],
    [
      'another zone',
      issuer(dns01('selector: { dnsZones: [example.org] }, ')) + certificate('edge/a', 'a', 'a.example.com'),
      ["error GW116 Certificate edge/a: spec.dnsNames[0]: got 'a.example.com'"],
    ],
    [
      'a wildcard over HTTP',
      issuer(solver) + certificate('edge/a', 'a', '*.example.com'),
      ["error GW116 Certificate edge/a: spec.dnsNames[0]: got '*.example.com'"],
    ],
    [
      'one Secret for two',
      certificate('edge/a', 's', 'a.example.com') + certificate('edge/b', 's', 'b.example.com'),
      ["error GW117 Certificate edge/b: spec.secretName: got 's, which Certificate edge/a writes too'"],
    ],
    [
      'one name of Secrets in two namespaces',
      certificate('edge/a', 's', 'a.example.com') + certificate('shop/b', 's', 'b.example.com'),
      [],
    ],
    [
      'a solver whose Gateway allows its route',
      issuer(solver) + gateway(listener('http')) + certificate('shop/a', 'a', 'a.example.com'),
      [],
    ],
    [
      'a solver whose Gateway does not',
      issuer(solver) +
        gateway('{ name: http, port: 80, protocol: HTTP }') +
        certificate('shop/a', 'a', 'a.example.com'),
      [
        "warning GW118 ClusterIssuer acme: spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0]: got 'listener http of Gateway edge/public, which does not allow routes of namespace shop'",
      ],
    ],
  ]);
});

describe('records and hosts', () => {
  const annotated = (text: string, annotations: string) =>
    text.replace('metadata: {', `metadata: { annotations: { ${annotations} },`);
  const KEY = 'external-dns.alpha.kubernetes.io';
  const one = (name: string) => route(name, `hostnames: [a.example.com], ${rules(`{ ${backend('a')} }`)}`);
  const openshift = (name: string, rest = '') =>
    object(
      'route.openshift.io/v1',
      'Route',
      name,
      `spec: { host: a.example.com, to: { kind: Service, name: a }${rest} }`,
    );
  const policy = (geo: string, isDefault: boolean) =>
    object(
      'kuadrant.io/v1',
      'DNSPolicy',
      'edge/dns',
      `spec: { targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: public }, loadBalancing: { weight: 1, geo: ${geo}, defaultGeo: ${isDefault} } }`,
    );
  const cluster = (geo: string, isDefault: boolean) =>
    gateway(listener('http', ', hostname: a.example.com')) + policy(geo, isDefault);
  each([
    [
      'a weight on the Gateway',
      annotated(gateway(listener('http')), `${KEY}/aws-weight: "1"`),
      [`warning GW605 Gateway edge/public: metadata.annotations['${KEY}/aws-weight']: got '1'`],
    ],
    ['a target on the Gateway', annotated(gateway(listener('http')), `${KEY}/target: 192.0.2.1`), []],
    [
      'two policies of a name',
      annotated(one('shop/a'), `${KEY}/aws-weight: "1"`) + annotated(one('shop/b'), `${KEY}/aws-region: eu-west-1`),
      [
        "error GW606 HTTPRoute shop/b: metadata.annotations: got 'latency records of a.example.com, beside weighted ones of HTTPRoute shop/a'",
      ],
    ],
    [
      'one policy of a name',
      annotated(one('shop/a'), `${KEY}/aws-weight: "1"`) + annotated(one('shop/b'), `${KEY}/aws-weight: "2"`),
      [],
    ],
    [
      'two Routes for a host',
      openshift('shop/a') + openshift('shop/b'),
      ["error GW546 Route shop/b: spec.host: got 'a.example.com, which Route shop/a has too'"],
    ],
    ['two Routes for two paths', openshift('shop/a') + openshift('shop/b', ', path: /b'), []],
    ['one default geo', `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', false)}`, [], { areClusters: true }],
    [
      'two default geos',
      `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', true)}`,
      [
        "error GW607 DNSPolicy edge/dns: spec.loadBalancing.defaultGeo: got 'US as the default of a.example.com, beside GEO-EU of [file:7] DNSPolicy edge/dns'",
      ],
      { areClusters: true },
    ],
    [
      'no default geo',
      `# eu\n${cluster('GEO-EU', false)}`,
      [
        "error GW607 DNSPolicy edge/dns: spec.loadBalancing.defaultGeo: got 'no default geo for a.example.com in any cluster'",
      ],
      { areClusters: true },
    ],
    ['directories that are no clusters', `# eu\n${cluster('GEO-EU', true)}# us\n${cluster('US', true)}`, []],
  ]);
});
