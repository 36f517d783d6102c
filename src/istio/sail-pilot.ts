import { Duration } from 'cdk8s';
import { istioCount, istioDuration, listOrNothing, mapOrNothing } from './istio-text';
import { orNothing, renderResources, SailResources, Values } from './sail-values';
import { refuse } from '../manifest/problem';
import { dnsLabel, labels, wholeNumber } from '../manifest/scalar';

/** How istiod runs (`values.pilot`). What is not here goes into `values` of the `Istio`. */
export interface IstioPilotOptions {
  /**
   * Whether an autoscaler sets the number of pods (`autoscaleEnabled`).
   *
   * @default true
   */
  readonly autoscaleEnabled?: boolean;
  /**
   * The autoscaler never goes below this number (`autoscaleMin`). One pod is no high availability.
   *
   * @default - 1
   */
  readonly autoscaleMin?: number;
  /**
   * The autoscaler never goes above this number (`autoscaleMax`).
   *
   * @default - 5
   */
  readonly autoscaleMax?: number;
  /**
   * Average use of CPU, in percent of what is requested, at which pods are added (`cpu.targetAverageUtilization`).
   *
   * @default - 80
   */
  readonly targetCpuPercent?: number;
  /**
   * The same of memory (`memory.targetAverageUtilization`).
   *
   * @default - memory does not count
   */
  readonly targetMemoryPercent?: number;
  /**
   * Number of pods without an autoscaler (`replicaCount`).
   *
   * @default - 1
   */
  readonly replicaCount?: number;
  /**
   * CPU and memory (`resources`).
   *
   * @default - requests 500 millicores and 2 GiB
   */
  readonly resources?: SailResources;
  /**
   * Environment variables, such as `PILOT_ENABLE_ALPHA_GATEWAY_API` (`env`).
   *
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * Whether pods are prepared by Istio's CNI plugin, in place of an init container with privileges
   * (`cni.enabled`). Needs an `IstioCni`.
   *
   * @default - as the profile says; OpenShift and ambient have it on
   */
  readonly cniEnabled?: boolean;
  /**
   * Share of requests in percent that start a trace, where nobody else says, 0 to 100 (`traceSampling`).
   *
   * @default - 1
   */
  readonly traceSampling?: number;
  /**
   * Longest time that a proxy stays with one pod of istiod (`keepaliveMaxServerConnectionAge`).
   *
   * @default - 30 min
   */
  readonly keepaliveMaxServerConnectionAge?: Duration;
  /**
   * Namespace of ztunnel, in ambient mode (`trustedZtunnelNamespace`).
   *
   * @default - that of the control plane
   */
  readonly trustedZtunnelNamespace?: string;
  /**
   * Whether nodes stay tainted until the CNI plugin is ready there (`taint.enabled`).
   *
   * @default false
   */
  readonly taintEnabled?: boolean;
  /**
   * Namespace of the CNI plugin, where it is another (`taint.namespace`).
   *
   * @default - that of the control plane
   */
  readonly taintNamespace?: string;
  /**
   * Labels of nodes that it runs on (`nodeSelector`).
   *
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Labels of the pods (`podLabels`).
   *
   * @default - those of the chart
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pods (`podAnnotations`).
   *
   * @default - those of the chart
   */
  readonly podAnnotations?: { readonly [key: string]: string };
  /**
   * Annotations of the service account, for example of a cloud's identity (`serviceAccountAnnotations`).
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { readonly [key: string]: string };
  /**
   * Arguments of the process (`extraContainerArgs`).
   *
   * @default - none
   */
  readonly extraContainerArgs?: string[];
  /**
   * Certificate of an authority, in PEM, that istiod trusts when it fetches keys of tokens
   * (`jwksResolverExtraRootCA`).
   *
   * @default - those of the system
   */
  readonly jwksResolverExtraRootCa?: string;
}

type Spec = NonNullable<Values['pilot']>;

/** `values.pilot`. */
export function renderPilot(options: IstioPilotOptions): Spec | undefined {
  const { autoscaleMin, autoscaleMax, replicaCount, traceSampling, keepaliveMaxServerConnectionAge: age } = options;
  check(options);
  return orNothing<Spec>({
    autoscaleEnabled: options.autoscaleEnabled,
    autoscaleMin,
    autoscaleMax,
    cpu: orNothing({ targetAverageUtilization: options.targetCpuPercent }),
    memory: orNothing({ targetAverageUtilization: options.targetMemoryPercent }),
    replicaCount,
    resources: options.resources && renderResources(options.resources),
    env: mapOrNothing(options.env),
    cni: orNothing({ enabled: options.cniEnabled }),
    traceSampling,
    keepaliveMaxServerConnectionAge: age && istioDuration('keepaliveMaxServerConnectionAge', age),
    trustedZtunnelNamespace: options.trustedZtunnelNamespace,
    taint: orNothing({ enabled: options.taintEnabled, namespace: options.taintNamespace }),
    nodeSelector: mapOrNothing(options.nodeSelector),
    podLabels: mapOrNothing(options.podLabels),
    podAnnotations: mapOrNothing(options.podAnnotations),
    serviceAccountAnnotations: mapOrNothing(options.serviceAccountAnnotations),
    extraContainerArgs: listOrNothing(options.extraContainerArgs),
    jwksResolverExtraRootCA: options.jwksResolverExtraRootCa,
  });
}

function check(options: IstioPilotOptions): void {
  const { autoscaleEnabled, autoscaleMin, autoscaleMax, replicaCount, traceSampling = 0 } = options;
  Object.entries({ autoscaleMin, autoscaleMax, replicaCount }).forEach(
    ([what, count]) => count === undefined || istioCount(`${what} of pilot`, count, 1),
  );
  if (autoscaleMin !== undefined && autoscaleMin > (autoscaleMax ?? 5)) {
    const fix = 'raise autoscaleMax';
    refuse({
      what: 'autoscaleMin of pilot',
      got: autoscaleMin,
      expected: `at most autoscaleMax (${autoscaleMax ?? 5})`,
      fix,
    });
  }
  if (replicaCount !== undefined && autoscaleEnabled !== false) {
    const fix = 'set autoscaleMin and autoscaleMax, or autoscaleEnabled: false';
    refuse({ what: 'replicaCount of pilot', got: replicaCount, expected: 'an autoscaler that is off', fix });
  }
  const { targetCpuPercent, targetMemoryPercent } = options;
  Object.entries({ targetCpuPercent, targetMemoryPercent }).forEach(
    ([what, percent]) => percent === undefined || wholeNumber(`${what} of pilot`, percent, 1, 1000, 'it is in percent'),
  );
  if (!(traceSampling >= 0 && traceSampling <= 100)) {
    refuse({ what: 'traceSampling', got: traceSampling, expected: 'a number from 0 to 100', fix: 'it is in percent' });
  }
  const { trustedZtunnelNamespace, taintNamespace, nodeSelector, podLabels } = options;
  Object.entries({ trustedZtunnelNamespace, taintNamespace }).forEach(
    ([what, namespace]) => namespace === undefined || dnsLabel(what, namespace),
  );
  Object.entries({ nodeSelector, podLabels }).forEach(([what, map]) => labels(`${what} of pilot`, map ?? {}));
}
