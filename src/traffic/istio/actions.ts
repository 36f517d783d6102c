import { resolve } from './destination';
import { HttpRoute } from './http-entry';
import { RuleSite } from './site';
import { Mirror as MirrorSpec } from '../../manifest/istio-networking';
import { fullHost, textCondition } from '../../model/istio';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { Cors, Fault, Mirror, Place, Retry } from '../rule';

export const milliseconds = (text: string | undefined): number | undefined => {
  const time = text === undefined ? undefined : goDuration(text);
  return time === undefined ? undefined : time / NANOSECONDS.ms;
};

type Percent = { readonly value?: number } | undefined;

/** Envoy counts in millionths, rounded down. */
const shareOf = (percent: number) => Math.floor(percent * 10_000) / 1_000_000;

/** Statuses of HTTP by those of gRPC, as Envoy puts them where the client does not speak gRPC. */
const GRPC_STATUSES: Readonly<Record<string, number>> = {
  OK: 200,
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
};

export function faultOf({ fault }: HttpRoute): Fault | undefined {
  const { abort, delay } = fault ?? {};
  const status = abort?.httpStatus ?? GRPC_STATUSES[abort?.grpcStatus ?? ''];
  const time = milliseconds(delay?.fixedDelay);
  if (status === undefined && time === undefined) return undefined;
  return {
    abort: status === undefined ? undefined : { status, share: shareOf(abort!.percentage?.value ?? 0) },
    delay: time === undefined ? undefined : { time, share: shareOf(delay!.percentage?.value ?? delay!.percent ?? 0) },
  };
}

export function mirrorsOf(site: RuleSite, data: HttpRoute, place: Place): Mirror[] {
  const one = (destination: MirrorSpec, percent: Percent, path: string): Mirror[] => {
    const share = percent ? shareOf(percent.value ?? 0) : 1;
    if (share === 0) return [];
    const { namespace } = place.entry;
    const host = fullHost(destination.host, namespace);
    const at = { namespace, port: site.port, isMesh: site.isMesh };
    const { backend, subset, reason } = resolve(site.model, { ...destination, host }, site.proxy, at);
    return [{ place: { entry: place.entry, path: `${place.path}.${path}` }, backend, subset, share, reason }];
  };
  const percent = data.mirrorPercent ?? data.mirror_percent;
  const whole = data.mirrorPercentage ?? (percent === undefined || percent === null ? undefined : { value: percent });
  return [
    ...(data.mirror ? one(data.mirror, whole, 'mirror') : []),
    ...(data.mirrors ?? []).flatMap(({ destination, percentage }, index) =>
      one(destination, percentage, `mirrors[${index}]`),
    ),
  ];
}

export function corsOf({ corsPolicy }: HttpRoute, place: Place): Cors | undefined {
  if (!corsPolicy) return undefined;
  const { allowOrigins, allowOrigin = [], maxAge } = corsPolicy;
  const age = milliseconds(maxAge);
  return {
    place: { entry: place.entry, path: `${place.path}.corsPolicy` },
    allowOrigins: allowOrigins
      ? allowOrigins.map(textCondition)
      : allowOrigin.map((value) => ({ type: 'Exact', value })),
    allowMethods: corsPolicy.allowMethods ?? [],
    allowHeaders: corsPolicy.allowHeaders ?? [],
    exposeHeaders: corsPolicy.exposeHeaders ?? [],
    allowCredentials: corsPolicy.allowCredentials ?? false,
    maxAge: age === undefined ? undefined : Math.floor(age / 1000),
    forwardsOthers: corsPolicy.unmatchedPreflights !== 'IGNORE',
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Statuses that Envoy's names of conditions stand for; others are about connections. */
const RETRIED: Readonly<Record<string, readonly number[]>> = {
  '5xx': range(500, 599),
  'gateway-error': [502, 503, 504],
  'retriable-4xx': [409],
};

/** Conditions that a connection which closes meets, and a try that takes too long. */
const OF_RESETS: readonly string[] = ['5xx', 'gateway-error', 'reset'];

export function retryOf({ retries }: HttpRoute): Retry | undefined {
  if (!retries) return undefined;
  const conditions = (retries.retryOn ?? '').split(',').map((each) => each.trim());
  return {
    attempts: retries.attempts ?? 0,
    codes: conditions.flatMap((each) => RETRIED[each] ?? (/^\d{3}$/.test(each) ? [Number(each)] : [])),
    retriesResets: conditions.some((each) => OF_RESETS.includes(each)),
    attemptTimeout: milliseconds(retries.perTryTimeout),
  };
}
