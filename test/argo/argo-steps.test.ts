import * as fc from 'fast-check';
import { Json, minutes, newHttpRollout, stepsIn, testers } from './argo-fixture';
import { Analysis } from '../../src/argo/argo-analysis';
import { CanaryPin } from '../../src/canary/canary-pin';
import { CanaryPlan, CanaryStep } from '../../src/canary/canary-plan';

const dark = { replicas: 2 };
const set = (name: string, headerName: string = 'version', exact: string = 'v2') => ({
  setHeaderRoute: { name, match: [{ headerName, headerValue: { exact } }] },
});
const vip = CanaryPin.header('vip', 'yes');

test.each<[string, CanaryStep[], object[]]>([
  [
    'weights and pauses; full rollout is left to Argo Rollouts',
    [{ weight: 10, pause: minutes(5) }, { weight: 50 }, { weight: 100 }],
    [{ setWeight: 10 }, { pause: { duration: '300s' } }, { setWeight: 50 }, { pause: {} }],
  ],
  [
    'a stop at full rollout keeps stable pods for an immediate way back',
    [{ weight: 100, pause: minutes(60) }],
    [{ setWeight: 100 }, { pause: { duration: '3600s' } }],
  ],
  [
    'a gate waits for a person, after the time that is said',
    [{ weight: 10, pause: minutes(1), gate: 'dashboards look fine' }],
    [{ setWeight: 10 }, { pause: { duration: '60s' } }, { pause: {} }],
  ],
  [
    'a dark launch: pods before requests, and pods of the new share before the share',
    [{ weight: 0, pins: [testers] }, { weight: 10 }, { weight: 50 }],
    [
      { setCanaryScale: dark },
      set('canary-pin-1'),
      { pause: {} },
      { setCanaryScale: { weight: 10 } },
      { setWeight: 10 },
      { setCanaryScale: { matchTrafficWeight: true } },
      { pause: {} },
      { setWeight: 50 },
      { pause: {} },
    ],
  ],
  [
    'a step without a canary has no pods of it',
    [{ weight: 0, name: 'v1-only' }, { weight: 0, pins: [testers] }, { weight: 100 }],
    [{ pause: {} }, { setCanaryScale: dark }, set('canary-pin-1'), { pause: {} }],
  ],
  [
    'a dark launch by a pin that the plugin does not manage',
    [{ weight: 0, pins: [CanaryPin.queryParam('v', '2')] }],
    [{ setCanaryScale: dark }, { pause: {} }],
  ],
  [
    'pins that keep requests at stable need no pods of the canary',
    [{ weight: 0, pins: [testers.toStable()] }],
    [{ pause: {} }],
  ],
  [
    'the plugin takes all pins away at once: those that stay are set again',
    [
      { weight: 10, pins: [testers, vip] },
      { weight: 20, pins: [vip] },
      { weight: 30, pins: [] },
    ],
    [
      { setWeight: 10 },
      set('canary-pin-1'),
      set('canary-pin-2', 'vip', 'yes'),
      { pause: {} },
      { setWeight: 20 },
      { setHeaderRoute: { name: 'canary-pin-1' } },
      set('canary-pin-2', 'vip', 'yes'),
      { pause: {} },
      { setWeight: 30 },
      { setHeaderRoute: { name: 'canary-pin-2' } },
      { pause: {} },
    ],
  ],
  [
    'a pin by a regular expression, and one by a cookie',
    [{ weight: 10, pins: [CanaryPin.headerMatching('version', 'v[23]'), CanaryPin.cookie('beta', 'on')] }],
    [
      { setWeight: 10 },
      {
        setHeaderRoute: {
          name: 'canary-pin-1',
          match: [{ headerName: 'version', headerValue: { regex: 'v[23]' } }],
        },
      },
      {
        setHeaderRoute: {
          name: 'canary-pin-2',
          match: [{ headerName: 'Cookie', headerValue: { regex: '^(?:.*; *)?beta=on(?:;.*)?$' } }],
        },
      },
      { pause: {} },
    ],
  ],
])('%s', (_, steps, expected) => {
  expect(stepsIn(newHttpRollout({ steps }).chart)).toEqual(expected);
});

test('the number of pods of a dark launch', () => {
  const { chart } = newHttpRollout({ steps: [{ weight: 0, pins: [testers] }], darkLaunchReplicas: 1 });
  expect(stepsIn(chart)[0]).toEqual({ setCanaryScale: { replicas: 1 } });
});

test('a step with an analysis is left when that succeeds, unless the plan says how long it lasts', () => {
  const { chart, rollout } = newHttpRollout({
    steps: [{ weight: 10 }, { weight: 50, pause: minutes(5) }, { weight: 60, gate: 'ask' }, { weight: 100 }],
  });
  const smoke = Analysis.template('smoke');
  ['10-percent', '50-percent', '60-percent', 'promoted'].forEach((step) => rollout.addStepAnalysis(step, smoke));
  const analysis = { analysis: { templates: [{ templateName: 'smoke' }] } };
  expect(stepsIn(chart)).toEqual([
    { setWeight: 10 },
    analysis,
    { setWeight: 50 },
    { pause: { duration: '300s' } },
    analysis,
    { setWeight: 60 },
    { pause: {} },
    analysis,
    { setWeight: 100 },
    analysis,
  ]);
});

test('the background analysis begins behind the first share', () => {
  const steps = [{ weight: 0, pins: [testers] }, { weight: 10 }, { weight: 50 }];
  const { chart } = newHttpRollout({ steps, analysis: [Analysis.successRate({ minimum: 99 })] });
  const canary = (chart.toJson()[0] as { spec: { strategy: { canary: Json } } }).spec.strategy.canary;
  expect(canary.steps[canary.analysis.startingStep]).toEqual({ pause: {} });
  expect(canary.steps.slice(0, canary.analysis.startingStep)).toContainEqual({ setWeight: 10 });
});

/**
 * What the controller and the plugin make of steps, as their sources say (`replicaset/canary.go`,
 * `trafficrouting.go`, plugin 0.15): the state in which each stop finds the route and the pods.
 */
function walk(steps: readonly Json[], replicas: number) {
  const last = (index: number, wanted: (step: Json) => boolean) =>
    steps
      .slice(0, index + 1)
      .filter(wanted)
      .at(-1);
  let held: { name: string; headers: string[] }[] = [];
  return steps.flatMap((step, index) => {
    const asked: number = last(index, ({ setWeight }) => setWeight !== undefined)?.setWeight ?? 0;
    const scale = last(index, ({ setCanaryScale }) => setCanaryScale !== undefined)?.setCanaryScale;
    const byWeight = (weight: number) => Math.ceil((weight * replicas) / 100);
    const pods = !scale || scale.matchTrafficWeight ? byWeight(asked) : (scale.replicas ?? byWeight(scale.weight));
    if (step.setHeaderRoute) {
      const { name, match } = step.setHeaderRoute;
      const headers = match?.map(({ headerName }: { headerName: string }) => headerName);
      held = match
        ? [
            ...held.filter(
              (rule) => rule.name !== name && !headers.every((header: string) => rule.headers.includes(header)),
            ),
            { name, headers },
          ]
        : [];
    }
    held = pods === 0 ? [] : held;
    const stop = { weight: pods > 0 ? asked : 0, pods, pinned: held.flatMap(({ headers }) => headers).sort() };
    return step.pause ? [{ ...stop, isEnough: pods >= byWeight(asked) }] : [];
  });
}

test('for random plans, each stop finds the weight and the pins of its step, and pods to serve them', () => {
  const pins = ['a', 'b', 'c'].map((name) => CanaryPin.header(name, 'x'));
  const step = fc.record({ add: fc.nat(40), pins: fc.subarray(pins) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 20 }), (parts, replicas) => {
      let weight = 0;
      const plan = new CanaryPlan(
        parts.map((part, index) => {
          weight = Math.min(99, weight + part.add);
          return { name: `s${index}`, weight, pins: part.pins };
        }),
      );
      const { chart } = newHttpRollout({ plan });
      const wanted = plan.states.map((state) => ({
        weight: state.weights.canary,
        pinned: state.pins.map((pin) => pin._condition.headers![0]._render().name).sort(),
      }));
      const stops = walk(stepsIn(chart), replicas);
      expect(stops.map(({ weight: share, pinned }) => ({ weight: share, pinned }))).toEqual(wanted);
      expect(stops.every(({ isEnough }) => isEnough)).toBe(true);
      stops.forEach(({ pods, pinned }) => expect(pods > 0 || pinned.length === 0).toBe(true));
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('the model of the controller tells a wrong order from a right one', () => {
  const held = (...steps: object[]) => walk([...steps, { pause: {} }], 10)[0].pinned;
  expect(held({ setCanaryScale: dark }, set('canary-pin-1'))).toEqual(['version']);
  expect(held(set('canary-pin-1'), { setCanaryScale: dark })).toEqual([]);
  expect(
    held(
      { setCanaryScale: dark },
      set('canary-pin-1'),
      { setCanaryScale: { matchTrafficWeight: true } },
      { setWeight: 9 },
    ),
  ).toEqual([]);
});
