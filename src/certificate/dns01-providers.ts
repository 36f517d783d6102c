import { awsRegion, hostedZoneId, roleArn } from '../certmanager/aws';
import { AzureDnsSolverOptions, CloudDnsSolverOptions, CloudflareSolverOptions } from '../certmanager/dns01-options';
import { Route53SolverOptions } from '../certmanager/route53-options';
import { optional, text } from '../certmanager/text';
import { IDnsCredential } from '../credential/dns-credential';
import { DnsProvider } from '../credential/dns-provider';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { optionalSecretKey } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { dnsSubdomain, email } from '../value/scalar';

export type Solver = NonNullable<NonNullable<ClusterIssuerSpec['acme']>['solvers']>[number];
type Dns01 = NonNullable<Solver['dns01']>;

export function route53(options: Route53SolverOptions): Dns01['route53'] {
  const what = 'AcmeSolver.route53';
  const { region, credential, role, serviceAccountName, serviceAccountAudiences } = options;
  const { accessKeyIdSecretRef, secretAccessKeySecretRef } = options;
  const ways = Object.entries({ credential, accessKeyIdSecretRef, serviceAccountName }).filter(([, value]) => value);
  if (ways.length > 1) {
    refuse({
      what,
      got: ways.map(([name]) => name).join(' and '),
      expected: 'one way to get at Route 53',
      fix: 'keep serviceAccountName with role where the cluster supports it, otherwise credential',
    });
  }
  if ((accessKeyIdSecretRef === undefined) !== (secretAccessKeySecretRef === undefined)) {
    refuse({
      what,
      got: accessKeyIdSecretRef ? 'accessKeyIdSecretRef alone' : 'secretAccessKeySecretRef alone',
      expected: 'both or neither of accessKeyIdSecretRef and secretAccessKeySecretRef',
      fix: 'give both, or credential',
    });
  }
  if (serviceAccountName !== undefined && role === undefined) {
    refuse({
      what: `role of ${what}`,
      got: undefined,
      expected: 'the ARN of the role that the token is exchanged for, beside serviceAccountName',
      fix: "give role: 'arn:aws:iam::123456789012:role/...'",
    });
  }
  if (serviceAccountName === undefined && serviceAccountAudiences !== undefined) {
    refuse({
      what: `serviceAccountAudiences of ${what}`,
      got: serviceAccountAudiences,
      expected: 'none without serviceAccountName',
      fix: 'give serviceAccountName, or leave the audiences out',
    });
  }
  if (credential !== undefined) {
    requireProvider(what, credential, DnsProvider.AWS);
  }
  return {
    hostedZoneID: optional(`hostedZoneId of ${what}`, options.hostedZoneId, hostedZoneId),
    region: optional(`region of ${what}`, region, awsRegion),
    role: optional(`role of ${what}`, role, roleArn),
    accessKeyIDSecretRef: credential
      ? { name: credential.secretName, key: 'AWS_ACCESS_KEY_ID' }
      : optionalSecretKey(`accessKeyIdSecretRef of ${what}`, accessKeyIdSecretRef),
    secretAccessKeySecretRef: credential
      ? { name: credential.secretName, key: 'AWS_SECRET_ACCESS_KEY' }
      : optionalSecretKey(`secretAccessKeySecretRef of ${what}`, secretAccessKeySecretRef),
    auth:
      serviceAccountName === undefined
        ? undefined
        : {
            kubernetes: {
              serviceAccountRef: {
                name: dnsSubdomain(`serviceAccountName of ${what}`, serviceAccountName),
                audiences: serviceAccountAudiences && [...serviceAccountAudiences],
              },
            },
          },
  };
}

export function cloudDns(options: CloudDnsSolverOptions): Dns01['cloudDNS'] {
  const what = 'AcmeSolver.cloudDns';
  const { project, hostedZoneName, credential, serviceAccountSecretRef } = options;
  if (credential !== undefined && serviceAccountSecretRef !== undefined) {
    refuse({
      what,
      got: 'credential and serviceAccountSecretRef',
      expected: 'one of them at most',
      fix: 'keep credential',
    });
  }
  if (credential !== undefined) {
    requireProvider(what, credential, DnsProvider.GCP);
  }
  return {
    project: text(`project of ${what}`, project),
    hostedZoneName,
    serviceAccountSecretRef: credential
      ? { name: credential.secretName, key: 'GOOGLE' }
      : optionalSecretKey(`serviceAccountSecretRef of ${what}`, serviceAccountSecretRef),
  };
}

export function azureDns(options: AzureDnsSolverOptions): Dns01['azureDNS'] {
  const what = 'AcmeSolver.azureDns';
  const { clientId, tenantId, clientSecretSecretRef, managedIdentity } = options;
  const principal = Object.entries({ clientId, tenantId, clientSecretSecretRef }).filter(([, value]) => value);
  if (principal.length > 0 && principal.length < 3) {
    refuse({
      what: `service principal of ${what}`,
      got: principal.map(([name]) => name).join(' and '),
      expected: 'clientId, tenantId and clientSecretSecretRef together',
      fix: 'give all three, or managedIdentity in their place',
    });
  }
  if (principal.length > 0 && managedIdentity !== undefined) {
    refuse({
      what,
      got: 'a service principal and managedIdentity',
      expected: 'one of them',
      fix: 'keep managedIdentity, which needs no Secret',
    });
  }
  if (managedIdentity?.resourceId !== undefined && (managedIdentity.clientId ?? managedIdentity.tenantId)) {
    refuse({
      what: `managedIdentity of ${what}`,
      got: `resourceId beside ${managedIdentity.clientId ? 'clientId' : 'tenantId'}`,
      expected: 'resourceId alone, or clientId with or without tenantId',
      fix: 'keep clientId',
    });
  }
  if (managedIdentity?.tenantId !== undefined && managedIdentity.clientId === undefined) {
    refuse({
      what: `managedIdentity of ${what}`,
      got: 'tenantId alone',
      expected: 'clientId beside it',
      fix: 'give the client id of the identity',
    });
  }
  return {
    subscriptionID: text(`subscriptionId of ${what}`, options.subscriptionId),
    resourceGroupName: text(`resourceGroupName of ${what}`, options.resourceGroupName),
    hostedZoneName: options.hostedZoneName,
    zoneType: options.zoneType,
    environment: options.environment,
    clientID: clientId,
    tenantID: tenantId,
    clientSecretSecretRef: optionalSecretKey(`clientSecretSecretRef of ${what}`, clientSecretSecretRef),
    managedIdentity: managedIdentity && {
      clientID: managedIdentity.clientId,
      resourceID: managedIdentity.resourceId,
      tenantID: managedIdentity.tenantId,
    },
  };
}

export function cloudflare(options: CloudflareSolverOptions): Dns01['cloudflare'] {
  const what = 'AcmeSolver.cloudflare';
  const { apiTokenSecretRef, apiKeySecretRef, email: address } = options;
  if ((apiTokenSecretRef === undefined) === (apiKeySecretRef === undefined)) {
    refuse({
      what,
      got:
        apiKeySecretRef === undefined
          ? 'neither apiTokenSecretRef nor apiKeySecretRef'
          : 'both apiTokenSecretRef and apiKeySecretRef',
      expected: 'one of them',
      fix: 'give apiTokenSecretRef',
    });
  }
  if (apiKeySecretRef !== undefined && address === undefined) {
    refuse({
      what: `email of ${what}`,
      got: undefined,
      expected: "the account's e-mail address beside apiKeySecretRef",
      fix: 'give it, or use a token, which needs none',
    });
  }
  return {
    apiTokenSecretRef: optionalSecretKey(`apiTokenSecretRef of ${what}`, apiTokenSecretRef),
    apiKeySecretRef: optionalSecretKey(`apiKeySecretRef of ${what}`, apiKeySecretRef),
    email: optional(`email of ${what}`, address, email),
  };
}

function requireProvider(what: string, credential: IDnsCredential, provider: DnsProvider): void {
  if (credential.provider.secretType !== provider.secretType) {
    refuse({
      what: `credential of ${what}`,
      got: `'${credential.secretName}' of type ${credential.provider.secretType}`,
      expected: `a credential of type ${provider.secretType}`,
      fix: 'give a DnsCredential of that provider',
    });
  }
}
