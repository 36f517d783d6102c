import { Construct } from 'constructs';
import { Warnings } from '../resource/warning';

/** cert-manager lends its own identity to ClusterIssuers only, unless it is told otherwise. */
export function warnOfAmbientCredentials(issuer: Construct, what: string): void {
  Warnings._add(issuer, 'GW111', {
    what: `credentials of ${what}`,
    got: 'none, in an Issuer of one namespace',
    expected: 'keys or a ServiceAccount; cert-manager lends its own identity to ClusterIssuers only',
    fix: 'give a credential, use a ClusterIssuer, or start cert-manager with --issuer-ambient-credentials',
  });
}
