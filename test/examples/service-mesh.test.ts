import {
  Difference,
  drainAnnotation,
  evenSpread,
  readWalkthrough,
  scrapeAnnotations,
  standardLabels,
  testsAgainstWalkthrough,
} from './difference';
import { exampleObjects, Json } from './example';

const LABELS = standardLabels('istio-gateway', 'istio-gateway');
const guide = readWalkthrough('service-mesh.yaml');

// The guide patches the Service of the same gateway; a manifest has the one or the other.
guide['gateway-load-balancer'] = structuredClone(guide['gateway-cluster-ip'])
  .filter(({ kind }) => kind !== 'Route')
  .map((object: Json) =>
    object.kind === 'Service' ? { ...object, spec: { ...object.spec, type: 'LoadBalancer' } } : object,
  );

const differences: Difference[] = [
  {
    of: /: Namespace /,
    readme: 'An empty `spec`',
    change: (object) => (object.spec = {}),
  },
  {
    of: /^\.: Istio(CNI)? /,
    readme: '`spec.namespace`',
    change: (object) => {
      object.spec = { namespace: object.kind === 'Istio' ? 'istio-system' : 'istio-cni', ...object.spec };
      if (object.kind === 'Istio') object.spec.values.meshConfig.accessLogEncoding = 'TEXT';
    },
  },
  {
    of: /^(gateway|egress)-?.*: (ServiceAccount|Role|RoleBinding|Deployment|Service|Horiz.*|Pod.*) /,
    readme: 'the labels of the official chart',
    change: (object) => (object.metadata.labels = LABELS),
  },
  {
    of: /: Deployment /,
    readme: 'a rollout that takes no pod away before a new one is ready',
    change: ({ spec }) => {
      spec.strategy = { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } };
      Object.assign(spec.template.metadata.labels, LABELS);
      Object.assign(spec.template.metadata.annotations, scrapeAnnotations, drainAnnotation);
      const pod = spec.template.spec;
      pod.terminationGracePeriodSeconds = 90;
      pod.topologySpreadConstraints = evenSpread({ istio: 'istio-gateway' });
      pod.securityContext.seccompProfile = { type: 'RuntimeDefault' };
      pod.containers[0].resources.limits.cpu = '2'; // the same as 2000m
    },
  },
  {
    of: /: HorizontalPodAutoscaler /,
    readme: 'five minutes of low load',
    change: ({ spec }) => (spec.behavior = { scaleDown: { stabilizationWindowSeconds: 300 } }),
  },
  {
    of: /: PodDisruptionBudget /,
    readme: '`unhealthyPodEvictionPolicy`',
    change: ({ spec }) => (spec.unhealthyPodEvictionPolicy = 'AlwaysAllow'),
  },
  {
    of: /^gateway-load-balancer: Service /,
    readme: '`externalTrafficPolicy: Local`',
    change: ({ spec }) => (spec.externalTrafficPolicy = 'Local'),
  },
  {
    of: /: VirtualService( bookinfo\/bookinfo-rule| curl\/egress-vs)|: DestinationRule|: Gateway .*\/egress-gw/,
    readme: '`networking.istio.io/v1` in place of `v1alpha3`',
    change: (object) => (object.apiVersion = 'networking.istio.io/v1'),
  },
  {
    of: /: VirtualService bookinfo\/bookinfo-rule/,
    readme: 'A Gateway of its own namespace',
    change: ({ spec }) => (spec.gateways = ['bookinfo-gateway']),
  },
  {
    of: /: VirtualService curl\/egress-vs/,
    readme: 'no weight',
    change: ({ spec }) => spec.http.forEach(({ route }: Json) => delete route[0].weight),
  },
  {
    of: /: HTTPRoute httpbin\/httpbin/,
    readme: 'names its host',
    change: ({ spec }) => (spec.hostnames = ['httpbin.example.com']),
  },
  {
    of: /^(ingress-gateway-api|egress): \w+ [^/]+$/,
    readme: 'Namespaces are written',
    change: (object) => {
      if (object.kind === 'Namespace') return;
      const namespace = object.metadata.name.includes('httpbin') ? 'egress-gateway' : 'bookinfo';
      object.metadata.namespace = namespace;
      object.spec.parentRefs?.forEach((parent: Json) => (parent.namespace = namespace));
    },
  },
];

testsAgainstWalkthrough('service-mesh', guide, differences, {
  '.': ['Namespace istio-system', 'Namespace istio-cni', 'Namespace bookinfo'],
  'gateway-cluster-ip': ['NetworkPolicy istio-gateways/istio-gateway'],
  'gateway-load-balancer': ['NetworkPolicy istio-gateways/istio-gateway'],
  'ingress-istio-apis': [
    'ServiceAccount',
    'Role',
    'RoleBinding',
    'Deployment',
    'Service',
    'HorizontalPodAutoscaler',
    'PodDisruptionBudget',
    'NetworkPolicy',
  ].map((kind) => `${kind} bookinfo/ingressgateway`),
});

test('the gateway of bookinfo is chosen by its Gateway and finds the files that it names', () => {
  const objects = exampleObjects('service-mesh', 'ingress-istio-apis');
  const { selector, servers } = objects.get('Gateway bookinfo/bookinfo-gateway').spec;
  const { metadata, spec } = objects.get('Deployment bookinfo/ingressgateway').spec.template;
  expect(metadata.labels).toMatchObject(selector);
  const [mount] = spec.containers[0].volumeMounts;
  const { secret } = spec.volumes.find(({ name }: Json) => name === mount.name);
  const files = secret.items.map((item: Json) => `${mount.mountPath}/${item.path}`);
  expect(files).toEqual([servers[0].tls.serverCertificate, servers[0].tls.privateKey]);
  expect(secret.secretName).toBe('bookinfo-certs');
});

test('the NetworkPolicy lets in what the Service sends', () => {
  const { spec } = exampleObjects('service-mesh', 'gateway-cluster-ip').get(
    'NetworkPolicy istio-gateways/istio-gateway',
  );
  const ports = spec.ingress.flatMap((rule: Json) => rule.ports.map(({ port }: Json) => port));
  expect(ports.sort()).toEqual([15020, 15021, 15090, 443, 80]);
});
