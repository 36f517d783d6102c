/** Items as the API writes them; nothing for no items, so that the field is left out. */
export const listOf = <T>(convert: (item: T) => unknown, items: readonly T[] | undefined): unknown[] | undefined =>
  items?.length ? items.map((item) => convert(item)) : undefined;

/** An object as the API writes it; nothing for one that says nothing, as `{}` does in the chart. */
export function objectOf<T>(convert: (item: T) => object | undefined, item: T | undefined): object | undefined {
  const converted = item === undefined ? undefined : convert(item);
  return converted && Object.keys(converted).length > 0 ? converted : undefined;
}
