import { Headers, OracleBackend, OracleResult } from './oracle';
import { Backend } from '../../src/model/backends';
import { Outcome, Reply } from '../../src/traffic/outcome';

/** In what the oracle's result is none of the outcomes that are predicted; empty where it is one. */
export function differences(reply: Reply, result: OracleResult): readonly string[] {
  const all = reply.outcomes.filter(({ share }) => share > 0).map((outcome) => differencesOf(outcome, result));
  // The nearest tells most.
  return all.reduce((least, each) => (each.length < least.length ? each : least), all[0] ?? ['nothing is predicted']);
}

function differencesOf(outcome: Outcome, result: OracleResult): string[] {
  const found: string[] = [];
  const compare = (what: string, predicted: unknown, seen: unknown) => {
    if (predicted !== seen) found.push(`${what}: predicted ${JSON.stringify(predicted)}, seen ${JSON.stringify(seen)}`);
  };
  compare('error', outcome.error, errorOf(result));
  if (outcome.error || errorOf(result)) return found;
  // Envoy puts a code of gRPC in place of a status of its own.
  if (outcome.grpcStatus !== undefined) compare('gRPC status', outcome.grpcStatus, result.grpcStatus);
  else compare('status', outcome.status, result.status);
  if (outcome.attempts !== undefined && result.backend) compare('attempts', outcome.attempts, result.attempts ?? 1);
  // A response of the proxy does not say which backend failed.
  const isOfProxy = outcome.reason !== undefined && outcome.attempts !== undefined && !result.backend;
  if (!isOfProxy) {
    compare('backend', outcome.upstream && backendName(outcome, result.backend), seenName(result.backend));
  }
  compare('location', outcome.headers.get('location'), result.location);
  for (const [name, value] of outcome.headers) {
    compare(`header ${name} of the response`, value, text(result.headers, name));
  }
  for (const name of outcome.removed.filter((each) => !outcome.headers.has(each))) {
    compare(`header ${name} of the response`, undefined, text(result.headers, name));
  }
  const { upstream } = outcome;
  if (upstream && result.upstream) {
    compare('path', upstream.path, result.upstream.path);
    compare('host', upstream.host, result.upstream.host);
    compare('method', upstream.method, result.upstream.method);
    const sent = new Set([...upstream.headers.keys(), ...Object.keys(result.upstream.headers ?? {}).filter(isOurs)]);
    for (const name of sent) compare(`header ${name}`, upstream.headers.get(name), text(result.upstream.headers, name));
  }
  return [...found, ...mirrorDifferences(outcome, result)];
}

function mirrorDifferences({ mirrors }: Outcome, { mirrors: copies = [] }: OracleResult): string[] {
  const sent = mirrors.filter(({ share, reason }) => share > 0 && reason === undefined);
  const certain = sent.filter(({ share }) => share === 1).map(({ backend, subset }) => nameOf(backend, subset));
  const possible = sent.map(({ backend, subset }) => nameOf(backend, subset));
  const seen = copies.map(({ backend }) => seenName(backend)!);
  return [
    ...certain.filter((name) => !seen.includes(name)).map((name) => `mirror: no copy at ${name}`),
    ...seen.filter((name) => !possible.includes(name)).map((name) => `mirror: a copy at ${name}`),
  ];
}

/** Headers that requests and routes of these tests name; proxies add others. */
const isOurs = (name: string) =>
  /^(version|origin|access-control-.*|x-(?!forwarded-|request-id|envoy-|b3-).*)$/.test(name) &&
  !['x-real-ip'].includes(name);

const text = (headers: Headers | undefined, name: string) => headers?.[name]?.join(',');

const nameOf = ({ kind, namespace, name, port }: Backend, subset?: string) =>
  `${kind === 'Hostname' ? name : `${namespace}/${name}`}:${port}${subset === undefined ? '' : `[${subset}]`}`;

/** Where the oracle tells the cluster of Envoy, or a wildcard, what is predicted is more than it sees. */
function backendName({ backend, subset, reason = '' }: Outcome, seen: OracleBackend | undefined): string {
  if (reason.startsWith('passed on')) return PASSTHROUGH;
  const isWild = seen?.host?.startsWith('*') && backend!.name.endsWith(seen.host.slice(1));
  return nameOf(isWild ? { ...backend!, name: seen!.host! } : backend!, subset);
}

const PASSTHROUGH = 'PassthroughCluster';

function seenName(backend: OracleBackend | undefined): string | undefined {
  if (!backend) return undefined;
  const { cluster, namespace, service, host, port, subset } = backend;
  if (cluster === PASSTHROUGH) return cluster;
  return `${service === undefined ? host : `${namespace}/${service}`}:${port}${subset ? `[${subset}]` : ''}`;
}

const ERRORS: Readonly<Record<string, Outcome['error']>> = {
  noGateway: 'refused',
  noListener: 'refused',
  noService: 'refused',
  refused: 'refused',
  reset: 'reset',
  eof: 'reset',
  tls: 'reset',
};

function errorOf({ error, errorKind = '' }: OracleResult): string | undefined {
  if (error === undefined) return undefined;
  // Plain text to a port that speaks TLS is closed with an alert.
  if (error.startsWith('malformed HTTP response "\\x15')) return 'reset';
  if (error.startsWith('http2: client conn could not be established')) return 'reset';
  return ERRORS[errorKind] ?? `${errorKind}: ${error}`;
}
