import { Duration } from 'cdk8s';
import { Destination } from './destination';
import { istioCount, istioDuration, istioPercentage, listOrNothing, onceEach } from './istio-text';
import { StringMatch } from './string-match';
import { httpHeaderName } from './virtual-service-headers';
import { HttpRouteSpec } from './virtual-service-match';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';

/* What happens to requests on their way: retries, faults, copies, CORS. */

/** What makes a proxy send a request again (`retries.retryOn`). */
export class VirtualServiceRetryOn {
  /** The backend answers 500 to 599, or not at all. */
  public static readonly FIVE_XX = new VirtualServiceRetryOn('5xx');
  /** The backend answers 502, 503 or 504. */
  public static readonly GATEWAY_ERROR = new VirtualServiceRetryOn('gateway-error');
  /** The backend does not answer: it disconnects, resets or times out. */
  public static readonly RESET = new VirtualServiceRetryOn('reset');
  /** As RESET, before the request was sent. */
  public static readonly RESET_BEFORE_REQUEST = new VirtualServiceRetryOn('reset-before-request');
  /** No connection comes about. */
  public static readonly CONNECT_FAILURE = new VirtualServiceRetryOn('connect-failure');
  /** The backend answers 409. */
  public static readonly RETRIABLE_4XX = new VirtualServiceRetryOn('retriable-4xx');
  /** The backend refuses the stream (REFUSED_STREAM). */
  public static readonly REFUSED_STREAM = new VirtualServiceRetryOn('refused-stream');
  /** The backend answers a status that the request names. */
  public static readonly RETRIABLE_STATUS_CODES = new VirtualServiceRetryOn('retriable-status-codes');
  /** The backend answers with a header that the request names. */
  public static readonly RETRIABLE_HEADERS = new VirtualServiceRetryOn('retriable-headers');
  /** Envoy's limit of requests answers. */
  public static readonly ENVOY_RATELIMITED = new VirtualServiceRetryOn('envoy-ratelimited');
  /** A request over HTTP/3 fails after it was connected. */
  public static readonly HTTP3_POST_CONNECT_FAILURE = new VirtualServiceRetryOn('http3-post-connect-failure');
  /** gRPC answers CANCELLED. */
  public static readonly CANCELLED = new VirtualServiceRetryOn('cancelled');
  /** gRPC answers DEADLINE_EXCEEDED. */
  public static readonly DEADLINE_EXCEEDED = new VirtualServiceRetryOn('deadline-exceeded');
  /** gRPC answers INTERNAL. */
  public static readonly INTERNAL = new VirtualServiceRetryOn('internal');
  /** gRPC answers RESOURCE_EXHAUSTED. */
  public static readonly RESOURCE_EXHAUSTED = new VirtualServiceRetryOn('resource-exhausted');
  /** gRPC answers UNAVAILABLE. */
  public static readonly UNAVAILABLE = new VirtualServiceRetryOn('unavailable');

  /** The backend answers this status, 400 to 599. */
  public static status(code: number): VirtualServiceRetryOn {
    return new VirtualServiceRetryOn(String(wholeNumber('status of retryOn', code, 400, 599, 'name an error of HTTP')));
  }

  /** A condition that Envoy has and this library does not know. */
  public static custom(name: string): VirtualServiceRetryOn {
    if (!/^[a-z0-9-]+$/.test(name)) {
      refuse({ what: 'retryOn', got: name, expected: 'a condition of Envoy', fix: "for example 'reset'" });
    }
    return new VirtualServiceRetryOn(name);
  }

  private constructor(
    /** The condition, as Envoy names it. */
    public readonly name: string,
  ) {}
}

/** When a request is sent again (`retries`). */
export interface VirtualServiceRetry {
  /** How often at most, the first try not counted; 0 for never (`attempts`). */
  readonly attempts: number;
  /**
   * How long one try may take, 1 ms at least (`perTryTimeout`).
   *
   * @default - the route's timeout
   */
  readonly perTryTimeout?: Duration;
  /**
   * What makes the proxy try again (`retryOn`).
   *
   * @default - CONNECT_FAILURE, REFUSED_STREAM, UNAVAILABLE, CANCELLED
   */
  readonly retryOn?: VirtualServiceRetryOn[];
  /**
   * How long to wait before the next try, at least; it grows (`backoff`).
   *
   * @default - 25 ms
   */
  readonly backoff?: Duration;
  /**
   * Try endpoints of other localities, too (`retryRemoteLocalities`).
   *
   * @default false
   */
  readonly retryRemoteLocalities?: boolean;
  /**
   * Leave endpoints out that were tried (`retryIgnorePreviousHosts`).
   *
   * @default true
   */
  readonly retryIgnorePreviousHosts?: boolean;
}

/** Statuses of gRPC. */
export enum IstioGrpcStatus {
  OK = 'OK',
  CANCELLED = 'CANCELLED',
  UNKNOWN = 'UNKNOWN',
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  NOT_FOUND = 'NOT_FOUND',
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  ABORTED = 'ABORTED',
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  INTERNAL = 'INTERNAL',
  UNAVAILABLE = 'UNAVAILABLE',
  DATA_LOSS = 'DATA_LOSS',
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

/** Requests that are held up (`fault.delay`). */
export interface VirtualServiceFaultDelay {
  /** How long, 1 ms at least (`fixedDelay`). */
  readonly fixedDelay: Duration;
  /** How many requests, in percent: 0, or 0.0001 to 100 (`percentage`). */
  readonly percentage: number;
}

/** Requests that are answered with an error (`fault.abort`): one of `httpStatus` and `grpcStatus`. */
export interface VirtualServiceFaultAbort {
  /**
   * Status of HTTP, 200 to 599 (`httpStatus`).
   *
   * @default - `grpcStatus` says
   */
  readonly httpStatus?: number;
  /**
   * Status of gRPC (`grpcStatus`).
   *
   * @default - `httpStatus` says
   */
  readonly grpcStatus?: IstioGrpcStatus;
  /** How many requests, in percent: 0, or 0.0001 to 100 (`percentage`). */
  readonly percentage: number;
}

/** Faults to see what clients make of them (`fault`). Beside them timeout and retries of the route do not count. */
export interface VirtualServiceFault {
  /**
   * Requests that are held up.
   *
   * @default - none
   */
  readonly delay?: VirtualServiceFaultDelay;
  /**
   * Requests that are answered with an error.
   *
   * @default - none
   */
  readonly abort?: VirtualServiceFaultAbort;
}

/** Copies of requests, whose answers are dropped (`mirrors[]`). */
export interface VirtualServiceMirror {
  /** Where the copies go; without a weight (`destination`). */
  readonly destination: Destination;
  /**
   * How many requests are copied, in percent: 0, or 0.0001 to 100 (`percentage`).
   *
   * @default 100
   */
  readonly percentage?: number;
}

/** What becomes of a preflight request whose origin is not allowed (`corsPolicy.unmatchedPreflights`). */
export enum VirtualServiceUnmatchedPreflights {
  /** It is sent on. */
  FORWARD = 'FORWARD',
  /** It is answered without a permission. */
  IGNORE = 'IGNORE',
}

/** Which other origins may use an API in a browser (`corsPolicy`). */
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
   * @default - those that browsers need no permission for
   */
  readonly allowMethods?: string[];
  /**
   * Headers that a request may carry, or `*` (`allowHeaders`).
   *
   * @default - those that browsers need no permission for
   */
  readonly allowHeaders?: string[];
  /**
   * Headers of the answer that a script may read, or `*` (`exposeHeaders`).
   *
   * @default - those that browsers show anyway
   */
  readonly exposeHeaders?: string[];
  /**
   * How long a browser may keep the permission, whole seconds (`maxAge`).
   *
   * @default - the browser's
   */
  readonly maxAge?: Duration;
  /**
   * Let requests carry cookies and Authorization (`allowCredentials`).
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * What becomes of preflight requests of other origins (`unmatchedPreflights`).
   *
   * @default VirtualServiceUnmatchedPreflights.FORWARD
   */
  readonly unmatchedPreflights?: VirtualServiceUnmatchedPreflights;
}

/** `retries`. */
export function renderRetry(what: string, retry: VirtualServiceRetry): HttpRouteSpec['retries'] {
  const { attempts, perTryTimeout, retryOn, backoff, ...flags } = retry;
  istioCount(`attempts of ${what}`, attempts);
  onceEach(`retryOn of ${what}`, retryOn?.map(({ name }) => name) ?? []);
  const [useless] =
    Object.entries({ perTryTimeout, retryOn, backoff, ...flags }).find(([, v]) => v !== undefined) ?? [];
  if (attempts === 0 && useless !== undefined) {
    refuse({ what, got: `${useless} with 0 attempts`, expected: 'attempts alone', fix: `leave ${useless} out` });
  }
  return {
    attempts,
    perTryTimeout: perTryTimeout && istioDuration(`perTryTimeout of ${what}`, perTryTimeout),
    retryOn: listOrNothing(retryOn)
      ?.map(({ name }) => name)
      .join(','),
    backoff: backoff && istioDuration(`backoff of ${what}`, backoff),
    ...flags,
  };
}

/** `fault`. */
export function renderFault(what: string, { delay, abort }: VirtualServiceFault): HttpRouteSpec['fault'] {
  if (!delay && !abort) {
    refuse({ what, got: 'neither', expected: 'delay, abort or both', fix: 'name one, or leave fault out' });
  }
  if (abort && (abort.httpStatus === undefined) === (abort.grpcStatus === undefined)) {
    const got = abort.httpStatus === undefined ? 'no status' : 'httpStatus and grpcStatus';
    refuse({ what: `abort of ${what}`, got, expected: 'httpStatus or grpcStatus', fix: 'name one' });
  }
  if (abort?.httpStatus !== undefined) {
    wholeNumber(`httpStatus of ${what}`, abort.httpStatus, 200, 599, 'name a status of HTTP');
  }
  return {
    delay: delay && {
      fixedDelay: istioDuration(`fixedDelay of ${what}`, delay.fixedDelay),
      percentage: istioPercentage(`percentage of delay in ${what}`, delay.percentage),
    },
    abort: abort && { ...abort, percentage: istioPercentage(`percentage of abort in ${what}`, abort.percentage) },
  };
}

/** `mirrors[]`. */
export function renderMirror(what: string, mirror: VirtualServiceMirror, namespace: string | undefined) {
  const { destination, percentage } = mirror;
  return {
    destination: destination._renderAlone(what, namespace),
    percentage: percentage === undefined ? undefined : istioPercentage(`percentage of ${what}`, percentage),
  };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

/** `corsPolicy`. */
export function renderCorsPolicy(what: string, policy: VirtualServiceCorsPolicy): HttpRouteSpec['corsPolicy'] {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, ...flags } = policy;
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
    allowOrigins: listOrNothing(allowOrigins?.map((origin) => origin._renderOrigin(`allowOrigins of ${what}`))),
    allowMethods: listOrNothing(allowMethods),
    allowHeaders: listOrNothing(allowHeaders),
    exposeHeaders: listOrNothing(exposeHeaders),
    maxAge: maxAge && istioDuration(`maxAge of ${what}`, maxAge),
    ...flags,
  };
}
