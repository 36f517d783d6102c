import * as fc from 'fast-check';
import { Manifest } from '../../src/manifest/manifest';

/*
 * Random policies of security.istio.io over few names, so that they often apply and often fit; every one is such that
 * Istio's webhook takes it.
 */

export type Policy = fc.Arbitrary<Manifest>;

/** Names that policies and requests of a scene choose from. */
export interface Names {
  readonly namespaces: readonly string[];
  readonly selectors: readonly Readonly<Record<string, string>>[];
  readonly targets: readonly Readonly<Record<string, string>>[];
  readonly ports: readonly string[];
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly sni: readonly string[];
}

const ISSUERS = ['https://a.example.com', 'https://b.example.com'];

/** Values by field of an operation. */
const OPERATION = {
  hosts: ['a.example.com', 'A.Example.COM', '*.example.com', 'a.*', '*', 'b.example.com:80', 'server*', '*local'],
  methods: ['GET', 'POST', 'P*', '*T', '*', 'get'],
  paths: [
    ...['/', '/admin', '/admin*', '/admin/*', '*.html', '*', '/api/{*}/x', '/api/{**}', '/{*}', '/api/{*}/'],
    ...['/a b', '/Admin', '/files/{*}/v1/{**}', '/x/../admin'],
  ],
};

const TEXTS = ['v1', 'v2', 'v*', '*2', '*', 'V1', 'v1,v2'];

const CLAIMS = {
  'request.auth.principal': [
    `${ISSUERS[0]}/ann`,
    `${ISSUERS[0]}/*`,
    '*/ann',
    '*',
    'ann',
    'https://b*',
    '*b',
    '*.com/bob',
  ],
  'request.auth.audiences': ['web', 'w*', '*', 'api'],
  'request.auth.presenter': ['web', '*eb'],
  'request.auth.claims[role]': ['admin', 'ad*', '*', '7'],
  'request.auth.claims[scope]': ['read', 'write', 'read write', '*'],
  'request.auth.claims[team][name]': ['red', '*d', '*'],
  'request.auth.claims[team][tags]': ['x', 'y*'],
  'request.auth.claims[iss]': [...ISSUERS, 'https://*'],
};

const HEADERS = {
  'request.headers[x-v]': TEXTS,
  'request.headers[X-V]': TEXTS,
  'request.headers[x-role]': ['admin', '*', 'a*'],
  'request.headers[host]': ['a.example.com', '*.com'],
  'request.headers[authorization]': ['*', 'Basic*'],
  'request.headers[:method]': ['GET'],
};

const someOf = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

/** Some of the fields, each as it stands or as its opposite; at least one. */
function part(fields: Readonly<Record<string, readonly string[]>>) {
  const one = fc
    .constantFrom(...Object.keys(fields))
    .chain((name) =>
      fc.tuple(fc.constantFrom(name, name, `not${name[0].toUpperCase()}${name.slice(1)}`), someOf(fields[name])),
    );
  return fc.array(one, { minLength: 1, maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
}

function whenOf(fields: Readonly<Record<string, readonly string[]>>) {
  return fc
    .constantFrom(...Object.keys(fields))
    .chain((key) =>
      fc.record({
        key: fc.constant(key),
        how: fc.constantFrom('values', 'values', 'notValues', 'both'),
        list: someOf(fields[key]),
        other: someOf(fields[key]),
      }),
    )
    .map(({ key, how, list, other }) =>
      how === 'both' ? { key, values: list, notValues: other } : { key, [how]: list },
    );
}

/** Service accounts do not stand beside namespaces and principals. */
function withoutRivals<T>(source: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const isRival = (name: string) => /^(n|notN)amespaces$|^(p|notP)rincipals$/.test(name);
  return Object.keys(source).some((name) => /serviceAccounts$/i.test(name))
    ? Object.fromEntries(Object.entries(source).filter(([name]) => !isRival(name)))
    : source;
}

function rule(names: Names, isCustom: boolean) {
  const { ports, sources, sni } = names;
  const own = Object.fromEntries(
    Object.entries(sources).filter(([name]) => !isCustom || name.includes('ipBlocks') || name.includes('IpBlocks')),
  );
  const from = fc.array(
    part(own).map((source) => ({ source: withoutRivals(source) })),
    { minLength: 1, maxLength: 2 },
  );
  const to = fc.array(
    part({ ...OPERATION, ports }).map((operation) => ({ operation })),
    { minLength: 1, maxLength: 2 },
  );
  const keys = {
    ...HEADERS,
    'destination.port': ports,
    ...(sni.length > 0 ? { 'connection.sni': sni } : {}),
    ...(isCustom ? {} : CLAIMS),
  };
  const when = fc.array(whenOf(keys), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { arbitrary: fc.constant({}), weight: 1 },
    { arbitrary: fc.record({ to }), weight: 3 },
    { arbitrary: fc.record({ from }), weight: 3 },
    { arbitrary: fc.record({ when }), weight: 3 },
    { arbitrary: fc.record({ from, to, when }, { requiredKeys: [] }), weight: 4 },
  );
}

/** How a policy is attached. */
const attachment = ({ selectors, targets }: Names) =>
  fc.oneof(
    { arbitrary: fc.constant({}), weight: 3 },
    { arbitrary: fc.constantFrom(...selectors).map((matchLabels) => ({ selector: { matchLabels } })), weight: 3 },
    ...(targets.length === 0
      ? []
      : [{ arbitrary: fc.constantFrom(...targets).map((target) => ({ targetRefs: [target] })), weight: 3 }]),
  );

export function authorizationPolicy(names: Names, name: string): Policy {
  const action = fc.constantFrom('ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT', undefined, 'CUSTOM');
  return action.chain((act) => {
    const isCustom = act === 'CUSTOM';
    const needsRules = isCustom || act === 'DENY';
    return fc
      .record({
        namespace: fc.constantFrom(...names.namespaces),
        where: attachment(names),
        rules: fc.array(rule(names, isCustom), { minLength: needsRules ? 1 : 0, maxLength: 3 }),
        provider: fc.constantFrom('idp', 'idp', 'idp', 'other'),
        isDryRun: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
      })
      .map(({ namespace, where, rules, isDryRun, provider }) => ({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: {
          name,
          namespace,
          ...(isDryRun && act && act !== 'AUDIT' && !isCustom ? { annotations: { 'istio.io/dry-run': 'true' } } : {}),
        },
        spec: {
          ...where,
          ...(act ? { action: act } : {}),
          ...(isCustom ? { provider: { name: provider } } : {}),
          ...(rules.length > 0 ? { rules } : {}),
        },
      }));
  });
}

const jwtRule = fc
  .record({
    issuer: fc.constantFrom(...ISSUERS),
    audiences: fc.constantFrom(undefined, undefined, ['web'], ['https://web/', 'api']),
    fromHeaders: fc.constantFrom(undefined, undefined, undefined, [{ name: 'x-token' }]),
    fromParams: fc.constantFrom(undefined, undefined, undefined, ['token']),
    outputClaimToHeaders: fc.constantFrom(
      undefined,
      [{ header: 'x-role', claim: 'role' }],
      [
        { header: 'x-role', claim: 'team.name' },
        { header: 'x-sub', claim: 'sub' },
      ],
      [{ header: 'x-v', claim: 'team.tags' }],
    ),
    forwardOriginalToken: fc.constantFrom(undefined, true),
    spaceDelimitedClaims: fc.constantFrom(undefined, undefined, ['role']),
  })
  .map((each) => ({ ...each, jwksUri: `${each.issuer}/jwks` }));

export const requestAuthentication = (names: Names, name: string): Policy =>
  fc
    .record({
      namespace: fc.constantFrom(...names.namespaces),
      where: attachment(names),
      jwtRules: fc.array(jwtRule, { minLength: 1, maxLength: 2 }),
    })
    .map(({ namespace, where, jwtRules }) => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { name, namespace },
      spec: { ...where, jwtRules },
    }));

export const peerAuthentication = (names: Names, name: string, portNumbers: readonly string[]): Policy => {
  const mode = fc.constantFrom('STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');
  return fc
    .record({
      namespace: fc.constantFrom(...names.namespaces),
      matchLabels: fc.constantFrom(undefined, ...names.selectors),
      mtls: fc.option(
        mode.map((each) => ({ mode: each })),
        { nil: undefined },
      ),
      port: fc.option(fc.tuple(fc.constantFrom(...portNumbers), mode), { nil: undefined }),
    })
    .map(({ namespace, matchLabels, mtls, port }) => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name, namespace },
      spec: {
        ...(matchLabels ? { selector: { matchLabels } } : {}),
        ...(mtls ? { mtls } : {}),
        ...(port && matchLabels ? { portLevelMtls: { [port[0]]: { mode: port[1] } } } : {}),
      },
    }));
};

const claims = fc.record(
  {
    iss: fc.constantFrom(...ISSUERS, ...ISSUERS, 'https://other.example.com'),
    sub: fc.constantFrom('ann', 'bob', 'b'),
    aud: fc.constantFrom<unknown>('web', ['api', 'x'], ['http://web'], 'none'),
    azp: fc.constantFrom('web', 'cli'),
    role: fc.constantFrom<unknown>('admin', ['user', 'admin'], 7, true, 'user admin'),
    scope: fc.constantFrom('read', 'read write'),
    team: fc.constantFrom<unknown>({ name: 'red' }, { name: 'blue', tags: ['x', 'yy'] }, 'red'),
  },
  { requiredKeys: ['iss'] },
);

/** What a request of a scene has; the scene adds where it goes. */
export interface RandomFields {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly jwt?: Readonly<Record<string, unknown>>;
}

const HOSTS = ['a.example.com', 'A.example.com', 'b.example.com', 'b.example.com:80', 'other.test'];
const PATHS = [
  ...['/', '/admin', '/admin/x', '/Admin', '/x/../admin', '/%61dmin', '/a//b', '/index.html', '/api/1/x', '/api/1/2/x'],
  ...[
    '/api/',
    '/api',
    '/api/=/x',
    '/api/1/',
    '/admin?q=/x.html',
    '/x.html?y',
    '/admin?access_token=junk&z=1',
    '/files/a/v1/',
    '/files/a/v1/b/c',
    '/a%20b',
  ],
];

export const fields = (hosts: readonly string[] = HOSTS): fc.Arbitrary<RandomFields> =>
  fc
    .record({
      method: fc.constantFrom('GET', 'GET', 'POST', 'PUT', 'DELETE'),
      host: fc.constantFrom(...hosts),
      path: fc.constantFrom(...PATHS),
      version: fc.constantFrom(undefined, 'v1', 'v2', 'V1', 'v1,v2', ''),
      role: fc.constantFrom(undefined, undefined, 'admin', 'user'),
      authorization: fc.constantFrom(undefined, undefined, undefined, 'Basic x', 'Bearer junk'),
      jwt: fc.option(claims, { nil: undefined }),
    })
    .map(({ version, role, authorization, jwt, ...rest }) => ({
      ...rest,
      headers: {
        ...(version === undefined ? {} : { 'x-v': version }),
        ...(role === undefined ? {} : { 'x-role': role }),
        ...(authorization === undefined || jwt ? {} : { authorization }),
      },
      ...(jwt ? { jwt } : {}),
    }));
