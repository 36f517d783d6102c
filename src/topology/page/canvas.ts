import { element, input } from './dom';
import { TopologyGraph } from '../nodes';
import { clusterBox, namespaceBox, pictureOf, View } from '../picture';
import { svgOf } from '../svg';

/** The picture on the page. */
export interface Canvas {
  selected(): string | undefined;
  select(id: string): void;
  /** Unfolds what a node is in, and brings it to sight. */
  reveal(id: string): void;
  /** Shows the way of a request; none for no nodes. */
  light(ids: ReadonlySet<string>): void;
}

const SMALLEST = 0.1;
const LARGEST = 3;

export function canvasOf(graph: TopologyGraph, onSelect: (id: string) => void): Canvas {
  const holder = element('canvas');
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const folded = new Set<string>();
  const opened = new Set<string>();
  const shown = new Set<string>();
  let lit: ReadonlySet<string> = new Set();
  let selected: string | undefined;
  let scale = 1;

  const svg = () => holder.querySelector('svg')!;
  const size = () => svg().viewBox.baseVal;
  const view = (): View => ({ folded, opened, shown });

  function zoom(to: number): void {
    scale = Math.min(LARGEST, Math.max(SMALLEST, to));
    svg().setAttribute('width', String(size().width * scale));
    svg().setAttribute('height', String(size().height * scale));
  }

  const fit = () => zoom(Math.min(1, (holder.clientWidth - 4) / size().width, (holder.clientHeight - 4) / size().height));

  function redraw(): void {
    // The text is made by the renderer of the library, which escapes every name.
    holder.innerHTML = svgOf(graph, { view: view(), hasStyle: false });
    zoom(scale);
    mark();
  }

  function mark(): void {
    const root = svg();
    root.classList.toggle('tracing', lit.size > 0);
    input('clear').hidden = lit.size === 0;
    const home = pictureOf(graph, view()).home;
    const ids = new Set([...lit].flatMap((id) => [home.get(id)?.row ?? [], home.get(id)?.card ?? []].flat()));
    for (const each of root.querySelectorAll<SVGElement>('.card,.row')) {
      each.classList.toggle('lit', ids.has(each.dataset.id!));
      each.classList.toggle('selected', each.dataset.id === selected);
    }
    for (const each of root.querySelectorAll<SVGElement>('.link,.label')) {
      const isServing = each.classList.contains('serves');
      each.classList.toggle('lit', !isServing && ids.has(each.dataset.from!) && ids.has(each.dataset.to!));
    }
    for (const each of root.querySelectorAll<SVGElement>('.chip')) {
      each.classList.toggle('lit', each.dataset.policy!.split('\n').some((id) => lit.has(id)));
    }
  }

  function toggleAll(boxes: ReadonlySet<string>): void {
    const isFolded = [...boxes].every((box) => folded.has(box));
    for (const box of boxes) {
      if (isFolded) folded.delete(box);
      else folded.add(box);
    }
    redraw();
    fit();
  }

  const unfold = (id: string) => {
    if (!folded.delete(id)) opened.add(id);
    redraw();
  };

  function choose(target: Element): void {
    const title = target.closest<SVGElement>('.title');
    const policy = target.closest<SVGElement>('.chip')?.dataset.policy?.split('\n')[0];
    const found = target.closest<SVGElement>('.row,.card');
    if (title) {
      folded.add(title.dataset.box!);
      redraw();
    } else if (found?.matches('.holds-box,.holds-many')) unfold(found.dataset.id!);
    else if (policy ?? found) onSelect(policy ?? found!.dataset.id!);
  }

  holder.addEventListener('click', ({ target }) => choose(target as Element));
  holder.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Enter') choose(target as Element);
  });
  holder.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(scale * (event.deltaY < 0 ? 1.1 : 0.9));
    },
    { passive: false },
  );
  drag(holder);
  element('in').addEventListener('click', () => zoom(scale * 1.25));
  element('out').addEventListener('click', () => zoom(scale / 1.25));
  element('fit').addEventListener('click', fit);
  element('actual').addEventListener('click', () => zoom(1));
  element('clear').addEventListener('click', () => {
    lit = new Set();
    mark();
  });
  const drawn = graph.nodes.filter(({ role }) => role !== 'cluster');
  const namespaces = drawn.filter(({ namespace }) => namespace !== '');
  element('namespaces').addEventListener('click', () =>
    toggleAll(new Set(namespaces.map(({ cluster, namespace }) => namespaceBox(cluster, namespace)))),
  );
  document
    .getElementById('clusters')
    ?.addEventListener('click', () => toggleAll(new Set(graph.clusters.map(clusterBox))));
  // Wide pictures are read at half their size, and taller ones by scrolling.
  zoom(Math.min(1, Math.max(0.6, (holder.clientWidth - 4) / size().width)));

  function bring(id: string): void {
    const home = pictureOf(graph, view()).home.get(id);
    const target = home && [...svg().querySelectorAll<SVGElement>('.card')].find(({ dataset }) => dataset.id === home.card);
    target?.scrollIntoView({ block: 'center', inline: 'center' });
  }

  function open(id: string): void {
    const { cluster, namespace, parent } = nodes.get(id)!;
    folded.delete(clusterBox(cluster));
    folded.delete(namespaceBox(cluster, namespace));
    shown.add(parent ?? id);
  }

  return {
    selected: () => selected,
    select(id) {
      selected = id;
      mark();
    },
    reveal(id) {
      open(id);
      redraw();
      bring(id);
    },
    light(ids) {
      lit = ids;
      for (const id of ids) open(id);
      redraw();
      const [first] = [...ids].filter((id) => nodes.get(id)?.role === 'rule');
      if (first !== undefined) bring(first);
    },
  };
}

/** Moves the picture with the pointer. */
function drag(holder: HTMLElement): void {
  let from: { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined;
  holder.addEventListener('pointerdown', ({ clientX, clientY, button }) => {
    if (button === 0) from = { x: clientX, y: clientY, left: holder.scrollLeft, top: holder.scrollTop };
  });
  window.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (!from) return;
    holder.classList.add('dragged');
    holder.scrollTo(from.left + from.x - clientX, from.top + from.y - clientY);
  });
  window.addEventListener('pointerup', () => {
    from = undefined;
    holder.classList.remove('dragged');
  });
}
