import { Construct } from 'constructs';
import { MonitorProps, renderMonitor, requireEndpoint } from './monitor';
import { renderEndpoint, ScrapeEndpointOptions } from './scrape-endpoint';
import { renderTls, ScrapeTls } from './scrape-secret';
import { PodMonitor as SHAPE, PodMonitorSpec } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { port as checkPort } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

/** A port of the pods that gives metrics (`podMetricsEndpoints[]`). */
export interface PodMetricsEndpoint extends ScrapeEndpointOptions {
  /**
   * Number of the container's port (`portNumber`); excludes `port`.
   *
   * @default - every port
   */
  readonly portNumber?: number;
  /**
   * How the scrape speaks TLS (`tlsConfig`).
   *
   * @default - Prometheus' defaults
   */
  readonly tls?: ScrapeTls;
}

/** Which pods are scraped, and how. */
export interface PodMonitorProps extends MonitorProps {
  /**
   * The ports that give metrics (`podMetricsEndpoints`), at least one, here or by `addEndpoint`.
   *
   * @default - those added later
   */
  readonly endpoints?: PodMetricsEndpoint[];
}

/** Pods that Prometheus scrapes (monitoring.coreos.com/v1 `PodMonitor`). */
export class PodMonitor extends CustomResource {
  private readonly body: Omit<PodMonitorSpec, 'podMetricsEndpoints'>;
  private readonly endpoints: NonNullable<PodMonitorSpec['podMetricsEndpoints']>[number][] = [];

  public constructor(scope: Construct, id: string, props: PodMonitorProps) {
    super(scope, id, props);
    this.body = renderMonitor(`PodMonitor '${this.node.path}'`, props);
    (props.endpoints ?? []).forEach((endpoint) => this.addEndpoint(endpoint));
    this.node.addValidation({ validate: () => requireEndpoint('PodMonitor', this.endpoints.length) });
  }

  /** Adds a port that gives metrics. */
  public addEndpoint(endpoint: PodMetricsEndpoint): void {
    const { port, portNumber, tls } = endpoint;
    if (port !== undefined && portNumber !== undefined) {
      refuse(
        { what: 'endpoint', got: `port '${port}' and portNumber ${portNumber}`, expected: 'one', fix: 'leave one out' },
        this,
      );
    }
    this.endpoints.push({
      ...renderEndpoint(endpoint),
      portNumber: portNumber === undefined ? undefined : checkPort('portNumber of an endpoint', portNumber),
      tlsConfig: tls && renderTls(tls),
    });
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): PodMonitorSpec {
    return { ...this.body, podMetricsEndpoints: this.endpoints };
  }
}
