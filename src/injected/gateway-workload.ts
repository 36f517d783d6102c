import { k8s } from 'cdk8s-plus-28';
import { GatewayPodOptions } from './gateway-pod-options';
import { GatewayScalingOptions, GatewayWorkloadKind } from './gateway-scaling-options';
import { listOf, objectOf } from './kube';
import { resourcesSpec, ROLLOUT, spreadSpec } from '../gateway/capacity-spec';
import { refuse } from '../value/problem';

/** Parts of a workload. */
export interface WorkloadParts {
  readonly options: GatewayPodOptions & GatewayScalingOptions;
  readonly selector: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  readonly gracePeriodSeconds: number | undefined;
  readonly networkGateway: string | undefined;
}

/** `spec` of the Deployment or DaemonSet. */
export function workloadSpec(parts: WorkloadParts) {
  const { options, selector, podLabels, podAnnotations } = parts;
  return {
    replicas: options.replicas,
    ...(options.kind === GatewayWorkloadKind.DAEMON_SET
      ? {
          updateStrategy: options.updateStrategy
            ? objectOf(k8s.toJson_DaemonSetUpdateStrategy, options.updateStrategy)
            : { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        }
      : { strategy: options.strategy ? objectOf(k8s.toJson_DeploymentStrategy, options.strategy) : ROLLOUT }),
    minReadySeconds: options.minReady?.toSeconds(),
    selector: { matchLabels: selector },
    template: {
      metadata: { annotations: podAnnotations, labels: podLabels },
      spec: podSpec(parts),
    },
  };
}

function podSpec({ options, selector, serviceAccountName, gracePeriodSeconds, networkGateway }: WorkloadParts) {
  return {
    serviceAccountName,
    imagePullSecrets: listOf((name) => ({ name }), options.imagePullSecrets),
    securityContext: options.podSecurityContext
      ? objectOf(k8s.toJson_PodSecurityContext, options.podSecurityContext)
      : {
          seccompProfile: { type: 'RuntimeDefault' },
          sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
        },
    initContainers: listOf(k8s.toJson_Container, options.initContainers),
    containers: [
      {
        name: 'istio-proxy',
        // Injection replaces this by the proxy image of the control plane's version.
        image: 'auto',
        imagePullPolicy: options.imagePullPolicy,
        securityContext: options.containerSecurityContext
          ? objectOf(k8s.toJson_SecurityContext, options.containerSecurityContext)
          : {
              capabilities: { drop: ['ALL'] },
              allowPrivilegeEscalation: false,
              privileged: false,
              readOnlyRootFilesystem: true,
              runAsNonRoot: true,
            },
        env: environment(options, networkGateway),
        ports: options.containerPorts
          ? listOf(k8s.toJson_ContainerPort, options.containerPorts)
          : [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
        resources: resourcesOf(options),
        volumeMounts: listOf(k8s.toJson_VolumeMount, options.volumeMounts),
        readinessProbe: objectOf(k8s.toJson_Probe, options.readinessProbe),
        lifecycle: objectOf(k8s.toJson_Lifecycle, options.lifecycle),
      },
      ...(listOf(k8s.toJson_Container, options.additionalContainers) ?? []),
    ],
    volumes: listOf(k8s.toJson_Volume, options.volumes),
    nodeSelector: options.nodeSelector,
    affinity: objectOf(k8s.toJson_Affinity, options.affinity),
    tolerations: listOf(k8s.toJson_Toleration, options.tolerations),
    topologySpreadConstraints: spread(options, selector),
    dnsPolicy: options.dnsPolicy,
    dnsConfig: objectOf(k8s.toJson_PodDnsConfig, options.dnsConfig),
    terminationGracePeriodSeconds: gracePeriodSeconds,
    priorityClassName: options.priorityClassName,
  };
}

/** Resources of the proxy container, as in the manifest. */
export function resourcesOf({ resources, capacity }: GatewayScalingOptions): Resources | undefined {
  return resources ? objectOf(k8s.toJson_ResourceRequirements, resources) : resourcesSpec(capacity ?? {});
}
export interface Resources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

function spread(options: GatewayPodOptions & GatewayScalingOptions, selector: Readonly<Record<string, string>>) {
  if (options.topologySpreadConstraints) {
    return listOf(k8s.toJson_TopologySpreadConstraint, options.topologySpreadConstraints);
  }
  const even = options.kind === GatewayWorkloadKind.DAEMON_SET ? [] : spreadSpec(options.capacity ?? {}, selector);
  return even.length > 0 ? even : undefined;
}

function environment({ env = {}, envVarFrom = [] }: GatewayPodOptions, networkGateway: string | undefined) {
  const variables = [
    ...(networkGateway === undefined ? [] : [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: networkGateway }]),
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...envVarFrom,
  ];
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    refuse({ what: 'env', got: `'${twice}' twice`, expected: 'each variable once', fix: 'leave one out' });
  }
  return listOf(k8s.toJson_EnvVar, variables);
}
