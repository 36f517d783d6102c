import { Change, Difference } from './difference';
import { changedFacets } from './fate';
import { Probe } from './probes';
import { nameOf, pathOf } from '../../model/model';

/** A change as people read it. */
export interface ShownChange {
  /** `404 -> shop/web:80`, and what else changes: `path: /a -> /b`. */
  readonly lines: readonly string[];
  /** The requests, those below a prefix with the prefix. */
  readonly requests: readonly string[];
}

export function shownChange({ before, after, probes }: Change, hasGateways: boolean): ShownChange {
  const others = changedFacets(before, after, probes[0].request);
  const results = before.result === after.result ? [before.result] : withShares(before.result, after.result);
  return { lines: [results.join(' -> '), ...others], requests: shownRequests(probes, hasGateways) };
}

/** Where one side splits, the other is a share too. */
function withShares(before: string, after: string): string[] {
  const isSplit = (text: string) => / %(,|$)/.test(text);
  return [before, after].map((text, index) =>
    isSplit([after, before][index]) && !isSplit(text) ? `${text} 100 %` : text,
  );
}

/** Whether the changes are of several Gateways, so that each request has to name its own. */
export const hasSeveralGateways = ({ changes }: Difference) =>
  new Set(
    changes.flatMap(({ probes }) => probes.flatMap(({ target }) => (target.kind === 'Pod' ? [] : [nameOf(target)]))),
  ).size > 1;

function shownRequests(probes: readonly Probe[], hasGateways: boolean): string[] {
  const heads = new Map<string, Set<string>>();
  for (const probe of probes) {
    const where = probe.below === undefined ? 'itself' : probe.below === '/' ? 'others' : 'below';
    const path = probe.below ?? probe.request.path;
    const key = `${shownStart(probe)}\n${path}\n${shownRest(probe, hasGateways)}`;
    heads.set(key, (heads.get(key) ?? new Set()).add(where));
  }
  return [...heads].map(([key, where]) => {
    const [start, path, rest] = key.split('\n');
    const others = path === '/' ? 'all other paths' : '';
    if (where.has('others')) {
      return where.has('itself') ? `${start}/ and ${others}${rest}` : `${start}/..., ${others}${rest}`;
    }
    if (!where.has('below')) return start + path + rest;
    return where.has('itself') ? `${start}${path} and below${rest}` : `${start}${path}/...${rest}`;
  });
}

function shownStart({ request: { protocol, isTls, method, port }, host }: Probe): string {
  const isHttp = protocol === 'http' || protocol === 'grpc';
  const scheme = isHttp ? (isTls ? 'https' : 'http') : protocol === 'tcp' && isTls ? 'tls' : protocol;
  const isUsual = port === (isTls ? 443 : 80) && isHttp;
  const word = protocol === 'grpc' ? 'gRPC ' : isHttp ? `${method} ` : '';
  return `${word}${scheme}://${host}${isUsual ? '' : `:${port}`}`;
}

function shownRest({ request, target }: Probe, hasGateways: boolean): string {
  const { headers, search, client, sni, host } = request;
  return [
    ...(search === '' ? [] : [`query ${search.slice(1)}`]),
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
    ...(client?.apiKey === undefined ? [] : [`with API key ${client.apiKey}`]),
    ...(client?.jwt === undefined ? [] : [`with a token of ${String(client.jwt.iss)}`]),
    ...(sni !== undefined && sni !== host ? [`TLS name ${sni}`] : []),
    ...(target.kind === 'Pod' ? [`from ${target.name}`] : hasGateways ? [`via ${pathOf(target)}`] : []),
  ]
    .map((each) => `, ${each}`)
    .join('');
}
