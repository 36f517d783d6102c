import { DestinationTls, HeaderChange, Mirror, Place, Rule } from './rule';
import { Backend } from '../model/backends';
import { Entry } from '../model/model';

/** The request as a backend sees it. */
export interface UpstreamRequest {
  readonly method: string;
  readonly host: string;
  /** With the query. */
  readonly path: string;
  /** By name in lower case; what was added to a header is joined by `,`. */
  readonly headers: ReadonlyMap<string, string>;
}

/** TLS of the connection to a backend. Its certificate is taken to be what the policy demands. */
export interface UpstreamTls {
  /** Name in the handshake. */
  readonly sni?: string;
  /** The BackendTLSPolicy or DestinationRule; undefined where the client's own TLS is passed through. */
  readonly policy?: Entry;
  readonly mode?: DestinationTls['mode'];
  /** Secret with the certificate that the Gateway shows, `namespace/name`. */
  readonly clientCertificate?: string;
}

/** Why no response comes, where no proxy sends one. */
export type ConnectionError = 'refused' | 'reset' | 'unresolved';

/** One of the things that become of a request, and of which share of requests like it. */
export interface Outcome {
  /** From 0 to 1; the shares of all outcomes add up to 1. */
  readonly share: number;
  /** 200 stands for whatever the backend responds. Undefined where no response comes. */
  readonly status?: number;
  /** For a call of gRPC: the code that its client gets. */
  readonly grpcStatus?: number;
  readonly error?: ConnectionError;
  /** Why the proxy responds itself, or no response comes. */
  readonly reason?: string;
  /** Text of the response, where the proxy has one to send and it is known. */
  readonly body?: string;
  /**
   * What would have to be so, where manifests do not tell: `https://idp.example.com accepts the token`. The shares of
   * each such case add up to 1.
   */
  readonly condition?: string;
  /** The cluster that DNS leads to, where manifests are of several. */
  readonly cluster?: string;
  readonly backend?: Backend;
  /** Requests that reached the backend, with those of retries. */
  readonly attempts?: number;
  readonly subset?: string;
  readonly upstream?: UpstreamRequest;
  /** Undefined where the backend gets plain text, or nothing. */
  readonly tls?: UpstreamTls;
  /** Headers of the response that the proxies set or add, by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Headers that the proxies take away from the response. */
  readonly removed: readonly string[];
  readonly mirrors: readonly Mirror[];
}

/** A decision on the way of a request. */
export interface Step {
  readonly what: string;
  readonly place?: Place;
  readonly text: string;
}

/** What becomes of a request. */
export interface Reply {
  readonly outcomes: readonly Outcome[];
  /** The rule that took it. */
  readonly rule?: Rule;
  /** Limits that count it, such as `10 per 1m`. */
  readonly limits?: readonly string[];
  readonly steps: readonly Step[];
}

/** What the policies of a proxy say before a rule is carried out. */
export interface Verdict {
  /** Responses in place of the rule's; more than one where that depends on what manifests do not tell. */
  readonly refused: readonly Outcome[];
  /** What would have to be so for the request to go on; undefined where it does not, empty where it does anyway. */
  readonly passesIf?: string;
  /** Headers that policies add to the request for the backend. */
  readonly added: readonly HeaderChange[];
  /** The query for the backend, where policies change it: with the question mark, empty without one. */
  readonly search?: string;
  /** Limits that count the request, such as `10 per 1m`. */
  readonly limits?: readonly string[];
  readonly steps: readonly Step[];
}
