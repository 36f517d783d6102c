import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { renderFilters } from './flagger-filter';
import { serviceMatches } from './flagger-match';
import { FlaggerRoute } from './flagger-route';
import { CanarySpec } from '../manifest/flagger';
import { HttpMatch } from '../route/http-match';
import { checkHostnames } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, duration, labels, port as checkPort } from '../value/scalar';

type ServiceSpec = NonNullable<CanarySpec['service']>;

/** Labels and annotations of an object that Flagger makes. */
export interface Metadata {
  /**
   * Labels.
   *
   * @default - none but Flagger's own
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Metadata that Flagger leaves alone. */
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

/** Where a Service prefers to send requests (`service.trafficDistribution`). */
export class TrafficDistribution {
  /** Endpoints in the client's zone; the older name of `PREFER_SAME_ZONE`. */
  public static readonly PREFER_CLOSE = new TrafficDistribution('PreferClose');
  /** Endpoints in the client's zone. */
  public static readonly PREFER_SAME_ZONE = new TrafficDistribution('PreferSameZone');
  /** Endpoints on the client's node. */
  public static readonly PREFER_SAME_NODE = new TrafficDistribution('PreferSameNode');

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}

/** The Services and the HTTPRoute that Flagger makes (`spec.service`). */
export interface ServiceOptions {
  /** Gateways, listeners, or in a mesh Services, that the route is attached to; 1 to 32 (`service.gatewayRefs`). */
  readonly parents: RouteParent[];
  /**
   * Hosts that the route serves, at most 16 (`service.hosts`).
   *
   * @default - every host of the listeners; for a Gateway that is a warning (GW420)
   */
  readonly hostnames?: string[];
  /**
   * Requests that the route is for (`service.match`).
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * What happens to every request and answer: headers, rewrite, mirror and CORS
   * (`service.headers`, `.rewrite`, `.mirror`, `.corsPolicy`). Others are errors, because Flagger has none.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
  /** Port of the Services (`service.port`). */
  readonly port: number;
  /**
   * Name of that port (`service.portName`), such as `grpc`.
   *
   * @default - http
   */
  readonly portName?: string;
  /**
   * Port of the container (`service.targetPort`).
   *
   * @default - `targetPortName` says, else `port`
   */
  readonly targetPort?: number;
  /**
   * Name of the container's port, in place of `targetPort`.
   *
   * @default - `targetPort` says
   */
  readonly targetPortName?: string;
  /**
   * Protocol of the port (`service.appProtocol`), such as `kubernetes.io/h2c`.
   *
   * @default - the implementation looks at the name of the port
   */
  readonly appProtocol?: string;
  /**
   * Name of the Services and the route (`service.name`). A later change leaves the old ones behind.
   *
   * @default - the target's
   */
  readonly serviceName?: string;
  /**
   * Give the Services every port of the containers (`service.portDiscovery`).
   *
   * @default false
   */
  readonly portDiscovery?: boolean;
  /**
   * Services without an address of their own (`service.headless`).
   *
   * @default false
   */
  readonly headless?: boolean;
  /**
   * Where the Services prefer to send requests (`service.trafficDistribution`).
   *
   * @default - to every endpoint
   */
  readonly trafficDistribution?: TrafficDistribution;
  /**
   * How long a client waits for the whole answer; then it gets 504 (`service.timeout`).
   *
   * @default - the implementation's
   */
  readonly timeout?: Duration;
  /**
   * How long one try of a backend may take; at most `timeout` (`service.backendTimeout`).
   *
   * @default - the implementation's
   */
  readonly backendTimeout?: Duration;
  /**
   * Metadata of the Service that clients know, and of the route (`service.apex`).
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
   * Metadata of the Services that others set; Flagger takes away what it does not know (`service.unmanagedMetadata`).
   *
   * @default - none
   */
  readonly unmanagedMetadata?: UnmanagedMetadata;
}

/**
 * What of the options is wrong whatever else is said.
 * @internal
 */
export function checkService(canary: Construct, options: ServiceOptions): void {
  const { parents, hostnames, port, portName, targetPort, targetPortName, timeout, backendTimeout } = options;
  if (parents.length === 0 || parents.length > 32) {
    const expected = '1 to 32; without one Flagger makes no route';
    refuse({ what: 'parents', got: parents.length, expected, fix: 'for example RouteParent.of(gateway)' }, canary);
  }
  checkHostnames(canary, hostnames);
  checkPort('port', port);
  [portName, targetPortName].forEach((name) => name === undefined || dnsLabel('name of port', name));
  if (targetPort !== undefined) {
    checkPort('targetPort', targetPort);
    if (targetPortName !== undefined) {
      const got = `${targetPort} and '${targetPortName}'`;
      refuse({ what: 'targetPort', got, expected: 'its number or its name', fix: 'leave one of them out' }, canary);
    }
  }
  if (timeout && backendTimeout && timeout.toMilliseconds() > 0) {
    if (backendTimeout.toMilliseconds() > timeout.toMilliseconds()) {
      const got = backendTimeout.toHumanString();
      const expected = `at most timeout (${timeout.toHumanString()})`;
      refuse({ what: 'backendTimeout', got, expected, fix: 'lower it or raise timeout' }, canary);
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

/** What the API server puts into the route; Flagger compares the route with what stands here. */
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };
