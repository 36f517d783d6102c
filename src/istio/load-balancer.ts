import { Duration } from 'cdk8s';
import { istioDuration } from './istio-text';
import { LocalityLoadBalancing, renderLocality } from './locality';
import { httpHeaderName } from './virtual-service-headers';
import { LoadBalancer as LoadBalancerKind } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

type HashSpec = NonNullable<LoadBalancerKind['consistentHash']>;

/** Options of a cookie that identifies a client (`httpCookie`). */
export interface HashCookieOptions {
  /**
   * Lifetime of the cookie that the proxy sets for clients without one; 0 for a session cookie (`ttl`).
   *
   * @default - the proxy sets none
   */
  readonly ttl?: Duration;
  /**
   * Path of the cookie that the proxy sets (`path`).
   *
   * @default - none
   */
  readonly path?: string;
}

/** Property of requests that identifies a client (`consistentHash`). */
export class ConsistentHashKey {
  /** A header of the request (`httpHeaderName`). */
  public static header(name: string): ConsistentHashKey {
    return new ConsistentHashKey({ httpHeaderName: httpHeaderName('header of ConsistentHashKey', name) });
  }

  /** A cookie (`httpCookie`). */
  public static cookie(name: string, options: HashCookieOptions = {}): ConsistentHashKey {
    const { ttl, path } = options;
    httpHeaderName('cookie of ConsistentHashKey', name);
    return new ConsistentHashKey({
      httpCookie: {
        name,
        path,
        ttl: ttl && duration('ttl of cookie', ttl),
      },
    });
  }

  /** The address of the client (`useSourceIp`); also for TCP. */
  public static sourceIp(): ConsistentHashKey {
    return new ConsistentHashKey({ useSourceIp: true });
  }

  /** A query parameter (`httpQueryParameterName`). */
  public static queryParameter(name: string): ConsistentHashKey {
    if (name === '') {
      refuse({ what: 'query parameter of ConsistentHashKey', got: name, expected: 'a name', fix: 'name it' });
    }
    return new ConsistentHashKey({ httpQueryParameterName: name });
  }

  private constructor(private readonly spec: HashSpec) {}

  /** @internal */
  public _render(): HashSpec {
    return { ...this.spec };
  }
}

/** Options of every load balancer. */
export interface LoadBalancerOptions {
  /**
   * Preference for endpoints near the client (`localityLbSetting`).
   *
   * @default - the setting of the mesh
   */
  readonly locality?: LocalityLoadBalancing;
}

/** Options of a load balancer with a warm-up. */
export interface WarmupLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Time until a new endpoint receives its full share of requests, at least 1 ms (`warmup.duration`).
   *
   * @default - the full share at once
   */
  readonly warmup?: Duration;
}

/** Load balancing among endpoints (`loadBalancer`). */
export class LoadBalancer {
  /** Chooses the endpoint with fewer requests of two random ones. */
  public static leastRequest(options: WarmupLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'LEAST_REQUEST', warmup: renderWarmup(options) }, options.locality);
  }

  /** Chooses endpoints in turn. */
  public static roundRobin(options: WarmupLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'ROUND_ROBIN', warmup: renderWarmup(options) }, options.locality);
  }

  /** Chooses a random endpoint. */
  public static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: 'RANDOM' }, options.locality);
  }

  /** Forwards to the address that the client connected to, without load balancing. */
  public static passthrough(): LoadBalancer {
    return new LoadBalancer({ simple: 'PASSTHROUGH' });
  }

  /** Sends a client to the same endpoint as long as the set of endpoints does not change. */
  public static consistentHash(key: ConsistentHashKey, options: LoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ consistentHash: key._render() }, options.locality);
  }

  private readonly spec: LoadBalancerKind;

  private constructor(policy: LoadBalancerKind, locality?: LocalityLoadBalancing) {
    this.spec = { ...policy, localityLbSetting: locality && renderLocality(locality) };
  }

  /** @internal */
  public _render(): LoadBalancerKind {
    return { ...this.spec };
  }
}

const renderWarmup = ({ warmup }: WarmupLoadBalancerOptions): LoadBalancerKind['warmup'] =>
  warmup && { duration: istioDuration('warmup', warmup) };
