import { Finding, Rule } from './rule';
import { GRPCRoute, HTTPRoute, ParentRefs } from '../manifest/gateway-api';
import { AuthPolicy, RateLimitPolicy, TargetRef, TokenRateLimitPolicy } from '../manifest/kuadrant';
import { Located, Manifest, nameOf } from '../manifest/manifest';
import { sound } from '../manifest/structure';
import { Problem } from '../value/problem';

/**
 * Matches of routes as Kuadrant reads them. Its operator writes the values of a
 * match between single quotes into an expression, as they are, and compares
 * headers and query parameters as text, whatever the type.
 */
export const policyPredicateRules: readonly Rule[] = [
  {
    code: 'GW258',
    severity: 'warning',
    title: 'match that a policy does not see as the gateway does',
    *find(objects) {
      const targets = targetsOf(objects);
      for (const at of targets.size > 0 ? objects : []) {
        const spec = ROUTES.has(keyOf(at.manifest)) ? (sound(at.manifest)?.spec as RouteSpec | undefined) : undefined;
        if (spec) {
          yield* misreadIn(at, spec, targets);
        }
      }
    },
  },
];

/** What HTTPRoutes and GRPCRoutes have in common. */
interface RouteSpec {
  readonly parentRefs?: readonly ParentRefs[];
  readonly rules?: readonly { readonly name?: string; readonly matches?: readonly Match[] }[];
}
interface Match {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string | { readonly type?: string; readonly service?: string; readonly method?: string };
  readonly headers?: readonly Condition[];
  readonly queryParams?: readonly Condition[];
}
interface Condition {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

const keyOf = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) => `${apiVersion} ${kind}`;
const ROUTES: ReadonlySet<string> = new Set([HTTPRoute, GRPCRoute].map(keyOf));
const POLICIES: ReadonlySet<string> = new Set([AuthPolicy, RateLimitPolicy, TokenRateLimitPolicy].map(keyOf));
const GROUP = 'gateway.networking.k8s.io';

/** By what is targeted, and the listener or rule of it, `''` for the whole: a policy that does. */
type Targets = ReadonlyMap<string, ReadonlyMap<string, Manifest>>;

function targetsOf(objects: readonly Located[]): Targets {
  const targets = new Map<string, Map<string, Manifest>>();
  for (const at of objects) {
    const spec = POLICIES.has(keyOf(at.manifest))
      ? (sound(at.manifest)?.spec as { targetRef: TargetRef } | undefined)
      : undefined;
    if (spec) {
      const { kind, name, sectionName = '' } = spec.targetRef;
      const key = targetKey(at, kind, at.manifest.metadata.namespace, name);
      targets.set(key, (targets.get(key) ?? new Map<string, Manifest>()).set(sectionName, at.manifest));
    }
  }
  return targets;
}

const targetKey = ({ group }: Located, kind: string, namespace: string | undefined, name: string) =>
  JSON.stringify([group, kind, namespace, name]);

function* misreadIn(at: Located, { parentRefs = [], rules = [] }: RouteSpec, targets: Targets): Iterable<Finding> {
  if (!rules.some(({ matches = [] }) => matches.some(isDoubtful))) {
    return;
  }
  const { kind, metadata } = at.manifest;
  const own = targets.get(targetKey(at, kind, metadata.namespace, metadata.name));
  const ofParent = parentRefs.map((parent) => policyOf(parent, at, targets)).find((policy) => policy !== undefined);
  const matches = rules.flatMap(({ name = '', matches: list = [{}] }, index) =>
    list.map((match, position) => ({
      match,
      where: `spec.rules[${index}].matches[${position}]`,
      policy: own?.get('') ?? own?.get(name) ?? ofParent,
    })),
  );
  for (const { match, where, policy } of matches) {
    if (policy && isDoubtful(match)) {
      const broken = unquotedIn(match, where, nameOf(policy));
      const others = matches.filter((other) => other.policy && other.match !== match).map((other) => other.match);
      for (const problem of broken.length > 0 ? broken : uncomparedIn(match, where, nameOf(policy), others)) {
        yield { at, problem };
      }
    }
  }
}

/** The policy of a Gateway, or of its listener to which the route attaches. */
function policyOf(parent: ParentRefs, at: Located, targets: Targets): Manifest | undefined {
  const { group = GROUP, kind = 'Gateway', namespace = at.manifest.metadata.namespace, name, sectionName } = parent;
  const policies =
    group === GROUP && kind === 'Gateway' ? targets.get(targetKey(at, kind, namespace, name)) : undefined;
  const ofListener = sectionName === undefined ? [...(policies?.values() ?? [])][0] : policies?.get(sectionName);
  return policies?.get('') ?? ofListener;
}

/** Most matches are not, and this is quick. */
function isDoubtful({ path, method, headers = [], queryParams = [] }: Match): boolean {
  return (
    (path?.value !== undefined && UNQUOTED.test(path.value)) ||
    (typeof method === 'object' && UNQUOTED.test(`${method.service} ${method.method}`)) ||
    [headers, queryParams].some((list) => list.some((item) => UNQUOTED.test(item.value) || isUncompared(item)))
  );
}

/** Ends the quotes, or is a backslash, which is no escape there or another one. */
const UNQUOTED = /'|[\r\n]|\\(?![afnrtv])/;

/** Values that are no text of the expression language between quotes. */
function unquotedIn({ path, method, headers = [], queryParams = [] }: Match, where: string, policy: string): Problem[] {
  const { service, method: call } = typeof method === 'object' ? method : {};
  const values = [
    [`${where}.path.value`, path?.value],
    [`${where}.method.service`, service],
    [`${where}.method.method`, call],
    ...headers.map(({ value }, index) => [`${where}.headers[${index}].value`, value] as const),
    ...queryParams.map(({ value }, index) => [`${where}.queryParams[${index}].value`, value] as const),
  ] as const;
  return values.flatMap(([what, got = '']) => {
    const fix = got.includes('\\') ? 'write [.] in place of \\., [0-9] in place of \\d' : "write a match without '";
    return UNQUOTED.test(got)
      ? [
          {
            what,
            got,
            expected: 'a text without backslashes and quotes, which Kuadrant puts between quotes as it is',
            fix: `${fix}; the gateway cannot read ${policy} otherwise`,
          },
        ]
      : [];
  });
}

/** Regular expressions that are compared as text, unless another match takes the same requests. */
function uncomparedIn(match: Match, where: string, policy: string, others: readonly Match[]): Problem[] {
  if (others.some((other) => takesAllOf(other, match))) {
    return [];
  }
  return (['headers', 'queryParams'] as const).flatMap((list) =>
    (match[list] ?? []).flatMap((condition, index) =>
      isUncompared(condition)
        ? [
            {
              what: `${where}.${list}[${index}].value`,
              got: condition.value,
              expected: 'a text without signs of regular expressions, as Kuadrant compares the text alone',
              fix: `write a match of type Exact for each value; ${policy} does not apply to others`,
            },
          ]
        : [],
    ),
  );
}

const isUncompared = ({ type, value }: Condition) => type === 'RegularExpression' && /[.*+?()[\]{}|^$]/.test(value);

/** Whether Kuadrant finds that a request of one match has what the other asks for. */
function takesAllOf(other: Match, match: Match): boolean {
  const conditionsOf = ({ headers = [], queryParams = [] }: Match) => [
    ...headers.map((header) => JSON.stringify(['header', header.name.toLowerCase(), header.value])),
    ...queryParams.map((query) => JSON.stringify(['query', query.name, query.value])),
  ];
  const given = conditionsOf(match);
  return (
    ![...(other.headers ?? []), ...(other.queryParams ?? [])].some(isUncompared) &&
    conditionsOf(other).every((condition) => given.includes(condition)) &&
    (other.method === undefined || JSON.stringify(other.method) === JSON.stringify(match.method)) &&
    takesPath(other, match)
  );
}

function takesPath({ path: { type = 'PathPrefix', value = '/' } = {} }: Match, { path = {} }: Match): boolean {
  const { type: innerType = 'PathPrefix', value: inner = '/' } = path;
  const isBelow = innerType !== 'RegularExpression' && `${inner}/`.startsWith(`${value.replace(/\/$/, '')}/`);
  return type === 'PathPrefix' ? value === '/' || isBelow : type === innerType && value === inner;
}
