/** Counters of requests, which the caller keeps from one request to the next. Times are milliseconds. */
export interface Limits {
  now: number;
  readonly counters: Map<string, Counter>;
}

/** What may have been counted, where it was not known whether a request counts. */
interface Counter {
  readonly fewest: Window;
  readonly most: Window;
}

/** A window begins with the first request that is counted in it, and is fixed (limitador, atomic_expiring_value.rs). */
interface Window {
  readonly count: number;
  readonly until: number;
}

/** A request, or tokens, that a counter counts. */
export interface Hit {
  readonly counter: string;
  readonly window: number;
  readonly fewest: number;
  readonly most: number;
  /** `10 per 1m for each auth.identity.userid`. */
  readonly text: string;
}

export const newLimits = (): Limits => ({ now: 0, counters: new Map() });

/** Whether one more is over a limit; undefined where that depends on what was counted. */
export function isOver({ now, counters }: Limits, counter: string, limit: number): boolean | undefined {
  const known = counters.get(counter);
  const soFar = (window?: Window) => (window && now < window.until ? window.count : 0);
  if (soFar(known?.fewest) + 1 > limit) return true;
  return soFar(known?.most) + 1 > limit ? undefined : false;
}

/** Counts; of several cases, each with its hits, one has happened. */
export function count(limits: Limits, cases: readonly (readonly Hit[])[]): void {
  const hits = new Map(cases.flat().map((hit) => [hit.counter, hit]));
  for (const [counter, { window }] of hits) {
    const amounts = cases.map((each) => each.find((hit) => hit.counter === counter));
    const known = limits.counters.get(counter);
    limits.counters.set(counter, {
      fewest: counted(limits.now, known?.fewest, window, Math.min(...amounts.map((hit) => hit?.fewest ?? 0))),
      most: counted(limits.now, known?.most, window, Math.max(...amounts.map((hit) => hit?.most ?? 0))),
    });
  }
}

function counted(now: number, known: Window | undefined, length: number, amount: number): Window {
  if (known && now < known.until) return { count: known.count + amount, until: known.until };
  return amount === 0 ? { count: 0, until: now } : { count: amount, until: now + length };
}
