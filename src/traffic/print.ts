import { percent, stepsOf } from './explain';
import { Outcome, Reply } from './outcome';
import { placeOf } from '../manifest/manifest';
import { Backend } from '../model/backends';
import { pathOf } from '../model/model';

/** A backend as people name it: `shop/web:8080`. */
export const backendName = (backend: Backend, subset?: string) =>
  `${pathOf(backend)}${backend.port === undefined ? '' : `:${backend.port}`}${subset === undefined ? '' : ` (${subset})`}`;

/** A reply as a person reads it: the decisions with their places, then what becomes of which share of requests. */
export function printReply(reply: Reply): string {
  const steps = stepsOf(reply).map(({ what, text, place }) => [
    what,
    text,
    place ? placeOf(place.entry.at, place.path) : '',
  ]);
  const outcomes = reply.outcomes.map((outcome) => [
    percent(outcome.share),
    outcome.cluster ?? '',
    resultOf(outcome),
    ...detailsOf(outcome),
  ]);
  return [...columns(steps), ...(steps.length > 0 ? [''] : []), ...columns(outcomes)].join('\n');
}

function resultOf({
  status,
  grpcStatus,
  error,
  backend,
  condition,
}: Outcome & { readonly grpcStatus?: number }): string {
  if (grpcStatus !== undefined) return `gRPC ${grpcStatus}`;
  if (status !== undefined) return String(status);
  const isUnknown = error === undefined && backend === undefined && condition !== undefined;
  return isUnknown ? 'unknown' : CONNECTION[error ?? 'reset'];
}

/** What a client sees where no response comes. */
export const CONNECTION = {
  refused: 'connection refused',
  reset: 'connection closed',
  unresolved: 'no address',
} as const;

function detailsOf({
  backend,
  subset,
  upstream,
  reason,
  headers,
  condition,
  mirrors,
  attempts = 1,
}: Outcome): string[] {
  const location = headers.get('location');
  const more = [
    ...(upstream ? [`${upstream.method} ${upstream.path}`, `Host ${upstream.host}`] : []),
    ...(location === undefined ? (reason === undefined ? [] : [reason]) : [`to ${location}`]),
    ...mirrors.map(
      ({ backend: copy, share }) => `${share === 1 ? '' : `${percent(share)} `}mirrored to ${backendName(copy)}`,
    ),
    ...(attempts > 1 ? [`${attempts} tries`] : []),
    ...(condition === undefined ? [] : [`if ${condition}`]),
  ];
  return [backend ? backendName(backend, subset) : '', more.join(', ')];
}

/** Lines whose cells stand below each other. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  const isEmpty = widths.map((width) => width === 0);
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index])))
      .filter((_, index) => !isEmpty[index])
      .join('  ')
      .trimEnd(),
  );
}
