import { Random } from './random';
import { Manifest } from '../../src/manifest/manifest';

/** Regular expressions of paths, with paths that are near them. */
export const PATH_PATTERNS: Readonly<Record<string, readonly string[]>> = {
  '/a.*': ['/a', '/abc', '/a/b', '/b/a'],
  '/a(/.*)?': ['/a', '/a/', '/a/x', '/ab'],
  '/[ab]/b': ['/a/b', '/b/b', '/c/b', '/a/bb'],
  '/a/b|/c': ['/a/b', '/c', '/a/c', '/c/c'],
  '/.*': ['/', '/x', '/a/b/c'],
  '/[a-z]+/[0-9]+': ['/a/1', '/abc/42', '/a/b', '/A/1'],
};

/** Regular expressions of headers and parameters. */
export const VALUE_PATTERNS: Readonly<Record<string, readonly string[]>> = {
  'v[12]': ['v1', 'v2', 'v3', 'v12'],
  '.*': ['', 'any'],
  'a|b.*': ['a', 'b', 'bc', 'ac'],
  '(?i)yes': ['yes', 'YES', 'yess'],
};

const PATHS = ['/', '/a', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/A', '/b', '/a.b', '/c/d/'];
const HOSTS = ['example.com', 'a.example.com', 'b.example.com', 'x.a.example.com', '*.example.com', '*.a.example.com'];
const METHODS = ['GET', 'GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
export const NAMESPACES = ['edge', 'shop', 'books'];

/** An HTTPRoute at Gateways or ListenerSets; another kind's rules come from the generator that is given. */
export function randomRoute(
  random: Random,
  name: string,
  owners: readonly Manifest[],
  kind = 'HTTPRoute',
  rule: (random: Random) => object = randomRule,
): Manifest {
  const namespace = random.pick(NAMESPACES);
  const hostnames = random.chance(0.3)
    ? []
    : random.some([...HOSTS, ...(random.chance(0.1) ? ['*.com', 'other.org'] : [])], 1 + random.below(2));
  const parents = Array.from({ length: 1 + Number(random.chance(0.3)) }, () => randomParent(random, owners));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace, ...randomTime(random) },
    spec: {
      parentRefs: distinctParents(parents),
      ...(hostnames.length > 0 ? { hostnames } : {}),
      rules: Array.from({ length: 1 + random.below(3) }, () => rule(random)),
    },
  };
}

export const randomTime = (random: Random) => ({ creationTimestamp: `2026-01-0${1 + random.below(3)}T00:00:00Z` });

interface Parent {
  readonly kind?: string;
  readonly name: string;
  readonly namespace: string;
  readonly sectionName?: string;
  readonly port?: number;
}

function randomParent(random: Random, owners: readonly Manifest[]): Parent {
  const owner = random.pick(owners);
  const { listeners } = owner.spec as { readonly listeners: readonly { name: string; port: number }[] };
  const { name, port } = random.pick(listeners);
  const part = random.pick([{}, {}, {}, {}, { sectionName: name }, { port }, { sectionName: name, port }]);
  const none = random.chance(0.03) ? { sectionName: 'none' } : {};
  const kind = owner.kind === 'Gateway' ? {} : { kind: owner.kind };
  return { ...kind, name: owner.metadata.name, namespace: owner.metadata.namespace!, ...part, ...none };
}

/** Of parents of one name the API server takes those that say the same things of their listeners, and differ. */
function distinctParents([first, second]: readonly Parent[]): readonly Parent[] {
  if (!second) return [first];
  const keys = (parent: Parent) => Object.keys(parent).sort().join();
  const isApart = keys(first) === keys(second) && JSON.stringify(first) !== JSON.stringify(second);
  return first.name !== second.name || isApart ? [first, second] : [first];
}

function randomRule(random: Random): object {
  const matches = Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, () => randomMatch(random));
  const only = matches.length === 1 ? (matches[0] as { readonly path?: { readonly type?: string } }) : undefined;
  // What replaces a prefix needs a prefix.
  const replaces = only?.path !== undefined && (only.path.type ?? 'PathPrefix') === 'PathPrefix';
  const redirects = random.chance(0.2);
  const filters = randomFilters(random, redirects, replaces);
  const backendRefs = redirects ? [] : randomBackends(random);
  return {
    ...(random.chance(0.1) ? { name: `rule-${random.below(1000)}` } : {}),
    ...(matches.length > 0 ? { matches } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    ...(backendRefs.length > 0 ? { backendRefs } : {}),
  };
}

function randomMatch(random: Random): object {
  return {
    ...(random.chance(0.85) ? { path: randomPath(random) } : {}),
    ...(random.chance(0.2) ? { method: random.pick(METHODS) } : {}),
    ...(random.chance(0.25)
      ? {
          headers: random
            .some([random.pick(['version', 'Version']), 'x-env'], 1 + random.below(2))
            .map(valueMatch(random)),
        }
      : {}),
    ...(random.chance(0.2)
      ? { queryParams: random.some(['q', 'Q', 'animal'], 1 + random.below(2)).map(valueMatch(random)) }
      : {}),
  };
}

function randomPath(random: Random): object {
  if (random.chance(0.15)) return { type: 'RegularExpression', value: random.pick(Object.keys(PATH_PATTERNS)) };
  const value = random.pick(PATHS);
  return random.chance(0.1) ? { value } : { type: random.pick(['Exact', 'PathPrefix', 'PathPrefix']), value };
}

export const valueMatch = (random: Random) => (name: string) =>
  random.chance(0.3)
    ? { type: 'RegularExpression', name, value: random.pick(Object.keys(VALUE_PATTERNS)) }
    : { ...(random.chance(0.5) ? { type: 'Exact' } : {}), name, value: random.pick(['v1', 'v2', 'a']) };

export function randomBackends(random: Random): object[] {
  return Array.from({ length: random.pick([0, 1, 1, 1, 1, 1, 2, 2, 3]) }, () => ({
    ...randomBackend(random),
    ...(random.chance(0.4) ? { weight: random.pick([0, 1, 3]) } : {}),
    ...(random.chance(0.15) ? { filters: [randomHeaders(random, random.pick(['Request', 'Response']))] } : {}),
  }));
}

function randomBackend(random: Random): object {
  if (random.chance(0.02)) return { group: 'example.com', kind: 'Bucket', name: 'one' };
  return {
    name: random.pick(['one', 'one', 'one', 'two', 'two', 'two', 'two', 'empty', 'gone']),
    port: random.chance(0.04) ? 9999 : random.pick([80, 80, 8080]),
    ...(random.chance(0.2) ? { namespace: random.pick(NAMESPACES) } : {}),
  };
}

function randomFilters(random: Random, redirects: boolean, replaces: boolean): object[] {
  const filters: object[] = [];
  if (random.chance(0.2)) filters.push(randomHeaders(random, 'Request'));
  if (random.chance(0.15)) filters.push(randomHeaders(random, 'Response'));
  if (redirects) filters.push(randomRedirect(random, replaces));
  else if (random.chance(0.2)) filters.push(randomRewrite(random, replaces));
  if (!redirects && random.chance(0.15)) filters.push(...randomMirrors(random));
  if (random.chance(0.08)) filters.push(randomCors(random));
  return random.some(filters, filters.length);
}

/** Some names differ only in case, which is one name. */
export function randomHeaders(random: Random, side: 'Request' | 'Response'): object {
  const values = (count: number) =>
    random
      .some(['x-one', 'X-Two', 'x-env'], count)
      .map((name) => ({ name, value: random.pick(['red', 'blue', 'a,b']) }));
  const remove = random.some(['x-env', 'X-One', 'version', 'x-other'], random.below(2));
  const field = side === 'Request' ? 'requestHeaderModifier' : 'responseHeaderModifier';
  return {
    type: `${side}HeaderModifier`,
    [field]: {
      set: values(1 + random.below(2)),
      ...(random.chance(0.5) ? { add: values(1) } : {}),
      ...(remove.length > 0 ? { remove } : {}),
    },
  };
}

function pathChange(random: Random, replaces: boolean): object {
  if (replaces && random.chance(0.6)) {
    return { type: 'ReplacePrefixMatch', replacePrefixMatch: random.pick(['/', '/new', '/new/', '/x/y', '']) };
  }
  return { type: 'ReplaceFullPath', replaceFullPath: random.pick(['/', '/full', '/full/path/', '/full?z=1']) };
}

function randomRedirect(random: Random, replaces: boolean): object {
  const statusCode = random.pick([undefined, 301, 302, 303, 307, 308]);
  const requestRedirect = {
    ...(random.chance(0.4) ? { scheme: random.pick(['http', 'https']) } : {}),
    ...(random.chance(0.4) ? { hostname: random.pick(['new.example.org', 'example.com']) } : {}),
    ...(random.chance(0.3) ? { port: random.pick([80, 443, 8080]) } : {}),
    ...(random.chance(0.5) ? { path: pathChange(random, replaces) } : {}),
    ...(statusCode === undefined ? {} : { statusCode }),
  };
  return { type: 'RequestRedirect', requestRedirect };
}

function randomRewrite(random: Random, replaces: boolean): object {
  const hostname = random.chance(0.4) ? { hostname: 'inner.example.org' } : {};
  const path = random.chance(0.8) || !('hostname' in hostname) ? { path: pathChange(random, replaces) } : {};
  return { type: 'URLRewrite', urlRewrite: { ...hostname, ...path } };
}

export function randomMirrors(random: Random): object[] {
  return Array.from({ length: 1 + Number(random.chance(0.3)) }, () => ({
    type: 'RequestMirror',
    requestMirror: {
      backendRef: randomBackend(random),
      ...random.pick([{}, {}, { percent: 0 }, { percent: 50 }, { fraction: { numerator: 1, denominator: 1 } }]),
    },
  }));
}

function randomCors(random: Random): object {
  return {
    type: 'CORS',
    cors: {
      allowOrigins: random.some(['https://web.example.com', 'https://*.example.com', 'http://web.example.com:8080'], 2),
      ...(random.chance(0.7) ? { allowMethods: random.pick([['GET', 'PUT'], ['POST'], ['*']]) } : {}),
      ...(random.chance(0.6) ? { allowHeaders: random.pick([['x-one', 'x-two'], ['*']]) } : {}),
      ...(random.chance(0.5) ? { exposeHeaders: ['x-seen'] } : {}),
      ...(random.chance(0.4) ? { allowCredentials: random.chance(0.5) } : {}),
      ...(random.chance(0.4) ? { maxAge: random.pick([1, 60]) } : {}),
    },
  };
}
