import { isLiteral, withoutSlash } from './path-matches';

/**
 * What becomes of `rewrite-target` in an HTTPRoute: nothing, a whole path, a prefix, or nothing that it can express.
 * Prefixes are compared as they are written, where nginx ignores the case of letters.
 */
export type RewriteChange =
  | { readonly type: 'none' }
  | { readonly type: 'full'; readonly value: string }
  | { readonly type: 'prefix'; readonly changes: readonly PrefixChange[] }
  | { readonly type: 'refused'; readonly reason: string };

export interface PrefixChange {
  readonly prefix: string;
  readonly value: string;
}

/** How nginx changes the paths that an expression finds: the whole path becomes the target. */
export function rewriteOf(path: string, given: string): RewriteChange {
  const count = path.replace(/\\./g, '').match(/\((?!\?)/g)?.length ?? 0;
  // What stands for no group is empty.
  const target = given.replace(/\$(\d)/g, (text, digit: string) => (Number(digit) > count ? '' : text));
  if (!/\$\d/.test(target)) return { type: 'full', value: target };
  const variants = variantsOf(partsOf(path), target);
  const changes = variants?.map(changeOf);
  if (changes?.every((change) => change === 'none')) return { type: 'none' };
  if (changes && !changes.includes(undefined)) {
    return {
      type: 'prefix',
      changes: changes.map((change, index) =>
        change === 'none' ? unchanged(variants![index]) : (change as PrefixChange),
      ),
    };
  }
  return {
    type: 'refused',
    reason: `a rule of an HTTPRoute replaces a prefix or the whole path; '${path}' to '${target}' is neither`,
  };
}

interface Part {
  readonly text: string;
  /** Number of the group; undefined for what stands in none. */
  readonly group?: number;
}

interface Variant {
  readonly parts: readonly Part[];
  readonly target: string;
}

/** An expression as groups and what is between them; undefined where groups are in others or are repeated. */
function partsOf(path: string): Part[] | undefined {
  const parts: Part[] = [];
  let count = 0;
  for (const [text] of path
    .replace(/^\^/, '')
    .replace(/([^\\])\$$/, '$1')
    .matchAll(/\((?:\?:)?(?:\\.|[^()\\])*\)[?*+]?|(?:\\.|[^()\\])+|[\s\S]/g)) {
    if (text === '(' || text === ')') return undefined;
    const isGroup = text.startsWith('(') && !text.startsWith('(?:');
    parts.push(isGroup ? { text, group: (count += 1) } : { text });
  }
  return parts;
}

/** At most so many prefixes for one path. */
const VARIANTS = 16;

/** Groups of plain words are written out: `/(a|b)/(.*)` is `/a/(.*)` and `/b/(.*)`. */
function variantsOf(parts: readonly Part[] | undefined, target: string): Variant[] | undefined {
  if (!parts) return undefined;
  let variants: Variant[] = [{ parts: [], target }];
  for (const part of parts) {
    const words = /^\((?:\?:)?([^()?]+)\)$/.exec(part.text)?.[1].split('|');
    const isWords = words?.every((word) => word !== '' && isLiteral(word));
    variants = variants.flatMap((variant) =>
      isWords
        ? words!.map((word) => ({
            parts: [...variant.parts, { text: word }],
            target: part.group === undefined ? variant.target : variant.target.replaceAll(`$${part.group}`, word),
          }))
        : [{ ...variant, parts: [...variant.parts, part] }],
    );
    if (variants.length > VARIANTS) return undefined;
  }
  return variants;
}

const textOf = (parts: readonly Part[]) => parts.map(({ text }) => text).join('');

const unchanged = ({ parts }: Variant): PrefixChange => {
  const prefix = withoutSlash(/^[^()]*/.exec(textOf(parts))![0].replace(/[?*+.]+$/, ''));
  return { prefix, value: prefix };
};

function changeOf({ parts, target }: Variant): PrefixChange | 'none' | undefined {
  const written = parts.reduce(
    (text, part) => (part.group === undefined ? text : text.replaceAll(`$${part.group}`, part.text)),
    target,
  );
  if (written === textOf(parts) && /\.\*\)?$/.test(written)) return 'none';
  const [, start, rest] = /^([^()]*?)((?:\/\?)?(?:\(.*)?)$/.exec(textOf(parts)) ?? [];
  const groups = parts.flatMap(({ group }) => group ?? []);
  const last = groups.at(-1);
  const [, base, number] = /^([^$]*)\$(\d)$/.exec(target) ?? [];
  if (start === undefined || !isLiteral(start) || base === undefined || Number(number) !== last) return undefined;
  switch (rest) {
    // What is behind the slash goes behind the target.
    case '(/|$)(.*)':
    case '(/?)(.*)':
    case '/?(.*)':
      return base.endsWith('/') ? prefixChange(start, base) : undefined;
    case '(.*)':
    case '(.+)':
      return start.endsWith('/') === base.endsWith('/') ? prefixChange(start, base) : undefined;
    case '(/.*)':
    case '(/.*)?':
      return base.endsWith('/') ? undefined : prefixChange(start, base);
    default:
      return undefined;
  }
}

/** Istio joins the rest to a new prefix without one slash at its end: for the prefix `/` that slash has to be there. */
function prefixChange(start: string, base: string): PrefixChange {
  const prefix = withoutSlash(start);
  const value = withoutSlash(base === '' ? '/' : base);
  return { prefix, value: prefix === '/' && value !== '/' ? `${value}//` : value };
}
