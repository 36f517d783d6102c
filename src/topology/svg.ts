import { chipWidth, draw, Drawing, PlacedCard, PlacedLink, Point, SIZE } from './layout';
import { TopologyGraph } from './nodes';
import { Chip, Mark, pictureOf, View } from './picture';
import { SVG_STYLE } from './style';
import { fitted, widthOf } from './text';
import { escaped } from '../value/xml';

export interface SvgOptions {
  readonly view?: View;
  /** Whether it has its style in itself; a page has it already. */
  readonly hasStyle?: boolean;
}

/** A graph as one SVG image, light or dark as its reader's system is. */
export function svgOf(graph: TopologyGraph, { view, hasStyle = true }: SvgOptions = {}): string {
  const { width, height, cards, links, boxes } = draw(pictureOf(graph, view));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="topology" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">`,
    ...(hasStyle ? [`<style>${SVG_STYLE}</style>`] : []),
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...boxes.map(
      ({ kind, x, y, width: w, height: h }) =>
        `<g class="box ${kind}"><rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="10"/></g>`,
    ),
    `<g class="links">${links.map(linkOf).join('')}</g>`,
    ...boxes.map(titleOf),
    ...cards.map(cardOf),
    ...links.map(labelOf),
    '</svg>',
    '',
  ].join('\n');
}

/** On the border of the box, so that it takes no place. */
function titleOf({ id, kind, name, x, y, width }: Drawing['boxes'][number]): string {
  const shown = fitted(name, 11, width - 40, true);
  const wide = widthOf(shown, 11, true) + 16;
  return (
    `<g class="title ${kind}" data-box="${escaped(id)}" tabindex="0"><title>${kind} ${escaped(name)}</title>` +
    `<rect x="${n(x + 12)}" y="${n(y - 9)}" width="${n(wide)}" height="18" rx="9"/>` +
    `<text x="${n(x + 12 + wide / 2)}" y="${n(y + 4)}">${escaped(shown)}</text></g>`
  );
}

/** Numbers with one decimal: the same on every machine. */
const n = (value: number) => String(Math.round(value * 10) / 10);

function text(x: number, y: number, className: string, content: string, width: number, size: number, isBold = false) {
  const shown = fitted(content, size, width, isBold);
  const title = shown === content ? '' : `<title>${escaped(content)}</title>`;
  return `<text class="${className}" x="${n(x)}" y="${n(y)}">${title}${escaped(shown)}</text>`;
}

function cardOf(card: PlacedCard): string {
  const { id, role, kind, name, lines, chips, x, y, width, height, mark, isAbsent, holds, placedRows } = card;
  const left = x + SIZE.pad + 3;
  const inner = width - 2 * SIZE.pad - 3;
  let below = y + SIZE.pad + SIZE.kind + SIZE.name - 4;
  const parts = [
    // A second card shows behind one that stands for several.
    holds
      ? `<rect class="face" x="${n(x + 5)}" y="${n(y + 5)}" width="${n(width)}" height="${n(height)}" rx="8"/>`
      : '',
    `<rect class="face" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="8"/>`,
    `<path class="edge" d="M${n(x + 4)} ${n(y + 8)}V${n(y + height - 8)}"/>`,
    text(left, y + SIZE.pad + 8, 'kind', kind, inner - (mark.count > 0 ? 24 : 0), 10),
    text(left, below, 'name', name, inner, 13, true),
    ...lines.map((line) => text(left, (below += SIZE.line), 'line', line, inner, 11)),
    chips.length > 0 ? chipsAt(chips, left, below + 8).svg : '',
    ...placedRows.map((row) => {
      const end = x + width - SIZE.pad + 4 - (row.mark.count > 0 ? 20 : 0);
      const own = chipsAt(row.chips, 0, 0).width;
      const title = fitted(row.name, 11, inner * 0.6, true);
      const after = left + widthOf(title, 11, true) + 8;
      return [
        `<g class="row" data-id="${escaped(row.id)}"><rect class="row-face" x="${n(x + 9)}" y="${n(row.y)}" width="${n(width - 11)}" height="${SIZE.row - 2}" rx="5"/>`,
        text(left, row.y + 16, 'row-name', row.name, inner * 0.6, 11, true),
        text(after, row.y + 16, 'line', row.text, Math.max(0, end - own - after - 4), 11),
        chipsAt(row.chips, end - own, row.y + 4).svg,
        markAt(row.mark, x + width - 13, row.y + 12),
        '</g>',
      ].join('');
    }),
    markAt(mark, x + width - 14, y + 14),
  ];
  const classes = ['card', `role-${role}`, ...(isAbsent ? ['absent'] : []), ...(holds ? [`holds-${holds}`] : [])];
  return `<g class="${classes.join(' ')}" data-id="${escaped(id)}" tabindex="0">${parts.join('')}</g>`;
}

function chipsAt(chips: readonly Chip[], x: number, y: number): { readonly svg: string; readonly width: number } {
  let at = x;
  const all = chips.map(({ ids, text: content, isInherited }) => {
    const width = chipWidth(content);
    const svg =
      `<g class="chip${isInherited ? ' inherited' : ''}" data-policy="${escaped(ids.join('\n'))}"><title>${escaped(ids.join(', '))}</title>` +
      `<rect x="${n(at)}" y="${n(y)}" width="${width}" height="15" rx="7.5"/><text x="${n(at + width / 2)}" y="${n(y + 11)}">${escaped(content)}</text></g>`;
    at += width + 4;
    return svg;
  });
  return { svg: all.join(''), width: at - x };
}

const markAt = ({ severity, count }: Mark, x: number, y: number) =>
  severity === undefined
    ? ''
    : `<g class="mark ${severity}"><title>${count} ${severity === 'error' ? 'problem' : 'warning'}${count === 1 ? '' : 's'}</title>` +
      `<circle cx="${n(x)}" cy="${n(y)}" r="8"/><text x="${n(x)}" y="${n(y + 3.5)}">${count}</text></g>`;

const ends = ({ from, to }: PlacedLink) =>
  `data-from="${escaped(from.row ?? from.card)}" data-to="${escaped(to.row ?? to.card)}"`;

function linkOf(link: PlacedLink): string {
  const points = link.points;
  const end = points.at(-1)!;
  return (
    `<g class="link ${link.kind}" ${ends(link)}><path d="${curve(points)}"/>` +
    `<path class="tip" d="M${n(end.x - 7)} ${n(end.y - 4)}L${n(end.x - 1)} ${n(end.y)}L${n(end.x - 7)} ${n(end.y + 4)}"/></g>`
  );
}

/** Leaves and arrives in the direction of reading. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (points.at(-1)!.x < first.x + 10) return rounded(points);
  let last = first;
  const parts = rest.map((point) => {
    const bend = bendOf(last, point);
    const part = `C${n(last.x + bend)} ${n(last.y)} ${n(point.x - bend)} ${n(point.y)} ${n(point.x)} ${n(point.y)}`;
    last = point;
    return part;
  });
  return `M${n(first.x)} ${n(first.y)}${parts.join('')}`;
}

/** A line with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const parts = rest.slice(0, -1).map((corner, index) => {
    const next = rest[index + 1];
    const to = index === rest.length - 2 ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    return `Q${n(corner.x)} ${n(corner.y)} ${n(to.x)} ${n(to.y)}`;
  });
  return `M${n(first.x)} ${n(first.y)}${parts.join('') || `L${n(last.x)} ${n(last.y)}`}`;
}

const bendOf = (a: Point, b: Point) => Math.max(24, Math.abs(b.x - a.x) / 2);

const LABEL = 0.62;

/** A place on a Bezier curve. */
const at = (t: number, a: number, b: number, c: number, d: number) =>
  (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;

function labelOf(link: PlacedLink): string {
  const { label, points } = link;
  if (label === undefined) return '';
  const [a, b] = points.slice(-2);
  const width = widthOf(label, 10) + 10;
  // Nearer to the end, where links that begin together have parted.
  const y = at(LABEL, a.y, a.y, b.y, b.y);
  const bend = bendOf(a, b);
  const x = Math.min(at(LABEL, a.x, a.x + bend, b.x - bend, b.x), b.x - 10 - width / 2);
  return (
    `<g class="label" ${ends(link)}><rect x="${n(x - width / 2)}" y="${n(y - 8)}" width="${n(width)}" height="16" rx="8"/>` +
    `<text x="${n(x)}" y="${n(y + 3.5)}">${escaped(label)}</text></g>`
  );
}
