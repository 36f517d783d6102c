import { boundsOf, distinct, Fault, Report } from './bounds';
import { kindOf } from './kinds';
import { Manifest } from './manifest';
import { guarded } from './misread';
import { Shape } from './shape';
import { nearest, Problem } from '../value/problem';

interface Inspection {
  readonly faults: readonly { readonly fault: Fault; readonly problem: Problem }[];
  /** Whether some field is null, which the API server treats as absent. */
  readonly hasNulls: boolean;
  /** Paths of the fields that are missing or of another type. */
  readonly broken: ReadonlySet<string>;
  /** Undefined for kinds without one. */
  readonly shape?: Shape;
}

/** What a manifest has that its kind does not accept; empty for kinds without a shape. */
export const faultsOf = (manifest: Manifest) => inspectionOf(manifest).faults;

/** Whether no field is missing or of another type. */
export const isSound = (manifest: Manifest) => inspectionOf(manifest).broken.size === 0;

/**
 * The manifest for readers that rely on its types, without fields that are null and with what `fill` adds. A field that
 * is missing or of another type reads as undefined; `observe` tells who read one.
 */
export function readable(manifest: Manifest, fill: (manifest: Manifest) => Manifest = (same) => same): Manifest {
  const { broken, hasNulls, shape } = inspectionOf(manifest);
  const filled = fill(hasNulls ? (withoutNulls(manifest) as Manifest) : manifest);
  return broken.size > 0 && shape ? guarded(filled, shape, { manifest, broken }) : filled;
}

/** Cache: each object is walked once for all readers. */
const inspections = new WeakMap<Manifest, Inspection>();

function inspectionOf(manifest: Manifest): Inspection {
  let inspection = inspections.get(manifest);
  if (!inspection) {
    inspection = inspect(manifest);
    inspections.set(manifest, inspection);
  }
  return inspection;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, child]) => child !== null)
          .map(([name, child]) => [name, withoutNulls(child)]),
      )
    : value;
}

function inspect(manifest: Manifest): Inspection {
  const faults: { fault: Fault; problem: Problem }[] = [];
  const kind = kindOf(manifest.apiVersion, manifest.kind);
  if (!kind) {
    return { faults, hasNulls: false, broken: NONE };
  }
  const { apiVersion, kind: name, metadata, status, ...body } = manifest;
  void [apiVersion, name, metadata, status];
  let hasNulls = false;
  // A value at the wrong place of a Secret may be secret.
  const shown = (problem: Problem) => (name === 'Secret' ? { ...problem, got: 'a value (not shown)' } : problem);
  walk(body, kind.body, '', {
    report: (fault, problem) => faults.push({ fault, problem: shown(problem) }),
    onNull: () => (hasNulls = true),
  });
  const paths = faults.flatMap(({ fault, problem: { what } }) =>
    fault === 'missing' || fault === 'type' ? [what] : [],
  );
  return { faults, hasNulls, broken: paths.length > 0 ? new Set(paths) : NONE, shape: kind.body };
}

const NONE: ReadonlySet<string> = new Set();

interface Visitor {
  readonly report: Report;
  readonly onNull: () => void;
}

function walk(value: unknown, shape: Shape, path: string, visitor: Visitor): void {
  const { report } = visitor;
  if (!hasType(value, shape)) {
    if (value !== null || !shape.rules.nullable) {
      report('type', { what: path, got: value, expected: noun(shape), fix: typeFix(value, shape) });
    }
    return;
  }
  boundsOf(value, shape.rules, path, report);
  if (shape.type === 'object') {
    walkObject(value as Record<string, unknown>, shape, path, visitor);
  } else if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
      walkField(item, shape.items!, `${path}['${key}']`, visitor);
    }
  } else if (shape.type === 'array') {
    const items = value as unknown[];
    for (let index = 0; index < items.length; index++) {
      walk(items[index], shape.items!, `${path}[${index}]`, visitor);
    }
    distinct(items, shape, path, report);
  }
}

/** The API server drops null fields before validation, unless they are nullable. */
function walkField(value: unknown, shape: Shape, path: string, visitor: Visitor): void {
  if (value === null && !shape.rules.nullable) {
    visitor.onNull();
  } else if (value !== undefined) {
    walk(value, shape, path, visitor);
  }
}

function walkObject(value: Record<string, unknown>, shape: Shape, path: string, visitor: Visitor): void {
  const fields = shape.fields!;
  for (const name of requiredOf(shape)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || (given === null && !fields[name].rules.nullable)) {
      const problem = { what: join(path, name), got: given, expected: noun(fields[name]), fix: 'set the field' };
      visitor.report('missing', problem);
    }
  }
  for (const name of Object.keys(value)) {
    const child = value[name];
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field) {
      if (field.isExperimental && child !== undefined) {
        visitor.report('experimental', experimentalField(join(path, name), child));
      }
      walkField(child, field, join(path, name), visitor);
    } else if (!shape.rules.open) {
      visitor.report('unknown', unknownField(join(path, name), child, nearest(name, Object.keys(fields))));
    }
  }
}

const requiredFields = new WeakMap<Shape, readonly string[]>();
function requiredOf(shape: Shape): readonly string[] {
  let names = requiredFields.get(shape);
  if (!names) {
    names = Object.entries(shape.fields!).flatMap(([name, field]) => (field.isRequired ? [name] : []));
    requiredFields.set(shape, names);
  }
  return names;
}

const unknownField = (what: string, got: unknown, meant: string | undefined): Problem => ({
  what,
  got,
  expected: 'a field of the kind',
  fix: meant
    ? `did you mean '${meant}'?`
    : 'remove it, or acknowledge the warning if the cluster has a newer version of the CRD',
});

const experimentalField = (what: string, got: unknown): Problem => ({
  what,
  got,
  expected: 'a field of the standard channel',
  fix: 'leave the field out, or install the experimental channel of the Gateway API and pin it',
});

function hasType(value: unknown, { type }: Shape): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value);
    default:
      return typeof value === type;
  }
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
  if (value === null) {
    return 'remove it';
  }
  if (type === 'string' && typeof value !== 'object') {
    return `write it as a string: '${String(value)}'`;
  }
  if (type === 'array') {
    return 'wrap it in a list';
  }
  return typeof value === 'string' && (type === 'integer' || type === 'boolean')
    ? 'remove the quotes'
    : 'change its type';
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
