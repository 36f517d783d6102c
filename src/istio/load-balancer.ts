import { Duration } from 'cdk8s';
import { istioDuration, listOrNothing } from './istio-text';
import { LocalityLoadBalancing, renderLocality, renderZoneAware, ZoneAwareLoadBalancing } from './locality';
import { httpHeaderName } from './virtual-service-headers';
import { LoadBalancer } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { duration, wholeNumber } from '../manifest/scalar';

type HashSpec = NonNullable<LoadBalancer['consistentHash']>;

/** The cookie that a client is told apart by (`httpCookie`). */
export interface HashCookieOptions {
  /**
   * How long a cookie lives that the proxy makes for clients without one; 0 for as long as the browser is open
   * (`ttl`).
   *
   * @default - the proxy makes none
   */
  readonly ttl?: Duration;
  /**
   * Path of the cookie that the proxy makes (`path`).
   *
   * @default - none
   */
  readonly path?: string;
  /**
   * Attributes of the cookie that the proxy makes, such as `{ SameSite: 'Strict', Secure: '' }` (`attributes`).
   *
   * @default - none
   */
  readonly attributes?: { readonly [name: string]: string };
}

/** What tells clients apart that shall stay with one endpoint (`consistentHash`). */
export class ConsistentHashKey {
  /** A header of the request (`httpHeaderName`). */
  public static header(name: string): ConsistentHashKey {
    return new ConsistentHashKey({ httpHeaderName: httpHeaderName('header of ConsistentHashKey', name) });
  }

  /** A cookie (`httpCookie`). */
  public static cookie(name: string, options: HashCookieOptions = {}): ConsistentHashKey {
    const { ttl, path, attributes } = options;
    httpHeaderName('cookie of ConsistentHashKey', name);
    return new ConsistentHashKey({
      httpCookie: {
        name,
        path,
        ttl: ttl && duration('ttl of cookie', ttl),
        attributes: listOrNothing(Object.entries(attributes ?? {}).map(renderAttribute)),
      },
    });
  }

  /** The address of the client (`useSourceIp`); of TCP as well. */
  public static sourceIp(): ConsistentHashKey {
    return new ConsistentHashKey({ useSourceIp: true });
  }

  /** A query parameter (`httpQueryParameterName`). */
  public static queryParameter(name: string): ConsistentHashKey {
    if (name === '') {
      const what = 'query parameter of ConsistentHashKey';
      refuse({ what, got: name, expected: 'a name', fix: 'name it' });
    }
    return new ConsistentHashKey({ httpQueryParameterName: name });
  }

  private constructor(private readonly spec: HashSpec) {}

  /** @internal */
  public _render(): HashSpec {
    return { ...this.spec };
  }
}

function renderAttribute([name, value]: readonly [string, string]) {
  if (name === '') {
    refuse({ what: 'attribute of cookie', got: name, expected: 'a name', fix: "for example 'SameSite'" });
  }
  return { name, value: value === '' ? undefined : value };
}

/** How hashes become endpoints (`consistentHash`). */
export class ConsistentHashAlgorithm {
  /**
   * A ring (`ringHash`).
   *
   * @param minimumRingSize least number of places on the ring; more share finer. 1024 without one
   */
  public static ringHash(minimumRingSize?: number): ConsistentHashAlgorithm {
    if (minimumRingSize !== undefined) {
      wholeNumber('minimumRingSize', minimumRingSize, 1, Number.MAX_SAFE_INTEGER, 'leave it out for 1024');
    }
    return new ConsistentHashAlgorithm({ ringHash: { minimumRingSize } });
  }

  /**
   * Maglev (`maglev`): faster, less stable.
   *
   * @param tableSize places in the table: a prime below 5000011, 65537 by default
   */
  public static maglev(tableSize: number = 65537): ConsistentHashAlgorithm {
    const expected = 'a prime below 5000011';
    if (!Number.isInteger(tableSize) || tableSize >= 5_000_011 || !isPrime(tableSize)) {
      refuse({ what: 'tableSize of maglev', got: tableSize, expected, fix: 'for example 65537' });
    }
    return new ConsistentHashAlgorithm({ maglev: { tableSize } });
  }

  private constructor(private readonly spec: HashSpec) {}

  /** @internal */
  public _render(): HashSpec {
    return { ...this.spec };
  }
}

/** What every way to share requests among endpoints takes. */
export interface IstioLoadBalancerOptions {
  /**
   * Endpoints near the client first; not beside `zoneAware` (`localityLbSetting`).
   *
   * @default - as the mesh has it
   */
  readonly locality?: LocalityLoadBalancing;
  /**
   * Endpoints of the client's zone first, as many requests as they can take; not beside `locality`
   * (`zoneAwareLbSetting`). Istio 1.31.
   *
   * @default - as the mesh has it
   */
  readonly zoneAware?: ZoneAwareLoadBalancing;
}

/** New endpoints get their share step by step (`warmup`). */
export interface LoadBalancerWarmup {
  /** Until an endpoint gets all of its share, 1 ms at least (`duration`). */
  readonly duration: Duration;
  /**
   * Share that it begins with, in percent (`minimumPercent`).
   *
   * @default 10
   */
  readonly minimumPercent?: number;
  /**
   * How fast it grows: 1 evenly, more late and steep; above 0 (`aggression`).
   *
   * @default 1
   */
  readonly aggression?: number;
}

/** Requests in turn or to the idlest. */
export interface WarmupLoadBalancerOptions extends IstioLoadBalancerOptions {
  /**
   * New endpoints get their share step by step (`warmup`).
   *
   * @default - all of it at once
   */
  readonly warmup?: LoadBalancerWarmup;
}

/** The same client to the same endpoint. */
export interface ConsistentHashOptions extends IstioLoadBalancerOptions {
  /**
   * How hashes become endpoints.
   *
   * @default - ConsistentHashAlgorithm.ringHash()
   */
  readonly algorithm?: ConsistentHashAlgorithm;
}

/** Requests by what endpoints say about their load. */
export interface BackendUtilizationOptions extends IstioLoadBalancerOptions {
  /**
   * Names of metrics that the load is taken from, such as `named_metrics.queue` (`metricNamesForComputingUtilization`).
   *
   * @default - the load of the application, else of the CPU
   */
  readonly metricNames?: string[];
  /**
   * How much errors count as load, in percent (`errorUtilizationPenaltyPercent`).
   *
   * @default - Istio's
   */
  readonly errorPenaltyPercent?: number;
  /**
   * How long an endpoint speaks before it is believed (`weightStabilizationPeriod`).
   *
   * @default - 10 seconds
   */
  readonly stabilizationPeriod?: Duration;
  /**
   * How long what an endpoint said holds (`weightExpirationPeriod`).
   *
   * @default - 3 minutes
   */
  readonly expirationPeriod?: Duration;
  /**
   * How often shares are computed (`weightUpdatePeriod`).
   *
   * @default - 1 second
   */
  readonly updatePeriod?: Duration;
}

/** Which endpoint a request goes to (`loadBalancer`). */
export class IstioLoadBalancer {
  /** As the mesh has it; for `locality` and `zoneAware` alone. */
  public static unspecified(options: IstioLoadBalancerOptions): IstioLoadBalancer {
    return new IstioLoadBalancer({}, options);
  }

  /** The idler one of two. */
  public static leastRequest(options: WarmupLoadBalancerOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ simple: 'LEAST_REQUEST' }, options, options.warmup);
  }

  /** In turn. */
  public static roundRobin(options: WarmupLoadBalancerOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ simple: 'ROUND_ROBIN' }, options, options.warmup);
  }

  /** Any. */
  public static random(options: IstioLoadBalancerOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ simple: 'RANDOM' }, options);
  }

  /** The address that the client asked for. */
  public static passthrough(options: IstioLoadBalancerOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ simple: 'PASSTHROUGH' }, options);
  }

  /** The same client to the same endpoint, as long as endpoints stay the same. */
  public static consistentHash(key: ConsistentHashKey, options: ConsistentHashOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ consistentHash: { ...key._render(), ...options.algorithm?._render() } }, options);
  }

  /** By the load that endpoints report in their answers (ORCA). Of Istio after 1.31. */
  public static backendUtilization(options: BackendUtilizationOptions = {}): IstioLoadBalancer {
    return new IstioLoadBalancer({ backendUtilization: renderUtilization(options) }, options);
  }

  private readonly spec: LoadBalancer;

  private constructor(
    policy: LoadBalancer,
    { locality, zoneAware }: IstioLoadBalancerOptions,
    warmup?: LoadBalancerWarmup,
  ) {
    if (locality && zoneAware) {
      const expected = 'one of them';
      refuse({ what: 'load balancer', got: 'locality and zoneAware', expected, fix: 'leave one out' });
    }
    this.spec = {
      ...policy,
      localityLbSetting: locality && renderLocality(locality),
      zoneAwareLbSetting: zoneAware && renderZoneAware(zoneAware),
      warmup: warmup && renderWarmup(warmup),
    };
    if (Object.values(this.spec).every((value) => value === undefined)) {
      const fix = 'leave loadBalancer out';
      refuse({ what: 'load balancer', got: 'nothing', expected: 'locality or zoneAware', fix });
    }
  }

  /** Whether it fails over, which needs outlier detection to know when. @internal */
  public get _failsOver(): boolean {
    const { localityLbSetting, zoneAwareLbSetting } = this.spec;
    const settings = localityLbSetting ?? zoneAwareLbSetting;
    return settings?.failover !== undefined || settings?.failoverPriority !== undefined;
  }

  /** @internal */
  public _render(): LoadBalancer {
    return { ...this.spec };
  }
}

function renderUtilization(options: BackendUtilizationOptions): LoadBalancer['backendUtilization'] {
  const { metricNames, errorPenaltyPercent, stabilizationPeriod, expirationPeriod, updatePeriod } = options;
  if (errorPenaltyPercent !== undefined) {
    wholeNumber('errorPenaltyPercent', errorPenaltyPercent, 0, 4_294_967_295, 'it is in percent');
  }
  return {
    metricNamesForComputingUtilization: listOrNothing(metricNames),
    errorUtilizationPenaltyPercent: errorPenaltyPercent,
    weightStabilizationPeriod: stabilizationPeriod && duration('stabilizationPeriod', stabilizationPeriod),
    weightExpirationPeriod: expirationPeriod && duration('expirationPeriod', expirationPeriod),
    weightUpdatePeriod: updatePeriod && duration('updatePeriod', updatePeriod),
  };
}

function renderWarmup({ duration: time, minimumPercent, aggression }: LoadBalancerWarmup): LoadBalancer['warmup'] {
  if (minimumPercent !== undefined && !(minimumPercent >= 0 && minimumPercent <= 100)) {
    const expected = 'a number from 0 to 100';
    refuse({ what: 'minimumPercent of warmup', got: minimumPercent, expected, fix: 'leave it out for 10' });
  }
  if (aggression !== undefined && !(aggression > 0)) {
    const expected = 'a number above 0';
    refuse({ what: 'aggression of warmup', got: aggression, expected, fix: 'leave it out for 1' });
  }
  return { duration: istioDuration('duration of warmup', time), minimumPercent, aggression };
}

function isPrime(value: number): boolean {
  if (value < 2) return false;
  for (let factor = 2; factor * factor <= value; factor++) {
    if (value % factor === 0) return false;
  }
  return true;
}
