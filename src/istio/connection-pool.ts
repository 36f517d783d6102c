import { Duration } from 'cdk8s';
import { istioCount, istioDuration } from './istio-text';
import { ConnectionPool as ConnectionPoolSpec } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

/** Limits of connections (`connectionPool.tcp`). */
export interface TcpConnectionPool {
  /**
   * Concurrent HTTP/1 and TCP connections to a host (`maxConnections`).
   *
   * @default - no limit
   */
  readonly maxConnections?: number;
  /**
   * Time limit for connecting, at least 1 ms (`connectTimeout`).
   *
   * @default - 10 seconds
   */
  readonly connectTimeout?: Duration;
  /**
   * Time after which an idle connection is closed; 0 for never (`idleTimeout`).
   *
   * @default - one hour
   */
  readonly idleTimeout?: Duration;
}

/** Upgrade of HTTP/1.1 to HTTP/2 (`h2UpgradePolicy`). */
export enum H2UpgradePolicy {
  /** Follows the setting of the mesh. */
  DEFAULT = 'DEFAULT',
  /** Keeps HTTP/1.1. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** Upgrades to HTTP/2. */
  UPGRADE = 'UPGRADE',
}

/** Limits of HTTP requests (`connectionPool.http`). */
export interface HttpConnectionPool {
  /**
   * Requests that wait for a connection, of HTTP/1.1 and HTTP/2 (`http1MaxPendingRequests`).
   *
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number;
  /**
   * Active requests, of HTTP/1.1 and HTTP/2 (`http2MaxRequests`).
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
   * Active retries (`maxRetries`).
   *
   * @default - no limit
   */
  readonly maxRetries?: number;
  /**
   * Time after which a connection without requests is closed, at least 1 ms (`idleTimeout`).
   *
   * @default - one hour
   */
  readonly idleTimeout?: Duration;
  /**
   * Upgrade of HTTP/1.1 to HTTP/2 (`h2UpgradePolicy`).
   *
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * Concurrent streams of an HTTP/2 connection (`maxConcurrentStreams`).
   *
   * @default - no limit
   */
  readonly maxConcurrentStreams?: number;
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

/**
 * `connectionPool`.
 * @internal
 */
export function renderConnectionPool(what: string, { tcp, http }: ConnectionPool): ConnectionPoolSpec {
  if (!tcp && !http) {
    refuse({ what, got: 'neither', expected: 'tcp, http or both', fix: `name one, or leave ${what} out` });
  }
  return { tcp: tcp && renderTcp(`${what}.tcp`, tcp), http: http && renderHttp(`${what}.http`, http) };
}

function renderTcp(what: string, pool: TcpConnectionPool): ConnectionPoolSpec['tcp'] {
  const { maxConnections, connectTimeout, idleTimeout } = pool;
  return {
    maxConnections: maxConnections === undefined ? undefined : istioCount(`${what}.maxConnections`, maxConnections),
    connectTimeout: connectTimeout && istioDuration(`${what}.connectTimeout`, connectTimeout),
    idleTimeout: idleTimeout && duration(`${what}.idleTimeout`, idleTimeout),
  };
}

function renderHttp(what: string, pool: HttpConnectionPool): ConnectionPoolSpec['http'] {
  const { idleTimeout, h2UpgradePolicy, ...counts } = pool;
  Object.entries(counts).forEach(([name, value]) => value !== undefined && istioCount(`${what}.${name}`, value));
  return { ...counts, idleTimeout: idleTimeout && istioDuration(`${what}.idleTimeout`, idleTimeout), h2UpgradePolicy };
}
