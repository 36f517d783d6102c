import { eachManifest, manifest } from './told';

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
      "GW250 spec.targetRef.kind: got 'GRPCRoute', expected Gateway or HTTPRoute; fix: attach the policy to one of these",
    ],
    [
      'a route, for TLS',
      tls({}, { kind: 'HTTPRoute' }),
      "GW250 spec.targetRef.kind: got 'HTTPRoute', expected Gateway; fix: attach the policy to one of these",
    ],
    [
      'a Gateway of Istio',
      auth({ rules: RULES }, { group: 'networking.istio.io' }),
      "GW250 spec.targetRef.group: got 'networking.istio.io', expected gateway.networking.k8s.io; fix: target Gateway or HTTPRoute or GRPCRoute of that group",
    ],
  ]);
});

describe('scopes', () => {
  eachManifest([
    ['defaults', auth({ defaults: { rules: RULES, when: [] } })],
    ['overrides', tokens({ overrides: { limits: LIMITS } })],
    [
      'defaults and rules',
      auth({ defaults: { rules: RULES }, rules: RULES }),
      "GW251 spec: got 'defaults beside rules', expected defaults, overrides, or patterns, when, rules without either; fix: move all of it below defaults, or write two policies",
    ],
    [
      'overrides and a condition of its own',
      auth({ overrides: { rules: RULES }, when: [] }),
      "GW251 spec: got 'overrides beside when', expected defaults, overrides, or patterns, when, rules without either; fix: move all of it below overrides, or write two policies",
    ],
    [
      'defaults and overrides',
      rates({ defaults: { limits: LIMITS }, overrides: { limits: LIMITS } }),
      "GW251 spec: got 'overrides beside defaults', expected defaults, overrides, or limits without either; fix: move all of it below overrides, or write two policies",
    ],
    ['only a response', auth({ rules: { response: { unauthorized: { code: 403 } } } })],
    ['only a header', auth({ rules: { response: { success: { headers: { a: {} } } } } })],
    [
      'rules without a rule',
      auth({ rules: { authentication: {}, response: { success: { filters: {} } } } }),
      'GW252 spec.rules: got {"authentication":{},"response":{"success":{"filters":{}}}}, expected at least one rule; fix: add one, for example an authentication, or remove the policy',
    ],
    [
      'defaults without rules',
      auth({ defaults: {} }),
      'GW252 spec.defaults.rules: got nothing, expected at least one rule; fix: add one, for example an authentication, or remove the policy',
    ],
    [
      'no limits',
      tokens({}),
      'GW252 spec.limits: got nothing, expected at least one limit; fix: add one, or remove the policy',
    ],
    [
      'empty limits in overrides',
      rates({ overrides: { limits: {} } }),
      'GW252 spec.overrides.limits: got {}, expected at least one limit; fix: add one, or remove the policy',
    ],
  ]);
});

describe('sources, DNS, issuers', () => {
  eachManifest([
    ['an issuer', jwt({ issuerUrl: 'https://example.com', jwksUrl: '' })],
    [
      'an issuer and keys',
      jwt({ issuerUrl: 'https://example.com', jwksUrl: 'https://example.com/keys' }),
      "GW253 spec.rules.authentication['a'].jwt: got 'jwksUrl beside issuerUrl', expected one of jwksUrl, issuerUrl; fix: keep issuerUrl where the issuer has a discovery document, jwksUrl where it has none",
    ],
    [
      'a certificate in two places',
      x509({ xfccHeader: 'a', expression: 'b' }),
      "GW253 spec.defaults.rules.authentication['a'].x509.source: got 'xfccHeader beside expression', expected one of xfccHeader, clientCertHeader, expression; fix: keep the one in which the gateway puts the certificate",
    ],
    [
      'two sources of user information',
      userInfo({ identitySource: 'a', userInfoUrl: 'https://example.com' }),
      "GW253 spec.overrides.rules.metadata['a'].userInfo: got 'identitySource beside userInfoUrl', expected one of identitySource, userInfoUrl; fix: leave one of them out",
    ],
    ['a health check', dns({ healthCheck: { port: 49151, protocol: 'HTTP', failureThreshold: 1 } })],
    ['a health check with its defaults', dns({ healthCheck: {} })],
    [
      'a port that is not checked',
      dns({ healthCheck: { port: 1023 } }),
      'GW254 spec.healthCheck.port: got 1023, expected 80, 443 or 1024 to 49151; fix: check a port on which the gateway listens',
    ],
    [
      'a protocol in lower case',
      dns({ healthCheck: { protocol: 'https' } }),
      "GW254 spec.healthCheck.protocol: got 'https', expected HTTP or HTTPS; fix: write it in upper case, or leave it out for HTTPS",
    ],
    [
      'no failure',
      dns({ healthCheck: { failureThreshold: 0 } }),
      'GW254 spec.healthCheck.failureThreshold: got 0, expected at least 1; fix: say after how many failures an address is taken out',
    ],
    ['delegated', dns({ delegate: true })],
    ['a provider', dns({ delegate: false, providerRefs: [{ name: 'aws' }] })],
    [
      'delegated, with a provider',
      dns({ delegate: true, providerRefs: [{ name: 'aws' }] }),
      'GW255 spec.providerRefs: got [{"name":"aws"}], expected no provider beside delegate; fix: leave one of them out; the primary cluster has the provider',
    ],
    ['an issuer of the namespace', tls({})],
    ['an issuer of the cluster', tls({ kind: 'ClusterIssuer' })],
    [
      'another issuer',
      tls({ kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' }),
      "GW256 spec.issuerRef.kind: got 'AWSPCAIssuer', expected Issuer or ClusterIssuer; fix: name one of these; without a kind it is 'Issuer'",
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
    [
      'Venafi twice',
      venafi({ cloud, tpp }),
      "GW114 spec.venafi: got 'tpp beside cloud', expected one of tpp, cloud, ngts; fix: leave the others out",
    ],
    [
      'Venafi without a service',
      venafi({}),
      'GW114 spec.venafi: got nothing, expected one of tpp, cloud, ngts; fix: add the one that signs',
    ],
    ['aggregated', advertise({ aggregationLength: 24, serviceSelectors: [] })],
    ['selected', advertise({ aggregationLength: 32, serviceSelectors: [{}] })],
    [
      'aggregated and selected',
      advertise({ aggregationLengthV6: 64, serviceSelectors: [{}] }),
      'GW360 spec.aggregationLengthV6: got 64, expected 128 beside serviceSelectors; fix: leave it out, or announce all services of the pool',
    ],
  ]);
});
