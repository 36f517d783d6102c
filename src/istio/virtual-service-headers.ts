import { listOrUndefined, mapOrUndefined } from './istio-text';
import { Headers, Request } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Changes to the headers of a request or a response. */
export interface VirtualServiceHeaderOperations {
  /**
   * Headers to set; existing values are overwritten (`set`).
   *
   * @default - none
   */
  readonly set?: { readonly [name: string]: string };
  /**
   * Headers to add; existing values are kept (`add`).
   *
   * @default - none
   */
  readonly add?: { readonly [name: string]: string };
  /**
   * Names of headers to remove (`remove`).
   *
   * @default - none
   */
  readonly remove?: string[];
}

/**
 * Changes to headers of requests and responses (`headers`). A value may contain Envoy command operators,
 * `%DOWNSTREAM_REMOTE_ADDRESS%`; write `%%` for a percent sign.
 */
export interface VirtualServiceHeaders {
  /**
   * Changes before a request is forwarded. Setting `:authority` or `host` changes the host of the request; other names
   * with a leading colon are refused.
   *
   * @default - none
   */
  readonly request?: VirtualServiceHeaderOperations;
  /**
   * Changes before a response is returned.
   *
   * @default - none
   */
  readonly response?: VirtualServiceHeaderOperations;
}

/**
 * Renders `headers` of a route or of one of its destinations.
 * @internal
 */
export function renderVirtualServiceHeaders(what: string, { request, response }: VirtualServiceHeaders): Headers {
  return {
    request: request && renderOperations(`request ${what}`, request, true),
    response: response && renderOperations(`response ${what}`, response, false),
  };
}

/**
 * Values that the headers set for the authority of a request.
 * @internal
 */
export function authoritiesSet({ request }: VirtualServiceHeaders): string[] {
  return [...Object.entries(request?.set ?? {}), ...Object.entries(request?.add ?? {})]
    .filter(([name]) => isAuthority(name))
    .map(([, value]) => value);
}

function renderOperations(
  what: string,
  { set, add, remove }: VirtualServiceHeaderOperations,
  changesAuthority: boolean,
): Request {
  const written = { ...set, ...add };
  Object.keys(written).forEach((name) => headerName(what, name, changesAuthority));
  [set, add].forEach((headers) =>
    Object.entries(headers ?? {}).forEach(([name, value]) => headerValue(`${what}: value of '${name}'`, value)),
  );
  remove?.forEach((name) => headerName(what, name, false));
  if (Object.keys(written).length + (remove?.length ?? 0) === 0) {
    refuse({ what, got: 'no change', expected: 'a header to set, add or remove', fix: 'set one, or leave it out' });
  }
  return { set: mapOrUndefined(set), add: mapOrUndefined(add), remove: listOrUndefined(remove) };
}

const isAuthority = (name: string) => /^(:authority|host)$/i.test(name);
const TOKEN = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

function headerName(what: string, name: string, changesAuthority: boolean): void {
  if (isAuthority(name)) {
    if (changesAuthority) return;
    refuse({
      what,
      got: name,
      expected: 'a header other than the host of the request',
      fix: 'to change the host set it in the request, or use rewrite.authority',
    });
  }
  httpHeaderName(what, name);
}

/**
 * Checks the name of a header.
 * @internal
 */
export function httpHeaderName(what: string, name: string): string {
  if (!TOKEN.test(name)) {
    refuse({
      what,
      got: name,
      expected: "a name of a header: letters, digits and characters of !#$%&'*+-.^_`|~",
      fix: name.startsWith(':') ? 'pseudo-headers of HTTP/2 cannot be changed' : 'remove other characters',
    });
  }
  return name;
}

function headerValue(what: string, value: string): void {
  // eslint-disable-next-line no-control-regex -- the check is for control characters
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    refuse({ what, got: value, expected: 'a header value on one line', fix: 'remove control characters' });
  }
  if (!/^(?:[^%]|%%|%[^%(]+(?:\((?:\\.|[^)\\])*\) *)?%)*$/.test(value)) {
    refuse({
      what,
      got: value,
      expected: 'text and Envoy command operators, such as %REQ(:path)%',
      fix: `write a percent sign twice: '${value.replace(/%/g, '%%')}'`,
    });
  }
}
