import { X509Certificate } from 'crypto';
import { Secret } from '../../../manifest/kubernetes';
import { findItem, Model } from '../../../model/model';
import { Request } from '../../request';
import { normalizedPath } from '../normalize';
import { carried } from './token';

/** What a proxy knows of a connection, and of the request on it. What is undefined is not known. */
export interface Facts {
  /** Undefined where the proxy does not look into the connection, as with TCP. */
  readonly http?: HttpFacts;
  /** Port of the pod that the connection comes to; at a waypoint, that of the Service. */
  readonly port: number;
  /** The name of the TLS handshake; empty without one. */
  readonly sni: string;
  /** Address at the other end of the connection. */
  readonly ip?: string;
  /** Address of the client, of which X-Forwarded-For may tell. */
  readonly remoteIp?: string;
  /** Names in the certificate of the other end; empty without a certificate. */
  readonly principals?: readonly string[];
}

export interface HttpFacts {
  readonly method: string;
  readonly authority: string;
  /** Without the query. */
  readonly path: string;
  /** With the question mark; empty without one. */
  readonly search: string;
  /** By name in lower case; values of repeated headers are joined by `,`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly scheme: 'http' | 'https';
}

/** A request at a gateway: the connection comes from the client, and X-Forwarded-For is not believed. */
export function factsAtGateway(
  model: Model,
  request: Request,
  port: number,
  { asksForCertificate = false }: { readonly asksForCertificate?: boolean } = {},
): Facts {
  const { client: { ip, certificate } = {}, isTls, sni = '' } = request;
  const isShown = isTls && asksForCertificate && certificate !== undefined;
  return {
    http: httpFacts(request, isTls, (headers) => {
      if (ip !== undefined) headers.set('x-forwarded-for', [...listOf(headers.get('x-forwarded-for')), ip].join(','));
    }),
    port,
    sni,
    ip,
    remoteIp: ip,
    principals: isShown ? namesInCertificate(model, certificate) : [],
  };
}

/** A request at a pod with a sidecar, or at a waypoint. */
export function factsInMesh(
  request: Request,
  at: { readonly port: number; readonly sni?: string; readonly principals: readonly string[] },
): Facts {
  const { client: { ip } = {} } = request;
  const forwarded = listOf(request.headers.get('x-forwarded-for'));
  return {
    http: httpFacts(request, false),
    port: at.port,
    sni: at.sni ?? '',
    ip,
    remoteIp: forwarded.length > 0 ? forwarded[forwarded.length - 1].trim() : ip,
    principals: at.principals,
  };
}

const listOf = (header: string | undefined) => (header === undefined ? [] : header.split(','));

function httpFacts(request: Request, isTls: boolean, change?: (headers: Map<string, string>) => void): HttpFacts {
  const { headers, search } = carried(request);
  change?.(headers);
  return {
    method: request.method,
    authority: request.authority,
    path: normalizedPath(request.path) ?? request.path,
    search,
    headers,
    scheme: isTls ? 'https' : 'http',
  };
}

/** Names that Envoy knows a client by: those of its certificate and its subject; undefined where it is not at hand. */
function namesInCertificate(model: Model, name: string): readonly string[] | undefined {
  const [namespace, secret] = name.split('/');
  const text = textOf(findItem(model, Secret, namespace, secret)?.body);
  if (text === undefined) return undefined;
  try {
    const { subject, subjectAltName = '' } = new X509Certificate(text);
    const names = [...subjectAltName.matchAll(/(?:URI|DNS):([^,]+)/g)].map(([, each]) => each);
    return [...names, subject.split('\n').reverse().join(',')];
  } catch {
    return undefined;
  }
}

function textOf(body: { readonly data?: unknown; readonly stringData?: unknown } | undefined): string | undefined {
  const read = (map: unknown) => (map as Readonly<Record<string, unknown>> | undefined)?.['tls.crt'];
  const [plain, coded] = [read(body?.stringData), read(body?.data)];
  if (typeof plain === 'string') return plain;
  return typeof coded === 'string' ? Buffer.from(coded, 'base64').toString() : undefined;
}
