import { Duration } from 'cdk8s';
import { wholeNumber } from '../value/scalar';

/** Fields of ProxyConfig that determine how long a gateway drains. */
interface DrainConfig {
  readonly drainDuration?: Duration;
  readonly terminationDrainDuration?: Duration;
  readonly proxyMetadata?: Readonly<Record<string, string>>;
}

/** Seconds from the start of a drain until Envoy closes its listeners, unless `drainDuration` sets another time. */
const LISTENERS_STAY = 45;

/**
 * Behavior of a gateway pod between SIGTERM and its exit. Until the exit, it accepts new connections
 * and signals clients to close existing ones.
 */
export class GatewayDrain {
  /**
   * Exits when the last connection is closed, or at the end of the termination grace period
   * (`EXIT_ON_ZERO_ACTIVE_CONNECTIONS`).
   *
   * @param minimum minimum time before the exit (`MINIMUM_DRAIN_DURATION`), until load balancers send no new
   * connections; by default 30 seconds
   */
  public static whenIdle(minimum: Duration = Duration.seconds(30)): GatewayDrain {
    const seconds = wholeSeconds('minimum of the drain', minimum);
    return new GatewayDrain(minimum, {
      ...listeners(seconds),
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true', MINIMUM_DRAIN_DURATION: `${seconds}s` },
    });
  }

  /** Exits after a fixed time, which closes the remaining connections (`terminationDrainDuration`). */
  public static after(time: Duration): GatewayDrain {
    return new GatewayDrain(time, {
      ...listeners(wholeSeconds('drain', time)),
      terminationDrainDuration: time,
    });
  }

  /** Uses the drain settings of the mesh: 5 seconds by default. */
  public static mesh(): GatewayDrain {
    return new GatewayDrain(undefined, {});
  }

  private constructor(
    /** Minimum time between SIGTERM and exit; `undefined` with the settings of the mesh. */
    public readonly minimum: Duration | undefined,
    /** @internal */
    public readonly _proxyConfig: DrainConfig,
  ) {}
}

/** Without `drainDuration`, a longer drain would refuse new connections after 45 seconds. */
const listeners = (seconds: number): DrainConfig =>
  seconds > LISTENERS_STAY ? { drainDuration: Duration.seconds(seconds) } : {};

const wholeSeconds = (what: string, time: Duration): number =>
  wholeNumber(
    `seconds of the ${what}`,
    time.toSeconds({ integral: false }),
    1,
    3600,
    'use whole seconds, at most an hour',
  );
