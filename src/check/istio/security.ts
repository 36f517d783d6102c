import { selectorRule } from './selector';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpec,
  PeerAuthentication,
  PeerAuthenticationSpec,
  RequestAuthentication,
} from '../../manifest/istio-security';
import { Telemetry, TelemetrySpec } from '../../manifest/istio-telemetry';
import { atMostOne } from '../object/alternatives';
import { durations } from '../object/durations';
import { Place, PlaceRule, placeRule } from '../place';

type From = NonNullable<NonNullable<AuthorizationPolicySpec['rules']>[number]['from']>[number];
type Source = NonNullable<From['source']>;
type Metric = NonNullable<NonNullable<TelemetrySpec['metrics']>[number]['overrides']>[number];
type Tag = NonNullable<Metric['tagOverrides']>[string];

const ATTACHED = [AuthorizationPolicy, RequestAuthentication, Telemetry];

/** Validation rules of the security.istio.io and telemetry.istio.io CRDs. */
export const istioSecurityRules: readonly PlaceRule<never>[] = [
  atMostOne({
    code: 'GW520',
    title: 'both a selector and target references',
    places: ATTACHED.map((kind) => [kind, 'spec']),
    names: ['selector', 'targetRef', 'targetRefs'],
    fix: 'keep targetRefs for a Gateway, a Service or a waypoint, selector for pods with a sidecar',
  }),
  ...[
    {
      places: [[RequestAuthentication, 'spec.jwtRules[]']] as const,
      names: ['jwksUri', 'jwks_uri', 'jwks'],
      fix: 'keep jwksUri, unless the proxy cannot reach the issuer',
    },
    {
      places: [[Telemetry, 'spec.metrics[].overrides[].match']] as const,
      names: ['metric', 'customMetric'],
      fix: 'write an override for each',
    },
    {
      places: [[Telemetry, 'spec.tracing[].customTags{}']] as const,
      names: ['literal', 'environment', 'header', 'formatter'],
      fix: 'keep one; use another tag for another value',
    },
  ].map((alternatives) => atMostOne({ code: 'GW521', title: 'more than one source of a key set', ...alternatives })),
  selectorRule(
    'GW522',
    [...ATTACHED, PeerAuthentication].map((kind) => [kind, 'spec.selector.matchLabels']),
  ),
  placeRule<string>({
    code: 'GW523',
    title: 'target of a policy in another namespace',
    places: ATTACHED.map((kind): Place => [kind, 'spec.targetRef.namespace', 'spec.targetRefs[].namespace']),
    find(got, what, report) {
      if (got !== '') {
        const fix = 'leave it out, and move the policy to the namespace of its target';
        report({ what, got, expected: 'no namespace', fix });
      }
    },
  }),
  placeRule<Source>({
    code: 'GW524',
    title: 'service accounts together with principals or namespaces',
    places: [[AuthorizationPolicy, 'spec.rules[].from[].source']],
    find(source, path, report) {
      const accounts = (['serviceAccounts', 'notServiceAccounts'] as const).find((name) => source[name]);
      const beside = (['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const).find(
        (name) => source[name],
      );
      if (accounts && beside) {
        report({
          what: `${path}.${beside}`,
          got: source[beside],
          expected: `no principals or namespaces with ${accounts}, which includes the namespace`,
          fix: 'leave one of them out, or write a source for each',
        });
      }
    },
  }),
  placeRule<PeerAuthenticationSpec>({
    code: 'GW525',
    title: 'mutual TLS of a port that does not exist',
    places: [[PeerAuthentication, 'spec']],
    find({ portLevelMtls, selector }, path, report) {
      if (portLevelMtls && Object.keys(selector?.matchLabels ?? {}).length === 0) {
        report({
          what: `${path}.selector`,
          got: selector,
          expected: 'a selector with portLevelMtls',
          fix: 'select the pods that listen on the port, or set the mode in mtls',
        });
      }
      for (const port of Object.keys(portLevelMtls ?? {})) {
        if (!/^\+?\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
          report({
            what: `${path}.portLevelMtls['${port}']`,
            got: port,
            expected: 'a port number from 1 to 65535',
            fix: 'use the port of the pod, not of the Service',
          });
        }
      }
    },
  }),
  placeRule<string>({
    code: 'GW526',
    title: 'key set that is not fetched over HTTP',
    places: [[RequestAuthentication, 'spec.jwtRules[].jwksUri', 'spec.jwtRules[].jwks_uri']],
    find(got, what, report) {
      if (!isHttp(got)) {
        report({ what, got, expected: 'a URL with https:// or http://', fix: 'set the URL of the key set' });
      }
    },
  }),
  ...durations('GW527', 'time that a policy of Istio cannot use', {
    positive: [
      [RequestAuthentication, 'spec.jwtRules[].timeout'],
      [Telemetry, 'spec.metrics[].reportingInterval'],
    ],
  }),
  placeRule<Tag>({
    code: 'GW528',
    title: 'tag of a metric that is neither set nor removed',
    places: [[Telemetry, 'spec.metrics[].overrides[].tagOverrides{}']],
    find({ operation, value }, path, report) {
      if (operation === 'UPSERT' && !value) {
        const fix = "set an expression, such as 'request.host', or operation: 'REMOVE'";
        report({ what: `${path}.value`, got: value, expected: 'a value with operation UPSERT', fix });
      }
      if (operation === 'REMOVE' && value !== undefined) {
        const fix = "leave it out, or set operation: 'UPSERT'";
        report({ what: `${path}.value`, got: value, expected: 'no value with operation REMOVE', fix });
      }
    },
  }),
];

/** Whether Go parses it as an HTTP URL. */
function isHttp(text: string): boolean {
  const [, host = '', path] = /^https?:(?:\/\/([^/?]*))?([^?]*)/i.exec(text) ?? [];
  return (
    path !== undefined &&
    // eslint-disable-next-line no-control-regex -- what Go refuses
    !/[\x00-\x1f\x7f]/.test(text) &&
    /^([^@]*@)?(\[[^\]]*\]|[^\s"<>\\^`{|}%#[\]:@]*)(:\d*)?$/.test(host) &&
    !/%(?![0-9A-Fa-f]{2})/.test(path)
  );
}
