/** Unique names. */
export class UniqueNames {
  private readonly taken = new Set<string>();

  /** Returns the name, or the name with the next free number as suffix. */
  public take(name: string): string {
    let free = name;
    for (let i = 2; this.taken.has(free); i++) {
      free = `${name}-${i}`;
    }
    this.taken.add(free);
    return free;
  }
}

/** Long names are cut, so that prefixes and suffixes still fit into 253 characters. */
const LONGEST = 120;

/** Converts a text to an object name: `getPetById` to `get-pet-by-id`, `repos/get` to `repos-get`. */
export function nameOf(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
}

/** The name of an operation: its operationId, or method and path. */
export function operationName(operation: { operationId?: string; method: string; path: string }): string {
  return nameOf(operation.operationId ?? '') || nameOf(`${operation.method.toLowerCase()} ${operation.path}`);
}
