import { eachManifest, manifest } from '../told';

const GROUP = 'gateway.networking.k8s.io';
const VERSIONS: Record<string, string> = { TokenRateLimitPolicy: 'kuadrant.io/v1alpha1' };
const policy = (kind: string, spec: object, target: object = {}) =>
  manifest(
    kind,
    { targetRef: { group: GROUP, kind: 'Gateway', name: 'external', ...target }, ...spec },
    VERSIONS[kind] ?? 'kuadrant.io/v1',
  );
const RULES = { authentication: { all: { anonymous: {} } } };
const LIMITS = { low: { rates: [{ limit: 1, window: '1s' }] } };
const auth = (spec: object, target?: object) => policy('AuthPolicy', spec, target);
const rates = (spec: object, target?: object) => policy('RateLimitPolicy', spec, target);
const tokens = (spec: object, target?: object) => policy('TokenRateLimitPolicy', spec, target);
const jwt = (fields: object) => auth({ rules: { authentication: { a: { jwt: fields } } } });
const x509 = (source: object) =>
  auth({ defaults: { rules: { authentication: { a: { x509: { selector: {}, source } } } } } });
const userInfo = (fields: object) => auth({ overrides: { rules: { metadata: { a: { userInfo: fields } } } } });
const dns = (spec: object) => policy('DNSPolicy', spec);
const tls = (issuerRef: object, target?: object) =>
  policy('TLSPolicy', { issuerRef: { name: 'a', ...issuerRef } }, target);

describe('targets', () => {
  eachManifest([
    ['a Gateway', auth({ rules: RULES })],
    ['a GRPCRoute', rates({ limits: LIMITS }, { kind: 'GRPCRoute' })],
    [
      'a GRPCRoute, for tokens',
      tokens({ limits: LIMITS }, { kind: 'GRPCRoute' }),
      "GW250 spec.targetRef.kind: got 'GRPCRoute'",
    ],
    ['a route, for TLS', tls({}, { kind: 'HTTPRoute' }), "GW250 spec.targetRef.kind: got 'HTTPRoute'"],
    [
      'a Gateway of Istio',
      auth({ rules: RULES }, { group: 'networking.istio.io' }),
      "GW250 spec.targetRef.group: got 'networking.istio.io'",
    ],
  ]);
});

describe('scopes', () => {
  eachManifest([
    ['defaults', auth({ defaults: { rules: RULES, when: [] } })],
    ['overrides', tokens({ overrides: { limits: LIMITS } })],
    ['defaults and rules', auth({ defaults: { rules: RULES }, rules: RULES }), "GW251 spec: got 'defaults and rules'"],
    [
      'overrides and a condition of its own',
      auth({ overrides: { rules: RULES }, when: [] }),
      "GW251 spec: got 'overrides and when'",
    ],
    [
      'defaults and overrides',
      rates({ defaults: { limits: LIMITS }, overrides: { limits: LIMITS } }),
      "GW251 spec: got 'overrides and defaults'",
    ],
    ['only a response', auth({ rules: { response: { unauthorized: { code: 403 } } } })],
    ['only a header', auth({ rules: { response: { success: { headers: { a: {} } } } } })],
    [
      'rules without a rule',
      auth({ rules: { authentication: {}, response: { success: { filters: {} } } } }),
      'GW252 spec.rules: got {"authentication":{},"response":{"success":{"filters":{}}}}',
    ],
    ['defaults without rules', auth({ defaults: {} }), 'GW252 spec.defaults.rules: got undefined'],
    ['no limits', tokens({}), 'GW252 spec.limits: got undefined'],
    ['empty limits in overrides', rates({ overrides: { limits: {} } }), 'GW252 spec.overrides.limits: got {}'],
  ]);
});

describe('sources, DNS, issuers', () => {
  eachManifest([
    ['an issuer', jwt({ issuerUrl: 'https://example.com', jwksUrl: '' })],
    [
      'an issuer and keys',
      jwt({ issuerUrl: 'https://example.com', jwksUrl: 'https://example.com/keys' }),
      "GW253 spec.rules.authentication['a'].jwt: got 'jwksUrl and issuerUrl'",
    ],
    [
      'a certificate in two places',
      x509({ xfccHeader: 'a', expression: 'b' }),
      "GW253 spec.defaults.rules.authentication['a'].x509.source: got 'xfccHeader and expression'",
    ],
    [
      'two sources of user information',
      userInfo({ identitySource: 'a', userInfoUrl: 'https://example.com' }),
      "GW253 spec.overrides.rules.metadata['a'].userInfo: got 'identitySource and userInfoUrl'",
    ],
    ['a health check', dns({ healthCheck: { port: 49151, protocol: 'HTTP', failureThreshold: 1 } })],
    ['a health check with its defaults', dns({ healthCheck: {} })],
    ['a port that is not checked', dns({ healthCheck: { port: 1023 } }), 'GW254 spec.healthCheck.port: got 1023'],
    [
      'a protocol in lower case',
      dns({ healthCheck: { protocol: 'https' } }),
      "GW254 spec.healthCheck.protocol: got 'https'",
    ],
    ['no failure', dns({ healthCheck: { failureThreshold: 0 } }), 'GW254 spec.healthCheck.failureThreshold: got 0'],
    ['delegated', dns({ delegate: true })],
    ['a provider', dns({ delegate: false, providerRefs: [{ name: 'aws' }] })],
    [
      'delegated, with a provider',
      dns({ delegate: true, providerRefs: [{ name: 'aws' }] }),
      'GW255 spec.providerRefs: got [{"name":"aws"}]',
    ],
    ['an issuer of the namespace', tls({})],
    ['an issuer of the cluster', tls({ kind: 'ClusterIssuer' })],
    [
      'another issuer',
      tls({ kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' }),
      "GW256 spec.issuerRef.kind: got 'AWSPCAIssuer'",
    ],
  ]);
});

describe('other kinds', () => {
  const venafi = (fields: object) =>
    manifest('ClusterIssuer', { venafi: { zone: 'z', ...fields } }, 'cert-manager.io/v1');
  const cloud = { apiTokenSecretRef: { name: 'a' } };
  const tpp = { credentialsRef: { name: 'a' }, url: 'https://example.com' };
  const advertise = (spec: object) => manifest('BGPAdvertisement', spec, 'metallb.io/v1beta1');
  eachManifest([
    ['Venafi', venafi({ cloud })],
    ['Venafi twice', venafi({ cloud, tpp }), "GW114 spec.venafi: got 'tpp and cloud'"],
    ['Venafi without a service', venafi({}), 'GW114 spec.venafi: got undefined'],
    ['aggregated', advertise({ aggregationLength: 24, serviceSelectors: [] })],
    ['selected', advertise({ aggregationLength: 32, serviceSelectors: [{}] })],
    [
      'aggregated and selected',
      advertise({ aggregationLengthV6: 64, serviceSelectors: [{}] }),
      'GW360 spec.aggregationLengthV6: got 64',
    ],
  ]);
});
