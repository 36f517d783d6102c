import { Duration } from 'cdk8s';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { ClientTls } from './istio-client-tls';
import { istioCount, istioDuration, listOrUndefined, onceEach, portSelector } from './istio-text';
import { LoadBalancer } from './load-balancer';
import { TrafficPolicy as TrafficPolicySpec } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Ejection of failing endpoints (`outlierDetection`). */
export interface OutlierDetection {
  /**
   * Consecutive 5xx errors that eject an endpoint; 0 disables it (`consecutive5xxErrors`).
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number;
  /**
   * Consecutive errors 502, 503 or 504 that eject an endpoint; 0 disables it (`consecutiveGatewayErrors`).
   *
   * @default - disabled
   */
  readonly consecutiveGatewayErrors?: number;
  /**
   * Time between two checks of endpoints, at least 1 ms (`interval`).
   *
   * @default - 10 seconds
   */
  readonly interval?: Duration;
  /**
   * Duration of the first ejection of an endpoint; it increases with each ejection (`baseEjectionTime`).
   *
   * @default - 30 seconds
   */
  readonly baseEjectionTime?: Duration;
  /**
   * Share of endpoints that may be ejected, in percent (`maxEjectionPercent`).
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;
}

/** Settings of a `TrafficPolicy` for all ports or for one. */
export interface TrafficPolicySettings {
  /**
   * Load balancing among endpoints (`loadBalancer`).
   *
   * @default - that of the mesh, by default `LoadBalancer.leastRequest()`
   */
  readonly loadBalancer?: LoadBalancer;
  /**
   * Limits of connections and requests (`connectionPool`).
   *
   * @default - none
   */
  readonly connectionPool?: ConnectionPool;
  /**
   * Ejection of failing endpoints (`outlierDetection`). It also enables locality load balancing.
   *
   * @default - none
   */
  readonly outlierDetection?: OutlierDetection;
  /**
   * TLS to the destination (`tls`).
   *
   * @default - mutual TLS of the mesh if both sides have a proxy
   */
  readonly tls?: ClientTls;
}

/** Settings of one port of the destination (`portLevelSettings[]`); it inherits none of those for all ports. */
export interface PortTrafficPolicy extends TrafficPolicySettings {
  /** Port of the destination (`port.number`). */
  readonly port: number;
}

/** Traffic policy of a destination (`trafficPolicy`), with at least one setting. */
export interface TrafficPolicy extends TrafficPolicySettings {
  /**
   * Settings of individual ports (`portLevelSettings`).
   *
   * @default - the same for all ports
   */
  readonly portLevelSettings?: PortTrafficPolicy[];
}

/**
 * Renders `trafficPolicy`.
 * @internal
 */
export function renderTrafficPolicy(what: string, policy: TrafficPolicy): TrafficPolicySpec {
  const { portLevelSettings = [], ...rest } = policy;
  if (portLevelSettings.length === 0 && isEmpty(rest)) {
    refuse({ what, got: 'no setting', expected: 'at least one', fix: 'leave it out' });
  }
  onceEach(
    `ports of portLevelSettings in ${what}`,
    portLevelSettings.map(({ port }) => port),
  );
  return {
    ...renderSettings(what, rest),
    portLevelSettings: listOrUndefined(portLevelSettings.map((entry) => renderPort(what, entry))),
  };
}

function renderPort(what: string, { port, ...rest }: PortTrafficPolicy) {
  if (isEmpty(rest)) {
    const expected = 'loadBalancer, connectionPool, outlierDetection or tls';
    refuse({ what: `port ${port} of ${what}`, got: 'no setting', expected, fix: 'leave it out' });
  }
  return { port: portSelector(`port of portLevelSettings in ${what}`, port), ...renderSettings(what, rest) };
}

const isEmpty = (settings: TrafficPolicySettings) => Object.values(settings).every((value) => value === undefined);

function renderSettings(what: string, settings: TrafficPolicySettings) {
  const { loadBalancer, connectionPool, outlierDetection, tls } = settings;
  return {
    loadBalancer: loadBalancer?._render(),
    connectionPool: connectionPool && renderConnectionPool(`connectionPool of ${what}`, connectionPool),
    outlierDetection: outlierDetection && renderOutliers(`outlierDetection of ${what}`, outlierDetection),
    tls: tls?._render(),
  };
}

function renderOutliers(what: string, outliers: OutlierDetection): TrafficPolicySpec['outlierDetection'] {
  const { interval, baseEjectionTime, maxEjectionPercent, ...counts } = outliers;
  Object.entries(counts).forEach(([name, value]) => value !== undefined && istioCount(`${name} of ${what}`, value));
  if (maxEjectionPercent !== undefined) {
    wholeNumber(`maxEjectionPercent of ${what}`, maxEjectionPercent, 0, 100, 'use a percentage');
  }
  return {
    ...counts,
    interval: interval && istioDuration(`interval of ${what}`, interval),
    baseEjectionTime: baseEjectionTime && istioDuration(`baseEjectionTime of ${what}`, baseEjectionTime),
    maxEjectionPercent,
  };
}
