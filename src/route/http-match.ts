import { headerValue } from './header-modifications';
import { boundedExpression, checkPath, httpToken, uniqueNames } from './http-text';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

type Match = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['matches']>[number];
type ValueMatch = NonNullable<Match['headers']>[number];

/** HTTP methods of a match. */
export enum HttpMethod {
  GET = 'GET',
  HEAD = 'HEAD',
  POST = 'POST',
  PUT = 'PUT',
  DELETE = 'DELETE',
  CONNECT = 'CONNECT',
  OPTIONS = 'OPTIONS',
  TRACE = 'TRACE',
  PATCH = 'PATCH',
}

/** A condition on a request header (`matches[].headers[]`). Names are case-insensitive. */
export class HeaderMatch {
  /** Matches a value exactly; case-sensitive. */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch({ name: httpToken('name of header', name), value: headerValue(name, value) });
  }

  /** Matches a value by a regular expression (RE2; anchoring is implementation-specific). */
  public static regex(name: string, pattern: string): HeaderMatch {
    const value = boundedExpression(`header '${name}'`, pattern, 4096);
    headerValue(name, pattern);
    return new HeaderMatch({ name: httpToken('name of header', name), type: 'RegularExpression', value });
  }

  private constructor(private readonly spec: ValueMatch) {}

  /** @internal */
  public _render(): ValueMatch {
    return this.spec;
  }
}

/** A condition on a query parameter (`matches[].queryParams[]`). Names are case-sensitive. */
export class QueryParamMatch {
  /** Matches a value exactly; case-sensitive. */
  public static exact(name: string, value: string): QueryParamMatch {
    return new QueryParamMatch({ name: httpToken('name of query parameter', name), value: nonEmpty(name, value) });
  }

  /** Matches a value by a regular expression (RE2; anchoring is implementation-specific). */
  public static regex(name: string, pattern: string): QueryParamMatch {
    const value = boundedExpression(`query parameter '${name}'`, pattern, 1024);
    return new QueryParamMatch({ name: httpToken('name of query parameter', name), type: 'RegularExpression', value });
  }

  private constructor(private readonly spec: ValueMatch) {}

  /** @internal */
  public _render(): ValueMatch {
    return this.spec;
  }
}

/** Conditions of an HTTP match in addition to the path. */
export interface HttpMatchOptions {
  /**
   * Method of the request (`method`).
   *
   * @default - every method
   */
  readonly method?: HttpMethod;
  /**
   * Headers that must all match, at most 16, each name once (`headers`).
   *
   * @default - none
   */
  readonly headers?: HeaderMatch[];
  /**
   * Query parameters that must all match, at most 16, each name once (`queryParams`).
   *
   * @default - none
   */
  readonly queryParams?: QueryParamMatch[];
}

/** A match of requests by a rule (`rules[].matches[]`); all of its conditions must be true. */
export class HttpMatch {
  /** Matches every path. */
  public static any(options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch(undefined, options);
  }

  /** Matches this path only (`Exact`). */
  public static exact(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch({ type: 'Exact', value: checkPath('path', path) }, options);
  }

  /** Matches this path and all below it by path elements: `/api` matches `/api/users`, not `/apis` (`PathPrefix`). */
  public static prefix(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch({ type: 'PathPrefix', value: checkPath('path', path) }, options);
  }

  /** Matches paths by a regular expression (RE2). Its precedence among other matches is implementation-specific. */
  public static regex(pattern: string, options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch({ type: 'RegularExpression', value: boundedExpression('path', pattern, 1024) }, options);
  }

  private constructor(
    private readonly path: Match['path'],
    private readonly options: HttpMatchOptions,
  ) {
    const { headers = [], queryParams = [] } = options;
    uniqueNames(
      'headers',
      headers.map((match) => match._render().name.toLowerCase()),
    );
    uniqueNames(
      'queryParams',
      queryParams.map((match) => match._render().name),
    );
  }

  /** Whether the match has a path prefix, which `replacePrefix` requires; the default is `/`. @internal */
  public get _isPrefix(): boolean {
    return this.path === undefined || this.path.type === 'PathPrefix';
  }

  /** A copy of the match with more conditions. @internal */
  public _with(more: HttpMatchOptions): HttpMatch {
    const { headers = [], queryParams = [] } = this.options;
    return new HttpMatch(this.path, {
      ...this.options,
      headers: [...headers, ...(more.headers ?? [])],
      queryParams: [...queryParams, ...(more.queryParams ?? [])],
    });
  }

  /** @internal */
  public _render(): Match {
    const { method, headers = [], queryParams = [] } = this.options;
    return {
      path: this.path,
      method,
      headers: headers.length > 0 ? headers.map((match) => match._render()) : undefined,
      queryParams: queryParams.length > 0 ? queryParams.map((match) => match._render()) : undefined,
    };
  }
}

function nonEmpty(name: string, value: string): string {
  if (value === '' || value.length > 1024) {
    refuse({
      what: `query parameter '${name}'`,
      got: value,
      expected: '1 to 1024 characters',
      fix: 'to match any value use QueryParamMatch.regex(name, ".*")',
    });
  }
  return value;
}
