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
  compare('status', outcome.status, result.status);
  compare('backend', outcome.upstream && nameOf(outcome.backend!, outcome.subset), seenName(result.backend));
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

function seenName(backend: OracleBackend | undefined): string | undefined {
  if (!backend) return undefined;
  const { namespace, service, host, port, subset } = backend;
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
  return ERRORS[errorKind] ?? `${errorKind}: ${error}`;
}
