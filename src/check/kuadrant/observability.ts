import { Gateway } from '../../manifest/gateway-api';
import { Kuadrant } from '../../manifest/kuadrant';
import { PodMonitor } from '../../manifest/monitoring';
import { LabelSelector, selects } from '../../model/labels';
import { itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

/** Kuadrant together with monitors. */
export const observabilityRules: readonly ModelRule[] = [
  { code: 'GW401', severity: 'warning', title: 'the proxies are scraped twice', find: scrapedTwice },
];

/** With observability, Kuadrant makes a PodMonitor in the namespace of each Gateway. */
function scrapedTwice(model: Model, report: Report): void {
  const kuadrant = itemsOf(model, Kuadrant).find(({ body }) => body.spec?.observability?.enable);
  if (!kuadrant) return;
  for (const monitor of itemsOf(model, PodMonitor)) {
    const { podMetricsEndpoints = [], namespaceSelector, selector } = monitor.body.spec;
    const index = podMetricsEndpoints.findIndex(({ path }) => path === '/stats/prometheus');
    const { any = false, matchNames = [] } = namespaceSelector ?? {};
    const namespaces = matchNames.length > 0 ? matchNames : [monitor.namespace];
    const gateway = itemsOf(model, Gateway).find(
      ({ namespace, name }) =>
        (any || namespaces.includes(namespace)) &&
        selects(selector as LabelSelector, { 'gateway.networking.k8s.io/gateway-name': name }),
    );
    if (index < 0 || !gateway) continue;
    report(monitor, {
      what: `spec.podMetricsEndpoints[${index}].path`,
      got: `/stats/prometheus of Gateway ${pathOf(gateway)}, which Kuadrant ${pathOf(kuadrant)} scrapes too`,
      expected: 'one of them; otherwise every sample is stored twice',
      fix: 'leave the monitor out, or observability.enable of Kuadrant',
    });
  }
}
