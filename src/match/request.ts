import { MoreConditions, NamedCondition, PathCondition, RequestCondition, TextCondition } from './condition';
import { matchesWhole } from '../value/regex';

/** What conditions look at. */
export interface RequestView {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** By name in lower case; values of repeated headers are joined by `,`. */
  readonly headers: ReadonlyMap<string, string>;
  /** The first value of each parameter. */
  readonly query: ReadonlyMap<string, string>;
  readonly scheme: 'http' | 'https';
  /** The Host header as it is sent. */
  readonly authority: string;
}

/** Whether a request meets a condition. */
export const meets = (request: RequestView, { path, ...rest }: RequestCondition): boolean =>
  (path === undefined || pathMeets(request.path, path)) && meetsRest(request, rest);

/** Whether a request meets a condition on all but its path. */
export function meetsRest(request: RequestView, condition: Omit<RequestCondition, 'path'>) {
  const { method, headers, queryParams, more } = condition;
  return (
    (method === undefined || method === request.method) &&
    (headers.size === 0 || allMeet(request.headers, headers)) &&
    (queryParams.size === 0 || allMeet(request.query, queryParams)) &&
    (more === undefined || meetsMore(request, more))
  );
}

const NONE: ReadonlyMap<string, NamedCondition> = new Map();

function meetsMore(
  request: RequestView,
  { scheme, authority, methods, without = NONE, also = [], absent = [] }: MoreConditions,
) {
  return (
    also.every((condition) => textMeets(request.headers.get(condition.name.toLowerCase()) ?? '', condition)) &&
    (scheme === undefined || textMeets(request.scheme, scheme)) &&
    (authority === undefined || textMeets(request.authority, authority)) &&
    (methods === undefined || textMeets(request.method, methods)) &&
    absent.every((name) => !request.headers.has(name)) &&
    [...without].every(([name, condition]) => !textMeets(request.headers.get(name) ?? '', condition))
  );
}

function allMeet(values: ReadonlyMap<string, string>, conditions: ReadonlyMap<string, NamedCondition>): boolean {
  for (const [name, condition] of conditions) {
    const value = values.get(name);
    if (value === undefined || !textMeets(value, condition)) return false;
  }
  return true;
}

/** Whether a text meets a condition. */
export const textMeets = (text: string, { type, value }: TextCondition): boolean =>
  type === 'Exact' ? text === value : matchesWhole(value, text);

/** Whether a path meets a condition. A trailing slash of an element prefix counts for nothing. */
export function pathMeets(path: string, condition: PathCondition): boolean {
  const { type, value, extent, ignoresCase } = condition;
  if (ignoresCase && type !== 'RegularExpression') {
    return pathMeets(path.toLowerCase(), { type, value: value.toLowerCase(), extent });
  }
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return matchesWhole(value, path);
  if (value === '/' || extent === 'text') return path.startsWith(value);
  if (!path.startsWith(value)) return false;
  const next = path[value.length];
  return next === '/' || (next === undefined && extent === undefined);
}
