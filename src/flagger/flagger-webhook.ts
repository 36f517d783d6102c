import { Duration } from 'cdk8s';
import { flaggerTime } from './flagger-text';
import { CanarySpec } from '../manifest/flagger';
import { refuse } from '../value/problem';
import { httpUrl, wholeNumber } from '../value/scalar';

type WebhookSpec = NonNullable<CanarySpec['analysis']['webhooks']>[number];

/** Options of all webhooks. */
export interface WebhookOptions {
  /**
   * Name in events and alerts, unique in a Canary.
   *
   * @default - the type of the webhook, such as `confirm-rollout`
   */
  readonly name?: string;
  /**
   * Maximum time for a response, in whole seconds (`timeout`).
   *
   * @default - 10 seconds
   */
  readonly timeout?: Duration;
  /**
   * Number of retries if there is no response (`retries`).
   *
   * @default 0
   */
  readonly retries?: number;
  /**
   * Metadata in the payload of the request (`metadata`).
   *
   * @default - none
   */
  readonly metadata?: { readonly [key: string]: string };
  /**
   * Sends no alert while the webhook holds the canary (`muteAlert`). Only for confirmation webhooks.
   *
   * @default false
   */
  readonly muteAlert?: boolean;
  /**
   * Skips verification of the receiver's certificate (`disableTLS`).
   *
   * @default false
   */
  readonly disableTls?: boolean;
}

/**
 * A URL to which Flagger sends POST requests during a rollout (`analysis.webhooks[]`). A status from 200 to 202
 * confirms.
 */
export class Webhook {
  /** Called before the rollout starts, until it confirms. */
  public static confirmRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-rollout', url, options);
  }

  /** Called before the canary gets requests, for example to run an acceptance test. A denial is a failed check. */
  public static preRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('pre-rollout', url, options);
  }

  /**
   * Called in each interval, before the metrics are checked. A denial is a failed check. With
   * `metadata: { type: 'cmd', cmd: '...' }` Flagger's load tester runs a command that creates requests to measure.
   */
  public static rollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('rollout', url, options);
  }

  /** Called before each increase of the weight and before promotion, until it confirms. Only with weights. */
  public static confirmTrafficIncrease(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-traffic-increase', url, options);
  }

  /** Called before promotion, until it confirms; meanwhile the checks continue. */
  public static confirmPromotion(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('confirm-promotion', url, options);
  }

  /** Called after promotion or rollback. The response is ignored. */
  public static postRollout(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('post-rollout', url, options);
  }

  /** Called in each interval and while the canary waits; rolls it back at once if it confirms. */
  public static rollback(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('rollback', url, options);
  }

  /** Called for every event of the Canary. The response is ignored. */
  public static event(url: string, options: WebhookOptions = {}): Webhook {
    return new Webhook('event', url, options);
  }

  /** Name of the webhook. */
  public readonly name: string;

  private constructor(
    /** Type of the webhook (`type`), which determines when it is called. */
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
      wholeNumber(
        `retries of ${what}`,
        retries,
        0,
        100,
        'use fewer; a failed check is repeated in the next interval anyway',
      );
    }
    if (muteAlert && !type.startsWith('confirm-')) {
      const fix = 'leave muteAlert out';
      refuse({ what, got: `muteAlert for ${type}`, expected: 'a confirmation webhook; others send no alert', fix });
    }
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
