import { EdgeKind, EffectiveAt, Role, TopologyEdge, TopologyFinding, TopologyGraph, TopologyNode } from './nodes';
import { GATEWAY_API, Located, placeOf } from '../manifest/manifest';
import { Entry, find, Model, ObjectName, pathOf } from '../model/model';

/** The graph of a cluster while it is made. */
export interface Draft {
  readonly cluster: string;
  readonly model: Model;
  readonly position: ReadonlyMap<Located, number>;
  readonly nodes: Map<string, NodeDraft>;
  readonly edges: Map<string, TopologyEdge>;
}

type NodeDraft = Omit<TopologyNode, 'findings' | 'effective'> & {
  readonly findings: TopologyFinding[];
  readonly effective: EffectiveAt[];
};

export const draftOf = (cluster: string, model: Model, position: Draft['position']): Draft => ({
  cluster,
  model,
  position,
  nodes: new Map(),
  edges: new Map(),
});

/** Id of an object. Two projects have a kind Gateway. */
export function idOf({ cluster }: Pick<Draft, 'cluster'>, { group, kind, namespace, name }: ObjectName): string {
  const shown = kind === 'Gateway' && group !== GATEWAY_API ? `${kind}.${group}` : kind;
  return `${cluster === '' ? '' : `${cluster}: `}${shown} ${pathOf({ namespace, name })}`;
}

/** Adds an object, and returns its id. */
export function addObject(draft: Draft, entry: Entry, role: Role, details: readonly string[] = []): string {
  const id = idOf(draft, entry);
  // Of two objects of a name the first counts, as in the model.
  if (draft.nodes.get(id)?.object !== undefined) return id;
  draft.nodes.set(id, {
    ...named(draft, id, role, entry),
    ...placed(draft, entry, ''),
    details,
    findings: [],
    effective: [],
  });
  return id;
}

/** Adds what an object names: the object of the name, or something that is not among the objects. */
export function addNamed(draft: Draft, name: ObjectName, role: Role, details: readonly string[] = []): string {
  const entry = find(draft.model, name);
  if (entry) return addObject(draft, entry, role, details);
  const id = idOf(draft, name);
  if (!draft.nodes.has(id)) {
    draft.nodes.set(id, { ...named(draft, id, role, name), details, findings: [], effective: [] });
  }
  return id;
}

/** The pods of the mesh, whose proxies route what they send. */
export const addMesh = (draft: Draft): string =>
  addNamed(draft, { group: '', kind: 'Mesh', namespace: '', name: 'mesh' }, 'gateway', ['pods of the mesh']);

/** The role of a kind that only its name is known of. */
export function roleOf(kind: string): Role {
  if (kind.endsWith('Route') || kind === 'VirtualService') return 'route';
  return kind.endsWith('Policy') ? 'policy' : (ROLE_OF[kind] ?? 'other');
}

const ROLE_OF: Readonly<Record<string, Role>> = {
  Gateway: 'gateway',
  GatewayClass: 'class',
  Service: 'backend',
  ServiceEntry: 'egress',
  Deployment: 'workload',
  Issuer: 'issuer',
  ClusterIssuer: 'issuer',
  Certificate: 'certificate',
};

/** Adds a part of an object. */
export function addPart(
  draft: Draft,
  entry: Entry,
  part: { readonly role: Role; readonly kind: string; readonly name: string; readonly path: string },
  details: readonly string[],
): string {
  const parent = idOf(draft, entry);
  const id = `${parent}#${part.name}`;
  draft.nodes.set(id, {
    ...named(draft, id, part.role, { ...entry, kind: part.kind, name: part.name }),
    ...placed(draft, entry, part.path),
    parent,
    path: part.path,
    details,
    findings: [],
    effective: [],
  });
  return id;
}

const named = ({ cluster }: Draft, id: string, role: Role, { kind, namespace, name }: Omit<ObjectName, 'group'>) => ({
  id,
  role,
  kind,
  namespace,
  name,
  cluster,
});

function placed({ position }: Draft, { at }: Entry, path: string) {
  const where = placeOf(at, path);
  const { source } = at;
  return {
    where,
    ...(source && { file: source.file, line: source.locate(path).line }),
    object: position.get(at),
  };
}

/** Adds an edge; of two alike the first counts. */
export function addEdge(draft: Draft, from: string, to: string, kind: EdgeKind, label?: string): void {
  const key = `${kind} ${from}\n${to}`;
  if (from !== to && !draft.edges.has(key)) {
    draft.edges.set(key, { from, to, kind, ...(label !== undefined && { label }) });
  }
}

/** The node of a place of an object: of the innermost part that holds it. */
export function nodeAt(nodes: Iterable<TopologyNode>): (id: string, path: string) => string {
  const parts = new Map<string, { readonly path: string; readonly id: string }[]>();
  for (const { id, parent, path } of nodes) {
    if (parent === undefined || path === undefined) continue;
    const siblings = parts.get(parent);
    if (siblings) siblings.push({ path, id });
    else parts.set(parent, [{ path, id }]);
  }
  return (id, path) => parts.get(id)?.find((part) => isWithin(path, part.path))?.id ?? id;
}

const isWithin = (path: string, outer: string) => path.startsWith(outer) && /^($|[.[])/.test(path.slice(outer.length));

export function finish(drafts: readonly Draft[], objects: readonly Located[]): TopologyGraph {
  const clusters = drafts.map(({ cluster }) => cluster).filter((name) => name !== '');
  const nodes = [
    ...clusters.map((name): TopologyNode => ({
      id: `Cluster ${name}`,
      role: 'cluster',
      kind: 'Cluster',
      namespace: '',
      name,
      cluster: name,
      details: [],
      findings: [],
      effective: [],
    })),
    ...new Map(drafts.flatMap((draft) => [...draft.nodes])).values(),
  ];
  const drawn = new Set(nodes.map(({ object }) => object));
  const others: Record<string, number> = {};
  objects.forEach(({ manifest: { kind } }, index) => {
    if (!drawn.has(index)) others[kind] = (others[kind] ?? 0) + 1;
  });
  return {
    clusters,
    nodes,
    edges: drafts.flatMap((draft) => [...draft.edges.values()]),
    others: Object.fromEntries(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
