import { Event, EVENT_ID, getScalarValue } from 'js-yaml';

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of a field such as `spec.rules[0].name`; of the nearest one around it where it is not there. */
export type Locator = (path: string) => Position;

/** Finds fields of an object among the events of its document, when asked. */
export function locatorOf(
  events: readonly Event[],
  root: number,
  source: string,
  positionAt: (offset: number) => Position,
): Locator {
  return (path) => {
    let node = root;
    let offset = startOf(events[root]);
    for (const step of stepsOf(path)) {
      const child = childOf(events, node, source, step);
      if (!child) break;
      ({ node, offset } = child);
    }
    return positionAt(offset);
  };
}

/** `spec.rules[0].labels['a/b']`: spec, rules, 0, labels, a/b. */
const stepsOf = (path: string): string[] =>
  [...path.matchAll(/\['((?:[^']|'(?!\]))*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name,
  );

/** The node of a field or an item, and where a reader looks for it: at the key, or at the item. */
function childOf(events: readonly Event[], node: number, source: string, step: string) {
  const { type } = events[node];
  if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined;
  let index = 0;
  for (let at = node + 1; events[at].type !== EVENT_ID.POP; index++) {
    if (type === EVENT_ID.SEQUENCE) {
      if (String(index) === step) return { node: at, offset: startOf(events[at]) };
      at = nodeEnd(events, at);
      continue;
    }
    const key = events[at];
    const value = nodeEnd(events, at);
    if (key.type === EVENT_ID.SCALAR && getScalarValue(source, key) === step) {
      return { node: value, offset: startOf(key) };
    }
    at = nodeEnd(events, value);
  }
  return undefined;
}

/** The index behind a node. */
export function nodeEnd(events: readonly Event[], node: number): number {
  let depth = 0;
  for (let at = node; ; at++) {
    const { type } = events[at];
    if (type === EVENT_ID.POP) depth -= 1;
    else if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE || type === EVENT_ID.DOCUMENT) depth += 1;
    if (depth === 0) return at + 1;
  }
}

/** Offset at which a node begins in its text. */
export function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return Math.max(0, event.valueStart - (event.style === 2 || event.style === 3 ? 1 : 0));
    case EVENT_ID.ALIAS:
      return Math.max(0, event.anchorStart - 1);
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return 0;
  }
}
