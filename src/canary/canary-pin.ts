import { GrpcMatchOptions } from '../route/grpc-match';
import { HeaderMatch, HttpMatch, HttpMatchOptions, QueryParamMatch } from '../route/http-match';
import { httpToken } from '../route/http-text';

/** Pins requests to one version, whatever the weights: testers to the canary, or a customer to stable. */
export class CanaryPin {
  /** Pins requests with this header to the canary. */
  public static header(name: string, value: string): CanaryPin {
    return new CanaryPin({ headers: [HeaderMatch.exact(name, value)] });
  }

  /** Pins requests whose header matches a regular expression (RE2) to the canary. */
  public static headerMatching(name: string, pattern: string): CanaryPin {
    return new CanaryPin({ headers: [HeaderMatch.regex(name, pattern)] });
  }

  /**
   * Pins requests with this cookie to the canary. A regular expression on the Cookie header matches it, so a route
   * with such a pin cannot match other cookies.
   */
  public static cookie(name: string, value: string): CanaryPin {
    httpToken('name of cookie', name);
    httpToken('value of cookie', value);
    const pattern = `^(?:.*; *)?${escape(name)}=${escape(value)}(?:;.*)?$`;
    return new CanaryPin({ headers: [HeaderMatch.regex('Cookie', pattern)] });
  }

  /** Pins requests with this query parameter to the canary. */
  public static queryParam(name: string, value: string): CanaryPin {
    return new CanaryPin({ queryParams: [QueryParamMatch.exact(name, value)] });
  }

  private constructor(
    private readonly condition: HttpMatchOptions,
    /** Whether requests are pinned to stable instead of the canary. */
    public readonly isStable: boolean = false,
  ) {}

  /** A pin of the same requests to stable. */
  public toStable(): CanaryPin {
    return new CanaryPin(this.condition, true);
  }

  /** The condition on a request, also on a gRPC call unless `_isQuery`. @internal */
  public get _condition(): HttpMatchOptions & GrpcMatchOptions {
    return this.condition;
  }

  /** Whether it matches a query parameter, which ranks below a header match. @internal */
  public get _isQuery(): boolean {
    return this.condition.queryParams !== undefined;
  }

  /** A match of the route with the condition of the pin. @internal */
  public _apply(match: HttpMatch): HttpMatch {
    return match._with(this.condition);
  }
}

/**
 * Escapes a token for a regular expression. Uses brackets where possible, because not every data plane keeps
 * backslashes.
 */
const escape = (token: string) => token.replace(/[.*+$|]/g, '[$&]').replace(/\^/g, '\\^');
