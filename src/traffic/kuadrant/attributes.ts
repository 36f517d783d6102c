import { UNKNOWN } from './data';
import { Request } from '../request';

/*
 * What expressions see of a request: the attributes of Envoy, which Kuadrant's filter reads (wasm-shim, data/cel.rs)
 * and hands on to Authorino (authorino, pkg/service/well_known_attributes.go). An address there has a port of the
 * client, which is not known.
 */

export type Attributes = Readonly<Record<string, unknown>>;

/** Attributes in the expressions of a policy that the filter evaluates. */
export function filterAttributes(request: Request): Attributes {
  return {
    request: { ...requestAttributes(request), useragent: request.headers.get('user-agent') ?? null },
    source: { ...UNKNOWN_PEER, remote_address: request.client?.ip ?? UNKNOWN },
    destination: { ...UNKNOWN_PEER, port: UNKNOWN },
    connection: UNKNOWN_UNLESS_TLS(request),
  };
}

/** The input of an AuthPolicy's selectors and expressions, before anything is known of an identity. */
export function authAttributes(request: Request): Attributes {
  const { method, authority, path, search } = request;
  const own = requestAttributes(request);
  const http = {
    id: UNKNOWN,
    method,
    host: authority,
    path: path + search,
    scheme: own.scheme,
    protocol: own.protocol,
    headers: own.headers,
    size: UNKNOWN,
  };
  const address = { address: { socketAddress: { address: UNKNOWN, port_value: UNKNOWN } } };
  return {
    context: { request: { time: UNKNOWN, http }, source: address, destination: address },
    request: { ...own, user_agent: request.headers.get('user-agent') },
    source: UNKNOWN_PEER,
    destination: UNKNOWN_PEER,
    metadata: {},
  };
}

function requestAttributes({ method, authority, path, search, headers, isTls, protocol }: Request) {
  const [, service, call] = /^\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return {
    id: UNKNOWN,
    time: UNKNOWN,
    size: UNKNOWN,
    body: UNKNOWN,
    raw_body: UNKNOWN,
    protocol: protocol === 'grpc' ? 'HTTP/2' : UNKNOWN,
    scheme: isTls ? 'https' : 'http',
    host: authority,
    method,
    path: path + search,
    url_path: path,
    query: search.slice(1),
    headers: Object.fromEntries(headers),
    referer: headers.get('referer') ?? null,
    ...(protocol === 'grpc' && service !== undefined ? { grpc: { service, method: call } } : {}),
  };
}

const UNKNOWN_PEER = { address: UNKNOWN, port: UNKNOWN };

const UNKNOWN_UNLESS_TLS = ({ isTls, sni }: Request) => ({
  id: UNKNOWN,
  mtls: isTls ? UNKNOWN : false,
  requested_server_name: sni ?? '',
  tls_version: isTls ? UNKNOWN : null,
});
