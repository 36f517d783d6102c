import { Place, PlaceRule, placeRule } from './place';

interface Alternatives {
  readonly code: string;
  readonly title: string;
  readonly places: readonly Place[];
  /** The fields of which one is read. */
  readonly names: readonly string[];
  /** What to do where there are several. */
  readonly fix: string;
  /** @default - whatever is written, even if it is empty */
  readonly isSet?: (value: unknown) => boolean;
}

/** Fields of which an object has one, or none. */
export const atMostOne = (alternatives: Alternatives): PlaceRule<never> => counted(alternatives);

/** Fields of which an object has one; `none` is what to do where there is none. */
export const exactlyOne = (alternatives: Alternatives & { readonly none: string }): PlaceRule<never> =>
  counted(alternatives, alternatives.none);

function counted({ code, title, places, names, fix, isSet = isWritten }: Alternatives, none?: string) {
  return placeRule<Readonly<Record<string, unknown>>>({
    code,
    title,
    places,
    find(value, what, report) {
      const given = names.filter((name) => isSet(value[name]));
      if (given.length > 1) {
        report({ what, got: given.join(' beside '), expected: `one of ${names.join(', ')}`, fix });
      } else if (given.length === 0 && none !== undefined) {
        report({ what, got: undefined, expected: `one of ${names.join(', ')}`, fix: none });
      }
    },
  });
}

const isWritten = (value: unknown) => value !== undefined;
