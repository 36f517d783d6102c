import { ApiObject } from 'cdk8s';
import { Container, Deployment } from 'cdk8s-plus-28';
import { RolloutSpec } from '../manifest/argo';
import { CustomResource } from '../resource/custom-resource';
import { fieldOf, programObjects } from '../resource/program-objects';
import { Warnings } from '../resource/warning';
import { Problem, refuse } from '../value/problem';
import { dnsSubdomain, labels } from '../value/scalar';

/** What becomes of the pods of the Deployment that a Rollout refers to (`spec.workloadRef.scaleDown`). */
export enum ScaleDown {
  /** They stay beside those of the Rollout. */
  NEVER = 'never',
  /** They go once the first revision of the Rollout is healthy. */
  ON_SUCCESS = 'onsuccess',
  /** They go as those of the first revision of the Rollout come. */
  PROGRESSIVELY = 'progressively',
}

/** Fields of a Rollout's spec that a workload gives. */
type WorkloadSpec = Pick<RolloutSpec, 'minReadySeconds' | 'progressDeadlineSeconds'> &
  Partial<Pick<RolloutSpec, 'selector' | 'template' | 'workloadRef'>>;

/**
 * Facts of a workload that is used by a Rollout.
 * @internal
 */
export interface BoundWorkload {
  /** Labels that select its pods. */
  readonly podLabels: { readonly [key: string]: string };
  /** Number of pods; nothing where it does not say. */
  readonly replicas?: number;
  readonly containers: Container[];
  /** Name of the Deployment that it is, or was before a Rollout took its place. */
  readonly deployment?: string;
  /** Whether the controller scales that Deployment. */
  readonly isScaled: boolean;
  /** At synthesis. */
  readonly spec: () => WorkloadSpec;
}

/** The pods of a Rollout. */
export class Workload {
  /**
   * The Rollout takes the place of a Deployment of this program: its template, selector, number of pods and
   * deadlines. The Deployment itself is not emitted. For a new workload, or one that may be gone for a while.
   */
  public static templateOf(deployment: Deployment): Workload {
    return new Workload((rollout) => replaceBy(rollout, deployment));
  }

  /**
   * The Deployment stays, and the Rollout makes its pods from the Deployment's template. For a workload that
   * is in use. The controller scales the Deployment down once; afterwards say `replicas: 0` for it.
   *
   * @param scaleDown what becomes of the Deployment's own pods; without one, `ScaleDown.ON_SUCCESS`
   */
  public static reference(deployment: Deployment, scaleDown?: ScaleDown): Workload {
    return new Workload((rollout) => refer(rollout, deployment, scaleDown ?? ScaleDown.ON_SUCCESS));
  }

  /**
   * A Deployment that is not of this program.
   *
   * @param name its name, in the namespace of the Rollout
   * @param podLabels labels that select its pods
   * @param scaleDown what becomes of its own pods; without one, `ScaleDown.ON_SUCCESS`
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

function replaceBy(rollout: CustomResource, deployment: Deployment): BoundWorkload {
  checkNamespace(rollout, deployment);
  const object = deployment.node.defaultChild && ApiObject.of(deployment);
  if (!object) {
    return refuse(
      {
        what: 'workload',
        got: `Deployment '${deployment.name}', whose place another Rollout has taken`,
        expected: 'a Deployment for each Rollout',
        fix: 'make a second Deployment',
      },
      rollout,
    );
  }
  deployment.node.tryRemoveChild(object.node.id);
  return {
    podLabels: someLabels(rollout, deployment.matchLabels),
    replicas: deployment.replicas ?? DEFAULT_REPLICAS,
    containers: deployment.containers,
    deployment: deployment.name,
    isScaled: false,
    spec: () => {
      const { spec } = object.toJson() as { spec: WorkloadSpec };
      const { template, selector, minReadySeconds, progressDeadlineSeconds } = spec;
      return { template, selector, minReadySeconds, progressDeadlineSeconds };
    },
  };
}

function refer(rollout: CustomResource, deployment: Deployment, scaleDown: ScaleDown): BoundWorkload {
  checkNamespace(rollout, deployment);
  const replicas = deployment.replicas ?? DEFAULT_REPLICAS;
  if (replicas > 0) {
    Warnings._add(rollout, 'GW430', {
      what: `replicas of Deployment '${deployment.name}'`,
      got: replicas,
      expected:
        '0 once the Rollout is healthy; the controller scales it down only then, and whoever applies it again brings back pods that get no requests',
      fix: 'acknowledge this while you migrate, then say `replicas: 0` for the Deployment and name the number of pods for the Rollout; a new workload is better off with Workload.templateOf()',
    });
  }
  return {
    podLabels: someLabels(rollout, deployment.matchLabels),
    replicas: replicas > 0 ? replicas : undefined,
    ...referred(deployment.name, scaleDown),
    containers: deployment.containers,
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

/** What cdk8s-plus emits for a Deployment that does not say. */
const DEFAULT_REPLICAS = 2;

function checkNamespace(rollout: CustomResource, { name, metadata: { namespace } }: Deployment): void {
  if (namespace !== rollout.namespace) {
    refuse(
      {
        what: `namespace of Deployment '${name}'`,
        got: namespace,
        expected: `that of the Rollout (${rollout.namespace ?? 'none'})`,
        fix: 'put both into one namespace',
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
        expected: 'at least one; the Services of both versions would select every pod of the namespace',
        fix: 'name labels of the pods',
      },
      rollout,
    );
  }
  return labels('labels that select the pods', podLabels);
}

/**
 * Tells of a HorizontalPodAutoscaler that scales the Deployment in place of the Rollout.
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
      expected: 'the Rollout, whose pods serve',
      fix: 'give it the Rollout as target',
    }));
}
