import { headerValue } from './header-modifications';
import { boundedExpression, checkPath, httpToken, uniqueNames } from './http-text';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

type Match = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['matches']>[number];
type ValueMatch = NonNullable<Match['headers']>[number];

/** Methods of HTTP that a match can name. */
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

/** A header that a request must carry (`matches[].headers[]`). Names are compared without regard to case. */
export class HeaderMatch {
  /** The value is this one, to the letter. */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch({ name: httpToken('name of header', name), value: headerValue(name, value) });
  }

  /** The value matches a regular expression (RE2; how it is anchored is the implementation's). */
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

/** A query parameter that a request must carry (`matches[].queryParams[]`). Names are compared to the letter. */
export class QueryParamMatch {
  /** The value is this one, to the letter. */
  public static exact(name: string, value: string): QueryParamMatch {
    return new QueryParamMatch({ name: httpToken('name of query parameter', name), value: nonEmpty(name, value) });
  }

  /** The value matches a regular expression (RE2; how it is anchored is the implementation's). */
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

/** What a match asks of a request beside its path. */
export interface HttpMatchOptions {
  /**
   * The method (`method`).
   *
   * @default - every method
   */
  readonly method?: HttpMethod;
  /**
   * Headers that must all match, at most 16, each name once.
   *
   * @default - none
   */
  readonly headers?: HeaderMatch[];
  /**
   * Query parameters that must all match, at most 16, each name once.
   *
   * @default - none
   */
  readonly queryParams?: QueryParamMatch[];
}

/** Which requests a rule is for (`rules[].matches[]`): all that a match says must be true. */
export class HttpMatch {
  /** Every path. */
  public static any(options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch(undefined, options);
  }

  /** This path and no other. */
  public static exact(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch({ type: 'Exact', value: checkPath('path', path) }, options);
  }

  /** This path and all below it, by whole elements: `/api` is for `/api/users`, not for `/apis`. */
  public static prefix(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return new HttpMatch({ type: 'PathPrefix', value: checkPath('path', path) }, options);
  }

  /** Paths that match a regular expression (RE2). What it ranks among other matches is the implementation's. */
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

  /** Whether it matches a path and all below, which `replacePrefix` needs; without a path that is `/`. @internal */
  public get _isPrefix(): boolean {
    return this.path === undefined || this.path.type === 'PathPrefix';
  }

  /** The same match that asks for more. @internal */
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
