import { ClusterIssuerSpec } from '../../manifest/cert-manager';
import { Problem } from '../../value/problem';
import { Place, PlaceRule, placeRule } from '../place';

type Acme = NonNullable<ClusterIssuerSpec['acme']>;
type Providers = NonNullable<NonNullable<Acme['solvers']>[number]['dns01']>;
type Vault = NonNullable<ClusterIssuerSpec['vault']>;
type Report = (problem: Problem) => void;

/** Rules for credentials of issuers of which a part is missing. */
export function incompleteCredentialRules(
  inIssuers: (...paths: readonly string[]) => readonly Place[],
  dns01: string,
  vault: string,
): readonly PlaceRule<never>[] {
  const rule = <T>(path: string, find: (value: T, path: string, report: Report) => void) =>
    placeRule<T>({ code: 'GW668', title: 'incomplete credential of an issuer', places: inIssuers(path), find });
  return [
    rule<NonNullable<Providers['cloudflare']>>(`${dns01}.cloudflare`, (cloudflare, what, report) => {
      const { apiKeySecretRef, apiTokenSecretRef, email } = cloudflare;
      if (!apiKeySecretRef && !apiTokenSecretRef) {
        const expected = 'apiTokenSecretRef or apiKeySecretRef';
        report({ what, got: undefined, expected, fix: 'refer to the Secret with the API token' });
      }
      if (apiKeySecretRef && !email) {
        const fix = 'add the email of the account, or use an API token';
        report({ what: `${what}.email`, got: email, expected: 'an email beside apiKeySecretRef', fix });
      }
    }),
    rule<NonNullable<Providers['azureDNS']>>(`${dns01}.azureDNS`, servicePrincipal),
    rule<NonNullable<Providers['rfc2136']>>(`${dns01}.rfc2136`, signature),
    rule<Vault>(vault, ({ clientCertSecretRef, clientKeySecretRef }, path, report) => {
      if (!clientCertSecretRef !== !clientKeySecretRef) {
        const missing = clientCertSecretRef ? 'clientKeySecretRef' : 'clientCertSecretRef';
        const fix = 'set both, or leave both out';
        const expected = 'a client certificate together with its key';
        report({ what: `${path}.${missing}`, got: undefined, expected, fix });
      }
    }),
    rule<Vault['auth']>(`${vault}.auth`, (auth, what, report) => {
      const names = ['appRole', 'aws', 'clientCertificate', 'kubernetes', 'tokenSecretRef'] as const;
      if (names.every((name) => auth[name] === undefined)) {
        const fix = 'set the way in which cert-manager logs in';
        report({ what, got: undefined, expected: `one of ${names.join(', ')}`, fix });
      }
      if (auth.kubernetes && !auth.kubernetes.serviceAccountRef && !auth.kubernetes.secretRef?.name) {
        report({
          what: `${what}.kubernetes`,
          got: undefined,
          expected: 'one of serviceAccountRef, secretRef',
          fix: 'name the ServiceAccount with which cert-manager logs in',
        });
      }
      if (auth.aws?.serviceAccountRef && !auth.aws.iamRoleArn) {
        report({
          what: `${what}.aws.iamRoleArn`,
          got: auth.aws.iamRoleArn,
          expected: 'an IAM role beside serviceAccountRef',
          fix: 'add the ARN of the role that the ServiceAccount assumes',
        });
      }
    }),
  ];
}

function servicePrincipal(azure: NonNullable<Providers['azureDNS']>, path: string, report: Report): void {
  const { managedIdentity } = azure;
  const names = ['clientID', 'clientSecretSecretRef', 'tenantID'] as const;
  const missing = names.filter((name) => !azure[name]);
  if (missing.length > 0 && missing.length < names.length) {
    report({
      what: path,
      got: names.filter((name) => azure[name]).join(' and '),
      expected: `${names.join(', ')}, or none of them`,
      fix: managedIdentity ? 'leave them out beside managedIdentity' : `add ${missing.join(' and ')}`,
    });
  } else if (missing.length === names.length && managedIdentity?.tenantID && !managedIdentity.clientID) {
    report({
      what: `${path}.managedIdentity.clientID`,
      got: managedIdentity.clientID,
      expected: 'a clientID beside tenantID',
      fix: 'add the clientID of the identity, or leave tenantID out',
    });
  }
}

function signature(rfc2136: NonNullable<Providers['rfc2136']>, path: string, report: Report): void {
  const { tsigKeyName, tsigSecretSecretRef: secret } = rfc2136;
  if (tsigKeyName && !(secret?.name && secret.key)) {
    const fix = 'name the Secret and the key in it that has the TSIG key';
    report({
      what: `${path}.tsigSecretSecretRef`,
      got: secret,
      expected: 'a Secret and a key beside tsigKeyName',
      fix,
    });
  } else if (!tsigKeyName && secret?.name && secret.key) {
    const fix = 'add the name of the key, as the nameserver knows it';
    report({ what: `${path}.tsigKeyName`, got: tsigKeyName, expected: 'a name beside tsigSecretSecretRef', fix });
  }
}
