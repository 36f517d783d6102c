import { percent } from './explain';
import { ConnectionError, Outcome, Reply } from './outcome';
import { backendName, CONNECTION } from './print';

/** What is expected of a reply; what is left out may be anything. */
export interface Expectation {
  readonly status?: number;
  /** `shop/web`, `shop/web:8080`, or `web` in any namespace: all requests reach it. */
  readonly backend?: string;
  /** Shares by backend, from 0 to 1; others get nothing. */
  readonly shares?: ReadonlyMap<string, number>;
  /** Path and query as the backend gets them. */
  readonly path?: string;
  /** Host as the backend gets it. */
  readonly host?: string;
  /** Headers that the backend gets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that the backend does not get. */
  readonly absent?: readonly string[];
  /** Headers of the response that proxies set. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Target of the redirect. */
  readonly location?: string;
  /** Backends that get copies, all of them. */
  readonly mirrors?: readonly string[];
  readonly error?: ConnectionError;
}

/** What is not as expected. */
export interface Mismatch {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

export function mismatchesOf({ outcomes }: Reply, expectation: Expectation): Mismatch[] {
  const { shares, headers = {}, absent = [], responseHeaders = {}, mirrors } = expectation;
  const certain = outcomes.filter(({ share }) => share > 0);
  const each = (
    what: string,
    expected: string,
    of: (outcome: Outcome) => string,
    isMet = (got: string) => got === expected,
  ) =>
    certain.every((outcome) => isMet(of(outcome)))
      ? []
      : [{ what, expected, got: [...new Set(certain.map((outcome) => of(outcome)))].join(' or ') }];
  const text = (what: string, expected: string | undefined, of: (outcome: Outcome) => string | undefined) =>
    expected === undefined ? [] : each(what, expected, (outcome) => of(outcome) ?? 'none');
  const { status, error, backend } = expectation;
  return [
    ...text('status', status?.toString(), statusOf),
    ...text('connection', error && CONNECTION[error], statusOf),
    ...(backend === undefined ? [] : each('backend', backend, reachedName, (got) => isNamed(backend, got))),
    ...(shares ? sharesMismatch(certain, shares) : []),
    ...text('path', expectation.path, ({ upstream }) => upstream?.path),
    ...text('host', expectation.host, ({ upstream }) => upstream?.host),
    ...Object.entries(headers).flatMap(([name, value]) =>
      text(`header ${name}`, value, ({ upstream }) => upstream?.headers.get(name.toLowerCase())),
    ),
    ...absent.flatMap((name) =>
      text(`header ${name}`, 'none', ({ upstream }) => upstream?.headers.get(name.toLowerCase())),
    ),
    ...Object.entries(responseHeaders).flatMap(([name, value]) =>
      text(`response header ${name}`, value, (outcome) => outcome.headers.get(name.toLowerCase())),
    ),
    ...text('location', expectation.location, (outcome) => outcome.headers.get('location')),
    ...(mirrors ? mirrorsMismatch(certain, mirrors) : []),
  ];
}

const withCondition = (text: string, { condition }: Outcome) =>
  condition === undefined ? text : `${text} if ${condition}`;

const statusOf = (outcome: Outcome) =>
  withCondition(outcome.status?.toString() ?? CONNECTION[outcome.error ?? 'reset'], outcome);

const reachedName = ({ backend, subset, upstream, status, error }: Outcome) =>
  backend && !error && (upstream || status === undefined) ? backendName(backend, subset) : 'none';

/** Whether a backend is the one that a text names: with or without its namespace, port and subset. */
export function isNamed(text: string, got: string): boolean {
  const withoutSubset = got.replace(/ \(.*\)$/, '');
  const withoutPort = withoutSubset.replace(/:\d+$/, '');
  return [got, withoutSubset, withoutPort].some((name) => name === text || name.slice(name.indexOf('/') + 1) === text);
}

function sharesMismatch(outcomes: readonly Outcome[], expected: ReadonlyMap<string, number>): Mismatch[] {
  const left = new Map<string, number>();
  for (const outcome of outcomes) {
    const name = reachedName(outcome) === 'none' ? statusOf(outcome) : reachedName(outcome);
    left.set(name, (left.get(name) ?? 0) + outcome.share);
  }
  const shown = [...left].map(([name, share]) => `${name} ${percent(share)}`).join(', ');
  const isMet =
    [...expected].every(([text, share]) => {
      const got = [...left].filter(([name]) => isNamed(text, name)).reduce((sum, [, each]) => sum + each, 0);
      // A third is written as 33.3 %.
      return Math.abs(got - share) < 0.000_51;
    }) && [...left.keys()].every((name) => [...expected.keys()].some((text) => isNamed(text, name)));
  const wanted = [...expected].map(([name, share]) => `${name} ${percent(share)}`).join(', ');
  return isMet ? [] : [{ what: 'shares', expected: wanted, got: shown }];
}

function mirrorsMismatch(outcomes: readonly Outcome[], expected: readonly string[]): Mismatch[] {
  const got = [
    ...new Set(
      outcomes.flatMap(({ mirrors }) =>
        mirrors
          .filter(({ reason, share }) => reason === undefined && share > 0)
          .map(({ backend }) => backendName(backend)),
      ),
    ),
  ];
  const isMet =
    expected.every((text) => got.some((name) => isNamed(text, name))) &&
    got.every((name) => expected.some((text) => isNamed(text, name)));
  const listed = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : 'none');
  return isMet ? [] : [{ what: 'mirrors', expected: listed(expected), got: listed(got) }];
}
