import { Backend } from './backend';
import { CorsOptions, renderCors } from './cors';
import { ExternalAuth } from './external-auth';
import { HeaderModifications, renderHeaders } from './header-modifications';
import { IRouteFilter } from './i-route-filter';
import { PathModifier } from './path-modifier';
import { Referrer } from './reference-grant';
import { Filter } from '../manifest/gateway-api';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { objectReference, port as checkPort, preciseHostname, wholeNumber } from '../value/scalar';

/** Status of a redirect. */
export enum RedirectStatus {
  /** For good; a client may change POST to GET. */
  MOVED_PERMANENTLY = 301,
  /** For now; a client may change POST to GET. */
  FOUND = 302,
  /** For now; a client asks the other place with GET. */
  SEE_OTHER = 303,
  /** For now; the method stays. */
  TEMPORARY_REDIRECT = 307,
  /** For good; the method stays. */
  PERMANENT_REDIRECT = 308,
}

/** Where a redirect sends a client; what is left out stays as it was in the request. */
export interface RedirectOptions {
  /**
   * `http` or `https`.
   *
   * @default - that of the request
   */
  readonly scheme?: string;
  /**
   * Host of the new place, without a wildcard.
   *
   * @default - that of the request
   */
  readonly hostname?: string;
  /**
   * Port of the new place.
   *
   * @default - with a scheme its own, 80 or 443; without one the listener's
   */
  readonly port?: number;
  /**
   * Path of the new place.
   *
   * @default - that of the request
   */
  readonly path?: PathModifier;
  /**
   * Status of the answer (`statusCode`).
   *
   * @default RedirectStatus.FOUND
   */
  readonly status?: RedirectStatus;
}

/** What a rewrite changes before the request goes to the backend. */
export interface RewriteOptions {
  /**
   * The Host header.
   *
   * @default - that of the request
   */
  readonly hostname?: string;
  /**
   * The path.
   *
   * @default - that of the request
   */
  readonly path?: PathModifier;
}

/** How many requests are mirrored: all, a percentage, or a fraction. */
export interface MirrorOptions {
  /**
   * A whole number from 0 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
  /**
   * So many out of `denominator`, for shares finer than percent. Not beside `percent`.
   *
   * @default - percent counts
   */
  readonly numerator?: number;
  /**
   * What `numerator` is a part of; at least 1.
   *
   * @default 100
   */
  readonly denominator?: number;
}

/** What happens to a request or an answer on its way (`filters[]`). Filters run in the order in which they stand. */
export class RouteFilter implements IRouteFilter {
  /** Changes headers of the request. For HTTP and gRPC. */
  public static requestHeaders(changes: HeaderModifications): RouteFilter {
    return new RouteFilter({ type: 'RequestHeaderModifier', requestHeaderModifier: renderHeaders(changes) });
  }

  /** Changes headers of the answer. For HTTP and gRPC. */
  public static responseHeaders(changes: HeaderModifications): RouteFilter {
    return new RouteFilter({ type: 'ResponseHeaderModifier', responseHeaderModifier: renderHeaders(changes) });
  }

  /** Answers with a redirect; the rule has no backends then. For HTTP. */
  public static redirect(options: RedirectOptions): RouteFilter {
    const { scheme, hostname, port, path, status } = options;
    if (scheme !== undefined && !['http', 'https'].includes(scheme)) {
      refuse({
        what: 'scheme of redirect',
        got: scheme,
        expected: "'http' or 'https'",
        fix: 'write it in lower case, without ://',
      });
    }
    const target = {
      scheme: scheme as 'http' | 'https' | undefined,
      hostname: hostname === undefined ? undefined : preciseHostname('hostname of redirect', hostname),
      port: port === undefined ? undefined : checkPort('port of redirect', port),
      path: path?._render(),
    };
    if (Object.values(target).every((value) => value === undefined)) {
      refuse({
        what: 'redirect',
        got: options,
        expected: 'a scheme, hostname, port or path to send the client to',
        fix: "for example { scheme: 'https' }; as it is, the client would go round in a circle",
      });
    }
    return new RouteFilter({ type: 'RequestRedirect', requestRedirect: { ...target, statusCode: status } }, { path });
  }

  /** Changes host and path of the request. Not beside a redirect. For HTTP. */
  public static rewrite(options: RewriteOptions): RouteFilter {
    const { hostname, path } = options;
    if (hostname === undefined && path === undefined) {
      refuse({
        what: 'rewrite',
        got: options,
        expected: 'a hostname or a path',
        fix: 'name one, or leave the filter out',
      });
    }
    const host = hostname === undefined ? undefined : preciseHostname('hostname of rewrite', hostname);
    return new RouteFilter({ type: 'URLRewrite', urlRewrite: { hostname: host, path: path?._render() } }, { path });
  }

  /** Sends a copy of requests to another backend, whose answers are dropped. For HTTP and gRPC. */
  public static mirror(backend: Backend, options: MirrorOptions = {}): RouteFilter {
    return new RouteFilter({ type: 'RequestMirror' }, { backend, mirror: share(options) });
  }

  /** Lets the gateway answer for other origins, preflights among them. For HTTP. */
  public static cors(options: CorsOptions): RouteFilter {
    return new RouteFilter({ type: 'CORS', cors: renderCors(options) });
  }

  /** Asks a service whether the request may pass. For HTTP; experimental channel. */
  public static externalAuth(auth: ExternalAuth): RouteFilter {
    return new RouteFilter({ type: 'ExternalAuth' }, { backend: auth._backend, auth });
  }

  /**
   * A filter of the implementation's own, for HTTP and gRPC.
   *
   * @param group API group of the object
   * @param kind kind of the object
   * @param name name of the object, which is in the route's namespace
   */
  public static extension(group: string, kind: string, name: string): RouteFilter {
    objectReference('extension', group, kind, name);
    return new RouteFilter({ type: 'ExtensionRef', extensionRef: { group, kind, name } });
  }

  private constructor(
    private readonly spec: Filter,
    private readonly parts: Parts = {},
  ) {}

  /** The kind of filter, as the API writes it. */
  public get type(): string {
    return this.spec.type;
  }

  /** Whether it changes the prefix that a match names. @internal */
  public get _needsPrefix(): boolean {
    return this.parts.path?._needsPrefix ?? false;
  }

  /** Emits the grant that a backend in another namespace needs. @internal */
  public _grantTo(route: Referrer): void {
    this.parts.backend?._grantTo(route);
  }

  /** @internal */
  public _render(route: INamedResource): Filter {
    const { backend, mirror, auth } = this.parts;
    return {
      ...this.spec,
      ...(mirror && { requestMirror: { backendRef: backend!._reference(route), ...mirror } }),
      ...(auth && { externalAuth: { backendRef: backend!._reference(route), ...auth._render() } }),
    };
  }
}

/** What a filter refers to and renders once its route is known. */
interface Parts {
  readonly backend?: Backend;
  readonly mirror?: Share;
  readonly auth?: ExternalAuth;
  readonly path?: PathModifier;
}

type Share = Omit<NonNullable<Filter['requestMirror']>, 'backendRef'>;

function share({ percent, numerator, denominator }: MirrorOptions): Share {
  if (percent !== undefined && (numerator ?? denominator) !== undefined) {
    refuse({
      what: 'mirror',
      got: { percent, numerator, denominator },
      expected: 'percent, or numerator and denominator',
      fix: 'leave one of them out',
    });
  }
  if (denominator !== undefined && numerator === undefined) {
    refuse({
      what: 'numerator of mirror',
      got: undefined,
      expected: 'a number beside denominator',
      fix: 'say how many are mirrored',
    });
  }
  if (percent !== undefined) {
    wholeNumber('percent of mirror', percent, 0, 100, 'for finer shares use numerator and denominator');
  }
  if (numerator !== undefined) {
    const whole = wholeNumber('denominator of mirror', denominator ?? 100, 1, 2_147_483_647, 'say out of how many');
    wholeNumber('numerator of mirror', numerator, 0, whole, 'it is a part of the denominator');
  }
  return { percent, fraction: numerator === undefined ? undefined : { numerator, denominator } };
}
