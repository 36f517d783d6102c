import { GatewayLoadBalancer, GatewayService, InjectedGateway, InjectedGatewayProps } from 'cdk8s-gateways';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** Where the certificates in files are mounted, each from the Secret `istio-<folder>`. */
export const FILES = {
  certificate: '/etc/istio/ingressgateway-certs',
  authority: '/etc/istio/ingressgateway-ca-certs',
};

/** The walkthrough's gateway, and a second one beside it: with a separate load balancer and pods. */
export function ingressGateways(scope: Construct) {
  const first = new InjectedGateway(scope, 'istio-ingressgateway', {
    ...common(),
    selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
    serviceAccountName: 'istio-ingressgateway-service-account',
    volumes: [FILES.certificate, FILES.authority].map(secretOf),
    volumeMounts: [FILES.certificate, FILES.authority].map((mountPath) => ({
      name: nameOf(mountPath),
      mountPath,
      readOnly: true,
    })),
  });
  const second = new InjectedGateway(scope, 'second-istio-ingressgateway', common());
  return { first, second };
}

/** What both gateways have. */
const common = (): InjectedGatewayProps => ({
  service: GatewayService.loadBalancer(GatewayLoadBalancer.plain(), {
    // externalTrafficPolicy is Local by default, as the walkthrough recommends: a hop less.
    ports: [
      { name: 'status-port', port: 15021 },
      { name: 'http2', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 8443 },
      { name: 'tls', port: 15443 },
    ],
  }),
  strategy: {
    rollingUpdate: {
      maxSurge: k8s.IntOrString.fromString('100%'),
      maxUnavailable: k8s.IntOrString.fromString('25%'),
    },
  },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [architecture(...ARCHITECTURES)] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: ARCHITECTURES.map((one) => ({
        weight: 2,
        preference: { matchExpressions: [architecture(one)] },
      })),
    },
  },
  capacity: { maxReplicas: 5 },
});

const ARCHITECTURES = ['amd64', 'ppc64le', 's390x'];

const architecture = (...values: string[]): k8s.NodeSelectorRequirement => ({
  key: 'kubernetes.io/arch',
  operator: 'In',
  values,
});

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);

// Optional as in the walkthrough: pods start without it.
const secretOf = (folder: string): k8s.Volume => ({
  name: nameOf(folder),
  secret: { secretName: `istio-${nameOf(folder)}`, optional: true },
});
