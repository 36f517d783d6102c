import { effectiveOf, nameOf, partOf } from './effective';
import { AuthPolicy, Limit, RateLimitPolicy, TokenRateLimitPolicy } from '../../manifest/kuadrant';
import { Entry, Model, pathOf } from '../../model/model';
import { EffectivePolicy, PolicyPath, PolicyRule, ruleName } from '../../model/policies';
import { AUTHORINO_VARIABLES, celProblem, KUADRANT_VARIABLES } from '../../value/cel';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';
import { PlaceRule, placeRule } from '../place';

const scoped = (...below: readonly string[]): string[] =>
  ['spec', 'spec.defaults', 'spec.overrides'].flatMap((scope) => below.map((path) => `${scope}.${path}`));

const OF_LIMITS = scoped('when[].predicate', 'limits{}.when[].predicate', 'limits{}.counters[].expression');
const PARTS = ['authentication', 'metadata', 'authorization'];
const conditionOf = (part: string) => `rules.${part}{}.when[].predicate`;

/** What expressions of Kuadrant's policies read. */
export const attributeRules: readonly PlaceRule<never>[] = [
  placeRule<string>({
    code: 'GW275',
    severity: 'warning',
    title: 'attribute that a request does not have',
    places: [
      [RateLimitPolicy, ...OF_LIMITS],
      [TokenRateLimitPolicy, ...OF_LIMITS],
      [AuthPolicy, ...scoped('when[].predicate', ...PARTS.map(conditionOf))],
    ],
    find(expression, what, report) {
      const unknown = attributesIn(expression, 'request').find((name) => !OF_REQUEST.includes(name));
      if (unknown === undefined) return;
      const meant = nearest(unknown, OF_REQUEST);
      report({
        what,
        got: `request.${unknown}`,
        expected: `an attribute of requests, such as ${OF_REQUEST.slice(0, 5).join(', ')}`,
        fix: meant
          ? `did you mean 'request.${meant}'?`
          : 'correct the name; headers are in request.headers; otherwise the expression fails on every request',
      });
    },
  }),
];

/** Expressions that do not compile, and values that no request has. */
export const expressionRules: readonly PlaceRule<never>[] = [
  ...(
    [
      [RateLimitPolicy, OF_LIMITS, KUADRANT_VARIABLES],
      [TokenRateLimitPolicy, OF_LIMITS, KUADRANT_VARIABLES],
      [AuthPolicy, scoped('when[].predicate'), KUADRANT_VARIABLES.filter((name) => name !== 'auth')],
      [AuthPolicy, scoped(...PARTS.map(conditionOf)), AUTHORINO_VARIABLES],
    ] as const
  ).flatMap(([kind, paths, variables]) => [
    placeRule<string>({
      code: 'GW277',
      title: 'expression that does not compile',
      places: [[kind, ...paths]],
      find(expression, what, report) {
        const problem = celProblem(what, expression, variables);
        // A condition of a limit on the response has a rule of its own.
        if (problem && (kind === AuthPolicy || !problem.fix.startsWith("'response'"))) report(problem);
      },
    }),
    placeRule<string>({
      code: 'GW278',
      severity: 'warning',
      title: 'comparison that no request meets',
      places: [[kind, ...paths]],
      find(expression, what, report) {
        const header = /request\.headers(?:\[\s*(["'])([^"']*[A-Z][^"']*)\1\s*\])/.exec(expression)?.[2];
        const method = /request\.method\s*[=!]=\s*(["'])([a-z]+)\1/.exec(expression)?.[2];
        const got = header ?? method;
        if (got === undefined) return;
        report({
          what,
          got,
          expected: header ? 'the name of a header in lower case, as proxies have it' : 'a method in upper case',
          fix: `write '${header ? got.toLowerCase() : got.toUpperCase()}'`,
        });
      },
    }),
  ]),
  placeRule<string>({
    code: 'GW279',
    title: 'issuer with the path of its discovery document',
    places: [[AuthPolicy, ...scoped('rules.authentication{}.jwt.issuerUrl')]],
    find(got, what, report) {
      const [suffix] = /\/\.well-known\/.*$/.exec(got) ?? [];
      if (suffix === undefined) return;
      const expected = 'the issuer as tokens name it; Authorino adds the path of the document';
      report({ what, got, expected, fix: `write '${got.slice(0, -suffix.length)}'` });
    },
  }),
];

/** The same, for policies together. */
export const attributeModelRules: readonly ModelRule[] = [
  {
    code: 'GW276',
    title: 'limit by an identity that no AuthPolicy exports',
    severity: 'warning',
    find: unexportedIdentities,
  },
];

/** Attributes of Envoy, as Kuadrant's filter and Authorino name them. */
const OF_REQUEST: readonly string[] = [
  'path',
  'url_path',
  'host',
  'method',
  'headers',
  'query',
  'scheme',
  'protocol',
  'id',
  'time',
  'size',
  'total_size',
  'duration',
  'referer',
  'useragent',
  'user_agent',
  'body',
  'raw_body',
  'fragment',
  'context_extensions',
  'grpc',
];

/** Names behind a variable, outside of texts: `path` in `request.path == 'request.x'`. */
function attributesIn(expression: string, variable: string): string[] {
  const code = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  return [...code.matchAll(new RegExp(`(?<![\\w.])${variable}\\.([A-Za-z_]\\w*)`, 'g'))].map(([, name]) => name);
}

/** Limitador is not asked where an expression has no value: the limit lets every request through. */
function unexportedIdentities(model: Model, report: Report): void {
  const auth = new Map(effectiveOf(model).get('AuthPolicy'));
  const told = new Set<PolicyRule>();
  for (const kind of ['RateLimitPolicy', 'TokenRateLimitPolicy'] as const) {
    for (const [path, { rules }] of effectiveOf(model).get(kind)!) {
      for (const rule of rules.values()) {
        const missing = told.has(rule) ? undefined : missingIn(rule, auth.get(path));
        if (!missing) continue;
        told.add(rule);
        tell(model, rule, missing, path, auth.get(path), report);
      }
    }
  }
}

interface Missing {
  /** Field of the limit, such as `counters[0].expression`. */
  readonly field: string;
  /** Name behind `auth`. */
  readonly name: string;
}

function missingIn({ value }: PolicyRule, auth: EffectivePolicy | undefined): Missing | undefined {
  const { counters = [], when = [] } = value as Partial<Limit>;
  const exported = auth ? partOf(auth.rules, 'response.success.metadata').map(exportedName) : [];
  return [
    ...counters.map(({ expression }, index) => ({ field: `counters[${index}].expression`, text: expression })),
    ...when.map(({ predicate }, index) => ({ field: `when[${index}].predicate`, text: predicate })),
  ]
    .flatMap(({ field, text }) => attributesIn(text, 'auth').map((name) => ({ field, name })))
    .find(({ name }) => !exported.includes(name));
}

/** The name of a part of a response, or the key that it gives itself. */
const exportedName = ({ path, value }: PolicyRule): string =>
  (value as { readonly key?: string }).key ?? /\['(.*)'\]$/.exec(path)![1];

function tell(
  model: Model,
  { source, path: place }: PolicyRule,
  { field, name }: Missing,
  { route, rule }: PolicyPath,
  auth: EffectivePolicy | undefined,
  report: Report,
): void {
  const where = `${route.kind} ${pathOf(route)}, ${ruleName(route.rules[rule], rule)}`;
  const problem = {
    what: `${place}.${field}`,
    got: auth
      ? `auth.${name}, which ${listed(auth)} does not export for ${where}`
      : `auth.${name}, and no AuthPolicy for ${where}`,
    expected: `${name} among response.success.filters of the AuthPolicy of the requests; the limit counts none otherwise`,
    fix: `export it there: response.success.filters.${name}.json.properties`,
  };
  report(source as Entry, problem, auth ? undefined : ofAbsence(model, 'warning'));
}

const listed = ({ sources }: EffectivePolicy) => sources.map(nameOf).join(' with ');
