/** As the Gateway API and Kuadrant read a duration (GEP-2257), in milliseconds; undefined where they cannot. */
export function gatewayDuration(text: string): number | undefined {
  return /^(\d{1,5}(h|m|s|ms)){1,4}$/.test(text) ? nanosecondsOf(text) / NANOSECONDS.ms : undefined;
}

/** Milliseconds as they write them, `1h30m`. */
export function gatewayDurationText(milliseconds: number): string {
  let rest = milliseconds * NANOSECONDS.ms;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms']) {
    const count = Math.floor(rest / NANOSECONDS[unit]);
    text += count > 0 ? `${count}${unit}` : '';
    rest -= count * NANOSECONDS[unit];
  }
  return text || '0s';
}

/** As Go reads a duration, in nanoseconds; undefined where it cannot. */
export function goDuration(text: string): number | undefined {
  const [, sign, rest] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (rest === '0') return 0;
  if (rest === undefined || !/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  const total = nanosecondsOf(rest);
  return total > 2 ** 63 ? undefined : sign === '-' ? -total : total;
}

const nanosecondsOf = (text: string) =>
  [...text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Math.round(Number(count) * NANOSECONDS[unit]),
    0,
  );

/** Of which the units are made, so that sums are whole numbers. */
export const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  // The micro sign and the Greek letter.
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
