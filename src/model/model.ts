import { withDefaults } from '../manifest/defaults';
import { kindOf } from '../manifest/kinds';
import { groupOf, Located } from '../manifest/manifest';
import { Kind } from '../manifest/shape';
import { sound } from '../manifest/structure';
import { groupBy } from '../value/group-by';

/** An object of a model. */
export interface Entry {
  readonly at: Located;
  readonly group: string;
  readonly kind: string;
  /** Empty for an object of the cluster, and where the manifest leaves it to the reader. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An object of a kind, with the defaults of the kind filled in. */
export interface Item<T> extends Entry {
  readonly body: T;
}

/** What names an object. */
export interface ObjectName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The objects that are applied together, indexed. */
export interface Model {
  /** Whether what is absent does not exist: the input is all that the cluster has of these kinds. */
  readonly isWhole: boolean;
  /** Objects that exist elsewhere, such as `Secret edge/wildcard-tls`; `*` stands for any text. */
  readonly exists: readonly string[];
  readonly byKind: ReadonlyMap<string, readonly Entry[]>;
  readonly byName: ReadonlyMap<string, Entry>;
}

export interface ModelOptions {
  /** @default false */
  readonly isWhole?: boolean;
  /**
   * Namespace of objects that name none.
   *
   * @default - unknown; they are in one namespace of their own
   */
  readonly namespace?: string;
  /** @default - none */
  readonly exists?: readonly string[];
}

/** One model for each group of objects that are applied together, such as a directory. */
export function modelsOf(objects: readonly Located[], options: ModelOptions = {}): Model[] {
  const groups = groupBy(objects, ({ group = '' }) => group);
  return [...groups.values()].map((members) => modelOf(members, options));
}

function modelOf(objects: readonly Located[], { isWhole = false, namespace = '', exists = [] }: ModelOptions): Model {
  const entries = objects.map((at) => entryOf(at, namespace));
  const byName = new Map<string, Entry>();
  for (const entry of entries) {
    const name = keyOf(entry);
    if (!byName.has(name)) byName.set(name, entry);
  }
  return { isWhole, exists, byKind: groupBy(entries, ({ group, kind }) => `${group}/${kind}`), byName };
}

function entryOf(at: Located, namespace: string): Entry {
  const { apiVersion, kind, metadata } = at.manifest;
  const isOfCluster = kindOf(apiVersion, kind)?.namespaced === false;
  return {
    at,
    group: groupOf(apiVersion),
    kind,
    namespace: isOfCluster ? '' : (metadata.namespace ?? namespace),
    name: metadata.name,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
  };
}

/** A hand-written file may have anything there. */
const textsOf = (map: unknown): Readonly<Record<string, string>> =>
  typeof map === 'object' && map !== null && !Array.isArray(map) ? (map as Readonly<Record<string, string>>) : {};

const keyOf = ({ group, kind, namespace, name }: ObjectName) => `${group}/${kind}/${namespace}/${name}`;

/** The object of a name, whatever its state. */
export const find = (model: Model, name: ObjectName): Entry | undefined => model.byName.get(keyOf(name));

/** Whether an object is declared to exist elsewhere. */
export const isDeclared = ({ exists }: Model, { kind, namespace, name }: ObjectName) =>
  exists.some((pattern) => fitsPattern(pattern, `${kind} ${pathOf({ namespace, name })}`));

/** Whether a text fits a pattern in which `*` stands for any text. */
export const fitsPattern = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(text);

/** All objects of a kind in whatever version, whatever their state. */
export const entriesOf = (model: Model, group: string, kind: string): readonly Entry[] =>
  model.byKind.get(`${group}/${kind}`) ?? [];

/** The objects of a kind whose fields are there and of the right type. */
export function itemsOf<T>(model: Model, kind: Kind<T>): readonly Item<T>[] {
  return entriesOf(model, groupOf(kind.apiVersion), kind.kind).flatMap((entry) => itemOf(entry, kind) ?? []);
}

/** The object of a name and kind, if its fields are there and of the right type. */
export function findItem<T>(model: Model, kind: Kind<T>, namespace: string, name: string): Item<T> | undefined {
  const entry = find(model, { group: groupOf(kind.apiVersion), kind: kind.kind, namespace, name });
  return entry && itemOf(entry, kind);
}

const items = new WeakMap<Located, Item<unknown> | null>();

/** Reads an object once. One in a version with another schema is not of the kind. */
function itemOf<T>(entry: Entry, kind: Kind<T>): Item<T> | undefined {
  const { manifest } = entry.at;
  if (kindOf(manifest.apiVersion, manifest.kind) !== kind) return undefined;
  let item = items.get(entry.at);
  if (item === undefined || (item !== null && item.namespace !== entry.namespace)) {
    const body = sound(manifest);
    item = body ? { ...entry, body: withDefaults(body, kind.body) } : null;
    items.set(entry.at, item);
  }
  return (item ?? undefined) as Item<T> | undefined;
}

/** A view of a model that is computed once, on first use. */
export function view<T>(compute: (model: Model) => T): (model: Model) => T {
  const views = new WeakMap<Model, { readonly value: T }>();
  return (model) => {
    let known = views.get(model);
    if (!known) {
      known = { value: compute(model) };
      views.set(model, known);
    }
    return known.value;
  };
}

/** `shop/web`, as people name an object of a namespace. */
export const pathOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
  namespace === '' ? name : `${namespace}/${name}`;
