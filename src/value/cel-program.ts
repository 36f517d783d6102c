import { CelEnvironment, freeVariables, isNode, newEnvironment } from './cel';

/** A CEL expression that can be evaluated. */
export interface CelProgram {
  /** Names of the variables that it reads. */
  readonly variables: readonly string[];
  /** What it reads of them: `['request', 'headers']` for `request.headers['x']`, `['auth']` for the whole variable. */
  readonly paths: readonly (readonly string[])[];
  /** Its value; undefined where evaluation fails. */
  evaluate(variables: Record<string, unknown>): { readonly value: unknown } | undefined;
}

const programs = new Map<string, CelProgram | undefined>();

/** Compiles an expression, with the functions of Kuadrant's data plane; undefined where that fails. */
export function celProgram(expression: string): CelProgram | undefined {
  if (!programs.has(expression)) programs.set(expression, compile(expression));
  return programs.get(expression);
}

function compile(expression: string): CelProgram | undefined {
  const cel = environment();
  if (!cel.check(expression).valid) return undefined;
  const program = cel.parse(expression);
  const paths = pathsOf(program.ast);
  const variables = [...freeVariables(program.ast)];
  return {
    variables,
    paths: paths.filter(([root]) => variables.includes(root)),
    evaluate(values) {
      try {
        return { value: program(values) };
      } catch {
        return undefined;
      }
    },
  };
}

/** The selections of an expression from its identifiers on. */
function pathsOf(node: unknown): (readonly string[])[] {
  if (Array.isArray(node)) return node.flatMap(pathsOf);
  if (!isNode(node)) return [];
  const path = pathOf(node);
  return path ? [path] : pathsOf(node.args);
}

function pathOf(node: unknown): readonly string[] | undefined {
  if (!isNode(node)) return undefined;
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return undefined;
  const [receiver, field] = node.args;
  const before = pathOf(receiver);
  return before && [...before, field];
}

let cached: CelEnvironment | undefined;

function environment(): CelEnvironment {
  if (!cached) {
    cached = newEnvironment();
    cached.registerFunction('requestBodyJSON(string): dyn', () => null);
    cached.registerFunction('responseBodyJSON(string): dyn', () => null);
    cached.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      text.split(from).join(to),
    );
    cached.registerFunction('string.charAt(int): string', (text: string, at: bigint) => text.charAt(Number(at)));
  }
  return cached;
}
