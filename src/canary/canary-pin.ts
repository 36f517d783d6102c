import { GrpcMatchOptions } from '../route/grpc-match';
import { HeaderMatch, HttpMatch, HttpMatchOptions, QueryParamMatch } from '../route/http-match';
import { httpToken } from '../route/http-text';

/** Requests that always reach one version, whatever the weights: testers to the canary, a customer to stable. */
export class CanaryPin {
  /** Requests that carry this header go to the canary. */
  public static header(name: string, value: string): CanaryPin {
    return new CanaryPin({ headers: [HeaderMatch.exact(name, value)] });
  }

  /** Requests whose header matches a regular expression (RE2) go to the canary. */
  public static headerMatching(name: string, pattern: string): CanaryPin {
    return new CanaryPin({ headers: [HeaderMatch.regex(name, pattern)] });
  }

  /**
   * Requests that carry this cookie go to the canary. Matched in the Cookie header by a regular expression,
   * so that a route with such a pin can match on no other part of that header.
   */
  public static cookie(name: string, value: string): CanaryPin {
    httpToken('name of cookie', name);
    httpToken('value of cookie', value);
    const pattern = `^(?:.*; *)?${escape(name)}=${escape(value)}(?:;.*)?$`;
    return new CanaryPin({ headers: [HeaderMatch.regex('Cookie', pattern)] });
  }

  /** Requests with this query parameter go to the canary. */
  public static queryParam(name: string, value: string): CanaryPin {
    return new CanaryPin({ queryParams: [QueryParamMatch.exact(name, value)] });
  }

  private constructor(
    private readonly condition: HttpMatchOptions,
    /** The requests stay on stable instead of going to the canary. */
    public readonly isStable: boolean = false,
  ) {}

  /** The same requests stay on stable. */
  public toStable(): CanaryPin {
    return new CanaryPin(this.condition, true);
  }

  /** Its condition on a request, also on a call by gRPC unless `_isQuery`. @internal */
  public get _condition(): HttpMatchOptions & GrpcMatchOptions {
    return this.condition;
  }

  /** It looks at a query parameter; such a match ranks below one that looks at a header. @internal */
  public get _isQuery(): boolean {
    return this.condition.queryParams !== undefined;
  }

  /** A match of the route, for pinned requests only. @internal */
  public _apply(match: HttpMatch): HttpMatch {
    return match._with(this.condition);
  }
}

/**
 * A token that a regular expression takes literally. In brackets where that is possible:
 * not every data plane keeps a backslash.
 */
const escape = (token: string) => token.replace(/[.*+$|]/g, '[$&]').replace(/\^/g, '\\^');
