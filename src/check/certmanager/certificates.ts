import { ClusterIssuer, Issuer } from '../../manifest/cert-manager';
import { exactlyOne } from '../object/alternatives';
import { PlaceRule } from '../place';

/** Rules for cert-manager's kinds. */
export const certificateRules: readonly PlaceRule<never>[] = [
  exactlyOne({
    code: 'GW114',
    title: 'Venafi issuer without exactly one service',
    places: [Issuer, ClusterIssuer].map((kind) => [kind, 'spec.venafi']),
    names: ['tpp', 'cloud', 'ngts'],
    fix: 'keep one of them',
    none: 'set the service that signs',
  }),
];
