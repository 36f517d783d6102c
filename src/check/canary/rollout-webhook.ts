import { Rollout, RolloutSpec } from '../../manifest/argo';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { exactlyOne } from '../object/alternatives';
import { PlaceRule, placeRule } from '../place';

type Strategy = NonNullable<RolloutSpec['strategy']>;
type BlueGreen = NonNullable<Strategy['blueGreen']>;
type Canary = NonNullable<Strategy['canary']>;
type AntiAffinity = NonNullable<Canary['antiAffinity']>;
type FieldRef = { readonly fieldPath: string };
type Report = Parameters<PlaceRule<never>['find']>[2];

const STRATEGY = 'spec.strategy';
const CANARY = `${STRATEGY}.canary`;
const ROUTING = `${CANARY}.trafficRouting`;
const STEP = `${CANARY}.steps[]`;
const CHOICE = { code: 'GW670', title: 'no or two choices in a Rollout where one is read' };
const ACTIONS = ['setWeight', 'pause', 'experiment', 'analysis'];
const OTHER_ACTIONS = ['setCanaryScale', 'setHeaderRoute', 'setMirrorRoute', 'plugin'];
/** An empty text is as if it were not there. */
const isFilled = (value: unknown) => value !== undefined && value !== '';

/** What the controller of Argo Rollouts calls an invalid Rollout: it does not touch its pods. */
export const rolloutWebhookRules: readonly PlaceRule<never>[] = [
  exactlyOne({
    ...CHOICE,
    places: [[Rollout, STRATEGY]],
    names: ['canary', 'blueGreen'],
    fix: 'keep one of them',
    none: 'set canary or blueGreen',
  }),
  placeRule<RolloutSpec>({
    ...CHOICE,
    places: [[Rollout, 'spec']],
    find({ strategy }, path, report) {
      if (strategy) return;
      report({
        what: `${path}.strategy`,
        got: undefined,
        expected: 'one of canary, blueGreen',
        fix: 'set canary or blueGreen',
      });
    },
  }),
  exactlyOne({
    ...CHOICE,
    places: [[Rollout, `${CANARY}.antiAffinity`, `${STRATEGY}.blueGreen.antiAffinity`]],
    names: ['preferredDuringSchedulingIgnoredDuringExecution', 'requiredDuringSchedulingIgnoredDuringExecution'],
    fix: 'keep one of them',
    none: 'set one, or leave antiAffinity out',
  }),
  ...(
    [
      [`${ROUTING}.nginx`, ['stableIngress', 'stableIngresses']],
      [`${ROUTING}.alb`, ['ingress', 'ingresses']],
      [`${ROUTING}.istio`, ['virtualService', 'virtualServices']],
    ] as const
  ).map(([place, names]) =>
    exactlyOne({
      ...CHOICE,
      places: [[Rollout, place]],
      names,
      fix: `keep ${names[1]}, with all of them`,
      none: `set ${names[0]}`,
      isSet: isFilled,
    }),
  ),
  exactlyOne({
    ...CHOICE,
    places: [
      [Rollout, `${STEP}.setHeaderRoute.match[].headerValue`, `${STEP}.setMirrorRoute.match[].method`],
      [Rollout, `${STEP}.setMirrorRoute.match[].path`],
    ],
    names: ['exact', 'regex', 'prefix'],
    fix: 'keep one; to match either, write an entry for each',
    none: 'set one of them',
    isSet: isFilled,
  }),
  placeRule<Readonly<Record<string, unknown>>>({
    ...CHOICE,
    places: [[Rollout, STEP]],
    find(step, what, report) {
      const given = ACTIONS.filter((name) => step[name] !== undefined);
      if (given.length > 1) {
        const expected = `one of ${ACTIONS.join(', ')}`;
        report({ what, got: given.join(' and '), expected, fix: 'write a step for each' });
      } else if (given.length === 0 && !OTHER_ACTIONS.some((name) => step[name] !== undefined)) {
        const expected = `one of ${[...ACTIONS, ...OTHER_ACTIONS].join(', ')}`;
        report({ what, got: undefined, expected, fix: 'set one, or remove the step; pause: {} waits for a promotion' });
      }
    },
  }),
  placeRule<RolloutSpec>({
    code: 'GW671',
    title: 'Rollout without pods, or with two sources of them',
    places: [[Rollout, 'spec']],
    find({ selector, template, workloadRef }, path, report) {
      if (workloadRef) {
        const metadata = { ...template?.metadata?.labels, ...template?.metadata?.annotations };
        if (Object.keys(metadata).length > 0) {
          const fix = 'leave the template out; the pods are those of the workload';
          report({ what: `${path}.template`, got: 'a template', expected: 'none with workloadRef', fix });
        }
        return;
      }
      if (Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0) {
        const fix = 'select the labels of the template, or name a Deployment in workloadRef';
        report({ what: `${path}.selector`, got: selector, expected: 'a label of the pods', fix });
      }
      if (!template) {
        const fix = 'add the template of the pods, or name a Deployment in workloadRef';
        report({ what: `${path}.template`, got: undefined, expected: 'a template or a workloadRef', fix });
      }
    },
  }),
  placeRule<number>({
    code: 'GW672',
    title: 'number of a Rollout out of range',
    places: [
      [Rollout, 'spec.replicas', 'spec.minReadySeconds', 'spec.revisionHistoryLimit', 'spec.progressDeadlineSeconds'],
    ],
    find(got, what, report) {
      if (got < 0) report({ what, got, expected: 'at least 0', fix: 'leave it out for the default' });
    },
  }),
  placeRule<RolloutSpec>({
    code: 'GW672',
    title: 'number of a Rollout out of range',
    places: [[Rollout, 'spec']],
    find({ minReadySeconds = 0, progressDeadlineSeconds = 600, revisionHistoryLimit = 10, strategy }, path, report) {
      if (progressDeadlineSeconds >= 0 && progressDeadlineSeconds <= minReadySeconds) {
        const fix = 'raise it; a pod is counted only after it was ready for minReadySeconds';
        const expected = `more than minReadySeconds (${minReadySeconds})`;
        report({ what: `${path}.progressDeadlineSeconds`, got: progressDeadlineSeconds, expected, fix });
      }
      const kept = strategy?.blueGreen?.scaleDownDelayRevisionLimit;
      if (kept !== undefined && kept > revisionHistoryLimit) {
        report({
          what: `${path}.strategy.blueGreen.scaleDownDelayRevisionLimit`,
          got: kept,
          expected: `at most revisionHistoryLimit (${revisionHistoryLimit})`,
          fix: 'lower it, or keep more revisions',
        });
      }
    },
  }),
  placeRule<NonNullable<AntiAffinity['preferredDuringSchedulingIgnoredDuringExecution']>>({
    code: 'GW672',
    title: 'number of a Rollout out of range',
    places: [
      [
        Rollout,
        ...['canary', 'blueGreen'].map(
          (name) => `${STRATEGY}.${name}.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution`,
        ),
      ],
    ],
    find({ weight }, path, report) {
      if (weight >= 1 && weight <= 100) return;
      report({ what: `${path}.weight`, got: weight, expected: '1 to 100', fix: 'set a weight of this range' });
    },
  }),
  placeRule<Canary>({
    code: 'GW672',
    title: 'number of a Rollout out of range',
    places: [[Rollout, CANARY]],
    find({ steps = [], trafficRouting }, path, report) {
      const most = trafficRouting?.maxTrafficWeight ?? 100;
      steps.forEach(({ setWeight }, index) => {
        if (setWeight === undefined || (setWeight >= 0 && setWeight <= most)) return;
        const fix = 'set the share of requests of the new version';
        report({ what: `${path}.steps[${index}].setWeight`, got: setWeight, expected: `0 to ${most}`, fix });
      });
    },
  }),
  placeRule<BlueGreen>({
    code: 'GW673',
    title: 'one Service where a Rollout needs two',
    places: [[Rollout, `${STRATEGY}.blueGreen`]],
    find: ({ activeService, previewService }, path, report) =>
      two(path, 'previewService', previewService, 'activeService', activeService, report),
  }),
  placeRule<NonNullable<Canary['pingPong']>>({
    code: 'GW673',
    title: 'one Service where a Rollout needs two',
    places: [[Rollout, `${CANARY}.pingPong`]],
    find: ({ pingService, pongService }, path, report) =>
      two(path, 'pongService', pongService, 'pingService', pingService, report),
  }),
  placeRule<{ readonly duration?: number | string }>({
    code: 'GW676',
    title: 'pause of a Rollout that is not a time',
    places: [[Rollout, `${STEP}.pause`]],
    find({ duration }, path, report) {
      if (duration === undefined || seconds(duration) >= 0) return;
      report({
        what: `${path}.duration`,
        got: duration,
        expected: "seconds, or a duration such as '90s' or '1h30m'",
        fix: 'use the units h, m and s; leave it out to wait for a promotion',
      });
    },
  }),
  placeRule<Canary>({
    code: 'GW677',
    title: 'Rollout that may neither add nor remove a pod',
    places: [[Rollout, CANARY]],
    find({ maxSurge, maxUnavailable }, path, report) {
      if (!isZero(maxSurge) || !isZero(maxUnavailable)) return;
      report({
        what: `${path}.maxSurge`,
        got: `${maxSurge} with maxUnavailable ${maxUnavailable}`,
        expected: 'one of the two above 0',
        fix: 'allow one more pod, or one less',
      });
    },
  }),
  placeRule<FieldRef>({
    code: 'GW678',
    title: 'argument of a field that a Rollout does not have',
    places: [
      [
        Rollout,
        `${STEP}.analysis.args[].valueFrom.fieldRef`,
        `${STEP}.experiment.analyses[].args[].valueFrom.fieldRef`,
      ],
    ],
    find({ fieldPath }, path, report) {
      if (!fieldPath.startsWith('metadata') || METADATA.test(fieldPath)) return;
      report({
        what: `${path}.fieldPath`,
        got: fieldPath,
        expected: "metadata.name, namespace, uid, labels['...'] or annotations['...']",
        fix: 'name one of these, or give the value',
      });
    },
  }),
];

const METADATA = /^metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['[^']+'\])$/;

function two(
  path: string,
  name: string,
  got: string | undefined,
  otherName: string,
  other: string,
  report: Report,
): void {
  if ((got ?? '') !== other) return;
  const fix = 'create a Service for each; the controller sets their selectors';
  report({ what: `${path}.${name}`, got, expected: `another Service than ${otherName}`, fix });
}

/** The time of a pause; negative where it cannot be read. */
function seconds(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  if (/^[-+]?\d+$/.test(duration)) return Number(duration);
  const nanoseconds = goDuration(duration);
  // The controller cuts the fraction off.
  return nanoseconds === undefined ? -1 : Math.trunc(nanoseconds / NANOSECONDS.s);
}

const isZero = (value: number | string | undefined) => value !== undefined && /^0+%?$/.test(String(value));
