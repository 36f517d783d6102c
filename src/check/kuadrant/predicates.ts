import { GRPCRoute, HTTPRoute, ParentRefs } from '../../manifest/gateway-api';
import { AuthPolicy, RateLimitPolicy, TargetRef, TokenRateLimitPolicy } from '../../manifest/kuadrant';
import { GATEWAY_API, Located, Manifest, nameOf } from '../../manifest/manifest';
import { sound } from '../../manifest/structure';
import { Problem } from '../../value/problem';
import { Finding, Rule } from '../rule';

/**
 * Rules for route matches that Kuadrant evaluates differently from the gateway. Its operator inserts the values of a
 * match unescaped between single quotes into a CEL expression, and compares headers and query parameters as text,
 * whatever the type of the match.
 */
export const policyPredicateRules: readonly Rule[] = [
  {
    code: 'GW258',
    severity: 'warning',
    title: 'match that policies and the gateway interpret differently',
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

/** Common fields of HTTPRoutes and GRPCRoutes. */
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

/** A policy by its target, and by section of the target; `''` for the whole target. */
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

/** A policy that targets the parent Gateway, or its listener. */
function policyOf(parent: ParentRefs, at: Located, targets: Targets): Manifest | undefined {
  const {
    group = GATEWAY_API,
    kind = 'Gateway',
    namespace = at.manifest.metadata.namespace,
    name,
    sectionName,
  } = parent;
  const policies =
    group === GATEWAY_API && kind === 'Gateway' ? targets.get(targetKey(at, kind, namespace, name)) : undefined;
  const ofListener = sectionName === undefined ? [...(policies?.values() ?? [])][0] : policies?.get(sectionName);
  return policies?.get('') ?? ofListener;
}

/** A quick check: most matches are not doubtful. */
function isDoubtful({ path, method, headers = [], queryParams = [] }: Match): boolean {
  return (
    (path?.value !== undefined && UNQUOTED.test(path.value)) ||
    (typeof method === 'object' && UNQUOTED.test(`${method.service} ${method.method}`)) ||
    [headers, queryParams].some((list) => list.some((item) => UNQUOTED.test(item.value) || isUncompared(item)))
  );
}

/** A quote or line break, or a backslash that is no escape sequence in CEL or another one. */
const UNQUOTED = /'|[\r\n]|\\(?![afnrtv])/;

/** Values that are not valid in a quoted CEL string. */
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
    const fix = got.includes('\\') ? 'write [.] instead of \\., [0-9] instead of \\d' : "use a match without '";
    return UNQUOTED.test(got)
      ? [
          {
            what,
            got,
            expected: 'a text without backslashes and quotes, which Kuadrant inserts unescaped into a CEL string',
            fix: `${fix}; otherwise the gateway rejects the configuration of ${policy}`,
          },
        ]
      : [];
  });
}

/** Regular expressions that are compared as text, unless another match covers the same requests. */
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
              expected: 'a literal text; Kuadrant compares the regular expression as text',
              fix: `write a match of type Exact for each value; otherwise ${policy} does not apply to matching requests`,
            },
          ]
        : [],
    ),
  );
}

const isUncompared = ({ type, value }: Condition) => type === 'RegularExpression' && /[.*+?()[\]{}|^$]/.test(value);

/** Whether `other`, as Kuadrant evaluates it, matches all requests of `match`. */
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
