import { eachManifest, manifest } from '../told';

const security = (kind: string, spec: object) => manifest(kind, spec, 'security.istio.io/v1');
const allow = (source: object) => security('AuthorizationPolicy', { rules: [{ from: [{ source }] }] });
const jwt = (rule: object) => security('RequestAuthentication', { jwtRules: [{ issuer: 'a', ...rule }] });
const peers = (spec: object) => security('PeerAuthentication', spec);
const telemetry = (spec: object) => manifest('Telemetry', spec, 'telemetry.istio.io/v1');
const tag = (fields: object) => telemetry({ metrics: [{ overrides: [{ tagOverrides: { host: fields } }] }] });
const TARGET = { kind: 'Gateway', name: 'external', group: 'gateway.networking.k8s.io' };

describe('what a policy is for', () => {
  eachManifest([
    ['a target', security('AuthorizationPolicy', { targetRefs: [{ ...TARGET, namespace: '' }] })],
    ['pods', security('AuthorizationPolicy', { selector: { matchLabels: { app: 'a' } } })],
    [
      'pods and a target',
      telemetry({ selector: {}, targetRefs: [TARGET] }),
      "GW520 spec: got 'selector and targetRefs'",
    ],
    [
      'a wildcard',
      peers({ selector: { matchLabels: { app: '*' } } }),
      "GW522 spec.selector.matchLabels['app']: got '*'",
    ],
    [
      'elsewhere',
      security('RequestAuthentication', { targetRef: { ...TARGET, namespace: 'other' } }),
      "GW523 spec.targetRef.namespace: got 'other'",
    ],
  ]);
});

describe('who may call', () => {
  eachManifest([
    ['principals of namespaces', allow({ principals: ['cluster.local/ns/b/sa/a'], namespaces: ['b'] })],
    ['service accounts', allow({ serviceAccounts: ['b/a'], ipBlocks: ['192.0.2.0/24'] })],
    [
      'service accounts of a namespace',
      allow({ notServiceAccounts: ['b/a'], namespaces: ['b'] }),
      'GW524 spec.rules[0].from[0].source.namespaces: got ["b"]',
    ],
    ['a port of pods', peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 80: { mode: 'DISABLE' } } })],
    ['a port of every pod', peers({ portLevelMtls: { 80: {} } }), 'GW525 spec.selector: got undefined'],
    [
      'a port too high',
      peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 65536: {} } }),
      "GW525 spec.portLevelMtls['65536']: got '65536'",
    ],
    [
      'the name of a port',
      peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { http: {} } }),
      "GW525 spec.portLevelMtls['http']: got 'http'",
    ],
  ]);
});

describe('tokens', () => {
  const noUrl = (got: string) => `GW526 spec.jwtRules[0].jwksUri: got '${got}'`;
  eachManifest([
    ['a key set', jwt({ jwksUri: 'https://example.com:8443/keys?a=%zz', timeout: '5s' })],
    [
      'two key sets',
      jwt({ jwksUri: 'https://example.com', jwks: '{}' }),
      "GW521 spec.jwtRules[0]: got 'jwksUri and jwks'",
    ],
    ...[
      'example.com/keys',
      'ftp://example.com',
      'https://exam ple.com',
      'https://example.com:https',
      'https://a/%zz',
    ].map((jwksUri) => [jwksUri, jwt({ jwksUri }), noUrl(jwksUri)] as const),
    ['no time', jwt({ jwksUri: 'https://example.com', timeout: '0s' }), "GW527 spec.jwtRules[0].timeout: got '0s'"],
  ]);
});

describe('telemetry', () => {
  const match = (fields: object) => telemetry({ metrics: [{ overrides: [{ match: fields }] }] });
  eachManifest([
    ['a metric', match({ metric: 'REQUEST_COUNT', mode: 'CLIENT' })],
    [
      'two metrics',
      match({ metric: 'REQUEST_COUNT', customMetric: 'a' }),
      "GW521 spec.metrics[0].overrides[0].match: got 'metric and customMetric'",
    ],
    [
      'two sources of a tag',
      telemetry({ tracing: [{ customTags: { a: { literal: { value: 'a' }, header: { name: 'a' } } } }] }),
      "GW521 spec.tracing[0].customTags['a']: got 'literal and header'",
    ],
    ['a tag', tag({ operation: 'UPSERT', value: 'request.host' })],
    ['no tag', tag({ operation: 'REMOVE' })],
    ['a tag with the default operation', tag({})],
    [
      'a tag without a value',
      tag({ operation: 'UPSERT' }),
      "GW528 spec.metrics[0].overrides[0].tagOverrides['host'].value: got undefined",
    ],
    [
      'a removed tag with a value',
      tag({ operation: 'REMOVE', value: 'a' }),
      "GW528 spec.metrics[0].overrides[0].tagOverrides['host'].value: got 'a'",
    ],
  ]);
});
