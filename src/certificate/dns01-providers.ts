import {
  AzureDnsSolverOptions,
  CloudDnsSolverOptions,
  CloudflareSolverOptions,
  Route53SolverOptions,
} from '../certmanager/solver-options';
import { optional, text } from '../certmanager/text';
import { IDnsCredential } from '../credential/dns-credential';
import { DnsProvider } from '../credential/dns-provider';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { secretKeyReference } from '../resource/secret-key';
import { awsRegion, hostedZoneId, roleArn } from '../value/aws';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

export type Solver = NonNullable<NonNullable<ClusterIssuerSpec['acme']>['solvers']>[number];
type Dns01 = NonNullable<Solver['dns01']>;

export function route53(what: string, options: Route53SolverOptions): Dns01['route53'] {
  const { region, credential, role, serviceAccountName } = options;
  if (credential !== undefined && serviceAccountName !== undefined) {
    refuse({
      what,
      got: 'credential and serviceAccountName',
      expected: 'at most one of them',
      fix: 'keep serviceAccountName with role if the cluster supports it, otherwise credential',
    });
  }
  if (serviceAccountName !== undefined && role === undefined) {
    refuse({
      what: `role of ${what}`,
      got: undefined,
      expected: 'the ARN of the role that serviceAccountName assumes',
      fix: "set role: 'arn:aws:iam::123456789012:role/...'",
    });
  }
  return {
    hostedZoneID: optional(`hostedZoneId of ${what}`, options.hostedZoneId, hostedZoneId),
    region: optional(`region of ${what}`, region, awsRegion),
    role: optional(`role of ${what}`, role, roleArn),
    accessKeyIDSecretRef: keyOf(what, credential, DnsProvider.AWS, 'AWS_ACCESS_KEY_ID'),
    secretAccessKeySecretRef: keyOf(what, credential, DnsProvider.AWS, 'AWS_SECRET_ACCESS_KEY'),
    auth:
      serviceAccountName === undefined
        ? undefined
        : {
            kubernetes: {
              serviceAccountRef: { name: dnsSubdomain(`serviceAccountName of ${what}`, serviceAccountName) },
            },
          },
  };
}

export function cloudDns(what: string, options: CloudDnsSolverOptions): Dns01['cloudDNS'] {
  const { project, hostedZoneName, credential } = options;
  return {
    project: text(`project of ${what}`, project),
    hostedZoneName,
    serviceAccountSecretRef: keyOf(what, credential, DnsProvider.GCP, 'GOOGLE'),
  };
}

export function azureDns(what: string, options: AzureDnsSolverOptions): Dns01['azureDNS'] {
  const { servicePrincipal, managedIdentityClientId } = options;
  if (servicePrincipal !== undefined && managedIdentityClientId !== undefined) {
    refuse({
      what,
      got: 'servicePrincipal and managedIdentityClientId',
      expected: 'at most one of them',
      fix: 'keep managedIdentityClientId, which needs no Secret',
    });
  }
  return {
    subscriptionID: text(`subscriptionId of ${what}`, options.subscriptionId),
    resourceGroupName: text(`resourceGroupName of ${what}`, options.resourceGroupName),
    hostedZoneName: options.hostedZoneName,
    managedIdentity:
      managedIdentityClientId === undefined
        ? undefined
        : { clientID: text(`managedIdentityClientId of ${what}`, managedIdentityClientId) },
    ...(servicePrincipal && {
      clientID: text(`clientId of ${what}`, servicePrincipal.clientId),
      tenantID: text(`tenantId of ${what}`, servicePrincipal.tenantId),
      clientSecretSecretRef: secretKeyReference(
        `clientSecretSecretRef of ${what}`,
        servicePrincipal.clientSecretSecretRef,
      ),
    }),
  };
}

export function cloudflare(what: string, options: CloudflareSolverOptions): Dns01['cloudflare'] {
  return { apiTokenSecretRef: secretKeyReference(`apiTokenSecretRef of ${what}`, options.apiTokenSecretRef) };
}

/** A reference to a key of a credential, which must be of the given provider. */
function keyOf(what: string, credential: IDnsCredential | undefined, provider: DnsProvider, key: string) {
  if (credential === undefined) {
    return undefined;
  }
  if (credential.provider.secretType !== provider.secretType) {
    refuse({
      what: `credential of ${what}`,
      got: `'${credential.secretName}' of type ${credential.provider.secretType}`,
      expected: `a credential of type ${provider.secretType}`,
      fix: 'use a DnsCredential of that provider',
    });
  }
  return { name: credential.secretName, key };
}
