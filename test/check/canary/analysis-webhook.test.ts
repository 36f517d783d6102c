/**
 * The cases of ValidateMetrics in utils/analysis/factory_test.go of Argo Rollouts (13 refusals, all told), and those of
 * Services and analyses in pkg/apis/rollouts/validation/validation_references_test.go.
 */
import { check } from '../../../src/check/check';
import { Manifest } from '../../../src/manifest/manifest';
import { describe as describeProblem } from '../../../src/value/problem';
import { brief } from '../../support/brief';
import { eachManifest, manifest } from '../told';

const API = 'argoproj.io/v1alpha1';
const PROVIDER = { prometheus: { address: 'http://prometheus', query: 'up' } };
const analysis = (...metrics: object[]) =>
  manifest(
    'AnalysisTemplate',
    { metrics: metrics.map((each) => ({ name: 'rate', provider: PROVIDER, ...each })) },
    API,
  );
const METRIC = 'spec.metrics[0]';

describe('metrics', () => {
  eachManifest([
    ['a metric', analysis({ count: 2, interval: '60s', failureLimit: 2 })],
    ['no limit of the count', analysis({ count: 0, failureLimit: 2 })],
    ['a count as text', analysis({ count: '{{args.count}}', failureLimit: '2' })],
    ['the metrics of others', manifest('AnalysisTemplate', { templates: [{ templateName: 'a' }] }, API)],
    ['any number of failures', analysis({ failureLimit: -1, consecutiveSuccessLimit: 2 })],
    ['fewer runs than failures', analysis({ count: 1, failureLimit: 2 }), `GW682 ${METRIC}.count: got 1`],
    [
      'fewer runs than failures and successes',
      analysis({ count: 3, interval: '1m', failureLimit: 2, consecutiveSuccessLimit: 2 }),
      `GW682 ${METRIC}.count: got 3`,
    ],
    ['fewer runs than unclear ones', analysis({ count: 1, inconclusiveLimit: 2 }), `GW682 ${METRIC}.count: got 1`],
    ['no interval', analysis({ count: 2 }), `GW682 ${METRIC}.interval: got undefined`],
    ...(
      [
        ['failureLimit', -2],
        ['inconclusiveLimit', -1],
        ['consecutiveErrorLimit', -1],
        ['consecutiveSuccessLimit', -1],
      ] as const
    ).map(
      ([name, limit]) =>
        [`${name} ${limit}`, analysis({ [name]: limit }), `GW682 ${METRIC}.${name}: got ${limit}`] as const,
    ),
    ['no limit at all', analysis({ failureLimit: -1 }), `GW682 ${METRIC}.failureLimit: got -1`],
    ['no unit', analysis({ interval: '60s-typo' }), `GW683 ${METRIC}.interval: got '60s-typo'`],
    ['a number', analysis({ interval: '60' }), `GW683 ${METRIC}.interval: got '60'`],
    ['days', analysis({ interval: '60s', initialDelay: '1d' }), `GW683 ${METRIC}.initialDelay: got '1d'`],
    ['an argument', analysis({ interval: '{{args.interval}}' })],
    ['no metric', manifest('AnalysisTemplate', { metrics: [] }, API), 'GW680 spec.metrics: got undefined'],
    ['a name twice', analysis({}, {}), "GW680 spec.metrics[1].name: got 'rate'"],
    ['two names', analysis({}, { name: 'errors' })],
    ['no provider', analysis({ provider: {} }), `GW681 ${METRIC}.provider: got undefined`],
    [
      'two providers',
      analysis({ provider: { ...PROVIDER, web: { url: 'http://a' } } }),
      `GW681 ${METRIC}.provider: got 'prometheus and web'`,
    ],
    ['a plugin', analysis({ provider: { plugin: { 'a/b': {} } } })],
    [
      'two plugins',
      analysis({ provider: { plugin: { 'a/b': {}, 'a/c': {} } } }),
      `GW681 ${METRIC}.provider: got 'a/b and a/c'`,
    ],
  ]);
});

describe('Rollouts', () => {
  const told = (...objects: Manifest[]) =>
    check(objects.map((object, index) => ({ where: `file:${index + 1}`, manifest: object }))).map(
      ({ code, problem }) => `${code} ${brief(describeProblem(problem))}`,
    );
  const LABELS = { app: 'a' };
  const rollout = (strategy: object) =>
    manifest(
      'Rollout',
      {
        selector: { matchLabels: LABELS },
        template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'a', image: 'a:1' }] } },
        strategy,
      },
      API,
    );
  const service = (selector: object, annotations: Record<string, string> = {}) => {
    const object = manifest('Service', { selector, ports: [{ port: 80 }] }, 'v1');
    return { ...object, metadata: { ...object.metadata, name: 'stable', annotations } };
  };
  const stable = rollout({ canary: { stableService: 'stable' } });
  const HASH = 'rollouts-pod-template-hash';
  const MANAGED = 'argo-rollouts.argoproj.io/managed-by-rollouts';
  test.each<[string, Manifest, string[]]>([
    ['of the pods', service(LABELS), []],
    ['of one version', service({ [HASH]: '123-456' }), []],
    ['managed by it', service(LABELS, { [MANAGED]: 'x' }), []],
    [
      'of other pods',
      service({ app: 'b' }),
      ["GW679 spec.strategy.canary.stableService: got 'stable, which selects app=b'"],
    ],
    [
      'managed by another one',
      service(LABELS, { [MANAGED]: 'y' }),
      ["GW679 spec.strategy.canary.stableService: got 'stable, managed by y'"],
    ],
  ])('a Service %s', (_, object, expected) =>
    expect(told(stable, object).filter((text) => /^GW6[78]/.test(text))).toEqual(expected),
  );

  const template = (args: object[], metric: object = {}) =>
    manifest('AnalysisTemplate', { args, metrics: [{ name: 'rate', provider: PROVIDER, ...metric }] }, API);
  const named = { templates: [{ templateName: 'x' }] };
  const inline = (fields: object = {}) => rollout({ canary: { steps: [{ analysis: { ...named, ...fields } }] } });
  const background = (fields: object = {}) => rollout({ canary: { analysis: { ...named, ...fields } } });
  const ENDLESS = { interval: '1m' };
  test.each<[string, Manifest, Manifest, string[]]>([
    ['without arguments', inline(), template([]), []],
    ['with a value of the template', inline(), template([{ name: 'a', value: 'b' }]), []],
    ['with an argument', background({ args: [{ name: 'a', value: 'b' }] }), template([{ name: 'a' }]), []],
    [
      'without its argument',
      background(),
      template([{ name: 'a' }]),
      ["GW684 spec.strategy.canary.analysis.args: got 'no a'"],
    ],
    [
      'with another argument',
      background({ args: [{ name: 'b', value: 'b' }] }),
      template([{ name: 'a' }]),
      ["GW684 spec.strategy.canary.analysis.args: got 'no a'"],
    ],
    [
      'with a template that is not there',
      background({ templates: [{ templateName: 'x' }, { templateName: 'y' }] }),
      template([{ name: 'a' }]),
      [],
    ],
    [
      'with a template twice',
      background({ templates: [{ templateName: 'x' }, { templateName: 'x' }] }),
      template([]),
      [],
    ],
    ['that does not end, beside the steps', background(), template([], ENDLESS), []],
    [
      'that does not end, in a step',
      inline(),
      template([], ENDLESS),
      [
        "GW684 spec.strategy.canary.steps[0].analysis.templates[0]: got 'metric rate of x, with an interval and no count'",
      ],
    ],
    ['that ends, in a step', inline(), template([], { interval: '1m', count: 5 }), []],
    [
      'that does not end, before a promotion',
      rollout({ blueGreen: { activeService: 'a', prePromotionAnalysis: named } }),
      template([], ENDLESS),
      [
        "GW030 spec.strategy.blueGreen.activeService: got 'Service team/a'",
        "GW684 spec.strategy.blueGreen.prePromotionAnalysis.templates[0]: got 'metric rate of x, with an interval and no count'",
      ],
    ],
  ])('an analysis %s', (_, object, of, expected) => expect(told(object, of)).toEqual(expected));

  test('an analysis with a metric of two templates', () => {
    const other = template([]);
    expect(
      told(background({ templates: [{ templateName: 'x' }, { templateName: 'y' }] }), template([]), {
        ...other,
        metadata: { ...other.metadata, name: 'y' },
      }),
    ).toEqual(["GW684 spec.strategy.canary.analysis.templates: got 'two metrics rate'"]);
  });
});
