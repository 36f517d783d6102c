import { Manifest } from './manifest';
import { Shape } from './shape';

/** Where what a reader could not read is noted, while somebody observes it. */
let current: Set<Manifest> | undefined;

/**
 * Runs a reader, and collects the objects that it misread: of which it read a field that is missing or of another type.
 * What it concludes may then be wrong, and it may have thrown for want of the field.
 */
export function observe<T>(misread: Set<Manifest>, read: () => T): T {
  const outer = current;
  current = misread;
  try {
    return read();
  } finally {
    current = outer;
    noteMisread(misread);
  }
}

/** Notes objects that were misread before, by a reader whose result is used again. */
export function noteMisread(manifests: Iterable<Manifest>): void {
  if (current) for (const manifest of manifests) current.add(manifest);
}

/** An object in which the fields at some paths read as undefined, and reading one is noted. */
export function guarded<T extends object>(
  object: T,
  shape: Shape,
  { manifest, broken }: { readonly manifest: Manifest; readonly broken: ReadonlySet<string> },
): T {
  /** One for each path, so that what is read twice is the same. */
  const known = new Map<string, object>();
  const guard = (value: object, type: Shape | undefined, path: string): object => {
    const isBroken = (key: string | symbol) => typeof key === 'string' && broken.has(pathOf(value, type, path, key));
    const noteAbsent = (key: string | symbol) => {
      if (!(key in value) && isBroken(key)) noteMisread([manifest]);
    };
    return new Proxy(value, {
      get(target, key) {
        if (isBroken(key)) {
          noteMisread([manifest]);
          return undefined;
        }
        const child: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol' || typeof child !== 'object' || child === null) return child;
        const place = pathOf(value, type, path, key);
        const inner = known.get(place) ?? guard(child, type?.items ?? type?.fields?.[key], place);
        known.set(place, inner);
        return inner;
      },
      has(target, key) {
        noteAbsent(key);
        return Reflect.has(target, key);
      },
      getOwnPropertyDescriptor(target, key) {
        noteAbsent(key);
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
      // Who copies or compares the whole reads what is missing too.
      ownKeys(target) {
        Object.keys(type?.fields ?? {}).forEach(noteAbsent);
        return Reflect.ownKeys(target);
      },
    });
  };
  return guard(object, shape, '') as T;
}

/** Path of a field of an object, of a key of a map or of an item of a list, as problems write it. */
function pathOf(value: object, type: Shape | undefined, path: string, key: string): string {
  if (Array.isArray(value)) return `${path}[${key}]`;
  if (type?.type === 'map') return `${path}['${key}']`;
  return path === '' ? key : `${path}.${key}`;
}
