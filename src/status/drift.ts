import { record } from './reported';
import { withDefaults } from '../manifest/defaults';
import { kindOf } from '../manifest/kinds';
import { Manifest } from '../manifest/manifest';
import { Shape } from '../manifest/shape';
import { goDuration } from '../value/duration';

/** The first field in which an object of a cluster is not what its manifest says. */
export interface Drift {
  readonly path: string;
  readonly declared: unknown;
  readonly live: unknown;
}

/**
 * Compares what a manifest says, and nothing else: servers, controllers and people add fields. `isSteered` tells of fields
 * that a controller changes on purpose.
 */
export function driftOf(declared: Manifest, live: Manifest, isSteered: (path: string) => boolean): Drift | undefined {
  const kind = kindOf(declared.apiVersion, declared.kind);
  const isSameSchema = declared.apiVersion === live.apiVersion || kind === kindOf(live.apiVersion, live.kind);
  if (!isSameSchema) return undefined;
  const { apiVersion, kind: name, metadata, status, ...body } = declared;
  void [apiVersion, name, status];
  for (const field of ['labels', 'annotations'] as const) {
    const found = differs(metadata[field], live.metadata[field], `metadata.${field}`, undefined);
    if (found) return found;
  }
  return differs(
    kind ? withDefaults(body, kind.body) : body,
    kind ? withDefaults(live, kind.body) : live,
    '',
    kind?.body,
  );

  function differs(wanted: unknown, own: unknown, path: string, shape: Shape | undefined): Drift | undefined {
    if (wanted === undefined || wanted === null || isSteered(path)) return undefined;
    if (Array.isArray(wanted)) {
      return isNothing(wanted) && own === undefined ? undefined : listDiffers(wanted, own, path, shape);
    }
    if (typeof wanted === 'object') {
      if (own === undefined && isNothing(wanted)) return undefined;
      if (typeof own !== 'object' || own === null || Array.isArray(own)) return { path, declared: wanted, live: own };
      for (const [key, value] of Object.entries(wanted)) {
        const isMap = path.startsWith('metadata.') || shape?.type === 'map';
        const below = isMap ? `${path}['${key}']` : path === '' ? key : `${path}.${key}`;
        const inner = isMap ? shape?.items : shape?.fields?.[key];
        const found = differs(value, (own as Readonly<Record<string, unknown>>)[key], below, inner);
        if (found) return found;
      }
      return undefined;
    }
    return isSame(wanted, own) ? undefined : { path, declared: wanted, live: own };
  }

  function listDiffers(wanted: readonly unknown[], own: unknown, path: string, shape: Shape | undefined) {
    if (!Array.isArray(own)) return { path, declared: wanted, live: own };
    const isOfPods = path.startsWith('spec.template.');
    const isNamed = isOfPods && [...wanted, ...own].every((value) => record(value).name !== undefined);
    const partner = partnerIn(own, shape?.rules.keys ?? (isNamed ? ['name'] : undefined));
    for (const [index, value] of wanted.entries()) {
      const other = partner(value, index);
      if (other === undefined) return { path: `${path}[${index}]`, declared: value, live: undefined };
      const found = differs(value, other, `${path}[${index}]`, shape?.items);
      if (found) return found;
    }
    // Webhooks add containers and volumes to templates of pods.
    if (own.length === wanted.length || isOfPods) return undefined;
    return { path, declared: `${wanted.length} elements`, live: `${own.length} elements` };
  }
}

/** The element of a list that is the same one: by its keys, or by its place. */
function partnerIn(list: readonly unknown[], keys: readonly string[] | undefined) {
  const nameOf = (value: unknown) => JSON.stringify(keys?.map((key) => record(value)[key]));
  const byKey = new Map(list.map((value) => [nameOf(value), value]));
  return (value: unknown, index: number): unknown => (keys ? byKey.get(nameOf(value)) : list[index]);
}

/** What servers leave out. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.values(value).every(isNothing));

/** Quantities and durations have several spellings, of which servers choose one. */
function isSame(wanted: unknown, own: unknown): boolean {
  if (wanted === own || (own === undefined && isNothing(wanted))) return true;
  const [first, second] = [wanted, own].map(quantityOf);
  if (first !== undefined && first === second) return true;
  if (typeof wanted !== 'string' || typeof own !== 'string') return false;
  const [long, other] = [wanted, own].map(goDuration);
  return long !== undefined && long === other;
}

const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const [, digits, unit] = (typeof value === 'string' && /^([\d.]+)(n|u|m||k|[MGTPE]|[KMGTPE]i)$/.exec(value)) || [];
  return digits === undefined ? undefined : Number((Number(digits) * UNITS[unit]).toPrecision(12));
}
