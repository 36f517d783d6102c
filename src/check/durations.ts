import { Place, PlaceRule, placeRule } from './place';

/** Rules for durations of Istio, such as `1.5s`: positive ones, and those that may be `0s`. */
export function durations(
  code: string,
  title: string,
  places: { readonly positive: readonly Place[]; readonly any?: readonly Place[] },
): readonly PlaceRule<never>[] {
  return [placesWith(places.positive, 1e6), placesWith(places.any ?? [], -Infinity)];

  function placesWith(list: readonly Place[], least: number): PlaceRule<never> {
    return placeRule<string>({
      code,
      title,
      places: list,
      find(got, what, report) {
        const time = nanoseconds(got);
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

/** Parses a duration as Go does; undefined if it is invalid. */
function nanoseconds(text: string): number | undefined {
  const [, sign, rest] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (rest === '0') {
    return 0;
  }
  if (rest === undefined || !/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) {
    return undefined;
  }
  const parts = rest.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g);
  const total = [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
  return total > 2 ** 63 ? undefined : sign === '-' ? -total : total;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
