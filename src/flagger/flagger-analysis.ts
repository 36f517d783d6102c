import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Metric } from './flagger-metric';
import { MetricProvider } from './flagger-metric-template';
import { FlaggerCourse } from './flagger-plan';
import { SessionAffinity, renderAffinity } from './flagger-session-affinity';
import { Strategy } from './flagger-strategy';
import { flaggerTime } from './flagger-text';
import { Webhook } from './flagger-webhook';
import { CanaryPlan } from '../canary/canary-plan';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Steps, checks and webhooks of a Canary (`spec.analysis`). */
export interface AnalysisOptions {
  /**
   * Steps of the canary; see `Strategy.fromPlan`. Excludes `strategy`.
   *
   * @default - none; `strategy` is required
   */
  readonly plan?: CanaryPlan;
  /**
   * Weights, an A/B test or blue/green. Excludes `plan`.
   *
   * @default - none; `plan` is required
   */
  readonly strategy?: Strategy;
  /**
   * Time between two checks, in whole seconds, at least 10 (`interval`).
   *
   * @default - the pause of the plan's steps, else 1 minute
   */
  readonly interval?: Duration;
  /**
   * Number of failed checks after which the canary is rolled back (`threshold`). Each delays it by one interval.
   *
   * @default 5
   */
  readonly threshold?: number;
  /**
   * Step in percent by which the weight moves back to the primary during promotion (`stepWeightPromotion`).
   *
   * @default - all requests at once
   */
  readonly stepWeightPromotion?: number;
  /**
   * Percentage of the primary's pods that must be available (`primaryReadyThreshold`).
   *
   * @default 100
   */
  readonly primaryReadyThreshold?: number;
  /**
   * Percentage of the canary's pods that must be available (`canaryReadyThreshold`).
   *
   * @default 100
   */
  readonly canaryReadyThreshold?: number;
  /**
   * Keeps a client on one version while requests are split by weight (`sessionAffinity`).
   *
   * @default - each request is balanced separately
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * Source of metrics. Required for all metrics except `Metric.fromTemplate`.
   *
   * @default - none; each template has its own
   */
  readonly metricProvider?: MetricProvider;
  /**
   * Checks of the canary (`metrics`); `addMetric` adds more.
   *
   * @default - none
   */
  readonly metrics?: Metric[];
  /**
   * Webhooks that Flagger calls (`webhooks`); `addWebhook` adds more.
   *
   * @default - none
   */
  readonly webhooks?: Webhook[];
}

/**
 * The plan or strategy in Flagger's terms.
 * @internal
 */
export function courseOf(canary: Construct, options: AnalysisOptions): FlaggerCourse {
  const { plan, strategy, interval, sessionAffinity } = options;
  exactlyOne('plan', { plan, strategy }, 'for example strategy: Strategy.weights(10, 50)', canary);
  const course = (strategy ?? Strategy.fromPlan(plan!))._course(interval);
  flaggerTime('interval', course.interval, 10);
  if (sessionAffinity && course.mode !== 'weights') {
    const got = course.mode === 'pins' ? 'with pins' : 'with blue/green';
    const expected = 'weights; Flagger would add the pins to the rule of the cookie';
    refuse({ what: 'sessionAffinity', got, expected, fix: 'leave it out, or use weights' }, canary);
  }
  return course;
}

/**
 * Checks the options, independent of metrics and webhooks.
 * @internal
 */
export function checkAnalysis(options: AnalysisOptions): void {
  const { threshold, stepWeightPromotion, primaryReadyThreshold, canaryReadyThreshold, sessionAffinity } = options;
  const within = (what: string, value: number | undefined, least: number, most: number, fix: string) =>
    value === undefined || wholeNumber(what, value, least, most, fix);
  within('threshold', threshold, 1, Number.MAX_SAFE_INTEGER, 'set the number of failed checks for a rollback');
  within('stepWeightPromotion', stepWeightPromotion, 1, 100, 'leave it out to move all requests at once');
  within('primaryReadyThreshold', primaryReadyThreshold, 0, 100, 'use a percentage');
  within('canaryReadyThreshold', canaryReadyThreshold, 0, 100, 'use a percentage');
  if (sessionAffinity) {
    renderAffinity(sessionAffinity);
  }
}

/**
 * Refuses a webhook that Flagger would not call, or with a duplicate name.
 * @internal
 */
export function checkWebhook(
  canary: Construct,
  webhook: Webhook,
  others: readonly Webhook[],
  course: FlaggerCourse,
): void {
  if (others.some(({ name }) => name === webhook.name)) {
    const fix = 'set name in its options';
    refuse(
      { what: `webhook '${webhook.name}'`, got: 'a second one of this name', expected: 'unique names', fix },
      canary,
    );
  }
  if (webhook.type === 'confirm-traffic-increase' && course.mode !== 'weights') {
    const expected = 'weights; Flagger calls it only before it raises a weight';
    const fix = 'use Webhook.confirmRollout() or .confirmPromotion()';
    refuse({ what: `webhook '${webhook.name}'`, got: webhook.type, expected, fix }, canary);
  }
}

/**
 * Gates of the plan without a webhook that holds the canary.
 * @internal
 */
export function missingGates(course: FlaggerCourse, webhooks: readonly Webhook[]) {
  const types = webhooks.map(({ type }) => type);
  return course.gates
    .filter((gate) => !gate.types.some((type) => types.includes(type)))
    .map((gate) => ({
      what: `gate of step '${gate.step}'`,
      got: gate.gate,
      expected: `a webhook of type ${gate.types.join(' or ')}; without one Flagger continues automatically`,
      fix: `add Webhook.${gate.types[0].replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}(), or leave the gate out`,
    }));
}
