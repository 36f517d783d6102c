import { Shape } from './shape';

/** A value with what the server writes into fields that are left out (`default` in the CRD). Shares what is unchanged. */
export function withDefaults<T>(value: T, shape: Shape): T {
  return (hasDefaults(shape) ? fill(value, shape) : value) as T;
}

function fill(value: unknown, shape: Shape): unknown {
  if (value === undefined) return shape.rules.default;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (!shape.items || !hasDefaults(shape.items)) return value;
    const items = value.map((item) => fill(item, shape.items!));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const record = value as Readonly<Record<string, unknown>>;
  if (shape.type === 'map') {
    return hasDefaults(shape.items!)
      ? Object.fromEntries(Object.entries(record).map(([key, item]) => [key, fill(item, shape.items!)]))
      : value;
  }
  let filled: Record<string, unknown> | undefined;
  for (const [name, field] of fieldsWithDefaults(shape)) {
    const inner = fill(record[name], field);
    if (inner !== record[name]) (filled ??= { ...record })[name] = inner;
  }
  return filled ?? value;
}

const known = new WeakMap<Shape, readonly (readonly [string, Shape])[]>();

/** Fields that have a default, or hold one that does. */
function fieldsWithDefaults(shape: Shape): readonly (readonly [string, Shape])[] {
  let fields = known.get(shape);
  if (!fields) {
    fields = Object.entries(shape.fields ?? {}).filter(
      ([, field]) => field.rules.default !== undefined || hasDefaults(field),
    );
    known.set(shape, fields);
  }
  return fields;
}

const hasDefaults = (shape: Shape): boolean =>
  fieldsWithDefaults(shape).length > 0 || (shape.items !== undefined && hasDefaults(shape.items));
