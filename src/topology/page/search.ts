import { element, input, make } from './dom';
import { TopologyGraph, TopologyNode } from '../nodes';

/** Results that are listed. */
const LISTED = 40;

/** Finds nodes by all words of a text, in names, kinds, hosts and findings. */
export function onSearch({ nodes }: TopologyGraph, onFound: (id: string) => void): void {
  const field = input('search');
  const found = element('found');
  const texts = new Map(nodes.map((node) => [node, textOf(node)]));
  let results: readonly TopologyNode[] = [];
  let at = 0;

  function list(): void {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    results =
      words.length === 0
        ? []
        : nodes.filter((node) => words.every((word) => texts.get(node)!.includes(word))).slice(0, LISTED);
    at = 0;
    found.hidden = words.length === 0;
    found.replaceChildren(
      ...results.map((node, index) => {
        const item = make('li', index === at ? 'on' : '', node.name, make('small', '', `${node.kind} ${node.namespace} ${node.cluster}`));
        item.addEventListener('mousedown', () => take(node));
        return item;
      }),
      ...(results.length === 0 ? [make('li', '', 'nothing found')] : []),
    );
  }

  function take(node: TopologyNode): void {
    found.hidden = true;
    onFound(node.id);
  }

  field.addEventListener('input', list);
  field.addEventListener('focus', list);
  field.addEventListener('blur', () => (found.hidden = true));
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') field.blur();
    if (key === 'Enter' && results[at]) take(results[at]);
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
    at = Math.max(0, Math.min(results.length - 1, at + (key === 'ArrowDown' ? 1 : -1)));
    [...found.children].forEach((item, index) => item.classList.toggle('on', index === at));
    found.children[at]?.scrollIntoView({ block: 'nearest' });
  });
}

const textOf = ({ id, details, findings }: TopologyNode) =>
  [id, ...details, ...findings.map(({ code, severity }) => `${code} ${severity}`)].join('\n').toLowerCase();
