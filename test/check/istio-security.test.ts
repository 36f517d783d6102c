import { eachManifest, manifest } from './told';

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
      "GW520 spec: got 'selector beside targetRefs', expected one of selector, targetRef, targetRefs; fix: keep targetRefs for a Gateway, a Service or a waypoint, selector for pods with a sidecar",
    ],
    [
      'a wildcard',
      peers({ selector: { matchLabels: { app: '*' } } }),
      "GW522 spec.selector.matchLabels['app']: got '*', expected the value of a label, without wildcards; fix: write the whole value, or leave the label out",
    ],
    [
      'elsewhere',
      security('RequestAuthentication', { targetRef: { ...TARGET, namespace: 'other' } }),
      "GW523 spec.targetRef.namespace: got 'other', expected no namespace; fix: leave it out, and write the policy into the namespace of its target",
    ],
  ]);
});

describe('who may call', () => {
  eachManifest([
    ['principals of namespaces', allow({ principals: ['a'], namespaces: ['b'] })],
    ['service accounts', allow({ serviceAccounts: ['b/a'], ipBlocks: ['192.0.2.0/24'] })],
    [
      'service accounts of a namespace',
      allow({ notServiceAccounts: ['b/a'], namespaces: ['b'] }),
      'GW524 spec.rules[0].from[0].source.namespaces: got ["b"], expected nothing of the kind beside notServiceAccounts, which names the namespace too; fix: leave one of them out, or write a source for each',
    ],
    ['a port of pods', peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 80: { mode: 'DISABLE' } } })],
    [
      'a port of every pod',
      peers({ portLevelMtls: { 80: {} } }),
      'GW525 spec.selector: got nothing, expected labels of the pods beside portLevelMtls; fix: select the pods that listen on the port, or say the mode in mtls',
    ],
    [
      'a port too high',
      peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 65536: {} } }),
      "GW525 spec.portLevelMtls['65536']: got '65536', expected the number of a port, from 1 to 65535; fix: write the port of the pod, not of the Service",
    ],
    [
      'the name of a port',
      peers({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { http: {} } }),
      "GW525 spec.portLevelMtls['http']: got 'http', expected the number of a port, from 1 to 65535; fix: write the port of the pod, not of the Service",
    ],
  ]);
});

describe('tokens', () => {
  const noUrl = (got: string) =>
    `GW526 spec.jwtRules[0].jwksUri: got '${got}', expected a URL with https:// or http://; fix: write the URL of the key set`;
  eachManifest([
    ['a key set', jwt({ jwksUri: 'https://example.com:8443/keys?a=%zz', timeout: '5s' })],
    [
      'two key sets',
      jwt({ jwksUri: 'https://example.com', jwks: '{}' }),
      "GW521 spec.jwtRules[0]: got 'jwksUri beside jwks', expected one of jwksUri, jwks_uri, jwks; fix: keep jwksUri, unless the proxy cannot reach the issuer",
    ],
    ...[
      'example.com/keys',
      'ftp://example.com',
      'https://exam ple.com',
      'https://example.com:https',
      'https://a/%zz',
    ].map((jwksUri) => [jwksUri, jwt({ jwksUri }), noUrl(jwksUri)] as const),
    [
      'no time',
      jwt({ jwksUri: 'https://example.com', timeout: '0s' }),
      "GW527 spec.jwtRules[0].timeout: got '0s', expected at least 1ms; fix: lengthen it, or leave it out for the default",
    ],
  ]);
});

describe('telemetry', () => {
  const match = (fields: object) => telemetry({ metrics: [{ overrides: [{ match: fields }] }] });
  eachManifest([
    ['a metric', match({ metric: 'REQUEST_COUNT', mode: 'CLIENT' })],
    [
      'two metrics',
      match({ metric: 'REQUEST_COUNT', customMetric: 'a' }),
      "GW521 spec.metrics[0].overrides[0].match: got 'metric beside customMetric', expected one of metric, customMetric; fix: write an override for each",
    ],
    [
      'two sources of a tag',
      telemetry({ tracing: [{ customTags: { a: { literal: { value: 'a' }, header: { name: 'a' } } } }] }),
      "GW521 spec.tracing[0].customTags['a']: got 'literal beside header', expected one of literal, environment, header, formatter; fix: keep one; another value is another tag",
    ],
    ['a tag', tag({ operation: 'UPSERT', value: 'request.host' })],
    ['no tag', tag({ operation: 'REMOVE' })],
    ['a tag with the default operation', tag({})],
    [
      'a tag without a value',
      tag({ operation: 'UPSERT' }),
      "GW528 spec.metrics[0].overrides[0].tagOverrides['host'].value: got nothing, expected a value with operation UPSERT; fix: write an expression, such as 'request.host', or set operation: 'REMOVE'",
    ],
    [
      'a removed tag with a value',
      tag({ operation: 'REMOVE', value: 'a' }),
      "GW528 spec.metrics[0].overrides[0].tagOverrides['host'].value: got 'a', expected no value with operation REMOVE; fix: leave it out, or set operation: 'UPSERT'",
    ],
  ]);
});
