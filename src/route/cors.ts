import { Duration } from 'cdk8s';
import { HttpMethod } from './http-match';
import { httpToken, listOf } from './http-text';
import { Filter } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Cross-origin resource sharing: other origins that may use an API in a browser (`filters[].cors`). */
export interface CorsOptions {
  /**
   * Allowed origins, at most 64: `https://app.example.com`, `https://*.example.com`, or only `*` for all.
   *
   * @default - none; browsers refuse requests from every other origin
   */
  readonly allowOrigins?: string[];
  /**
   * Allowed methods in addition to GET, HEAD and POST, which browsers always allow.
   *
   * @default - none
   */
  readonly allowMethods?: HttpMethod[];
  /**
   * Allow every method, in place of `allowMethods`.
   *
   * @default false
   */
  readonly allowAllMethods?: boolean;
  /**
   * Allowed request headers, at most 64; only `*` for all.
   *
   * @default - those that browsers always allow
   */
  readonly allowHeaders?: string[];
  /**
   * Response headers that scripts may read, at most 64.
   *
   * @default - those that browsers always expose
   */
  readonly exposeHeaders?: string[];
  /**
   * Allow requests with cookies and `Authorization`. Not together with the origin `*`.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * Time that a browser may cache a preflight response, whole seconds.
   *
   * @default - 5 seconds
   */
  readonly maxAge?: Duration;
}

/** Renders `filters[].cors`. */
export function renderCors(options: CorsOptions): Filter['cors'] {
  const { allowOrigins, allowMethods, allowAllMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } =
    options;
  allowOrigins?.forEach(checkOrigin);
  allowHeaders?.forEach((name) => name === '*' || httpToken('allowHeaders of CORS', name));
  exposeHeaders?.forEach((name) => name === '*' || httpToken('exposeHeaders of CORS', name));
  Object.entries({ allowOrigins, allowMethods, allowHeaders, exposeHeaders }).forEach(([what, list]) =>
    listOf(`${what} of CORS`, list, 64),
  );
  for (const [what, list] of Object.entries({ allowOrigins, allowHeaders })) {
    if (list && list.length > 1 && list.includes('*')) {
      refuse({
        what: `${what} of CORS`,
        got: list,
        expected: "'*' alone, or names without it",
        fix: "leave the names or '*' out",
      });
    }
  }
  if (allowMethods && allowAllMethods) {
    refuse({
      what: 'methods of CORS',
      got: allowMethods,
      expected: 'allowMethods or allowAllMethods',
      fix: 'leave one out',
    });
  }
  if (allowCredentials && allowOrigins?.includes('*')) {
    refuse({
      what: 'allowOrigins of CORS',
      got: "'*' with allowCredentials",
      expected: 'explicit origins; browsers refuse credentials with the origin *',
      fix: 'list the origins',
    });
  }
  const seconds = maxAge?.toSeconds({ integral: false });
  if (seconds !== undefined && (!Number.isInteger(seconds) || seconds < 1)) {
    refuse({
      what: 'maxAge of CORS',
      got: `${seconds} s`,
      expected: 'whole seconds, at least one',
      fix: 'use Duration.seconds(5)',
    });
  }
  return {
    allowOrigins,
    allowMethods: allowAllMethods ? ['*'] : allowMethods,
    allowHeaders,
    exposeHeaders,
    allowCredentials,
    maxAge: seconds,
  };
}

function checkOrigin(origin: string): void {
  if (origin !== '*' && !/^https?:\/\/((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:\d{1,5})?$/.test(origin)) {
    refuse({
      what: 'allowOrigins of CORS',
      got: origin,
      expected: "a scheme and a host, such as 'https://app.example.com'",
      fix: /^https?:\/\//.test(origin)
        ? 'remove path and trailing slash'
        : `begin with the scheme: 'https://${origin}'`,
    });
  }
}
