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

/** Status codes of a redirect (`requestRedirect.statusCode`). */
export enum RedirectStatus {
  /** Redirects permanently; a client may change POST to GET. */
  MOVED_PERMANENTLY = 301,
  /** Redirects temporarily; a client may change POST to GET. */
  FOUND = 302,
  /** Redirects temporarily; a client requests the new location with GET. */
  SEE_OTHER = 303,
  /** Redirects temporarily; a client keeps the method. */
  TEMPORARY_REDIRECT = 307,
  /** Redirects permanently; a client keeps the method. */
  PERMANENT_REDIRECT = 308,
}

/** Location of a redirect; parts that are left out are those of the request. */
export interface RedirectOptions {
  /**
   * Scheme of the new location, `http` or `https`.
   *
   * @default - that of the request
   */
  readonly scheme?: string;
  /**
   * Host of the new location, without a wildcard.
   *
   * @default - that of the request
   */
  readonly hostname?: string;
  /**
   * Port of the new location.
   *
   * @default - with `scheme`, 80 or 443; without it, the port of the listener
   */
  readonly port?: number;
  /**
   * Path of the new location.
   *
   * @default - that of the request
   */
  readonly path?: PathModifier;
  /**
   * Status code of the response (`statusCode`).
   *
   * @default RedirectStatus.FOUND
   */
  readonly status?: RedirectStatus;
}

/** Changes that a rewrite makes to a request before it is forwarded to the backend (`urlRewrite`). */
export interface RewriteOptions {
  /**
   * New value of the Host header.
   *
   * @default - that of the request
   */
  readonly hostname?: string;
  /**
   * New path.
   *
   * @default - that of the request
   */
  readonly path?: PathModifier;
}

/** Share of requests to mirror: all, a percentage, or a fraction (`requestMirror`). */
export interface MirrorOptions {
  /**
   * Percentage of requests, a whole number from 0 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
  /**
   * Numerator of the fraction of requests, for shares finer than one percent. Excludes `percent`.
   *
   * @default - the share is `percent`
   */
  readonly numerator?: number;
  /**
   * Denominator of the fraction; at least 1.
   *
   * @default 100
   */
  readonly denominator?: number;
}

/** A filter of requests or responses (`filters[]`). Filters run in the order of the list. */
export class RouteFilter implements IRouteFilter {
  /** Changes headers of the request. For HTTP and gRPC. */
  public static requestHeaders(changes: HeaderModifications): RouteFilter {
    return new RouteFilter({ type: 'RequestHeaderModifier', requestHeaderModifier: renderHeaders(changes) });
  }

  /** Changes headers of the response. For HTTP and gRPC. */
  public static responseHeaders(changes: HeaderModifications): RouteFilter {
    return new RouteFilter({ type: 'ResponseHeaderModifier', responseHeaderModifier: renderHeaders(changes) });
  }

  /** Responds with a redirect; the rule must have no backends. For HTTP. */
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
        expected: 'a scheme, hostname, port or path of the new location',
        fix: "for example { scheme: 'https' }; without a change, the client would be redirected in a loop",
      });
    }
    return new RouteFilter({ type: 'RequestRedirect', requestRedirect: { ...target, statusCode: status } }, { path });
  }

  /** Changes host and path of the request. Not together with a redirect. For HTTP. */
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

  /** Sends a copy of requests to another backend, whose responses are dropped. For HTTP and gRPC. */
  public static mirror(backend: Backend, options: MirrorOptions = {}): RouteFilter {
    return new RouteFilter({ type: 'RequestMirror' }, { backend, mirror: share(options) });
  }

  /** Makes the gateway handle CORS, including preflight requests. For HTTP. */
  public static cors(options: CorsOptions): RouteFilter {
    return new RouteFilter({ type: 'CORS', cors: renderCors(options) });
  }

  /** Calls a service that allows or denies the request. For HTTP; experimental channel. */
  public static externalAuth(auth: ExternalAuth): RouteFilter {
    return new RouteFilter({ type: 'ExternalAuth' }, { backend: auth._backend, auth });
  }

  /**
   * An implementation-specific filter (`extensionRef`). For HTTP and gRPC.
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

  /** Type of the filter, as in the manifest. */
  public get type(): string {
    return this.spec.type;
  }

  /** Whether the filter replaces the path prefix of a match. @internal */
  public get _needsPrefix(): boolean {
    return this.parts.path?._needsPrefix ?? false;
  }

  /** Emits the ReferenceGrant for a backend in another namespace. @internal */
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

/** Backend of a filter, and its rendering for a route. */
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
      expected: 'a numerator together with denominator',
      fix: 'set numerator',
    });
  }
  if (percent !== undefined) {
    wholeNumber('percent of mirror', percent, 0, 100, 'for finer shares use numerator and denominator');
  }
  if (numerator !== undefined) {
    const whole = wholeNumber('denominator of mirror', denominator ?? 100, 1, 2_147_483_647, 'use a whole number');
    wholeNumber('numerator of mirror', numerator, 0, whole, 'numerator must not exceed denominator');
  }
  return { percent, fraction: numerator === undefined ? undefined : { numerator, denominator } };
}
