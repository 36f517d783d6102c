import { Box, Card, Link, Picture, Row } from './picture';
import { widthOf } from './text';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its types are those of an ES module, and CommonJS gets another file
const { graphlib, layout } = require('@dagrejs/dagre') as Dagre;

/** What of dagre is used. */
interface Dagre {
  readonly graphlib: { readonly Graph: new (options: { compound: boolean; multigraph: boolean }) => DagreGraph };
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(label: object): void;
  graph(): { width?: number; height?: number };
  setNode(id: string, label: object): void;
  hasNode(id: string): boolean;
  node(id: string): Partial<Area>;
  setParent(id: string, parent: string): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  edge(edge: { v: string; w: string; name: string }): { points?: Point[] };
}

/** A picture with places. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PlacedCard[];
  readonly links: readonly PlacedLink[];
  readonly boxes: readonly (Box & Area)[];
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedCard extends Card, Area {
  readonly placedRows: readonly (Row & { readonly y: number })[];
}

export interface PlacedLink extends Link {
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Sizes in pixels. */
export const SIZE = { margin: 24, pad: 12, kind: 12, name: 19, line: 15, chips: 22, row: 25, min: 150, max: 310 } as const;

/** dagre's best ranker takes minutes for a thousand cards; the other one is as good where columns are clear. */
const THOROUGH = 60;

export function draw(picture: Picture): Drawing {
  const graph = new graphlib.Graph({ compound: true, multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    ranksep: 70,
    nodesep: 16,
    edgesep: 10,
    marginx: SIZE.margin,
    marginy: SIZE.margin,
    ranker: picture.cards.length > THOROUGH ? 'tight-tree' : 'network-simplex',
  });
  const sizes = new Map(picture.cards.map((card) => [card.id, sizeOf(card)]));
  for (const { id } of picture.boxes) graph.setNode(id, {});
  for (const { id, kind, parent } of picture.boxes) {
    // A ring more around what is in a cluster, so that names on borders do not meet.
    if (kind === 'cluster') {
      graph.setNode(within(id), {});
      graph.setParent(within(id), id);
    }
    if (parent !== undefined) graph.setParent(id, within(parent));
  }
  for (const card of picture.cards) {
    graph.setNode(card.id, { ...sizes.get(card.id)! });
    if (card.box === undefined) continue;
    if (graph.hasNode(within(card.box))) graph.setParent(card.id, within(card.box));
    else if (graph.hasNode(card.box)) graph.setParent(card.id, card.box);
  }
  picture.links.forEach(({ from, to, kind }, index) => {
    graph.setEdge(from.card, to.card, { weight: kind === 'serves' ? 1 : 2, minlen: 1 }, String(index));
  });
  layout(graph);
  const cards = picture.cards.map((card) => placedCard(card, areaOf(graph.node(card.id))));
  const byId = new Map(cards.map((card) => [card.id, card]));
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    cards,
    boxes: picture.boxes.map((box) => ({ ...box, ...areaOf(graph.node(box.id)) })),
    links: picture.links.map((link, index) => {
      const { points = [] } = graph.edge({ v: link.from.card, w: link.to.card, name: String(index) });
      return { ...link, points: routed(byId, link, points) };
    }),
  };
}

const within = (box: string) => `${box} within`;

const areaOf = ({ x, y, width, height }: Partial<Area>): Area => ({
  x: (x ?? 0) - (width ?? 0) / 2,
  y: (y ?? 0) - (height ?? 0) / 2,
  width: width ?? 0,
  height: height ?? 0,
});

function sizeOf({ kind, name, lines, chips, rows, mark }: Card): { width: number; height: number } {
  const chipsWidth = (list: Card['chips']) => list.reduce((sum, { text }) => sum + chipWidth(text) + 4, 0);
  const widths = [
    widthOf(kind, 10) + (mark.count > 0 ? 30 : 0),
    widthOf(name, 13, true),
    ...lines.map((line) => widthOf(line, 11)),
    chipsWidth(chips),
    ...rows.map((row) => widthOf(row.name, 11, true) + 8 + widthOf(row.text, 11) + chipsWidth(row.chips) + (row.mark.count > 0 ? 22 : 0)),
  ];
  const { pad, min, max } = SIZE;
  return {
    width: Math.min(max, Math.max(min, Math.ceil(Math.max(...widths)) + 2 * pad + 6)),
    height:
      pad + SIZE.kind + SIZE.name + lines.length * SIZE.line + (chips.length > 0 ? SIZE.chips : 0) + rows.length * SIZE.row + (rows.length > 0 ? 4 : pad - 4),
  };
}

export const chipWidth = (text: string) => Math.ceil(widthOf(text, 10)) + 12;

function placedCard(card: Card, area: Area): PlacedCard {
  const below = area.y + area.height - card.rows.length * SIZE.row - 2;
  return {
    ...card,
    ...area,
    placedRows: card.rows.map((row, index) => ({ ...row, y: below + index * SIZE.row })),
  };
}

/** From the right of a card or row to the left of another, past the cards between. */
function routed(cards: ReadonlyMap<string, PlacedCard>, { from, to }: Link, points: readonly Point[]): Point[] {
  const [a, b] = [cards.get(from.card)!, cards.get(to.card)!];
  const start = { x: a.x + a.width, y: heightAt(a, from.row) };
  const end = { x: b.x, y: heightAt(b, to.row) };
  if (end.x < start.x + 10) return around(start, end, points.slice(1, -1));
  const between = points.slice(1, -1).filter(({ x }) => x > start.x + 20 && x < end.x - 20);
  return [start, ...(between.length > 1 ? between : []), end];
}

/** Against the direction of reading: out to the right, back, and in from the left. */
function around(start: Point, end: Point, points: readonly Point[]): Point[] {
  const [first = start, last = end] = [points.at(0), points.at(-1)];
  const [out, back] = [
    { x: start.x + TURN, y: (start.y + first.y) / 2 },
    { x: end.x - TURN, y: (last.y + end.y) / 2 },
  ];
  return [start, out, ...points.filter(({ x }) => x < out.x && x > back.x), back, end];
}

const TURN = 30;

function heightAt(card: PlacedCard, row: string | undefined): number {
  const found = row === undefined ? undefined : card.placedRows.find(({ id }) => id === row);
  return found ? found.y + SIZE.row / 2 : card.y + Math.min(card.height / 2, SIZE.pad + SIZE.kind + SIZE.name / 2);
}

