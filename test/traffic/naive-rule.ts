import { Manifest } from '../../src/manifest/manifest';

export interface Sent {
  readonly isTls: boolean;
  readonly authority: string;
  readonly host: string;
  readonly path: string;
  readonly search: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The first of equal names. */
  readonly query: ReadonlyMap<string, string>;
  readonly port: number;
}

export interface Match {
  readonly path?: { readonly type?: string; readonly value: string };
  readonly method?: string;
  readonly headers?: readonly Named[];
  readonly queryParams?: readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

export interface Candidate {
  readonly route: Manifest;
  readonly rule: { readonly matches?: readonly Match[]; readonly filters?: readonly object[] };
  readonly match: Match;
  readonly hostname: string;
  readonly place: number;
}

/** One of the things that become of a request. */
export interface Fate {
  readonly share?: number;
  readonly error?: string;
  readonly status?: number;
  readonly backend?: string;
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly response?: Readonly<Record<string, string>>;
  readonly mirrors?: readonly string[];
}

interface Reference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly port?: number;
  readonly weight?: number;
  readonly filters?: readonly Filter[];
}

interface Header {
  readonly name: string;
  readonly value: string;
}

interface Modifier {
  readonly set?: readonly Header[];
  readonly add?: readonly Header[];
  readonly remove?: readonly string[];
}

interface PathModifier {
  readonly type: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
}

interface CorsData {
  readonly allowOrigins: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  readonly maxAge?: number;
}

interface Filter {
  readonly requestHeaderModifier?: Modifier;
  readonly responseHeaderModifier?: Modifier;
  readonly requestRedirect?: {
    readonly scheme?: string;
    readonly hostname?: string;
    readonly port?: number;
    readonly path?: PathModifier;
    readonly statusCode?: number;
  };
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathModifier };
  readonly requestMirror?: {
    readonly backendRef: Reference;
    readonly percent?: number;
    readonly fraction?: { readonly numerator: number; readonly denominator: number };
  };
  readonly cors?: CorsData;
}

type Headers = Readonly<Record<string, string>>;

export function fateOfRule(manifests: readonly Manifest[], { route, rule, match }: Candidate, sent: Sent): Fate[] {
  const { filters = [], backendRefs = [] } = rule as {
    readonly filters?: readonly Filter[];
    readonly backendRefs?: readonly Reference[];
  };
  const prefix = match.path?.value ?? '/';
  const one = <K extends keyof Filter>(name: K): Filter[K] => filters.find((filter) => filter[name])?.[name];
  const cors = one('cors');
  const corsHeaders = cors ? allowing(cors, sent) : {};
  if (
    cors &&
    'origin' in sent.headers &&
    'access-control-request-method' in sent.headers &&
    sent.method === 'OPTIONS'
  ) {
    return [
      { status: 200, response: 'access-control-allow-origin' in corsHeaders ? preflight(cors, sent, corsHeaders) : {} },
    ];
  }
  const response = (own: readonly Filter[], before: Headers) =>
    [...filters, ...own].reduce((headers, filter) => modified(headers, filter.responseHeaderModifier), before);
  const redirect = one('requestRedirect');
  if (redirect) {
    return [
      { status: redirect.statusCode ?? 302, response: response([], { location: locationOf(redirect, prefix, sent) }) },
    ];
  }
  const total = backendRefs.reduce((sum, { weight = 1 }) => sum + weight, 0);
  if (total === 0) return [{ status: 500, response: response([], corsHeaders) }];
  return backendRefs
    .filter(({ weight }) => weight !== 0)
    .map((ref) => {
      const share = (ref.weight ?? 1) / total;
      const fault = faultOf(manifests, route, ref);
      if (fault) return { share, status: fault, response: corsHeaders };
      const own = ref.filters ?? [];
      const rewrite = one('urlRewrite');
      return {
        share,
        status: 200,
        backend: nameOf(route, ref),
        method: sent.method,
        host: rewrite?.hostname ?? sent.authority,
        path: (rewrite?.path ? replaced(rewrite.path, prefix, sent.path) : sent.path) + sent.search,
        headers: [...filters, ...own].reduce(
          (headers, filter) => modified(headers, filter.requestHeaderModifier),
          sent.headers,
        ),
        response: response(own, corsHeaders),
        mirrors: filters.flatMap(({ requestMirror }) => {
          if (!requestMirror || faultOf(manifests, route, requestMirror.backendRef)) return [];
          const { percent = 100, fraction = { numerator: percent, denominator: 100 } } = requestMirror;
          return [`${nameOf(route, requestMirror.backendRef)} ${fraction.numerator / fraction.denominator}`];
        }),
      };
    });
}

const namespaceOf = (route: Manifest, { namespace }: Reference) => namespace ?? route.metadata.namespace!;

const nameOf = (route: Manifest, ref: Reference) => `${namespaceOf(route, ref)}/${ref.name}:${ref.port}`;

/** 500 for an invalid reference, 503 where no pod is behind the Service. */
function faultOf(manifests: readonly Manifest[], route: Manifest, ref: Reference): number | undefined {
  const namespace = namespaceOf(route, ref);
  if ((ref.kind ?? 'Service') !== 'Service') return 500;
  const isOwn = namespace === route.metadata.namespace;
  if (!isOwn && !isGranted(manifests, [route.kind, route.metadata.namespace!], ['Service', namespace, ref.name])) {
    return 500;
  }
  const service = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.namespace === namespace && metadata.name === ref.name,
  );
  const { ports = [] } = (service?.spec ?? {}) as { readonly ports?: readonly { readonly port: number }[] };
  if (!ports.some(({ port }) => port === ref.port)) return 500;
  return ref.name === 'empty' ? 503 : undefined;
}

function modified(before: Headers, modifier: Modifier | undefined): Headers {
  const headers: Record<string, string> = { ...before };
  for (const name of modifier?.remove ?? []) delete headers[name.toLowerCase()];
  for (const { name, value } of modifier?.set ?? []) headers[name.toLowerCase()] = value;
  for (const { name, value } of modifier?.add ?? []) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]},${value}` : value;
  }
  return headers;
}

function replaced({ type, replaceFullPath, replacePrefixMatch }: PathModifier, prefix: string, path: string): string {
  if (type === 'ReplaceFullPath') return replaceFullPath!;
  const count = prefix.split('/').filter((element) => element !== '').length;
  const rest = path.split('/').slice(1 + count);
  const start = replacePrefixMatch!.split('/').filter((element) => element !== '');
  return `/${[...start, ...rest].join('/')}`;
}

function locationOf(redirect: NonNullable<Filter['requestRedirect']>, prefix: string, sent: Sent): string {
  const scheme = redirect.scheme ?? (sent.isTls ? 'https' : 'http');
  const known = scheme === 'https' ? 443 : 80;
  const port = redirect.port ?? (redirect.scheme === undefined ? sent.port : known);
  const host = redirect.hostname ?? sent.authority.replace(/:\d+$/, '');
  const path = redirect.path ? replaced(redirect.path, prefix, sent.path) : sent.path;
  return `${scheme}://${host}${port === known ? '' : `:${port}`}${path}${path.includes('?') ? '' : sent.search}`;
}

/** The three origins that the generator allows. */
const isAllowedOrigin = ({ allowOrigins }: CorsData, origin: string) =>
  allowOrigins.includes(origin) ||
  (allowOrigins.includes('https://*.example.com') && /^https:\/\/.*\.example\.com$/.test(origin));

function allowing(cors: CorsData, { headers }: Sent): Headers {
  if (headers.origin === undefined || !isAllowedOrigin(cors, headers.origin)) return {};
  return {
    'access-control-allow-origin': headers.origin,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposeHeaders ? { 'access-control-expose-headers': cors.exposeHeaders.join(',') } : {}),
  };
}

function preflight({ allowMethods, allowHeaders, maxAge = 5 }: CorsData, { headers }: Sent, before: Headers): Headers {
  const listed = (values: readonly string[] | undefined, name: string) =>
    values?.includes('*') ? headers[name] : values?.join(',');
  return {
    ...before,
    ...defined('access-control-allow-methods', listed(allowMethods, 'access-control-request-method')),
    ...defined('access-control-allow-headers', listed(allowHeaders, 'access-control-request-headers')),
    'access-control-max-age': String(maxAge),
  };
}

const defined = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });

type From = readonly [kind: string, namespace: string];
type To = readonly [kind: string, namespace: string, name: string];

export function isGranted(manifests: readonly Manifest[], [fromKind, from]: From, [kind, namespace, name]: To) {
  return manifests.some((each) => {
    if (each.kind !== 'ReferenceGrant' || each.metadata.namespace !== namespace) return false;
    const spec = each.spec as { from: { kind: string; namespace: string }[]; to: { kind: string; name?: string }[] };
    return (
      spec.from.some((one) => one.kind === fromKind && one.namespace === from) &&
      spec.to.some((one) => one.kind === kind && (one.name === undefined || one.name === name))
    );
  });
}
