import { CanaryPin } from '../canary/canary-pin';
import { CanarySpec } from '../manifest/flagger';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { HttpMatch } from '../route/http-match';
import { refuse } from '../value/problem';

type ServiceMatch = NonNullable<NonNullable<CanarySpec['service']>['match']>[number];
type AnalysisMatch = NonNullable<CanarySpec['analysis']['match']>[number];
type RouteMatch = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['matches']>[number];

/** `service.match`. Always has a path: the API server would add one, and Flagger would detect a change. */
export function serviceMatches(matches: readonly HttpMatch[] = []): ServiceMatch[] | undefined {
  return matches.length === 0
    ? undefined
    : matches.map((match) => {
        const { path, method, headers, queryParams } = match._render();
        return {
          uri: { [WORDS[path?.type ?? 'PathPrefix']]: path?.value ?? '/' },
          method: method && { exact: method },
          headers: valuesOf(headers, true),
          queryParams: valuesOf(queryParams, false),
        };
      });
}

/** `analysis.match`. */
export function pinMatches(pins: readonly CanaryPin[]): AnalysisMatch[] | undefined {
  return pins.length === 0
    ? undefined
    : pins.map((pin) => {
        const { headers, queryParams } = pin._apply(HttpMatch.any())._render();
        return { headers: valuesOf(headers, true), queryParams: valuesOf(queryParams, false) };
      });
}

/** Refuses pins that Flagger would not combine with the matches of the route. */
export function checkPins(
  pins: readonly CanaryPin[],
  matches: readonly HttpMatch[] = [],
  where: { readonly node: { readonly path: string } },
): void {
  const ownMatches = matches.map((match) => match._render());
  const conditions = pins.map((pin) => pin._apply(HttpMatch.any())._render());
  for (const part of ['headers', 'queryParams'] as const) {
    const match = ownMatches.find((own) => own[part] !== undefined);
    if (match && conditions.some((condition) => condition[part] !== undefined)) {
      refuse(
        {
          what: `${part} of matches`,
          got: match[part]!.map(({ name }) => name).join(', '),
          expected: `none with pins by ${part}, which replace them in Flagger`,
          fix: `pin by ${part === 'headers' ? 'a query parameter' : 'a header'}, or leave the ${part} out`,
        },
        where,
      );
    }
  }
  const rules = pins.length * Math.max(1, matches.length);
  if (rules > 64) {
    refuse(
      {
        what: 'pins',
        got: `${pins.length} pins for ${matches.length} matches, ${rules} in total`,
        expected: 'at most 64 in total, the limit of an HTTPRoute rule',
        fix: 'merge pins into one regular expression, or split the route',
      },
      where,
    );
  }
}

const WORDS = { Exact: 'exact', PathPrefix: 'prefix', RegularExpression: 'regex' } as const;

/** Conditions by name; header names in lower case, as Flagger requires. */
const valuesOf = (list: RouteMatch['headers'], isHeader: boolean) =>
  list &&
  Object.fromEntries(
    list.map(({ name, type = 'Exact', value }) => [isHeader ? name.toLowerCase() : name, { [WORDS[type]]: value }]),
  );
