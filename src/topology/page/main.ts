import { canvasOf } from './canvas';
import { element, input } from './dom';
import { panelOf } from './panel';
import { onRequest } from './request';
import { onSearch } from './search';
import { PageData } from '../html';

/** What the page does: everything is in it already, so it asks nobody. */
const data = JSON.parse(element('data').textContent ?? '') as PageData;
const canvas = canvasOf(data.graph, (id) => select(id));
const panel = panelOf(data, (id) => {
  canvas.reveal(id);
  select(id);
});

function select(id: string): void {
  canvas.select(id);
  panel.show(id);
}

onSearch(data.graph, (id) => {
  canvas.reveal(id);
  select(id);
});

onRequest(
  data,
  () => {
    const node = data.graph.nodes.find(({ id }) => id === canvas.selected());
    const gateway = node?.role === 'listener' ? data.graph.nodes.find(({ id }) => id === node.parent) : node;
    return gateway?.role === 'gateway' ? `${gateway.namespace}/${gateway.name}` : undefined;
  },
  (traced) => {
    canvas.light(traced.nodes);
    panel.showTrace(traced);
  },
  (message) => {
    canvas.light(new Set());
    panel.showFault(message);
  },
);

// How long the reader waited, in milliseconds; tests and curious people read it.
document.documentElement.dataset.ready = String(Math.round(performance.now()));

document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLInputElement) return;
  if (event.key === '/') {
    event.preventDefault();
    input('search').focus();
  }
});
