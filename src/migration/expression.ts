/** A call of a factory, such as `HttpMatch.prefix('/api')`: it can be printed and carried out. */
export interface Call {
  readonly call: string;
  readonly args: readonly Expression[];
}

/** A name of a program: a variable, or a member of a class such as `GatewayClass.ISTIO`. */
export interface Reference {
  readonly ref: string;
}

/** A value of a program. Fields that are undefined are left out. */
export type Expression =
  | string
  | number
  | boolean
  | undefined
  | Call
  | Reference
  | readonly Expression[]
  | { readonly [name: string]: Expression };

export const call = (name: string, ...args: readonly Expression[]): Call => {
  const given = [...args];
  while (given.length > 0 && given[given.length - 1] === undefined) given.pop();
  return { call: name, args: given };
};

export const ref = (name: string): Reference => ({ ref: name });

const isCall = (value: object): value is Call => 'call' in value && 'args' in value;
const isReference = (value: object): value is Reference =>
  'ref' in value && typeof value.ref === 'string' && Object.keys(value).length === 1;

/** Widest line of a program. */
const WIDTH = 120;

/** An expression as Prettier writes it; `indent` is that of its line, `used` what stands before it there. */
export function printExpression(value: Expression, indent = '', used = 0): string {
  const short = inLine(value);
  if (indent.length + used + short.length <= WIDTH - 1 && !(isRecord(value) && Object.keys(value).length > 3)) {
    return short;
  }
  const inner = `${indent}  `;
  const lines = (items: readonly string[]) => items.map((item) => `${inner}${item},\n`).join('');
  if (Array.isArray(value)) {
    return `[\n${lines(value.map((each: Expression) => printExpression(each, inner)))}${indent}]`;
  }
  if (typeof value !== 'object') return short;
  if (isCall(value as object)) {
    const { call: name, args } = value as Call;
    const last = args.at(-1);
    const head = args.slice(0, -1).map(inLine).join(', ');
    // The last argument alone may go over several lines.
    if (typeof last === 'object' && indent.length + used + name.length + head.length < WIDTH - 10) {
      return `${name}(${head === '' ? '' : `${head}, `}${printExpression(last, indent, WIDTH)})`;
    }
    return `${name}(\n${lines(args.map((each) => printExpression(each, inner)))}${indent})`;
  }
  return `{\n${lines(entriesOf(value as Record<string, Expression>).map(([name, each]) => `${name}: ${printExpression(each, inner, name.length + 2)}`))}${indent}}`;
}

const isRecord = (value: Expression): value is { readonly [name: string]: Expression } =>
  typeof value === 'object' && !Array.isArray(value) && !isCall(value) && !isReference(value);

const entriesOf = (record: { readonly [name: string]: Expression }): [string, Expression][] =>
  Object.entries(record)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => [/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name), each]);

function inLine(value: Expression): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (isReference(value)) return value.ref;
  if (isCall(value)) return `${value.call}(${value.args.map(inLine).join(', ')})`;
  const fields = entriesOf(value as Record<string, Expression>).map(([name, each]) => `${name}: ${inLine(each)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

const quoted = (text: string) =>
  text.includes("'") && !text.includes('"')
    ? JSON.stringify(text)
    : `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;

/** The value of an expression, with the classes and variables by their names. */
export function evaluate(value: Expression, classes: Readonly<Record<string, unknown>>): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each: Expression) => evaluate(each, classes));
  if (isReference(value)) {
    const [name, member] = value.ref.split('.');
    const owner = classes[name];
    return member === undefined ? owner : (owner as Readonly<Record<string, unknown>>)[member];
  }
  if (isCall(value)) {
    const [name, method] = value.call.split('.');
    const owner = classes[name] as Readonly<Record<string, (...args: unknown[]) => unknown>>;
    return owner[method](...value.args.map((each) => evaluate(each, classes)));
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, Expression>)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, evaluate(each, classes)]),
  );
}

/** The classes and variables that an expression names. */
export function namesIn(value: Expression): string[] {
  if (typeof value !== 'object') return [];
  if (!Array.isArray(value) && isReference(value)) return [value.ref.split('.')[0]];
  const inside = (Array.isArray(value) ? value : isCall(value) ? value.args : Object.values(value)).flatMap(namesIn);
  return isCall(value) ? [value.call.replace(/^new /, '').split('.')[0], ...inside] : inside;
}
