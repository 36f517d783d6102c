import { headerValue } from './header-modifications';
import { checkPath, httpToken } from './http-text';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../manifest/problem';
import { regularExpression } from '../manifest/regex';

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
    const value = regularExpression(`header '${name}'`, pattern);
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
    const value = regularExpression(`query parameter '${name}'`, pattern);
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
    return new HttpMatch({ type: 'RegularExpression', value: regularExpression('path', pattern) }, options);
  }

  private constructor(
    private readonly path: Match['path'],
    private readonly options: HttpMatchOptions,
  ) {
    unique(
      'headers',
      (options.headers ?? []).map((match) => match._render().name.toLowerCase()),
    );
    unique(
      'queryParams',
      (options.queryParams ?? []).map((match) => match._render().name),
    );
  }

  /** Whether it matches a path and all below, which `replacePrefix` needs. @internal */
  public get _isPrefix(): boolean {
    return this.path?.type === 'PathPrefix';
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

function unique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    refuse({
      what,
      got: `'${twice}' twice`,
      expected: 'each name once; only the first would count',
      fix: what === 'headers' ? 'join them into one regular expression' : 'keep one of them',
    });
  }
  if (names.length > 16) {
    refuse({ what, got: `${names.length} names`, expected: 'at most 16', fix: 'match on fewer' });
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
