import { Construct } from 'constructs';
import { ArgoRolloutProps } from './argo-rollout-options';
import { count, renderMetadata, wholeSeconds } from './argo-text';
import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../manifest/problem';

type CanarySpec = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;

/** What the construct makes of its plan, routes and analyses. */
type Made = Required<Pick<CanarySpec, 'canaryService' | 'stableService' | 'trafficRouting' | 'steps'>> &
  Pick<CanarySpec, 'analysis'> & { readonly replicas?: number };

/** The spec of a Rollout: what the options say goes before what the workload says. */
export function specOf(
  props: ArgoRolloutProps,
  workload: Partial<RolloutSpec>,
  { replicas, ...made }: Made,
): RolloutSpec {
  const { successfulRunHistoryLimit, unsuccessfulRunHistoryLimit, rollbackWindow } = props;
  const keepsRuns = successfulRunHistoryLimit ?? unsuccessfulRunHistoryLimit;
  return {
    ...workload,
    replicas,
    minReadySeconds: props.minReady?.toSeconds() ?? workload.minReadySeconds,
    progressDeadlineSeconds: props.progressDeadline?.toSeconds() ?? workload.progressDeadlineSeconds,
    progressDeadlineAbort: props.progressDeadlineAbort,
    revisionHistoryLimit: props.revisionHistoryLimit,
    rollbackWindow: rollbackWindow === undefined ? undefined : { revisions: rollbackWindow },
    analysis: keepsRuns === undefined ? undefined : { successfulRunHistoryLimit, unsuccessfulRunHistoryLimit },
    strategy: {
      canary: {
        ...made,
        scaleDownDelaySeconds: props.scaleDownDelay?.toSeconds(),
        scaleDownDelayRevisionLimit: props.scaleDownDelayRevisionLimit,
        abortScaleDownDelaySeconds: props.abortScaleDownDelay?.toSeconds(),
        dynamicStableScale: props.dynamicStableScale,
        minPodsPerReplicaSet: props.minPodsPerReplicaSet,
        replicaProgressThreshold: props.progressThreshold?._render(),
        maxUnavailable: props.maxUnavailable?.value as number | string | undefined,
        antiAffinity: props.antiAffinity?._render(),
        canaryMetadata: renderMetadata('canaryMetadata', props.canaryMetadata),
        stableMetadata: renderMetadata('stableMetadata', props.stableMetadata),
      },
    },
  };
}

/** Checks numbers and times, each for itself and beside the others. */
export function checkSpec(where: Construct, props: ArgoRolloutProps): void {
  const counts: [string, number | undefined, number][] = [
    ['replicas', props.replicas, 0],
    ['revisionHistoryLimit', props.revisionHistoryLimit, 0],
    ['rollbackWindow', props.rollbackWindow, 1],
    ['scaleDownDelayRevisionLimit', props.scaleDownDelayRevisionLimit, 0],
    ['minPodsPerReplicaSet', props.minPodsPerReplicaSet, 1],
    ['successfulRunHistoryLimit', props.successfulRunHistoryLimit, 0],
    ['unsuccessfulRunHistoryLimit', props.unsuccessfulRunHistoryLimit, 0],
  ];
  counts.forEach(([what, value, minimum]) => value === undefined || count(what, value, minimum));
  const { minReady, progressDeadline, scaleDownDelay, abortScaleDownDelay } = props;
  Object.entries({ minReady, progressDeadline, scaleDownDelay, abortScaleDownDelay }).forEach(
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
        got: 'beside dynamicStableScale',
        expected: 'one of them; stable is scaled down on the way already',
        fix: 'leave one of them out',
      },
      where,
    );
  }
  const { scaleDownDelayRevisionLimit, revisionHistoryLimit = 10 } = props;
  if (scaleDownDelayRevisionLimit !== undefined && scaleDownDelayRevisionLimit > revisionHistoryLimit) {
    refuse(
      {
        what: 'scaleDownDelayRevisionLimit',
        got: scaleDownDelayRevisionLimit,
        expected: `at most revisionHistoryLimit (${revisionHistoryLimit})`,
        fix: 'raise revisionHistoryLimit',
      },
      where,
    );
  }
}
