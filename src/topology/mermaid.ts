import { TopologyEdge, TopologyGraph, TopologyNode } from './nodes';
import { indented, isAbsent, outlineOf, worstOf } from './outline';

/** A graph as a flowchart of Mermaid, which Markdown on code hosts shows. */
export function mermaidOf(graph: TopologyGraph): string {
  const { ids, lines, parts } = outlineOf(graph, { node: nodeLine, group: subgraph });
  return [
    'flowchart LR',
    ...indented(lines),
    ...parts.map(([whole, part]) => `  ${whole} --- ${part}`),
    ...graph.edges.map(({ from, to, kind, label }) => {
      const text = label === undefined ? '' : `|${quoted(label)}|`;
      return `  ${ids.get(from)} ${ARROWS[kind]}${text} ${ids.get(to)}`;
    }),
    '  classDef absent stroke-dasharray:4 3',
    '  classDef error stroke:#cf222e,stroke-width:2px',
    '  classDef warning stroke:#bf8700,stroke-width:2px',
    '',
  ].join('\n');
}

const subgraph = (id: string, title: string, lines: readonly string[]) => [
  `subgraph s${id}[${quoted(title)}]`,
  ...indented(lines),
  'end',
];

const ARROWS: Readonly<Record<TopologyEdge['kind'], string>> = {
  leads: '-->',
  routes: '-->',
  forwards: '-->',
  serves: '-.->',
  mirrors: '-.->',
  applies: '-.-',
};

function nodeLine(node: TopologyNode, id: string): string {
  const className = worstOf(node) ?? (isAbsent(node) ? 'absent' : undefined);
  const text = quoted([node.kind, node.name, ...node.details].join('\n'));
  return `${id}[${text}]${className === undefined ? '' : `:::${className}`}`;
}

/** Everything but letters, digits and a few signs as a code, so that no text is markup. */
const quoted = (text: string) => `"${text.split(/\r?\n/).map(coded).join('<br>')}"`;

const coded = (line: string) =>
  [...line].map((char) => (/[\p{L}\p{N} .:/_-]/u.test(char) ? char : `#${char.codePointAt(0)};`)).join('');
