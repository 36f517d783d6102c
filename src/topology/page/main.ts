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
  ({ nodes, text }) => {
    canvas.light(nodes);
    panel.showTrace(text, nodes);
  },
  (message) => {
    canvas.light(new Set());
    panel.showFault(message);
  },
);

document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLInputElement) return;
  if (event.key === '/') {
    event.preventDefault();
    input('search').focus();
  }
});
