import * as fs from 'fs';
import * as path from 'path';
import { status, StatusOptions } from '../../src/cli/status';
import { temporaryDirectory } from '../support/synth';

const SHOP = path.join(__dirname, '../docs/shop');
const EDGE = path.join(SHOP, 'edge');

/* eslint-disable @typescript-eslint/no-explicit-any -- live objects are changed in place, whatever they are */

interface Cluster {
  readonly items: any[];
  readonly of: (kind: string) => any;
  readonly condition: (kind: string, type: string) => any;
}

/** What the cluster of the documentation says when all is well. */
function healthy(): Cluster {
  const { items } = JSON.parse(fs.readFileSync(path.join(SHOP, 'edge.json'), 'utf8')) as { items: any[] };
  const of = (kind: string) => items.find((item) => item.kind === kind);
  const conditionsOf = (kind: string): any[] => {
    const own = of(kind).status;
    return [own, ...(own.listeners ?? []), ...(own.parents ?? [])].flatMap(({ conditions = [] }) => conditions);
  };
  for (const { kind } of items) {
    for (const each of conditionsOf(kind).filter(({ type }) => type !== 'Conflicted')) {
      Object.assign(each, { status: 'True', reason: each.type, message: '' });
    }
  }
  const [{ backendRefs }] = of('HTTPRoute').spec.rules;
  [backendRefs[0].weight, backendRefs[1].weight] = [90, 10];
  // Listeners and parents stand behind the object, and mean more.
  return {
    items,
    of,
    condition: (kind, type) =>
      conditionsOf(kind)
        .filter((each) => each.type === type)
        .at(-1),
  };
}

function run(cluster: Cluster, options: StatusOptions = {}, paths: readonly string[] = [EDGE]) {
  const live = path.join(temporaryDirectory(), 'live.json');
  fs.writeFileSync(live, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: cluster.items }));
  return status(paths, { live: [live], ...options });
}

interface Told {
  verdict: string;
  step: string;
  object: string;
  section: string;
  about: string;
  cluster: string;
  expected: string;
  first?: string;
  next: string;
  codes: string[];
}

const findings = (cluster: Cluster, options: StatusOptions = {}, paths?: readonly string[]) =>
  (JSON.parse(run(cluster, { ...options, json: true }, paths).stdout) as { findings: Told[] }).findings;

test('a cluster in which all is well', () => {
  const { stdout, status: code } = run(healthy());
  expect(code).toBe(0);
  expect(stdout).not.toContain('fail');
  expect(stdout).toContain('7 objects, 15 conditions as they should be\nnot judged: ');
});

const set = (kind: string, type: string, text: string, reason: string) => (cluster: Cluster) =>
  Object.assign(cluster.condition(kind, type), { status: text, reason });
const remove = (kind: string) => (cluster: Cluster) => cluster.items.splice(cluster.items.indexOf(cluster.of(kind)), 1);
const change = (kind: string, act: (item: any) => void) => (cluster: Cluster) => act(cluster.of(kind));

test.each<readonly [string, (cluster: Cluster) => unknown, readonly (readonly [string, string, string])[]]>([
  ['no route', remove('HTTPRoute'), [['missing', 'HTTPRoute shop/orders', 'object']]],
  ['no class', set('GatewayClass', 'Accepted', 'Unknown', 'Pending'), [['waiting', 'GatewayClass istio', 'Accepted']]],
  ['no status', change('HTTPRoute', (item) => delete item.status), [['waiting', 'HTTPRoute shop/orders', 'status']]],
  [
    'no parent of the name in the status',
    change('HTTPRoute', (item) => (item.status.parents[0].parentRef.name = 'other')),
    [['waiting', 'HTTPRoute shop/orders, parent Gateway edge/external', 'status']],
  ],
  [
    'Kuadrant alone reports of the parent',
    change('HTTPRoute', ({ status: { parents } }) => {
      parents[0].controllerName = 'kuadrant.io/policy-controller';
      parents[0].conditions = [{ type: 'kuadrant.io/AuthPolicyAffected', status: 'True', reason: 'Accepted' }];
    }),
    [
      ['waiting', 'HTTPRoute shop/orders, parent Gateway edge/external', 'Accepted'],
      ['waiting', 'HTTPRoute shop/orders, parent Gateway edge/external', 'ResolvedRefs'],
    ],
  ],
  [
    'an older generation',
    change('Gateway', (item) => (item.metadata.generation = 3)),
    [['waiting', 'Gateway edge/external', 'observedGeneration']],
  ],
  [
    'another port',
    change('Gateway', (item) => (item.spec.listeners[0].port = 8443)),
    [['drift', 'Gateway edge/external', 'spec.listeners[0].port']],
  ],
  [
    'one more listener',
    change('Gateway', ({ spec: { listeners } }) => listeners.push({ ...listeners[0], name: 'other', hostname: 'a.b' })),
    [['drift', 'Gateway edge/external', 'spec.listeners']],
  ],
  [
    'another rule',
    change('AuthPolicy', (item) => (item.spec.defaults.rules.authorization['deny-all'].opa.rego = 'allow = true')),
    [['drift', 'AuthPolicy edge/external-auth', "spec.defaults.rules.authorization['deny-all'].opa.rego"]],
  ],
  [
    'a label more, and fields of the server',
    change('Gateway', (item) => {
      item.metadata.labels = { team: 'a' };
      item.spec.infrastructure = { labels: { a: 'b' } };
    }),
    [],
  ],
  [
    'a backend that is not there',
    set('HTTPRoute', 'ResolvedRefs', 'False', 'BackendNotFound'),
    [['differs', 'HTTPRoute shop/orders, parent Gateway edge/external', 'ResolvedRefs']],
  ],
  [
    'fewer routes than are named',
    change('Gateway', (item) => (item.status.listeners[0].attachedRoutes = 0)),
    [['differs', 'Gateway edge/external, listener https', 'attachedRoutes']],
  ],
  [
    'no address',
    change('Gateway', (item) => (item.status.addresses = [])),
    [['unhealthy', 'Gateway edge/external', 'addresses']],
  ],
  [
    'a policy that is not in force',
    set('TLSPolicy', 'Enforced', 'False', 'Unknown'),
    [['unhealthy', 'TLSPolicy edge/external-tls', 'Enforced']],
  ],
  [
    'a conflict',
    set('Gateway', 'Conflicted', 'True', 'HostnameConflict'),
    [['differs', 'Gateway edge/external, listener https', 'Conflicted']],
  ],
  [
    'a status of another form',
    change('HTTPRoute', (item) => (item.status = { parents: 'none', conditions: [null, 1] })),
    [['waiting', 'HTTPRoute shop/orders, parent Gateway edge/external', 'status']],
  ],
])('%s', (_, act, expected) => {
  const cluster = healthy();
  act(cluster);
  const found = findings(cluster);
  expect(
    found.map(({ verdict, object, section, about }) => [verdict, section ? `${object}, ${section}` : object, about]),
  ).toEqual(expected);
  expect(run(cluster).status).toBe(expected.length > 0 ? 1 : 0);
});

describe('what is predicted', () => {
  const manifests = (text: string) => {
    const file = path.join(temporaryDirectory(), 'more.yaml');
    fs.writeFileSync(file, text);
    return file;
  };
  const ROUTE = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: other, namespace: shop }
spec: { parentRefs: [{ name: external, namespace: edge, sectionName: gone }] }
`;
  const reported = (cluster: Cluster, text: string, reason: string) => {
    const parentRef = { name: 'external', namespace: 'edge', sectionName: 'gone' };
    const accepted = { type: 'Accepted', status: text, reason };
    const resolved = { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs' };
    cluster.items.push({
      ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
      metadata: { name: 'other', namespace: 'shop' },
      spec: { parentRefs: [parentRef] },
      status: { parents: [{ parentRef, conditions: [accepted, resolved] }] },
    });
    return cluster;
  };

  test.each([
    ['False', 'NoMatchingParent', 'fault', ['GW370']],
    ['False', 'NotAllowedByListeners', 'fault', ['GW370']],
    ['True', 'Accepted', 'differs', ['GW370']],
  ])('a route at no listener, and the cluster says %s, %s', (text, reason, verdict, codes) => {
    const found = findings(reported(healthy(), text, reason), {}, [EDGE, manifests(ROUTE)]);
    expect(found).toMatchObject([
      {
        verdict,
        object: 'HTTPRoute shop/other',
        about: 'Accepted',
        expected: 'False, NoMatchingParent (predicted)',
        codes,
      },
    ]);
  });

  test('a policy that another one overrides', () => {
    const policy = (name: string, kind: string, target: string, level: string) => `
apiVersion: kuadrant.io/v1
kind: AuthPolicy
metadata: { name: ${name}, namespace: ${kind === 'Gateway' ? 'edge' : 'shop'} }
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: ${kind}, name: ${target} }
  ${level}: { rules: { authorization: { ${name}: { opa: { rego: 'allow = true' } } } } }
---`;
    const cluster = healthy();
    const file = manifests(
      policy('strict', 'Gateway', 'external', 'overrides') + policy('open', 'HTTPRoute', 'orders', 'defaults'),
    );
    const found = findings(cluster, {}, [EDGE, file]);
    expect(found.map(({ object, about }) => [object, about])).toEqual([
      // The older one of the Gateway gives way too.
      ['AuthPolicy edge/external-auth', 'Enforced'],
      ['AuthPolicy edge/strict', 'object'],
      ['AuthPolicy shop/open', 'object'],
    ]);
    expect(found[0]).toMatchObject({ verdict: 'differs', expected: 'False, Overridden (predicted)' });
  });
});

test('what comes first', () => {
  const documented = JSON.parse(fs.readFileSync(path.join(SHOP, 'edge.json'), 'utf8')) as Cluster;
  const first = Object.fromEntries(
    findings(documented).map(({ object, about, first: cause }) => [`${object} ${about}`, cause]),
  );
  expect(first).toEqual({
    'Gateway edge/external Programmed': 'Certificate edge/external-https',
    'Gateway edge/external ResolvedRefs': 'Certificate edge/external-https',
    'TLSPolicy edge/external-tls Enforced': 'Certificate edge/external-https',
    'Certificate edge/external-https Ready': undefined,
    'HTTPRoute shop/orders spec.rules[0].backendRefs[0].weight': undefined,
    'HTTPRoute shop/orders ResolvedRefs': undefined,
    'AuthPolicy edge/external-auth Enforced': 'Certificate edge/external-https',
  });
});

test('without manifests, the objects of the cluster', () => {
  const cluster = healthy();
  expect(run(cluster, {}, [])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('7 objects, 15 conditions'),
  });
  set('HTTPRoute', 'Accepted', 'False', 'NotAllowedByListeners')(cluster);
  expect(findings(cluster, {}, [])).toMatchObject([{ verdict: 'differs', object: 'HTTPRoute shop/orders' }]);
});

test('a Secret is neither compared nor shown', () => {
  const file = path.join(temporaryDirectory(), 'secret.yaml');
  fs.writeFileSync(
    file,
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: edge }\nstringData: { a: b }\n',
  );
  const cluster = healthy();
  cluster.items.push({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a', namespace: 'edge' },
    data: { a: 'aGlkZGVu' },
  });
  const { stdout, status: code } = run(cluster, { json: true }, [EDGE, file]);
  expect([code, stdout.includes('aGlkZGVu')]).toEqual([0, false]);
  expect(JSON.parse(stdout)).toMatchObject({ notLookedAt: { Secret: 1 } });
});

test.each([
  [[EDGE], { format: 'yaml' }, "--format: got 'yaml'"],
  [[EDGE], { profile: 'nginx' }, "--profile: got 'nginx'"],
  [['-'], { live: ['-'] }, "--live: got '-'"],
  [[path.join(SHOP, 'old'), path.join(SHOP, 'new')], {}, "path: got '"],
])('wrong usage: %j %j', (paths, options, message) => {
  expect(() => run(healthy(), options, paths)).toThrow(message);
});
