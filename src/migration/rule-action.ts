import { Context } from './context';
import { corsFilter } from './cors';
import { LocationPath } from './path-matches';
import { IngressItem, Location } from '../ingress/servers';
import { RedirectSettings } from '../ingress/settings';
import { Filter, HTTPRouteSpec } from '../manifest/gateway-api';
import { Backend } from '../model/backends';

type RuleSpec = NonNullable<HTTPRouteSpec['rules']>[number];

/** A rule of an HTTPRoute without its matches. */
export type RuleAction = Pick<RuleSpec, 'filters' | 'backendRefs' | 'timeouts' | 'retry'>;

type Match = NonNullable<RuleSpec['matches']>[number];

/** What happens to requests that a path finds, and that have these properties. The first step that fits counts. */
export interface Step {
  readonly method?: Match['method'];
  readonly headers?: Match['headers'];
  readonly queryParams?: Match['queryParams'];
  readonly action: RuleAction;
}

/** A path of a server, and what happens there. */
export interface PathEntry {
  readonly path: LocationPath;
  /** Whose route has the rule. */
  readonly ingress: IngressItem;
  /** Undefined for what nginx adds. */
  readonly location?: Location;
  readonly steps: readonly Step[];
}

export type RouteFilter = NonNullable<RuleSpec['filters']>[number];

export const STATUSES = [301, 302, 303, 307, 308] as const;

/** Redirects plain HTTP, with the status that the controller's ConfigMap says. */
export function toHttps({ world: { configuration, options } }: Context): RuleAction {
  const status = configuration.integer('http-redirect-code');
  const { httpsPort = 443 } = options;
  return {
    filters: [
      {
        type: 'RequestRedirect',
        requestRedirect: {
          scheme: 'https',
          port: httpsPort === 443 ? undefined : httpsPort,
          statusCode: STATUSES.find((each) => each === status) ?? 308,
        },
      },
    ],
  };
}

/** A redirect to a URL or a path; undefined for a status that a route has not. */
export function redirectAction({ url, status }: Pick<RedirectSettings, 'url' | 'status'>): RuleAction | undefined {
  const statusCode = STATUSES.find((each) => each === status);
  const [, scheme, hostname, port, path = ''] = /^(?:(https?):\/\/([^/:?]+)(?::(\d+))?)?([/?].*)?$/.exec(url) ?? [];
  if (statusCode === undefined || (scheme === undefined && path === '')) return undefined;
  return {
    filters: [
      {
        type: 'RequestRedirect',
        requestRedirect: {
          scheme: scheme as 'http' | 'https' | undefined,
          hostname,
          port: port === undefined ? undefined : Number(port),
          path: { type: 'ReplaceFullPath', replaceFullPath: path.startsWith('/') ? path : `/${path}` },
          statusCode,
        },
      },
    ],
  };
}

/** What a location does with its requests; undefined where no backend can be named. */
export function locationAction(location: Location, context: Context): RuleAction | undefined {
  const { notes } = context;
  const { settings, backend, ingress } = location;
  if (!backend || !ingress) return undefined;
  if (settings.backendProtocol === 'FCGI') {
    const text = 'a Gateway does not speak FastCGI; put a web server before the backend, in the same pod';
    notes.annotation(ingress, 'backend-protocol', 'refused', text);
    return undefined;
  }
  if (backend.port === undefined) {
    notes.field(
      ingress,
      location.place?.path ?? 'spec',
      'refused',
      `the port of Service ${backend.namespace}/${backend.name} has a name whose number is not known; add the Service to the input`,
    );
    return undefined;
  }
  const filters: RouteFilter[] = [
    ...(settings.cors ? corsFilter(settings.cors, ingress, context) : []),
    ...requestHeaders(location),
    ...hostRewrite(location, context),
    ...responseHeaders(location),
    ...mirror(location, context),
  ];
  return {
    filters: filters.length > 0 ? filters : undefined,
    backendRefs: [backendRef(backend, ingress)],
    ...times(location, context),
  };
}

/** A reference to a backend from a route in the namespace of an Ingress. */
export const backendRef = (backend: Backend, ingress: IngressItem, weight?: number) => ({
  name: backend.name,
  namespace: backend.namespace === ingress.namespace ? undefined : backend.namespace,
  port: backend.port,
  weight,
});

function requestHeaders({ settings: { forwardedPrefix, rewrite, basicAuth } }: Location): Filter[] {
  const hasPrefix = forwardedPrefix !== undefined && rewrite.target !== undefined && !forwardedPrefix.includes('$');
  if (!hasPrefix && !basicAuth) return [];
  const requestHeaderModifier = {
    ...(hasPrefix && { set: [{ name: 'X-Forwarded-Prefix', value: forwardedPrefix }] }),
    // nginx keeps the password to itself.
    ...(basicAuth && { remove: ['Authorization'] }),
  };
  return [{ type: 'RequestHeaderModifier', requestHeaderModifier }];
}

function hostRewrite({ settings: { upstreamVhost }, ingress }: Location, { notes }: Context): Filter[] {
  if (upstreamVhost === undefined) return [];
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(upstreamVhost)) {
    return [{ type: 'URLRewrite', urlRewrite: { hostname: upstreamVhost } }];
  }
  notes.annotation(ingress!, 'upstream-vhost', 'refused', 'a URLRewrite sets a plain name; write the name itself');
  return [];
}

function responseHeaders({ settings: { responseHeaders: headers } }: Location): Filter[] {
  const set = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return set.length > 0 ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set } }] : [];
}

/** `http://copy.shop.svc.cluster.local:8080$request_uri` */
const SERVICE_URL =
  /^http:\/\/([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?(?::(\d+))?(?:\/?\$request_uri|\/)?$/;

function mirror({ settings, ingress }: Location, { notes }: Context): Filter[] {
  if (!settings.mirror) return [];
  const [, name, namespace, port = '80'] = SERVICE_URL.exec(settings.mirror.target) ?? [];
  if (name === undefined) {
    const text =
      'a RequestMirror sends copies to a Service of the cluster, with the path as it is; put a Service before it';
    notes.annotation(ingress!, 'mirror-target', 'refused', text);
    return [];
  }
  const other = namespace === undefined || namespace === ingress!.namespace ? undefined : namespace;
  return [{ type: 'RequestMirror', requestMirror: { backendRef: { name, namespace: other, port: Number(port) } } }];
}

function times({ settings: { proxy }, ingress }: Location, { notes }: Context): Pick<RuleAction, 'timeouts' | 'retry'> {
  const has = (name: string) => notes.has(ingress!, name);
  const codes = [...proxy.nextUpstream.matchAll(/http_(5\d\d|4\d\d)/g)].map(([, code]) => Number(code));
  const isRetried = has('proxy-next-upstream') && codes.length > 0;
  if (has('proxy-next-upstream-tries') && !isRetried) {
    notes.annotation(
      ingress!,
      'proxy-next-upstream-tries',
      'differs',
      'the Gateway tries twice more where a connection fails',
    );
  }
  return {
    timeouts: has('proxy-read-timeout') ? { request: `${proxy.readTimeout}s` } : undefined,
    retry: isRetried ? { attempts: Math.max(1, proxy.nextUpstreamTries - 1), codes } : undefined,
  };
}
