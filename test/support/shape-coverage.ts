import { Shape } from '../../src/manifest/shape';

/** Paths of all leaves of a shape, `a.b[].c`; a map is a leaf. */
export function fieldsOf(shape: Shape, path: string = ''): Set<string> {
  if (shape.type === 'array') {
    return fieldsOf(shape.items!, `${path}[]`);
  }
  const fields = Object.entries(shape.fields ?? {});
  return fields.length === 0
    ? new Set([path.replace(/\[\]$/, '')])
    : new Set(fields.flatMap(([name, field]) => [...fieldsOf(field, path === '' ? name : `${path}.${name}`)]));
}

/** Paths that a value has, in the form of `fieldsOf`. */
export function pathsOf(value: unknown, path: string = ''): Set<string> {
  const children = Array.isArray(value)
    ? value.map((item) => pathsOf(item, `${path}[]`))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, child]) => pathsOf(child, path === '' ? name : `${path}.${name}`))
      : [];
  return new Set([path.replace(/\[\]$/, ''), ...children.flatMap((child) => [...child])]);
}
