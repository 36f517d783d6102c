import { HeaderMatch } from './http-match';
import { boundedExpression, uniqueNames } from './http-text';
import { GRPCRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

type Match = NonNullable<NonNullable<GRPCRouteSpec['rules']>[number]['matches']>[number];

/** Conditions of a gRPC match in addition to service and method. */
export interface GrpcMatchOptions {
  /**
   * Metadata (headers) that must all match, at most 16, each name once (`headers`).
   *
   * @default - none
   */
  readonly headers?: HeaderMatch[];
}

/** Options of a match by service and method; at least one of the two is required. */
export interface GrpcMethodMatchOptions extends GrpcMatchOptions {
  /**
   * Service name with its package, such as `shop.v1.Cart` (`method.service`).
   *
   * @default - every service
   */
  readonly service?: string;
  /**
   * Method name, such as `AddItem` (`method.method`). Not every implementation supports it without a service.
   *
   * @default - every method
   */
  readonly method?: string;
}

/** A match of calls by a rule of a `GrpcRoute` (`rules[].matches[]`); all of its conditions must be true. */
export class GrpcMatch {
  /** Matches every call. */
  public static any(options: GrpcMatchOptions = {}): GrpcMatch {
    return new GrpcMatch(undefined, options);
  }

  /** Matches a service, a method, or a method of a service exactly; case-sensitive. */
  public static exact(options: GrpcMethodMatchOptions): GrpcMatch {
    const { service, method } = named(options);
    if (service !== undefined) {
      check('service', service, /^\.?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, "'shop.v1.Cart'");
    }
    if (method !== undefined) {
      check('method', method, /^[A-Za-z_]\w*$/, "'AddItem'");
    }
    return new GrpcMatch({ service, method }, options);
  }

  /**
   * Matches services and methods by regular expressions (RE2). Support and precedence among
   * other matches are implementation-specific.
   */
  public static regex(options: GrpcMethodMatchOptions): GrpcMatch {
    const { service, method } = named(options);
    for (const [what, pattern] of Object.entries({ service, method })) {
      if (pattern !== undefined) {
        boundedExpression(`${what} of gRPC`, pattern, 1024);
      }
    }
    return new GrpcMatch({ type: 'RegularExpression', service, method }, options);
  }

  private constructor(
    private readonly method: Match['method'],
    private readonly options: GrpcMatchOptions,
  ) {
    const { headers = [] } = options;
    uniqueNames(
      'headers',
      headers.map((match) => match._render().name.toLowerCase()),
    );
  }

  /** A copy of the match with more conditions. @internal */
  public _with(more: GrpcMatchOptions): GrpcMatch {
    return new GrpcMatch(this.method, { headers: [...(this.options.headers ?? []), ...(more.headers ?? [])] });
  }

  /** @internal */
  public _render(): Match {
    const { headers = [] } = this.options;
    return {
      method: this.method,
      headers: headers.length > 0 ? headers.map((match) => match._render()) : undefined,
    };
  }
}

function named(options: GrpcMethodMatchOptions): GrpcMethodMatchOptions {
  if (options.service === undefined && options.method === undefined) {
    refuse({
      what: 'match of gRPC',
      got: 'neither service nor method',
      expected: 'at least one of them',
      fix: 'name one, or use GrpcMatch.any()',
    });
  }
  return options;
}

function check(what: string, name: string, pattern: RegExp, example: string): void {
  if (name.length > 1024 || !pattern.test(name)) {
    const slash = name.lastIndexOf('/');
    refuse({
      what: `${what} of gRPC`,
      got: name,
      expected: `letters, digits and underscores, such as ${example}, at most 1024 characters`,
      fix:
        slash >= 0
          ? `set both: service '${name.slice(0, slash).replace(/^\//, '') || '...'}', method '${name.slice(slash + 1) || '...'}'`
          : what === 'method' && name.includes('.')
            ? 'put the part before the last dot into service'
            : 'for a pattern use GrpcMatch.regex()',
    });
  }
}
