import { VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { Place, PlaceRule, placeRule } from '../place';

type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
type Match = NonNullable<HttpRoute['match']>[number];
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
];

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
