import { Construct } from 'constructs';
import { MonitorProps, renderMonitor, requireEndpoint } from './monitor';
import { renderEndpoint, ScrapeEndpointOptions } from './scrape-endpoint';
import { renderTls, ServiceScrapeTls } from './scrape-secret';
import { ServiceMonitor as SHAPE, ServiceMonitorSpec } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { port as checkPort } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

/** Which objects tell where the pods of a Service are (`serviceDiscoveryRole`). */
export enum ServiceDiscoveryRole {
  /** Endpoints, of which Kubernetes keeps at most 1000 addresses. */
  ENDPOINTS = 'Endpoints',
  /** EndpointSlices. */
  ENDPOINT_SLICE = 'EndpointSlice',
}

/** A port of the Services that gives metrics (`endpoints[]`). */
export interface ServiceEndpoint extends ScrapeEndpointOptions {
  /**
   * Number of the container's port behind the Service (`targetPort`); excludes `port`.
   *
   * @default - every port
   */
  readonly targetPort?: number;
  /**
   * Name of the container's port behind the Service (`targetPort`); excludes `port` and `targetPort`.
   *
   * @default - every port
   */
  readonly targetPortName?: string;
  /**
   * How the scrape speaks TLS (`tlsConfig`).
   *
   * @default - Prometheus' defaults
   */
  readonly tls?: ServiceScrapeTls;
}

/** Which Services are scraped, and how. */
export interface ServiceMonitorProps extends MonitorProps {
  /**
   * The ports that give metrics (`endpoints`), at least one, here or by `addEndpoint`.
   *
   * @default - those added later
   */
  readonly endpoints?: ServiceEndpoint[];
  /**
   * Labels of the Service that are copied to its metrics (`targetLabels`).
   *
   * @default - none
   */
  readonly targetLabels?: string[];
  /**
   * `serviceDiscoveryRole`.
   *
   * @default - Prometheus' own
   */
  readonly serviceDiscoveryRole?: ServiceDiscoveryRole;
}

/** Services that Prometheus scrapes (monitoring.coreos.com/v1 `ServiceMonitor`). */
export class ServiceMonitor extends CustomResource {
  private readonly body: Omit<ServiceMonitorSpec, 'endpoints'>;
  private readonly endpoints: ServiceMonitorSpec['endpoints'][number][] = [];

  public constructor(scope: Construct, id: string, props: ServiceMonitorProps) {
    super(scope, id, props);
    this.body = {
      ...renderMonitor(`ServiceMonitor '${this.node.path}'`, props),
      targetLabels: props.targetLabels,
      serviceDiscoveryRole: props.serviceDiscoveryRole,
    };
    (props.endpoints ?? []).forEach((endpoint) => this.addEndpoint(endpoint));
    this.node.addValidation({ validate: () => requireEndpoint('ServiceMonitor', this.endpoints.length) });
  }

  /** Adds a port that gives metrics. */
  public addEndpoint(endpoint: ServiceEndpoint): void {
    const { port, targetPort, targetPortName, tls } = endpoint;
    const ports = [port, targetPort, targetPortName].filter((value) => value !== undefined);
    if (ports.length > 1) {
      refuse(
        {
          what: 'port of an endpoint',
          got: ports,
          expected: 'one of port, targetPort and targetPortName',
          fix: 'leave the others out',
        },
        this,
      );
    }
    this.endpoints.push({
      ...renderEndpoint(endpoint),
      targetPort: targetPort === undefined ? targetPortName : checkPort('targetPort of an endpoint', targetPort),
      tlsConfig: tls && renderTls(tls),
    });
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): ServiceMonitorSpec {
    return { ...this.body, endpoints: this.endpoints };
  }
}
