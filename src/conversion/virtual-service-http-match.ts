import { RequestCondition } from '../match/condition';
import { HeaderMatch, HttpMatch, HttpMethod, QueryParamMatch } from '../route/http-match';

/** The match of an HTTPRoute. */
export function toHttpMatch({ path, method, headers, queryParams }: RequestCondition): HttpMatch {
  const options = {
    method: method as HttpMethod | undefined,
    headers: [...headers.values()].map(({ name, type, value }) =>
      type === 'Exact' ? HeaderMatch.exact(name, value) : HeaderMatch.regex(name, value),
    ),
    queryParams: [...queryParams.values()].map(({ name, type, value }) =>
      type === 'Exact' ? QueryParamMatch.exact(name, value) : QueryParamMatch.regex(name, value),
    ),
  };
  switch (path?.type) {
    case undefined:
      return HttpMatch.any(options);
    case 'Exact':
      return HttpMatch.exact(path.value, options);
    case 'PathPrefix':
      return HttpMatch.prefix(path.value, options);
    case 'RegularExpression':
      return HttpMatch.regex(path.value, options);
  }
}
