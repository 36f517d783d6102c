import { PlaceRule, placeRule } from './place';
import { ClusterIssuer, Issuer, IssuerSpec } from '../manifest/cert-manager';

/** cert-manager's kinds. */
export const certificateRules: readonly PlaceRule<never>[] = [
  placeRule<NonNullable<IssuerSpec['venafi']>>({
    code: 'GW114',
    title: 'Venafi issuer without exactly one service',
    places: [Issuer, ClusterIssuer].map((kind) => [kind, 'spec.venafi']),
    find(venafi, path, report) {
      const given = (['tpp', 'cloud', 'ngts'] as const).filter((name) => venafi[name] !== undefined);
      if (given.length !== 1) {
        const fix = given.length === 0 ? 'add the one that signs' : 'leave the others out';
        report({ what: path, got: given.join(' beside ') || undefined, expected: 'one of tpp, cloud, ngts', fix });
      }
    },
  }),
];
