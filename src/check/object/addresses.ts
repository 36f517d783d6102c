import { BGPAdvertisement, BGPAdvertisementSpec } from '../../manifest/metallb';
import { PlaceRule, placeRule } from '../place';

/** Rules for MetalLB's kinds. */
export const addressRules: readonly PlaceRule<never>[] = [
  placeRule<BGPAdvertisementSpec>({
    code: 'GW360',
    title: 'aggregated routes of selected services',
    places: [[BGPAdvertisement, 'spec']],
    find({ serviceSelectors = [], aggregationLength = 32, aggregationLengthV6 = 128 }, path, report) {
      const [name, got, expected] =
        aggregationLength !== 32
          ? ['aggregationLength', aggregationLength, 32]
          : ['aggregationLengthV6', aggregationLengthV6, 128];
      if (serviceSelectors.length > 0 && got !== expected) {
        report({
          what: `${path}.${name}`,
          got,
          expected: `${expected} with serviceSelectors`,
          fix: 'leave it out, or announce all services of the pool',
        });
      }
    },
  }),
];
