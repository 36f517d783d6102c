import { Settings } from './settings';
import { Outcome } from '../traffic/outcome';

/** Limits that count a request for a backend, in the words of those of a Gateway, by address; bursts are told as a difference. */
export function limitsOf({ limits }: Settings, outcomes: readonly Outcome[]): readonly string[] | undefined {
  if (!limits || !outcomes.some(({ upstream }) => upstream)) return undefined;
  const { requestsPerSecond, requestsPerMinute } = limits;
  const all = [
    ...(requestsPerSecond > 0 ? [`${requestsPerSecond} per 1s for each source.remote_address`] : []),
    ...(requestsPerMinute > 0 ? [`${requestsPerMinute} per 1m for each source.remote_address`] : []),
  ];
  return all.length > 0 ? all : undefined;
}
