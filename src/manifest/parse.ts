import { Document, isMap, isNode, isSeq, LineCounter, parseAllDocuments, ScalarTag, Tags } from 'yaml';
import { Manifest } from './manifest';

/** An object of a file with the line on which it begins. */
export interface ParsedManifest {
  readonly line: number;
  readonly manifest: Manifest;
}

/** Reason why a file cannot be parsed. */
export interface ParseFault {
  readonly line: number;
  readonly message: string;
}

/**
 * Parses the objects of a YAML or JSON file as Kubernetes' tools do (YAML 1.1:
 * `yes` is true, `0123` is octal, but dates and times are strings; duplicate
 * keys are errors). The items of a List are returned as objects.
 */
export function parseManifests(text: string): { objects: ParsedManifest[]; faults: ParseFault[] } {
  const lines = new LineCounter();
  const objects: ParsedManifest[] = [];
  const faults: ParseFault[] = [];
  const documents = parseAllDocuments(text, { version: '1.1', lineCounter: lines, uniqueKeys: true, customTags });
  for (const document of documents as Document[]) {
    const line = lineOf(document, lines);
    if (document.errors.length > 0) {
      for (const { message, pos } of document.errors) {
        faults.push({ line: lines.linePos(pos[0]).line, message: message.split(' at line')[0].toLowerCase() });
      }
      continue;
    }
    let value: unknown;
    try {
      value = document.toJS();
    } catch (error) {
      faults.push({ line, message: (error as Error).message.toLowerCase() });
      continue;
    }
    if (value === null || value === undefined) {
      continue;
    }
    const itemLine = isList(value) ? linesOfItems(document, lines) : [];
    (isList(value) ? value.items : [value]).forEach((item, index) => {
      const at = itemLine[index] ?? line;
      if (isManifest(item)) {
        objects.push({ line: at, manifest: item });
      } else {
        faults.push({ line: at, message: 'not a Kubernetes object: apiVersion, kind and metadata.name are needed' });
      }
    });
  }
  return { objects, faults };
}

/** The tags of YAML 1.1, with numbers and times as Kubernetes' reader has them (sigs.k8s.io/yaml): times are strings. */
const customTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag === 'string' || !/:(int|float|timestamp)$/.test(tag.tag) || isInfinity(tag)),
  numberOf('int'),
  numberOf('float'),
];
const isInfinity = ({ test }: { test?: RegExp }) => test?.test('.inf') ?? false;
const numberOf = (tag: string): ScalarTag => ({
  tag: `tag:yaml.org,2002:${tag}`,
  default: true,
  test: /^[-+]?(0x[\da-f_]+|0o[0-7_]+|0b[01_]+|(\d[\d_]*(\.[\d_]*)?|\.\d+)(e[-+]?\d[\d_]*)?)$/i,
  resolve(text) {
    const [, sign, digits] = /^([-+]?)(.*)$/.exec(text.replace(/_/g, ''))!;
    return Number(digits.replace(/^0(?=[0-7]+$)/, '0o')) * (sign === '-' ? -1 : 1);
  },
});

function linesOfItems(document: Document, lines: LineCounter): (number | undefined)[] {
  const items = isMap(document.contents) ? document.contents.get('items') : undefined;
  return isSeq(items)
    ? items.items.map((item) => (isNode(item) && item.range ? lines.linePos(item.range[0]).line : undefined))
    : [];
}

function lineOf(document: Document, lines: LineCounter): number {
  const start = isNode(document.contents) ? document.contents.range?.[0] : document.range?.[0];
  return lines.linePos(start ?? 0).line;
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
