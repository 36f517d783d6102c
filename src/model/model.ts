import { withDefaults } from '../manifest/defaults';
import { kindOf } from '../manifest/kinds';
import { groupOf, Located, Manifest } from '../manifest/manifest';
import { noteMisread, observe } from '../manifest/misread';
import { Kind } from '../manifest/shape';
import { isSound, readable } from '../manifest/structure';
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
  /** Objects that are there, but cannot be read for want of a field. */
  readonly unread: ReadonlySet<Manifest>;
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
  return {
    isWhole,
    exists,
    byKind: groupBy(entries, ({ group, kind }) => `${group}/${kind}`),
    byName,
    unread: new Set(),
  };
}

/**
 * What a reader concludes from models, except from fields that are missing or of another type: where it reads one, it is
 * run again without the object.
 */
export function conclude<T>(models: readonly Model[], read: (models: readonly Model[]) => T): T {
  const misread = new Set<Manifest>();
  let value: T | undefined;
  let error: unknown;
  try {
    value = observe(misread, () => read(models));
  } catch (thrown) {
    // Without the field it may stumble; anything else is a defect.
    if (misread.size === 0) throw thrown;
    error = thrown;
  }
  if (misread.size === 0) return value as T;
  // What it stumbled over hides what it would have read next, and so does what it read in place of the object.
  const isAll = error !== undefined || models.some(({ unread }) => unread.size > 0);
  return conclude(
    models.map((model) => withoutObjects(model, isAll ? unsoundOf(model) : misread)),
    read,
  );
}

/** A model without the objects that the API server refuses, as fields are missing or of another type. */
export function soundOnly(model: Model): Model {
  const unsound = unsoundOf(model);
  return unsound.size === 0 ? model : withoutObjects(model, unsound);
}

const unsoundOf = (model: Model) =>
  new Set([...model.byKind.values()].flat().flatMap(({ at }) => (isSound(at.manifest) ? [] : [at.manifest])));

const reduced = new WeakMap<Model, Model[]>();

/** A model in which some objects more cannot be read; the same for the same objects, as rules share its views. */
function withoutObjects(model: Model, manifests: ReadonlySet<Manifest>): Model {
  const unread = new Set([...model.unread, ...manifests]);
  const known = reduced.get(model) ?? [];
  reduced.set(model, known);
  let found = known.find(
    (each) => each.unread.size === unread.size && [...unread].every((one) => each.unread.has(one)),
  );
  if (!found) {
    found = { ...model, unread };
    known.push(found);
  }
  return found;
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

/** Whether a namespace has objects of a kind that cannot be read, so that nothing is known of what they would say. */
export const hasUnread = (model: Model, { apiVersion, kind }: Kind, namespace?: string): boolean =>
  model.unread.size > 0 &&
  entriesOf(model, groupOf(apiVersion), kind).some(
    (entry) => model.unread.has(entry.at.manifest) && (namespace === undefined || entry.namespace === namespace),
  );

/** The objects of a kind that can be read. */
export function itemsOf<T>(model: Model, kind: Kind<T>): readonly Item<T>[] {
  const known = itemsByKind(model);
  let list = known.get(kind);
  if (!list) {
    list = entriesOf(model, groupOf(kind.apiVersion), kind.kind).flatMap((entry) => itemOf(model, entry, kind) ?? []);
    known.set(kind, list);
  }
  return list as readonly Item<T>[];
}

const itemsByKind = view(() => new Map<Kind, readonly Item<unknown>[]>());

/** The object of a name and kind, if it can be read. */
export function findItem<T>(model: Model, kind: Kind<T>, namespace: string, name: string): Item<T> | undefined {
  const entry = find(model, { group: groupOf(kind.apiVersion), kind: kind.kind, namespace, name });
  return entry && itemOf(model, entry, kind);
}

const items = new WeakMap<Located, Item<unknown>>();

/** Reads an object once. One in a version with another schema is not of the kind. */
function itemOf<T>({ unread }: Model, entry: Entry, kind: Kind<T>): Item<T> | undefined {
  const { manifest } = entry.at;
  if (kindOf(manifest.apiVersion, manifest.kind) !== kind || unread.has(manifest)) return undefined;
  let item = items.get(entry.at);
  if (item === undefined || item.namespace !== entry.namespace) {
    const { at, group, kind: name, namespace, labels, annotations } = entry;
    const body = readable(manifest, (given) => withDefaults(given, kind.body));
    item = { at, group, kind: name, namespace, name: entry.name, labels, annotations, body };
    items.set(entry.at, item);
  }
  return item as Item<T>;
}

/** A view of a model that is computed once, on first use. */
export function view<T>(compute: (model: Model) => T): (model: Model) => T {
  const views = new WeakMap<Model, { readonly value: T; readonly misread: ReadonlySet<Manifest> }>();
  return (model) => {
    let known = views.get(model);
    if (known) {
      noteMisread(known.misread);
    } else {
      const misread = new Set<Manifest>();
      known = { value: observe(misread, () => compute(model)), misread };
      views.set(model, known);
    }
    return known.value;
  };
}

/** `HTTPRoute shop/web`, as people name an object. */
export const nameOf = (entry: Pick<ObjectName, 'kind' | 'namespace' | 'name'>) => `${entry.kind} ${pathOf(entry)}`;

/** `shop/web`, as people name an object of a namespace. */
export const pathOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
  namespace === '' ? name : `${namespace}/${name}`;
