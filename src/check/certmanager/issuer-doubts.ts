import { ClusterIssuer, ClusterIssuerSpec, Issuer } from '../../manifest/cert-manager';
import { PlaceRule, placeRule } from '../place';

type Acme = NonNullable<ClusterIssuerSpec['acme']>;
type Dns01 = NonNullable<NonNullable<Acme['solvers']>[number]['dns01']>;

const ISSUERS = [ClusterIssuer, Issuer];
const DNS01 = 'spec.acme.solvers[].dns01';

/** What cert-manager accepts of an issuer, and what then does not work, or not safely. */
export const issuerDoubtRules: readonly PlaceRule<never>[] = [
  placeRule<Dns01>({
    code: 'GW111',
    severity: 'warning',
    title: 'ambient credentials of an Issuer',
    places: [[Issuer, DNS01]],
    find(dns01, path, report) {
      const provider = ambientProvider(dns01);
      if (provider === undefined) return;
      report({
        what: `${path}.${provider}`,
        got: 'no credentials, in a namespaced Issuer',
        expected: 'keys or a ServiceAccount; cert-manager uses ambient credentials for ClusterIssuers only',
        fix: 'name credentials, use a ClusterIssuer, or start cert-manager with --issuer-ambient-credentials',
      });
    },
  }),
  placeRule<NonNullable<Dns01['route53']>>({
    code: 'GW112',
    severity: 'warning',
    title: 'Route 53 keys without a region',
    places: ISSUERS.map((kind) => [kind, `${DNS01}.route53`]),
    find({ region, accessKeyID, accessKeyIDSecretRef }, path, report) {
      if (region || (!accessKeyID && !accessKeyIDSecretRef)) return;
      report({
        what: `${path}.region`,
        got: region,
        expected: 'a region with static keys, unless the cert-manager controller has AWS_REGION',
        fix: "set region, such as 'us-east-1'",
      });
    },
  }),
  placeRule<Acme>({
    code: 'GW113',
    severity: 'warning',
    title: 'TLS that is not verified',
    places: ISSUERS.map((kind) => [kind, 'spec.acme']),
    find({ skipTLSVerify, caBundle }, path, report) {
      // With a bundle, cert-manager refuses it.
      if (!skipTLSVerify || caBundle) return;
      report({
        what: `${path}.skipTLSVerify`,
        got: true,
        expected: 'false outside of tests; an attacker who intercepts the connection can take over the account',
        fix: 'set caBundle to the CA certificates that verify the server',
      });
    },
  }),
];

/** The provider whose credentials cert-manager would take from its own pod. */
function ambientProvider({ route53, cloudDNS, azureDNS }: Dns01): string | undefined {
  if (route53 && !route53.accessKeyID && !route53.accessKeyIDSecretRef && !route53.auth) return 'route53';
  if (cloudDNS && !cloudDNS.serviceAccountSecretRef) return 'cloudDNS';
  return azureDNS && !azureDNS.clientID ? 'azureDNS' : undefined;
}
