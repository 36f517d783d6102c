import { HeaderMatch } from './http-match';
import { boundedExpression, uniqueNames } from './http-text';
import { GRPCRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

type Match = NonNullable<NonNullable<GRPCRouteSpec['rules']>[number]['matches']>[number];

/** What a match of every call asks beside. */
export interface GrpcMatchOptions {
  /**
   * Metadata (headers) that must all match, at most 16, each name once (`headers`).
   *
   * @default - none
   */
  readonly headers?: HeaderMatch[];
}

/** Calls by their service and method; one of the two at least. */
export interface GrpcMethodMatchOptions extends GrpcMatchOptions {
  /**
   * Service with its package, such as `shop.v1.Cart` (`method.service`).
   *
   * @default - every service
   */
  readonly service?: string;
  /**
   * Method, such as `AddItem` (`method.method`). Without a service not every implementation takes it.
   *
   * @default - every method
   */
  readonly method?: string;
}

/** Which calls a rule of a `GrpcRoute` is for (`rules[].matches[]`): all that a match says must be true. */
export class GrpcMatch {
  /** Every call. */
  public static any(options: GrpcMatchOptions = {}): GrpcMatch {
    return new GrpcMatch(undefined, options);
  }

  /** This service, this method, or this method of this service, to the letter. */
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
   * Services and methods that match regular expressions (RE2). Not every implementation takes it, and what it
   * ranks among other matches is the implementation's.
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

  /** The same match that asks for more. @internal */
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
      expected: 'one of them at least',
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
          ? `name the two apart: service '${name.slice(0, slash).replace(/^\//, '') || '...'}', method '${name.slice(slash + 1) || '...'}'`
          : what === 'method' && name.includes('.')
            ? 'put what stands before the last dot into service'
            : 'for a pattern use GrpcMatch.regex()',
    });
  }
}
