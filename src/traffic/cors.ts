import { Outcome } from './outcome';
import { Request } from './request';
import { Cors } from './rule';
import { textMeets } from '../match/request';

/** The response to a preflight (Gateway API v1, HTTPCORSFilter); undefined where the request is none. */
export function corsAnswer(cors: Cors, request: Request): Outcome | undefined {
  const asked = request.headers.get('access-control-request-method');
  if (request.method !== 'OPTIONS' || asked === undefined || !request.headers.has('origin')) return undefined;
  const isAllowed = isFrom(cors, request);
  if (!isAllowed && cors.forwardsOthers) return undefined;
  const headers = new Map(isAllowed ? corsHeaders(cors, request) : []);
  if (isAllowed) {
    const listed = (values: readonly string[], wanted: string | undefined) =>
      values.includes('*') ? wanted : values.join(cors.separator);
    set(headers, 'access-control-allow-methods', listed(cors.allowMethods, asked));
    set(
      headers,
      'access-control-allow-headers',
      listed(cors.allowHeaders, request.headers.get('access-control-request-headers')),
    );
    set(headers, 'access-control-max-age', cors.maxAge === undefined ? undefined : String(cors.maxAge));
  }
  return { share: 1, status: 200, reason: 'preflight', headers, removed: [], mirrors: [] };
}

/** Headers for the page of another origin that reads the response. */
export function corsHeaders(cors: Cors, request: Request): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  if (!isFrom(cors, request)) return headers;
  headers.set('access-control-allow-origin', request.headers.get('origin')!);
  if (cors.allowCredentials) headers.set('access-control-allow-credentials', 'true');
  set(headers, 'access-control-expose-headers', cors.exposeHeaders.join(cors.separator));
  return headers;
}

function isFrom({ allowOrigins }: Cors, { headers }: Request): boolean {
  const origin = headers.get('origin');
  return origin !== undefined && allowOrigins.some((allowed) => textMeets(origin, allowed));
}

function set(headers: Map<string, string>, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') headers.set(name, value);
}
