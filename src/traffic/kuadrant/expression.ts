import { Attributes } from './attributes';
import { isObject, UNKNOWN, valueAt, watched } from './data';
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
  if (readsBody(expression)) return 'unknown';
  const data: Record<string, unknown> = { auth: null, source: null, destination: null };
  for (const path of [...program.paths].sort((one, other) => one.length - other.length)) {
    put(data, path, valueAt(attributes, path) ?? null);
  }
  return evaluated(program, data);
}

/** The value of an expression in Authorino, where a field that is not there is an error. */
export function authorinoValue(expression: string, attributes: Attributes): Evaluated {
  const program = celProgram(expression);
  if (!program) return 'failed';
  const read = program.variables.filter((name) => Object.hasOwn(attributes, name));
  return evaluated(program, Object.fromEntries(read.map((name) => [name, attributes[name]])));
}

/** Not known where the evaluation reads something that is not known. */
function evaluated(program: CelProgram, data: Attributes): Evaluated {
  let isUnknown = false;
  const seen = watched(data, () => (isUnknown = true)) as Record<string, unknown>;
  const result = program.evaluate(seen);
  // What it comes to is read too, such as a claim that is an object.
  if (typeof result?.value === 'object') JSON.stringify(plainOf(result.value));
  return isUnknown ? 'unknown' : (result ?? 'failed');
}

/** Whether a predicate holds. */
export function holds(predicate: string, result: Evaluated, ask: Ask): boolean | 'failed' {
  if (result === 'unknown') return ask(`${predicate} is true`, `${predicate} is false`);
  return result !== 'failed' && typeof result.value === 'boolean' ? result.value : 'failed';
}

/** Whether Kuadrant's operator takes an expression: it compiles, and reads variables only that are there. */
export function isValid(expression: string, variables: readonly string[]): boolean {
  const program: CelProgram | undefined = celProgram(expression);
  return program !== undefined && program.variables.every((name) => variables.includes(name));
}

const readsResponse = (expression: string) => /\bresponseBodyJSON\s*\(/.test(expression);

const readsBody = (expression: string) => /\brequestBodyJSON\s*\(/.test(expression);

/** Puts a value at a path, beside what is there; an object on the way is not changed, but replaced. */
function put(data: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  if (data[name] === UNKNOWN) return;
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
    const result = authorinoValue(expression, attributes);
    if (result === 'unknown') return UNKNOWN;
    return result === 'failed' ? null : plainOf(result.value);
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
