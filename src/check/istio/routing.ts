import { VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { covers } from '../../match/condition';
import { istioCondition } from '../../model/istio';
import { Place, PlaceRule, placeRule } from '../place';

type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
type Match = NonNullable<HttpRoute['match']>[number];
type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** Rules for routes that Istio's webhook refuses, or that no request can reach. */
export const istioRoutingRules: readonly PlaceRule<never>[] = [
  placeRule<readonly { readonly weight?: number }[]>({
    code: 'GW510',
    title: 'destinations without any weight',
    places: [[VirtualService, ...['http', 'tls', 'tcp'].map((protocol) => `spec.${protocol}[].route`)]],
    find(destinations, what, report) {
      if (destinations.length > 1 && destinations.every(({ weight = 0 }) => weight === 0)) {
        report({
          what,
          got: `${destinations.length} destinations of weight 0, which is the default`,
          expected: 'a weight above 0',
          fix: 'set the weight of a destination above 0; otherwise Istio refuses the object',
        });
      }
    },
  }),
  unreachable<HttpRoute>([VirtualService, 'spec.http'], takesEveryRequest),
  unreachable<TcpRoute>([VirtualService, 'spec.tcp'], ({ match = [] }) => match.length === 0),
  shadowed<HttpRoute>([VirtualService, 'spec.http'], ({ delegate }) => !delegate, httpMatchCovers),
  shadowed<TcpRoute>([VirtualService, 'spec.tcp'], () => true, isSameMatch),
  shadowed<TlsRoute>([VirtualService, 'spec.tls'], () => true, isSameMatch),
];

/** A match that an earlier route takes all requests of; what a route has twice itself does no harm. */
function shadowed<T extends { readonly match?: readonly object[] }>(
  place: Place,
  isFinal: (route: T) => boolean,
  isWider: (wide: object, narrow: object) => boolean,
): PlaceRule<never> {
  return placeRule<readonly T[]>({
    code: 'GW716',
    severity: 'warning',
    title: 'match that an earlier route of the VirtualService has',
    places: [place],
    find(routes, path, report) {
      // Behind a route for everything, another rule tells.
      const end = routes.findIndex(({ match = [] }) => match.length === 0 || match.some((each) => isAnything(each)));
      const reached = routes.slice(0, end < 0 ? routes.length : end + 1);
      const earlier: { readonly match: object; readonly path: string }[] = [];
      reached.forEach((route, index) => {
        const { match = [] } = route;
        match.forEach((each, at) => {
          const other = earlier.find((wide) => isWider(wide.match, each));
          if (!other) return;
          report({
            what: `${path}[${index}].match[${at}]`,
            got: `a match whose requests ${other.path} takes`,
            expected: 'a match of requests that no earlier route takes',
            fix: `move the route before ${other.path.replace(/\.match.*/, '')}, or remove the match; it is never used`,
          });
        });
        if (isFinal(route)) {
          match.forEach((each, at) => earlier.push({ match: each, path: `${path}[${index}].match[${at}]` }));
        }
      });
    },
  });
}

function httpMatchCovers(wide: Match, narrow: Match): boolean {
  const [a, b] = [istioCondition(wide), istioCondition(narrow)];
  return a && b ? covers(a, b) : isSameMatch(wide, narrow);
}

function isSameMatch(a: object, b: object): boolean {
  return keyOf(a) === keyOf(b);
}

/** A text that is the same for matches that ask for the same. */
function keyOf(match: object): string {
  const { name, statPrefix, ...conditions } = match as Match;
  void [name, statPrefix];
  return JSON.stringify(Object.entries(conditions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Istio uses the first route that matches. */
function unreachable<T>(place: Place, takesAll: (route: T) => boolean): PlaceRule<never> {
  return placeRule<readonly T[]>({
    code: 'GW511',
    severity: 'warning',
    title: 'route that is never reached',
    places: [place],
    find(routes, path, report) {
      const first = routes.findIndex(takesAll);
      if (first >= 0 && first < routes.length - 1) {
        report({
          what: `${path}[${first + 1}]`,
          got: `a route after ${path}[${first}], which matches everything`,
          expected: 'the route without conditions to be last',
          fix: `move ${path}[${first}] to the end, or add conditions to it`,
        });
      }
    },
  });
}

/** A delegate may add conditions. */
export function takesEveryRequest({ match = [], delegate }: HttpRoute): boolean {
  return !delegate && (match.length === 0 || match.some(isAnything));
}

function isAnything({ uri, ...rest }: Match): boolean {
  const anyPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*';
  return anyPath && Object.entries(rest).every(([name, value]) => NO_CONDITIONS.includes(name) || isEmpty(value));
}

const NO_CONDITIONS = ['name', 'statPrefix', 'ignoreUriCase'];

const isEmpty = (value: unknown) =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
