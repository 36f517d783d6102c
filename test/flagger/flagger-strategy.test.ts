import { Duration } from 'cdk8s';
import { errorsOf, makeCanary, specOf } from './flagger-support';
import { CanaryPin, CanaryPlan, CanaryStep } from '../../src';
import { CanaryProps } from '../../src/flagger/flagger-canary';
import { Strategy } from '../../src/flagger/flagger-strategy';
import { Webhook } from '../../src/flagger/flagger-webhook';

const minutes = (count: number) => Duration.minutes(count);
const pins = [CanaryPin.header('Version', 'v2'), CanaryPin.cookie('tester', 'yes'), CanaryPin.queryParam('v', '2')];
const gate = 'http://loadtester.test/gate/check';

describe('the way of a new version', () => {
  const plan = (...steps: CanaryStep[]) => new CanaryPlan(steps);
  test.each<[string, Partial<CanaryProps>, object]>([
    [
      'a plan: weights, and one pause for all',
      { plan: plan({ weight: 0 }, { weight: 10, pause: minutes(5) }, { weight: 50 }, { weight: 100 }) },
      { interval: '5m', threshold: 5, stepWeights: [10, 50, 100] },
    ],
    ['a plan without a pause', { plan: plan({ weight: 20 }), interval: Duration.seconds(90) }, { interval: '90s' }],
    [
      'a plan with pins: an A/B test, as long as its step',
      { plan: plan({ weight: 0 }, { weight: 0, pins, pause: minutes(30) }, { weight: 100 }), interval: minutes(2) },
      {
        interval: '2m',
        threshold: 5,
        iterations: 15,
        match: [
          { headers: { version: { exact: 'v2' } } },
          { headers: { cookie: { regex: '^(?:.*; *)?tester=yes(?:;.*)?$' } } },
          { queryParams: { v: { exact: '2' } } },
        ],
      },
    ],
    [
      'pins that are gone in the end do not matter',
      { plan: plan({ weight: 20 }, { weight: 100, pins }) },
      { stepWeights: [20, 100] },
    ],
    ['equal steps', { strategy: Strategy.linear(10, 50) }, { stepWeight: 10, maxWeight: 50 }],
    ['an A/B test', { strategy: Strategy.abTest([pins[0]], 10) }, { iterations: 10 }],
    ['blue/green', { strategy: Strategy.blueGreen(5, { mirror: true }) }, { iterations: 5, mirror: true }],
  ])('%s', (_, props, analysis) => expect(specOf(props).analysis).toMatchObject(analysis));

  const pinned = { weight: 0, pins, pause: minutes(5) };
  test.each<[string, CanaryStep[], string]>([
    [
      'pins and shares',
      [pinned, { weight: 10, pins: [] }],
      "plan: got pins in step 'dark-launch' and weight 10 in step '10-percent'",
    ],
    [
      'pins that hold while requests are shared',
      [{ weight: 10, pins }],
      "plan: got pins in step '10-percent' and weight 10",
    ],
    ['a pin to stable', [{ weight: 10, pins: [pins[0].toStable()] }], "pins of step '10-percent': got 'one to stable'"],
    [
      'pins twice',
      [pinned, { ...pinned, name: 'more' }],
      "pins in step 'dark-launch' and in step 'more', expected one step with pins",
    ],
    ['pins for as long as somebody likes', [{ weight: 0, pins }], "pause of step 'dark-launch': got undefined"],
    [
      'pins for half an interval',
      [{ ...pinned, pause: Duration.seconds(90) }],
      'expected a multiple of the interval (1 minute)',
    ],
    ['a pause behind pins', [pinned, { weight: 100, pause: minutes(1) }], "pause of step 'promoted': got '1 minute'"],
    ['no share', [{ weight: 0 }], 'weights of 0 only, and no pins'],
    ['a share twice', [{ weight: 10 }, { weight: 10, name: 'again' }], "weight of step 'again': got 10"],
    [
      'unequal pauses',
      [
        { weight: 10, pause: minutes(5) },
        { weight: 50, pause: minutes(9) },
      ],
      "pause of step '50-percent': got '9 minutes'",
    ],
    [
      'a pause before the first share',
      [{ weight: 0, pause: minutes(5) }, { weight: 10 }],
      "pause of step 'stable-only': got '5 minutes'",
    ],
    ['a pause under 10 seconds', [{ weight: 10, pause: Duration.seconds(5) }], "interval: got '5 s'"],
  ])('refuses a plan with %s', (_, steps, message) => {
    expect(() => makeCanary({ plan: new CanaryPlan(steps) })).toThrow(message);
  });

  test('an interval beside a pause must be the same', () => {
    const steps = plan({ weight: 10, pause: minutes(5) });
    expect(() => makeCanary({ plan: steps, interval: minutes(1) })).toThrow(
      "pause of step '10-percent': got '5 minutes'",
    );
    expect(specOf({ plan: steps, interval: minutes(5) }).analysis.interval).toBe('5m');
  });

  test.each<[string, () => unknown, string]>([
    ['no weights', () => Strategy.weights(), "weights: got 'none'"],
    ['a weight of 0', () => Strategy.weights(0, 10), 'weight in percent: got 0'],
    ['falling weights', () => Strategy.weights(50, 10), "weights: got '50, 10'"],
    [
      'a step that misses the maximum',
      () => Strategy.linear(20, 50),
      'a multiple of the step (20); Flagger would go on to 60',
    ],
    ['an A/B test without pins', () => Strategy.abTest([], 5), "pins of an A/B test: got 'none'"],
    ['an A/B test to stable', () => Strategy.abTest([pins[0].toStable()], 5), "got 'one to stable'"],
    ['no iterations', () => Strategy.blueGreen(0), 'iterations: got 0'],
  ])('refuses a strategy with %s', (_, make, message) => expect(make).toThrow(message));
});

describe('gates', () => {
  const plan = (step: Partial<CanaryStep>) =>
    new CanaryPlan([
      { weight: 0, ...(step.weight === 0 && step) },
      { weight: 10, ...(step.weight === 10 && step) },
      { weight: 50, ...(step.weight === 50 && step) },
    ]);
  const ab = new CanaryPlan([{ weight: 0, pins, pause: minutes(5), gate: 'testers say yes' }]);
  test.each<[string, CanaryPlan, Webhook, string]>([
    [
      'before the first requests',
      plan({ weight: 0, gate: 'a release' }),
      Webhook.confirmRollout(gate),
      "gate of step 'stable-only': got 'a release'",
    ],
    [
      'before more requests',
      plan({ weight: 10, gate: 'a look' }),
      Webhook.confirmTrafficIncrease(gate),
      "gate of step '10-percent': got 'a look'",
    ],
    [
      'before the promotion',
      plan({ weight: 50, gate: 'a look' }),
      Webhook.confirmPromotion(gate),
      "gate of step '50-percent'",
    ],
    ['of an A/B test', ab, Webhook.confirmPromotion(gate), "gate of step 'dark-launch': got 'testers say yes'"],
  ])('%s ask for a webhook', (_, steps, webhook, message) => {
    expect(errorsOf((chart) => makeCanary({ plan: steps }, chart))).toContain(message);
    expect(errorsOf((chart) => makeCanary({ plan: steps }, chart).addWebhook(webhook))).toBe('');
  });
});
