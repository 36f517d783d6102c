import { TopologyGraph, TopologyNode } from './nodes';
import { groupBy } from '../value/group-by';

/** How a language writes a node, and a group around lines. */
export interface Notation {
  readonly node: (node: TopologyNode, id: string) => string;
  readonly group: (id: string, title: string, lines: readonly string[]) => readonly string[];
}

/** What languages for graphs have in common: names without signs, groups in groups, pairs of what has parts and part. */
export interface Outline {
  readonly ids: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
  readonly parts: readonly (readonly [whole: string, part: string])[];
}

/** A graph in groups: clusters, and in them namespaces. */
export function outlineOf(graph: TopologyGraph, { node, group }: Notation): Outline {
  const nodes = graph.nodes.filter(({ role }) => role !== 'cluster');
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [...groupBy(nodes, ({ cluster }) => cluster)].flatMap(([cluster, members], index) => {
    const inner = [...groupBy(members, ({ namespace }) => namespace)].flatMap(([namespace, list], at) => {
      const own = list.map((each) => node(each, ids.get(each.id)!));
      return namespace === '' ? own : group(`${index}_${at}`, namespace, own);
    });
    return cluster === '' ? inner : group(String(index), cluster, inner);
  });
  const parts = nodes.flatMap(({ id, parent }) =>
    parent === undefined ? [] : [[ids.get(parent)!, ids.get(id)!] as const],
  );
  return { ids, lines, parts };
}

export const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** What is worst at a node, for its colour. */
export const worstOf = ({ findings }: TopologyNode): 'error' | 'warning' | undefined =>
  (['error', 'warning'] as const).find((severity) => findings.some((each) => each.severity === severity));

/** Whether objects name it, and it is none of them. */
export const isAbsent = ({ where, role, kind }: TopologyNode): boolean =>
  where === undefined && role !== 'dns' && role !== 'cluster' && kind !== 'Mesh';
