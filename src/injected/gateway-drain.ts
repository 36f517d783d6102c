import { Duration } from 'cdk8s';
import { wholeNumber } from '../value/scalar';

/** Fields of ProxyConfig that decide how long a gateway drains. */
interface DrainConfig {
  readonly drainDuration?: Duration;
  readonly terminationDrainDuration?: Duration;
  readonly proxyMetadata?: Readonly<Record<string, string>>;
}

/** Envoy closes its listeners so many seconds after the drain began, unless `drainDuration` says otherwise. */
const LISTENERS_STAY = 45;

/**
 * What a gateway does between the signal to stop and its end. During all of it connections that come are still
 * served, and clients are told to close theirs.
 */
export class GatewayDrain {
  /**
   * The gateway stops when its last connection is closed, or when the grace period ends
   * (`EXIT_ON_ZERO_ACTIVE_CONNECTIONS`).
   *
   * @param minimum how long it waits in any case (`MINIMUM_DRAIN_DURATION`): until load balancers no longer send
   * connections to it; 30 seconds without it
   */
  public static whenIdle(minimum: Duration = Duration.seconds(30)): GatewayDrain {
    const seconds = wholeSeconds('minimum of the drain', minimum);
    return new GatewayDrain(minimum, {
      ...listeners(seconds),
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true', MINIMUM_DRAIN_DURATION: `${seconds}s` },
    });
  }

  /** The gateway stops after a fixed time, and with it every connection that is left (`terminationDrainDuration`). */
  public static after(time: Duration): GatewayDrain {
    return new GatewayDrain(time, {
      ...listeners(wholeSeconds('drain', time)),
      terminationDrainDuration: time,
    });
  }

  /** As the mesh says: 5 seconds, unless its configuration says otherwise. */
  public static mesh(): GatewayDrain {
    return new GatewayDrain(undefined, {});
  }

  private constructor(
    /** How long a gateway lives at least after the signal; nothing where the mesh says. */
    public readonly minimum: Duration | undefined,
    /** @internal */
    public readonly _proxyConfig: DrainConfig,
  ) {}
}

/** Without it a longer drain would refuse connections that still come. */
const listeners = (seconds: number): DrainConfig =>
  seconds > LISTENERS_STAY ? { drainDuration: Duration.seconds(seconds) } : {};

const wholeSeconds = (what: string, time: Duration): number =>
  wholeNumber(
    `seconds of the ${what}`,
    time.toSeconds({ integral: false }),
    1,
    3600,
    'choose whole seconds, at most an hour',
  );
