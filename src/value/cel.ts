// Type import of an ES module; it is loaded below.
import type { ASTNode } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };
import { nearest, Problem, refuse } from './problem';

/** Variables of Kuadrant's data plane for predicates and counters of a policy. */
export const KUADRANT_VARIABLES = ['request', 'source', 'destination', 'connection', 'auth'] as const;
/** Variables of Authorino for the expressions of an AuthPolicy; `context` exists in selectors only. */
export const AUTHORINO_VARIABLES = ['request', 'source', 'destination', 'auth', 'metadata'] as const;

/**
 * Checks that a CEL expression parses and uses known variables only.
 *
 * The data plane drops an action whose expression does not compile, which leaves
 * the path unprotected; therefore it is refused here.
 */
export function cel(what: string, expression: string, variables: readonly string[]): string {
  const problem = celProblem(what, expression, variables);
  return problem ? refuse(problem) : expression;
}

/** Why an expression does not compile; undefined for one that does. */
export function celProblem(what: string, expression: string, variables: readonly string[]): Problem | undefined {
  // A failure to load is no mistake in the expression.
  const environment = celEnvironment();
  let tree: ASTNode;
  try {
    tree = environment.parse(expression).ast;
  } catch (error) {
    return { what, got: expression, expected: 'a CEL expression', fix: correction(expression, error as Mistake) };
  }
  const unknown = [...freeVariables(tree)].find((name) => !variables.includes(name));
  if (unknown === undefined) return undefined;
  return {
    what,
    got: expression,
    expected: `one of the variables ${variables.join(', ')}`,
    fix: `'${unknown}' is not available; ${insteadOf(unknown, expression, variables)}`,
  };
}

/** An error of the CEL parser. */
interface Mistake {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number };
}

function correction(expression: string, { code = '', summary = 'it cannot be read', range }: Mistake): string {
  const start = range?.start ?? 0;
  const [before, rest] = [expression.slice(0, start).trimEnd(), expression.slice(start).trim()];
  if (code.startsWith('unterminated')) return `close the quote of ${rest}`;
  if (code === 'invalid_escape_sequence') return 'double the backslash, or use a raw string r"..."';
  if (before === '' && rest === '') return 'write one, for example request.method == "GET"';
  if (rest === '') {
    const closing = CLOSING.find(([token]) => summary.startsWith(`Expected ${token}`))?.[1];
    return closing ? `close it with '${closing}'` : 'the expression is incomplete; complete it';
  }
  const word = /\bnot$/.exec(before)?.[0] ?? /^(and\b|or\b|[=&|;])/.exec(rest)?.[0];
  if (word === ';') return 'remove the semicolon';
  if (word) return `write ${OPERATORS[word]} instead of ${word}`;
  const reason = /^(unexpected|expected)_/.test(code) ? 'unexpected here' : summary.toLowerCase();
  return `look at '${rest}', from character ${start + 1} on: ${reason}`;
}

const CLOSING = [
  ['RPAREN', ')'],
  ['RBRACKET', ']'],
  ['RBRACE', '}'],
] as const;
const OPERATORS: Record<string, string> = { '=': '==', '&': '&&', '|': '||', and: '&&', or: '||', not: '!' };

function insteadOf(name: string, expression: string, variables: readonly string[]): string {
  if (REQUEST_FIELDS.has(name)) return `write request.${name}`;
  if (ELSEWHERE.has(name)) return 'it is available in other expressions only';
  const meant = nearest(name, variables);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  const hasFields = new RegExp(`(?<![\\w.])${name}\\s*[.[]`).test(expression);
  return hasFields ? 'start with one of these' : `quote a string: "${name}"`;
}

const ELSEWHERE: ReadonlySet<string> = new Set([...KUADRANT_VARIABLES, ...AUTHORINO_VARIABLES, 'context']);
const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  ...['headers', 'host', 'method', 'path', 'protocol', 'query', 'referer', 'scheme', 'url_path', 'useragent'],
]);

/** Free variables of an expression: without those that a macro binds, as `x` in `list.all(x, x > 0)`. */
export function freeVariables(node: unknown, bound: ReadonlySet<string> = BUILT_IN): Set<string> {
  const found = new Set<string>();
  const visit = (child: unknown, names: ReadonlySet<string>) =>
    freeVariables(child, names).forEach((name) => found.add(name));
  if (Array.isArray(node)) {
    node.forEach((child) => visit(child, bound));
  } else if (isNode(node)) {
    if (node.op === 'id') {
      if (!bound.has(node.args)) found.add(node.args);
    } else if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      visit(receiver, bound);
      const own = args.slice(0, variablesOf(name, args.length)).flatMap((arg) => (arg.op === 'id' ? [arg.args] : []));
      visit(args, own.length > 0 ? new Set([...bound, ...own]) : bound);
    } else if (node.op === 'call') {
      visit(node.args[1], bound);
    } else {
      visit(node.args, bound);
    }
  }
  return found;
}

/** Number of arguments of a macro that bind variables: `x` in `all(x, x > 0)`, `k` and `v` in `all(k, v, v > 0)`. */
function variablesOf(macro: string, args: number): number {
  switch (macro) {
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'existsOne':
    case 'filter':
      return args - 1;
    case 'map':
    case 'optMap':
    case 'optFlatMap':
    case 'bind':
      return 1;
    case 'transformList':
    case 'transformMap':
    case 'transformMapEntry':
      return 2;
    default:
      return 0;
  }
}

export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

const BUILT_IN: ReadonlySet<string> = new Set([
  ...['bool', 'bytes', 'double', 'dyn', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'],
  ...['base64', 'cel', 'google', 'math', 'optional', 'strings', 'sets'],
]);

export type CelEnvironment = InstanceType<(typeof import('./cel-library'))['Environment']>;
let cached: CelEnvironment | undefined;

const celEnvironment = (): CelEnvironment => (cached ??= newEnvironment());

export function newEnvironment(): CelEnvironment {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use, because loading it takes time
  const { Environment } = require('./cel-library') as typeof import('./cel-library');
  return new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
}
