import { istioExpression } from './istio-text';
import { HttpRouteSpec } from './virtual-service-match';
import { atMostOne } from '../value/choice';
import { refuse } from '../value/problem';
import { port as checkPort, wholeNumber } from '../value/scalar';

/* Responses of a route itself, and rewrites of the requests that it forwards. */

/** A redirect (`redirect`). Parts of the URL that it does not name stay the same. */
export interface VirtualServiceRedirect {
  /**
   * The whole path (`uri`).
   *
   * @default - the path stays
   */
  readonly uri?: string;
  /**
   * The host (`authority`).
   *
   * @default - the host stays
   */
  readonly authority?: string;
  /**
   * The port (`port`).
   *
   * @default - the port stays
   */
  readonly port?: number;
  /**
   * The scheme, `http` or `https` (`scheme`).
   *
   * @default - the scheme stays
   */
  readonly scheme?: string;
  /**
   * Status of the response, 300 to 399 (`redirectCode`).
   *
   * @default 301
   */
  readonly redirectCode?: number;
}

/** A response of the proxy itself (`directResponse`). Its content type is a header of the route. */
export interface VirtualServiceDirectResponse {
  /** Status of the response, 200 to 599 (`status`). */
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
   * Replacement of the prefix that was matched, else of the whole path (`uri`).
   *
   * @default - the path stays
   */
  readonly uri?: string;
  /**
   * Rewrite of the path by regular expression (`uriRegexRewrite`); not beside `uri`.
   *
   * @default - the path stays
   */
  readonly uriRegexRewrite?: VirtualServiceRegexRewrite;
  /**
   * The host (`authority`).
   *
   * @default - the host stays
   */
  readonly authority?: string;
}

/**
 * `redirect`.
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
 * `directResponse`.
 * @internal
 */
export function renderDirectResponse(
  what: string,
  { status, body }: VirtualServiceDirectResponse,
): HttpRouteSpec['directResponse'] {
  wholeNumber(`status of ${what}`, status, 200, 599, 'name a status of HTTP');
  const size = Buffer.byteLength(body ?? '');
  if (size > 1024 * 1024) {
    const fix = 'let a backend respond; the proxies keep the body in memory';
    refuse({ what: `body of ${what}`, got: `${size} bytes`, expected: 'at most 1 MiB', fix });
  }
  return { status, body: body === undefined ? undefined : { string: body } };
}

/**
 * `rewrite`.
 * @internal
 */
export function renderRewrite(what: string, rewrite: VirtualServiceRewrite): HttpRouteSpec['rewrite'] {
  const { uri, uriRegexRewrite, authority } = rewrite;
  atMostOne(what, { uri, uriRegexRewrite }, 'both set the path');
  if ([uri, uriRegexRewrite, authority].every((value) => value === undefined)) {
    const expected = 'uri, uriRegexRewrite or authority';
    refuse({ what, got: 'no change', expected, fix: 'name one, or leave rewrite out' });
  }
  notEmpty(`uri of ${what}`, uri, "to take a prefix away write '/'");
  notEmpty(`authority of ${what}`, authority);
  if (uriRegexRewrite) {
    istioExpression(`uriRegexRewrite of ${what}`, uriRegexRewrite.match);
    notEmpty(`rewrite in uriRegexRewrite of ${what}`, uriRegexRewrite.rewrite, "a path is '/' at least");
  }
  return { uri, authority, uriRegexRewrite: uriRegexRewrite && { ...uriRegexRewrite } };
}

function notEmpty(what: string, text: string | undefined, fix: string = 'leave it out to keep it'): void {
  if (text?.trim() === '') refuse({ what, got: text, expected: 'a text that is not empty', fix });
}
