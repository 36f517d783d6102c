import { RequestView } from '../match/request';
import { refuse } from '../value/problem';

/** A request as its client sends it. */
export interface Request extends RequestView {
  /** `tcp` and `udp` for anything that no proxy reads. */
  readonly protocol: 'http' | 'grpc' | 'tcp' | 'udp';
  readonly isTls: boolean;
  /** Name in the Host header in lower case, without a port. */
  readonly host: string;
  /** Port that the client connects to. */
  readonly port: number;
  /** The query with its question mark; empty without one. */
  readonly search: string;
  /** Name that the client asks for in its TLS handshake. */
  readonly sni?: string;
  /** Where it comes from; what is not said is not known. */
  readonly client?: Client;
  /** How the backend behaves. */
  readonly backend?: Behaviour;
}

/** How a backend responds; times are milliseconds. */
export interface Behaviour {
  /** @default 200 */
  readonly status?: number;
  /** @default 0 */
  readonly delay?: number;
  /** Headers of its response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The first tries fail: with a status, or by a closed connection where there is none. */
  readonly fail?: { readonly times: number; readonly status?: number; readonly delay?: number };
}

/** Who sends a request. */
export interface Client {
  /** A pod of the cluster; a client outside has none. */
  readonly pod?: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly serviceAccount: string;
  };
  readonly ip?: string;
  /** Where its name server places it: an ISO 3166-1 alpha-2 code. */
  readonly country?: string;
  /** Claims of the JSON Web Token that the request carries, `iss` among them. */
  readonly jwt?: Readonly<Record<string, unknown>>;
  /**
   * Where it carries the token.
   *
   * @default - in the header Authorization, after `Bearer `
   */
  readonly jwtIn?:
    { readonly header: string; readonly prefix?: string } | { readonly query: string } | { readonly cookie: string };
  /** Name of the Secret whose API key the request carries, `namespace/name`. */
  readonly apiKey?: string;
  /** Name of the Secret of the certificate that it shows in its TLS handshake, `namespace/name`. */
  readonly certificate?: string;
}

/** What a client says of a request. */
export interface RequestFields {
  /** @default GET */
  readonly method?: string;
  /** Such as `https://api.example.com:8443/orders?id=1`, `tls://db.example.com:5432`, `tcp://` or `udp://`. */
  readonly url: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - that of the URL */
  readonly port?: number;
  /** @default - the host of the URL, for https and tls */
  readonly sni?: string;
  /** @default - that of the URL, http for https */
  readonly protocol?: Request['protocol'];
  /** @default - unknown */
  readonly client?: Client;
  /** @default - it responds with 200 at once */
  readonly backend?: Behaviour;
}

const PORTS: Readonly<Record<string, number | undefined>> = { http: 80, https: 443 };

const PROTOCOLS: Readonly<Record<string, Request['protocol']>> = { tcp: 'tcp', tls: 'tcp', udp: 'udp' };

const URL_PARTS = /^(https?|tcp|tls|udp):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i;

/** Reads a request; undefined where the URL is none, or says no port for a protocol that has none of its own. */
export function requestOf(fields: RequestFields): Request | undefined {
  const [, scheme, authority, path, search = ''] = URL_PARTS.exec(fields.url) ?? [];
  if (authority === undefined || authority === '') return undefined;
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(authority)!;
  const kind = scheme.toLowerCase();
  const isTls = kind === 'https' || kind === 'tls';
  const to = fields.port ?? (port === undefined ? PORTS[kind] : Number(port));
  if (to === undefined) return undefined;
  const headers = headersOf(fields.headers);
  const said = headers.get('host') ?? authority;
  headers.delete('host');
  return {
    protocol: fields.protocol ?? PROTOCOLS[kind] ?? 'http',
    isTls,
    scheme: isTls ? 'https' : 'http',
    method: fields.method ?? (fields.protocol === 'grpc' ? 'POST' : 'GET'),
    host: hostName(said),
    authority: said,
    port: to,
    path: path === '' ? '/' : path,
    search,
    query: queryOf(search),
    headers,
    sni: isTls ? (fields.sni ?? name.toLowerCase()) : undefined,
    client: fields.client,
    backend: fields.backend,
  };
}

/** Reads a request, and refuses one whose URL is none. */
export function requestFrom(fields: RequestFields): Request {
  const { url } = fields;
  return (
    requestOf(fields) ??
    refuse({
      what: 'url',
      got: url,
      expected: 'a URL with a scheme and a host, such as https://api.example.com/orders',
      fix: /^[a-z]+:/i.test(url) ? 'use http or https' : `write https://${url}`,
    })
  );
}

export const hostName = (authority: string) => authority.replace(/:\d+$/, '').toLowerCase();

/** By name in lower case. */
export const headersOf = (headers: Readonly<Record<string, string>> = {}): Map<string, string> =>
  new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The first value of each parameter counts (Gateway API v1, HTTPQueryParamMatch.name). */
export function queryOf(search: string): Map<string, string> {
  const query = new Map<string, string>();
  if (search.length <= 1) return query;
  for (const part of search.slice(1).split('&')) {
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    if (!query.has(name)) query.set(name, at < 0 ? '' : part.slice(at + 1));
  }
  return query;
}
