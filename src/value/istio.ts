import { isIP } from 'net';

/*
 * The grammar of single values in objects of Istio, as its webhook reads them. It is wider than that of Kubernetes:
 * names may have upper-case letters, a wildcard may be a part of the first label.
 */

/** A label of a host name, the name of a namespace or of a port. */
export const isIstioLabel = (text: string) =>
  text.length <= 63 && /^[a-zA-Z0-9]/.test(text) && /[a-zA-Z0-9]$/.test(text) && /^[-a-zA-Z0-9]*$/.test(text);

/** A host name without a wildcard; a dot may end it. */
export const isIstioHost = (text: string) => text !== '' && text.length <= 255 && areLabels(text);

/** A host name whose first label may be or begin with a wildcard: `*.example.com`, `*-api.example.com`. */
export function isIstioWildcard(text: string): boolean {
  if (text === '' || text.length > 255) return false;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  const isFirst = first === '*' || (first.length <= 63 && isIstioLabel(first.replace(/^\*-?/, '')));
  return isFirst && (dot < 0 || areLabels(text.slice(dot + 1)));
}

function areLabels(text: string): boolean {
  const labels = text.split('.');
  const last = labels.length - 1;
  return (
    !/^[-+]?\d+$/.test(labels[last]) &&
    labels.every((label, at) => isIstioLabel(label) || (at === last && label === ''))
  );
}

export const isAddress = (text: string) => isIP(text) !== 0;

/** An address, or a range such as `10.0.0.0/8`. */
export function isAddressOrRange(text: string): boolean {
  const [, address, bits] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (address === undefined) return isAddress(text);
  const version = isIP(address);
  return version !== 0 && !address.includes('%') && Number(bits) <= (version === 4 ? 32 : 128);
}

/** The path of a Unix domain socket, or its abstract name; without `unix://`. */
export const isSocket = (text: string) => text.startsWith('@') || (text.startsWith('/') && !text.endsWith('/'));

/** As Istio reads a protocol: in any case. */
export const isProtocol = (text: string) => PROTOCOLS.includes(text.toLowerCase());

export const PROTOCOLS: readonly string[] = [
  ...['http', 'https', 'http2', 'grpc', 'grpc-web', 'http_proxy'],
  ...['tls', 'tcp', 'udp', 'mongo', 'redis', 'mysql'],
];

export const isHttp = (protocol: string) =>
  ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'].includes(protocol.toLowerCase());

export const isTls = (protocol: string) => ['https', 'tls'].includes(protocol.toLowerCase());

/** Whether two hosts have names in common; Istio compares them by their ends. */
export function hostsOverlap(a: string, b: string): boolean {
  if (!a.startsWith('*') && !b.startsWith('*')) return a === b;
  return hostIsWithin(a, b) || hostIsWithin(b, a);
}

/** Whether all names of a host are names of another. */
export function hostIsWithin(inner: string, outer: string): boolean {
  if (!outer.startsWith('*')) return inner === outer;
  return (inner.startsWith('*') ? inner.slice(1) : inner).endsWith(outer.slice(1));
}
