import { Request } from '../manifest/openshift-route';
import { refuse } from '../value/problem';

/** A change to a header by the router (`spec.httpHeaders.actions`). */
export class RouteHeader {
  /**
   * Sets a header and replaces an existing value.
   *
   * @param name name of the header
   * @param value text; `%[req.hdr(Name)]` for requests, `%[res.hdr(Name)]` for responses and `%[ssl_c_der]`
   *   are replaced by values, each optionally followed by `,lower` or `,base64`; write `%%` for a percent sign
   */
  public static set(name: string, value: string): RouteHeader {
    if (value === '' || value.length > 16384) {
      const expected = '1 to 16384 characters';
      refuse({ what: `value of header '${name}'`, got: value, expected, fix: 'to remove the header use remove()' });
    }
    return new RouteHeader(name, value);
  }

  /** Removes a header. */
  public static remove(name: string): RouteHeader {
    return new RouteHeader(name);
  }

  private constructor(
    /** Name of the header. */
    public readonly name: string,
    /** New value of the header; `undefined` to remove it. */
    public readonly value?: string,
  ) {
    if (!/^[-!#$%&'*+.0-9A-Z^_`a-z|~]{1,255}$/.test(name)) {
      const expected = "1 to 255 letters, digits and characters of -!#$%&'*+.^_`|~";
      refuse({ what: 'name of header', got: name, expected, fix: 'remove other characters' });
    }
    if (RESERVED.includes(name.toLowerCase())) {
      refuse({
        what: 'name of header',
        got: name,
        expected: `none of ${RESERVED.join(', ')}, which the router reserves`,
        fix:
          name.toLowerCase() === 'strict-transport-security'
            ? "use the annotation 'haproxy.router.openshift.io/hsts_header'"
            : 'change it in the application or at the gateway',
      });
    }
  }
}

const RESERVED = ['strict-transport-security', 'proxy', 'cookie', 'set-cookie'];

/**
 * Renders `actions.request` or `actions.response`; `undefined` for an empty list.
 * @internal
 */
export function renderHeaders(
  what: string,
  direction: 'req' | 'res',
  headers: readonly RouteHeader[] = [],
): readonly Request[] | undefined {
  if (headers.length > 20) {
    refuse({ what, got: `${headers.length} entries`, expected: 'at most 20', fix: 'change the others at the gateway' });
  }
  const names = headers.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    const expected = 'each header once; header names are case-insensitive';
    refuse({ what, got: `'${twice}' twice`, expected, fix: 'keep one' });
  }
  const allowed = new RegExp(
    `^(%(%|(\\{[-+]?[QXE](,[-+]?[QXE])*\\})?\\[(${direction}\\.hdr\\([0-9A-Za-z-]+\\)|ssl_c_der)(,(lower|base64))*\\])|[^%\\x00-\\x1f\\x7f])+$`,
  );
  const wrong = headers.find(({ value }) => value !== undefined && !allowed.test(value));
  if (wrong) {
    refuse({
      what: `value of header '${wrong.name}' in ${what}`,
      got: wrong.value,
      expected: `text, with %% for a percent sign, %[${direction}.hdr(Name)] and %[ssl_c_der] for values, lower and base64 for conversions`,
      fix: `for example '%[${direction}.hdr(X-Target),lower]'`,
    });
  }
  return headers.length === 0
    ? undefined
    : headers.map(({ name, value }) => ({
        name,
        action: value === undefined ? { type: 'Delete' } : { type: 'Set', set: { value } },
      }));
}
