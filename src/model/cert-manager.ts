import { Entry, Item, itemsOf, Model, pathOf, view } from './model';
import { Certificate } from '../manifest/cert-manager';
import { Body } from '../manifest/shape';
import { hostCovers, isWildcard } from '../match/host';
import { groupBy } from '../value/group-by';

export type CertificateItem = Item<Body<typeof Certificate>>;

/** The names that a certificate is for. */
export const namesOfCertificate = ({ body: { spec } }: CertificateItem): string[] => [
  ...new Set([...(spec?.dnsNames ?? []), ...(spec?.commonName ? [spec.commonName] : [])]),
];

/** Certificates by the path of the Secret that they write. */
export const certificatesBySecret = view((model: Model) =>
  groupBy(itemsOf(model, Certificate), ({ namespace, body }) =>
    pathOf({ namespace, name: body.spec?.secretName ?? '' }),
  ),
);

/** Whether a name of a certificate is for a host: a wildcard stands for one label (RFC 6125, 6.4.3). */
export function certifies(name: string, host: string): boolean {
  if (name.toLowerCase() === host.toLowerCase()) return true;
  return !isWildcard(host) && hostCovers(name, host) && host.split('.').length === name.split('.').length;
}

/** An issuer that an annotation names, from which cert-manager makes the certificates of a Gateway. */
export interface AnnotatedIssuer {
  readonly key: string;
  readonly kind: 'ClusterIssuer' | 'Issuer';
  readonly name: string;
}

const ISSUERS = { 'cert-manager.io/cluster-issuer': 'ClusterIssuer', 'cert-manager.io/issuer': 'Issuer' } as const;

export const annotatedIssuers = ({ annotations }: Pick<Entry, 'annotations'>): AnnotatedIssuer[] =>
  Object.entries(ISSUERS).flatMap(([key, kind]) => (annotations[key] ? { key, kind, name: annotations[key] } : []));
