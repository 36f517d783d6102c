import { Duration } from 'cdk8s';
import { flaggerTime } from './flagger-text';
import { CanarySpec } from '../manifest/flagger';
import { refuse } from '../value/problem';
import { httpUrl, wholeNumber } from '../value/scalar';

type WebhookSpec = NonNullable<CanarySpec['analysis']['webhooks']>[number];

/** Options of every webhook of Flagger. */
export interface WebhookOptions {
  /**
   * Name in events and alerts; each once in a Canary.
   *
   * @default - the type of the webhook, such as `confirm-rollout`
   */
  readonly name?: string;
  /**
   * How long Flagger waits for an answer (`timeout`), whole seconds.
   *
   * @default - 10 seconds
   */
  readonly timeout?: Duration;
  /**
   * How often Flagger asks again when nothing answers (`retries`).
   *
   * @default 0
   */
  readonly retries?: number;
  /**
   * What Flagger sends along (`metadata`).
   *
   * @default - nothing
   */
  readonly metadata?: { readonly [key: string]: string };
  /**
   * Send no alert while the webhook holds the canary (`muteAlert`). For webhooks that confirm.
   *
   * @default false
   */
  readonly muteAlert?: boolean;
  /**
   * Do not check the certificate of the receiver (`disableTLS`).
   *
   * @default false
   */
  readonly disableTls?: boolean;
}

/**
 * An address that Flagger calls by POST on the way of a canary (`analysis.webhooks[]`). A status of 200 to 202 says yes.
 */
export class Webhook {
  /** Before the canary is started: it waits until the answer is yes. */
  public static confirmRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-rollout', url, options);
  }

  /** Before the canary gets requests, such as an acceptance test: a no is a failed check. */
  public static preRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('pre-rollout', url, options);
  }

  /**
   * In each interval, before the metrics: a no is a failed check. With `metadata: { type: 'cmd', cmd: '...' }` Flagger's
   * load tester runs a command, which gives the checks requests to measure.
   */
  public static rollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('rollout', url, options);
  }

  /** Before each new share of the canary, the first too, and before it is promoted: it waits until the answer is yes. For weights. */
  public static confirmTrafficIncrease(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-traffic-increase', url, options);
  }

  /** Before the canary is promoted: it waits until the answer is yes, and is checked on. */
  public static confirmPromotion(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-promotion', url, options);
  }

  /** After the promotion or the way back. The answer does not count. */
  public static postRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('post-rollout', url, options);
  }

  /** In each interval and while the canary waits: a yes sends it back at once. */
  public static rollback(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('rollback', url, options);
  }

  /** With every event of the Canary. The answer does not count. */
  public static event(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('event', url, options);
  }

  /** Its name. */
  public readonly name: string;

  private constructor(
    /** When it is called, as the API writes it. */
    public readonly type: string,
    private readonly url: string,
    private readonly options: WebhookOptions,
  ) {
    const { name = type, timeout, retries, muteAlert } = options;
    this.name = name;
    const what = `webhook '${name}'`;
    httpUrl(`address of ${what}`, url);
    if (timeout) {
      flaggerTime(`timeout of ${what}`, timeout);
    }
    if (retries !== undefined) {
      wholeNumber(`retries of ${what}`, retries, 0, 100, 'a check that fails is repeated in the next interval anyway');
    }
    if (muteAlert && !type.startsWith('confirm-')) {
      const fix = 'leave muteAlert out';
      refuse({ what, got: `muteAlert for ${type}`, expected: 'a webhook that confirms; others send no alert', fix });
    }
  }

  /** Seconds that it may hold up a check. @internal */
  public get _seconds(): number {
    return this.options.timeout?.toSeconds() ?? 10;
  }

  /** @internal */
  public _render(): WebhookSpec {
    const { timeout, retries, metadata, muteAlert, disableTls } = this.options;
    return {
      name: this.name,
      type: this.type as WebhookSpec['type'],
      url: this.url,
      timeout: timeout && flaggerTime('timeout', timeout),
      retries,
      muteAlert,
      disableTLS: disableTls,
      metadata,
    };
  }
}
