import { ANY_HOST, isWildcard } from './host';

/** Finds what belongs to the hosts that cover a name, most specific first. */
export type HostIndex<T> = (name: string) => readonly T[];

/** An index by host: exact names, then wildcards by the domain below which they stand, then any. */
export function hostIndexOf<T>(entries: Iterable<readonly [host: string, value: T]>): HostIndex<T> {
  const exact = new Map<string, T>();
  const below = new Map<string, T>();
  const any: T[] = [];
  for (const [host, value] of entries) {
    const name = host.toLowerCase();
    if (name === ANY_HOST) any[0] = value;
    else if (isWildcard(name)) below.set(name.slice(2), value);
    else exact.set(name, value);
  }
  // Without wildcards what is found is known beforehand.
  const known = new Map([...exact].map(([name, own]) => [name, [own, ...any]]));
  if (below.size === 0) return (name) => known.get(name) ?? any;
  return (name) => {
    const found: T[] = exact.has(name) ? [exact.get(name) as T] : [];
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const value = below.get(name.slice(dot + 1));
      if (value !== undefined) found.push(value);
    }
    return [...found, ...any];
  };
}
