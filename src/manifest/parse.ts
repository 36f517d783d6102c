import {
  constructFromEvents,
  defineScalarTag,
  Event,
  EVENT_ID,
  NOT_RESOLVED,
  parseEvents,
  Schema,
  YAML11_SCHEMA,
  YAMLException,
} from 'js-yaml';
import { Locator, locatorOf, nodeEnd, Position, startOf } from './locate';
import { Manifest } from './manifest';

/** An object of a file, the line on which it begins, and where its fields are. */
export interface ParsedManifest {
  readonly line: number;
  readonly manifest: Manifest;
  readonly locate: Locator;
}

/** Why a file, or a part of it, cannot be read. */
export interface ParseFault {
  readonly line: number;
  readonly message: string;
}

/** What a file holds. */
export interface Parsed {
  readonly objects: readonly ParsedManifest[];
  readonly faults: readonly ParseFault[];
}

/** Deeper nesting than any manifest has. */
const MAX_DEPTH = 200;
/** Nodes that aliases may add, beyond ten times those that are written. */
const MAX_EXPANSION = 100_000;

/**
 * Reads the objects of a YAML or JSON file as Kubernetes' tools do (YAML 1.1: `yes` is true, `0123` is octal, but dates and
 * times are strings; duplicate keys are errors; JSON objects may follow each other). Lists are opened. A document that
 * cannot be read does not keep the others from being read.
 */
export function parseManifests(text: string): Parsed {
  const objects: ParsedManifest[] = [];
  const faults: ParseFault[] = [];
  const positionIn = positions(text);
  for (const { start, source, events = [], error } of chunksOf(text)) {
    const positionAt = behind(start, positionIn);
    if (error) faults.push(faultOf(error, positionAt));
    const starts = documentsOf(events);
    const values = valuesOf(events, source);
    starts.forEach((at, index) => {
      try {
        const value = values ? values[index] : valueOf(events.slice(at, starts[index + 1]), source);
        addObjects(value, { events, root: at + 1, source, positionAt }, objects, faults);
      } catch (fault) {
        faults.push(faultOf(fault, positionAt));
      }
    });
  }
  return { objects, faults: templatesOnce(text, faults) };
}

type PositionAt = (offset: number) => Position;

/** A function of its own, as are all that objects keep: a closure beside others would keep the events too. */
const behind =
  (start: number, positionIn: PositionAt): PositionAt =>
  (offset) =>
    positionIn(start + offset);

/** The values of all documents, which is faster than one by one; undefined where one of them cannot be read. */
function valuesOf(events: Event[], source: string): readonly unknown[] | undefined {
  try {
    refuseExpansion(events, source);
    return constructFromEvents(events, { source, schema: KUBERNETES });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return undefined;
  }
}

function valueOf(events: Event[], source: string): unknown {
  refuseExpansion(events, source);
  return constructFromEvents(events, { source, schema: KUBERNETES })[0];
}

/** A document among the events of a text. */
interface DocumentPlace {
  readonly events: readonly Event[];
  readonly root: number;
  readonly source: string;
  readonly positionAt: PositionAt;
}

function addObjects(
  value: unknown,
  { events, root, source, positionAt }: DocumentPlace,
  objects: ParsedManifest[],
  faults: ParseFault[],
): void {
  if (value === null || value === undefined) return;
  const [values, nodes] = isList(value) ? [value.items, itemsOf(events, root, source)] : [[value], [root]];
  values.forEach((item, index) => {
    const node = nodes[index];
    const { line } = positionAt(startOf(events[node]));
    if (isManifest(item)) {
      objects.push({ line, manifest: item, locate: lateLocator(node, source, positionAt) });
    } else {
      faults.push({ line, message: 'not a Kubernetes object: apiVersion, kind and metadata.name are needed' });
    }
  });
}

/** Few objects have something wrong with them: events are read again, not kept. */
const lateLocator =
  (node: number, source: string, positionAt: PositionAt): Locator =>
  (path) =>
    locatorOf(eventsAgain(source), node, source, positionAt)(path);

interface Chunk {
  readonly start: number;
  readonly source: string;
  readonly events?: Event[];
  readonly error?: unknown;
}

/** A text that holds one stream of YAML, or several objects of JSON: as a whole, or by documents where that fails. */
function chunksOf(text: string): Chunk[] {
  if (/^\s*\{/.test(text)) {
    return (jsonObjects(text) ?? [{ start: 0, source: text }]).map(read);
  }
  const whole = read({ start: 0, source: text });
  if (!whole.error) return [whole];
  const starts = [0, ...[...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index).filter((index) => index > 0)];
  return starts.map((start, index) => read({ start, source: text.slice(start, starts[index + 1]) }));
}

function read(chunk: Chunk): Chunk {
  try {
    return { ...chunk, events: parseEvents(chunk.source, { maxDepth: MAX_DEPTH }) };
  } catch (error) {
    return { ...chunk, error };
  }
}

let last: { readonly source: string; readonly events: readonly Event[] } | undefined;

/** Events of a text that was read before; problems come file by file. */
function eventsAgain(source: string): readonly Event[] {
  if (last?.source !== source) {
    last = { source, events: parseEvents(source, { maxDepth: MAX_DEPTH }) };
  }
  return last.events;
}

/** The objects of a stream of JSON; undefined where it is no such stream. */
function jsonObjects(text: string): { readonly start: number; readonly source: string }[] | undefined {
  const chunks: { start: number; source: string }[] = [];
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\[^])*"|[{}]|[^\s]/g)) {
    if (match[0] === '{') {
      if (depth === 0) start = match.index;
      depth += 1;
    } else if (match[0] === '}') {
      depth -= 1;
      if (depth === 0) chunks.push({ start, source: text.slice(start, match.index + 1) });
    } else if (depth === 0) {
      return undefined;
    }
  }
  return depth === 0 ? chunks : undefined;
}

/** Where documents begin. */
function documentsOf(events: readonly Event[]): number[] {
  const starts: number[] = [];
  for (let at = 0; at < events.length; at = nodeEnd(events, at)) starts.push(at);
  return starts;
}

/** The nodes of a list's items. */
function itemsOf(events: readonly Event[], root: number, source: string): number[] {
  const nodes: number[] = [];
  for (let at = root + 1; events[at].type !== EVENT_ID.POP;) {
    const key = events[at];
    const value = nodeEnd(events, at);
    if (key.type === EVENT_ID.SCALAR && source.slice(key.valueStart, key.valueEnd) === 'items') {
      for (let item = value + 1; events[item].type !== EVENT_ID.POP; item = nodeEnd(events, item)) nodes.push(item);
      return nodes;
    }
    at = nodeEnd(events, value);
  }
  return nodes;
}

/** Aliases of nodes that hold aliases multiply: a few lines would become more than memory holds. */
function refuseExpansion(events: readonly Event[], source: string): void {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return;
  const sizes = new Map<string, number>();
  const open: { readonly anchor: string | undefined; size: number }[] = [{ anchor: undefined, size: 0 }];
  for (const event of events) {
    const anchor =
      'anchorStart' in event && event.anchorStart >= 0 ? source.slice(event.anchorStart, event.anchorEnd) : undefined;
    if (event.type === EVENT_ID.POP) {
      const { anchor: name, size } = open.pop()!;
      if (name !== undefined) sizes.set(name, size);
      open.at(-1)!.size += size;
    } else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) {
      if (event.type === EVENT_ID.SCALAR && anchor !== undefined) sizes.set(anchor, 1);
      open.at(-1)!.size += event.type === EVENT_ID.ALIAS ? (sizes.get(anchor!) ?? 1) : 1;
    } else {
      open.push({ anchor, size: 1 });
    }
  }
  if (open[0].size > events.length * 10 + MAX_EXPANSION) {
    throw new YAMLException(`aliases that expand to ${open[0].size} nodes; write the values out`);
  }
}

/** Numbers as Kubernetes' reader has them (sigs.k8s.io/yaml); times are strings. */
const number = (tag: 'int' | 'float') =>
  defineScalarTag<number>(`tag:yaml.org,2002:${tag}`, {
    implicit: true,
    implicitFirstChars: [...'-+.0123456789'],
    resolve(text) {
      if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
      if (/^\.(nan|NaN|NAN)$/.test(text)) return NaN;
      if (!/^[-+]?(0x[\da-f_]+|0o[0-7_]+|0b[01_]+|(\d[\d_]*(\.[\d_]*)?|\.\d+)(e[-+]?\d[\d_]*)?)$/i.test(text)) {
        return NOT_RESOLVED;
      }
      const [, sign, digits] = /^([-+]?)(.*)$/.exec(text.replace(/_/g, ''))!;
      return Number(digits.replace(/^0(?=[0-7]+$)/, '0o')) * (sign === '-' ? -1 : 1);
    },
    identify: () => false,
  });

const KUBERNETES = new Schema(
  YAML11_SCHEMA.withTags(number('int'), number('float')).tags.filter(({ tagName }) => !tagName.endsWith(':timestamp')),
);

function faultOf(error: unknown, positionAt: PositionAt): ParseFault {
  if (!(error instanceof YAMLException)) throw error;
  const { line } = positionAt(error.mark?.position ?? 0);
  return { line, message: error.reason.toLowerCase() };
}

/** A template of Helm that is not rendered fails in many places, for one reason. */
function templatesOnce(text: string, faults: readonly ParseFault[]): readonly ParseFault[] {
  const template = faults.length > 0 ? /\{\{-?\s*[.$\w"(/]/.exec(text) : null;
  if (!template) return faults;
  const line = text.slice(0, template.index).split('\n').length;
  return [{ line, message: 'a template that is not rendered: check the output of helm template instead' }];
}

/** Finds lines by offset; the lines are counted on first use. */
export function positions(text: string): PositionAt {
  let starts: number[] | undefined;
  return (offset) => {
    if (!starts) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}

const isList = (value: unknown): value is { items: unknown[] } =>
  isRecord(value) && typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items);

const isManifest = (value: unknown): value is Manifest =>
  isRecord(value) &&
  typeof value.apiVersion === 'string' &&
  typeof value.kind === 'string' &&
  isRecord(value.metadata) &&
  typeof value.metadata.name === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
