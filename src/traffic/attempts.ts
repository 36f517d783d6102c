import { Behaviour } from './request';
import { Rule } from './rule';

/** What a client gets after all tries. */
export interface Attempts {
  readonly status: number;
  /** Requests that reached the backend. */
  readonly count: number;
  readonly reason?: string;
}

/** Tries until one succeeds, none is left or the time is over (Gateway API v1, HTTPRouteTimeouts and HTTPRouteRetry). */
export function attempt({ timeout = 0, retry }: Pick<Rule, 'timeout' | 'retry'>, backend: Behaviour): Attempts {
  const limit = timeout === 0 ? Infinity : timeout;
  const limitOfTry = retry?.attemptTimeout ? retry.attemptTimeout : Infinity;
  let time = 0;
  for (let count = 1; ; count += 1) {
    const { status, delay } = tryOnce(backend, count, limitOfTry);
    time += delay;
    if (time >= limit) return { status: 504, count, reason: `no response within ${timeout} ms` };
    if (status === 'ok') return { status: backend.status ?? 200, count };
    const isRetried = typeof status === 'string' ? retry?.retriesResets : retry?.codes.includes(status);
    if (retry && isRetried && count <= retry.attempts) continue;
    if (status === 'late') return { status: 504, count, reason: `no response within ${limitOfTry} ms` };
    return status === 'closed'
      ? { status: 503, count, reason: 'the backend closed the connection' }
      : { status, count };
  }
}

function tryOnce({ delay = 0, status = 200, fail }: Behaviour, count: number, limit: number) {
  const isFailure = fail !== undefined && count <= fail.times;
  const takes = isFailure ? (fail.delay ?? 0) : delay;
  if (takes >= limit) return { status: 'late' as const, delay: limit };
  if (isFailure) return { status: fail.status ?? ('closed' as const), delay: takes };
  return { status: status >= 500 ? status : ('ok' as const), delay: takes };
}
