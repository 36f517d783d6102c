import { AnnotationReader } from './annotation-reader';
import { RISKS } from './annotations';
import { Configuration, dataOf } from './configuration';
import { truthOf } from './grammar';
import { IngressOptions } from './options';
import { readBasicAuth, readClientCertificate, readExternalAuth } from './read-auth';
import {
  AffinitySettings,
  CanarySettings,
  CorsSettings,
  LimitSettings,
  MirrorSettings,
  Opaque,
  ProxySettings,
  RedirectSettings,
  RewriteSettings,
  Settings,
} from './settings';
import { Service } from '../manifest/kubernetes';
import { Entry, findItem, Model } from '../model/model';

/** Reads the annotations of an Ingress as ingress-nginx does. */
export function settingsOf(
  model: Model,
  ingress: Entry,
  configuration: Configuration,
  options: IngressOptions,
): Settings {
  const reader = new AnnotationReader(ingress, configuration, options.annotationsPrefix);
  const isGroupKept = (name: string) => reader.faults.every((fault) => fault.annotation !== name);
  refuseRisks(reader, configuration);
  const settings: Omit<Settings, 'denied' | 'refused' | 'faults'> = {
    prefix: reader.prefix,
    rewrite: readRewrite(reader),
    redirect: readRedirect(reader),
    fromToWww: reader.truth('from-to-www-redirect'),
    relativeRedirects: reader.truth('relative-redirects'),
    usesPortInRedirects: reader.truth('use-port-in-redirects'),
    aliases: listOf(reader.given('server-alias')).sort(),
    canary: readCanary(reader),
    cors: reader.truth('enable-cors') ? readCors(reader) : undefined,
    basicAuth: readBasicAuth(model, reader, configuration),
    externalAuth: readExternalAuth(model, reader, configuration),
    enableGlobalAuth: reader.truth('enable-global-auth'),
    clientCertificate: readClientCertificate(model, reader, configuration, 'auth-tls-secret'),
    allow: listOf(reader.text('allowlist-source-range')),
    deny: listOf(reader.text('denylist-source-range')),
    satisfiesAny: reader.text('satisfy') === 'any',
    limits: readLimits(reader),
    proxy: readProxy(reader),
    backendProtocol: reader.text('backend-protocol').trim().toUpperCase() as Settings['backendProtocol'],
    backendTls: readBackendTls(model, reader, configuration),
    upstreamVhost: reader.given('upstream-vhost'),
    forwardedPrefix: reader.given('x-forwarded-prefix'),
    connectionHeader: reader.given('connection-proxy-header'),
    responseHeaders: readResponseHeaders(model, reader, configuration),
    mirror: readMirror(reader),
    customErrors: listOf(reader.given('custom-http-errors')).map(Number),
    interceptsErrors: !reader.truth('disable-proxy-intercept-errors'),
    defaultBackend: readDefaultBackend(model, reader),
    affinity: readAffinity(reader),
    sslPassthrough: reader.truth('ssl-passthrough'),
    serviceUpstream: reader.has('service-upstream')
      ? (truthOf(reader.given('service-upstream') ?? '') ?? false)
      : reader.truth('service-upstream'),
    opaque: readOpaque(reader, configuration),
  };
  // Values that nothing is made of here are refused all the same.
  for (const name of ['client-body-buffer-size', 'load-balance', 'http2-push-preload', 'ssl-ciphers'] as const) {
    reader.given(name);
  }
  for (const name of ['upstream-hash-by', 'upstream-hash-by-subset', 'upstream-hash-by-subset-size'] as const) {
    reader.given(name);
  }
  if (reader.truth('enable-opentelemetry')) reader.given('opentelemetry-operation-name');
  return {
    ...settings,
    externalAuth: ['auth-cache-duration', 'auth-request-redirect', 'auth-always-set-cookie'].every(isGroupKept)
      ? settings.externalAuth
      : undefined,
    denied: reader.faults.find(({ effect }) => effect === 'denied'),
    refused: reader.faults.find(({ effect }) => effect === 'ingress'),
    faults: reader.faults,
  };
}

/** Values that are separated by commas. */
const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** An Ingress with an annotation above the level is taken for nothing, and so is one with a forbidden word. */
function refuseRisks(reader: AnnotationReader, configuration: Configuration): void {
  for (const { name, risk } of reader.all()) {
    if (RISKS.indexOf(risk) > RISKS.indexOf(configuration.riskLevel)) {
      reader.note(name, `annotations-risk-level ${risk} in the ConfigMap of the controller`, 'ingress');
    }
  }
  const words = configuration.list('annotation-value-word-blocklist');
  for (const { name } of reader.all()) {
    const word = words.find((each) => (reader.given(name) ?? '').includes(each));
    if (word !== undefined) reader.note(name, `no '${word}' (annotation-value-word-blocklist)`, 'ingress');
  }
}

function readRewrite(reader: AnnotationReader): RewriteSettings {
  const appRoot = reader.given('app-root');
  if (appRoot !== undefined && !appRoot.startsWith('/')) reader.note('app-root', 'a path', 'ignored');
  return {
    target: reader.given('rewrite-target'),
    usesRegex: reader.truth('use-regex'),
    sslRedirect: reader.truth('ssl-redirect'),
    forceSslRedirect: reader.truth('force-ssl-redirect'),
    preservesTrailingSlash: reader.truth('preserve-trailing-slash'),
    appRoot: appRoot?.startsWith('/') ? appRoot : undefined,
  };
}

/** The temporary redirect comes before the permanent one. */
function readRedirect(reader: AnnotationReader): RedirectSettings | undefined {
  for (const [annotation, last] of [
    ['temporal-redirect', 307],
    ['permanent-redirect', 308],
  ] as const) {
    const url = reader.given(annotation);
    if (url === undefined) continue;
    const status = reader.integer(`${annotation}-code`);
    if (!/^https?[a-z0-9+.-]*:/i.test(url)) {
      reader.note(annotation, 'a URL with http or https', 'ignored');
      return undefined;
    }
    const usual = annotation === 'temporal-redirect' ? 302 : 301;
    return { url, annotation, status: status < 300 || status > last ? usual : status };
  }
  return undefined;
}

function readCanary(reader: AnnotationReader): CanarySettings | undefined {
  if (!reader.truth('canary')) return undefined;
  return {
    weight: reader.integer('canary-weight'),
    weightTotal: reader.integer('canary-weight-total'),
    header: reader.given('canary-by-header'),
    headerValue: reader.given('canary-by-header-value'),
    headerPattern: reader.given('canary-by-header-pattern'),
    cookie: reader.given('canary-by-cookie'),
  };
}

const ORIGIN = /^([a-z]+:\/\/(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*|null)?$/;

function readCors(reader: AnnotationReader): CorsSettings {
  const origins = listOf(reader.text('cors-allow-origin'));
  return {
    origins: origins.includes('*') ? ['*'] : origins.filter((origin) => ORIGIN.test(origin)),
    methods: reader.text('cors-allow-methods'),
    headers: reader.text('cors-allow-headers'),
    exposedHeaders: reader.given('cors-expose-headers'),
    allowsCredentials: reader.truth('cors-allow-credentials'),
    maxAge: reader.integer('cors-max-age'),
  };
}

function readLimits(reader: AnnotationReader): LimitSettings | undefined {
  const limits = {
    connections: reader.integer('limit-connections'),
    requestsPerSecond: reader.integer('limit-rps'),
    requestsPerMinute: reader.integer('limit-rpm'),
    burstMultiplier: reader.integer('limit-burst-multiplier'),
    allow: listOf(reader.given('limit-allowlist')),
  };
  const { connections, requestsPerSecond, requestsPerMinute } = limits;
  return connections > 0 || requestsPerSecond > 0 || requestsPerMinute > 0 ? limits : undefined;
}

function readProxy(reader: AnnotationReader): ProxySettings {
  return {
    connectTimeout: reader.integer('proxy-connect-timeout'),
    sendTimeout: reader.integer('proxy-send-timeout'),
    readTimeout: reader.integer('proxy-read-timeout'),
    bodySize: bytesOf(reader.text('proxy-body-size')),
    nextUpstream: reader.text('proxy-next-upstream'),
    nextUpstreamTimeout: reader.integer('proxy-next-upstream-timeout'),
    nextUpstreamTries: reader.integer('proxy-next-upstream-tries'),
    redirectFrom: reader.text('proxy-redirect-from'),
    redirectTo: reader.text('proxy-redirect-to'),
    cookiePath: reader.text('proxy-cookie-path'),
    cookieDomain: reader.text('proxy-cookie-domain'),
    httpVersion: reader.text('proxy-http-version').trim(),
    buffering: reader.text('proxy-buffering').trim() === 'on',
    requestBuffering: reader.text('proxy-request-buffering').trim() === 'on',
  };
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Nginx's own limit, one megabyte, stands for a size that it does not know, such as `1b`. */
function bytesOf(size: string): number {
  const [, number, unit] = /^(\d+)([kmg]?)$/i.exec(size.trim()) ?? [, '1', 'm'];
  return Number(number) * FACTORS[(unit ?? '').toLowerCase()];
}

function readBackendTls(model: Model, reader: AnnotationReader, configuration: Configuration) {
  const secret = readClientCertificate(model, reader, configuration, 'proxy-ssl-secret')?.secret;
  if (secret === undefined) return undefined;
  return {
    secret,
    verifies: reader.text('proxy-ssl-verify') === 'on',
    depth: reader.integer('proxy-ssl-verify-depth') || 1,
    name: reader.given('proxy-ssl-name'),
    sendsName: reader.text('proxy-ssl-server-name') === 'on',
    protocols: reader.text('proxy-ssl-protocols'),
    ciphers: reader.text('proxy-ssl-ciphers'),
  };
}

/** Headers that the ConfigMap of the controller does not allow deny the paths. */
function readResponseHeaders(model: Model, reader: AnnotationReader, configuration: Configuration) {
  const name = reader.given('custom-headers');
  if (name === undefined) return {};
  const data = dataOf(model, name);
  if (!data) {
    if (model.isWhole || !name.includes('/')) reader.note('custom-headers', 'a ConfigMap, namespace/name', 'denied');
    return {};
  }
  const allowed = configuration.list('global-allowed-response-headers');
  const other = Object.keys(data).find((header) => !allowed.includes(header));
  if (other !== undefined) {
    reader.note('custom-headers', `headers of global-allowed-response-headers, not ${other}`, 'denied');
    return {};
  }
  return data;
}

function readMirror(reader: AnnotationReader): MirrorSettings | undefined {
  const target = reader.given('mirror-target');
  if (target === undefined) return undefined;
  const host = reader.given('mirror-host') ?? /^[a-z][a-z0-9+.-]*:\/\/([^/:$?]+)/i.exec(target)?.[1];
  // Without a host nothing answers the copy.
  return host === undefined ? undefined : { target, host, hasBody: reader.text('mirror-request-body') !== 'off' };
}

function readDefaultBackend(model: Model, reader: AnnotationReader): string | undefined {
  const name = reader.given('default-backend');
  if (name === undefined) return undefined;
  const isThere = findItem(model, Service, reader.ingress.namespace, name) !== undefined;
  if (isThere || !model.isWhole) return name;
  reader.note('default-backend', 'a Service of the namespace', 'ignored');
  return undefined;
}

function readAffinity(reader: AnnotationReader): AffinitySettings | undefined {
  if (reader.given('affinity') === undefined) return undefined;
  return {
    mode: reader.text('affinity-mode').trim() as AffinitySettings['mode'],
    canaryBehavior: reader.text('affinity-canary-behavior').trim() as AffinitySettings['canaryBehavior'],
    cookie: reader.text('session-cookie-name'),
    path: reader.given('session-cookie-path'),
    domain: reader.given('session-cookie-domain'),
    expires: reader.given('session-cookie-expires'),
    maxAge: reader.given('session-cookie-max-age'),
    sameSite: reader.given('session-cookie-samesite'),
    secure: truthOf(reader.given('session-cookie-secure') ?? ''),
    changesOnFailure: reader.truth('session-cookie-change-on-failure'),
  };
}

/** Directives of nginx count where the ConfigMap allows them. */
function readOpaque(reader: AnnotationReader, configuration: Configuration): Opaque[] {
  const snippets = configuration.truth('allow-snippet-annotations')
    ? ['configuration-snippet', 'server-snippet', 'auth-snippet', 'modsecurity-snippet']
    : [];
  const judged = reader.truth('enable-modsecurity') ? ['enable-modsecurity'] : [];
  return [...snippets, ...judged]
    .filter((name) => reader.given(name) !== undefined)
    .map((annotation) => ({
      annotation,
      place: reader.place(annotation),
      reach: annotation === 'server-snippet' ? ('host' as const) : ('path' as const),
    }));
}
