import { inStandard } from './channel-fields';
import { GRPCRoute, HTTPRoute, ParentRefs, TCPRoute, TLSRoute, UDPRoute } from '../../manifest/gateway-api';
import { GATEWAY_API } from '../../manifest/manifest';
import { Place, PlaceRule, placeRule } from '../place';

const PARENTS: readonly Place[] = [HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute].map((kind) => [
  kind,
  'spec.parentRefs',
]);

/** Rules for parentRefs of routes. */
export const parentRules: readonly PlaceRule<never>[] = [
  placeRule<readonly ParentRefs[]>({
    code: 'GW320',
    title: 'the same parent twice',
    places: PARENTS,
    find: (parents, path, report) =>
      eachPair(parents, (a, b, first, second) => {
        const part = (['sectionName', 'port'] as const).find(
          (name) => (a[name] === undefined) !== (b[name] === undefined),
        );
        if (part) {
          report({
            what: `${path}[${a[part] === undefined ? first : second}].${part}`,
            got: undefined,
            expected: `a ${part}, as ${path}[${a[part] === undefined ? second : first}] of the same parent has one`,
            fix: 'set it in both, or in neither',
          });
        } else if (a.sectionName === b.sectionName && a.port === b.port) {
          report({
            what: `${path}[${second}]`,
            got: b,
            expected: 'different parents, or a different sectionName for each',
            fix: `${path}[${first}] is the same; remove one, or set sectionName in both`,
          });
        }
      }),
  }),
  placeRule<readonly ParentRefs[]>({
    code: 'GW303',
    severity: ({ channel }) => inStandard(channel),
    title: 'parents that differ in their port alone',
    places: PARENTS,
    find: (parents, path, report) =>
      eachPair(parents, (a, b, first, second) => {
        const ports = a.port !== undefined && b.port !== undefined && a.port !== b.port;
        if (ports && a.sectionName === b.sectionName) {
          report({
            what: `${path}[${second}].port`,
            got: b.port,
            expected: 'another sectionName; the standard channel does not distinguish parents by port',
            fix: `set sectionName in ${path}[${first}] and here, or pin the experimental channel`,
          });
        }
      }),
  }),
];

/** Visits pairs of entries that refer to the same object. */
function eachPair(
  parents: readonly ParentRefs[],
  visit: (a: ParentRefs, b: ParentRefs, first: number, second: number) => void,
): void {
  for (let second = 1; second < parents.length; second++) {
    for (let first = 0; first < second; first++) {
      const [a, b] = [parents[first], parents[second]];
      if (
        a.name === b.name &&
        a.namespace === b.namespace &&
        (a.kind ?? 'Gateway') === (b.kind ?? 'Gateway') &&
        (a.group ?? GATEWAY_API) === (b.group ?? GATEWAY_API)
      ) {
        visit(a, b, first, second);
      }
    }
  }
}
