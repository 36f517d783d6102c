import { Backend } from '../../model/backends';
import { Request } from '../../traffic/request';

/** What a controller other than ingress-nginx does at a location, in words that all of them share. */
export interface OwnRule {
  readonly schemes: readonly Request['scheme'][];
  /** All of them have to be so. */
  readonly conditions: readonly Condition[];
  /** In their order. */
  readonly changes: readonly Change[];
  /** Whether requests that ask for the leave of pages of other origins go to the backend. */
  readonly handsOnPreflights?: boolean;
  /** In place of a backend. */
  readonly answer?: Redirection | FixedResponse;
  /** More than one share the requests by their weights; empty for the backend of the location. */
  readonly backends: readonly WeightedBackend[];
}

export interface WeightedBackend {
  readonly backend: Backend;
  readonly weight: number;
}

/** Of the values, one is enough; `*` stands for any text, `?` for one character. */
export type Condition =
  | { readonly type: 'method'; readonly values: readonly string[] }
  | { readonly type: 'header'; readonly name: string; readonly values: readonly string[] }
  /** Without a key, the value may be that of any parameter. */
  | { readonly type: 'query'; readonly values: readonly { readonly key?: string; readonly value: string }[] }
  | { readonly type: 'client'; readonly values: readonly string[] };

export type Change =
  /** The first prefix that the path begins with is taken away; the header tells the backend. */
  | { readonly type: 'strip-prefix'; readonly prefixes: readonly string[]; readonly header?: string }
  | { readonly type: 'add-prefix'; readonly prefix: string }
  | { readonly type: 'replace-path'; readonly path: string; readonly header?: string }
  | { readonly type: 'host'; readonly host: string }
  /** An empty value takes the header away. */
  | { readonly type: 'request-headers'; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'response-headers'; readonly headers: Readonly<Record<string, string>> };

/** Parts that are not given are those of the request. */
export interface Redirection {
  readonly type: 'redirect';
  readonly scheme?: string;
  readonly host?: string;
  /** Undefined for the usual port of the scheme. */
  readonly port?: number;
  readonly path?: string;
  /** Without the question mark; empty for none. */
  readonly query?: string;
  readonly status: number;
  /** Status for other methods than GET. */
  readonly otherStatus?: number;
}

export interface FixedResponse {
  readonly type: 'response';
  readonly status: number;
}
