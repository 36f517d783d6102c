import { ApiObject } from 'cdk8s';
import { RolloutSpec } from '../manifest/argo';
import { IDeployment, ofKind } from '../resource/core-object';
import { CustomResource } from '../resource/custom-resource';
import { fieldOf, programObjects } from '../resource/program-objects';
import { Problem, refuse } from '../value/problem';
import { dnsSubdomain, labels } from '../value/scalar';

/** Scaling of the Deployment that a Rollout refers to (`spec.workloadRef.scaleDown`). */
export enum ScaleDown {
  /** Keeps its pods beside those of the Rollout. */
  NEVER = 'never',
  /** Scales it to 0 when the first revision of the Rollout is healthy. */
  ON_SUCCESS = 'onsuccess',
  /** Scales it down as the first revision of the Rollout scales up. */
  PROGRESSIVELY = 'progressively',
}

/** A Rollout as a HorizontalPodAutoscaler of cdk8s-plus sees it. */
export interface ScalingTarget {
  /** Kind of the target. */
  readonly kind: string;
  /** API group and version of the target. */
  readonly apiVersion: string;
  /** Name of the target. */
  readonly name: string;
  /** Containers of the pods. */
  // Each version of cdk8s-plus has another class, and its autoscaler asks for that one.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly containers: any[];
  /**
   * Number of pods that the target itself sets; the autoscaler refuses one.
   *
   * @default - none
   */
  readonly replicas?: number;
}

/** Fields of a Rollout's spec that come from the workload. */
type WorkloadSpec = Pick<RolloutSpec, 'minReadySeconds' | 'progressDeadlineSeconds'> &
  Partial<Pick<RolloutSpec, 'selector' | 'template' | 'workloadRef'>>;

/**
 * A workload that a Rollout uses.
 * @internal
 */
export interface BoundWorkload {
  /** Labels that select the pods. */
  readonly podLabels: { readonly [key: string]: string };
  /** Number of pods; undefined if the workload does not set it. */
  readonly replicas?: number;
  readonly containers: readonly unknown[];
  /** Name of the Deployment, referenced or replaced. */
  readonly deployment?: string;
  /** Whether the controller scales that Deployment. */
  readonly isScaled: boolean;
  /** Called at synthesis. */
  readonly spec: () => WorkloadSpec;
}

/** The pods of a Rollout. */
export class Workload {
  /**
   * Replaces a Deployment of this program: the Rollout takes its pod template, selector, replicas and deadlines, and
   * the Deployment is not emitted. For new workloads, or those that may be interrupted.
   */
  public static templateOf(deployment: IDeployment): Workload {
    ofKind('Deployment', deployment);
    return new Workload((rollout) => replaceBy(rollout, deployment));
  }

  /**
   * References a Deployment of this program, whose pod template the Rollout uses (`spec.workloadRef`). For migrating
   * a workload in use. The controller scales the Deployment down once; set `replicas: 0` for it afterwards.
   *
   * @param scaleDown scaling of the Deployment; `ScaleDown.ON_SUCCESS` by default
   */
  public static reference(deployment: IDeployment, scaleDown?: ScaleDown): Workload {
    ofKind('Deployment', deployment);
    return new Workload((rollout) => refer(rollout, deployment, scaleDown ?? ScaleDown.ON_SUCCESS));
  }

  /**
   * References a Deployment that is managed elsewhere (`spec.workloadRef`).
   *
   * @param name name of the Deployment, in the namespace of the Rollout
   * @param podLabels labels that select its pods
   * @param scaleDown scaling of the Deployment; `ScaleDown.ON_SUCCESS` by default
   */
  public static referenceByName(
    name: string,
    podLabels: { readonly [key: string]: string },
    scaleDown?: ScaleDown,
  ): Workload {
    dnsSubdomain('name of Deployment', name);
    return new Workload((rollout) => ({
      podLabels: someLabels(rollout, podLabels),
      ...referred(name, scaleDown ?? ScaleDown.ON_SUCCESS),
    }));
  }

  private constructor(private readonly bind: (rollout: CustomResource) => BoundWorkload) {}

  /** @internal */
  public _bind(rollout: CustomResource): BoundWorkload {
    return this.bind(rollout);
  }
}

function replaceBy(rollout: CustomResource, deployment: IDeployment): BoundWorkload {
  checkNamespace(rollout, deployment);
  const object = deployment.node.defaultChild && ApiObject.of(deployment);
  if (!object) {
    return refuse(
      {
        what: 'workload',
        got: `Deployment '${deployment.name}', which another Rollout replaces`,
        expected: 'a separate Deployment for each Rollout',
        fix: 'create a second Deployment',
      },
      rollout,
    );
  }
  deployment.node.tryRemoveChild(object.node.id);
  return {
    podLabels: someLabels(rollout, deployment.matchLabels),
    replicas: deployment.replicas ?? DEFAULT_REPLICAS,
    containers: containersOf(deployment),
    deployment: deployment.name,
    isScaled: false,
    spec: () => {
      const { spec } = object.toJson() as { spec: WorkloadSpec };
      const { template, selector, minReadySeconds, progressDeadlineSeconds } = spec;
      return { template, selector, minReadySeconds, progressDeadlineSeconds };
    },
  };
}

function refer(rollout: CustomResource, deployment: IDeployment, scaleDown: ScaleDown): BoundWorkload {
  checkNamespace(rollout, deployment);
  const replicas = deployment.replicas ?? DEFAULT_REPLICAS;
  return {
    podLabels: someLabels(rollout, deployment.matchLabels),
    replicas: replicas > 0 ? replicas : undefined,
    ...referred(deployment.name, scaleDown),
    containers: containersOf(deployment),
  };
}

function referred(name: string, scaleDown: ScaleDown): Omit<BoundWorkload, 'podLabels'> {
  return {
    containers: [],
    deployment: name,
    isScaled: scaleDown !== ScaleDown.NEVER,
    spec: () => ({ workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name, scaleDown } }),
  };
}

/** For an autoscaler of the Rollout. Their type differs from version to version of cdk8s-plus. */
const containersOf = (deployment: IDeployment) =>
  (deployment as IDeployment & { readonly containers?: readonly unknown[] }).containers ?? [];

/** Replicas that cdk8s-plus emits for a Deployment without any. */
const DEFAULT_REPLICAS = 2;

function checkNamespace(rollout: CustomResource, { name, metadata: { namespace } }: IDeployment): void {
  if (namespace !== rollout.namespace) {
    refuse(
      {
        what: `namespace of Deployment '${name}'`,
        got: namespace,
        expected: `that of the Rollout (${rollout.namespace ?? 'none'})`,
        fix: 'move both to one namespace',
      },
      rollout,
    );
  }
}

function someLabels(rollout: CustomResource, podLabels: { readonly [key: string]: string }) {
  if (Object.keys(podLabels).length === 0) {
    refuse(
      {
        what: 'labels that select the pods',
        got: 'none',
        expected: 'at least one; without labels the Services of both versions select every pod of the namespace',
        fix: 'set labels of the pods',
      },
      rollout,
    );
  }
  return labels('labels that select the pods', podLabels);
}

/**
 * Reports a HorizontalPodAutoscaler that scales the Deployment instead of the Rollout.
 * @internal
 */
export function autoscaledDeployment(rollout: CustomResource, deployment: string | undefined): Problem[] {
  const kinds = ['autoscaling/HorizontalPodAutoscaler'];
  return programObjects(rollout)
    .referring(kinds, rollout.namespace, ['spec', 'scaleTargetRef', 'name'], deployment)
    .filter((scaler) => fieldOf(scaler, 'spec', 'scaleTargetRef', 'kind') === 'Deployment')
    .map(({ name }) => ({
      what: `target of HorizontalPodAutoscaler '${name}'`,
      got: `Deployment '${deployment}'`,
      expected: 'the Rollout, whose pods get the requests',
      fix: 'make the Rollout its target',
    }));
}
