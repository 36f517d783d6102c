import { Duration } from 'cdk8s';
import { Limit } from '../manifest/kuadrant';
import { cel, KUADRANT_VARIABLES } from '../value/cel';
import { refuse } from '../value/problem';
import { duration, wholeNumber } from '../value/scalar';

/** So many requests, or tokens, in so long a time (`rates[]` of a limit). */
export class Rate {
  /**
   * A rate.
   *
   * @param limit how many in one window, a whole number; 0 refuses everything
   * @param window how long the counter runs before it starts again, whole seconds
   */
  public static of(limit: number, window: Duration): Rate {
    return new Rate(limit, window);
  }

  /** So many per second. */
  public static perSecond(limit: number): Rate {
    return new Rate(limit, Duration.seconds(1));
  }

  /** So many per minute. */
  public static perMinute(limit: number): Rate {
    return new Rate(limit, Duration.minutes(1));
  }

  /** So many per hour. */
  public static perHour(limit: number): Rate {
    return new Rate(limit, Duration.hours(1));
  }

  /** So many per day of 24 hours. */
  public static perDay(limit: number): Rate {
    return new Rate(limit, Duration.days(1));
  }

  private constructor(
    /** How many are let through in one window. */
    public readonly limit: number,
    /** How long the counter runs before it starts again. */
    public readonly window: Duration,
  ) {
    wholeNumber('limit of a rate', limit, 0, Number.MAX_SAFE_INTEGER, 'give a whole number; 0 refuses everything');
    const milliseconds = window.toMilliseconds({ integral: false });
    if (milliseconds < 1000 || milliseconds % 1000 !== 0) {
      refuse({
        what: 'window of a rate',
        got: `${milliseconds} ms`,
        expected: 'whole seconds, at least one; the limiter drops the rest',
        fix: `use Duration.seconds(${Math.max(1, Math.round(milliseconds / 1000))}) and scale the limit`,
      });
    }
    duration('window of a rate', window);
  }

  /** One of `rates`. @internal */
  public _render(): { readonly limit: number; readonly window: string } {
    return { limit: this.limit, window: duration('window of a rate', this.window) };
  }
}

/** A named limit of a policy (`limits.<name>`). */
export interface RateLimit {
  /** The rates (`rates`), at least one; all of them hold. */
  readonly rates: Rate[];
  /**
   * CEL expressions whose values each get a counter of their own
   * (`counters[].expression`), for example `auth.identity.username`.
   *
   * @default - one counter for everybody
   */
  readonly counters?: string[];
  /**
   * CEL predicates that must all be true for the limit to count a request
   * (`when[].predicate`), for example `request.method == 'POST'`.
   *
   * @default - every request counts
   */
  readonly when?: string[];
}

/** Refuses a limit that a controller or the limiter would not take as it is meant. */
export function checkLimit(what: string, limit: RateLimit): void {
  if (limit.rates.length === 0) {
    refuse({
      what: `rates of ${what}`,
      got: '[]',
      expected: 'at least one rate',
      fix: 'give one, such as Rate.of(2, Duration.seconds(10)); a limit without a rate limits nothing',
    });
  }
  (limit.counters ?? []).forEach((counter, index) => cel(`counters[${index}] of ${what}`, counter, KUADRANT_VARIABLES));
  checkPredicates(what, limit.when);
}

/** Refuses predicates that do not compile, because the data plane would leave the path open. */
export function checkPredicates(what: string, when: readonly string[] = []): void {
  when.forEach((predicate, index) => cel(`when[${index}] of ${what}`, predicate, KUADRANT_VARIABLES));
}

/** One of `limits`. */
export function renderLimit(limit: RateLimit): Limit {
  return {
    rates: limit.rates.map((rate) => rate._render()),
    counters: limit.counters?.length ? limit.counters.map((expression) => ({ expression })) : undefined,
    when: renderPredicates(limit.when),
  };
}

/** `when`. */
export function renderPredicates(when: readonly string[] = []): { readonly predicate: string }[] | undefined {
  return when.length > 0 ? when.map((predicate) => ({ predicate })) : undefined;
}
