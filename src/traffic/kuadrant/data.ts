/** Stands for a value that neither manifests nor the request tell. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path: undefined where there is none, UNKNOWN where that is not known. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const name of path) {
    if (value === UNKNOWN) return UNKNOWN;
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** Whether a value, or a part of it, is not known. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

/** The same data, of which `read` is called where a part is read that is not known. */
export function watched(data: unknown, read: () => void): unknown {
  if (typeof data !== 'object' || data === null || !hasUnknown(data)) return data;
  const copy: object = Array.isArray(data) ? [] : {};
  for (const [name, value] of Object.entries(data)) {
    Object.defineProperty(
      copy,
      name,
      value === UNKNOWN
        ? { enumerable: true, get: () => (read(), null) }
        : { enumerable: true, value: watched(value, read) },
    );
  }
  return copy;
}

/** A value as a text, as Authorino writes it into headers and compares it: nothing is an empty text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
