import { Severity } from '../check/diagnostic';
import { groupBy } from '../value/group-by';
import { isAbsent } from './outline';
import { Role, TopologyEdge, TopologyGraph, TopologyNode } from './nodes';

/*
 * What of a graph is drawn, before anything has a place: cards for objects, rows in them for their parts, chips for
 * policies, boxes for clusters and namespaces. What is folded is one card.
 */

/** What is folded, and what is not although there are many of it. */
export interface View {
  /** Ids of boxes. */
  readonly folded: ReadonlySet<string>;
  /** Ids of cards that stand for many, of which each is drawn. */
  readonly opened: ReadonlySet<string>;
  /** Ids of nodes that are drawn although there are many of their kind. */
  readonly shown: ReadonlySet<string>;
}

export const PLAIN_VIEW: View = { folded: new Set(), opened: new Set(), shown: new Set() };

export interface Picture {
  readonly cards: readonly Card[];
  readonly links: readonly Link[];
  readonly boxes: readonly Box[];
  /** The card or row that a node is in, by the id of the node; policies are in the picture as chips alone. */
  readonly home: ReadonlyMap<string, Home>;
}

export interface Home {
  readonly card: string;
  readonly row?: string;
}

export interface Card {
  /** That of the node, of the box, or of the group. */
  readonly id: string;
  readonly role: Role;
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly chips: readonly Chip[];
  readonly rows: readonly Row[];
  readonly box?: string;
  readonly mark: Mark;
  /** It is named by objects, and not among them. */
  readonly isAbsent: boolean;
  /** What it stands for, where it is folded. */
  readonly holds?: 'box' | 'many';
}

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly chips: readonly Chip[];
  readonly mark: Mark;
}

/** A policy: attached here, or in effect because it is attached further up. */
export interface Chip {
  readonly ids: readonly string[];
  readonly text: string;
  readonly isInherited: boolean;
}

/** How many problems there are, and the worst of them. */
export interface Mark {
  readonly severity?: Exclude<Severity, 'note'>;
  readonly count: number;
}

export interface Link {
  readonly from: Home;
  readonly to: Home;
  readonly kind: TopologyEdge['kind'];
  readonly label?: string;
}

export interface Box {
  readonly id: string;
  readonly kind: 'cluster' | 'namespace';
  readonly name: string;
  readonly parent?: string;
}

/** From so many cards on, groups of so many alike are one card. */
const CROWD = 150;
const MANY = 8;

export const clusterBox = (cluster: string) => `box ${cluster}`;
export const namespaceBox = (cluster: string, namespace: string) => `box ${cluster}/${namespace}`;

export function pictureOf(graph: TopologyGraph, view: View = PLAIN_VIEW): Picture {
  const drawn = drawnNodes(graph);
  const boxes = boxesOf(drawn, view);
  const rows = groupBy(
    graph.nodes.filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent!,
  );
  const groups = manyOf(drawn, view);
  const home = new Map<string, Home>();
  const folded = new Map<string, TopologyNode[]>();
  const single: TopologyNode[] = [];
  for (const node of drawn) {
    const into = foldOf(node, view) ?? groups.get(node.id);
    const parts = [node, ...(rows.get(node.id) ?? [])];
    if (into === undefined) {
      single.push(node);
      for (const { id } of parts) home.set(id, { card: node.id, ...(id !== node.id && { row: id }) });
    } else {
      folded.set(into, [...(folded.get(into) ?? []), node]);
      for (const { id } of parts) home.set(id, { card: into });
    }
  }
  const chips = chipsOf(graph);
  return {
    cards: [
      ...single.map((node) => cardOf(node, rows.get(node.id) ?? [], chips)),
      ...[...folded].map(([id, members]) => foldedCard(id, members, rows)),
    ],
    links: linksOf(graph, home),
    boxes,
    home,
  };
}

/** Nodes with a card: no parts, no policies that are attached to something, no class that only its name is known of. */
function drawnNodes({ nodes, edges }: TopologyGraph): TopologyNode[] {
  const attached = new Set(edges.flatMap(({ kind, from }) => (kind === 'applies' ? from : [])));
  return nodes.filter(
    ({ id, role, parent, where }) =>
      parent === undefined &&
      role !== 'cluster' &&
      !(role === 'policy' && attached.has(id)) &&
      !(role === 'class' && where === undefined),
  );
}

function boxesOf(nodes: readonly TopologyNode[], { folded }: View): Box[] {
  const boxes = new Map<string, Box>();
  for (const { cluster, namespace } of nodes) {
    const outer = clusterBox(cluster);
    if (folded.has(outer)) continue;
    if (cluster !== '') boxes.set(outer, { id: outer, kind: 'cluster', name: cluster });
    const id = namespaceBox(cluster, namespace);
    if (namespace !== '' && !folded.has(id)) {
      boxes.set(id, { id, kind: 'namespace', name: namespace, ...(cluster !== '' && { parent: outer }) });
    }
  }
  return [...boxes.values()];
}

const boxOf = ({ cluster, namespace }: TopologyNode): string | undefined =>
  namespace !== '' ? namespaceBox(cluster, namespace) : cluster !== '' ? clusterBox(cluster) : undefined;

/** The folded box that a node is in. */
function foldOf({ cluster, namespace }: TopologyNode, { folded }: View): string | undefined {
  const outer = clusterBox(cluster);
  if (cluster !== '' && folded.has(outer)) return outer;
  const inner = namespaceBox(cluster, namespace);
  return namespace !== '' && folded.has(inner) ? inner : undefined;
}

/** Where there are too many cards: the group of each node that is folded into one. */
function manyOf(nodes: readonly TopologyNode[], view: View): ReadonlyMap<string, string> {
  if (nodes.length <= CROWD) return new Map();
  const groups = groupBy(nodes, ({ cluster, namespace, kind }) => `many ${cluster}/${namespace}/${kind}`);
  return new Map(
    [...groups].flatMap(([id, members]) =>
      members.length > MANY && !view.opened.has(id)
        ? members.filter((node) => !view.shown.has(node.id)).map((node) => [node.id, id] as const)
        : [],
    ),
  );
}

const LINES = 4;

function cardOf(node: TopologyNode, parts: readonly TopologyNode[], chips: (node: TopologyNode) => Chip[]): Card {
  return {
    id: node.id,
    role: node.role,
    kind: KIND_TEXTS[node.kind] ?? node.kind,
    name: node.name,
    lines: cut(node.details),
    chips: chips(node),
    rows: parts.map((part) => ({
      id: part.id,
      name: part.name,
      text: part.details.join(' · '),
      chips: chips(part),
      mark: markOf([part]),
    })),
    box: boxOf(node),
    mark: markOf([node]),
    isAbsent: isAbsent(node),
  };
}

const KIND_TEXTS: Readonly<Record<string, string>> = { DNSName: 'DNS name', Host: 'host' };

const cut = (lines: readonly string[]) =>
  lines.length > LINES ? [...lines.slice(0, LINES - 1), `and ${lines.length - LINES + 1} more`] : lines;

function foldedCard(
  id: string,
  members: readonly TopologyNode[],
  rows: ReadonlyMap<string, readonly TopologyNode[]>,
): Card {
  const [{ role, kind, cluster, namespace }] = members;
  const isBox = id.startsWith('box ');
  const mark = markOf(members.flatMap((node) => [node, ...(rows.get(node.id) ?? [])]));
  const counts = [...groupBy(members, (node) => node.kind)].map(([name, list]) => `${list.length} ${name}`);
  const isCluster = id === clusterBox(cluster);
  const names = members.map(({ name }) => name);
  return {
    id,
    role: isBox ? 'cluster' : role,
    kind: isBox ? (isCluster ? 'cluster' : 'namespace') : `${members.length} ${KIND_TEXTS[kind] ?? kind}s`,
    name: isBox ? (isCluster ? cluster : namespace) : names[0],
    lines: isBox ? cut(counts) : [...names.slice(1, 3), `and ${names.length - 3} more`],
    chips: [],
    rows: [],
    box: isBox ? (isCluster || cluster === '' ? undefined : clusterBox(cluster)) : boxOf(members[0]),
    mark,
    isAbsent: false,
    holds: isBox ? 'box' : 'many',
  };
}

function markOf(nodes: readonly TopologyNode[]): Mark {
  const all = nodes.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'note'));
  if (all.length === 0) return { count: 0 };
  return { count: all.length, severity: all.some(({ severity }) => severity === 'error') ? 'error' : 'warning' };
}

/** What people call the kinds of policies, in a word. */
const SHORT: Readonly<Record<string, string>> = {
  AuthPolicy: 'auth',
  RateLimitPolicy: 'limit',
  TokenRateLimitPolicy: 'tokens',
  DNSPolicy: 'dns',
  TLSPolicy: 'tls',
  BackendTLSPolicy: 'tls',
  DestinationRule: 'destination',
  AuthorizationPolicy: 'authorization',
  RequestAuthentication: 'tokens',
  PeerAuthentication: 'mutual tls',
};

/** Policies of a node: those that are attached to it, and those in effect that are attached elsewhere. */
function chipsOf({ edges, nodes }: TopologyGraph): (node: TopologyNode) => Chip[] {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const attached = groupBy(
    edges.filter(({ kind }) => kind === 'applies'),
    ({ to }) => to,
  );
  return ({ id, effective }) => {
    const chips = new Map<string, { readonly ids: Set<string>; isInherited: boolean }>();
    const add = (policy: string, isInherited: boolean) => {
      const text = SHORT[kinds.get(policy) ?? ''] ?? kinds.get(policy) ?? policy;
      const chip = chips.get(text) ?? { ids: new Set<string>(), isInherited: true };
      chips.set(text, chip);
      chip.ids.add(policy);
      if (!isInherited) chip.isInherited = false;
    };
    for (const { from } of attached.get(id) ?? []) add(from, false);
    for (const { sources } of effective) for (const policy of sources) add(policy, true);
    return [...chips].map(([text, { ids, isInherited }]) => ({ text, isInherited, ids: [...ids] }));
  };
}

/** Edges between what is drawn; those between the same two are one. */
function linksOf({ edges }: TopologyGraph, home: ReadonlyMap<string, Home>): Link[] {
  const links = new Map<string, Link>();
  for (const { from, to, kind, label } of edges) {
    const [a, b] = [home.get(from), home.get(to)];
    if (kind === 'applies' || !a || !b || a.card === b.card) continue;
    const key = [a.row ?? a.card, b.row ?? b.card, kind].join('\n');
    const known = links.get(key);
    links.set(key, known ? { ...known, label: known.label === label ? label : undefined } : { from: a, to: b, kind, label });
  }
  return [...links.values()];
}
