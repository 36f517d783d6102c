import { Duration } from 'cdk8s';
import { Destination } from './destination';
import { istioCount, istioDuration, istioPercentage, listOrUndefined, onceEach } from './istio-text';
import { StringMatch } from './string-match';
import { httpHeaderName } from './virtual-service-headers';
import { HttpRouteSpec } from './virtual-service-match';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/* Retries, faults, mirrors and CORS of a route. */

/** A condition of retries (`retries.retryOn`). */
export class VirtualServiceRetryOn {
  /** Retries after a status code from 500 to 599, or without a response. */
  public static readonly FIVE_XX = new VirtualServiceRetryOn('5xx');
  /** Retries after status code 502, 503 or 504. */
  public static readonly GATEWAY_ERROR = new VirtualServiceRetryOn('gateway-error');
  /** Retries without a response: disconnect, reset or timeout. */
  public static readonly RESET = new VirtualServiceRetryOn('reset');
  /** Retries like RESET, but only before the request was sent. */
  public static readonly RESET_BEFORE_REQUEST = new VirtualServiceRetryOn('reset-before-request');
  /** Retries after a connection failure. */
  public static readonly CONNECT_FAILURE = new VirtualServiceRetryOn('connect-failure');
  /** Retries after status code 409. */
  public static readonly RETRIABLE_4XX = new VirtualServiceRetryOn('retriable-4xx');
  /** Retries if the backend refuses the stream (REFUSED_STREAM). */
  public static readonly REFUSED_STREAM = new VirtualServiceRetryOn('refused-stream');
  /** Retries after gRPC status UNAVAILABLE. */
  public static readonly UNAVAILABLE = new VirtualServiceRetryOn('unavailable');

  /** Retries after a status code, 400 to 599. */
  public static status(code: number): VirtualServiceRetryOn {
    return new VirtualServiceRetryOn(
      String(wholeNumber('status of retryOn', code, 400, 599, 'use an HTTP error status code')),
    );
  }

  /** Retries after another condition of Envoy. */
  public static custom(name: string): VirtualServiceRetryOn {
    if (!/^[a-z0-9-]+$/.test(name)) {
      refuse({ what: 'retryOn', got: name, expected: 'a condition of Envoy', fix: "for example 'reset'" });
    }
    return new VirtualServiceRetryOn(name);
  }

  private constructor(
    /** Name of the condition in Envoy. */
    public readonly name: string,
  ) {}
}

/** Retries of a request (`retries`). */
export interface VirtualServiceRetry {
  /** Maximum number of retries; 0 for none (`attempts`). */
  readonly attempts: number;
  /**
   * Time limit of each attempt, at least 1 ms (`perTryTimeout`).
   *
   * @default - the route's timeout
   */
  readonly perTryTimeout?: Duration;
  /**
   * Conditions for retries (`retryOn`).
   *
   * @default - CONNECT_FAILURE, REFUSED_STREAM, UNAVAILABLE, CANCELLED
   */
  readonly retryOn?: VirtualServiceRetryOn[];
  /**
   * Time before the first retry; it increases with each retry (`backoff`).
   *
   * @default - 25 ms
   */
  readonly backoff?: Duration;
}

/** Delay of requests (`fault.delay`). */
export interface VirtualServiceFaultDelay {
  /** Duration of the delay, at least 1 ms (`fixedDelay`). */
  readonly fixedDelay: Duration;
  /** Share of requests, in percent: 0, or 0.0001 to 100 (`percentage`). */
  readonly percentage: number;
}

/** Abort of requests with an error (`fault.abort`). */
export interface VirtualServiceFaultAbort {
  /** HTTP status code, 200 to 599 (`httpStatus`). */
  readonly httpStatus: number;
  /** Share of requests, in percent: 0, or 0.0001 to 100 (`percentage`). */
  readonly percentage: number;
}

/** Fault injection, to test clients (`fault`). Timeout and retries of the route have no effect together with it. */
export interface VirtualServiceFault {
  /**
   * Delay of requests (`delay`).
   *
   * @default - none
   */
  readonly delay?: VirtualServiceFaultDelay;
  /**
   * Abort of requests with an error (`abort`).
   *
   * @default - none
   */
  readonly abort?: VirtualServiceFaultAbort;
}

/** Copies of requests, whose responses are dropped (`mirrors[]`). */
export interface VirtualServiceMirror {
  /** Destination of the copies, without a weight (`destination`). */
  readonly destination: Destination;
  /**
   * Share of requests that are copied, in percent: 0, or 0.0001 to 100 (`percentage`).
   *
   * @default 100
   */
  readonly percentage?: number;
}

/** Cross-origin access from browsers (`corsPolicy`). */
export interface VirtualServiceCorsPolicy {
  /**
   * Origins, such as `StringMatch.exact('https://app.example.com')` (`allowOrigins`).
   *
   * @default - none
   */
  readonly allowOrigins?: StringMatch[];
  /**
   * Methods, or `*` (`allowMethods`).
   *
   * @default - those that browsers always allow
   */
  readonly allowMethods?: string[];
  /**
   * Allowed request headers, or `*` (`allowHeaders`).
   *
   * @default - those that browsers always allow
   */
  readonly allowHeaders?: string[];
  /**
   * Response headers that scripts may read, or `*` (`exposeHeaders`).
   *
   * @default - those that browsers always expose
   */
  readonly exposeHeaders?: string[];
  /**
   * Time that browsers may cache a preflight response, whole seconds (`maxAge`).
   *
   * @default - chosen by the browser
   */
  readonly maxAge?: Duration;
  /**
   * Allow requests with cookies and `Authorization` (`allowCredentials`).
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
}

/**
 * Renders `retries`.
 * @internal
 */
export function renderRetry(what: string, retry: VirtualServiceRetry): HttpRouteSpec['retries'] {
  const { attempts, perTryTimeout, retryOn, backoff } = retry;
  istioCount(`attempts of ${what}`, attempts);
  onceEach(`retryOn of ${what}`, retryOn?.map(({ name }) => name) ?? []);
  const [unused] = Object.entries({ perTryTimeout, retryOn, backoff }).find(([, value]) => value !== undefined) ?? [];
  if (attempts === 0 && unused !== undefined) {
    refuse({ what, got: `${unused} with 0 attempts`, expected: 'attempts alone', fix: `leave ${unused} out` });
  }
  return {
    attempts,
    perTryTimeout: perTryTimeout && istioDuration(`perTryTimeout of ${what}`, perTryTimeout),
    retryOn: listOrUndefined(retryOn)
      ?.map(({ name }) => name)
      .join(','),
    backoff: backoff && istioDuration(`backoff of ${what}`, backoff),
  };
}

/**
 * Renders `fault`.
 * @internal
 */
export function renderFault(what: string, { delay, abort }: VirtualServiceFault): HttpRouteSpec['fault'] {
  if (!delay && !abort) {
    refuse({ what, got: 'neither', expected: 'delay, abort or both', fix: 'set one, or leave fault out' });
  }
  if (abort) {
    wholeNumber(`httpStatus of ${what}`, abort.httpStatus, 200, 599, 'use an HTTP status code');
  }
  return {
    delay: delay && {
      fixedDelay: istioDuration(`fixedDelay of ${what}`, delay.fixedDelay),
      percentage: istioPercentage(`percentage of delay in ${what}`, delay.percentage),
    },
    abort: abort && { ...abort, percentage: istioPercentage(`percentage of abort in ${what}`, abort.percentage) },
  };
}

/**
 * Renders an element of `mirrors[]`.
 * @internal
 */
export function renderMirror(what: string, mirror: VirtualServiceMirror, namespace: string | undefined) {
  const { destination, percentage } = mirror;
  return {
    destination: destination._renderAlone(what, namespace),
    percentage: percentage === undefined ? undefined : istioPercentage(`percentage of ${what}`, percentage),
  };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

/**
 * Renders `corsPolicy`.
 * @internal
 */
export function renderCorsPolicy(what: string, policy: VirtualServiceCorsPolicy): HttpRouteSpec['corsPolicy'] {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials } = policy;
  const method = allowMethods?.find((name) => !METHODS.includes(name));
  if (method !== undefined) {
    const fix = METHODS.includes(method.toUpperCase()) ? `write it '${method.toUpperCase()}'` : "for all '*'";
    refuse({ what: `allowMethods of ${what}`, got: method, expected: `one of ${METHODS.join(', ')}`, fix });
  }
  [...(allowHeaders ?? []), ...(exposeHeaders ?? [])].forEach((name) => httpHeaderName(`header of ${what}`, name));
  const seconds = maxAge?.toSeconds({ integral: false });
  if (seconds !== undefined && (!Number.isInteger(seconds) || seconds < 1)) {
    const expected = 'whole seconds, at least one';
    refuse({ what: `maxAge of ${what}`, got: `${seconds} s`, expected, fix: 'use Duration.hours(1)' });
  }
  return {
    allowOrigins: listOrUndefined(allowOrigins?.map((origin) => origin._renderOrigin(`allowOrigins of ${what}`))),
    allowMethods: listOrUndefined(allowMethods),
    allowHeaders: listOrUndefined(allowHeaders),
    exposeHeaders: listOrUndefined(exposeHeaders),
    maxAge: maxAge && istioDuration(`maxAge of ${what}`, maxAge),
    allowCredentials,
  };
}
