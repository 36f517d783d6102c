import { AnalysisTemplate, AnalysisTemplateSpec, Rollout, RolloutSpec } from '../../manifest/argo';
import { Service } from '../../manifest/kubernetes';
import { findItem, Item, itemsOf, Model } from '../../model/model';
import { goDuration } from '../../value/duration';
import { ModelRule, Report } from '../model-rule';
import { PlaceRule, placeRule } from '../place';

type Metric = NonNullable<AnalysisTemplateSpec['metrics']>[number];
type Analysis = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['analysis']>;
type IntOrText = number | string | undefined;

const METRIC = 'spec.metrics[]';
/** Filled in when the analysis runs. */
const isTemplate = (value: unknown) => typeof value === 'string' && value.includes('{{');

/** What the controller of Argo Rollouts calls an invalid analysis: it fails, and the Rollout is aborted. */
export const analysisWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<AnalysisTemplateSpec>({
    code: 'GW680',
    title: 'analysis without metrics, or with two of one name',
    places: [[AnalysisTemplate, 'spec']],
    find({ metrics = [], templates = [] }, path, report) {
      if (metrics.length + templates.length === 0) {
        const fix = 'add one, or name templates that have metrics';
        report({ what: `${path}.metrics`, got: undefined, expected: 'at least one metric', fix });
      }
      metrics.forEach(({ name }, index) => {
        if (metrics.findIndex((other) => other.name === name) === index) return;
        const fix = 'rename it, or remove it';
        report({ what: `${path}.metrics[${index}].name`, got: name, expected: 'another name for each metric', fix });
      });
    },
  }),
  placeRule<Metric['provider']>({
    code: 'GW681',
    title: 'metric without exactly one provider',
    places: [[AnalysisTemplate, `${METRIC}.provider`]],
    find({ plugin = {}, ...others }, what, report) {
      const given = [
        ...Object.keys(others).filter((name) => others[name as keyof typeof others] !== undefined),
        ...Object.keys(plugin),
      ];
      if (given.length === 1) return;
      report({
        what,
        got: given.length > 0 ? given.join(' and ') : undefined,
        expected: 'one provider',
        fix: given.length > 0 ? 'write a metric for each' : 'set one, such as prometheus',
      });
    },
  }),
  placeRule<Metric>({
    code: 'GW682',
    title: 'limits of a metric that contradict each other',
    places: [[AnalysisTemplate, METRIC]],
    find(metric, path, report) {
      const { count, failureLimit, consecutiveSuccessLimit, inconclusiveLimit, consecutiveErrorLimit } = metric;
      const limits = { failureLimit, consecutiveSuccessLimit, inconclusiveLimit, consecutiveErrorLimit };
      if ([count, ...Object.values(limits)].some(isTemplate)) return;
      const [runs, failures, successes] = [count, failureLimit, consecutiveSuccessLimit].map(numberOf);
      for (const [name, limit] of Object.entries(limits)) {
        const least = name === 'failureLimit' ? -1 : 0;
        if (numberOf(limit) >= least) continue;
        const fix = least === 0 ? 'leave it out for the default' : 'use -1 for any number of failures';
        report({ what: `${path}.${name}`, got: limit, expected: `at least ${least}`, fix });
      }
      if (failures === -1 && successes === 0) {
        const fix = 'set consecutiveSuccessLimit as well, or allow a number of failures';
        report({ what: `${path}.failureLimit`, got: failureLimit, expected: 'a limit that ends the analysis', fix });
      }
      const needed = Math.max(failures, 0) + Math.max(successes, 0);
      const fewest = Math.max(needed, numberOf(inconclusiveLimit));
      if (runs > 0 && runs < fewest) {
        const expected = `at least ${fewest}, for ${fewest === needed ? 'failureLimit and consecutiveSuccessLimit' : 'inconclusiveLimit'}`;
        report({ what: `${path}.count`, got: count, expected, fix: 'measure more often, or lower the limits' });
      }
      if (runs > 1 && !metric.interval) {
        const fix = "set the time between two measurements, such as '1m'";
        report({ what: `${path}.interval`, got: metric.interval, expected: 'an interval with count', fix });
      }
    },
  }),
  placeRule<string>({
    code: 'GW683',
    title: 'time of an analysis that is not a duration',
    places: [[AnalysisTemplate, `${METRIC}.interval`, `${METRIC}.initialDelay`]],
    find(got, what, report) {
      if (got === '' || isTemplate(got) || goDuration(got) !== undefined) return;
      const fix = /^\d+$/.test(got) ? `add a unit, as in '${got}s'` : 'use the units h, m, s and ms';
      report({ what, got, expected: "a duration such as '30s' or '1h30m'", fix });
    },
  }),
];

/** A text that is no number counts as 0. */
const numberOf = (value: IntOrText) => (/^[-+]?\d+$/.test(String(value ?? '')) ? Number(value) : 0);

/** Rules for a Rollout together with what it names. */
export const rolloutModelRules: readonly ModelRule[] = [
  { code: 'GW679', title: 'Service that does not select the pods of its Rollout', find: foreignServices },
  { code: 'GW684', title: 'analysis that does not fit its template', find: analyses },
];

const HASH = 'rollouts-pod-template-hash';
const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';

function foreignServices(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    const { template, strategy: { canary, blueGreen } = {} } = rollout.body.spec;
    const labels = template?.metadata?.labels ?? {};
    const named: readonly (readonly [path: string, name: string | undefined])[] = [
      ['canary.canaryService', canary?.canaryService],
      ['canary.stableService', canary?.stableService],
      ['canary.pingPong.pingService', canary?.pingPong?.pingService],
      ['canary.pingPong.pongService', canary?.pingPong?.pongService],
      ['blueGreen.activeService', blueGreen?.activeService],
      ['blueGreen.previewService', blueGreen?.previewService],
    ];
    for (const [path, name] of named) {
      const service = name ? findItem(model, Service, rollout.namespace, name) : undefined;
      if (!service) continue;
      const what = `spec.strategy.${path}`;
      const selector = Object.entries(service.body.spec?.selector ?? {});
      const other = selector.find(([key, value]) => key !== HASH && labels[key] !== value);
      if (other && template) {
        report(rollout, {
          what,
          got: `${name}, which selects ${other[0]}=${other[1]}`,
          expected: 'a Service that selects labels of the template',
          fix: `add the label to the template, or remove it from the selector of Service ${name}`,
        });
      }
      const manager = service.annotations[MANAGED_BY];
      if (manager !== undefined && manager !== rollout.name) {
        const fix = 'create a Service for each Rollout, or remove the annotation';
        report(rollout, { what, got: `${name}, managed by ${manager}`, expected: 'a Service of this Rollout', fix });
      }
    }
  }
}

function analyses(model: Model, report: Report): void {
  for (const rollout of itemsOf(model, Rollout)) {
    const { canary, blueGreen } = rollout.body.spec.strategy ?? {};
    (canary?.steps ?? []).forEach(({ analysis }, index) => at(`canary.steps[${index}].analysis`, analysis));
    at('canary.analysis', canary?.analysis, true);
    at('blueGreen.prePromotionAnalysis', blueGreen?.prePromotionAnalysis);
    at('blueGreen.postPromotionAnalysis', blueGreen?.postPromotionAnalysis);

    function at(path: string, analysis: Omit<Analysis, 'startingStep'> | undefined, mayBeEndless = false): void {
      if (!analysis) return;
      const named = (analysis.templates ?? []).map(({ templateName, clusterScope }) =>
        templateName && !clusterScope ? findItem(model, AnalysisTemplate, rollout.namespace, templateName) : undefined,
      );
      // The controller takes each template once.
      const templates = [...new Set(named.flatMap((template) => template ?? []))];
      // A template that is not in the input may have a value for an argument of another one.
      if (!named.includes(undefined)) missing(`spec.strategy.${path}`, analysis, templates);
      const names = templates.flatMap(({ body }) => [...new Set((body.spec.metrics ?? []).map(({ name }) => name))]);
      const shared = names.find((name, index) => names.indexOf(name) !== index);
      if (shared) {
        report(rollout, {
          what: `spec.strategy.${path}.templates`,
          got: `two metrics ${shared}`,
          expected: 'another name for each metric',
          fix: 'rename it in one of the templates, or leave one out',
        });
      }
      if (mayBeEndless) return;
      named.forEach((template, index) => {
        const endless = template?.body.spec.metrics?.find(isEndless);
        if (!template || !endless) return;
        report(rollout, {
          what: `spec.strategy.${path}.templates[${index}]`,
          got: `metric ${endless.name} of ${template.name}, with an interval and no count`,
          expected: 'an analysis that ends',
          fix: 'set count in the template, or run it beside the steps (canary.analysis)',
        });
      });
    }

    function missing(path: string, { args = [] }: Pick<Analysis, 'args'>, templates: readonly Template[]): void {
      const declared = templates.flatMap(({ body }) => body.spec.args ?? []);
      const known = new Set([
        ...args.map(({ name }) => name),
        ...declared.flatMap(({ name, value, valueFrom }) => (value !== undefined || valueFrom ? [name] : [])),
      ]);
      for (const name of new Set(declared.map((arg) => arg.name))) {
        if (known.has(name)) continue;
        const fix = `add it to ${path}.args, or give it a value in the template`;
        report(rollout, { what: `${path}.args`, got: `no ${name}`, expected: `the argument ${name}`, fix });
      }
    }
  }
}

type Template = Item<{ readonly spec: AnalysisTemplateSpec }>;

const isEndless = ({ count, interval }: Metric) => !isTemplate(count) && numberOf(count) === 0 && Boolean(interval);
