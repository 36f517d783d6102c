import { Canary, CanarySpec } from '../../manifest/flagger';
import { entriesOf, itemsOf, Model, pathOf } from '../../model/model';
import { goDuration, NANOSECONDS } from '../../value/duration';
import { ModelRule, Report } from '../model-rule';
import { PlaceRule, placeRule } from '../place';

type Analysis = CanarySpec['analysis'];

/** What Flagger accepts of a Canary, and what then does not do what it seems to. */
export const flaggerDoubtRules: readonly PlaceRule<never>[] = [
  placeRule<CanarySpec>({
    code: 'GW420',
    severity: 'warning',
    title: 'canary for every host',
    places: [[Canary, 'spec']],
    find({ provider, service }, path, report) {
      const { hosts = [], gatewayRefs = [] } = service ?? {};
      if (
        !readsGateways(provider) ||
        hosts.length > 0 ||
        !gatewayRefs.some(({ kind = 'Gateway' }) => kind !== 'Service')
      ) {
        return;
      }
      report({
        what: `${path}.service.hosts`,
        got: undefined,
        expected: 'the hosts of the workload; otherwise the route serves all hosts of the gateway',
        fix: "for example hosts: ['api.example.com']",
      });
    },
  }),
  placeRule<CanarySpec>({
    code: 'GW421',
    severity: 'warning',
    title: 'canary without analysis',
    places: [[Canary, 'spec']],
    find({ analysis: { metrics = [], webhooks = [] }, skipAnalysis }, path, report) {
      // A webhook may be a check, or only load.
      if (skipAnalysis || metrics.length > 0 || webhooks.some(({ type }) => CHECKS.includes(type ?? ''))) return;
      report({
        what: `${path}.analysis.metrics`,
        got: undefined,
        expected: 'a metric; without one the canary is promoted even if all its responses are errors',
        fix: 'add one, for example request-success-rate with thresholdRange: { min: 99 }',
      });
    },
  }),
  placeRule<NonNullable<Analysis['sessionAffinity']>>({
    code: 'GW422',
    severity: 'warning',
    title: 'clients drift to the canary',
    places: [[Canary, 'spec.analysis.sessionAffinity']],
    find({ primaryCookieName }, path, report) {
      if (primaryCookieName) return;
      report({
        what: `${path}.primaryCookieName`,
        got: primaryCookieName,
        expected: 'a cookie for the primary too; otherwise the share of the canary grows during a step',
        fix: 'name a second cookie',
      });
    },
  }),
  placeRule<Analysis>({
    code: 'GW423',
    severity: 'warning',
    title: 'webhooks that take longer than a step',
    places: [[Canary, 'spec.analysis']],
    find({ interval, webhooks = [] }, path, report) {
      const pause = goDuration(interval ?? '');
      const calls = webhooks.filter(({ type = '' }) => type === '' || type === 'rollout');
      const total = calls.reduce((sum, { timeout }) => sum + (goDuration(timeout ?? '') ?? WEBHOOK_TIMEOUT), 0);
      if (pause === undefined || calls.length === 0 || total < pause) return;
      report({
        what: `${path}.webhooks`,
        got: `timeouts of ${total / NANOSECONDS.s} s in total: ${calls.map(({ name }) => name).join(', ')}`,
        expected: `less than the interval (${interval}), in which Flagger calls each of them`,
        fix: 'lower the timeouts, or raise the interval',
      });
    },
  }),
  placeRule<Analysis>({
    code: 'GW424',
    severity: 'warning',
    title: 'metric that covers the step before',
    places: [[Canary, 'spec.analysis']],
    find({ interval, iterations, metrics = [] }, path, report) {
      // Steps of an A/B test are alike.
      const pause = iterations ? undefined : goDuration(interval ?? '');
      metrics.forEach((metric, index) => {
        const window = goDuration(metric.interval ?? '');
        if (pause === undefined || window === undefined || window <= pause) return;
        report({
          what: `${path}.metrics[${index}].interval`,
          got: metric.interval,
          expected: `at most the interval of the analysis (${interval}); a longer window includes the previous step`,
          fix: 'lower it, or raise the interval',
        });
      });
    },
  }),
  placeRule<CanarySpec>({
    code: 'GW425',
    severity: 'warning',
    title: 'several headers in one match of a canary',
    places: [[Canary, 'spec']],
    find({ provider, service }, path, report) {
      if (!readsGateways(provider) || !service?.gatewayRefs?.length) return;
      (service?.match ?? []).forEach(({ headers = {}, queryParams = {} }, index) => {
        if (Object.keys(headers).length < 2 && Object.keys(queryParams).length < 2) return;
        report({
          what: `${path}.service.match[${index}]`,
          got: 'several headers or query parameters in one match',
          expected:
            'one; Flagger writes several in random order, detects that as a change, and sends all requests to the primary',
          fix: 'match one of them, or match in the workload',
        });
      });
    },
  }),
  placeRule<CanarySpec>({
    code: 'GW428',
    severity: 'warning',
    title: 'new canary without analysis',
    places: [[Canary, 'spec']],
    find({ skipAnalysis }, path, report) {
      if (!skipAnalysis) return;
      report({
        what: `${path}.skipAnalysis`,
        got: true,
        expected: 'false when the Canary is new; otherwise requests fail until the primary is ready',
        fix: 'set it once the Canary is initialized, and acknowledge the warning then',
      });
    },
  }),
];

/** Without one, the provider is that of Flagger's command line. */
const readsGateways = (provider = 'gatewayapi:v1') => provider.startsWith('gatewayapi:');

const CHECKS = ['', 'rollout', 'pre-rollout', 'confirm-promotion'];
const WEBHOOK_TIMEOUT = 10 * NANOSECONDS.s;

/** A Canary together with other objects. */
export const flaggerModelRules: readonly ModelRule[] = [
  { code: 'GW426', title: 'primary that is not scaled', severity: 'warning', find: unscaledPrimaries },
];

function unscaledPrimaries(model: Model, report: Report): void {
  const scalers = SCALERS.flatMap(([group, kind]) => entriesOf(model, group, kind)).map((entry) => ({
    entry,
    target: targetOf(entry.at.manifest.spec),
  }));
  for (const canary of itemsOf(model, Canary)) {
    if (!canary.body.spec) continue;
    const { targetRef, autoscalerRef } = canary.body.spec;
    const of = (name: string) =>
      scalers.find(
        ({ entry, target }) => entry.namespace === canary.namespace && target === `${targetRef.kind}/${name}`,
      );
    const scaler = of(targetRef.name);
    if (autoscalerRef || !scaler || of(`${targetRef.name}-primary`)) continue;
    report(canary, {
      what: 'spec.autoscalerRef',
      got: `none, and ${scaler.entry.kind} ${pathOf(scaler.entry)} for ${targetRef.kind} ${targetRef.name}`,
      expected: 'the autoscaler; otherwise the primary, which gets the requests, is not scaled',
      fix: `name ${scaler.entry.kind} ${scaler.entry.name}, or add an autoscaler for ${targetRef.name}-primary`,
    });
  }
}

const SCALERS = [
  ['autoscaling', 'HorizontalPodAutoscaler'],
  ['keda.sh', 'ScaledObject'],
] as const;

/** KEDA leaves the kind of a Deployment out. */
function targetOf(spec: unknown): string | undefined {
  const { kind = 'Deployment', name } =
    (spec as { readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string } } | undefined)
      ?.scaleTargetRef ?? {};
  return name && `${kind}/${name}`;
}
