import { Duration } from 'cdk8s';
import { HttpMethod } from './http-match';
import { httpToken, listOf } from './http-text';
import { Filter } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Which other origins may use an API in a browser (CORS). */
export interface CorsOptions {
  /**
   * Origins, at most 64: `https://app.example.com`, `https://*.example.com`, or `*` alone for all.
   *
   * @default - none; every request from another origin is refused by the browser
   */
  readonly allowOrigins?: string[];
  /**
   * Methods beside GET, HEAD and POST, which browsers need no permission for.
   *
   * @default - none
   */
  readonly allowMethods?: HttpMethod[];
  /**
   * Every method, in place of `allowMethods`.
   *
   * @default false
   */
  readonly allowAllMethods?: boolean;
  /**
   * Headers that a request may carry, at most 64; `*` alone for all.
   *
   * @default - those that browsers need no permission for
   */
  readonly allowHeaders?: string[];
  /**
   * Headers of the answer that a script may read, at most 64.
   *
   * @default - those that browsers show anyway
   */
  readonly exposeHeaders?: string[];
  /**
   * Let requests carry cookies and Authorization. Not beside the origin `*`.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * How long a browser may keep the permission, whole seconds.
   *
   * @default - 5 seconds
   */
  readonly maxAge?: Duration;
}

/** `filters[].cors`. */
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
      expected: 'named origins; browsers refuse credentials for all',
      fix: 'name the origins',
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
        ? 'leave path and trailing slash out'
        : `begin with the scheme: 'https://${origin}'`,
    });
  }
}
