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

const SELECTOR = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
const LABELS = standardLabels('istio-ingressgateway', 'ingressgateway');
const objects = exampleObjects('istio-ingress');
const SECOND = 'istio-ingress/second-istio-ingressgateway';

const differences: Difference[] = [
  {
    of: /istio-system/,
    readme: '`istio-ingress` in place of `istio-system`',
    change: ({ metadata }) => (metadata.namespace = 'istio-ingress'),
  },
  {
    of: /istio-system/,
    readme: "Those of today's official chart",
    change: (object) => {
      object.metadata.labels = LABELS;
      if (object.kind === 'Deployment') {
        object.spec.template.metadata.labels = { ...LABELS, 'sidecar.istio.io/inject': 'true' };
      }
    },
  },
  {
    of: /Deployment/,
    readme: '`image: auto` and the template `gateway`',
    change: ({ spec: { template } }) => {
      template.spec.containers[0].image = 'auto';
      template.spec.containers[0].ports = [{ containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' }];
      delete template.metadata.annotations['sidecar.istio.io/inject'];
      template.metadata.annotations['inject.istio.io/templates'] = 'gateway';
    },
  },
  {
    of: /Deployment/,
    readme: 'Prometheus scrapes 15020',
    change: ({ spec }) => Object.assign(spec.template.metadata.annotations, scrapeAnnotations),
  },
  {
    of: /Deployment/,
    readme: 'drain for at least 30 seconds',
    change: ({ spec: { template } }) => {
      Object.assign(template.metadata.annotations, drainAnnotation);
      template.spec.terminationGracePeriodSeconds = 90;
      template.spec.topologySpreadConstraints = evenSpread(SELECTOR);
      template.spec.containers[0].resources.limits.cpu = '2'; // the same as 2000m
    },
  },
  {
    of: /Deployment/,
    readme: '`runAsNonRoot` is on the container',
    change: ({ spec: { template } }) => {
      template.spec.containers[0].securityContext.runAsNonRoot = true;
      template.spec.securityContext = {
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      };
    },
  },
  {
    of: /: Service /,
    readme: '`externalTrafficPolicy: Local`, which the walkthrough recommends',
    change: ({ spec }) => {
      spec.externalTrafficPolicy = 'Local';
      spec.ports.forEach((port: Json) => (port.protocol = 'TCP'));
    },
  },
  {
    of: /: (Gateway|VirtualService) /,
    readme: '`networking.istio.io/v1` in place of `v1alpha3`',
    change: (object) => {
      object.apiVersion = 'networking.istio.io/v1';
      object.metadata.namespace = object.metadata.name === 'mygateway' ? 'nginx' : 'httpbin';
    },
  },
  {
    of: /: Gateway (httpbin-gateway|mygateway)/,
    readme: 'they choose pods by all labels',
    change: ({ spec }) => (spec.selector = SELECTOR),
  },
  {
    of: /: Gateway gateway/,
    readme: 'serves `second.example.com`',
    change: ({ spec }) =>
      (spec.servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['second.example.com'] }]),
  },
];

const around = (place: string, account: string) => [
  ...['HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget'].map((kind) => `${kind} ${place}`),
  ...['Role', 'RoleBinding', 'ServiceAccount'].map((kind) => `${kind} istio-ingress/${account}`),
];

testsAgainstWalkthrough('istio-ingress', readWalkthrough('istio-ingress.yaml'), differences, {
  '.': [
    ...['istio-ingress', 'httpbin', 'nginx'].map((name) => `Namespace ${name}`),
    ...around('istio-ingress/istio-ingressgateway', 'istio-ingressgateway-service-account'),
    ...around(SECOND, 'second-istio-ingressgateway'),
    `Deployment ${SECOND}`,
    `Service ${SECOND}`,
    'Gateway httpbin/httpbin-credentials',
    'Gateway httpbin/httpbin-files',
    'VirtualService httpbin/httpbin-credentials-routes',
    'VirtualService httpbin/httpbin-files-routes',
    'VirtualService httpbin/httpbin-second',
    'VirtualService nginx/nginx',
  ],
});

test('the second gateway is like the first, with a selector and an account of its own', () => {
  const selector = { istio: 'second-istio-ingressgateway' };
  const first = objects.get('Deployment istio-ingress/istio-ingressgateway').spec;
  const second = objects.get(`Deployment ${SECOND}`).spec;
  expect(second.selector.matchLabels).toEqual(selector);
  expect(second.template.metadata.labels).toMatchObject(selector);
  expect(second.strategy).toEqual(first.strategy);
  expect(second.template.spec.affinity).toEqual(first.template.spec.affinity);
  expect(second.template.spec.serviceAccountName).toBe('second-istio-ingressgateway');
  expect(objects.get(`Service ${SECOND}`).spec).toEqual({
    ...objects.get('Service istio-ingress/istio-ingressgateway').spec,
    selector,
  });
});

test('what the walkthrough only mentions: autoscaler, disruption budget, RBAC', () => {
  const spec = (kind: string, name = 'istio-ingressgateway') => objects.get(`${kind} istio-ingress/${name}`).spec;
  expect(spec('HorizontalPodAutoscaler')).toMatchObject({
    minReplicas: 2,
    maxReplicas: 5,
    metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 80 } } }],
    scaleTargetRef: { kind: 'Deployment', name: 'istio-ingressgateway' },
  });
  expect(spec('PodDisruptionBudget')).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: SELECTOR } });
  const account = 'istio-ingressgateway-service-account';
  expect(objects.get(`Role istio-ingress/${account}`).rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] },
  ]);
  expect(objects.get(`RoleBinding istio-ingress/${account}`)).toMatchObject({
    roleRef: { kind: 'Role', name: account },
    subjects: [{ kind: 'ServiceAccount', name: account }],
  });
});

test('HTTPS by SDS, with a Secret for each host', () => {
  const { selector, servers } = objects.get('Gateway httpbin/httpbin-credentials').spec;
  expect(selector).toEqual(SELECTOR);
  expect(servers.map(({ hosts, tls, port }: Json) => [hosts, tls, port.number, port.protocol])).toEqual([
    [['httpbin.example.com'], { mode: 'SIMPLE', credentialName: 'httpbin-credential' }, 443, 'HTTPS'],
    [['status.example.com'], { mode: 'SIMPLE', credentialName: 'status-credential' }, 443, 'HTTPS'],
  ]);
});

test('certificates in files are below the mounts', () => {
  const [{ tls }] = objects.get('Gateway httpbin/httpbin-files').spec.servers;
  expect(tls).toEqual({
    mode: 'MUTUAL',
    serverCertificate: '/etc/istio/ingressgateway-certs/tls.crt',
    privateKey: '/etc/istio/ingressgateway-certs/tls.key',
    caCertificates: '/etc/istio/ingressgateway-ca-certs/ca.crt',
  });
});

test('TLS that passes through is routed by server name', () => {
  expect(objects.get('VirtualService nginx/nginx').spec).toEqual({
    hosts: ['nginx.example.com'],
    gateways: ['mygateway'],
    tls: [
      {
        match: [{ port: 443, sniHosts: ['nginx.example.com'] }],
        route: [{ destination: { host: 'nginx', port: { number: 443 } } }],
      },
    ],
  });
});

test.each([
  ['httpbin-credentials-routes', 'httpbin-credentials', ['httpbin.example.com', 'status.example.com']],
  ['httpbin-files-routes', 'httpbin-files', ['partners.example.com']],
  ['httpbin-second', 'gateway', ['second.example.com']],
])('%s routes as the walkthrough routes httpbin', (name, gateway, hosts) => {
  const { http } = objects.get('VirtualService httpbin/httpbin').spec;
  expect(objects.get(`VirtualService httpbin/${name}`).spec).toEqual({ hosts, gateways: [gateway], http });
});
