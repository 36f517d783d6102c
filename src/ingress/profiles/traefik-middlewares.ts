import { Change, Redirection } from './rule';
import { entriesOf, Entry, Model } from '../../model/model';
import { IngressItem } from '../servers';
import { Settings } from '../settings';

/** What the middlewares of a router do, as far as it can be said. */
export interface Chain {
  readonly changes: Change[];
  /** Fields of settings that they stand for. */
  readonly settings: { -readonly [K in keyof Settings]?: Settings[K] };
  redirect?: Redirection;
  /** Header for responses by HTTPS. */
  transportSecurity?: string;
  /** What is not carried out, or in another way. */
  readonly remarks: { readonly fate: 'refused' | 'differs'; readonly text: string }[];
}

/** Fields of the objects; they have no shape here, and anything may stand there. */
type Fields = Readonly<Record<string, unknown>>;

/** Objects of kind Middleware by the names that annotations have for them. */
export function middlewaresOf(model: Model): ReadonlyMap<string, Entry> {
  const all = ['traefik.io', 'traefik.containo.us'].flatMap((group) => entriesOf(model, group, 'Middleware'));
  return new Map(all.map((entry) => [`${entry.namespace}-${entry.name}`, entry]));
}

/** Reads `router.middlewares`, in order. */
export function readChain(names: readonly string[], ingress: IngressItem, known: ReadonlyMap<string, Entry>): Chain {
  const chain: Chain = { changes: [], settings: {}, remarks: [] };
  for (const name of names) {
    const [own, provider] = name.split('@');
    const entry = known.get(own);
    if (provider !== 'kubernetescrd') {
      refuse(
        chain,
        `${name} is a middleware of ${provider ?? 'Traefik'} itself; write it as an object of kind Middleware`,
      );
    } else if (!entry) {
      refuse(chain, `Middleware ${own} is not in the input; add it`);
    } else {
      readMiddleware(entry, ingress, known, chain, new Set());
    }
  }
  return chain;
}

const refuse = ({ remarks }: Chain, text: string) => remarks.push({ fate: 'refused', text });

function readMiddleware(
  entry: Entry,
  ingress: IngressItem,
  known: ReadonlyMap<string, Entry>,
  chain: Chain,
  seen: ReadonlySet<Entry>,
): void {
  if (seen.has(entry)) return;
  const spec = (entry.at.manifest as { spec?: Fields }).spec ?? {};
  for (const [kind, value] of Object.entries(spec)) {
    const fields = (typeof value === 'object' && value !== null ? value : {}) as Fields;
    const read = READERS[kind];
    if (kind === 'chain') {
      for (const { name, namespace = entry.namespace } of listOf<{ name: string; namespace?: string }>(
        fields.middlewares,
      )) {
        const next = known.get(`${namespace}-${name}`);
        if (next) readMiddleware(next, ingress, known, chain, new Set([...seen, entry]));
        else refuse(chain, `Middleware ${namespace}/${name} is not in the input; add it`);
      }
    } else if (read) {
      read(fields, chain, entry);
    } else {
      refuse(chain, `${kind}: ${UNTRANSLATED[kind] ?? 'a route has nothing of the kind'}`);
    }
  }
}

const listOf = <T = string>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
    : {};

const READERS: Readonly<Record<string, (fields: Fields, chain: Chain, entry: Entry) => void>> = {
  stripPrefix: ({ prefixes }, { changes }) => {
    changes.push({ type: 'strip-prefix', prefixes: listOf(prefixes), header: 'x-forwarded-prefix' });
  },
  addPrefix: ({ prefix }, { changes }) => {
    changes.push({ type: 'add-prefix', prefix: textOf(prefix) ?? '' });
  },
  replacePath: ({ path }, chain) => {
    chain.changes.push({ type: 'replace-path', path: textOf(path) ?? '/', header: 'x-replaced-path' });
    differ(chain, 'replacePath: the backend gets no X-Replaced-Path');
  },
  redirectScheme: ({ scheme, port, permanent }, chain) => {
    if (scheme !== 'https') {
      refuse(chain, `redirectScheme: a redirect to ${String(scheme)}; redirect to https`);
      return;
    }
    chain.redirect ??= {
      type: 'redirect',
      scheme: 'https',
      port: port === undefined ? undefined : Number(port),
      status: permanent === true ? 301 : 302,
      otherStatus: permanent === true ? 308 : 307,
    };
    differ(chain, 'redirectScheme: a RequestRedirect has one status for all methods, that of GET');
  },
  redirectRegex: readRedirectRegex,
  headers: readHeaders,
  ipAllowList: readAddresses,
  ipWhiteList: readAddresses,
  basicAuth: ({ secret, realm, removeHeader, headerField }, chain, { namespace }) => {
    chain.settings.basicAuth = {
      type: 'basic',
      secret: `${namespace}/${textOf(secret) ?? ''}`,
      secretType: 'auth-file',
      realm: textOf(realm) ?? 'traefik',
    };
    differ(
      chain,
      'basicAuth: AuthPolicy that takes user and password as an API key; make a Secret with api_key for each user, the base64 text of user:password',
    );
    if (headerField !== undefined) refuse(chain, 'basicAuth.headerField: the name of the user is not handed on');
    if (removeHeader === true) chain.changes.push({ type: 'request-headers', headers: { Authorization: '' } });
  },
  forwardAuth: ({ address, authResponseHeaders }, chain) => {
    chain.settings.externalAuth = {
      url: textOf(address) ?? '',
      signInParameter: 'rd',
      responseHeaders: [],
    };
    differ(chain, 'forwardAuth: AuthPolicy with the URL as metadata, whose answer has to be JSON to count');
    if (listOf(authResponseHeaders).length > 0) {
      refuse(chain, 'forwardAuth.authResponseHeaders: Authorino reads the body of the answer and not its headers');
    }
  },
  rateLimit: readRateLimit,
  compress: () => undefined,
};

const differ = ({ remarks }: Chain, text: string) => remarks.push({ fate: 'differs', text });

/** Redirects of one host to another, with the same path. */
function readRedirectRegex({ regex, replacement, permanent }: Fields, chain: Chain): void {
  const [, rest] = /^\^https\?:\/\/[\w.\\-]+\/(\(\.\*\))$/.exec(textOf(regex) ?? '') ?? [];
  const [, scheme, host] = /^(https?):\/\/([\w.-]+)\/\$\{?1\}?$/.exec(textOf(replacement) ?? '') ?? [];
  if (rest === undefined || host === undefined) {
    refuse(
      chain,
      `redirectRegex: ${String(regex)} to ${String(replacement)}; a route redirects to another host, path or scheme`,
    );
    return;
  }
  const isPermanent = permanent === true;
  chain.redirect ??= {
    type: 'redirect',
    scheme,
    host,
    status: isPermanent ? 301 : 302,
    otherStatus: isPermanent ? 308 : 307,
  };
  differ(chain, 'redirectRegex: a RequestRedirect has one status for all methods, that of GET');
}

function readAddresses({ sourceRange, ipStrategy }: Fields, chain: Chain): void {
  chain.settings.allow = listOf(sourceRange);
  if (ipStrategy !== undefined) {
    refuse(
      chain,
      'ipAllowList.ipStrategy: write the policy by hand, with remoteIpBlocks and the number of trusted proxies',
    );
  }
}

function readRateLimit({ average, period = '1s', burst, sourceCriterion }: Fields, chain: Chain): void {
  const rate = Number(average ?? 0);
  if (rate === 0) return;
  if (sourceCriterion !== undefined || !['1s', '1m'].includes(String(period))) {
    refuse(
      chain,
      'rateLimit: a limit by another criterion than the address, or another period than 1s and 1m; write a RateLimitPolicy',
    );
    return;
  }
  chain.settings.limits = {
    connections: 0,
    requestsPerSecond: period === '1s' ? rate : 0,
    requestsPerMinute: period === '1m' ? rate : 0,
    burstMultiplier: 1,
    allow: [],
  };
  differ(
    chain,
    `rateLimit: RateLimitPolicy by client address, without a burst${burst === undefined ? '' : ` of ${String(burst)}`}`,
  );
}

/** Headers whose value another field says. */
const FIXED: Readonly<Record<string, readonly [header: string, value?: string]>> = {
  frameDeny: ['X-Frame-Options', 'DENY'],
  customFrameOptionsValue: ['X-Frame-Options'],
  contentTypeNosniff: ['X-Content-Type-Options', 'nosniff'],
  browserXssFilter: ['X-XSS-Protection', '1; mode=block'],
  customBrowserXSSValue: ['X-XSS-Protection'],
  contentSecurityPolicy: ['Content-Security-Policy'],
  contentSecurityPolicyReportOnly: ['Content-Security-Policy-Report-Only'],
  referrerPolicy: ['Referrer-Policy'],
  permissionsPolicy: ['Permissions-Policy'],
};

/** Fields that are read elsewhere, or that change nothing. */
const READ =
  /^(customRequestHeaders|customResponseHeaders|accessControl\w+|addVaryHeader|sts\w+|forceSTSHeader|isDevelopment)$/;

function readHeaders(fields: Fields, chain: Chain): void {
  const { customRequestHeaders, customResponseHeaders, stsSeconds, stsIncludeSubdomains, stsPreload } = fields;
  const request = textsIn(customRequestHeaders);
  const response: Record<string, string> = { ...textsIn(customResponseHeaders) };
  for (const [field, value] of Object.entries(fields)) {
    const [header, own] = FIXED[field] ?? [];
    if (header !== undefined) {
      if (own === undefined) response[header] = String(value);
      else if (value === true) response[header] ??= own;
    } else if (!READ.test(field)) {
      refuse(chain, `headers.${field}: a route has nothing of the kind`);
    }
  }
  if (Object.keys(request).length > 0) chain.changes.push({ type: 'request-headers', headers: request });
  if (Object.keys(response).length > 0) chain.changes.push({ type: 'response-headers', headers: response });
  if (Number(stsSeconds ?? 0) > 0) {
    chain.transportSecurity = [
      `max-age=${String(stsSeconds)}`,
      ...(stsIncludeSubdomains === true ? ['includeSubDomains'] : []),
      ...(stsPreload === true ? ['preload'] : []),
    ].join('; ');
  }
  readCors(fields, chain);
}

function readCors(fields: Fields, chain: Chain): void {
  const origins = listOf(fields.accessControlAllowOriginList);
  if (fields.accessControlAllowOriginListRegex !== undefined) {
    refuse(
      chain,
      'headers.accessControlAllowOriginListRegex: a filter CORS takes origins such as https://*.example.com',
    );
  }
  if (origins.length === 0) return;
  const allowsCredentials = fields.accessControlAllowCredentials === true;
  if (allowsCredentials && origins.includes('*')) {
    differ(chain, 'headers: browsers take no credentials from every origin; name the origins');
  }
  chain.settings.cors = {
    origins: origins.includes('*') ? ['*'] : origins,
    methods: listOf(fields.accessControlAllowMethods).join(', '),
    headers: listOf(fields.accessControlAllowHeaders).join(', '),
    exposedHeaders: listOf(fields.accessControlExposeHeaders).join(', ') || undefined,
    allowsCredentials,
    maxAge: Number(fields.accessControlMaxAge ?? 0),
  };
}

const UNTRANSLATED: Readonly<Record<string, string>> = {
  replacePathRegex:
    'a route replaces a prefix or the whole path; write stripPrefix, addPrefix or replacePath where that says the same',
  stripPrefixRegex: 'a route replaces a prefix; name the prefixes in stripPrefix',
  digestAuth: 'Authorino knows no digest; use basicAuth over HTTPS, or tokens',
  errors: 'a route replaces no responses of a backend; let the backend send its own error pages',
  inFlightReq: 'nobody counts requests in flight by client; set connectionPool in a DestinationRule',
  buffering: 'a Gateway holds back no bodies; limit the size in the backend',
  circuitBreaker: 'set outlierDetection in a DestinationRule',
  retry: 'set retry in the rule of the route',
  passTLSClientCert: 'the Gateway says it in another header, X-Forwarded-Client-Cert',
  contentType: 'a Gateway changes no types of responses',
  grpcWeb: 'Istio translates gRPC-Web where the port of the Service is grpc-web',
  plugin: 'a plugin of Traefik; look for a WasmPlugin that does the same',
  encodedCharacters: 'Envoy has its own rules for escapes: pathNormalization of the mesh',
};
