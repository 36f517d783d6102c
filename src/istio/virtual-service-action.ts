import { istioExpression } from './istio-text';
import { HttpRouteSpec } from './virtual-service-match';
import { atMostOne } from '../value/choice';
import { refuse } from '../value/problem';
import { port as checkPort, wholeNumber } from '../value/scalar';

/* Responses of a route itself, and rewrites of the requests that it forwards. */

/** A redirect (`redirect`). Parts of the URL that are left out do not change. */
export interface VirtualServiceRedirect {
  /**
   * New path, complete (`uri`).
   *
   * @default - the path does not change
   */
  readonly uri?: string;
  /**
   * New host (`authority`).
   *
   * @default - the host does not change
   */
  readonly authority?: string;
  /**
   * New port (`port`).
   *
   * @default - the port does not change
   */
  readonly port?: number;
  /**
   * New scheme, `http` or `https` (`scheme`).
   *
   * @default - the scheme does not change
   */
  readonly scheme?: string;
  /**
   * Status code of the response, 300 to 399 (`redirectCode`).
   *
   * @default 301
   */
  readonly redirectCode?: number;
}

/** A response of the proxy (`directResponse`). Set its content type by `headers` of the route. */
export interface VirtualServiceDirectResponse {
  /** Status code of the response, 200 to 599 (`status`). */
  readonly status: number;
  /**
   * Text of the response, at most 1 MiB (`body.string`).
   *
   * @default - no body
   */
  readonly body?: string;
}

/** Rewrite of the path by regular expression (`rewrite.uriRegexRewrite`). */
export interface VirtualServiceRegexRewrite {
  /** Part of the path to replace (RE2), at most 1024 characters (`match`). */
  readonly match: string;
  /** Replacement; `\1` is the first group (`rewrite`). */
  readonly rewrite: string;
}

/** Changes to a request before it is forwarded (`rewrite`). */
export interface VirtualServiceRewrite {
  /**
   * Replacement of the matched prefix, or of the whole path if the match is not a prefix (`uri`).
   *
   * @default - the path does not change
   */
  readonly uri?: string;
  /**
   * Rewrite of the path by regular expression (`uriRegexRewrite`); excludes `uri`.
   *
   * @default - the path does not change
   */
  readonly uriRegexRewrite?: VirtualServiceRegexRewrite;
  /**
   * New host (`authority`).
   *
   * @default - the host does not change
   */
  readonly authority?: string;
}

/**
 * Renders `redirect`.
 * @internal
 */
export function renderRedirect(what: string, redirect: VirtualServiceRedirect): HttpRouteSpec['redirect'] {
  const { uri, authority, port, scheme, redirectCode } = redirect;
  if ([uri, authority, port, scheme].every((value) => value === undefined)) {
    const expected = 'uri, authority, port or scheme';
    refuse({ what, got: 'no target', expected, fix: "for example scheme: 'https'" });
  }
  Object.entries({ uri, authority }).forEach(([name, text]) => notEmpty(`${name} of ${what}`, text));
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    refuse({ what: `scheme of ${what}`, got: scheme, expected: "'http' or 'https'", fix: 'leave it out to keep it' });
  }
  if (port !== undefined) checkPort(`port of ${what}`, port);
  if (redirectCode !== undefined) {
    wholeNumber(`redirectCode of ${what}`, redirectCode, 300, 399, 'for another response use directResponse');
  }
  return { ...redirect };
}

/**
 * Renders `directResponse`.
 * @internal
 */
export function renderDirectResponse(
  what: string,
  { status, body }: VirtualServiceDirectResponse,
): HttpRouteSpec['directResponse'] {
  wholeNumber(`status of ${what}`, status, 200, 599, 'use an HTTP status code');
  const size = Buffer.byteLength(body ?? '');
  if (size > 1024 * 1024) {
    const fix = 'use a backend; the proxies keep the body in memory';
    refuse({ what: `body of ${what}`, got: `${size} bytes`, expected: 'at most 1 MiB', fix });
  }
  return { status, body: body === undefined ? undefined : { string: body } };
}

/**
 * Renders `rewrite`.
 * @internal
 */
export function renderRewrite(what: string, rewrite: VirtualServiceRewrite): HttpRouteSpec['rewrite'] {
  const { uri, uriRegexRewrite, authority } = rewrite;
  atMostOne(what, { uri, uriRegexRewrite }, 'both set the path');
  if ([uri, uriRegexRewrite, authority].every((value) => value === undefined)) {
    const expected = 'uri, uriRegexRewrite or authority';
    refuse({ what, got: 'no change', expected, fix: 'set one, or leave rewrite out' });
  }
  notEmpty(`uri of ${what}`, uri, "to remove a prefix use '/'");
  notEmpty(`authority of ${what}`, authority);
  if (uriRegexRewrite) {
    istioExpression(`uriRegexRewrite of ${what}`, uriRegexRewrite.match);
    notEmpty(`rewrite in uriRegexRewrite of ${what}`, uriRegexRewrite.rewrite, "a path is at least '/'");
  }
  return { uri, authority, uriRegexRewrite: uriRegexRewrite && { ...uriRegexRewrite } };
}

function notEmpty(what: string, text: string | undefined, fix: string = 'leave it out to keep it'): void {
  if (text?.trim() === '') refuse({ what, got: text, expected: 'a non-empty text', fix });
}
