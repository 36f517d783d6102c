import { GRPCRoute, HTTPRoute, HTTPRouteSpec } from '../../manifest/gateway-api';
import { PlaceRule, placeRule } from '../place';

type Session = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['sessionPersistence']>;

/** Rules for session persistence. */
export const sessionRules: readonly PlaceRule<never>[] = [
  placeRule<Session>({
    code: 'GW341',
    title: 'session persistence that does not fit its type',
    places: [HTTPRoute, GRPCRoute].map((kind) => [kind, 'spec.rules[].sessionPersistence']),
    find({ type = 'Cookie', absoluteTimeout, cookieConfig }, path, report) {
      if (cookieConfig !== undefined && type !== 'Cookie') {
        report({
          what: `${path}.cookieConfig`,
          got: cookieConfig,
          expected: `none with type ${type}`,
          fix: 'leave it out, or correct the type',
        });
      }
      if (cookieConfig?.lifetimeType === 'Permanent' && absoluteTimeout === undefined) {
        report({
          what: `${path}.absoluteTimeout`,
          got: undefined,
          expected: 'absoluteTimeout with a permanent cookie',
          fix: "set the lifetime of the cookie, or lifetimeType: 'Session'",
        });
      }
    },
  }),
];
