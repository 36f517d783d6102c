import { ApiObject, JsonPatch } from 'cdk8s';
import { describe } from '../value/problem';

/** One operation of RFC 6902. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * What is wrong with the JSON patches of an object that cannot be rendered; undefined if they are not the reason.
 * cdk8s tells of it only that some property is undefined.
 */
export function patchProblem(object: ApiObject): string | undefined {
  const holder = object as unknown as { patches?: JsonPatch[] };
  const { patches } = holder;
  if (!Array.isArray(patches)) return undefined;
  let json: unknown;
  try {
    holder.patches = [];
    json = object.toJson();
  } catch {
    return undefined;
  } finally {
    holder.patches = patches;
  }
  for (const patch of patches) {
    try {
      json = JsonPatch.apply(json, patch);
    } catch {
      const operation = (patch as unknown as { _toJson(): Operation })._toJson();
      return describe({ what: `JSON patch '${operation.op} ${operation.path}'`, ...reason(json, operation) });
    }
  }
  return undefined;
}

function reason(json: unknown, { op, path, from, value }: Operation) {
  const pointer = from !== undefined && missing(json, from) ? from : path;
  const absent = missing(json, pointer);
  if (absent !== undefined) {
    return {
      got: `an object without ${absent}`,
      expected: 'a path whose parent is there',
      fix: `correct the path, or add the parent first: JsonPatch.add('${absent}', {})`,
    };
  }
  return op === 'test'
    ? { got: at(json, path), expected: JSON.stringify(value), fix: 'adapt the test, or the value that it tests' }
    : { got: at(json, path), expected: 'a field or element that the operation fits', fix: 'correct the path' };
}

/** The first part of a path that an object does not have, other than the last. */
function missing(json: unknown, path: string): string | undefined {
  const parts = path.split('/').slice(0, -1);
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('/'))
    .find((prefix) => {
      const value = at(json, prefix);
      return typeof value !== 'object' || value === null;
    });
}

/** Value at a JSON pointer. */
const at = (json: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce((value, part) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[part], json);
