import { HTTPRoute, HTTPRouteSpec } from '../../manifest/gateway-api';
import { PlaceRule, placeRule } from '../place';

type Rules = NonNullable<HTTPRouteSpec['rules']>;
type Match = NonNullable<Rules[number]['matches']>[number];
type BackendRef = NonNullable<Rules[number]['backendRefs']>[number];

/** Rules for canary pins: matches that send requests with a header or query parameter to one version. */
export const pinRules: readonly PlaceRule<never>[] = [
  placeRule<Rules>({
    code: 'GW410',
    title: 'pin that a longer path overrides',
    severity: 'warning',
    places: [[HTTPRoute, 'spec.rules']],
    find(rules, path, report) {
      const all = rules.flatMap(({ matches = [{}], backendRefs = [] }, index) =>
        matches.map((match, position) => ({
          match,
          backends: backendRefs.filter(({ weight }) => weight !== 0).map(keyOf),
          where: `${path}[${index}].matches[${position}]`,
        })),
      );
      const plain = all.filter(({ match }) => !isPin(match));
      for (const pin of all.filter(({ match, backends }) => isPin(match) && backends.length === 1)) {
        const shared = plain.find(({ match }) => samePath(match, pin.match))?.backends ?? [];
        const longer = plain.find(
          ({ match, backends }) =>
            isBelow(match, pin.match) &&
            backends.some((backend) => shared.includes(backend)) &&
            !all.some((other) => samePath(other.match, match) && hasConditions(other.match, pin.match)),
        );
        if (longer) {
          report({
            what: pin.where,
            got: `a longer path without these conditions, ${pathOf(longer.match).value}, in ${longer.where}`,
            expected: 'a match with these conditions for that path too; otherwise the pin does not apply to it',
            fix: 'copy the match for that path, as CanaryRoute does',
          });
        }
      }
    },
  }),
];

const keyOf = ({ group = '', kind = 'Service', namespace = '', name, port }: BackendRef) =>
  [group, kind, namespace, name, port].join(' ');
const conditionsOf = ({ headers = [], queryParams = [] }: Match) =>
  [...headers.map((header) => ({ ...header, name: header.name.toLowerCase() })), ...queryParams].map(
    ({ name, type = 'Exact', value }) => `${name} ${type} ${value}`,
  );
const isPin = (match: Match) => conditionsOf(match).length > 0;
const hasConditions = (match: Match, of: Match) => {
  const own = conditionsOf(match);
  return conditionsOf(of).every((condition) => own.includes(condition));
};
const pathOf = ({ path }: Match) => ({ type: path?.type ?? 'PathPrefix', value: path?.value ?? '/' });
const samePath = (a: Match, b: Match) => pathOf(a).type === pathOf(b).type && pathOf(a).value === pathOf(b).value;

/** Whether a match takes precedence over a prefix for some of its requests. */
function isBelow(match: Match, prefix: Match): boolean {
  const [{ type, value }, above] = [pathOf(match), pathOf(prefix)];
  const beginning = above.value.replace(/\/$/, '');
  return (
    above.type === 'PathPrefix' &&
    type !== 'RegularExpression' &&
    (type === 'Exact' || value.length > above.value.length) &&
    (value === above.value || value.startsWith(`${beginning}/`))
  );
}
