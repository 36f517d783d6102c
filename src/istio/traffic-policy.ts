import { Duration } from 'cdk8s';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { IstioClientTls } from './istio-client-tls';
import { istioCount, istioDuration, istioHostOrAddress, listOrNothing, onceEach, portSelector } from './istio-text';
import { IstioLoadBalancer } from './load-balancer';
import { TrafficPolicy as TrafficPolicySpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { duration, port as checkPort, wholeNumber } from '../manifest/scalar';

/** When an endpoint that fails gets no requests for a while (`outlierDetection`). */
export interface OutlierDetection {
  /**
   * Errors in a row, 500 to 599, that eject an endpoint; 0 switches it off (`consecutive5xxErrors`).
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number;
  /**
   * Errors in a row, 502, 503 or 504, that eject an endpoint; 0 switches it off (`consecutiveGatewayErrors`).
   *
   * @default - off
   */
  readonly consecutiveGatewayErrors?: number;
  /**
   * Failures in a row to connect or to get an answer that eject an endpoint; only beside
   * `splitExternalLocalOriginErrors` (`consecutiveLocalOriginFailures`).
   *
   * @default 5
   */
  readonly consecutiveLocalOriginFailures?: number;
  /**
   * Count failures to connect apart from what endpoints answer (`splitExternalLocalOriginErrors`).
   *
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;
  /**
   * Statuses that count as errors, 100 to 599 (`outlierDetectionHttpErrorCodes`). Istio 1.31.
   *
   * @default - 500 to 599
   */
  readonly httpErrorCodes?: number[];
  /**
   * How often endpoints are looked at, 1 ms at least (`interval`).
   *
   * @default - 10 seconds
   */
  readonly interval?: Duration;
  /**
   * How long an endpoint is out the first time; each time longer (`baseEjectionTime`).
   *
   * @default - 30 seconds
   */
  readonly baseEjectionTime?: Duration;
  /**
   * How many endpoints may be out, in percent (`maxEjectionPercent`).
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;
  /**
   * Below this share of endpoints that are in, in percent, requests go to all (`minHealthPercent`).
   *
   * @default 0
   */
  readonly minHealthPercent?: number;
}

/** What holds for one port, in place of what the policy says for all (`portLevelSettings[]`): nothing is inherited. */
export interface PortTrafficPolicy {
  /** Port of the destination (`port.number`). */
  readonly port: number;
  /**
   * Which endpoint a request goes to (`loadBalancer`).
   *
   * @default - the mesh's
   */
  readonly loadBalancer?: IstioLoadBalancer;
  /**
   * Limits of connections and requests (`connectionPool`).
   *
   * @default - none
   */
  readonly connectionPool?: ConnectionPool;
  /**
   * When an endpoint that fails gets no requests (`outlierDetection`).
   *
   * @default - never
   */
  readonly outlierDetection?: OutlierDetection;
  /**
   * TLS towards the destination (`tls`).
   *
   * @default - that of the mesh, where both sides have it
   */
  readonly tls?: IstioClientTls;
}

/** How TCP is carried in HTTP (`tunnel.protocol`). */
export enum TunnelProtocol {
  /** By the method CONNECT. */
  CONNECT = 'CONNECT',
  /** By the method POST. */
  POST = 'POST',
}

/** TCP and TLS through a proxy of HTTP, which is the host of the rule (`tunnel`). */
export interface TrafficTunnel {
  /** Where the tunnel ends: a host or an address (`targetHost`). */
  readonly targetHost: string;
  /** Port where the tunnel ends (`targetPort`). */
  readonly targetPort: number;
  /**
   * How (`protocol`).
   *
   * @default TunnelProtocol.CONNECT
   */
  readonly protocol?: TunnelProtocol;
}

/** Versions of the PROXY protocol. */
export enum ProxyProtocolVersion {
  /** Text. */
  V1 = 'V1',
  /** Bytes. */
  V2 = 'V2',
}

/** How many retries at a time (`retryBudget`). */
export interface RetryBudget {
  /**
   * Share of the requests that are under way, in percent (`percent`).
   *
   * @default 20
   */
  readonly percent?: number;
  /**
   * Retries that are allowed in any case (`minRetryConcurrency`).
   *
   * @default 3
   */
  readonly minRetryConcurrency?: number;
  /**
   * Count the requests of this time, not only those under way (`budgetInterval`).
   *
   * @default - 0, those under way
   */
  readonly budgetInterval?: Duration;
}

/** What happens to requests once it is decided where they go (`trafficPolicy`). It says one thing at least. */
export interface TrafficPolicy {
  /**
   * Which endpoint a request goes to (`loadBalancer`).
   *
   * @default - the mesh's: the idler one of two
   */
  readonly loadBalancer?: IstioLoadBalancer;
  /**
   * Limits of connections and requests (`connectionPool`).
   *
   * @default - none
   */
  readonly connectionPool?: ConnectionPool;
  /**
   * When an endpoint that fails gets no requests (`outlierDetection`). It also makes requests stay near the client.
   *
   * @default - never
   */
  readonly outlierDetection?: OutlierDetection;
  /**
   * TLS towards the destination (`tls`).
   *
   * @default - that of the mesh, where both sides have it
   */
  readonly tls?: IstioClientTls;
  /**
   * What holds for single ports, at most 4096 (`portLevelSettings`).
   *
   * @default - the same for all ports
   */
  readonly portLevelSettings?: PortTrafficPolicy[];
  /**
   * Carry TCP and TLS in HTTP (`tunnel`); not beside `proxyProtocol`.
   *
   * @default - no tunnel
   */
  readonly tunnel?: TrafficTunnel;
  /**
   * Tell the destination the client's address by the PROXY protocol (`proxyProtocol.version`); not beside `tunnel`.
   *
   * @default - do not
   */
  readonly proxyProtocol?: ProxyProtocolVersion;
  /**
   * How many retries at a time (`retryBudget`).
   *
   * @default - `maxRetries` of the connection pool
   */
  readonly retryBudget?: RetryBudget;
}

/** `trafficPolicy`. */
export function renderTrafficPolicy(what: string, policy: TrafficPolicy): TrafficPolicySpec {
  const { portLevelSettings = [], tunnel, proxyProtocol, retryBudget } = policy;
  const says = Object.values(policy).some(
    (value) => value !== undefined && (value as { length?: number }).length !== 0,
  );
  if (!says) {
    refuse({ what, got: 'nothing', expected: 'one field at least', fix: 'say something, or leave it out' });
  }
  if (tunnel && proxyProtocol) {
    refuse({ what, got: 'tunnel and proxyProtocol', expected: 'one of them', fix: 'leave one out' });
  }
  if (portLevelSettings.length > 4096) {
    const got = `${portLevelSettings.length} entries`;
    refuse({ what: `portLevelSettings of ${what}`, got, expected: 'at most 4096', fix: 'name fewer' });
  }
  onceEach(
    `ports of portLevelSettings in ${what}`,
    portLevelSettings.map(({ port }) => port),
  );
  return {
    ...renderShared(what, policy),
    portLevelSettings: listOrNothing(portLevelSettings.map((entry) => renderPort(what, entry))),
    tunnel: tunnel && renderTunnel(what, tunnel),
    proxyProtocol: proxyProtocol && { version: proxyProtocol },
    retryBudget: retryBudget && renderBudget(what, retryBudget),
  };
}

function renderPort(what: string, { port, ...rest }: PortTrafficPolicy) {
  if (Object.values(rest).every((value) => value === undefined)) {
    const expected = 'loadBalancer, connectionPool, outlierDetection or tls';
    refuse({ what: `port ${port} of ${what}`, got: 'nothing', expected, fix: 'say something, or leave it out' });
  }
  return { port: portSelector(`port of portLevelSettings in ${what}`, port), ...renderShared(what, rest) };
}

type Shared = Pick<TrafficPolicy, 'loadBalancer' | 'connectionPool' | 'outlierDetection' | 'tls'>;

function renderShared(what: string, { loadBalancer, connectionPool, outlierDetection, tls }: Shared) {
  return {
    loadBalancer: loadBalancer?._render(),
    connectionPool: connectionPool && renderConnectionPool(`connectionPool of ${what}`, connectionPool),
    outlierDetection: outlierDetection && renderOutliers(`outlierDetection of ${what}`, outlierDetection),
    tls: tls?._render(),
  };
}

function renderOutliers(what: string, outliers: OutlierDetection): TrafficPolicySpec['outlierDetection'] {
  const { httpErrorCodes, interval, baseEjectionTime, maxEjectionPercent, minHealthPercent, ...rest } = outliers;
  const { splitExternalLocalOriginErrors: isSplit, ...counts } = rest;
  const entries = Object.entries(counts);
  entries.forEach(([name, value]) => value !== undefined && istioCount(`${name} of ${what}`, value));
  if ((counts.consecutiveLocalOriginFailures ?? 0) > 0 && !isSplit) {
    refuse({
      what: `consecutiveLocalOriginFailures of ${what}`,
      got: `${counts.consecutiveLocalOriginFailures} without splitExternalLocalOriginErrors`,
      expected: 'both; else failures to connect count with the answers',
      fix: 'say splitExternalLocalOriginErrors: true',
    });
  }
  Object.entries({ maxEjectionPercent, minHealthPercent }).forEach(
    ([name, value]) => value !== undefined && wholeNumber(`${name} of ${what}`, value, 0, 100, 'it is in percent'),
  );
  onceEach(`httpErrorCodes of ${what}`, httpErrorCodes ?? []);
  httpErrorCodes?.forEach((code) => wholeNumber(`httpErrorCodes of ${what}`, code, 100, 599, 'name a status of HTTP'));
  return {
    ...rest,
    outlierDetectionHttpErrorCodes: listOrNothing(httpErrorCodes),
    interval: interval && istioDuration(`interval of ${what}`, interval),
    baseEjectionTime: baseEjectionTime && istioDuration(`baseEjectionTime of ${what}`, baseEjectionTime),
    maxEjectionPercent,
    minHealthPercent,
  };
}

function renderTunnel(what: string, tunnel: TrafficTunnel): TrafficPolicySpec['tunnel'] {
  const { targetHost, targetPort } = tunnel;
  istioHostOrAddress(`targetHost of ${what}`, targetHost);
  if (targetHost.includes('*')) {
    const expected = 'a host without a wildcard';
    refuse({ what: `targetHost of ${what}`, got: targetHost, expected, fix: 'name the one host' });
  }
  checkPort(`targetPort of ${what}`, targetPort);
  return { ...tunnel };
}

function renderBudget(what: string, { percent, minRetryConcurrency, budgetInterval }: RetryBudget) {
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) {
    const expected = 'a number from 0 to 100';
    refuse({ what: `percent of retryBudget in ${what}`, got: percent, expected, fix: 'leave it out for 20' });
  }
  if (minRetryConcurrency !== undefined) {
    istioCount(`minRetryConcurrency of ${what}`, minRetryConcurrency);
  }
  return {
    percent,
    minRetryConcurrency,
    budgetInterval: budgetInterval && duration(`budgetInterval of ${what}`, budgetInterval),
  };
}
