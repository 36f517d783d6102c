import { convert } from './virtual-service-support';
import { VirtualService } from '../../src/manifest/istio-networking';
import { Shape } from '../../src/manifest/shape';
import { Warnings } from '../../src/resource/warning';

describe('no field of a rule is passed over in silence', () => {
  const http = VirtualService.body.fields!.spec.fields!.http;
  const toCart = { route: [{ destination: { host: 'cart', port: { number: 80 } }, weight: 1 }] };
  const two = { route: [...toCart.route, { destination: { host: 'b', port: { number: 80 } }, weight: 1 }] };
  const around = (field: string) => {
    if (field.startsWith('redirect')) return { redirect: { scheme: 'https', authority: 'b.c' } };
    if (field.startsWith('mirror')) return { ...toCart, mirror: { host: 'b', port: { number: 80 } } };
    if (field.startsWith('match')) return { ...toCart, match: [{ uri: { exact: '/z' } }] };
    if (field.startsWith('retries')) return { ...toCart, retries: { attempts: 2 } };
    if (field.startsWith('corsPolicy')) return { ...toCart, corsPolicy: { allowHeaders: ['z'] } };
    return field === 'route[].weight' ? two : toCart;
  };
  const VALUES: Readonly<Record<string, unknown>> = {
    'corsPolicy.maxAge': '600s',
    'corsPolicy.unmatchedPreflights': 'IGNORE',
    'match[].gateways': ['other'],
    'match[].uri.prefix': '/b',
    'match[].uri.exact': '/b',
    'redirect.derivePort': 'FROM_REQUEST_PORT',
    'redirect.redirectCode': 302,
    'retries.retryIgnorePreviousHosts': false,
  };
  const valueOf = ({ type, rules, items }: Shape): unknown =>
    rules.values?.[0] ??
    {
      string: 'a',
      integer: 7,
      number: 7,
      boolean: true,
      object: {},
      any: {},
      intOrString: 7,
      map: undefined,
      array: undefined,
    }[type] ??
    (type === 'map' ? { a: valueOf(items!) } : [items!.fields ? {} : valueOf(items!)]);
  const shapeAt = (shape: Shape, names: readonly string[]): Shape =>
    names.reduce((at, name) => at.fields?.[name] ?? at.items!.fields![name], shape);
  const put = (target: unknown, [name, ...rest]: readonly string[], leaf: unknown): unknown => {
    if (name === undefined) return leaf;
    if (name.endsWith('[]')) {
      const key = name.slice(0, -2);
      const [first, ...others] = ((target as Record<string, unknown[]>)[key] ?? [{}]) as unknown[];
      return { ...(target as object), [key]: rest.length > 0 ? [put(first, rest, leaf), ...others] : leaf };
    }
    const known = (target as Record<string, unknown>)[name];
    return { ...(target as object), [name]: put(rest.length > 0 ? (known ?? {}) : known, rest, leaf) };
  };
  const outcome = (first: unknown) => {
    try {
      const route = convert(JSON.stringify({ hosts: ['a.b'], gateways: ['g'], http: [first, toCart] }));
      return JSON.stringify([route.apiObject.toJson(), Warnings.of(route).list()]);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([...fieldsOf(http)].map((field) => field.slice('[].'.length)))('%s', (field) => {
    const names = field.split('.');
    const leaf =
      VALUES[field] ??
      valueOf(
        shapeAt(
          http,
          names.map((name) => name.replace('[]', '')),
        ),
      );
    const base = around(field);
    expect(outcome(put(base, names, leaf))).not.toBe(outcome(base));
  });
});

/** Paths of all leaves of a shape, `a.b[].c`; a map is a leaf. */
function fieldsOf(shape: Shape, path: string = ''): Set<string> {
  if (shape.type === 'array') {
    return fieldsOf(shape.items!, `${path}[]`);
  }
  const fields = Object.entries(shape.fields ?? {});
  return fields.length === 0
    ? new Set([path.replace(/\[\]$/, '')])
    : new Set(fields.flatMap(([name, field]) => [...fieldsOf(field, path === '' ? name : `${path}.${name}`)]));
}
