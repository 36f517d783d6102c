import { API, each, object } from '../together';

describe('metadata', () => {
  const named = (metadata: string, kind = 'ConfigMap', apiVersion = 'v1') =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`;
  each([
    ['texts', named('{ name: a, namespace: b, annotations: { x: "yes" } }'), []],
    [
      'a boolean',
      named('{ name: a, namespace: b, annotations: { x: yes } }'),
      ["error GW004 ConfigMap b/a: metadata.annotations['x']: got true"],
    ],
    [
      'a number',
      named('{ name: a, namespace: b, labels: { x: 0123 } }'),
      ["error GW004 ConfigMap b/a: metadata.labels['x']: got 83"],
    ],
    ['a name', named('{ name: A_b, namespace: b }'), ["error GW005 ConfigMap b/A_b: metadata.name: got 'A_b'"]],
    ['a name of RBAC', named('{ name: "system:a" }', 'ClusterRole', 'rbac.authorization.k8s.io/v1'), []],
    [
      'a Service that begins with a digit',
      named('{ name: 1a, namespace: b }', 'Service'),
      ["error GW005 Service b/1a: metadata.name: got '1a'"],
    ],
    [
      'a namespace',
      named('{ name: a, namespace: b.c }'),
      ["error GW005 ConfigMap b.c/a: metadata.namespace: got 'b.c'"],
    ],
    [
      'a key',
      named('{ name: a, namespace: b, labels: { "a/b/c": d } }'),
      ["error GW005 ConfigMap b/a: metadata.labels['a/b/c']: got 'a/b/c'"],
    ],
    [
      'a value',
      named('{ name: a, namespace: b, labels: { x: "a b" } }'),
      ["error GW005 ConfigMap b/a: metadata.labels['x']: got 'a b'"],
    ],
  ]);
});

describe('kinds and versions', () => {
  each([
    [
      'a misspelt kind',
      object(API, 'HTTPRout', 'shop/web', ''),
      ["error GW006 HTTPRout shop/web: kind: got 'HTTPRout'"],
    ],
    [
      'the wrong case',
      object(API, 'HttpRoute', 'shop/web', ''),
      ["error GW006 HttpRoute shop/web: kind: got 'HttpRoute'"],
    ],
    ['another kind of the group', object('networking.istio.io/v1', 'WorkloadEntry', 'shop/web', ''), []],
    ['a group of others', object('example.com/v1', 'HTTPRout', 'shop/web', ''), []],
    [
      'a version that is gone',
      object('policy/v1beta1', 'PodDisruptionBudget', 'shop/web', ''),
      ["warning GW007 PodDisruptionBudget shop/web: apiVersion: got 'policy/v1beta1'"],
    ],
    ['an older version that is served', object('autoscaling/v1', 'HorizontalPodAutoscaler', 'shop/web', ''), []],
  ]);
});
