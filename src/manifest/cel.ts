// The type of an ES module named in a CommonJS one; the import itself is below.
import type { ASTNode } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };
import { refuse } from './problem';

/** What Kuadrant's filter offers to predicates and counters of a policy. */
export const KUADRANT_VARIABLES = ['request', 'source', 'destination', 'connection', 'auth'] as const;
/** What Authorino offers to the expressions of an AuthPolicy. */
export const AUTHORINO_VARIABLES = ['request', 'source', 'destination', 'context', 'auth', 'metadata'] as const;

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
      fix: (error as { summary?: string }).summary?.toLowerCase() ?? String(error),
    });
  }
  const unknown = [...freeVariables(tree, BUILT_IN)].find((name) => !variables.includes(name));
  if (unknown !== undefined) {
    refuse({
      what,
      got: expression,
      expected: `variables out of ${variables.join(', ')}`,
      fix: `'${unknown}' does not exist there${unknown === 'headers' || unknown === 'path' || unknown === 'method' ? `; write request.${unknown}` : `; put a text into quotes: "${unknown}"`}`,
    });
  }
  return expression;
}

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
      const first = args[0];
      visit(args, MACROS.has(name) && first?.op === 'id' ? new Set([...bound, first.args]) : bound);
    } else if (node.op === 'call') {
      visit(node.args[1], bound);
    } else {
      visit(node.args, bound);
    }
  }
  return found;
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'existsOne', 'transformList']);
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
