import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PodMonitor as SHAPE, PodMonitorSpec } from '../manifest/monitoring';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { renderSelector } from '../resource/label-selector';
import { describe, refuse } from '../value/problem';
import { dnsLabel, duration, port as checkPort } from '../value/scalar';

type EndpointSpec = NonNullable<PodMonitorSpec['podMetricsEndpoints']>[number];

/** A port of the pods that serves metrics (`podMetricsEndpoints[]`). */
export interface PodMetricsEndpoint {
  /**
   * Name of the container port (`port`); excludes `portNumber`.
   *
   * @default - every port
   */
  readonly port?: string;
  /**
   * Number of the container port (`portNumber`); excludes `port`.
   *
   * @default - every port
   */
  readonly portNumber?: number;
  /**
   * HTTP path of the metrics (`path`).
   *
   * @default - /metrics
   */
  readonly path?: string;
  /**
   * Time between two scrapes, at least 1 ms (`interval`).
   *
   * @default - the scrape interval of Prometheus
   */
  readonly interval?: Duration;
}

/** Options of a `PodMonitor`. */
export interface PodMonitorProps extends CustomResourceProps {
  /**
   * Labels that a pod must carry (`selector.matchLabels`); `{}` selects every pod.
   *
   * @default - none; required without `matchExpressions`
   */
  readonly matchLabels?: { readonly [key: string]: string };
  /**
   * Conditions on the labels of a pod, all of which must be true (`selector.matchExpressions`).
   *
   * @default - none
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Namespaces of the pods (`namespaceSelector.matchNames`).
   *
   * @default - the namespace of the monitor
   */
  readonly namespaces?: string[];
  /**
   * Ports that serve metrics, at least one, here or by `addEndpoint` (`podMetricsEndpoints`).
   *
   * @default - those added by `addEndpoint`
   */
  readonly endpoints?: PodMetricsEndpoint[];
}

/**
 * A PodMonitor: pods that Prometheus scrapes (monitoring.coreos.com/v1). Fields without a property, such as TLS or
 * relabelings, are set by `addJsonPatch`.
 */
export class PodMonitor extends CustomResource {
  private readonly body: Omit<PodMonitorSpec, 'podMetricsEndpoints'>;
  private readonly endpoints: EndpointSpec[] = [];

  public constructor(scope: Construct, id: string, props: PodMonitorProps) {
    super(scope, id, props);
    const { matchLabels, matchExpressions, namespaces } = props;
    if (matchLabels === undefined && matchExpressions === undefined) {
      refuse(
        {
          what: 'selector of PodMonitor',
          got: undefined,
          expected: 'matchLabels or matchExpressions',
          fix: 'name the labels of the pods; matchLabels: {} selects every pod',
        },
        this,
      );
    }
    this.body = {
      selector: renderSelector('PodMonitor', { matchLabels, matchExpressions }),
      namespaceSelector: namespaces && {
        matchNames: namespaces.map((name) => dnsLabel('namespaces of PodMonitor', name)),
      },
    };
    props.endpoints?.forEach((endpoint) => this.addEndpoint(endpoint));
    this.node.addValidation({ validate: () => this.missingEndpoint() });
  }

  /** Adds a port that serves metrics. */
  public addEndpoint(endpoint: PodMetricsEndpoint): void {
    const { port, portNumber, path, interval } = endpoint;
    if (port !== undefined && portNumber !== undefined) {
      refuse(
        { what: 'endpoint', got: `port '${port}' and portNumber ${portNumber}`, expected: 'one', fix: 'leave one out' },
        this,
      );
    }
    this._addEndpoint({
      port,
      portNumber: portNumber === undefined ? undefined : checkPort('portNumber of an endpoint', portNumber),
      path,
      interval: interval && duration('interval of an endpoint', interval, Duration.millis(1)),
    });
  }

  /** @internal */
  public _addEndpoint(endpoint: EndpointSpec): void {
    this.endpoints.push(endpoint);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): PodMonitorSpec {
    return { ...this.body, podMetricsEndpoints: this.endpoints };
  }

  private missingEndpoint(): string[] {
    const problem = {
      what: 'endpoints of PodMonitor',
      got: 'none',
      expected: 'at least one endpoint',
      fix: "call addEndpoint({ port: 'metrics' })",
    };
    return this.endpoints.length > 0 ? [] : [describe(problem)];
  }
}
