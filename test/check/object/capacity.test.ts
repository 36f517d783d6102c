import { each, object, service, WHOLE } from '../together';

describe('workloads', () => {
  const deployment = (rest: string, container = '') =>
    object(
      'apps/v1',
      'Deployment',
      'edge/web',
      `spec: { ${rest}selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: a${container} }] } } }`,
    );
  const REQUESTS = ', resources: { requests: { cpu: 1 } }';
  const scaler = (rest = '') =>
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'edge/web',
      `spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3${rest} }`,
    );
  const CPU =
    ', metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]';
  const budget = (rest: string, name = 'edge/web') =>
    object('policy/v1', 'PodDisruptionBudget', name, `spec: { ${rest}, selector: { matchLabels: { app: web } } }`);
  const monitor = (port: string) =>
    object(
      'monitoring.coreos.com/v1',
      'PodMonitor',
      'edge/web',
      `spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ ${port} }] }`,
    );
  const serviceMonitor = (endpoint: string) =>
    object(
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      'edge/web',
      `spec: { selector: { matchLabels: { app: web } }, endpoints: [{ ${endpoint} }] }`,
    );
  const labelled =
    '---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: edge, labels: { app: web } }\nspec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }\n';
  const port = ', ports: [{ name: metrics, containerPort: 9090 }]';
  each([
    ['an autoscaler', deployment('') + scaler(), []],
    [
      'replicas beside it',
      deployment('replicas: 2, ') + scaler(),
      ['warning GW610 Deployment edge/web: spec.replicas: got 2'],
    ],
    [
      'replicas beside an autoscaler of KEDA',
      deployment('replicas: 2, ') +
        object('keda.sh/v1alpha1', 'ScaledObject', 'edge/web', 'spec: { scaleTargetRef: { name: web } }'),
      ['warning GW610 Deployment edge/web: spec.replicas: got 2'],
    ],
    ['a share of a request', deployment('', REQUESTS) + scaler(CPU), []],
    [
      'a share without a request',
      deployment('') + scaler(CPU),
      [
        "warning GW572 HorizontalPodAutoscaler edge/web: spec.metrics[0].resource: got 'cpu in percent of a request that container web of Deployment web does not have'",
      ],
    ],
    ['a budget that allows one', deployment('replicas: 2, ') + budget('minAvailable: 1'), []],
    [
      'a budget of one pod',
      deployment('') + budget('minAvailable: 1'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.minAvailable: got '1 with 1 pod of Deployment web'"],
    ],
    [
      'a budget of all',
      deployment('replicas: 4, ') + budget('minAvailable: 90%'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.minAvailable: got '90% with 4 pods of Deployment web'"],
    ],
    [
      'a budget with a least number of an autoscaler',
      deployment('') + scaler(', minReplicas: 2') + budget('maxUnavailable: 1'),
      [],
    ],
    [
      'no pod that may be missing',
      deployment('replicas: 3, ') + budget('maxUnavailable: 0'),
      ["warning GW573 PodDisruptionBudget edge/web: spec.maxUnavailable: got '0 with 3 pods of Deployment web'"],
    ],
    [
      'two budgets',
      deployment('replicas: 3, ') + budget('maxUnavailable: 1') + budget('maxUnavailable: 1', 'edge/other'),
      [
        "warning GW611 PodDisruptionBudget edge/other: spec.selector: got 'the pods of Deployment web, which PodDisruptionBudget web selects too'",
      ],
    ],
    ['a scraped port', deployment('', port) + monitor('port: metrics'), []],
    ['a scraped number', deployment('', port) + monitor('portNumber: 9090'), []],
    [
      'a port that is not declared',
      deployment('', port) + monitor('port: metric'),
      ["warning GW612 PodMonitor edge/web: spec.podMetricsEndpoints[0].port: got 'metric'"],
    ],
    [
      'a number as the name of a port',
      deployment('', port) + monitor('port: "9090"'),
      ["warning GW612 PodMonitor edge/web: spec.podMetricsEndpoints[0].port: got '9090'"],
    ],
    ['the port of an injected proxy', deployment('') + monitor('port: http-envoy-prom'), []],
    ['pods that are not in the input', monitor('port: metric'), []],
    ['a monitor of a Service', labelled + serviceMonitor('port: http'), [], WHOLE],
    [
      'a monitor of a port that the Service does not have',
      labelled + serviceMonitor('port: "80"'),
      ["warning GW612 ServiceMonitor edge/web: spec.endpoints[0].port: got '80'"],
    ],
    [
      'a monitor by the labels of pods',
      labelled.replace(', labels: { app: web }', '') + serviceMonitor('port: http'),
      ["warning GW617 ServiceMonitor edge/web: spec.selector: got 'app=web'"],
      WHOLE,
    ],
    [
      'a monitor of pods in another namespace',
      deployment('', port) + monitor('port: metrics').replace('namespace: edge', 'namespace: monitoring'),
      ['warning GW617 PodMonitor monitoring/web: spec.namespaceSelector: got undefined'],
    ],
    ['a monitor of Services that are not in the input', serviceMonitor('port: http'), [], WHOLE],
    [
      'two autoscalers',
      deployment('', ', resources: { requests: { cpu: 1 } }') +
        scaler('') +
        scaler('').replace('name: web', 'name: other'),
      [
        "warning GW616 HorizontalPodAutoscaler edge/other: spec.scaleTargetRef: got 'Deployment web, which HorizontalPodAutoscaler edge/web scales too'",
      ],
    ],
    [
      'a selector of other pods',
      deployment('').replace('matchLabels: { app: web }', 'matchLabels: { app: shop }'),
      ["error GW613 Deployment edge/web: spec.selector: got 'app=shop'"],
    ],
    ['a Service of pods', deployment('') + service('edge/web', 80).replace('app: a', 'app: web'), [], WHOLE],
    [
      'a Service of no pods',
      deployment('') + service('edge/web', 80),
      ["warning GW614 Service edge/web: spec.selector: got 'app=a'"],
      WHOLE,
    ],
    ['a Service of a namespace without workloads', service('edge/web', 80), [], WHOLE],
    [
      'a resource that is none',
      deployment('', ', resources: { requests: { cpus: 1 } }'),
      ["error GW615 Deployment edge/web: spec.template.spec.containers[0].resources.requests.cpus: got 'cpus'"],
    ],
    ['a resource of a device', deployment('', ', resources: { limits: { example.com/gpu: 1 } }'), []],
    [
      'a port out of range',
      deployment('', ', ports: [{ containerPort: 70000 }]'),
      ['error GW503 Deployment edge/web: spec.template.spec.containers[0].ports[0].containerPort: got 70000'],
    ],
    [
      'a port of the node that is left to Kubernetes',
      object('v1', 'Service', 'edge/web', 'spec: { ports: [{ port: 80, nodePort: 0 }] }'),
      [],
    ],
  ]);
});
