import { Construct } from 'constructs';
import { RolloutProps } from './argo-rollout-options';
import { count, wholeSeconds } from './argo-text';
import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../value/problem';

type CanarySpec = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;

/** Fields derived from the plan, routes and analyses. */
type Made = Required<Pick<CanarySpec, 'canaryService' | 'stableService' | 'trafficRouting' | 'steps'>> &
  Pick<CanarySpec, 'analysis'> & { readonly replicas?: number };

/** The spec of a Rollout: options override fields of the workload. */
export function specOf(props: RolloutProps, workload: Partial<RolloutSpec>, { replicas, ...made }: Made): RolloutSpec {
  return {
    ...workload,
    replicas,
    minReadySeconds: props.minReady?.toSeconds() ?? workload.minReadySeconds,
    progressDeadlineSeconds: props.progressDeadline?.toSeconds() ?? workload.progressDeadlineSeconds,
    strategy: {
      canary: {
        ...made,
        scaleDownDelaySeconds: props.scaleDownDelay?.toSeconds(),
        dynamicStableScale: props.dynamicStableScale,
        minPodsPerReplicaSet: props.minPodsPerReplicaSet,
      },
    },
  };
}

/** Checks numbers and times, alone and in combination. */
export function checkSpec(where: Construct, props: RolloutProps): void {
  const counts: [string, number | undefined, number][] = [
    ['replicas', props.replicas, 0],
    ['minPodsPerReplicaSet', props.minPodsPerReplicaSet, 1],
  ];
  counts.forEach(([what, value, minimum]) => value === undefined || count(what, value, minimum));
  const { minReady, progressDeadline, scaleDownDelay } = props;
  Object.entries({ minReady, progressDeadline, scaleDownDelay }).forEach(
    ([what, value]) => value === undefined || wholeSeconds(what, value),
  );
  const ready = minReady?.toSeconds() ?? 0;
  const deadline = progressDeadline?.toSeconds() ?? 600;
  if (deadline <= ready) {
    const fix = 'raise progressDeadline';
    refuse({ what: 'progressDeadline', got: `${deadline} s`, expected: `more than minReady (${ready} s)`, fix }, where);
  }
  if (scaleDownDelay && props.dynamicStableScale) {
    refuse(
      {
        what: 'scaleDownDelay',
        got: 'set with dynamicStableScale',
        expected: 'one of them; with dynamicStableScale stable is scaled down during the rollout',
        fix: 'leave one of them out',
      },
      where,
    );
  }
}
