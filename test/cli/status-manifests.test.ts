import * as fs from 'fs';
import * as path from 'path';
import { Cluster, EDGE, findings, healthy, remove, set, Told } from './status-cluster';
import { temporaryDirectory } from '../support/synth';

/* eslint-disable @typescript-eslint/no-explicit-any -- live objects are changed in place, whatever they are */

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

describe('manifests', () => {
  const folderOf = (...items: readonly any[]) => {
    const folder = temporaryDirectory();
    fs.writeFileSync(path.join(folder, 'manifests.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return folder;
  };
  const without = ({ status: _, ...manifest }: any, act: (copy: any) => void = () => undefined) => {
    const copy = structuredClone(manifest);
    act(copy);
    return copy;
  };
  const aboutOf = (found: readonly Told[]) =>
    found.map(({ verdict, object, about }) => `${verdict} ${object} ${about}`);

  test('a duration is the same in every spelling', () => {
    const cluster = healthy();
    cluster.of('TLSPolicy').spec.duration = '2160h0m0s';
    const declared = without(cluster.of('TLSPolicy'), (copy) => (copy.spec.duration = '2160h'));
    expect(findings(cluster, {}, [folderOf(declared)])).toEqual([]);
  });

  test('whether a selector takes the namespace is not known', () => {
    const cluster = healthy();
    const namespaces = { from: 'Selector', selector: { matchLabels: { team: 'a' } } };
    cluster.of('Gateway').spec.listeners[0].allowedRoutes = { namespaces };
    const folder = folderOf(without(cluster.of('Gateway')), without(cluster.of('HTTPRoute')));
    expect(findings(cluster, {}, [folder])).toEqual([]);
  });

  test('a policy without a route may have some elsewhere, but not in a whole', () => {
    const cluster = healthy();
    const folder = folderOf(without(cluster.of('Gateway')), without(cluster.of('AuthPolicy')));
    remove('HTTPRoute')(cluster);
    expect(findings(cluster, {}, [folder])).toEqual([]);
    expect(aboutOf(findings(cluster, { whole: true }, [folder]))).toEqual([
      'differs AuthPolicy edge/external-auth Enforced',
    ]);
  });

  test('of two policies for a target the age in the cluster decides', () => {
    const cluster = healthy();
    const younger = structuredClone(cluster.of('AuthPolicy'));
    Object.assign(younger.metadata, { name: 'a-younger', creationTimestamp: '2026-11-29T00:00:00Z' });
    cluster.items.push(younger);
    set('AuthPolicy', 'Enforced', 'False', 'Overridden')(cluster);
    const plain = (copy: any) => delete copy.metadata.creationTimestamp;
    const policies = [without(cluster.of('AuthPolicy'), plain), without(younger, plain)];
    const folder = folderOf(without(cluster.of('Gateway')), without(cluster.of('HTTPRoute')), ...policies);
    expect(aboutOf(findings(cluster, {}, [folder]))).toEqual(['fault AuthPolicy edge/external-auth Enforced']);
  });

  test('fields of another type', () => {
    const cluster = healthy();
    const broken = without(cluster.of('HTTPRoute'), (copy) => (copy.spec = { parentRefs: 'external', rules: 5 }));
    const gateway = without(cluster.of('Gateway'), (copy) => (copy.spec.listeners[0].tls = []));
    expect(aboutOf(findings(cluster, {}, [folderOf(broken, gateway)]))).toEqual([
      'drift Gateway edge/external spec.listeners[0].tls',
      'drift HTTPRoute shop/orders spec.parentRefs',
    ]);
  });

  test('a policy for DNS without the credential of its provider', () => {
    const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' };
    const named = (apiVersion: string, kind: string, name: string, spec: object, conditions: readonly object[]) => ({
      apiVersion,
      kind,
      metadata: { name, namespace: 'edge' },
      spec,
      status: { conditions },
    });
    const cluster = healthy();
    const is = (type: string, text: string) => ({ type, status: text, reason: 'Unknown', message: '' });
    const policy = named('kuadrant.io/v1', 'DNSPolicy', 'dns', { targetRef: target, providerRefs: [{ name: 'aws' }] }, [
      is('Accepted', 'True'),
      is('Enforced', 'False'),
    ]);
    const dnsRecord = named('kuadrant.io/v1alpha1', 'DNSRecord', 'external-https', { providerRef: { name: 'aws' } }, [
      is('Ready', 'False'),
    ]);
    const ownerReferences = [{ apiVersion: 'kuadrant.io/v1', kind: 'DNSPolicy', name: 'dns', uid: '1' }];
    Object.assign(dnsRecord.metadata, { ownerReferences });
    const secret = named('external-secrets.io/v1', 'ExternalSecret', 'dns-credential', { target: { name: 'aws' } }, [
      is('Ready', 'False'),
    ]);
    cluster.items.push(policy, dnsRecord, secret);
    const found = findings(cluster, {}, [folderOf(without(policy), without(secret))]);
    expect(found.map(({ step, object, first }) => [step, object, first])).toEqual([
      ['credentials', 'ExternalSecret edge/dns-credential', undefined],
      ['dns', 'DNSPolicy edge/dns', 'ExternalSecret edge/dns-credential'],
      ['dns', 'DNSRecord edge/external-https', 'ExternalSecret edge/dns-credential'],
    ]);
  });

  test('codes of notes, for what is not in the input', () => {
    const cluster = healthy();
    set('HTTPRoute', 'ResolvedRefs', 'False', 'BackendNotFound')(cluster);
    expect(findings(cluster)).toMatchObject([{ codes: ['GW030'], next: 'kubectl get services -n shop' }]);
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
