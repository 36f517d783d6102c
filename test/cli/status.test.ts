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

describe('workloads and routers', () => {
  const DEPLOYMENT = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '1000m', memory: '0.5Gi' } } }],
        },
      },
    },
  };
  const AUTOSCALER = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { maxReplicas: 5, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  };
  const BALANCER = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
  };
  const ROUTE = {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { host: 'web.example.com', to: { kind: 'Service', name: 'web' } },
  };
  const canary = (kind: string, apiVersion: string) => ({
    apiVersion,
    kind,
    metadata: { name: 'web', namespace: 'shop' },
    spec: {},
  });
  const CANARY = canary('Canary', 'flagger.app/v1beta1');
  const ROLLOUT = canary('Rollout', 'argoproj.io/v1alpha1');
  const conditions = (...all: readonly [type: string, text: string][]) => ({
    conditions: all.map(([type, text]) => ({ type, status: text, reason: '', message: '' })),
  });
  const available = conditions(['Available', 'True'], ['Progressing', 'True']);
  const router = (text: string) => ({ ingress: [{ routerName: 'default', ...conditions(['Admitted', text]) }] });
  // The server writes quantities in its own way, and webhooks add containers.
  const injected = {
    ...DEPLOYMENT.spec,
    template: {
      ...DEPLOYMENT.spec.template,
      spec: {
        containers: [
          { name: 'proxy', image: 'proxy' },
          { name: 'web', image: 'web:1', resources: { requests: { cpu: '1', memory: '512Mi' } } },
        ],
      },
    },
  };

  test.each<readonly [string, readonly any[], readonly any[], readonly string[]]>([
    ['a Deployment', [DEPLOYMENT], [{ ...DEPLOYMENT, spec: injected, status: available }], []],
    [
      'one with other replicas',
      [DEPLOYMENT],
      [{ ...DEPLOYMENT, spec: { ...injected, replicas: 3 }, status: available }],
      ['drift spec.replicas'],
    ],
    [
      'replicas of an autoscaler that cannot read metrics',
      [DEPLOYMENT, AUTOSCALER],
      [
        { ...DEPLOYMENT, spec: { ...injected, replicas: 3 }, status: available },
        { ...AUTOSCALER, status: conditions(['AbleToScale', 'True'], ['ScalingActive', 'False']) },
      ],
      ['unhealthy ScalingActive'],
    ],
    [
      'too few pods',
      [DEPLOYMENT],
      [{ ...DEPLOYMENT, status: conditions(['Available', 'False'], ['Progressing', 'True']) }],
      ['unhealthy Available'],
    ],
    [
      'a load balancer without an address',
      [BALANCER],
      [{ ...BALANCER, status: { loadBalancer: {} } }],
      ['unhealthy addresses'],
    ],
    [
      'one with an address',
      [BALANCER],
      [{ ...BALANCER, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }],
      [],
    ],
    ['a Route that the router took', [ROUTE], [{ ...ROUTE, status: router('True') }], []],
    ['one that it refused', [ROUTE], [{ ...ROUTE, status: router('False') }], ['unhealthy Admitted']],
    ['one that no router looked at', [ROUTE], [{ ...ROUTE, status: {} }], ['waiting status']],
    [
      'a release that is done',
      [CANARY, ROLLOUT],
      [
        { ...CANARY, status: { phase: 'Succeeded' } },
        { ...ROLLOUT, status: { phase: 'Healthy' } },
      ],
      [],
    ],
    [
      'one under way',
      [CANARY, ROLLOUT],
      [
        { ...CANARY, status: { phase: 'Progressing' } },
        { ...ROLLOUT, status: { phase: 'Paused' } },
      ],
      ['waiting phase', 'waiting phase'],
    ],
    ['one that failed', [CANARY], [{ ...CANARY, status: { phase: 'Failed' } }], ['unhealthy phase']],
  ])('%s', (_, declared, live, expected) => {
    const folder = temporaryDirectory();
    fs.writeFileSync(
      path.join(folder, 'manifests.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: declared }),
    );
    const found = findings({ ...healthy(), items: [...live] }, {}, [folder]);
    expect(found.map(({ verdict, about }) => `${verdict} ${about}`)).toEqual(expected);
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
