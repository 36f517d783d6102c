import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  CanaryRoute,
  CanaryRouteProps,
  CanaryWeights,
  Gateway,
  GatewayApp,
  GatewayClass,
  HttpMatch,
  OutputDirectory,
  RouteParent,
  TcpRoute,
} from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { filesIn, newChart, temporaryDirectory, theOnly, warningsOf } from '../support/synth';

const parents = [RouteParent.of(Gateway.fromGatewayName('http', 'gloo-system'))];
const stable = Backend.service('v1', 8080);
const canary = Backend.service('v2', 8080);
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
const pinned = { headers: [{ name: 'version', value: 'v2' }] };

interface Rule {
  readonly matches?: readonly Record<string, unknown>[];
  readonly backendRefs: readonly { readonly name: string; readonly weight?: number; readonly filters?: unknown[] }[];
  readonly filters?: readonly unknown[];
  readonly sessionPersistence?: unknown;
}
const make = (props: Partial<CanaryRouteProps>) => {
  const chart = newChart();
  const route = new CanaryRoute(chart, 'workload', { parents, stable, canary, ...props });
  return { chart, route };
};
const rulesIn = (object: object) => (object as { spec: { rules: Rule[] } }).spec.rules;
const rules = (props: Partial<CanaryRouteProps>) => rulesIn(theOnly(make(props).chart, 'HTTPRoute'));
const v1 = { name: 'v1', port: 8080 };
const v2 = { name: 'v2', port: 8080 };

describe('weights', () => {
  test.each<[string, Partial<CanaryRouteProps>, unknown]>([
    ['everything to stable', {}, [v1]],
    [
      'percent',
      { weights: CanaryWeights.percent(20) },
      [
        { ...v1, weight: 80 },
        { ...v2, weight: 20 },
      ],
    ],
    ['everything to the canary', { weights: CanaryWeights.percent(100) }, [v2]],
    [
      'relative',
      { weights: CanaryWeights.relative(999, 1) },
      [
        { ...v1, weight: 999 },
        { ...v2, weight: 1 },
      ],
    ],
    [
      'a third version',
      { weights: CanaryWeights.percent(20, 30), variants: [Backend.service('v3', 8080)] },
      [
        { ...v1, weight: 50 },
        { ...v2, weight: 20 },
        { name: 'v3', port: 8080, weight: 30 },
      ],
    ],
  ])('%s', (_, props, backendRefs) => {
    expect(rules(props)).toEqual([{ backendRefs }]);
  });

  test('for the backends of other routes', () => {
    const chart = newChart();
    new TcpRoute(chart, 'tcp', { parents, backends: CanaryWeights.percent(10).split(stable, canary) });
    expect(rulesIn(theOnly(chart, 'TCPRoute'))[0].backendRefs.map(({ weight }) => weight)).toEqual([90, 10]);
  });

  test.each<[string, () => unknown, string]>([
    ['over 100 percent', () => CanaryWeights.percent(60, 50), "weights in percent: got '60 + 50 = 110'"],
    ['below 0', () => CanaryWeights.percent(-1), 'weight in percent: got -1'],
    ['nothing for anybody', () => CanaryWeights.relative(0, 0), "relative weights: got '0, 0'"],
    [
      'a weight without its version',
      () => make({ weights: CanaryWeights.percent(10, 10) }),
      "weights: got '3 for 2 versions'",
    ],
    [
      'weights beside a plan',
      () => make({ plan: new CanaryPlan([{ weight: 10 }]), weights: CanaryWeights.percent(1) }),
      "[test/workload] weights and pins: got 'set with a plan'",
    ],
    ['a step without a plan', () => make({ step: 1 }), '[test/workload] step: got 1'],
    ['no step', () => new CanaryPlan([]), 'steps: got []'],
    ['a plan that goes back', () => new CanaryPlan([{ weight: 50 }, { weight: 10 }]), 'weight of step 2: got 10'],
    [
      'two steps of one name',
      () => new CanaryPlan([{ weight: 50 }, { weight: 50 }]),
      "names of steps: got '50-percent' twice",
    ],
    ['a step that is not there', () => make({ plan: new CanaryPlan([{ weight: 50 }]), step: 2 }), 'step: got 2'],
    ['a step before the first', () => make({ plan: new CanaryPlan([{ weight: 50 }]), step: 0 }), 'step: got 0'],
    ['a mirror of nothing', () => make({ mirrorPercent: 0 }), 'mirrorPercent: got 0'],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe('pins', () => {
  test.each<[string, CanaryPin, unknown]>([
    ['a header', CanaryPin.header('version', 'v2'), pinned],
    [
      'a header by a regular expression',
      CanaryPin.headerMatching('x-user', 'test-.*'),
      { headers: [{ name: 'x-user', type: 'RegularExpression', value: 'test-.*' }] },
    ],
    [
      'a cookie',
      CanaryPin.cookie('beta', 'a.b'),
      { headers: [{ name: 'Cookie', type: 'RegularExpression', value: '^(?:.*; *)?beta=a[.]b(?:;.*)?$' }] },
    ],
    ['a query parameter', CanaryPin.queryParam('v', '2'), { queryParams: [{ name: 'v', value: '2' }] }],
  ])('dark launch by %s', (_, pin, condition) => {
    expect(rules({ pins: [pin] })).toEqual([{ matches: [condition], backendRefs: [v2] }, { backendRefs: [v1] }]);
  });

  test('a cookie is found among others, and not inside one', () => {
    const [{ matches }] = rules({ pins: [CanaryPin.cookie('beta', '1')] });
    const [{ value }] = (matches![0] as { headers: { value: string }[] }).headers;
    const found = ['beta=1', 'a=b; beta=1', 'beta=1; a=b', 'a=b;beta=1;c=d'].map((cookie) =>
      new RegExp(value).test(cookie),
    );
    const not = ['xbeta=1', 'beta=10', 'a=beta=1', 'beta=2'].map((cookie) => new RegExp(value).test(cookie));
    expect([...found, ...not]).toEqual([true, true, true, true, false, false, false, false]);
  });

  test('are cloned for every path, those to stable first', () => {
    const props = {
      matches: [HttpMatch.prefix('/'), HttpMatch.prefix('/api')],
      pins: [CanaryPin.header('version', 'v2'), CanaryPin.header('customer', 'bank').toStable()],
      weights: CanaryWeights.percent(50),
    };
    const bank = { headers: [{ name: 'customer', value: 'bank' }] };
    expect(rules(props).map(({ matches, backendRefs }) => [matches, backendRefs.map(({ name }) => name)])).toEqual([
      [
        [
          { ...prefix('/'), ...bank },
          { ...prefix('/api'), ...bank },
        ],
        ['v1'],
      ],
      [
        [
          { ...prefix('/'), ...pinned },
          { ...prefix('/api'), ...pinned },
        ],
        ['v2'],
      ],
      [
        [prefix('/'), prefix('/api')],
        ['v1', 'v2'],
      ],
    ]);
  });
});

test('a pin by query parameter wins over a later one by header, which ranks above it', () => {
  const pins = [CanaryPin.header('version', 'v2'), CanaryPin.queryParam('audit', '1').toStable()];
  const audit = { queryParams: [{ name: 'audit', value: '1' }] };
  expect(rules({ pins })).toEqual([
    { matches: [audit, { ...audit, ...pinned }], backendRefs: [v1] },
    { matches: [pinned], backendRefs: [v2] },
    { backendRefs: [v1] },
  ]);
});

test('times and tries are those of every rule', () => {
  const times = { timeout: Duration.seconds(10), backendTimeout: Duration.seconds(3), retry: { attempts: 2 } };
  const rendered = { timeouts: { request: '10s', backendRequest: '3s' }, retry: { attempts: 2 } };
  expect(rules({ pins: [CanaryPin.header('version', 'v2')], ...times })).toMatchObject([rendered, rendered]);
});

test('a mirror copies what stable gets, until it gets nothing', () => {
  const mirror = (weights: CanaryWeights) => rules({ weights, mirrorPercent: 10 })[0].filters;
  expect(mirror(CanaryWeights.percent(0))).toEqual([
    { type: 'RequestMirror', requestMirror: { backendRef: v2, percent: 10 } },
  ]);
  expect(mirror(CanaryWeights.percent(100))).toBeUndefined();
});

describe('stickiness', () => {
  const sticky = (gatewayClass: GatewayClass, weight: number) =>
    rules({
      matches: [HttpMatch.prefix('/api')],
      weights: CanaryWeights.percent(weight),
      stickiness: { gatewayClass, cookieName: 'lane', maxAge: Duration.minutes(30) },
    });

  test('by session persistence, where the class has it', () => {
    expect(sticky(GatewayClass.ENVOY_GATEWAY, 20)).toMatchObject([
      { sessionPersistence: { type: 'Cookie', absoluteTimeout: '30m', sessionName: 'lane' } },
    ]);
  });

  test('by cookies that the answers set, where it has not', () => {
    const all = sticky(GatewayClass.ISTIO, 20);
    expect(all.map(({ backendRefs }) => backendRefs.map(({ name }) => name))).toEqual([['v1'], ['v2'], ['v1', 'v2']]);
    expect(all[1].matches).toMatchObject([{ headers: [{ name: 'Cookie', value: '^(?:.*; *)?lane=v2(?:;.*)?$' }] }]);
    expect(all[2].backendRefs[1].filters).toEqual([
      {
        type: 'ResponseHeaderModifier',
        responseHeaderModifier: {
          add: [{ name: 'Set-Cookie', value: 'lane=v2; Path=/; Max-Age=1800; HttpOnly; Secure' }],
        },
      },
    ]);
  });

  test('nobody sticks to a version that gets nothing', () => {
    expect(sticky(GatewayClass.ISTIO, 100)).toEqual([{ matches: [prefix('/api')], backendRefs: [v2] }]);
  });
});

describe('a plan', () => {
  const plan = new CanaryPlan([
    { weight: 0 },
    { weight: 0, pins: [CanaryPin.header('version', 'v2')], gate: 'testers are content' },
    { weight: 50, pause: Duration.hours(1) },
    { weight: 100, pins: [] },
  ]);

  test('names its steps, and pins hold until others take their place', () => {
    expect(plan.states.map(({ name, pins, gate, pause }) => [name, pins.length, gate, pause?.toHours()])).toEqual([
      ['stable-only', 0, undefined, undefined],
      ['dark-launch', 1, 'testers are content', undefined],
      ['50-percent', 1, undefined, 1],
      ['promoted', 0, undefined, undefined],
    ]);
  });

  test('a named step is emitted in the chart of the route', () => {
    expect(rules({ plan, step: 2 })).toEqual([{ matches: [pinned], backendRefs: [v2] }, { backendRefs: [v1] }]);
  });

  /** Of an app with the route, in a chart of namespace `team`. */
  const synth = (props: Partial<CanaryRouteProps>, change: (route: CanaryRoute, chart: Chart) => void = () => {}) => {
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    const chart = new Chart(app, 'test', { namespace: 'team', labels: { app: 'shop' } });
    change(new CanaryRoute(chart, 'workload', { parents, stable, canary, ...props }), chart);
    warningsOf(app);
    return filesIn(app.outdir);
  };
  const folders = ['01-stable-only', '02-dark-launch', '03-50-percent', '04-promoted', 'rollback'];

  test('each step is a directory, and so is the way back', () => {
    const files = synth({ plan });
    expect(Object.keys(files)).toEqual(folders.map((folder) => `workload/${folder}/test.k8s.yaml`));
    const routes = Object.values(files).map((text) => parse(text) as Manifest);
    expect(routes.map(({ metadata }) => metadata)).toEqual(
      folders.map(() => ({ name: 'workload', namespace: 'team', labels: { app: 'shop' } })),
    );
    const emitted = routes.map((route) =>
      rulesIn(route).map(({ matches, backendRefs }) => [
        matches !== undefined,
        ...backendRefs.map(({ name, weight = 100 }) => `${name} ${weight}`),
      ]),
    );
    expect(emitted).toEqual([
      [[false, 'v1 100']],
      [
        [true, 'v2 100'],
        [false, 'v1 100'],
      ],
      [
        [true, 'v2 100'],
        [false, 'v1 50', 'v2 50'],
      ],
      [[false, 'v2 100']],
      [[false, 'v1 100']],
    ]);
  });

  test('what matters on the way only is not on the way back', () => {
    const props = { mirrorPercent: 10, stickiness: { gatewayClass: GatewayClass.ISTIO } };
    const variants = [Backend.service('v3', 8080)];
    const weighted = new CanaryPlan([{ weight: 0 }, { weight: 50 }]);
    expect(rulesIn(parse(synth({ plan: weighted, ...props })['workload/rollback/test.k8s.yaml']) as Manifest)).toEqual([
      { backendRefs: [v1] },
    ]);
    expect(() => synth({ plan: weighted, variants })).toThrow("weights: got '2 for 3 versions'");
  });

  test('a rule, a parent and a patch that come later are in every step', () => {
    const other = RouteParent.of(Gateway.fromGatewayName('internal', 'gloo-system'));
    const files = synth({ plan }, (route) => {
      route.addRule({ name: 'extra', matches: [HttpMatch.prefix('/extra')], backends: [stable] });
      route.addParent(other);
      route.addJsonPatch(JsonPatch.add('/metadata/annotations', { patched: 'yes' }));
    });
    expect(
      Object.values(files).map((text) => ['extra', 'internal', 'patched'].map((word) => text.includes(word))),
    ).toEqual(folders.map(() => [true, true, true]));
  });

  test('each directory has the grants of its step', () => {
    const there = { namespace: 'other' };
    const files = synth({
      stable: Backend.service('v1', 8080, there),
      canary: Backend.service('v2', 8080, there),
      plan,
    });
    const granted = Object.values(files).map((text) =>
      ['v1', 'v2'].filter((name) => text.split('kind: ReferenceGrant')[1].includes(`name: ${name}`)),
    );
    expect(granted).toEqual([['v1'], ['v1', 'v2'], ['v1', 'v2'], ['v2'], ['v1']]);
  });

  test('what else is in the chart keeps its file, without a number', () => {
    const files = synth({ plan }, (_, chart) => new TcpRoute(chart, 'tcp', { parents, backends: [stable] }));
    expect(Object.keys(files).filter((file) => !file.startsWith('workload/'))).toEqual(['test.k8s.yaml']);
  });

  test('a cdk8s.App, which has one directory, is refused', () => {
    const app = new App({ outdir: temporaryDirectory() });
    new CanaryRoute(new Chart(app, 'test'), 'workload', { parents, stable, canary, plan });
    expect(() => app.synth()).toThrow("directory 'workload': got 'a cdk8s.App'");
  });

  test('two canaries of one directory are refused; another directory parts them', () => {
    const app = new GatewayApp();
    const add = (scope: Construct, id: string) =>
      new CanaryRoute(new Chart(scope, id), 'workload', { parents, stable, canary, plan });
    add(app, 'one');
    expect(() => add(app, 'two')).toThrow("[two/workload] directory 'workload' of the steps: got");
    expect(() => add(new OutputDirectory(app, 'three'), 'chart')).not.toThrow();
  });
});

describe('for random routes and plans', () => {
  const paths = ['/', '/api', '/api/users', '/shop'];
  const marks = [
    { pin: CanaryPin.header('version', 'v2'), version: 'v2', headers: { version: 'v2' } },
    { pin: CanaryPin.queryParam('tester', '1'), version: 'v2', query: { tester: '1' } },
    { pin: CanaryPin.cookie('beta', 'on'), version: 'v2', headers: { Cookie: 'a=b; beta=on' } },
    { pin: CanaryPin.header('customer', 'bank').toStable(), version: 'v1', headers: { customer: 'bank' } },
    { pin: CanaryPin.queryParam('audit', '1').toStable(), version: 'v1', query: { audit: '1' } },
  ];
  const scenario = fc.record({
    matches: fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1 }),
    weights: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }),
    pins: fc.uniqueArray(fc.constantFrom(...marks)),
    borne: fc.uniqueArray(fc.constantFrom(...marks)),
    isSticky: fc.boolean(),
    request: fc.constantFrom('/', '/api', '/api/users/7', '/shop/cart', '/other'),
  });

  test('weights add up, pinned requests reach their version, others never reach the canary at weight 0', () => {
    fc.assert(
      fc.property(scenario, ({ matches, weights, pins, borne, isSticky, request }) => {
        const steps = [...weights]
          .sort((a, b) => a - b)
          .map((weight, index) => ({ name: `step-${index}`, weight, pins: pins.map(({ pin }) => pin) }));
        const props = {
          plan: new CanaryPlan(steps),
          matches: matches.map((match) => HttpMatch.prefix(match)),
          ...(isSticky && { stickiness: { gatewayClass: GatewayClass.ISTIO } }),
        };
        const bears = marks.filter((mark) => pins.includes(mark) && borne.includes(mark));
        const expected = (bears.find(({ version }) => version === 'v1') ?? bears[0])?.version;
        const headers = { Cookie: 'canary=v2', ...Object.assign({}, ...borne.map((mark) => mark.headers)) };
        const query = Object.assign({}, ...borne.map((mark) => mark.query)) as Record<string, string>;
        steps.forEach(({ weight }, index) => {
          const emitted = rules({ ...props, step: index + 1 });
          const sum = emitted.at(-1)!.backendRefs.reduce((total, backend) => total + (backend.weight ?? 100), 0);
          expect(sum).toBe(100);
          const reached = answering(emitted, { path: request, headers, query })?.backendRefs.map(({ name }) => name);
          if (!matches.some((match) => covers(match, request))) {
            expect(reached).toBeUndefined();
          } else if (expected) {
            expect(reached).toEqual([expected]);
          } else if (weight === 0) {
            expect(reached).toEqual(['v1']);
          } else {
            expect(reached).toBeDefined();
          }
        });
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

const covers = (match: string, request: string) =>
  match === '/' || request === match || request.startsWith(`${match}/`);

interface Request {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
}
interface Condition {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

/** The rule that answers, by the match order of the Gateway API as far as these routes need it. */
function answering(all: readonly Rule[], { path: requested, headers, query }: Request): Rule | undefined {
  const holds = ({ name, type, value }: Condition, values: Record<string, string>) =>
    type === 'RegularExpression' ? new RegExp(value).test(values[name] ?? '') : values[name] === value;
  const candidates = all.flatMap((rule) =>
    (rule.matches ?? [{}]).map((match) => {
      const asked = { headers: (match.headers ?? []) as Condition[], query: (match.queryParams ?? []) as Condition[] };
      const prefixed = (match.path as { value: string } | undefined)?.value ?? '/';
      const fits =
        covers(prefixed, requested) &&
        asked.headers.every((header) => holds(header, headers)) &&
        asked.query.every((parameter) => holds(parameter, query));
      return { rule, fits, rank: [prefixed.length, asked.headers.length, asked.query.length] };
    }),
  );
  return candidates
    .filter(({ fits }) => fits)
    .sort(({ rank: a }, { rank: b }) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2])
    .map(({ rule }) => rule)[0];
}
