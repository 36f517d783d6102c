import { checkPath } from '../route/http-text';
import { refuse } from '../value/problem';
import { regularExpression } from '../value/regex';

/** Matching of paths with parameters, such as `/pets/{id}`. */
export class PathParameters {
  /** Matches by regular expression; a parameter matches one path element: `^/pets/[^/]+$`. */
  public static readonly REGEX = new PathParameters(false, []);
  /**
   * Matches by the prefix up to the first parameter, `/pets`. For implementations
   * without regular expressions; operations that differ only after the first
   * parameter cannot be distinguished.
   */
  public static readonly PREFIX = new PathParameters(true, []);

  /**
   * Matches by regular expression; some parameters match several path elements.
   *
   * @param names parameters that match one or more path elements, in addition to those with `x-multi-segment: true`
   */
  public static multiSegment(...names: string[]): PathParameters {
    return new PathParameters(false, names);
  }

  private constructor(
    /** @internal */
    public readonly _asPrefix: boolean,
    /** @internal */
    public readonly _multiSegment: readonly string[],
  ) {}
}

/** A path element: a text, or texts and parameters. */
interface Segment {
  /** Regular expression, or the text itself. */
  readonly source: string;
  /** Text of an element without parameters. */
  readonly literal?: string;
  /** Text before the first parameter and after the last; both empty for a parameter alone. */
  readonly before: string;
  readonly after: string;
  /** Number of literal characters. */
  readonly fixed: number;
}

/**
 * The set of paths that a path of the document matches.
 * @internal
 */
export interface PathShape {
  readonly segments: readonly Segment[];
  /** Minimum number of characters that may follow the segments; `undefined` where the path ends after them. */
  readonly open?: 0 | 1;
  /** Regular expression without anchors; the path itself if it has no parameters. */
  readonly source: string;
  /** The path up to its first parameter, without a trailing slash. */
  readonly prefix: string;
  /** Whether it has no parameters and no character that a policy cannot quote. */
  readonly isLiteral: boolean;
}

const PARAMETER = /\{([^{}]*)\}/g;

/**
 * Parses a path of a document.
 *
 * @param multiSegment whether a parameter may contain slashes
 * @internal
 */
export function shapeOf(path: string, multiSegment: (parameter: string) => boolean): PathShape {
  checkPath('path', path.replace(PARAMETER, 'x'));
  const elements = path.split('/').slice(1);
  const segments: Segment[] = [];
  let open: PathShape['open'];
  for (const element of elements) {
    if ([...element.matchAll(PARAMETER)].some(([, name]) => multiSegment(name))) {
      open = 1;
      break;
    }
    segments.push(segmentOf(element));
  }
  const source = elements
    .map((element) => `/${sourceOf(element, (name) => (multiSegment(name) ? '.+' : '[^/]+'))}`)
    .join('');
  const isLiteral = !path.includes('{') && !path.includes("'");
  const prefix = path.slice(0, path.includes('{') ? path.lastIndexOf('/', path.indexOf('{')) : undefined);
  return { segments, open, source: isLiteral ? path : source, prefix: prefix || '/', isLiteral };
}

/**
 * Parses a path that is a regular expression with parameters (`pathMatchType: RegularExpression`).
 * @internal
 */
export function expressionShape(path: string): PathShape {
  const source = path.replace(PARAMETER, '[^/]+');
  regularExpression('path', source);
  if (/[\\']/.test(source)) {
    refuse({
      what: 'path',
      got: path,
      expected:
        'a regular expression without backslashes and quotes; Kuadrant cannot parse it and would leave the path unprotected',
      fix: 'write [.] for a dot, and so on; [&-(] for a quote',
    });
  }
  const plain = /^[^\\.+*?()[\]{}|^$']*/.exec(path)![0];
  const segments = plain.split('/').slice(1, -1).map(segmentOf);
  return { segments, open: 0, source, prefix: '/', isLiteral: false };
}

/**
 * The path and everything below it.
 * @internal
 */
export function opened(shape: PathShape): PathShape {
  const source = shape.isLiteral ? sourceOf(shape.source, () => '') : shape.source;
  const base = source.replace(/\/$/, '');
  const segments = shape.segments.filter(({ source: text }) => text !== '');
  return { ...shape, segments, open: 0, source: `${base}(/.*)?`, isLiteral: false };
}

function segmentOf(element: string): Segment {
  const texts = element.split(/\{[^{}]*\}/);
  const source = sourceOf(element, () => '[^/]+');
  const fixed = texts.join('').length;
  return texts.length === 1
    ? { source, literal: element, before: element, after: element, fixed }
    : { source, before: texts[0], after: texts.at(-1)!, fixed };
}

/*
 * Kuadrant writes a path match into an expression in single quotes, without
 * escaping it. So it must not contain a backslash or a quote: with either,
 * the expression does not compile, and the filter leaves the path unprotected.
 * `[&-(]` is the quote and its two neighbours.
 */
function sourceOf(element: string, parameter: (name: string) => string): string {
  return element
    .split(/(\{[^{}]*\})/)
    .map((part) =>
      part.startsWith('{')
        ? parameter(part.slice(1, -1))
        : part.replace(/[.+*?()|$]/g, (char) => `[${char}]`).replace(/'/g, '[&-(]'),
    )
    .join('');
}

/**
 * Whether a path may match both; true in doubt.
 * @internal
 */
export function overlaps(a: PathShape, b: PathShape): boolean {
  const common = Math.min(a.segments.length, b.segments.length);
  for (let i = 0; i < common; i++) {
    if (!segmentsOverlap(a.segments[i], b.segments[i])) {
      return false;
    }
  }
  const [shorter, longer] = a.segments.length < b.segments.length ? [a, b] : [b, a];
  if (shorter.segments.length < longer.segments.length) {
    return shorter.open !== undefined;
  }
  // Where one path ends, the other must not require more.
  return (a.open !== undefined && b.open !== undefined) || (a.open ?? 0) + (b.open ?? 0) === 0;
}

function segmentsOverlap(a: Segment, b: Segment): boolean {
  if (a.literal !== undefined && b.literal !== undefined) {
    return a.literal === b.literal;
  }
  const fits = (one: string, other: string, test: 'startsWith' | 'endsWith') => one[test](other) || other[test](one);
  if (a.literal !== undefined || b.literal !== undefined) {
    const [text, pattern] = a.literal !== undefined ? [a.literal, b] : [b.literal!, a];
    return (
      text.startsWith(pattern.before) &&
      text.endsWith(pattern.after) &&
      text.length > pattern.before.length + pattern.after.length
    );
  }
  return fits(a.before, b.before, 'startsWith') && fits(a.after, b.after, 'endsWith');
}

/**
 * Negative if `a` is more specific: literal elements before mixed ones before parameters, from the left.
 * @internal
 */
export function compareSpecificity(a: PathShape, b: PathShape): number {
  const common = Math.min(a.segments.length, b.segments.length);
  for (let i = 0; i < common; i++) {
    const difference = weight(b.segments[i]) - weight(a.segments[i]);
    if (difference !== 0) {
      return difference;
    }
  }
  return b.segments.length - a.segments.length || Number(a.open !== undefined) - Number(b.open !== undefined);
}

const weight = ({ literal, fixed }: Segment) => (literal !== undefined ? Number.MAX_SAFE_INTEGER : fixed);
