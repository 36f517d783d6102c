import { areCalls, Variant, variantsOf } from './combinations';
import { Entrance } from './entrances';
import { PolicyInterests } from './istio-policies';
import { PathClass, pathClassesOf } from './paths';
import { Target } from './target';
import { Client, Request } from '../request';

/** A request that stands for a class of requests, and where it is sent. */
export interface Probe {
  readonly target: Target;
  readonly request: Request;
  /** The host that its name stands for, as a listener or a route writes it. */
  readonly host: string;
  /** The prefix below which its path lies, where it stands for what is below. */
  readonly below?: string;
}

/** The requests that tell two sets of manifests apart at an entrance. */
export function probesAt(entrance: Entrance, policies: PolicyInterests): Probe[] {
  const { protocols, name } = entrance;
  const rules = [...entrance.rules, ...policies.interests];
  const clients = [undefined, ...policies.clients];
  const has = (...names: string[]) => names.some((each) => protocols.has(each));
  const [hasPlain, hasTls] = [has('HTTP'), has('HTTPS')];
  const requests: Omit<Probe, 'target' | 'host'>[] = [];
  if (has('TCP') || !has('HTTP', 'HTTPS', 'TLS', 'UDP')) requests.push(connection(entrance, 'tcp', false));
  if (has('TCP', 'TLS')) requests.push(connection(entrance, 'tcp', true));
  if (has('UDP')) requests.push(connection(entrance, 'udp', false));
  const withScheme = (isTls: boolean, sni = name) => ({
    ...connection(entrance, 'http', isTls).request,
    sni: isTls ? sni : undefined,
  });
  const schemes = [...(hasPlain ? [withScheme(false)] : []), ...(hasTls ? [withScheme(true)] : [])];
  if (schemes.length > 0) {
    for (const path of pathClassesOf(rules)) {
      for (const variant of variantsOf(path.rules)) {
        for (const base of schemes) {
          for (const client of clients) requests.push(requestFor(base, path, variant, client));
        }
      }
    }
  }
  // The wrong scheme for the port, and a connection that was made for another name.
  if (has('HTTP', 'HTTPS', 'TLS')) {
    for (const isTls of [false, true]) if (isTls ? !hasTls : !hasPlain) requests.push({ request: withScheme(isTls) });
    if (has('HTTPS', 'TLS')) requests.push({ request: withScheme(true, 'any-name.test') });
  }
  return requests.map((each) => ({ ...each, target: entrance.target, host: entrance.host }));
}

function connection({ name, port }: Entrance, protocol: Request['protocol'], isTls: boolean) {
  const isUsual = port === (isTls ? 443 : 80);
  const request: Request = {
    protocol,
    scheme: isTls ? 'https' : 'http',
    isTls,
    method: 'GET',
    host: name,
    authority: isUsual ? name : `${name}:${port}`,
    port,
    path: '/',
    search: '',
    query: NONE,
    headers: NONE,
    sni: isTls ? name : undefined,
  };
  return { request };
}

const NONE: ReadonlyMap<string, string> = new Map();

function requestFor(base: Request, { path, below, rules }: PathClass, variant: Variant, client: Client | undefined) {
  const { method, headers, query } = variant;
  const search = query.size === 0 ? '' : `?${[...query].map(([name, value]) => `${name}=${value}`).join('&')}`;
  const protocol = areCalls(rules) ? ('grpc' as const) : base.protocol;
  return { request: { ...base, protocol, path, search, method, headers, query, client }, below };
}
