import { GRPCRoute, HTTPRoute, ParentRefs } from '../../manifest/gateway-api';
import { AuthPolicy, RateLimitPolicy, TargetRef, TokenRateLimitPolicy } from '../../manifest/kuadrant';
import { GATEWAY_API, nameOf } from '../../manifest/manifest';
import { Entry, Item, itemsOf, Model, view } from '../../model/model';
import { Problem } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/**
 * Rules for route matches that Kuadrant evaluates differently from the gateway. Its operator inserts the values of a
 * match unescaped between single quotes into a CEL expression, and compares headers and query parameters as text,
 * whatever the type of the match.
 */
export const policyPredicateRules: readonly ModelRule[] = [
  {
    code: 'GW258',
    severity: 'warning',
    title: 'match that policies and the gateway interpret differently',
    find(model, report) {
      const targets = targetsOf(model);
      if (targets.size === 0) return;
      for (const kind of [HTTPRoute, GRPCRoute] as const) {
        itemsOf<RouteBody>(model, kind).forEach((route) => doubtsIn(route, targets, report));
      }
    },
  },
];

interface RouteBody {
  readonly spec: RouteSpec;
}

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

const POLICIES = [AuthPolicy, RateLimitPolicy, TokenRateLimitPolicy] as const;

/** A policy by its target, and by section of the target; `''` for the whole target. */
type Targets = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

const targetsOf = view((model: Model): Targets => {
  const targets = new Map<string, Map<string, Entry>>();
  for (const policy of POLICIES.flatMap((kind) => itemsOf<PolicyBody>(model, kind))) {
    if (!policy.body.spec) continue;
    const { kind, name, sectionName = '' } = policy.body.spec.targetRef;
    const key = targetKey(kind, policy.namespace, name);
    targets.set(key, (targets.get(key) ?? new Map<string, Entry>()).set(sectionName, policy));
  }
  return targets;
});

interface PolicyBody {
  readonly spec?: { readonly targetRef: TargetRef };
}

const targetKey = (kind: string, namespace: string, name: string) => JSON.stringify([kind, namespace, name]);

function doubtsIn(route: Item<RouteBody>, targets: Targets, report: Report): void {
  const { parentRefs = [], rules = [] } = route.body.spec;
  if (!rules.some(({ matches = [] }) => matches.some(isDoubtful))) {
    return;
  }
  const own = targets.get(targetKey(route.kind, route.namespace, route.name));
  const ofParent = parentRefs.map((parent) => policyOf(parent, route, targets)).find((policy) => policy !== undefined);
  const matches = rules.flatMap(({ name = '', matches: list = [{}] }, index) =>
    list.map((match, position) => ({
      match,
      where: `spec.rules[${index}].matches[${position}]`,
      policy: own?.get('') ?? own?.get(name) ?? ofParent,
    })),
  );
  for (const { match, where, policy } of matches) {
    if (policy && isDoubtful(match)) {
      const name = nameOf(policy.at.manifest);
      const broken = unquotedIn(match, where, name);
      const others = matches.filter((other) => other.policy && other.match !== match).map((other) => other.match);
      for (const problem of broken.length > 0 ? broken : uncomparedIn(match, where, name, others)) {
        report(route, problem);
      }
    }
  }
}

/** A policy that targets the parent Gateway, or its listener. */
function policyOf(parent: ParentRefs, route: Entry, targets: Targets): Entry | undefined {
  const { group = GATEWAY_API, kind = 'Gateway', namespace = route.namespace, name, sectionName } = parent;
  const policies =
    group === GATEWAY_API && kind === 'Gateway' ? targets.get(targetKey(kind, namespace, name)) : undefined;
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
