import { Size } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { PodMonitorSpec } from '../manifest/monitoring';
import { describe, refuse } from '../manifest/problem';
import { dnsLabel, labels, wholeNumber } from '../manifest/scalar';
import { CustomResourceProps } from '../resource/custom-resource';
import { renderExpression } from '../resource/label-selector';

/** A format in which metrics are given (`scrapeProtocols[]`). */
export enum ScrapeProtocol {
  /** Protocol buffers, which native histograms need. */
  PROMETHEUS_PROTO = 'PrometheusProto',
  /** OpenMetrics 0.0.1. */
  OPEN_METRICS_TEXT_0_0_1 = 'OpenMetricsText0.0.1',
  /** OpenMetrics 1.0.0. */
  OPEN_METRICS_TEXT_1_0_0 = 'OpenMetricsText1.0.0',
  /** Prometheus' text format 0.0.4. */
  PROMETHEUS_TEXT_0_0_4 = 'PrometheusText0.0.4',
  /** Prometheus' text format 1.0.0. */
  PROMETHEUS_TEXT_1_0_0 = 'PrometheusText1.0.0',
}

/** How targets are selected by label (`selectorMechanism`). */
export enum SelectorMechanism {
  /** Prometheus sees every target and drops those that do not match. */
  RELABEL_CONFIG = 'RelabelConfig',
  /** The API server hands out only those that match. */
  ROLE_SELECTOR = 'RoleSelector',
}

/** In which namespaces a monitor looks (`namespaceSelector`). */
export class MonitoredNamespaces {
  /** In every namespace. */
  public static any(): MonitoredNamespaces {
    return new MonitoredNamespaces({ any: true });
  }

  /** In these namespaces, at least one. */
  public static named(...names: string[]): MonitoredNamespaces {
    if (names.length === 0) {
      refuse({
        what: 'namespaces of a monitor',
        got: '[]',
        expected: 'at least one name',
        fix: "leave namespaces out for the monitor's own",
      });
    }
    return new MonitoredNamespaces({ matchNames: names.map((name) => dnsLabel('namespace of a monitor', name)) });
  }

  private constructor(private readonly spec: NonNullable<PodMonitorSpec['namespaceSelector']>) {}

  /** `spec.namespaceSelector`. @internal */
  public _render(): NonNullable<PodMonitorSpec['namespaceSelector']> {
    return this.spec;
  }
}

/** What PodMonitor and ServiceMonitor have in common. */
export interface MonitorProps extends CustomResourceProps {
  /**
   * Labels that a pod, or Service, must carry (`selector.matchLabels`). `{}` selects all.
   *
   * @default - none; required where `matchExpressions` is left out
   */
  readonly matchLabels?: { readonly [key: string]: string };
  /**
   * Conditions on its labels, all of which must hold (`selector.matchExpressions`).
   *
   * @default - none
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Where to look (`namespaceSelector`).
   *
   * @default - in the monitor's own namespace
   */
  readonly namespaces?: MonitoredNamespaces;
  /**
   * `selectorMechanism`.
   *
   * @default - RELABEL_CONFIG
   */
  readonly selectorMechanism?: SelectorMechanism;
  /**
   * Label of the pod or Service whose value becomes the job's name (`jobLabel`).
   *
   * @default - the monitor's namespace and name
   */
  readonly jobLabel?: string;
  /**
   * Labels of the pod that are copied to its metrics (`podTargetLabels`).
   *
   * @default - none
   */
  readonly podTargetLabels?: string[];
  /**
   * Whether labels of the node are known to relabelings (`attachMetadata.node`).
   *
   * @default false
   */
  readonly attachNodeMetadata?: boolean;
  /**
   * Largest answer that is read (`bodySizeLimit`); a scrape beyond it fails.
   *
   * @default - no limit
   */
  readonly bodySizeLimit?: Size;
  /**
   * Most samples of a scrape (`sampleLimit`); a scrape beyond it fails.
   *
   * @default - no limit
   */
  readonly sampleLimit?: number;
  /**
   * Most targets (`targetLimit`); beyond it none is scraped.
   *
   * @default - no limit
   */
  readonly targetLimit?: number;
  /**
   * Most labels of a sample (`labelLimit`).
   *
   * @default - no limit
   */
  readonly labelLimit?: number;
  /**
   * Longest name of a label, in bytes (`labelNameLengthLimit`).
   *
   * @default - no limit
   */
  readonly labelNameLengthLimit?: number;
  /**
   * Longest value of a label, in bytes (`labelValueLengthLimit`).
   *
   * @default - no limit
   */
  readonly labelValueLengthLimit?: number;
  /**
   * How many targets that relabelings dropped are remembered (`keepDroppedTargets`).
   *
   * @default - all
   */
  readonly keepDroppedTargets?: number;
  /**
   * Whether native histograms are read (`scrapeNativeHistograms`).
   *
   * @default - Prometheus' own
   */
  readonly scrapeNativeHistograms?: boolean;
  /**
   * Whether classic histograms are read beside native ones (`scrapeClassicHistograms`).
   *
   * @default false
   */
  readonly scrapeClassicHistograms?: boolean;
  /**
   * Whether classic histograms are stored as native ones with custom buckets (`convertClassicHistogramsToNHCB`).
   *
   * @default false
   */
  readonly convertClassicHistogramsToNhcb?: boolean;
  /**
   * Most buckets of a native histogram (`nativeHistogramBucketLimit`).
   *
   * @default - no limit
   */
  readonly nativeHistogramBucketLimit?: number;
  /**
   * Least growth from one bucket of a native histogram to the next (`nativeHistogramMinBucketFactor`).
   *
   * @default - no limit
   */
  readonly nativeHistogramMinBucketFactor?: number;
  /**
   * Formats to ask for, the preferred first (`scrapeProtocols`).
   *
   * @default - Prometheus' own
   */
  readonly scrapeProtocols?: ScrapeProtocol[];
  /**
   * Format where a target names none that is known (`fallbackScrapeProtocol`).
   *
   * @default - such a scrape fails
   */
  readonly fallbackScrapeProtocol?: ScrapeProtocol;
  /**
   * Settings of Prometheus to use, by name (`scrapeClass`).
   *
   * @default - the default class
   */
  readonly scrapeClass?: string;
}

const LIMITS = [
  'sampleLimit',
  'targetLimit',
  'labelLimit',
  'labelNameLengthLimit',
  'labelValueLengthLimit',
  'keepDroppedTargets',
  'nativeHistogramBucketLimit',
] as const;

/** The fields of `spec` in common, checked. */
export function renderMonitor(kind: string, props: MonitorProps): Omit<PodMonitorSpec, 'podMetricsEndpoints'> {
  const { matchLabels, matchExpressions } = props;
  if (matchLabels === undefined && matchExpressions === undefined) {
    refuse({
      what: `selector of ${kind}`,
      got: undefined,
      expected: 'matchLabels or matchExpressions',
      fix: 'name the labels of what is scraped; matchLabels: {} selects everything',
    });
  }
  for (const name of LIMITS) {
    const limit = props[name];
    if (limit !== undefined) {
      wholeNumber(`${name} of ${kind}`, limit, 0, Number.MAX_SAFE_INTEGER, 'leave it out for no limit');
    }
  }
  const factor = props.nativeHistogramMinBucketFactor;
  if (factor !== undefined && !(factor >= 1 && Number.isFinite(factor))) {
    refuse({
      what: `nativeHistogramMinBucketFactor of ${kind}`,
      got: factor,
      expected: 'a number of at least 1',
      fix: 'use 1.1 for buckets that are at most ten percent wide',
    });
  }
  const protocols = props.scrapeProtocols;
  if (protocols !== undefined && new Set(protocols).size < protocols.length) {
    refuse({
      what: `scrapeProtocols of ${kind}`,
      got: protocols,
      expected: 'each protocol once',
      fix: 'leave the repeated one out',
    });
  }
  return {
    selector: {
      matchLabels: matchLabels && labels(`matchLabels of ${kind}`, matchLabels),
      matchExpressions: matchExpressions?.map((expression) => renderExpression(kind, expression)),
    },
    namespaceSelector: props.namespaces?._render(),
    selectorMechanism: props.selectorMechanism,
    jobLabel: props.jobLabel,
    podTargetLabels: props.podTargetLabels,
    attachMetadata: props.attachNodeMetadata === undefined ? undefined : { node: props.attachNodeMetadata },
    bodySizeLimit: props.bodySizeLimit && `${props.bodySizeLimit.asString()}B`,
    ...Object.fromEntries(LIMITS.map((name) => [name, props[name]])),
    scrapeNativeHistograms: props.scrapeNativeHistograms,
    scrapeClassicHistograms: props.scrapeClassicHistograms,
    convertClassicHistogramsToNHCB: props.convertClassicHistogramsToNhcb,
    nativeHistogramMinBucketFactor: factor === undefined ? undefined : String(factor),
    scrapeProtocols: protocols,
    fallbackScrapeProtocol: props.fallbackScrapeProtocol,
    scrapeClass: props.scrapeClass,
  };
}

/** The problem of a monitor that scrapes nothing, asked at synthesis. */
export function requireEndpoint(kind: string, count: number): string[] {
  const problem = {
    what: `endpoints of ${kind}`,
    got: 'none',
    expected: 'at least one endpoint',
    fix: "call addEndpoint({ port: 'metrics' })",
  };
  return count > 0 ? [] : [describe(problem)];
}
