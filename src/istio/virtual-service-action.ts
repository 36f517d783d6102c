import { istioExpression } from './istio-text';
import type { VirtualService } from './virtual-service';
import { HttpRouteSpec } from './virtual-service-match';
import { refuse } from '../manifest/problem';
import { dnsLabel, dnsSubdomain, port as checkPort, wholeNumber } from '../manifest/scalar';

/* What an HTTP route answers itself, and what it makes of a request that it sends on. */

/** Which port a redirect names (`redirect.derivePort`). */
export enum VirtualServiceRedirectPort {
  /** That of the scheme: 80 or 443. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** The one that the request came to. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/** An answer that sends the client elsewhere (`redirect`). What it does not name stays as it was. */
export interface VirtualServiceRedirect {
  /**
   * The whole path (`uri`).
   *
   * @default - the path stays
   */
  readonly uri?: string;
  /**
   * In place of the prefix that was matched (`prefixRewrite`); every `uri` of the route's matches is then a prefix.
   *
   * @default - the path stays
   */
  readonly prefixRewrite?: string;
  /**
   * The host (`authority`).
   *
   * @default - the host stays
   */
  readonly authority?: string;
  /**
   * The port (`port`); not beside `derivePort`.
   *
   * @default - the port stays
   */
  readonly port?: number;
  /**
   * Where the port comes from (`derivePort`); not beside `port`.
   *
   * @default - the port stays
   */
  readonly derivePort?: VirtualServiceRedirectPort;
  /**
   * The scheme, `http` or `https` (`scheme`).
   *
   * @default - the scheme stays
   */
  readonly scheme?: string;
  /**
   * Status of the answer, 300 to 399 (`redirectCode`).
   *
   * @default 301
   */
  readonly redirectCode?: number;
}

/** An answer of the proxy's own (`directResponse`). Its content type is a header of the route. */
export interface VirtualServiceDirectResponse {
  /** Status of the answer, 200 to 599 (`status`). */
  readonly status: number;
  /**
   * Text of the answer, at most 1 MiB (`body.string`).
   *
   * @default - nothing
   */
  readonly body?: string;
  /**
   * Bytes of the answer in base64, at most 1 MiB (`body.bytes`); not beside `body`.
   *
   * @default - nothing
   */
  readonly bodyBytes?: string;
}

/** Another path by regular expression (`rewrite.uriRegexRewrite`). */
export interface VirtualServiceRegexRewrite {
  /** What is replaced in the path (RE2), at most 1024 characters (`match`). */
  readonly match: string;
  /** What stands in its place; `\1` is its first group (`rewrite`). */
  readonly rewrite: string;
}

/** What a request says when it is sent on (`rewrite`). */
export interface VirtualServiceRewrite {
  /**
   * In place of the prefix that was matched, else of the whole path (`uri`).
   *
   * @default - the path stays
   */
  readonly uri?: string;
  /**
   * Another path by regular expression (`uriRegexRewrite`); not beside `uri`.
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

/** A `VirtualService` without hosts whose HTTP routes stand in place of a route (`delegate`). */
export class VirtualServiceDelegate {
  /** One of this program. */
  public static of(virtualService: VirtualService): VirtualServiceDelegate {
    if (virtualService.hosts.length > 0) {
      refuse({
        what: `delegate '${virtualService.name}'`,
        got: `a VirtualService with hosts (${virtualService.hosts.join(', ')})`,
        expected: 'one without hosts',
        fix: 'leave its hosts out; those of the VirtualService that delegates count',
      });
    }
    return new VirtualServiceDelegate(virtualService.name, virtualService.namespace);
  }

  /**
   * One by name.
   *
   * @param name its name
   * @param namespace its namespace; without one, that of the `VirtualService` that delegates
   */
  public static named(name: string, namespace?: string): VirtualServiceDelegate {
    return new VirtualServiceDelegate(
      dnsSubdomain('name of delegate', name),
      namespace === undefined ? undefined : dnsLabel('namespace of delegate', namespace),
    );
  }

  private constructor(
    /** Name of the delegate. */
    public readonly name: string,
    /** Its namespace; nothing for that of the `VirtualService` that delegates. */
    public readonly namespace?: string,
  ) {}

  /** @internal */
  public _render(namespace: string | undefined): NonNullable<HttpRouteSpec['delegate']> {
    return { name: this.name, namespace: this.namespace === namespace ? undefined : this.namespace };
  }
}

/** `redirect`. */
export function renderRedirect(what: string, redirect: VirtualServiceRedirect): HttpRouteSpec['redirect'] {
  const { uri, prefixRewrite, authority, port, derivePort, scheme, redirectCode } = redirect;
  if ([uri, prefixRewrite, authority, port, derivePort, scheme].every((value) => value === undefined)) {
    const expected = 'uri, prefixRewrite, authority, port, derivePort or scheme';
    refuse({ what, got: 'no place', expected, fix: "for example scheme: 'https'" });
  }
  oneOf(what, { uri, prefixRewrite }, 'both would say the path');
  oneOf(what, { port, derivePort }, 'both would say the port');
  Object.entries({ uri, prefixRewrite, authority }).forEach(([name, text]) => notEmpty(`${name} of ${what}`, text));
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    refuse({ what: `scheme of ${what}`, got: scheme, expected: "'http' or 'https'", fix: 'leave it out to keep it' });
  }
  if (port !== undefined) checkPort(`port of ${what}`, port);
  if (redirectCode !== undefined) {
    wholeNumber(`redirectCode of ${what}`, redirectCode, 300, 399, 'for another answer use directResponse');
  }
  return { ...redirect };
}

/** `directResponse`. */
export function renderDirectResponse(
  what: string,
  { status, body, bodyBytes }: VirtualServiceDirectResponse,
): HttpRouteSpec['directResponse'] {
  oneOf(what, { body, bodyBytes }, 'both would say the body');
  wholeNumber(`status of ${what}`, status, 200, 599, 'name a status of HTTP');
  if (bodyBytes === '' || (bodyBytes && Buffer.from(bodyBytes, 'base64').toString('base64') !== bodyBytes)) {
    const expected = 'base64 of a byte or more, with its padding';
    refuse({ what: `bodyBytes of ${what}`, got: bodyBytes, expected, fix: 'for text use body' });
  }
  const size = bodyBytes === undefined ? Buffer.byteLength(body ?? '') : Buffer.from(bodyBytes, 'base64').length;
  if (size > 1024 * 1024) {
    const fix = 'let a backend answer; the proxies keep the body in memory';
    refuse({ what: `body of ${what}`, got: `${size} bytes`, expected: 'at most 1 MiB', fix });
  }
  const rendered = { string: body, bytes: bodyBytes };
  return { status, body: body === undefined && bodyBytes === undefined ? undefined : rendered };
}

/** `rewrite`. */
export function renderRewrite(what: string, rewrite: VirtualServiceRewrite): HttpRouteSpec['rewrite'] {
  const { uri, uriRegexRewrite, authority } = rewrite;
  oneOf(what, { uri, uriRegexRewrite }, 'both would say the path');
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

/** At most one of some fields is there. */
export function oneOf(what: string, fields: Readonly<Record<string, unknown>>, why: string): void {
  const names = Object.keys(fields);
  const given = names.filter((name) => fields[name] !== undefined);
  if (given.length > 1) {
    refuse({ what, got: given.join(' and '), expected: `one of ${names.join(', ')}; ${why}`, fix: 'leave one out' });
  }
}

function notEmpty(what: string, text: string | undefined, fix: string = 'leave it out to keep it'): void {
  if (text?.trim() === '') refuse({ what, got: text, expected: 'a text that is not empty', fix });
}
