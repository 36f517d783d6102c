import { checkPath } from '../route/http-text';
import { refuse } from '../value/problem';
import { regularExpression } from '../value/regex';

/** How paths with parameters, `/pets/{id}`, are matched. */
export class PathParameters {
  /** As regular expressions, a parameter standing for one path element: `^/pets/[^/]+$`. */
  public static readonly REGEX = new PathParameters(false, []);
  /**
   * As the prefix up to the first parameter, `/pets`. For implementations
   * without regular expressions; operations that differ only behind the first
   * parameter cannot be told apart then.
   */
  public static readonly PREFIX = new PathParameters(true, []);

  /**
   * As regular expressions in which some parameters may hold slashes.
   *
   * @param names parameters that stand for one or more path elements, beside those with `x-multi-segment: true`
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

/** A path element: a text, or texts with parameters between them. */
interface Segment {
  /** Regular expression, or the text itself. */
  readonly source: string;
  /** The whole element is this text. */
  readonly literal?: string;
  /** Text in front of the first parameter and behind the last; both empty for a parameter alone. */
  readonly before: string;
  readonly after: string;
  /** How many characters are fixed. */
  readonly fixed: number;
}

/**
 * What a path of the document stands for.
 * @internal
 */
export interface PathShape {
  readonly segments: readonly Segment[];
  /** Anything may follow the segments: at least so many characters; nothing where the path ends there. */
  readonly open?: 0 | 1;
  /** Regular expression without anchors; the path itself where it has no parameters. */
  readonly source: string;
  /** The path up to its first parameter, without a trailing slash. */
  readonly prefix: string;
  /** It has no parameters, and no character that a policy could not hold in quotes. */
  readonly isLiteral: boolean;
}

const PARAMETER = /\{([^{}]*)\}/g;

/**
 * Reads a path of a document.
 *
 * @param multiSegment whether a parameter may hold slashes
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
 * A path whose text is a regular expression but for its parameters (`pathMatchType: RegularExpression`).
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
        "a regular expression without backslashes and quotes; Kuadrant's filter could not read it, and would let everybody in",
      fix: 'write [.] for a dot, and so on; [&-(] for a quote',
    });
  }
  const plain = /^[^\\.+*?()[\]{}|^$']*/.exec(path)![0];
  const segments = plain.split('/').slice(1, -1).map(segmentOf);
  return { segments, open: 0, source, prefix: '/', isLiteral: false };
}

/**
 * Everything at and below a path.
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
 * escaping it. So neither a backslash nor a quote may stand in it: with either,
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
 * Whether some path may fit both; true in doubt.
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
  // Where one path ends, the other may not ask for more.
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
 * Negative where `a` is the more specific: literal elements before mixed ones before parameters, from the left.
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
