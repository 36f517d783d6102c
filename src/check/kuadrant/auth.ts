import { AuthPolicy, Http, Rules } from '../../manifest/kuadrant';
import { PlaceRule, placeRule } from '../place';

const SCOPES = ['spec', 'spec.defaults', 'spec.overrides'];
const inRules = (below: string) => SCOPES.map((scope) => `${scope}.rules.${below}`);

/** Rules of AuthPolicies that Authorino accepts, and that do not do what they seem to. */
export const kuadrantAuthRules: readonly PlaceRule<never>[] = [
  placeRule<NonNullable<Rules['authentication']>>({
    code: 'GW201',
    severity: 'warning',
    title: 'anonymous access together with another authentication',
    places: [[AuthPolicy, ...inRules('authentication')]],
    find(authentication, path, report) {
      const names = Object.keys(authentication);
      const open = names.find((name) => {
        const { anonymous, when = [] } = authentication[name];
        return anonymous !== undefined && when.length === 0;
      });
      if (open === undefined || names.length < 2) return;
      report({
        what: `${path}['${open}']`,
        got: 'anonymous access for every request, together with other authentication',
        expected: 'one or the other; one success is enough, so no client is ever denied',
        fix: 'leave the anonymous one out, or restrict it with when',
      });
    },
  }),
  placeRule<unknown>({
    code: 'GW203',
    severity: 'warning',
    title: 'cache of a callback',
    places: [[AuthPolicy, ...inRules('callbacks{}.cache')]],
    find(_, what, report) {
      report({
        what,
        got: 'a cache',
        expected: 'none; Authorino sends a callback for every request',
        fix: 'leave the cache out, or restrict the callback with when',
      });
    },
  }),
  placeRule<Partial<Http>>({
    code: 'GW204',
    severity: 'warning',
    title: 'request of an external policy',
    places: [[AuthPolicy, ...inRules('authorization{}.opa.externalPolicy')]],
    find({ method, body, bodyParameters, contentType, headers, oauth2 }, what, report) {
      const given = Object.entries({ method, body, bodyParameters, contentType, headers, oauth2 })
        .filter(([name, value]) => value !== undefined && !(name === 'method' && value === 'GET'))
        .map(([name]) => name);
      if (given.length === 0) return;
      report({
        what,
        got: given.join(', '),
        expected: 'url, sharedSecretRef, credentials and ttl only; Authorino ignores other fields',
        fix: 'leave them out, and serve the policy to plain GET requests',
      });
    },
  }),
];
