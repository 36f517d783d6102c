import { AnnotationTable, Fate, Translation } from '../translations';

/** An annotation of a controller, and what becomes of it. */
export interface OwnAnnotation extends Translation {
  /** Without the prefix; `*` stands for a name that users choose. */
  readonly name: string;
  /** In a line. */
  readonly does: string;
}

/** Lines of name, what it does, fate, what it becomes or why not, what to do instead. */
export const annotationsIn = (table: string): readonly OwnAnnotation[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [name, does, fate, becomes, instead] = line.split('|').map((cell) => cell.trim());
      return { name, does, fate: fate as Fate, becomes, instead };
    });

export function ownTable(
  prefix: string,
  owner: string,
  annotations: readonly OwnAnnotation[],
  otherPrefixes: readonly string[] = [],
): AnnotationTable {
  const patterns = annotations.map((each) => ({
    each,
    pattern: new RegExp(`^${each.name.replace(/\./g, '\\.').replace(/\*/g, '.+')}$`, 'i'),
  }));
  return { prefix, otherPrefixes, owner, find: (name) => patterns.find(({ pattern }) => pattern.test(name))?.each };
}
