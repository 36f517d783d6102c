import { AnalysisTemplateSpec } from '../manifest/argo';
import { httpUrl } from '../value/scalar';

type Metric = NonNullable<AnalysisTemplateSpec['metrics']>[number];

/** The Prometheus that the controller queries (`provider.prometheus`), without authentication. */
export interface Prometheus {
  /**
   * Address, such as `http://prometheus.monitoring:9090` (`address`).
   *
   * @default - the variable ARGO_ROLLOUTS_PROMETHEUS_ADDRESS of the controller
   */
  readonly address?: string;
}

/**
 * The Prometheus provider of a metric.
 * @internal
 */
export function renderPrometheus(query: string, { address }: Prometheus = {}): Metric['provider'] {
  return {
    prometheus: {
      address: address === undefined ? undefined : httpUrl('address of Prometheus', address),
      query,
    },
  };
}
