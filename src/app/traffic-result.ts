import { Outcome, Reply } from '../traffic/outcome';
import { backendName, printReply } from '../traffic/print';

/** What becomes of a share of requests. */
export interface TrafficOutcome {
  /** Share of requests, from 0 to 1. */
  readonly share: number;
  /**
   * Status of the response; 200 where a backend responds.
   *
   * @default - no response comes
   */
  readonly status?: number;
  /**
   * Why a proxy responds itself, or no response comes.
   *
   * @default - a backend responds
   */
  readonly reason?: string;
  /**
   * The cluster that DNS leads to, for `MultiClusterTraffic`.
   *
   * @default - the manifests are of one cluster, or DNS has no answer
   */
  readonly cluster?: string;
  /**
   * The backend, such as `shop/web:8080`.
   *
   * @default - no backend
   */
  readonly backend?: string;
  /**
   * Host header that the backend gets.
   *
   * @default - no backend
   */
  readonly host?: string;
  /**
   * Path and query that the backend gets.
   *
   * @default - no backend
   */
  readonly path?: string;
  /** Headers that the backend gets, by name in lower case. */
  readonly headers: Record<string, string>;
  /** Headers of the response that proxies set, by name in lower case. */
  readonly responseHeaders: Record<string, string>;
  /**
   * Text of the response, where a proxy has one to send and it is known.
   *
   * @default - not known
   */
  readonly body?: string;
  /** Backends that get a copy, such as `shop/shadow:8080`. */
  readonly mirrors: string[];
  /**
   * Requests that reach the backend, with those of retries.
   *
   * @default - no backend
   */
  readonly attempts?: number;
  /**
   * What would have to be so, where the manifests do not tell.
   *
   * @default - nothing
   */
  readonly condition?: string;
}

/** What becomes of a request. */
export class TrafficResult {
  /** @internal */
  public static _of(reply: Reply): TrafficResult {
    return new TrafficResult(reply);
  }

  private readonly reply: Reply;

  private constructor(reply: Reply) {
    this.reply = reply;
  }

  /** All that may become of it, with shares that add up to 1. */
  public get outcomes(): TrafficOutcome[] {
    return this.reply.outcomes.map(outcomeOf);
  }

  /** The status, if it is the same for all; undefined otherwise, and where no response comes. */
  public get status(): number | undefined {
    return this.common(({ status }) => status);
  }

  /** Target of the redirect, if all are redirected to the same. */
  public get location(): string | undefined {
    return this.common(({ headers }) => headers.get('location'));
  }

  /** Shares by backend, such as `{ 'shop/web-v1:8080': 0.9, 'shop/web-v2:8080': 0.1 }`. */
  public get shares(): Record<string, number> {
    const shares: Record<string, number> = {};
    for (const { backend, subset, share, upstream } of this.reply.outcomes) {
      if (!backend || !upstream) continue;
      const name = backendName(backend, subset);
      shares[name] = (shares[name] ?? 0) + share;
    }
    return shares;
  }

  /** The decisions on its way with their places, and what becomes of it, as `cdk8s-gateways trace` prints them. */
  public toString(): string {
    return printReply(this.reply);
  }

  private common<T>(of: (outcome: Outcome) => T): T | undefined {
    const values = new Set(this.reply.outcomes.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  }
}

function outcomeOf(outcome: Outcome): TrafficOutcome {
  const { share, status, reason, cluster, backend, subset, upstream, headers, body, mirrors, attempts, condition } =
    outcome;
  return {
    share,
    status,
    reason,
    cluster,
    backend: backend && backendName(backend, subset),
    host: upstream?.host,
    path: upstream?.path,
    headers: Object.fromEntries(upstream?.headers ?? []),
    responseHeaders: Object.fromEntries(headers),
    body,
    mirrors: mirrors.filter(({ reason: why }) => why === undefined).map(({ backend: copy }) => backendName(copy)),
    attempts,
    condition,
  };
}
