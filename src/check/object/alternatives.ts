import { Place, PlaceRule, placeRule } from '../place';

interface Alternatives {
  readonly code: string;
  readonly title: string;
  readonly places: readonly Place[];
  /** Fields that exclude each other. */
  readonly names: readonly string[];
  /** Fix if several are set. */
  readonly fix: string;
  /** @default - a field counts as set if it is present, even if empty */
  readonly isSet?: (value: unknown) => boolean;
}

/** A rule for fields of which at most one may be set. */
export const atMostOne = (alternatives: Alternatives): PlaceRule<never> => counted(alternatives);

/** A rule for fields of which exactly one must be set; `none` is the fix if none is. */
export const exactlyOne = (alternatives: Alternatives & { readonly none: string }): PlaceRule<never> =>
  counted(alternatives, alternatives.none);

function counted({ code, title, places, names, fix, isSet = isPresent }: Alternatives, none?: string) {
  return placeRule<Readonly<Record<string, unknown>>>({
    code,
    title,
    places,
    find(value, what, report) {
      const given = names.filter((name) => isSet(value[name]));
      if (given.length > 1) {
        report({ what, got: given.join(' and '), expected: `one of ${names.join(', ')}`, fix });
      } else if (given.length === 0 && none !== undefined) {
        report({ what, got: undefined, expected: `one of ${names.join(', ')}`, fix: none });
      }
    },
  });
}

const isPresent = (value: unknown) => value !== undefined;
