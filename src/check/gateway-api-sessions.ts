import { PlaceRule, placeRule } from './place';
import { GRPCRoute, HTTPRoute, HTTPRouteSpec } from '../manifest/gateway-api';

type Session = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['sessionPersistence']>;

/** Sessions that stay with a backend. */
export const sessionRules: readonly PlaceRule<never>[] = [
  placeRule<Session>({
    code: 'GW341',
    title: 'session persistence that does not fit its type',
    places: [HTTPRoute, GRPCRoute].map((kind) => [kind, 'spec.rules[].sessionPersistence']),
    find({ type = 'Cookie', absoluteTimeout, cookie, header }, path, report) {
      const members = { cookie, header };
      const [member, other] = type === 'Cookie' ? (['cookie', 'header'] as const) : (['header', 'cookie'] as const);
      if (members[member] === undefined) {
        const fix =
          member === 'cookie'
            ? 'set it, if only to cookie: {}, or correct the type'
            : 'name the header, or correct the type';
        report({ what: `${path}.${member}`, got: undefined, expected: `${member} with type ${type}`, fix });
      }
      if (members[other] !== undefined) {
        const fix = 'leave it out, or correct the type';
        report({ what: `${path}.${other}`, got: members[other], expected: `${member} alone with type ${type}`, fix });
      }
      if (cookie?.lifetimeType === 'Permanent' && absoluteTimeout === undefined) {
        report({
          what: `${path}.absoluteTimeout`,
          got: undefined,
          expected: 'a timeout with a permanent cookie',
          fix: "say how long the cookie lives, or set lifetimeType: 'Session'",
        });
      }
    },
  }),
];
