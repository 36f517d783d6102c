import { TopologyEdge, TopologyGraph, TopologyNode } from './nodes';
import { indented, isAbsent, outlineOf, worstOf } from './outline';

/** A graph in the DOT language of Graphviz. */
export function dotOf(graph: TopologyGraph): string {
  const { ids, lines, parts } = outlineOf(graph, { node: nodeLine, group: subgraph });
  return [
    'digraph topology {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=10];',
    '  edge [fontname="Helvetica", fontsize=9];',
    ...indented(lines),
    ...parts.map(([whole, part]) => `  ${whole} -> ${part} [style=dotted, arrowhead=none];`),
    ...graph.edges.map((edge) => `  ${edgeLine(edge, ids)}`),
    '}',
    '',
  ].join('\n');
}

const subgraph = (id: string, title: string, lines: readonly string[]) => [
  `subgraph cluster_${id} {`,
  `  label=${quoted(title)};`,
  ...indented(lines),
  '}',
];

function nodeLine(node: TopologyNode, id: string): string {
  const { kind, name, details } = node;
  const worst = worstOf(node);
  const attributes = [
    `label=${quoted([kind, name, ...details].join('\n'))}`,
    ...(isAbsent(node) ? ['style="rounded,dashed"'] : []),
    ...(worst === undefined ? [] : [`color=${worst === 'error' ? 'red' : 'orange'}`]),
  ];
  return `${id} [${attributes.join(', ')}];`;
}

const STYLES: Readonly<Partial<Record<TopologyEdge['kind'], string>>> = {
  serves: 'style=dashed',
  mirrors: 'style=dashed',
  applies: 'style=dotted',
};

function edgeLine({ from, to, kind, label }: TopologyEdge, ids: ReadonlyMap<string, string>): string {
  const attributes = [STYLES[kind], label === undefined ? undefined : `label=${quoted(label)}`].filter(Boolean);
  return `${ids.get(from)} -> ${ids.get(to)}${attributes.length > 0 ? ` [${attributes.join(', ')}]` : ''};`;
}

/** A string of DOT: a line break is an escape, and so is a backslash. */
const quoted = (text: string) => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n')}"`;
