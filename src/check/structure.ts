import { Finding, Located, Rule } from './rule';
import { kindOf } from '../manifest/kinds';
import { nearest, Problem } from '../manifest/problem';
import { Shape, ShapeRules } from '../manifest/shape';

/** What an API server would refuse by the structure of the kind alone. */
export const structureRules: readonly Rule[] = [
  {
    code: 'GW001',
    severity: 'warning',
    title: 'unknown field',
    find: (objects) => findings(objects, 'unknown'),
  },
  {
    code: 'GW002',
    severity: 'error',
    title: 'missing field',
    find: (objects) => findings(objects, 'missing'),
  },
  {
    code: 'GW003',
    severity: 'error',
    title: 'value that the kind does not accept',
    find: (objects) => findings(objects, 'value'),
  },
];

type Fault = 'unknown' | 'missing' | 'value';
type Report = (fault: Fault, problem: Problem) => void;

/** Every object is walked once, for all three rules. */
const faultsOf = new WeakMap<Located, readonly { fault: Fault; problem: Problem }[]>();

function* findings(objects: readonly Located[], fault: Fault): Iterable<Finding> {
  for (const at of objects) {
    let faults = faultsOf.get(at);
    if (!faults) {
      faults = inspect(at);
      faultsOf.set(at, faults);
    }
    for (const found of faults) {
      if (found.fault === fault) {
        yield { at, problem: found.problem };
      }
    }
  }
}

function inspect({ manifest }: Located): readonly { fault: Fault; problem: Problem }[] {
  const found: { fault: Fault; problem: Problem }[] = [];
  const kind = kindOf(manifest.apiVersion, manifest.kind);
  if (kind) {
    const { apiVersion, kind: name, metadata, status, ...body } = manifest;
    void [apiVersion, name, metadata, status];
    walk(body, kind.body, '', (fault, problem) => found.push({ fault, problem }));
  }
  return found;
}

function walk(value: unknown, shape: Shape, path: string, report: Report): void {
  if (value === null || value === undefined) {
    if (!shape.rules.nullable && shape.type !== 'any') {
      report('value', { what: path, got: value, expected: noun(shape), fix: 'leave the field out' });
    }
    return;
  }
  if (!hasType(value, shape)) {
    report('value', { what: path, got: value, expected: noun(shape), fix: typeFix(value, shape) });
    return;
  }
  bounds(value, shape.rules, path, report);
  if (shape.type === 'object') {
    walkObject(value as Record<string, unknown>, shape, path, report);
  } else if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value)) {
      walk(item, shape.items!, `${path}['${key}']`, report);
    }
  } else if (shape.type === 'array') {
    (value as unknown[]).forEach((item, index) => walk(item, shape.items!, `${path}[${index}]`, report));
    distinct(value as unknown[], shape.rules, path, report);
  }
}

function walkObject(value: Record<string, unknown>, shape: Shape, path: string, report: Report): void {
  const fields = shape.fields!;
  for (const [name, child] of Object.entries(fields)) {
    if (child.isRequired && value[name] === undefined) {
      report('missing', { what: join(path, name), got: undefined, expected: noun(child), fix: 'set the field' });
    }
  }
  for (const [name, child] of Object.entries(value)) {
    if (Object.hasOwn(fields, name)) {
      walk(child, fields[name], join(path, name), report);
    } else if (!shape.rules.open) {
      const meant = nearest(name, Object.keys(fields));
      report('unknown', {
        what: join(path, name),
        got: child,
        expected: 'a field of the kind',
        fix: meant
          ? `did you mean '${meant}'?`
          : 'take it out, or acknowledge the warning if the cluster has a newer version',
      });
    }
  }
}

function bounds(value: unknown, rules: ShapeRules, path: string, report: Report): void {
  if (rules.min !== undefined || rules.max !== undefined) {
    sizeBounds(value, rules, path, report);
  }
  if (typeof value === 'number') {
    if (rules.minimum !== undefined && value < rules.minimum) {
      report('value', { what: path, got: value, expected: `at least ${rules.minimum}`, fix: 'raise it' });
    }
    if (rules.maximum !== undefined && value > rules.maximum) {
      report('value', { what: path, got: value, expected: `at most ${rules.maximum}`, fix: 'lower it' });
    }
  }
  if (typeof value === 'string') {
    if (rules.values && !rules.values.includes(value)) {
      const meant = nearest(value, rules.values);
      const fix = meant ? `did you mean '${meant}'?` : 'choose one of them';
      report('value', { what: path, got: value, expected: `one of ${rules.values.join(', ')}`, fix });
    }
    if (rules.pattern !== undefined && !regularExpression(rules.pattern).test(value)) {
      const fix = 'change the characters that do not fit';
      report('value', { what: path, got: value, expected: `a text that matches ${rules.pattern}`, fix });
    }
  }
}

function sizeBounds(value: unknown, { min, max }: ShapeRules, path: string, report: Report): void {
  const size = sizeOf(value);
  if (size && min !== undefined && size.count < min) {
    report('value', { what: path, got: value, expected: `at least ${min} ${size.unit}`, fix: 'add what is missing' });
  }
  if (size && max !== undefined && size.count > max) {
    const expected = `at most ${max} ${size.unit}, not ${size.count}`;
    report('value', { what: path, got: value, expected, fix: 'split or shorten it' });
  }
}

function distinct(items: readonly unknown[], rules: ShapeRules, path: string, report: Report): void {
  if (!rules.keys && !rules.set) {
    return;
  }
  const seen = new Map<string, number>();
  items.forEach((item, index) => {
    const key = rules.set ? item : rules.keys!.map((name) => (item as Record<string, unknown> | null)?.[name]);
    const text = JSON.stringify(key);
    const first = seen.get(text);
    if (first !== undefined) {
      report('value', {
        what: `${path}[${index}]`,
        got: key,
        expected: rules.set ? 'values that differ' : `items that differ in ${rules.keys!.join(' and ')}`,
        fix: `${path}[${first}] has the same; rename or remove one`,
      });
    } else {
      seen.set(text, index);
    }
  });
}

function hasType(value: unknown, { type }: Shape): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function sizeOf(value: unknown): { count: number; unit: string } | undefined {
  if (typeof value === 'string') {
    return { count: [...value].length, unit: 'characters' };
  }
  if (Array.isArray(value)) {
    return { count: value.length, unit: 'items' };
  }
  return typeof value === 'object' ? { count: Object.keys(value!).length, unit: 'entries' } : undefined;
}

const NOUNS: Record<Shape['type'], string> = {
  object: 'an object',
  map: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  intOrString: 'a whole number or a string',
  any: 'a value',
};

const noun = (shape: Shape) => (shape.rules.values ? `one of ${shape.rules.values.join(', ')}` : NOUNS[shape.type]);

function typeFix(value: unknown, { type }: Shape): string {
  if (type === 'string' && typeof value !== 'object') {
    return `write it as a string: '${String(value)}'`;
  }
  if (type === 'array') {
    return 'put it into a list';
  }
  return typeof value === 'string' && (type === 'integer' || type === 'boolean')
    ? 'leave the quotes out'
    : 'change its type';
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** Patterns of CRDs are RE2; what they use reads the same in JavaScript. */
const compiled = new Map<string, RegExp>();
function regularExpression(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern, 'u');
    compiled.set(pattern, expression);
  }
  return expression;
}
