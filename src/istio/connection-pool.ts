import { Duration } from 'cdk8s';
import { istioCount, istioDuration } from './istio-text';
import { ConnectionPool as ConnectionPoolSpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { duration } from '../manifest/scalar';

/** Probes that find connections that are dead (`tcpKeepalive`). What is left out is the operating system's. */
export interface TcpKeepalive {
  /**
   * Unanswered probes before a connection is dead (`probes`).
   *
   * @default - the system's; 9 in Linux
   */
  readonly probes?: number;
  /**
   * How long a connection is idle before the first probe (`time`).
   *
   * @default - the system's; two hours in Linux
   */
  readonly time?: Duration;
  /**
   * How long between two probes (`interval`).
   *
   * @default - the system's; 75 seconds in Linux
   */
  readonly interval?: Duration;
}

/** How many connections to an endpoint, and how long (`connectionPool.tcp`). Times are 1 ms at least. */
export interface TcpConnectionPool {
  /**
   * Connections of HTTP/1 and TCP to a host at a time (`maxConnections`).
   *
   * @default - no limit
   */
  readonly maxConnections?: number;
  /**
   * How long it may take to connect (`connectTimeout`).
   *
   * @default - 10 seconds
   */
  readonly connectTimeout?: Duration;
  /**
   * Send probes over idle connections (`tcpKeepalive`).
   *
   * @default - none
   */
  readonly tcpKeepalive?: TcpKeepalive;
  /**
   * How long a connection lives (`maxConnectionDuration`).
   *
   * @default - as long as it is used
   */
  readonly maxConnectionDuration?: Duration;
  /**
   * How long a connection over which nothing is sent stays open; 0 for ever (`idleTimeout`).
   *
   * @default - one hour
   */
  readonly idleTimeout?: Duration;
}

/** Whether HTTP/1.1 becomes HTTP/2 on the way (`h2UpgradePolicy`). */
export enum H2UpgradePolicy {
  /** As the mesh has it. */
  DEFAULT = 'DEFAULT',
  /** It does not. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** It does. */
  UPGRADE = 'UPGRADE',
}

/** Pings that find connections of HTTP/2 that are dead (`http2KeepAlive`). */
export interface Http2KeepAlive {
  /** How long between two pings (`interval`). */
  readonly interval: Duration;
  /** How long to wait for the answer (`timeout`). */
  readonly timeout: Duration;
}

/** How many requests, and how long (`connectionPool.http`). */
export interface HttpConnectionPool {
  /**
   * Requests that wait for a connection, of HTTP/1.1 and HTTP/2 (`http1MaxPendingRequests`).
   *
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number;
  /**
   * Requests that are under way, of HTTP/1.1 and HTTP/2 (`http2MaxRequests`).
   *
   * @default - no limit
   */
  readonly http2MaxRequests?: number;
  /**
   * Requests over one connection; 1 closes it after each (`maxRequestsPerConnection`).
   *
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;
  /**
   * Retries that are under way (`maxRetries`).
   *
   * @default - no limit
   */
  readonly maxRetries?: number;
  /**
   * How long a connection without requests stays open, 1 ms at least (`idleTimeout`).
   *
   * @default - one hour
   */
  readonly idleTimeout?: Duration;
  /**
   * Whether HTTP/1.1 becomes HTTP/2 (`h2UpgradePolicy`).
   *
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * Speak with the backend what the client speaks (`useClientProtocol`); not beside UPGRADE.
   *
   * @default false
   */
  readonly useClientProtocol?: boolean;
  /**
   * Streams over one connection of HTTP/2 at a time (`maxConcurrentStreams`).
   *
   * @default - no limit
   */
  readonly maxConcurrentStreams?: number;
  /**
   * Send pings over connections of HTTP/2 (`http2KeepAlive`). Istio 1.31.
   *
   * @default - none
   */
  readonly http2KeepAlive?: Http2KeepAlive;
}

/** Limits of connections and requests, for each proxy (`connectionPool`). */
export interface ConnectionPool {
  /**
   * Connections.
   *
   * @default - no limits
   */
  readonly tcp?: TcpConnectionPool;
  /**
   * Requests of HTTP.
   *
   * @default - no limits
   */
  readonly http?: HttpConnectionPool;
}

/** `connectionPool`. */
export function renderConnectionPool(what: string, { tcp, http }: ConnectionPool): ConnectionPoolSpec {
  if (!tcp && !http) {
    refuse({ what, got: 'neither', expected: 'tcp, http or both', fix: `name one, or leave ${what} out` });
  }
  return { tcp: tcp && renderTcp(`${what}.tcp`, tcp), http: http && renderHttp(`${what}.http`, http) };
}

function renderTcp(what: string, pool: TcpConnectionPool): ConnectionPoolSpec['tcp'] {
  const { connectTimeout, maxConnectionDuration, idleTimeout, tcpKeepalive } = pool;
  return {
    maxConnections: count(`${what}.maxConnections`, pool.maxConnections),
    connectTimeout: time(`${what}.connectTimeout`, connectTimeout),
    maxConnectionDuration: time(`${what}.maxConnectionDuration`, maxConnectionDuration),
    idleTimeout: idleTimeout && duration(`${what}.idleTimeout`, idleTimeout),
    tcpKeepalive: tcpKeepalive && {
      probes: count(`${what}.tcpKeepalive.probes`, tcpKeepalive.probes),
      time: time(`${what}.tcpKeepalive.time`, tcpKeepalive.time),
      interval: time(`${what}.tcpKeepalive.interval`, tcpKeepalive.interval),
    },
  };
}

function renderHttp(what: string, pool: HttpConnectionPool): ConnectionPoolSpec['http'] {
  const { idleTimeout, h2UpgradePolicy, useClientProtocol, http2KeepAlive, ...counts } = pool;
  Object.entries(counts).forEach(([name, value]) => count(`${what}.${name}`, value));
  if (h2UpgradePolicy === H2UpgradePolicy.UPGRADE && useClientProtocol) {
    refuse({
      what: `${what}.useClientProtocol`,
      got: 'true beside UPGRADE',
      expected: 'one of them; to upgrade is not to speak what the client speaks',
      fix: 'leave one out',
    });
  }
  return {
    ...counts,
    idleTimeout: time(`${what}.idleTimeout`, idleTimeout),
    h2UpgradePolicy,
    useClientProtocol,
    http2KeepAlive: http2KeepAlive && {
      interval: istioDuration(`${what}.http2KeepAlive.interval`, http2KeepAlive.interval),
      timeout: istioDuration(`${what}.http2KeepAlive.timeout`, http2KeepAlive.timeout),
    },
  };
}

const count = (what: string, value: number | undefined) => (value === undefined ? undefined : istioCount(what, value));
const time = (what: string, value: Duration | undefined) => value && istioDuration(what, value);
