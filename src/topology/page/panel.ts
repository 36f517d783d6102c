import { element, make } from './dom';
import { printYaml } from '../../manifest/yaml';
import { PageData } from '../html';
import { TopologyNode } from '../nodes';
import { Traced } from '../trace';

/** What is beside the picture. */
export interface Panel {
  show(id: string): void;
  showTrace(traced: Traced): void;
  showFault(message: string): void;
}

export function panelOf({ graph, objects }: PageData, onFollow: (id: string) => void): Panel {
  const panel = element('panel');
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));

  function link(id: string, text = id): HTMLElement {
    const anchor = make('a', '', text);
    anchor.addEventListener('click', () => onFollow(id));
    return anchor;
  }

  const list = (title: string, items: readonly HTMLElement[]) =>
    items.length === 0 ? [] : [make('h3', '', title), make('ul', '', ...items.map((item) => make('li', '', item)))];

  const findings = (node: TopologyNode) =>
    node.findings.map(({ code, severity, message, where, link: page }) => {
      const anchor = make('a', '', code) as HTMLAnchorElement;
      anchor.href = page;
      anchor.rel = 'noreferrer';
      return make('div', `finding ${severity}`, make('b', '', severity), ' ', anchor, ` ${message} `, make('span', 'where', where));
    });

  const policies = (node: TopologyNode) =>
    node.effective.flatMap(({ kind, listener, sources, overridden, rules }) => [
      make(
        'span',
        '',
        `${kind}${listener === undefined ? '' : ` at ${nodes.get(listener)?.name ?? listener}`}: `,
        ...sources.flatMap((id, index) => [...(index > 0 ? [', '] : []), link(id)]),
        rules.length > 0 ? ` (${rules.join(', ')})` : '',
      ),
      ...overridden.map((id) => make('span', 'gone', `${kind}: ${id}`)),
    ]);

  const edges = (node: TopologyNode) =>
    graph.edges.flatMap(({ from, to, kind, label }) => {
      const other = from === node.id ? to : to === node.id ? from : undefined;
      if (other === undefined) return [];
      const word = `${WORDS[kind][from === node.id ? 0 : 1]} `;
      return [make('span', '', word, link(other), label === undefined ? '' : ` (${label})`)];
    });

  return {
    show(id) {
      const node = nodes.get(id);
      if (!node) return;
      const object = node.object === undefined ? undefined : objects[node.object];
      panel.replaceChildren(
        make('h2', '', node.name),
        make('p', 'where', [node.kind, ...[node.namespace, node.cluster].filter((text) => text !== '')].join(' · ')),
        make('p', 'where', node.where ?? (node.role === 'dns' ? '' : 'named by objects, not among them')),
        ...node.details.map((text) => make('p', '', text)),
        ...(node.parent === undefined ? [] : [make('p', '', 'part of ', link(node.parent))]),
        ...list('Findings', findings(node)),
        ...list('Policies in effect', policies(node)),
        ...list('Parts', graph.nodes.filter(({ parent }) => parent === id).map((part) => link(part.id, part.name))),
        ...list('Around it', edges(node)),
        ...(object ? [make('h3', '', 'Manifest'), make('pre', '', printYaml([object.manifest]))] : []),
      );
      panel.scrollTo(0, 0);
    },
    showTrace({ steps, outcomes }) {
      panel.replaceChildren(
        make('h2', '', 'What becomes of it'),
        ...outcomes.map((text) => make('p', `outcome ${/(^|\s)([45]\d\d|no |connection )/.test(text) ? 'failed' : 'fine'}`, text)),
        make('h3', '', 'On its way'),
        make(
          'ul',
          'steps',
          ...steps.map(({ what, text, node }) =>
            make('li', '', make('b', '', what), ' ', node === undefined ? text : link(node, text)),
          ),
        ),
      );
      panel.scrollTo(0, 0);
    },
    showFault(message) {
      panel.replaceChildren(
        make('h2', '', 'No answer'),
        make('p', 'failed', message),
        ...(message.startsWith('gateway:') ? [make('p', 'hint', 'Click the Gateway that gets it, and send again.')] : []),
      );
    },
  };
}

/** Kinds of edges as read from their begin, and from their end. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  leads: ['leads to', 'reached by'],
  serves: ['serves', 'from'],
  routes: ['hands to', 'gets from'],
  forwards: ['sends to', 'gets from'],
  mirrors: ['copies to', 'copied from'],
  applies: ['attached to', 'policy'],
};
