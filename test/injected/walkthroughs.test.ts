import { Duration, Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-28';
import { parseAllDocuments } from 'yaml';
import { DisruptionBudget } from '../../src/injected/disruption-budget';
import { GatewayDrain } from '../../src/injected/gateway-drain';
import { ExternalTrafficPolicy, GatewayService } from '../../src/injected/gateway-service';
import { InjectedGateway } from '../../src/injected/injected-gateway';
import { InjectedGatewayProps } from '../../src/injected/injected-gateway-props';
import { newChart, objectsOf } from '../support/synth';

/** Leaves out what this library adds by default and the walkthroughs do not have. */
const BARE: InjectedGatewayProps = {
  namespaceInjection: false,
  standardLabels: false,
  scrapeAnnotations: false,
  drain: GatewayDrain.mesh(),
  createNetworkPolicy: false,
  podSecurityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
  topologySpreadConstraints: [],
  scalingBehavior: {},
};

const documents = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as object);

test('OpenShift Service Mesh: installing a gateway by using gateway injection', () => {
  const chart = newChart();
  const gateway = new InjectedGateway(chart, 'istio-gateway', {
    ...BARE,
    namespace: 'istio-gateways',
    serviceAccountName: 'secret-reader',
    service: GatewayService.clusterIp(),
    strategy: {},
    capacity: { minReplicas: 2, maxReplicas: 5, targetCpuPercent: 80, cpuLimit: Cpu.millis(2000) },
    disruptionBudget: DisruptionBudget.minAvailable(1, { evictUnhealthy: false }),
  });
  expect(gateway.selector).toEqual({ istio: 'istio-gateway' });
  expect(gateway.serviceHost).toBe('istio-gateway.istio-gateways.svc.cluster.local');
  expect(objectsOf(chart)).toEqual(
    documents(`
apiVersion: v1
kind: Namespace
metadata: { name: istio-gateways }
spec: {}
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: secret-reader, namespace: istio-gateways }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: secret-reader, namespace: istio-gateways }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [get, watch, list] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: secret-reader, namespace: istio-gateways }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: secret-reader }
subjects: [{ kind: ServiceAccount, name: secret-reader }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istio-gateway, namespace: istio-gateways }
spec:
  selector:
    matchLabels: { istio: istio-gateway }
  template:
    metadata:
      annotations: { inject.istio.io/templates: gateway }
      labels: { istio: istio-gateway, sidecar.istio.io/inject: "true" }
    spec:
      containers:
        - name: istio-proxy
          image: auto
          securityContext:
            capabilities: { drop: [ALL] }
            allowPrivilegeEscalation: false
            privileged: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
          ports:
            - { containerPort: 15090, protocol: TCP, name: http-envoy-prom }
          resources:
            limits: { cpu: 2000m, memory: 1024Mi }
            requests: { cpu: 100m, memory: 128Mi }
      securityContext:
        sysctls:
          - { name: net.ipv4.ip_unprivileged_port_start, value: "0" }
      serviceAccountName: secret-reader
---
apiVersion: v1
kind: Service
metadata: { name: istio-gateway, namespace: istio-gateways }
spec:
  type: ClusterIP
  selector: { istio: istio-gateway }
  ports:
    - { name: status-port, port: 15021, protocol: TCP, targetPort: 15021 }
    - { name: http2, port: 80, protocol: TCP, targetPort: 80 }
    - { name: https, port: 443, protocol: TCP, targetPort: 443 }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: istio-gateway, namespace: istio-gateways }
spec:
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { averageUtilization: 80, type: Utilization }
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: istio-gateway }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: istio-gateway, namespace: istio-gateways }
spec:
  minAvailable: 1
  selector:
    matchLabels: { istio: istio-gateway }
`),
  );
});

/** Prefers nodes of each architecture, and takes no others. */
function architectures(...values: string[]): k8s.Affinity {
  const on = (names: string[]) => ({
    matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: names }],
  });
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: values.map((one) => ({ preference: on([one]), weight: 2 })),
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [on(values)] },
    },
  };
}

test("Istio's ingress gateway of the walkthrough, and a second one, with an injected image", () => {
  const chart = newChart();
  const props: InjectedGatewayProps = {
    ...BARE,
    scrapeAnnotations: true,
    namespace: 'istio-ingress',
    labels: { release: 'istio' },
    affinity: architectures('amd64', 'ppc64le', 's390x'),
    capacity: { cpuLimit: Cpu.units(2), memoryLimit: Size.gibibytes(1), memoryRequest: Size.mebibytes(128) },
    containerPorts: [15021, 8080, 8443, 15443].map((containerPort) => ({ containerPort })),
    strategy: {
      rollingUpdate: {
        maxSurge: k8s.IntOrString.fromString('100%'),
        maxUnavailable: k8s.IntOrString.fromString('25%'),
      },
    },
    readinessProbe: {
      httpGet: { path: '/healthz/ready', port: k8s.IntOrString.fromNumber(15021) },
      failureThreshold: 30,
      initialDelaySeconds: 1,
      periodSeconds: 2,
    },
    terminationGracePeriod: Duration.seconds(30),
    volumes: [{ name: 'ingressgateway-certs', secret: { secretName: 'istio-ingressgateway-certs', optional: true } }],
    volumeMounts: [{ name: 'ingressgateway-certs', mountPath: '/etc/istio/ingressgateway-certs', readOnly: true }],
    service: GatewayService.loadBalancer(undefined, {
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      ports: [
        { name: 'status-port', port: 15021 },
        { name: 'http2', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
        { name: 'tls', port: 15443 },
      ],
    }),
  };
  const selector = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
  new InjectedGateway(chart, 'istio-ingressgateway', { ...props, selector });
  new InjectedGateway(chart, 'second-istio-ingressgateway', props);
  const objects = objectsOf(chart);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata!.name}`)).toEqual([
    'Namespace istio-ingress',
    ...['istio-ingressgateway', 'second-istio-ingressgateway'].flatMap((name) =>
      [
        'ServiceAccount',
        'Role',
        'RoleBinding',
        'Deployment',
        'Service',
        'HorizontalPodAutoscaler',
        'PodDisruptionBudget',
      ].map((kind) => `${kind} ${name}`),
    ),
  ]);
  const [deployment, service] = ['Deployment', 'Service'].map((kind) => objects.find((one) => one.kind === kind));
  expect([deployment, service]).toEqual(
    documents(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: istio-ingressgateway, namespace: istio-ingress, labels: { release: istio } }
spec:
  selector:
    matchLabels: { app: istio-ingressgateway, istio: ingressgateway }
  strategy:
    rollingUpdate: { maxSurge: 100%, maxUnavailable: 25% }
  template:
    metadata:
      annotations:
        inject.istio.io/templates: gateway
        prometheus.io/path: /stats/prometheus
        prometheus.io/port: "15020"
        prometheus.io/scrape: "true"
      labels:
        app: istio-ingressgateway
        istio: ingressgateway
        release: istio
        sidecar.istio.io/inject: "true"
    spec:
      affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 2
              preference: { matchExpressions: [{ key: kubernetes.io/arch, operator: In, values: [amd64] }] }
            - weight: 2
              preference: { matchExpressions: [{ key: kubernetes.io/arch, operator: In, values: [ppc64le] }] }
            - weight: 2
              preference: { matchExpressions: [{ key: kubernetes.io/arch, operator: In, values: [s390x] }] }
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions: [{ key: kubernetes.io/arch, operator: In, values: [amd64, ppc64le, s390x] }]
      containers:
        - name: istio-proxy
          image: auto
          ports: [{ containerPort: 15021 }, { containerPort: 8080 }, { containerPort: 8443 }, { containerPort: 15443 }]
          readinessProbe:
            httpGet: { path: /healthz/ready, port: 15021 }
            failureThreshold: 30
            initialDelaySeconds: 1
            periodSeconds: 2
          resources:
            limits: { cpu: "2", memory: 1024Mi }
            requests: { cpu: 100m, memory: 128Mi }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            privileged: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
          volumeMounts:
            - { name: ingressgateway-certs, mountPath: /etc/istio/ingressgateway-certs, readOnly: true }
      securityContext:
        sysctls: [{ name: net.ipv4.ip_unprivileged_port_start, value: "0" }]
      serviceAccountName: istio-ingressgateway
      terminationGracePeriodSeconds: 30
      volumes:
        - name: ingressgateway-certs
          secret: { secretName: istio-ingressgateway-certs, optional: true }
---
apiVersion: v1
kind: Service
metadata: { name: istio-ingressgateway, namespace: istio-ingress, labels: { release: istio } }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: istio-ingressgateway, istio: ingressgateway }
  ports:
    - { name: status-port, port: 15021, protocol: TCP, targetPort: 15021 }
    - { name: http2, port: 80, protocol: TCP, targetPort: 8080 }
    - { name: https, port: 443, protocol: TCP, targetPort: 8443 }
    - { name: tls, port: 15443, protocol: TCP, targetPort: 15443 }
`),
  );
});
