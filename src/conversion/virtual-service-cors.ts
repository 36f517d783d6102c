import { Duration } from 'cdk8s';
import { Findings } from './virtual-service-findings';
import { VirtualServiceSpec } from '../manifest/istio-networking';
import { HttpMethod } from '../route/http-match';
import { RouteFilter } from '../route/route-filter';

type Cors = NonNullable<NonNullable<VirtualServiceSpec['http']>[number]['corsPolicy']>;

/** Converts a CORS policy to a filter. */
export function readCors(cors: Cors, field: string, findings: Findings): RouteFilter[] {
  const { allowOrigin = [], allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge } = cors;
  const origins = allowOrigins
    ? allowOrigins.flatMap(({ exact, regex }, index) => {
        const origin = exact ?? (regex === '.*' ? '*' : undefined);
        if (origin === undefined) {
          findings.refuse(
            `${field}.allowOrigins[${index}]`,
            "an HTTPRoute supports origins, with '*' only for the first labels of a host: https://*.example.com",
          );
        }
        return origin === undefined ? [] : [origin];
      })
    : [...allowOrigin];
  if (cors.unmatchedPreflights !== 'IGNORE') {
    findings.warn('GW584', {
      what: `${field}.unmatchedPreflights`,
      got: cors.unmatchedPreflights,
      expected: 'the VirtualService forwards preflight requests from other origins to the Service',
      fix: 'with the route the gateway responds to them; set IGNORE in the VirtualService if that is intended',
    });
  }
  const seconds = maxAge === undefined ? undefined : /^(\d+(\.0+)?)s$/.exec(maxAge)?.[1];
  if (maxAge !== undefined && seconds === undefined) {
    findings.refuse(`${field}.maxAge`, `'${maxAge}' is not a duration of whole seconds, such as 600s`);
  }
  const isAnyMethod = allowMethods?.includes('*') ?? false;
  const unknown = allowMethods?.find((name) => name !== '*' && !Object.hasOwn(HttpMethod, name));
  if (unknown !== undefined) {
    findings.refuse(`${field}.allowMethods`, `'${unknown}' is not a method that an HTTPRoute supports`);
    return [];
  }
  const filter = findings.attempt(field, () =>
    RouteFilter.cors({
      allowOrigins: origins.length > 0 ? [...new Set(origins)] : undefined,
      allowMethods: isAnyMethod ? undefined : (allowMethods as HttpMethod[] | undefined),
      allowAllMethods: isAnyMethod || undefined,
      allowHeaders: allowHeaders && [...allowHeaders],
      exposeHeaders: exposeHeaders && [...exposeHeaders],
      allowCredentials: cors.allowCredentials,
      maxAge: seconds === undefined ? undefined : Duration.seconds(Number(seconds)),
    }),
  );
  return filter ? [filter] : [];
}
