import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Metric } from './flagger-metric';
import { MetricProvider } from './flagger-metric-template';
import { FlaggerCourse } from './flagger-plan';
import { SessionAffinity, renderAffinity } from './flagger-session-affinity';
import { Strategy } from './flagger-strategy';
import { flaggerTime, listed } from './flagger-text';
import { Webhook } from './flagger-webhook';
import { CanaryPlan } from '../canary/canary-plan';
import { Warnings } from '../resource/warning';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** How Flagger moves a new version forward, and what holds it up (`spec.analysis`). */
export interface AnalysisOptions {
  /**
   * The steps that the canary goes through; see `Strategy.fromPlan`.
   *
   * @default - `strategy` says; one of the two must be given
   */
  readonly plan?: CanaryPlan;
  /**
   * Weights, an A/B test or blue/green, in place of a plan.
   *
   * @default - `plan` says
   */
  readonly strategy?: Strategy;
  /**
   * How long Flagger waits between two checks, whole seconds, at least 10 (`interval`).
   *
   * @default - the pause of the plan's steps, else 1 minute
   */
  readonly interval?: Duration;
  /**
   * Failed checks with which the canary goes back (`threshold`). Each holds it up by one interval.
   *
   * @default 5
   */
  readonly threshold?: number;
  /**
   * Steps in percent by which requests go back to the primary, once it is the new version (`stepWeightPromotion`).
   *
   * @default - all at once
   */
  readonly stepWeightPromotion?: number;
  /**
   * Share of the primary's pods that must be available, in percent (`primaryReadyThreshold`).
   *
   * @default 100
   */
  readonly primaryReadyThreshold?: number;
  /**
   * Share of the canary's pods that must be available, in percent (`canaryReadyThreshold`).
   *
   * @default 100
   */
  readonly canaryReadyThreshold?: number;
  /**
   * Keep a client on its version, while requests are shared by weights (`sessionAffinity`).
   *
   * @default - each request goes its own way
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * Where metrics come from. Metrics other than those of a template need one.
   *
   * @default - templates say
   */
  readonly metricProvider?: MetricProvider;
  /**
   * Checks of the canary (`metrics`); more by `addMetric`.
   *
   * @default - none yet
   */
  readonly metrics?: Metric[];
  /**
   * Who is asked or told on the way (`webhooks`); more by `addWebhook`.
   *
   * @default - none yet
   */
  readonly webhooks?: Webhook[];
}

/**
 * What the plan or strategy means to Flagger.
 * @internal
 */
export function courseOf(canary: Construct, options: AnalysisOptions): FlaggerCourse {
  const { plan, strategy, interval, sessionAffinity } = options;
  exactlyOne('plan', { plan, strategy }, 'for example strategy: Strategy.weights(10, 50)', canary);
  const course = (strategy ?? Strategy.fromPlan(plan!))._course(interval);
  flaggerTime('interval', course.interval, 10);
  if (sessionAffinity && course.mode !== 'weights') {
    const got = course.mode === 'pins' ? 'beside pins' : 'with blue/green';
    const expected = 'weights; Flagger would put the pins onto the rule of the cookie';
    refuse({ what: 'sessionAffinity', got, expected, fix: 'leave it out, or use weights' }, canary);
  }
  return course;
}

/**
 * What of the options is wrong, or doubtful, whatever is added later.
 * @internal
 */
export function checkAnalysis(canary: Construct, options: AnalysisOptions): void {
  const { threshold, stepWeightPromotion, primaryReadyThreshold, canaryReadyThreshold, sessionAffinity } = options;
  const within = (what: string, value: number | undefined, least: number, most: number, fix: string) =>
    value === undefined || wholeNumber(what, value, least, most, fix);
  within('threshold', threshold, 1, Number.MAX_SAFE_INTEGER, 'say how many failed checks are too many');
  within('stepWeightPromotion', stepWeightPromotion, 1, 100, 'leave it out to go back at once');
  within('primaryReadyThreshold', primaryReadyThreshold, 0, 100, 'it is in percent');
  within('canaryReadyThreshold', canaryReadyThreshold, 0, 100, 'it is in percent');
  if (sessionAffinity) {
    renderAffinity(sessionAffinity);
    if (sessionAffinity.stickToPrimary === false) {
      Warnings._add(canary, 'GW422', {
        what: 'sessionAffinity',
        got: 'clients that stay on the canary only',
        expected: 'clients that stay on the primary too; else the canary gets more and more of them in one step',
        fix: 'leave stickToPrimary out',
      });
    }
  }
}

/**
 * Refuses a webhook that Flagger would not call, or that has the name of another.
 * @internal
 */
export function checkWebhook(
  canary: Construct,
  webhook: Webhook,
  others: readonly Webhook[],
  course: FlaggerCourse,
): void {
  if (others.some(({ name }) => name === webhook.name)) {
    const fix = 'name it by its options';
    refuse(
      { what: `webhook '${webhook.name}'`, got: 'a second one of that name', expected: 'each name once', fix },
      canary,
    );
  }
  if (webhook.type === 'confirm-traffic-increase' && course.mode !== 'weights') {
    const expected = 'weights; Flagger asks only before it raises one';
    const fix = 'use Webhook.confirmRollout() or .confirmPromotion()';
    refuse({ what: `webhook '${webhook.name}'`, got: webhook.type, expected, fix }, canary);
  }
}

/**
 * What is known once everything is added: gates that nobody holds.
 * @internal
 */
export function missingGates(course: FlaggerCourse, webhooks: readonly Webhook[]) {
  const types = webhooks.map(({ type }) => type);
  return course.gates
    .filter((gate) => !gate.types.some((type) => types.includes(type)))
    .map((gate) => ({
      what: `gate of step '${gate.step}'`,
      got: gate.gate,
      expected: `a webhook of type ${gate.types.join(' or ')}; Flagger goes on by itself`,
      fix: `add Webhook.${gate.types[0].replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}(), or leave the gate out`,
    }));
}

/**
 * Warns of a window that reaches into the step before.
 * @internal
 */
export function checkWindow(canary: Construct, metric: Metric, { interval }: FlaggerCourse): void {
  if (metric.window && metric.window.toMilliseconds() > interval.toMilliseconds()) {
    Warnings._add(canary, 'GW424', {
      what: `window of metric '${metric.name}'`,
      got: metric.window.toHumanString(),
      expected: `at most the interval (${interval.toHumanString()}); it also sees the step before`,
      fix: 'shorten it, or lengthen the interval',
    });
  }
}

/**
 * Warns of what only the whole of the checks tells.
 * @internal
 */
export function checkWhole(
  canary: Construct,
  metrics: readonly Metric[],
  webhooks: readonly Webhook[],
  { interval }: FlaggerCourse,
): void {
  const rollouts = webhooks.filter(({ type }) => type === 'rollout');
  if (metrics.length === 0) {
    Warnings._add(canary, 'GW421', {
      what: 'metrics',
      got: 'none',
      expected: 'a check of the canary; else it is promoted whatever it answers',
      fix: 'for example Metric.successRate({ minimum: 99 })',
    });
  }
  const seconds = rollouts.reduce((sum, webhook) => sum + webhook._seconds, 0);
  if (seconds >= interval.toSeconds()) {
    Warnings._add(canary, 'GW423', {
      what: `timeouts of webhooks ${listed(rollouts.map(({ name }) => `'${name}'`))}`,
      got: `${seconds} s in all`,
      expected: `less than the interval (${interval.toHumanString()}), in which Flagger calls each of them`,
      fix: 'shorten them, or lengthen the interval',
    });
  }
}
