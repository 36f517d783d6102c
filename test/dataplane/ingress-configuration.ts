import * as path from 'path';
import { Manifest } from '../../src/manifest/manifest';

/*
 * Writes the configuration of nginx for a set of Ingresses, as ingress-nginx 1.15 does (facts from its sources): which
 * servers and locations there are, in which order, and which directives they have. It shares no code with src/ingress.
 * What the controller does in Lua is written with directives that do the same: the redirect to HTTPS, 503 without pods,
 * the choice of a canary (by the backend that plays a Service).
 */

/** Where the parts of a test listen. */
export interface Ports {
  readonly http: number;
  readonly https: number;
  /** Backend that plays an upstream, by `namespace-service-port`. */
  readonly upstream: (name: string) => number;
  readonly auth: number;
}

interface IngressManifest extends Manifest {
  readonly spec: {
    readonly defaultBackend?: Backend;
    readonly rules?: readonly { readonly host?: string; readonly http?: { readonly paths: readonly Path[] } }[];
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
  };
}

interface Backend {
  readonly service: { readonly name: string; readonly port: { readonly number: number } };
}

interface Path {
  readonly path: string;
  readonly pathType: string;
  readonly backend: Backend;
}

/** A location of a server before it is written. */
interface Place {
  path: string;
  exact: boolean;
  initial: boolean;
  owner?: IngressManifest;
  upstream: string;
}

interface Host {
  readonly name: string;
  places: Place[];
  aliases: string[];
  tls: boolean;
  www: boolean;
}

/** Upstreams whose requests a canary may take, by upstream: what the balancer of the controller gets. */
export type Canaries = ReadonlyMap<string, { readonly upstream: string; readonly annotations: Readonly<Record<string, string>> }>;

const note = (ingress: IngressManifest | undefined, name: string): string | undefined =>
  ingress?.metadata.annotations?.[`nginx.ingress.kubernetes.io/${name}`];
const isOn = (ingress: IngressManifest | undefined, name: string) => note(ingress, name) === 'true';
const isCanary = (ingress: IngressManifest) => isOn(ingress, 'canary');
const upstreamOf = ({ service: { name, port } }: Backend) => `shop-${name}-${port.number}`;
const NOBODY = 'upstream-default-backend';

export function nginxConfiguration(manifests: readonly Manifest[], directory: string, ports: Ports) {
  const ingresses = sorted(manifests.filter(({ kind }) => kind === 'Ingress') as unknown as IngressManifest[]);
  const hosts = hostsOf(ingresses);
  const canaries = addPaths(ingresses, hosts);
  const all = [...hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const servers = [...all.filter(({ www }) => www).flatMap((host) => wwwServer(host, hosts, ports)), ...all.map((host) => server(host, hosts, directory, ports))];
  return { text: frame(servers, directory, ports), canaries: canaries as Canaries };
}

/** The oldest first; of one second the last by name first. */
function sorted(ingresses: readonly IngressManifest[]): IngressManifest[] {
  const time = ({ metadata }: IngressManifest) => (metadata as unknown as { creationTimestamp: string }).creationTimestamp;
  return [...ingresses].sort((a, b) => {
    if (time(a) !== time(b)) return time(a) < time(b) ? -1 : 1;
    return a.metadata.name > b.metadata.name ? -1 : 1;
  });
}

function hostsOf(ingresses: readonly IngressManifest[]): Map<string, Host> {
  const root = (upstream: string, owner?: IngressManifest): Place => ({ path: '/', exact: false, initial: true, upstream, owner });
  const hosts = new Map<string, Host>();
  hosts.set('_', { name: '_', places: [root(NOBODY)], aliases: [], tls: false, www: false });
  const mains = ingresses.filter((each) => !isCanary(each));
  for (const ingress of mains) {
    const upstream = ingress.spec.defaultBackend ? upstreamOf(ingress.spec.defaultBackend) : NOBODY;
    for (const { host = '_' } of ingress.spec.rules ?? []) {
      if (!hosts.has(host)) hosts.set(host, { name: host, places: [root(upstream, ingress)], aliases: [], tls: false, www: false });
    }
  }
  for (const ingress of mains) {
    for (const { host = '_' } of ingress.spec.rules ?? []) {
      const found = hosts.get(host)!;
      const aliases = (note(ingress, 'server-alias') ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
      if (found.aliases.length === 0) found.aliases = aliases.sort();
      if (host !== '_' && (ingress.spec.tls ?? []).length > 0) found.tls = true;
    }
  }
  for (const host of hosts.values()) host.aliases = host.aliases.filter((alias) => !hosts.has(alias));
  return hosts;
}

function addPaths(ingresses: readonly IngressManifest[], hosts: Map<string, Host>) {
  const first = new Map<string, IngressManifest>();
  for (const ingress of ingresses) {
    for (const { http } of ingress.spec.rules ?? []) {
      for (const { backend } of http?.paths ?? []) if (!first.has(upstreamOf(backend))) first.set(upstreamOf(backend), ingress);
    }
  }
  const isServed = (upstream: string) => !first.has(upstream) || !isCanary(first.get(upstream)!);
  for (const ingress of ingresses) {
    for (const { host = '_', http } of ingress.spec.rules ?? []) {
      const server = hosts.get(host) ?? hosts.get('_')!;
      for (const { path: own, pathType, backend } of http?.paths ?? []) {
        const upstream = upstreamOf(backend);
        if (!isServed(upstream)) continue;
        const exact = pathType === 'Exact';
        const same = server.places.find((place) => place.path === own);
        if (same && same.exact === exact) {
          if (!same.initial) continue;
          Object.assign(same, { owner: ingress, upstream, initial: false });
        } else {
          server.places.push({ path: own, exact, initial: false, owner: ingress, upstream });
        }
        if (isOn(ingress, 'from-to-www-redirect')) server.www = true;
      }
    }
  }
  const canaries = new Map<string, { upstream: string; annotations: Readonly<Record<string, string>> }>();
  if (ingresses.every(isCanary)) return canaries;
  for (const ingress of ingresses.filter(isCanary)) {
    for (const { host = '_', http } of ingress.spec.rules ?? []) {
      for (const { path: own, pathType, backend } of http?.paths ?? []) {
        const upstream = upstreamOf(backend);
        for (const place of hosts.get(host)?.places ?? []) {
          if (place.upstream === upstream) break;
          const fits = place.path === own && place.exact === (pathType === 'Exact') && place.upstream !== NOBODY;
          if (fits && !canaries.has(place.upstream)) canaries.set(place.upstream, { upstream, annotations: ingress.metadata.annotations ?? {} });
        }
      }
    }
  }
  return canaries;
}

const rewrites = ({ owner, path: own }: Place) => {
  const target = note(owner, 'rewrite-target');
  return target !== undefined && target !== own;
};

function server(host: Host, hosts: Map<string, Host>, directory: string, ports: Ports): string {
  const order = [...host.places].sort((a, b) => (a.path > b.path ? -1 : a.path < b.path ? 1 : 0)).sort((a, b) => b.path.length - a.path.length);
  const exact = order.filter((place) => place.exact).map((place) => place.path);
  const places = order.flatMap((place): Place[] => {
    if (place.path === '/' || place.exact || rewrites(place) || isOn(place.owner, 'use-regex')) return [place];
    const slash = { ...place, path: place.path.endsWith('/') ? place.path : `${place.path}/` };
    return exact.includes(place.path) ? [slash] : [slash, { ...place, exact: true }];
  });
  const isRegex = places.some((place) => rewrites(place) || isOn(place.owner, 'use-regex'));
  const names = [serverName(host.name), ...host.aliases].map((name) => `"${name}"`).join(' ');
  const usual = host.name === '_' ? ' default_server' : '';
  const errors = new Set(
    places.flatMap(({ owner }) => codesOf(owner).map((code) => `${errorUpstream(owner)} ${code}`)),
  );
  return `server {
  server_name ${names};
  listen 127.0.0.1:${ports.http}${usual};
  listen 127.0.0.1:${ports.https}${usual} ssl;
  ${[...errors].map((each) => errorLocation(each, ports)).join('\n  ')}
  ${places
    .map((place, index) => `${appRoot(place)}\n  ${authLocation(place, index, ports)}\n  ${location(place, index, isRegex, host, hosts, directory)}`)
    .join('\n  ')}
}`;
}

const serverName = (name: string) =>
  name.startsWith('*') ? `~^(?<subdomain>[\\\\w-]+)\\\\.${name.slice(2).split('.').join('\\\\.')}$` : name;

const appRoot = ({ owner }: Place) => {
  const root = note(owner, 'app-root');
  return root === undefined ? '' : `if ($uri = /) { return 302 $scheme://$http_host${root}; }`;
};

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

const codesOf = (owner: IngressManifest | undefined) =>
  (note(owner, 'custom-http-errors') ?? '').split(',').filter((code) => code !== '');
const errorUpstream = (owner: IngressManifest | undefined) => (note(owner, 'default-backend') === 'usual' ? 'shop-usual-80' : NOBODY);

function errorLocation(each: string, ports: Ports): string {
  const [upstream, code] = each.split(' ');
  return `location @custom_${upstream}_${code} {
    internal;
    proxy_intercept_errors off;
    proxy_set_header X-Code ${code};
    proxy_set_header X-Original-URI $request_uri;
    proxy_set_header Host $http_host;
    rewrite (.*) / break;
    proxy_pass http://127.0.0.1:${ports.upstream(upstream)};
  }`;
}

function authLocation({ owner }: Place, index: number, ports: Ports): string {
  if (note(owner, 'auth-url') === undefined) return '';
  return `location = /_external-auth-${index} {
    internal;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_pass http://127.0.0.1:${ports.auth};
  }`;
}

function location(place: Place, index: number, isRegex: boolean, host: Host, hosts: Map<string, Host>, directory: string): string {
  const { owner, path: own, upstream } = place;
  const name = isRegex ? `~* ${quoted(`^${own}`)}` : `${place.exact ? '= ' : ''}${quoted(own)}`;
  const secret = note(owner, 'auth-secret');
  if (note(owner, 'auth-type') && secret === 'missing') return `location ${name} { return 503; }`;
  const lines: string[] = [];
  const add = (line: string | false | undefined) => line && lines.push(line);
  for (const each of (note(owner, 'denylist-source-range') ?? '').split(',').filter((text) => text)) add(`deny ${each.trim()};`);
  const allowed = (note(owner, 'whitelist-source-range') ?? '').split(',').filter((text) => text);
  for (const each of allowed) add(`allow ${each.trim()};`);
  if (allowed.length > 0) add('deny all;');
  if (isOn(owner, 'enable-cors')) add(cors(owner!));
  if (note(owner, 'auth-url')) add(`auth_request /_external-auth-${index};`);
  if (note(owner, 'auth-type')) add(`auth_basic ${quoted(note(owner, 'auth-realm') ?? '')}; auth_basic_user_file ${path.join(directory, 'users')}; proxy_set_header Authorization "";`);
  add(`client_max_body_size ${note(owner, 'proxy-body-size') ?? '1m'};`);
  add(`proxy_set_header Host ${quoted(note(owner, 'upstream-vhost') ?? '$http_host')};`);
  for (const [header, value] of Object.entries(HEADERS)) add(`proxy_set_header ${header} ${value};`);
  if (note(owner, 'satisfy')) add(`satisfy ${note(owner, 'satisfy')};`);
  const codes = codesOf(owner);
  if (codes.length > 0) add('proxy_intercept_errors on;');
  for (const code of codes) add(`error_page ${code} = @custom_${errorUpstream(owner)}_${code};`);
  add(redirectOf(owner));
  const target = note(owner, 'rewrite-target');
  const isRewritten = target !== undefined && target !== own;
  const rewrite = isRewritten && `rewrite ${quoted(`(?i)${own}`)} ${target} break;`;
  // The Lua of the controller comes after all directives: a rewrite that redirects is before it.
  const redirects = isRewritten && target.startsWith('http');
  add(redirects && rewrite);
  add(httpsRedirect(place, host, hosts));
  const lacksPods = upstream === 'shop-gone-80';
  if (lacksPods && note(owner, 'default-backend') !== 'usual') add('return 503;');
  add(!redirects && rewrite);
  add(`proxy_pass http://${lacksPods ? 'shop-usual-80' : upstream};`);
  const from = note(owner, 'proxy-redirect-from');
  add(from === undefined ? 'proxy_redirect off;' : `proxy_redirect ${from} ${note(owner, 'proxy-redirect-to')};`);
  return `location ${name} {\n    ${lines.join('\n    ')}\n  }`;
}

const HEADERS: Readonly<Record<string, string>> = {
  Upgrade: '$http_upgrade',
  Connection: '$connection_upgrade',
  'X-Request-ID': '$req_id',
  'X-Real-IP': '$remote_addr',
  'X-Forwarded-For': '$remote_addr',
  'X-Forwarded-Host': '$http_host',
  'X-Forwarded-Port': '$pass_port',
  'X-Forwarded-Proto': '$scheme',
  'X-Forwarded-Scheme': '$scheme',
  'X-Scheme': '$scheme',
  'X-Original-Forwarded-For': '$http_x_forwarded_for',
  'X-Original-Forwarded-Host': '$http_x_forwarded_host',
  Proxy: '""',
};

function redirectOf(owner: IngressManifest | undefined): string | undefined {
  for (const [name, usual, last] of [['temporal', 302, 307], ['permanent', 301, 308]] as const) {
    const url = note(owner, `${name}-redirect`);
    const code = Number(note(owner, `${name}-redirect-code`) ?? 0);
    if (url !== undefined) return `return ${code < 300 || code > last ? usual : code} ${url};`;
  }
  return undefined;
}

/** As Lua does it, without the last slash. */
function httpsRedirect({ owner, path: own }: Place, host: Host, hosts: Map<string, Host>): string | undefined {
  if (own.startsWith('/.well-known/acme-challenge')) return undefined;
  const uri = isOn(owner, 'preserve-trailing-slash') ? '$request_uri' : '$uri_without_slash';
  const redirect = `return 308 https://$host_part${uri};`;
  if (isOn(owner, 'force-ssl-redirect')) return `if ($scheme = http) { ${redirect} }`;
  // Any text but true and false is not taken.
  if (note(owner, 'ssl-redirect') === 'false') return undefined;
  const secure = [...hosts.values()].filter(({ tls }) => tls).map(({ name }) => name);
  const names = host.name.startsWith('*') || host.name === '_' ? secure : secure.filter((name) => name === host.name || name.startsWith('*'));
  const expressions = names.map((name) => `^http:${name.replace(/\./g, '\\.').replace('*', '[^.]+')}$`);
  return expressions.map((expression) => `if ($scheme_host ~ ${quoted(expression)}) { ${redirect} }`).join('\n    ');
}

function cors(owner: IngressManifest): string {
  const origins = (note(owner, 'cors-allow-origin') ?? '*').split(',').map((each) => each.trim());
  const allow = origins.includes('*')
    ? "set $http_origin *; set $cors 'true';"
    : `if ($http_origin ~* (${origins.map((each) => `(${each.replace(/[.]/g, '\\.').replace('*', '[A-Za-z0-9\\-]+')})`).join('|')})$ ) { set $cors 'true'; }`;
  const exposed = note(owner, 'cors-expose-headers');
  const headers = [
    "more_set_headers 'Access-Control-Allow-Origin: $http_origin';",
    note(owner, 'cors-allow-credentials') === 'false' ? '' : "more_set_headers 'Access-Control-Allow-Credentials: true';",
    "more_set_headers 'Access-Control-Allow-Methods: GET, PUT, POST, DELETE, PATCH, OPTIONS';",
    "more_set_headers 'Access-Control-Allow-Headers: DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization';",
    exposed === undefined ? '' : `more_set_headers 'Access-Control-Expose-Headers: ${exposed}';`,
    "more_set_headers 'Access-Control-Max-Age: 1728000';",
  ].join(' ');
  return `set $cors '';
    ${allow}
    if ($request_method = 'OPTIONS') { set $cors \${cors}options; }
    if ($cors = "true") { ${headers} }
    if ($cors = "trueoptions") { ${headers} more_set_headers 'Content-Type: text/plain charset=UTF-8'; more_set_headers 'Content-Length: 0'; return 204; }`;
}

function wwwServer({ name }: Host, hosts: Map<string, Host>, ports: Ports): string[] {
  const from = name.startsWith('www.') ? name.slice(4) : `www.${name}`;
  if (hosts.has(from)) return [];
  return [`server {
  server_name "${from}";
  listen 127.0.0.1:${ports.http};
  listen 127.0.0.1:${ports.https} ssl;
  return 308 $scheme://${name}:$pass_port$uri_without_slash;
}`];
}

function frame(servers: readonly string[], directory: string, ports: Ports): string {
  const upstreams = ['web', 'api', 'shop', 'canary', 'usual'].map((name) => `shop-${name}-80`);
  return `load_module ${MODULES}/ngx_http_headers_more_filter_module.so;
daemon off;
master_process off;
pid ${path.join(directory, 'pid')};
error_log ${path.join(directory, 'error.log')} warn;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${path.join(directory, 'body')};
  proxy_temp_path ${path.join(directory, 'proxy')};
  fastcgi_temp_path ${path.join(directory, 'fastcgi')};
  uwsgi_temp_path ${path.join(directory, 'uwsgi')};
  scgi_temp_path ${path.join(directory, 'scgi')};
  server_names_hash_bucket_size 256;
  variables_hash_max_size 2048;
  server_name_in_redirect off;
  port_in_redirect off;
  uninitialized_variable_warn off;
  default_type text/html;
  ssl_certificate ${path.join(directory, 'tls.crt')};
  ssl_certificate_key ${path.join(directory, 'tls.key')};
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  map $http_x_request_id $req_id { default $http_x_request_id; '' $request_id; }
  map $scheme $pass_port { https 443; default 80; }
  map $request_uri $uri_without_slash { default $request_uri; "~^(?<most>.*)/$" $most; }
  map $http_host $host_part { default $http_host; "~^(?<name_part>[^:]*):" $name_part; }
  map "$scheme:$host" $scheme_host { default "$scheme:$host"; }
  proxy_http_version 1.1;
  ${upstreams.map((name) => `upstream ${name} { server 127.0.0.1:${ports.upstream(name)}; }`).join('\n  ')}
  upstream ${NOBODY} { server 127.0.0.1:${ports.upstream(NOBODY)}; }
${servers.join('\n')}
}
`;
}

const MODULES = process.env.NGINX_MODULES ?? '/usr/lib/nginx/modules';
