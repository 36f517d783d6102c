import { RequestCondition } from '../match/condition';
import { Backend } from '../model/backends';
import { CallMatch } from '../model/conditions';
import { Entry } from '../model/model';

/*
 * What a proxy does with a request, whichever API it was written in: HTTPRoutes, GRPCRoutes and VirtualServices all
 * become these rules.
 */

/** A field of an object. */
export interface Place {
  readonly entry: Entry;
  readonly path: string;
}

export interface HeaderChange {
  readonly type: 'set' | 'add' | 'remove';
  readonly name: string;
  /** Empty for `remove`. */
  readonly value: string;
}

/** Changes a path. `elements` replaces whole elements, `text` the beginning, as a VirtualService does. */
export type PathChange =
  | { readonly type: 'full'; readonly value: string }
  | { readonly type: 'elements' | 'text'; readonly prefix: string; readonly value: string }
  | { readonly type: 'regex'; readonly pattern: string; readonly value: string };

export interface Rewrite {
  readonly host?: string;
  readonly path?: PathChange;
}

export interface Redirect extends Rewrite {
  readonly status: number;
  readonly scheme?: string;
  readonly port?: number;
  /** Whether the port of the Host header stays where none is given; else that of the listener is taken. */
  readonly keepsPort?: boolean;
}

/** A copy of requests; its response is not used. */
export interface Mirror {
  readonly place: Place;
  readonly backend: Backend;
  readonly subset?: string;
  /** Share of requests, from 0 to 1. */
  readonly share: number;
  /** Why no copy is sent. */
  readonly reason?: string;
}

/** Requests of browsers from pages of other origins. */
export interface Cors {
  readonly place: Place;
  readonly allowOrigins: readonly { readonly type: 'Exact' | 'RegularExpression'; readonly value: string }[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge?: number;
  /**
   * What stands between values of a header.
   *
   * @default ,
   */
  readonly separator?: string;
  /** Whether a preflight from another origin goes to the backend. */
  readonly forwardsOthers: boolean;
}

/** One of the backends of a rule. */
export interface Destination {
  readonly place: Place;
  readonly weight: number;
  readonly backend: Backend;
  /** Subset of the pods, as a DestinationRule defines it. */
  readonly subset?: string;
  /** The response of the proxy where the backend takes no requests. */
  readonly fault?: { readonly status: number; readonly reason: string };
  readonly request: readonly HeaderChange[];
  readonly response: readonly HeaderChange[];
  readonly mirrors: readonly Mirror[];
  /** TLS that the Gateway starts. */
  readonly tls?: DestinationTls;
  /** For requests to this destination alone. */
  readonly rewrite?: Rewrite;
  readonly redirect?: Redirect;
}

/** Faults that a proxy injects; one does not depend on the other. */
export interface Fault {
  readonly abort?: { readonly status: number; readonly share: number };
  /** Milliseconds. */
  readonly delay?: { readonly time: number; readonly share: number };
}

export interface DestinationTls {
  /** Name in the handshake. */
  readonly sni?: string;
  /** The BackendTLSPolicy or the DestinationRule. */
  readonly policy: Entry;
  /** How a DestinationRule has it. */
  readonly mode?: 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
}

export interface Retry {
  /** Tries after the first. */
  readonly attempts: number;
  readonly codes: readonly number[];
  /** Whether a try is made again whose connection closed, or that took too long. */
  readonly retriesResets: boolean;
  /** Of one try, in milliseconds. */
  readonly attemptTimeout?: number;
}

/** A match of a rule, and what becomes of the requests that meet it. */
export interface Rule {
  /** The match; the rule where it has none. */
  readonly place: Place;
  readonly condition: RequestCondition;
  /** Path of the rule in the object, such as `spec.rules[0]`. */
  readonly rule: string;
  readonly name?: string;
  /** Of a GRPCRoute: characters of service and method that a call must have, and whether there is a match at all. */
  readonly call?: CallMatch;
  /** Of an HTTPRoute: characters of the path as it is written, with the slash at its end. */
  readonly written?: number;
  /** Changes of the request before it goes to any of the destinations. */
  readonly request: readonly HeaderChange[];
  readonly response: readonly HeaderChange[];
  readonly rewrite?: Rewrite;
  readonly redirect?: Redirect;
  /** A response of the proxy in place of a backend's. */
  readonly answer?: { readonly status: number; readonly body?: string; readonly reason: string };
  readonly cors?: Cors;
  readonly fault?: Fault;
  readonly mirrors: readonly Mirror[];
  readonly destinations: readonly Destination[];
  /** Of the whole request, in milliseconds; 0 for none. */
  readonly timeout?: number;
  readonly retry?: Retry;
}

const NONE: readonly never[] = [];

/** Most rules change and copy nothing: they share one empty list, and a hundred thousand of them stay near. */
export const orNone = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : list);
