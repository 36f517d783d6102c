import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import {
  AttributeSchema,
  BlockSchema,
  complete,
  isValues,
  NestedBlockSchema,
  UNKNOWN,
  Unknown,
  Value,
  Values,
} from './schema';

/** What a field of type DynamicValue holds. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

const unknownExtension = 0;
const refinedUnknownExtension = 12;

const codec = new ExtensionCodec();
codec.register({
  type: unknownExtension,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
codec.register({ type: refinedUnknownExtension, encode: () => null, decode: () => UNKNOWN });

/** The values of a resource, or nothing where it does not exist. */
export function valuesOf(schema: BlockSchema, wire: DynamicValue | undefined): Values | undefined {
  const bytes = wire?.msgpack;
  const decoded: unknown =
    bytes !== undefined && bytes.length > 0
      ? decode(bytes, { extensionCodec: codec })
      : JSON.parse(Buffer.from(wire?.json ?? []).toString() || 'null');
  return isValues(decoded) ? complete(schema, decoded) : undefined;
}

export function wireOf(schema: BlockSchema, values: Values | undefined): DynamicValue {
  return { msgpack: encode(values === undefined ? null : complete(schema, values), { extensionCodec: codec }) };
}

/** A schema as the protocol has it. */
export function schemaMessage(schema: BlockSchema, sensitive: readonly string[] = []): object {
  return { version: 0, block: blockMessage(schema, sensitive) };
}

function blockMessage(schema: BlockSchema, sensitive: readonly string[]): object {
  return {
    version: 0,
    attributes: schema.attributes.map((attribute) => attributeMessage(attribute, sensitive)),
    block_types: schema.blocks.map(nestedMessage),
  };
}

function attributeMessage(
  { name, type, required, optional, computed }: AttributeSchema,
  sensitive: readonly string[],
): object {
  const json = Buffer.from(JSON.stringify(type));
  return { name, type: json, required, optional, computed, sensitive: sensitive.includes(name) };
}

function nestedMessage({ name, nesting, required, maxItems, block }: NestedBlockSchema): object {
  return {
    type_name: name,
    nesting: { single: 1, list: 2, set: 3 }[nesting],
    min_items: required ? 1 : 0,
    max_items: nesting === 'single' ? 0 : maxItems,
    block: blockMessage(block, []),
  };
}

/** A member of a value, as its type says: null where the member is absent or known only after apply. */
export const text = (value: Value | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
export const whole = (value: Value | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
export const texts = (value: Value | undefined): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
export const blocks = (value: Value | undefined): Values[] => (Array.isArray(value) ? value.filter(isValues) : []);
export const stringMap = (value: Value | undefined): Record<string, string> =>
  isValues(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};
