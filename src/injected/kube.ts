/** Converts items to manifests; `undefined` for an empty list, so that the field is left out. */
export const listOf = <T>(convert: (item: T) => unknown, items: readonly T[] | undefined): unknown[] | undefined =>
  items?.length ? items.map((item) => convert(item)) : undefined;

/** Converts an object to a manifest; `undefined` for an empty one, so that the field is left out. */
export function objectOf<T>(convert: (item: T) => object | undefined, item: T | undefined): object | undefined {
  const converted = item === undefined ? undefined : convert(item);
  return converted && Object.keys(converted).length > 0 ? converted : undefined;
}
