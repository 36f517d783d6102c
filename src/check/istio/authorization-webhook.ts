import {
  AuthorizationPolicy,
  AuthorizationPolicySpec,
  PeerAuthentication,
  RequestAuthentication,
  RequestAuthenticationSpec,
  TargetRef,
} from '../../manifest/istio-security';
import { Telemetry } from '../../manifest/istio-telemetry';
import { GATEWAY_API } from '../../manifest/manifest';
import { isAddressOrRange } from '../../value/istio';
import { Problem } from '../../value/problem';
import { Place, PlaceRule, placeRule } from '../place';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];
type Source = NonNullable<NonNullable<Rule['from']>[number]['source']>;
type Operation = NonNullable<NonNullable<Rule['to']>[number]['operation']>;
type Condition = NonNullable<Rule['when']>[number];
type JwtRule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];
type Report = (problem: Problem) => void;

const EMPTY = { code: 'GW643', title: 'part of an authorization rule without a condition' } as const;
const VALUE = { code: 'GW644', title: 'condition that an AuthorizationPolicy cannot evaluate' } as const;
const RULES = 'spec.rules[]';
const DRY_RUN = 'istio.io/dry-run';
/** As Go reads them. */
const BOOLEANS = /^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/;
const TARGETED = [AuthorizationPolicy, RequestAuthentication, Telemetry];

interface Check {
  readonly isRight: (text: string) => boolean;
  readonly expected: string;
  readonly fix: string;
}

const CHECKS = {
  address: {
    isRight: isAddressOrRange,
    expected: "an IP address or a range such as '10.0.0.0/8'",
    fix: 'write it without a port and a host name',
  },
  port: {
    isRight: (text: string) => /^\d+$/.test(text) && Number(text) <= 65535,
    expected: "a port number such as '8080'",
    fix: 'write the port of the pod as a number; ranges and wildcards are not supported',
  },
  account: {
    isRight: (text: string) => /^([^/*]+\/)?[^/*]+$/.test(text) && text.length <= 320,
    expected: "a service account such as 'shop/web'",
    fix: 'write namespace and name, without wildcards; use principals for those',
  },
  trustDomain: {
    isRight: (text: string) => isWildcardText(text) && !text.includes('/'),
    expected: "a trust domain such as 'cluster.local'",
    fix: "write it without a path; one '*' may begin or end it",
  },
  wildcard: {
    isRight: isWildcardText,
    expected: "a text that one '*' may begin or end",
    fix: 'write a value for each',
  },
  path: {
    isRight: isPath,
    expected: "a path; as templates '{*}' for one segment and '{**}', once and last, for any number of them",
    fix: "replace names in braces by '{*}', and do not mix '*' with templates",
  },
} satisfies Record<string, Check>;

/** What Istio's webhook refuses in policies of security.istio.io. */
export const istioAuthorizationRules: readonly PlaceRule<never>[] = [
  ...(['source', 'operation'] as const).map((name) =>
    placeRule<Readonly<Record<string, Source | Operation | undefined>>>({
      ...EMPTY,
      places: [[AuthorizationPolicy, `${RULES}.${name === 'source' ? 'from' : 'to'}[]`]],
      find(part, path, report) {
        const got = part[name];
        if (!got || Object.values(got).every((list: readonly string[]) => list.length === 0)) {
          const fix = `name what the rule applies to, or leave ${name === 'source' ? 'from' : 'to'} out for any`;
          report({ what: `${path}.${name}`, got, expected: `a ${name} with a condition`, fix });
        }
      },
    }),
  ),
  placeRule<Condition>({
    ...EMPTY,
    places: [[AuthorizationPolicy, `${RULES}.when[]`]],
    find({ key, values = [], notValues = [] }, path, report) {
      if (key !== '' && values.length + notValues.length === 0) {
        const fix = "set one; '*' stands for any value that is not empty";
        report({ what: `${path}.values`, got: undefined, expected: 'values or notValues', fix });
      }
    },
  }),
  placeRule<AuthorizationPolicySpec>({
    ...EMPTY,
    places: [[AuthorizationPolicy, 'spec']],
    find({ action = 'ALLOW', rules = [] }, path, report) {
      if ((action === 'DENY' || action === 'CUSTOM') && rules.length === 0) {
        const fix = 'add rules; a rule without conditions, {}, applies to every request';
        report({ what: `${path}.rules`, got: undefined, expected: `a rule with action ${action}`, fix });
      }
    },
  }),
  placeRule<Condition>({
    ...VALUE,
    places: [[AuthorizationPolicy, `${RULES}.when[]`]],
    find({ key, values = [], notValues = [] }, path, report) {
      const isKnown = PLAIN_KEYS.includes(key) || NAMED_KEYS.some((name) => key.startsWith(name) && isNamed(key));
      if (!isKnown) {
        const fix = FIXES.find(([name]) => key.startsWith(name))?.[1] ?? "for example 'request.headers[x-team]'";
        report({ what: `${path}.key`, got: key, expected: 'a key that Istio knows', fix });
        return;
      }
      checkTexts(values, `${path}.values`, report, BY_KEY[key]);
      checkTexts(notValues, `${path}.notValues`, report, BY_KEY[key]);
    },
  }),
  ...[
    {
      paths: [
        ...either('from[].source', 'principals', 'requestPrincipals', 'namespaces'),
        ...either('to[].operation', 'methods', 'hosts'),
      ],
      check: undefined,
    },
    { paths: either('from[].source', 'ipBlocks', 'remoteIpBlocks'), check: CHECKS.address },
    { paths: either('from[].source', 'serviceAccounts'), check: CHECKS.account },
    { paths: either('from[].source', 'trustDomains'), check: CHECKS.trustDomain },
    { paths: either('to[].operation', 'ports'), check: CHECKS.port },
    { paths: either('to[].operation', 'paths'), check: CHECKS.path },
  ].map(({ paths, check }) =>
    placeRule<readonly string[]>({
      ...VALUE,
      places: [[AuthorizationPolicy, ...paths]],
      find: (texts, path, report) => checkTexts(texts, path, report, check),
    }),
  ),
  placeRule<AuthorizationPolicySpec>({
    code: 'GW645',
    title: 'provider or condition that the action does not allow',
    places: [[AuthorizationPolicy, 'spec']],
    find({ action = 'ALLOW', provider, rules = [] }, path, report) {
      const what = `${path}.provider`;
      if (action !== 'CUSTOM') {
        if (provider) {
          const fix = "set action: 'CUSTOM', or leave provider out";
          report({ what, got: provider, expected: `no provider with action ${action}`, fix });
        }
        return;
      }
      if (rules.length > 0 && !provider?.name) {
        const fix = 'name an extension provider of the mesh configuration';
        report({ what: `${what}.name`, got: provider?.name, expected: 'a provider with action CUSTOM', fix });
      }
      rules.forEach(({ from: sources = [], when = [] }, index) => {
        const where = `${path}.rules[${index}]`;
        const fix = 'decide by it in the provider, or in a policy with action ALLOW or DENY';
        sources.forEach(({ source = {} }, at) => {
          for (const name of IDENTITIES) {
            if ((source[name] ?? []).length > 0) {
              const place = `${where}.from[${at}].source.${name}`;
              report({ what: place, got: source[name], expected: 'no identity with action CUSTOM', fix });
            }
          }
        });
        when.forEach(({ key }, at) => {
          if (IDENTITY_KEYS.includes(key) || key.startsWith('request.auth.')) {
            const place = `${where}.when[${at}].key`;
            report({ what: place, got: key, expected: 'no identity with action CUSTOM', fix });
          }
        });
      });
    },
  }),
  ...[AuthorizationPolicy, PeerAuthentication, RequestAuthentication].map((kind) =>
    placeRule<Readonly<Record<string, string>>>({
      code: 'GW631',
      title: 'setting that Istio does not support here',
      places: [[kind, 'metadata.annotations']],
      find({ [DRY_RUN]: got }, path, report) {
        if (got === undefined) return;
        const what = `${path}['${DRY_RUN}']`;
        if (kind !== AuthorizationPolicy) {
          const fix = 'remove it; the policy would be in force';
          report({ what, got, expected: 'only on an AuthorizationPolicy', fix });
        } else if (!BOOLEANS.test(got)) {
          report({ what, got, expected: "'true' or 'false'", fix: "write 'true'" });
        }
      },
    }),
  ),
  placeRule<TargetRef>({
    code: 'GW646',
    title: 'target of a kind that policies of Istio do not take',
    places: TARGETED.map((kind): Place => [kind, 'spec.targetRef', 'spec.targetRefs[]']),
    find({ group = '', kind }, path, report) {
      if (!TARGETS.some(([name, ...groups]) => name === kind && groups.includes(group))) {
        const expected = TARGETS.map(([name, its]) => (its ? `${name} of ${its}` : `${name} of the core group`)).join(
          ', ',
        );
        report({ what: path, got: `${kind} of ${group || 'the core group'}`, expected, fix: 'use one of these' });
      }
    },
  }),
  placeRule<JwtRule>({
    code: 'GW647',
    title: 'token rule that Istio cannot use',
    places: [[RequestAuthentication, 'spec.jwtRules[]']],
    find({ issuer, jwksUri, jwks_uri: alias, jwks = '' }, path, report) {
      if (!issuer && !jwksUri && !alias) {
        const fix = 'set the issuer of the tokens; jwksUri too, where the issuer has no discovery document';
        report({ what: `${path}.issuer`, got: issuer, expected: 'an issuer or a jwksUri', fix });
      }
      if (jwks !== '' && !isJson(jwks)) {
        const fix = 'paste the key set as JSON, or set jwksUri';
        report({ what: `${path}.jwks`, got: 'no JSON', expected: 'a key set in JSON', fix });
      }
    },
  }),
];

function either(part: string, ...names: readonly string[]): string[] {
  return names.flatMap((name) =>
    [name, `not${name[0].toUpperCase()}${name.slice(1)}`].map((field) => `${RULES}.${part}.${field}`),
  );
}

function checkTexts(texts: readonly string[], path: string, report: Report, check?: Check): void {
  texts.forEach((got, index) => {
    const what = `${path}[${index}]`;
    if (got === '') {
      report({ what, got, expected: 'a text', fix: "remove it, or write '*' for any value that is not empty" });
    } else if (check && !check.isRight(got)) {
      report({ what, got, expected: check.expected, fix: check.fix });
    }
  });
}

/** The values of a key that have a form. */
const BY_KEY: Readonly<Record<string, Check>> = {
  'source.ip': CHECKS.address,
  'remote.ip': CHECKS.address,
  'destination.ip': CHECKS.address,
  'destination.port': CHECKS.port,
  'source.serviceAccount': CHECKS.account,
  'source.trustDomain': CHECKS.wildcard,
};

function isWildcardText(text: string): boolean {
  return /^(\*|\*?[^*]*|[^*]*\*)$/.test(text);
}

function isPath(text: string): boolean {
  const isTemplate = text.includes('{*}') || text.includes('{**}');
  const parts = text.split('/');
  const filled = parts.flatMap((part, index) => (part === '' ? [] : [index]));
  const segments = parts.slice(filled[0], (filled[filled.length - 1] ?? parts.length) + 1);
  const any = segments.indexOf('{**}');
  return segments.every((segment, index) =>
    segment === '{*}' || segment === '{**}'
      ? any < 0 || index <= any
      : !/[{}]/.test(segment) && (!isTemplate || /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/.test(segment)),
  );
}

const isNamed = (key: string) => key.endsWith(']') && key.indexOf('[') > 0 && key.indexOf('[') < key.length - 2;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const PLAIN_KEYS = [
  ...['source.ip', 'remote.ip', 'source.namespace', 'source.serviceAccount', 'source.principal', 'source.trustDomain'],
  ...['request.auth.principal', 'request.auth.audiences', 'request.auth.presenter'],
  ...['destination.ip', 'destination.port', 'connection.sni'],
];
/** Keys with a name in brackets. */
const NAMED_KEYS = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const FIXES: readonly (readonly [string, string])[] = [
  ['destination.labels', 'use the selector of the policy'],
  ['destination.', 'move the policy to the namespace of the destination, and use its selector'],
  ['request.headers', "write the name in brackets: 'request.headers[x-team]'"],
  ['request.auth.claims', "write the name in brackets: 'request.auth.claims[groups]'"],
];
const IDENTITIES = [
  ...(['namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts', 'trustDomains'] as const),
  ...(['notTrustDomains', 'principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals'] as const),
];
const IDENTITY_KEYS = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];
const TARGETS: readonly (readonly [kind: string, group: string, alias?: string])[] = [
  ['Service', '', 'core'],
  ['ServiceEntry', 'networking.istio.io'],
  ['Gateway', GATEWAY_API],
  ['GatewayClass', GATEWAY_API],
];
