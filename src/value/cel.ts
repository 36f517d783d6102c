// The type of an ES module named in a CommonJS one; the import itself is below.
import type { ASTNode } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };
import { nearest, refuse } from './problem';

/** What Kuadrant's filter offers to predicates and counters of a policy. */
export const KUADRANT_VARIABLES = ['request', 'source', 'destination', 'connection', 'auth'] as const;
/** What Authorino offers to the expressions of an AuthPolicy; `context` exists in its selectors only. */
export const AUTHORINO_VARIABLES = ['request', 'source', 'destination', 'auth', 'metadata'] as const;

/**
 * A CEL expression that parses and names only variables it may use.
 *
 * A data plane drops an action whose expression does not compile, which leaves
 * the path open; so it is refused here.
 */
export function cel(what: string, expression: string, variables: readonly string[]): string {
  let tree: ASTNode;
  try {
    tree = environment().parse(expression).ast;
  } catch (error) {
    return refuse({
      what,
      got: expression,
      expected: 'an expression of the Common Expression Language',
      fix: correction(expression, error as Mistake),
    });
  }
  const unknown = [...freeVariables(tree, BUILT_IN)].find((name) => !variables.includes(name));
  if (unknown !== undefined) {
    refuse({
      what,
      got: expression,
      expected: `variables out of ${variables.join(', ')}`,
      fix: `'${unknown}' does not exist there; ${insteadOf(unknown, expression, variables)}`,
    });
  }
  return expression;
}

/** What the parser tells about an expression. */
interface Mistake {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number };
}

function correction(expression: string, { code = '', summary = 'it cannot be read', range }: Mistake): string {
  const start = range?.start ?? 0;
  const [before, rest] = [expression.slice(0, start).trimEnd(), expression.slice(start).trim()];
  if (code.startsWith('unterminated')) return `close the quote of ${rest}`;
  if (code === 'invalid_escape_sequence') return 'double the backslash, or write r"..." for a text as it stands';
  if (before === '' && rest === '') return 'write one, for example request.method == "GET"';
  if (rest === '') {
    const closing = CLOSING.find(([token]) => summary.startsWith(`Expected ${token}`))?.[1];
    return closing ? `close it with '${closing}'` : 'it ends too early; say what follows';
  }
  const word = /\bnot$/.exec(before)?.[0] ?? /^(and\b|or\b|[=&|;])/.exec(rest)?.[0];
  if (word === ';') return 'leave the semicolon out';
  if (word) return `write ${OPERATORS[word]} in place of ${word}`;
  const reason = /^(unexpected|expected)_/.test(code) ? 'it does not fit there' : summary.toLowerCase();
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
  if (ELSEWHERE.has(name)) return 'it is known elsewhere only';
  const meant = nearest(name, variables);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  const hasFields = new RegExp(`(?<![\\w.])${name}\\s*[.[]`).test(expression);
  return hasFields ? 'begin with one of these' : `put a text into quotes: "${name}"`;
}

const ELSEWHERE: ReadonlySet<string> = new Set([...KUADRANT_VARIABLES, ...AUTHORINO_VARIABLES, 'context']);
const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  ...['headers', 'host', 'method', 'path', 'protocol', 'query', 'referer', 'scheme', 'url_path', 'useragent'],
]);

/** Names that an expression uses and does not bind itself (as `x` in `list.all(x, x > 0)`). */
function freeVariables(node: unknown, bound: ReadonlySet<string>): Set<string> {
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

/** How many of a macro's arguments name variables of its own: `x` in `all(x, x > 0)`, `k` and `v` in `all(k, v, v > 0)`. */
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

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

const BUILT_IN: ReadonlySet<string> = new Set([
  ...['bool', 'bytes', 'double', 'dyn', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'],
  ...['base64', 'cel', 'google', 'math', 'optional', 'strings', 'sets'],
]);

type Cel = typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } });
let cached: InstanceType<Cel['Environment']> | undefined;

/** Loaded on first use, so that a program without CEL does not pay for it. */
function environment(): InstanceType<Cel['Environment']> {
  if (!cached) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an ES module, required on first use
    const { Environment } = require('@marcbachmann/cel-js') as Cel;
    cached = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
  }
  return cached;
}
