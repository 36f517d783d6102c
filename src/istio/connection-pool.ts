import { Duration } from 'cdk8s';
import { istioCount, istioDuration } from './istio-text';
import { ConnectionPool as ConnectionPoolSpec } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

/** Connection limits (`connectionPool.tcp`). */
export interface TcpConnectionPool {
  /**
   * Maximum number of HTTP/1 and TCP connections to a host (`maxConnections`).
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
   * Maximum number of requests that wait for a connection, HTTP/1.1 and HTTP/2 (`http1MaxPendingRequests`).
   *
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number;
  /**
   * Maximum number of active requests, HTTP/1.1 and HTTP/2 (`http2MaxRequests`).
   *
   * @default - no limit
   */
  readonly http2MaxRequests?: number;
  /**
   * Maximum number of requests per connection; 1 disables keep-alive (`maxRequestsPerConnection`).
   *
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;
  /**
   * Maximum number of active retries (`maxRetries`).
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
   * Maximum number of concurrent streams of an HTTP/2 connection (`maxConcurrentStreams`).
   *
   * @default - no limit
   */
  readonly maxConcurrentStreams?: number;
}

/** Limits of connections and requests of each proxy (`connectionPool`). */
export interface ConnectionPool {
  /**
   * Connection limits (`tcp`).
   *
   * @default - no limits
   */
  readonly tcp?: TcpConnectionPool;
  /**
   * HTTP request limits (`http`).
   *
   * @default - no limits
   */
  readonly http?: HttpConnectionPool;
}

/**
 * Renders `connectionPool`.
 * @internal
 */
export function renderConnectionPool(what: string, { tcp, http }: ConnectionPool): ConnectionPoolSpec {
  if (!tcp && !http) {
    refuse({ what, got: 'neither', expected: 'tcp, http or both', fix: `set one, or leave ${what} out` });
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
