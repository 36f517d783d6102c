import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { renderFilters } from './flagger-filter';
import { serviceMatches } from './flagger-match';
import { FlaggerRoute } from './flagger-route';
import { CanarySpec } from '../manifest/flagger';
import { GATEWAY_API } from '../manifest/manifest';
import { HttpMatch } from '../route/http-match';
import { checkHostnames } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, duration, labels, port as checkPort } from '../value/scalar';

type ServiceSpec = NonNullable<CanarySpec['service']>;

/** Labels and annotations of an object that Flagger creates. */
export interface Metadata {
  /**
   * Labels.
   *
   * @default - only those of Flagger
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Labels and annotations that Flagger does not change. */
export interface UnmanagedMetadata {
  /**
   * Keys of labels.
   *
   * @default - none
   */
  readonly labels?: string[];
  /**
   * Keys of annotations.
   *
   * @default - none
   */
  readonly annotations?: string[];
}

/** Preferred endpoints of a Service (`service.trafficDistribution`). */
export class TrafficDistribution {
  /** Prefers endpoints in the client's zone; the older name of `PREFER_SAME_ZONE`. */
  public static readonly PREFER_CLOSE = new TrafficDistribution('PreferClose');
  /** Prefers endpoints in the client's zone. */
  public static readonly PREFER_SAME_ZONE = new TrafficDistribution('PreferSameZone');
  /** Prefers endpoints on the client's node. */
  public static readonly PREFER_SAME_NODE = new TrafficDistribution('PreferSameNode');

  private constructor(
    /** Value of the field. */
    public readonly name: string,
  ) {}
}

/** The Services and the HTTPRoute that Flagger creates (`spec.service`). */
export interface ServiceOptions {
  /** Parents of the route: Gateways, listeners, or Services in a mesh; 1 to 32 (`service.gatewayRefs`). */
  readonly parents: RouteParent[];
  /**
   * Hosts that the route serves, at most 16 (`service.hosts`).
   *
   * @default - all hosts of the parent listeners; a warning for a Gateway (GW420)
   */
  readonly hostnames?: string[];
  /**
   * Requests that the route matches (`service.match`).
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * Filters of requests and responses: headers, rewrite, mirror and CORS (`service.headers`, `.rewrite`, `.mirror`,
   * `.corsPolicy`). Others are errors, because Flagger does not support them.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /** Port of the Services (`service.port`). */
  readonly port: number;
  /**
   * Name of the port (`service.portName`), such as `grpc`.
   *
   * @default - http
   */
  readonly portName?: string;
  /**
   * Port of the container (`service.targetPort`).
   *
   * @default - `targetPortName`, else `port`
   */
  readonly targetPort?: number;
  /**
   * Name of the container's port (`service.targetPort`). Excludes `targetPort`.
   *
   * @default - `targetPort`
   */
  readonly targetPortName?: string;
  /**
   * Protocol of the port (`service.appProtocol`), such as `kubernetes.io/h2c`.
   *
   * @default - the implementation derives it from the name of the port
   */
  readonly appProtocol?: string;
  /**
   * Name of the Services and the route (`service.name`). After a change the old objects are not deleted.
   *
   * @default - the name of the target
   */
  readonly serviceName?: string;
  /**
   * Adds all ports of the containers to the Services (`service.portDiscovery`).
   *
   * @default false
   */
  readonly portDiscovery?: boolean;
  /**
   * Creates headless Services (`service.headless`).
   *
   * @default false
   */
  readonly headless?: boolean;
  /**
   * Preferred endpoints of the Services (`service.trafficDistribution`).
   *
   * @default - no preference
   */
  readonly trafficDistribution?: TrafficDistribution;
  /**
   * Maximum time for the whole response; afterwards the client gets 504 (`service.timeout`).
   *
   * @default - the implementation's
   */
  readonly timeout?: Duration;
  /**
   * Maximum time for one attempt at a backend; at most `timeout` (`service.backendTimeout`).
   *
   * @default - the implementation's
   */
  readonly backendTimeout?: Duration;
  /**
   * Metadata of the Service for clients and of the route (`service.apex`).
   *
   * @default - none
   */
  readonly apexMetadata?: Metadata;
  /**
   * Metadata of the Service `<name>-primary` (`service.primary`).
   *
   * @default - none
   */
  readonly primaryMetadata?: Metadata;
  /**
   * Metadata of the Service `<name>-canary` (`service.canary`).
   *
   * @default - none
   */
  readonly canaryMetadata?: Metadata;
  /**
   * Labels and annotations of the Services that other controllers set (`service.unmanagedMetadata`). Flagger removes
   * all others that it did not set.
   *
   * @default - none
   */
  readonly unmanagedMetadata?: UnmanagedMetadata;
}

/**
 * Checks the options.
 * @internal
 */
export function checkService(canary: Construct, options: ServiceOptions): void {
  const { parents, hostnames, port, portName, targetPort, targetPortName, timeout, backendTimeout } = options;
  if (parents.length === 0 || parents.length > 32) {
    const expected = '1 to 32; without one Flagger creates no route';
    refuse({ what: 'parents', got: parents.length, expected, fix: 'for example RouteParent.of(gateway)' }, canary);
  }
  checkHostnames(canary, hostnames);
  checkPort('port', port);
  [portName, targetPortName].forEach((name) => name === undefined || dnsLabel('name of port', name));
  if (targetPort !== undefined) {
    checkPort('targetPort', targetPort);
    if (targetPortName !== undefined) {
      const got = `${targetPort} and '${targetPortName}'`;
      refuse({ what: 'targetPort', got, expected: 'number or name', fix: 'leave one of them out' }, canary);
    }
  }
  if (timeout && backendTimeout && timeout.toMilliseconds() > 0) {
    if (backendTimeout.toMilliseconds() > timeout.toMilliseconds()) {
      const got = backendTimeout.toHumanString();
      const expected = `at most timeout (${timeout.toHumanString()})`;
      refuse({ what: 'backendTimeout', got, expected, fix: 'lower it, or raise timeout' }, canary);
    }
  }
  Object.entries({
    apexMetadata: options.apexMetadata,
    primaryMetadata: options.primaryMetadata,
    canaryMetadata: options.canaryMetadata,
  }).forEach(([what, metadata]) => {
    labels(`labels of ${what}`, metadata?.labels ?? {});
    annotations(`annotations of ${what}`, metadata?.annotations ?? {});
  });
}

/**
 * `spec.service`.
 * @internal
 */
export function renderService(route: FlaggerRoute, options: ServiceOptions): ServiceSpec {
  const { parents, hostnames = [], timeout, backendTimeout } = options;
  return {
    name: options.serviceName,
    port: options.port,
    portName: options.portName,
    targetPort: options.targetPort ?? options.targetPortName,
    appProtocol: options.appProtocol,
    portDiscovery: options.portDiscovery,
    headless: options.headless,
    trafficDistribution: options.trafficDistribution?.name as ServiceSpec['trafficDistribution'],
    gatewayRefs: parents.flatMap((parent) => parent._render(hostnames)).map((parent) => ({ ...GATEWAY, ...parent })),
    hosts: hostnames.length > 0 ? hostnames : undefined,
    match: serviceMatches(options.matches),
    ...renderFilters(route, options.filters, options.matches),
    timeout: timeout && duration('timeout', timeout),
    backendTimeout: backendTimeout && duration('backendTimeout', backendTimeout),
    apex: options.apexMetadata,
    primary: options.primaryMetadata,
    canary: options.canaryMetadata,
    unmanagedMetadata: options.unmanagedMetadata,
  };
}

/** Defaults of the API server, set here because Flagger compares the route with the Canary. */
const GATEWAY = { group: GATEWAY_API, kind: 'Gateway' };
