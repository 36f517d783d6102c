import { isExpression, matchesWhole } from '../value/regex';

/** How many texts are tried at once for a part of an expression. */
const LIMIT = 8;

/**
 * Some texts that match a regular expression from their beginning to their end: of every alternative, with the first and
 * the last of a class of characters, with as few repetitions as may be and with one more. None where the expression has
 * what is not understood here, such as a class of Unicode.
 */
export function witnessesOf(pattern: string): string[] {
  if (!isExpression(pattern)) return [];
  const reader: Reader = { pattern, at: 0 };
  const texts = alternatives(reader);
  return [...new Set(texts)].filter((text) => reader.at === pattern.length && matchesWhole(pattern, text));
}

/** Where the reading of an expression is. */
interface Reader {
  readonly pattern: string;
  at: number;
}

function alternatives(reader: Reader): string[] {
  const all = [sequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    all.push(sequence(reader));
  }
  // Of every alternative some, before the limit cuts.
  const share = Math.max(2, Math.floor(LIMIT / all.length));
  return all.flatMap((texts) => texts.slice(0, share));
}

function sequence(reader: Reader): string[] {
  let texts = [''];
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at])) {
    const parts = repeated(reader, atom(reader));
    texts = joined(texts, parts);
  }
  return texts;
}

/** Every part in some text, and as many combinations as the limit allows. */
function joined(texts: readonly string[], parts: readonly string[]): string[] {
  const result = new Set<string>();
  const longer = Math.max(texts.length, parts.length);
  for (let index = 0; index < longer; index++) result.add(texts[index % texts.length] + parts[index % parts.length]);
  for (const text of texts) for (const part of parts) if (result.size < LIMIT) result.add(text + part);
  return [...result].slice(0, LIMIT);
}

function repeated(reader: Reader, texts: readonly string[]): readonly string[] {
  const [whole, sign, from, to] = /^(?:([?*+])|\{(\d+)(?:,(\d*))?\})\??/.exec(reader.pattern.slice(reader.at)) ?? [];
  if (whole === undefined) return texts;
  reader.at += whole.length;
  const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
  const isFixed = sign === undefined && (to === undefined || to === from) && !whole.includes(',');
  const times = (count: number) => texts.map((text) => text.repeat(count));
  const fewest = least === 0 ? [''] : times(least);
  return isFixed ? fewest : [...new Set([...fewest, ...times(least + 1)])];
}

function atom(reader: Reader): string[] {
  const { pattern, at } = reader;
  const sign = pattern[at];
  if (sign === '[') return bracket(reader);
  if (sign === '(') return group(reader);
  reader.at += 1;
  if (sign === '^' || sign === '$') return [''];
  if (sign === '.') return ['x'];
  if (sign !== '\\') return [sign];
  reader.at += 1;
  return escaped(pattern[at + 1] ?? '');
}

const CLASSES: Readonly<Record<string, readonly string[] | undefined>> = {
  d: ['0', '9'],
  w: ['a', '0'],
  s: [' '],
  D: ['x'],
  W: ['-'],
  S: ['x'],
  A: [''],
  z: [''],
  b: [''],
  t: ['\t'],
  n: ['\n'],
};

const escaped = (letter: string): string[] => [...(CLASSES[letter] ?? [letter])];

function group(reader: Reader): string[] {
  const [head] = /^\((?:\?(?:P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]+(?=\))))?/.exec(reader.pattern.slice(reader.at))!;
  reader.at += head.length;
  const texts = alternatives(reader);
  reader.at += 1;
  return texts;
}

function bracket(reader: Reader): string[] {
  const [whole, not, inner] = /^\[(\^?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]/.exec(reader.pattern.slice(reader.at)) ?? [];
  // The end is not found: nothing fits the rest.
  reader.at += whole === undefined ? reader.pattern.length : whole.length;
  if (whole === undefined) return [];
  const members = [...inner.matchAll(/\[:(\w+):\]|\\([\s\S])|([\s\S])/g)].map(([, name, letter, plain]) =>
    name !== undefined ? (NAMED[name] ?? []) : letter !== undefined ? escaped(letter) : [plain],
  );
  if (not === '^') return ['x', '0', '-', '/', 'A', ' '].filter((text) => matchesWhole(whole, text)).slice(0, 2);
  // `a-z`: its first and its last.
  return members.flat().filter((text, index, list) => text !== '-' || index === 0 || index === list.length - 1);
}

const NAMED: Readonly<Record<string, readonly string[] | undefined>> = {
  alpha: ['a', 'Z'],
  digit: ['0', '9'],
  alnum: ['a', '0'],
  lower: ['a', 'z'],
  upper: ['A', 'Z'],
  word: ['a', '_'],
  space: [' '],
};
