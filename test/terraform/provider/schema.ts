/** The shape of a resource, data source or provider, as Terraform asks a plugin for it. */
export interface BlockSchema {
  readonly attributes: readonly AttributeSchema[];
  readonly blocks: readonly NestedBlockSchema[];
}

export interface AttributeSchema {
  readonly name: string;
  readonly type: TypeConstraint;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

export interface NestedBlockSchema {
  readonly name: string;
  readonly nesting: 'single' | 'list' | 'set';
  readonly required: boolean;
  /** 0 is without limit. */
  readonly maxItems: number;
  readonly block: BlockSchema;
}

/** cty's JSON notation of types: "string", ["set", "string"], ["object", {...}]. */
export type TypeConstraint =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', TypeConstraint]
  | readonly ['object', { readonly [name: string]: TypeConstraint }];

/** A value of a resource: what Terraform and the provider exchange, decoded. */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | Values;
export interface Values {
  readonly [name: string]: Value;
}

/** Stands for a value that is known only after apply. */
export class Unknown {
  readonly unknown = true;
}
export const UNKNOWN = new Unknown();

/** Whether a value, or anything inside it, is known only after apply. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isValues(value) && Object.values(value).some(hasUnknown);
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** A value with every attribute and block of the schema: what is absent is null, and a block that is absent is empty. */
export function complete(schema: BlockSchema, given: Values): Values {
  const values: Record<string, Value> = {};
  for (const attribute of schema.attributes) values[attribute.name] = given[attribute.name] ?? null;
  for (const nested of schema.blocks) {
    const value = given[nested.name] ?? null;
    if (nested.nesting === 'single') {
      values[nested.name] = isValues(value) ? complete(nested.block, value) : null;
    } else {
      values[nested.name] = (Array.isArray(value) ? value : []).map((item: Value) =>
        isValues(item) ? complete(nested.block, item) : item,
      );
    }
  }
  return values;
}

/** Equality as Terraform sees it: sets without order, and empty values (null, "", [], {}) equal to each other. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left instanceof Unknown || right instanceof Unknown) return left instanceof Unknown && right instanceof Unknown;
  return canonical(left ?? null) === canonical(right ?? null);
}

export function isBlank(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isValues(value) && Object.keys(value).length === 0;
}

function canonical(value: Value): string {
  if (isBlank(value)) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isValues(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => !isBlank(item));
  return `{${entries
    .map(([name, item]) => `${name}:${canonical(item)}`)
    .sort()
    .join()}}`;
}
