import { Duration } from 'cdk8s';
import { Limit } from '../manifest/kuadrant';
import { cel, KUADRANT_VARIABLES } from '../value/cel';
import { refuse } from '../value/problem';
import { duration, wholeNumber } from '../value/scalar';

/** A number of requests or tokens per time window (`rates[]` of a limit). */
export class Rate {
  /**
   * A rate.
   *
   * @param limit number of requests or tokens per window, a whole number; 0 refuses all requests
   * @param window time after which the counter is reset, whole seconds
   */
  public static of(limit: number, window: Duration): Rate {
    return new Rate(limit, window);
  }

  /** A rate per second. */
  public static perSecond(limit: number): Rate {
    return new Rate(limit, Duration.seconds(1));
  }

  /** A rate per minute. */
  public static perMinute(limit: number): Rate {
    return new Rate(limit, Duration.minutes(1));
  }

  /** A rate per hour. */
  public static perHour(limit: number): Rate {
    return new Rate(limit, Duration.hours(1));
  }

  /** A rate per day of 24 hours. */
  public static perDay(limit: number): Rate {
    return new Rate(limit, Duration.days(1));
  }

  private constructor(
    /** Number of requests or tokens per window. */
    public readonly limit: number,
    /** Time after which the counter is reset. */
    public readonly window: Duration,
  ) {
    wholeNumber('limit of a rate', limit, 0, Number.MAX_SAFE_INTEGER, 'use a whole number; 0 refuses all requests');
    const milliseconds = window.toMilliseconds({ integral: false });
    if (milliseconds < 1000 || milliseconds % 1000 !== 0) {
      refuse({
        what: 'window of a rate',
        got: `${milliseconds} ms`,
        expected: 'whole seconds, at least one; the limiter ignores fractions',
        fix: `use Duration.seconds(${Math.max(1, Math.round(milliseconds / 1000))}) and scale the limit`,
      });
    }
    duration('window of a rate', window);
  }

  /** An element of `rates`. @internal */
  public _render(): { readonly limit: number; readonly window: string } {
    return { limit: this.limit, window: duration('window of a rate', this.window) };
  }
}

/** A named limit of a policy (`limits.<name>`). */
export interface RateLimit {
  /** Rates (`rates`), at least one; all of them apply. */
  readonly rates: Rate[];
  /**
   * CEL expressions; each combination of their values has a separate counter
   * (`counters[].expression`), for example `auth.identity.username`.
   *
   * @default - one counter for all clients
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

/** Checks a limit as Kuadrant and Limitador evaluate it. */
export function checkLimit(what: string, limit: RateLimit): void {
  if (limit.rates.length === 0) {
    refuse({
      what: `rates of ${what}`,
      got: '[]',
      expected: 'at least one rate',
      fix: 'add one, such as Rate.of(2, Duration.seconds(10)); a limit without a rate has no effect',
    });
  }
  (limit.counters ?? []).forEach((counter, index) => cel(`counters[${index}] of ${what}`, counter, KUADRANT_VARIABLES));
  checkPredicates(what, limit.when);
}

/** Refuses predicates that do not compile, because the data plane would leave the path unprotected. */
export function checkPredicates(what: string, when: readonly string[] = []): void {
  when.forEach((predicate, index) => cel(`when[${index}] of ${what}`, predicate, KUADRANT_VARIABLES));
}

/** Renders an element of `limits`. */
export function renderLimit(limit: RateLimit): Limit {
  return {
    rates: limit.rates.map((rate) => rate._render()),
    counters: limit.counters?.length ? limit.counters.map((expression) => ({ expression })) : undefined,
    when: renderPredicates(limit.when),
  };
}

/** Renders `when`. */
export function renderPredicates(when: readonly string[] = []): { readonly predicate: string }[] | undefined {
  return when.length > 0 ? when.map((predicate) => ({ predicate })) : undefined;
}
