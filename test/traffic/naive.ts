import { RE2JS } from 're2js';
import { Candidate, Fate, fateOfRule, isGranted, Match, Named, Sent } from './naive-rule';
import { RandomRequest } from './random-requests';
import { Manifest } from '../../src/manifest/manifest';

/*
 * The specification of the Gateway API read word by word: every listener, route, rule and match is looked at in turn.
 * It shares nothing with the sources but the form of manifests.
 */

/** What becomes of a request. */
export function naiveFate(manifests: readonly Manifest[], { gateway, fields }: RandomRequest): readonly Fate[] {
  const [, scheme, authority, path, query = ''] = /^(\w+):\/\/([^/?]*)([^?]*)(?:\?(.*))?$/.exec(fields.url)!;
  const search = fields.url.includes('?') ? `?${query}` : '';
  const sent: Sent = {
    isTls: scheme === 'https',
    authority,
    host: authority.replace(/:\d+$/, '').toLowerCase(),
    path,
    search,
    method: fields.method!,
    headers: { ...fields.headers },
    query: new Map(query.split('&').reverse().map(pairOf)),
    port: fields.port,
  };
  const owner = manifests.find(({ kind, metadata }) => kind === 'Gateway' && metadata.name === gateway.name)!;
  const all = (owner.spec as { listeners: Listener[] }).listeners.filter(
    (listener) => listener.port === sent.port && hasCertificate(manifests, listener),
  );
  if (all.length === 0) return [{ error: 'refused' }];
  const speaking = all.filter(({ protocol }) => (protocol === 'HTTPS') === sent.isTls);
  if (speaking.length === 0) return [{ error: 'reset' }];
  const [listener] = bySpecificity(speaking, sent.isTls ? fields.sni! : sent.host);
  if (!listener) return [sent.isTls ? { error: 'reset' } : { status: 404 }];
  const [better] = bySpecificity(speaking, sent.host);
  if (sent.isTls && better && better !== listener) return [{ status: 421 }];
  if (!better) return [{ status: 404 }];
  const [chosen] = candidates(manifests, owner, listener, sent).sort(compareCandidates);
  return chosen ? fateOfRule(manifests, chosen, sent) : [{ status: 404 }];
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs: readonly { readonly namespace?: string }[] };
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: { readonly matchLabels?: object } };
    readonly kinds?: readonly { readonly kind: string }[];
  };
}

const pairOf = (text: string): [string, string] => {
  const [name, ...rest] = text.split('=');
  return [name, rest.join('=')];
};

const covers = (hostname: string | undefined, name: string) =>
  hostname === undefined || (hostname.startsWith('*') ? isBelow(name, hostname.slice(1)) : hostname === name);

const isBelow = (name: string, suffix: string) => name.endsWith(suffix) && name !== suffix;

/** Exact before wildcard before none; of wildcards that with more labels. */
const bySpecificity = (listeners: readonly Listener[], name: string) =>
  listeners
    .filter(({ hostname }) => covers(hostname, name))
    .sort((a, b) => {
      const rank = ({ hostname = '' }: Listener) => (hostname.startsWith('*') ? 0 : hostname === '' ? -100 : 100);
      return rank(b) - rank(a) || (b.hostname ?? '').split('.').length - (a.hostname ?? '').split('.').length;
    });

const hasCertificate = (manifests: readonly Manifest[], { tls }: Listener) =>
  (tls?.certificateRefs ?? []).every(
    ({ namespace = 'edge' }) =>
      namespace === 'edge' || isGranted(manifests, ['Gateway', 'edge'], ['Secret', namespace, 'tls']),
  );

interface RouteSpec {
  readonly parentRefs: readonly { name: string; namespace: string; sectionName?: string; port?: number }[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly Candidate['rule'][];
}

function candidates(manifests: readonly Manifest[], gateway: Manifest, listener: Listener, sent: Sent): Candidate[] {
  const found: Candidate[] = [];
  for (const route of manifests.filter(({ kind }) => kind === 'HTTPRoute')) {
    const { parentRefs, hostnames = ['*'], rules } = route.spec as RouteSpec;
    const isAttached = parentRefs.some(
      ({ name, sectionName = listener.name, port = listener.port }) =>
        name === gateway.metadata.name && sectionName === listener.name && port === listener.port,
    );
    if (!isAttached || !isAllowed(manifests, listener, route)) continue;
    for (const hostname of hostnames) {
      if (hostname !== '*' && !covers(hostname, sent.host)) continue;
      rules.forEach((rule, place) => {
        for (const match of rule.matches ?? [{}]) {
          if (isMet(match, sent)) found.push({ route, rule, match, hostname, place });
        }
      });
    }
  }
  return found;
}

function isAllowed(manifests: readonly Manifest[], { allowedRoutes }: Listener, { kind, metadata }: Manifest) {
  const { namespaces = { from: 'Same' }, kinds } = allowedRoutes ?? {};
  if (kinds && !kinds.some((each) => each.kind === kind)) return false;
  if (namespaces.from === 'All') return true;
  if (namespaces.from === 'Same') return metadata.namespace === 'edge';
  const own = manifests.find((each) => each.kind === 'Namespace' && each.metadata.name === metadata.namespace)!;
  const isWeb = own.metadata.labels?.team === 'web';
  // The one selector is for the team, the other for all but the team.
  return namespaces.selector?.matchLabels ? isWeb : !isWeb;
}

const isWhole = (pattern: string, text: string) => RE2JS.compile(`^(?:${pattern})$`).test(text);

const isValue = ({ type, value }: Named, text: string | undefined) =>
  text !== undefined && (type === 'RegularExpression' ? isWhole(value, text) : value === text);

function isMet({ path, method, headers = [], queryParams = [] }: Match, sent: Sent): boolean {
  return (
    isPath(path, sent.path) &&
    (method === undefined || method === sent.method) &&
    headers.every((each) => isValue(each, sent.headers[each.name.toLowerCase()])) &&
    queryParams.every((each) => isValue(each, sent.query.get(each.name)))
  );
}

function isPath(match: Match['path'], path: string): boolean {
  const { type = 'PathPrefix', value = '/' } = match ?? {};
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return isWhole(value, path);
  const elements = value.split('/').filter((element) => element !== '');
  return elements.length === 0 || elements.every((element, index) => path.split('/')[index + 1] === element);
}

/** HTTPRouteSpec.hostnames and HTTPRouteRule.matches; regular expressions come last, the longer first. */
function compareCandidates(a: Candidate, b: Candidate): number {
  const ranks = ({ hostname, match: { path, method, headers = [], queryParams = [] } }: Candidate) => {
    const { type = 'PathPrefix', value = '/' } = path ?? {};
    return [
      hostname.startsWith('*') ? 0 : hostname.length,
      hostname.length,
      ['RegularExpression', 'PathPrefix', 'Exact'].indexOf(type),
      type === 'PathPrefix' ? value.replace(/(.)\/$/, '$1').length : value.length,
      method === undefined ? 0 : 1,
      headers.length,
      queryParams.length,
    ];
  };
  const [left, right] = [ranks(a), ranks(b)];
  const at = left.findIndex((rank, index) => rank !== right[index]);
  if (at >= 0) return right[at] - left[at];
  const age = ({ route: { metadata } }: Candidate) =>
    `${(metadata as { creationTimestamp?: string }).creationTimestamp} ${metadata.namespace}/${metadata.name}`;
  return age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : a.place - b.place;
}
