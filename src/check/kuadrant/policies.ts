import {
  AuthPolicy,
  AuthPolicySpec,
  Defaults,
  DNSPolicy,
  DNSPolicySpec,
  RateLimitPolicy,
  RateLimitPolicySpec,
  Rules,
  TargetRef,
  TLSPolicy,
  TLSPolicySpec,
  TokenRateLimitPolicy,
} from '../../manifest/kuadrant';
import { GATEWAY_API } from '../../manifest/manifest';
import { Kind } from '../../manifest/shape';
import { atMostOne } from '../object/alternatives';
import { PlaceRule, placeRule } from '../place';

type HealthCheck = NonNullable<DNSPolicySpec['healthCheck']>;
type Limits = Pick<RateLimitPolicySpec, 'limits' | 'defaults' | 'overrides'>;

const LIMIT_POLICIES = [RateLimitPolicy, TokenRateLimitPolicy];
const TARGETS: readonly (readonly [Kind, ...string[]])[] = [
  [AuthPolicy, 'Gateway', 'HTTPRoute', 'GRPCRoute'],
  [RateLimitPolicy, 'Gateway', 'HTTPRoute', 'GRPCRoute'],
  [TokenRateLimitPolicy, 'Gateway', 'HTTPRoute'],
  [DNSPolicy, 'Gateway'],
  [TLSPolicy, 'Gateway'],
];
const inRules = (below: string) =>
  ['spec', 'spec.defaults', 'spec.overrides'].map((scope) => `${scope}.rules.${below}`);

/** Rules for Kuadrant's policies. */
export const kuadrantRules: readonly PlaceRule<never>[] = [
  ...TARGETS.map(([policy, ...kinds]) =>
    placeRule<TargetRef>({
      code: 'GW250',
      title: 'target that a policy does not take',
      places: [[policy, 'spec.targetRef']],
      find({ group, kind }, path, report) {
        if (group !== GATEWAY_API) {
          report({
            what: `${path}.group`,
            got: group,
            expected: GATEWAY_API,
            fix: `target ${kinds.join(' or ')} of that group`,
          });
        }
        if (!kinds.includes(kind)) {
          report({
            what: `${path}.kind`,
            got: kind,
            expected: kinds.join(' or '),
            fix: 'attach the policy to one of these',
          });
        }
      },
    }),
  ),
  placeRule<AuthPolicySpec>({
    code: 'GW251',
    title: 'more than one of defaults, overrides and rules',
    places: [[AuthPolicy, 'spec']],
    find: (spec, path, report) => oneScope(spec, ['patterns', 'when', 'rules'], path, report),
  }),
  placeRule<Limits>({
    code: 'GW251',
    title: 'more than one of defaults, overrides and rules',
    places: LIMIT_POLICIES.map((kind) => [kind, 'spec']),
    find: (spec, path, report) => oneScope(spec, ['limits'], path, report),
  }),
  placeRule<AuthPolicySpec>({
    code: 'GW252',
    title: 'policy without a rule',
    places: [[AuthPolicy, 'spec']],
    find(spec, path, report) {
      const scopes: readonly [string, Defaults | undefined][] = [
        [path, (spec.defaults ?? spec.overrides) ? undefined : spec],
        [`${path}.defaults`, spec.defaults],
        [`${path}.overrides`, spec.overrides],
      ];
      for (const [where, scope] of scopes) {
        if (scope && !hasRule(scope.rules)) {
          const fix = 'add one, for example an authentication, or remove the policy';
          report({ what: `${where}.rules`, got: scope.rules, expected: 'at least one rule', fix });
        }
      }
    },
  }),
  placeRule<Limits>({
    code: 'GW252',
    title: 'policy without a rule',
    places: LIMIT_POLICIES.map((kind) => [kind, 'spec']),
    find(spec, path, report) {
      const scopes: readonly [string, Pick<Limits, 'limits'> | undefined][] = [
        [path, (spec.defaults ?? spec.overrides) ? undefined : spec],
        [`${path}.defaults`, spec.defaults],
        [`${path}.overrides`, spec.overrides],
      ];
      for (const [where, scope] of scopes) {
        if (scope && isEmpty(scope.limits)) {
          const fix = 'add one, or remove the policy';
          report({ what: `${where}.limits`, got: scope.limits, expected: 'at least one limit', fix });
        }
      }
    },
  }),
  ...[
    {
      paths: inRules('authentication{}.jwt'),
      names: ['jwksUrl', 'issuerUrl'],
      fix: 'keep issuerUrl if the issuer has a discovery document, otherwise jwksUrl',
      isSet: Boolean,
    },
    {
      paths: inRules('authentication{}.x509.source'),
      names: ['xfccHeader', 'clientCertHeader', 'expression'],
      fix: 'keep the one with the client certificate from the gateway',
    },
    {
      paths: inRules('metadata{}.userInfo'),
      names: ['identitySource', 'userInfoUrl'],
      fix: 'leave one of them out',
      isSet: Boolean,
    },
  ].map(({ paths, ...alternatives }) =>
    atMostOne({
      code: 'GW253',
      title: 'two sources where one is read',
      places: [[AuthPolicy, ...paths]],
      ...alternatives,
    }),
  ),
  placeRule<HealthCheck>({
    code: 'GW254',
    title: 'health check that the DNS operator does not accept',
    places: [[DNSPolicy, 'spec.healthCheck']],
    find({ failureThreshold, port, protocol }, path, report) {
      if (failureThreshold !== undefined && failureThreshold <= 0) {
        const fix = 'set the number of failed checks after which an address is removed';
        report({ what: `${path}.failureThreshold`, got: failureThreshold, expected: 'at least 1', fix });
      }
      if (port !== undefined && port !== 80 && port !== 443 && !(port >= 1024 && port <= 49151)) {
        const fix = 'use a port on which the gateway listens';
        report({ what: `${path}.port`, got: port, expected: '80, 443 or 1024 to 49151', fix });
      }
      if (protocol !== undefined && protocol !== 'HTTP' && protocol !== 'HTTPS') {
        const fix = 'write it in upper case, or leave it out for HTTPS';
        report({ what: `${path}.protocol`, got: protocol, expected: 'HTTP or HTTPS', fix });
      }
    },
  }),
  placeRule<DNSPolicySpec>({
    code: 'GW255',
    title: 'delegated DNS with a provider',
    places: [[DNSPolicy, 'spec']],
    find({ delegate, providerRefs }, path, report) {
      if (delegate && providerRefs) {
        const fix = 'leave one of them out; the provider belongs to the primary cluster';
        report({ what: `${path}.providerRefs`, got: providerRefs, expected: 'no provider with delegate', fix });
      }
    },
  }),
  placeRule<TLSPolicySpec['issuerRef']>({
    code: 'GW256',
    title: 'issuer of another kind',
    places: [[TLSPolicy, 'spec.issuerRef']],
    find({ kind }, path, report) {
      if (kind !== undefined && kind !== 'Issuer' && kind !== 'ClusterIssuer') {
        const fix = "use one of these; the default is 'Issuer'";
        report({ what: `${path}.kind`, got: kind, expected: 'Issuer or ClusterIssuer', fix });
      }
    },
  }),
];

type Find<T> = PlaceRule<T>['find'];

/** Reports fields of more than one scope; `own` are the fields of implicit defaults. */
function oneScope<T extends { readonly defaults?: unknown; readonly overrides?: unknown }>(
  spec: T,
  own: readonly (keyof T & string)[],
  path: string,
  report: Parameters<Find<T>>[2],
): void {
  const scopes = (['overrides', 'defaults'] as const).filter((name) => spec[name] !== undefined);
  const implicit = own.filter((name) => spec[name] !== undefined);
  const given = [...scopes, ...implicit];
  if (scopes.length > 0 && given.length > 1) {
    report({
      what: path,
      got: given.join(' and '),
      expected: `only one of defaults, overrides, or ${own.join(', ')}`,
      fix: `move all fields below ${scopes[0]}, or write two policies`,
    });
  }
}

function hasRule({ authentication, metadata, authorization, response, callbacks }: Rules = {}): boolean {
  return (
    [authentication, metadata, authorization, callbacks, response?.success?.headers, response?.success?.filters].some(
      (rules) => !isEmpty(rules),
    ) ||
    response?.unauthenticated !== undefined ||
    response?.unauthorized !== undefined
  );
}

const isEmpty = (map: object | undefined) => map === undefined || Object.keys(map).length === 0;
