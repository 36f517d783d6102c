import { Attributes } from './attributes';
import { hasUnknown, isObject, UNKNOWN, valueAt } from './data';
import { Ask } from './decide';
import { CelProgram, celProgram } from '../../value/cel-program';

/** What an expression comes to; `failed` where the evaluation stops with an error. */
export type Evaluated = { readonly value: unknown } | 'failed' | 'unknown';

/**
 * The value of an expression in Kuadrant's filter: an attribute that is not there is null there, not an error. A
 * response is not there yet.
 */
export function filterValue(expression: string, attributes: Attributes): Evaluated {
  const program = celProgram(expression);
  if (!program || readsResponse(expression)) return 'failed';
  const data: Record<string, unknown> = { auth: null, source: null, destination: null };
  for (const path of [...program.paths].sort((a, b) => a.length - b.length)) {
    const value = valueAt(attributes, path);
    if (hasUnknown(value)) return 'unknown';
    put(data, path, value ?? null);
  }
  if (readsBody(expression)) return 'unknown';
  return program.evaluate(data) ?? 'failed';
}

/** The value of an expression in Authorino, where a field that is not there is an error. */
export function authorinoValue(expression: string, attributes: Attributes): Evaluated {
  const program = celProgram(expression);
  if (!program) return 'failed';
  if (program.paths.some((path) => hasUnknown(valueAt(attributes, path)))) return 'unknown';
  return program.evaluate(attributes) ?? 'failed';
}

/** Whether a predicate holds. */
export function holds(predicate: string, evaluated: Evaluated, ask: Ask): boolean | 'failed' {
  if (evaluated === 'unknown') return ask(`${predicate} is true`, `${predicate} is false`);
  if (evaluated === 'failed' || typeof evaluated.value !== 'boolean') return 'failed';
  return evaluated.value;
}

/** Whether Kuadrant's operator takes an expression: it compiles, and reads variables only that are there. */
export function isValid(expression: string, variables: readonly string[]): boolean {
  const program: CelProgram | undefined = celProgram(expression);
  return program !== undefined && program.variables.every((name) => variables.includes(name));
}

const readsResponse = (expression: string) => /\bresponseBodyJSON\s*\(/.test(expression);

const readsBody = (expression: string) => /\brequestBodyJSON\s*\(/.test(expression);

function put(data: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  const inner: Record<string, unknown> = isObject(data[name]) ? { ...data[name] } : {};
  data[name] = inner;
  put(inner, rest, value);
}

/** A value that Authorino computes, from a field that has one of three forms; null where it is not there. */
export function resolved(
  {
    value,
    selector,
    expression,
  }: { readonly value?: unknown; readonly selector?: string; readonly expression?: string },
  attributes: Attributes,
  select: (selector: string, attributes: Attributes) => unknown,
): unknown {
  if (expression !== undefined && expression !== '') {
    const evaluated = authorinoValue(expression, attributes);
    if (evaluated === 'unknown') return UNKNOWN;
    return evaluated === 'failed' ? null : plainOf(evaluated.value);
  }
  if (selector !== undefined && selector !== '') return select(selector, attributes) ?? null;
  return value ?? null;
}

/** A value of CEL as JSON has it. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), plainOf(each)]));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainOf(each)])) : value;
}
