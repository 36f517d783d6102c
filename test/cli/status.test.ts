import * as fs from 'fs';
import * as path from 'path';
import { change, Cluster, EDGE, findings, healthy, remove, run, set, SHOP } from './status-cluster';
import { temporaryDirectory } from '../support/synth';

test('a cluster in which all is well', () => {
  const { stdout, status: code } = run(healthy());
  expect(code).toBe(0);
  expect(stdout).not.toContain('fail');
  expect(stdout).toContain('7 objects, 15 conditions as they should be\nnot judged: ');
});

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
  [
    'Kuadrant reports of the parent too',
    change('HTTPRoute', ({ status: { parents } }) =>
      parents.push({
        parentRef: parents[0].parentRef,
        controllerName: 'kuadrant.io/policy-controller',
        conditions: [{ type: 'kuadrant.io/AuthPolicyAffected', status: 'True', reason: 'Accepted' }],
      }),
    ),
    [],
  ],
  [
    'another value where the manifest leaves the default',
    change('HTTPRoute', (item) => (item.spec.rules[0].matches[0].path.type = 'Exact')),
    [['drift', 'HTTPRoute shop/orders', 'spec.rules[0].matches[0].path.type']],
  ],
  [
    'a Certificate of a listener that somebody else made',
    (cluster) => {
      delete cluster.of('Certificate').metadata.ownerReferences;
      set('Certificate', 'Ready', 'False', 'Expired')(cluster);
    },
    [['unhealthy', 'Certificate edge/external-https', 'Ready']],
  ],
  [
    'a Certificate of the policy that no listener has',
    (cluster) => {
      cluster.of('Certificate').spec.secretName = 'other';
      set('Certificate', 'Ready', 'False', 'Expired')(cluster);
    },
    [['unhealthy', 'Certificate edge/external-https', 'Ready']],
  ],
  [
    'a Certificate of others',
    (cluster) => {
      cluster.of('Certificate').spec.secretName = 'other';
      delete cluster.of('Certificate').metadata.ownerReferences;
      set('Certificate', 'Ready', 'False', 'Expired')(cluster);
    },
    [],
  ],
  [
    'weights that Flagger moves',
    (cluster) => {
      cluster.of('HTTPRoute').spec.rules[0].backendRefs[0].weight = 50;
      cluster.items.push({
        apiVersion: 'flagger.app/v1beta1',
        kind: 'Canary',
        metadata: { name: 'orders', namespace: 'shop' },
        spec: {
          targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' },
          service: { port: 80 },
          analysis: {},
        },
      });
    },
    [],
  ],
  [
    'a class that is not there',
    change('GatewayClass', (item) => (item.metadata.name = 'other')),
    [['missing', 'Gateway edge/external', 'spec.gatewayClassName']],
  ],
  [
    'a release of the Gateway API that the controller does not know',
    change('GatewayClass', ({ status: { conditions } }) =>
      conditions.push({ type: 'SupportedVersion', status: 'False', reason: 'UnsupportedVersion' }),
    ),
    [['unhealthy', 'GatewayClass istio', 'SupportedVersion']],
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

test('an object that is missing, and a kind that was not asked for', () => {
  const cluster = healthy();
  remove('HTTPRoute')(cluster);
  const [{ next }] = findings(cluster);
  expect(next).toMatch(/^kubectl get httproute.gateway.networking.k8s.io -A; if it has some, add the kind/);
  cluster.items.push({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'a', namespace: 'edge' },
    spec: {},
  });
  expect(findings(cluster)[0].next).toMatch(/^kubectl apply --server-side --dry-run=server -f .*orders.yaml$/);
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
