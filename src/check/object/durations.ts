import { goDuration, NANOSECONDS } from '../../value/duration';
import { Place, PlaceRule, placeRule } from '../place';

/** Rules for durations of Istio, such as `1.5s`: positive ones, and those that may be `0s`. */
export function durations(
  code: string,
  title: string,
  places: { readonly positive: readonly Place[]; readonly any?: readonly Place[] },
): readonly PlaceRule<never>[] {
  return [placesWith(places.positive, NANOSECONDS.ms), placesWith(places.any ?? [], -Infinity)];

  function placesWith(list: readonly Place[], least: number): PlaceRule<never> {
    return placeRule<string>({
      code,
      title,
      places: list,
      find(got, what, report) {
        const time = goDuration(got);
        if (time === undefined) {
          const fix = /^\d+$/.test(got) ? `add a unit, as in '${got}s'` : 'use the units h, m, s, ms, us and ns';
          report({ what, got, expected: "a duration such as '10s' or '1h30m'", fix });
        } else if (time < least) {
          report({ what, got, expected: 'at least 1ms', fix: 'raise it, or leave it out for the default' });
        }
      },
    });
  }
}
