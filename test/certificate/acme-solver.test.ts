import { AcmeIssuer } from '../../src/certificate/acme-issuer';
import { AcmeParentRef } from '../../src/certificate/acme-parent-ref';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { AcmeCnameStrategy } from '../../src/certificate/solver-options';
import { DnsCredential } from '../../src/credential/dns-credential';
import { DnsProvider } from '../../src/credential/dns-provider';
import { plainChart } from '../support/synth';

const role = 'arn:aws:iam::123456789012:role/dns';
const keys = DnsCredential.fromSecretName('aws-credentials');
const gcp = DnsCredential.fromSecretName('gcp-credentials', DnsProvider.GCP);
const ref = (key: string) => ({ name: 'dns-keys', key });
const zoneOfAzure = { subscriptionId: 's', resourceGroupName: 'r' };
const zoneOfAzureRef = { subscriptionID: 's', resourceGroupName: 'r' };
const servicePrincipal = { clientId: 'c', tenantId: 't', clientSecretSecretRef: ref('password') };
const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'external' };

const rendered = (solver: AcmeSolver) => {
  const chart = plainChart();
  new AcmeIssuer(chart, 'issuer', { solvers: [solver] });
  return chart.toJson()[0].spec.acme.solvers[0];
};

test.each<[string, AcmeSolver, unknown]>([
  [
    'Route 53 with a ServiceAccount (IRSA)',
    AcmeSolver.route53({ serviceAccountName: 'cert-manager-dns', role }),
    { dns01: { route53: { role, auth: { kubernetes: { serviceAccountRef: { name: 'cert-manager-dns' } } } } } },
  ],
  [
    'Route 53 with keys that assume a role',
    AcmeSolver.route53({ hostedZoneId: 'Z1', credential: keys, role, region: 'eu-central-1' }),
    {
      dns01: {
        route53: {
          hostedZoneID: 'Z1',
          role,
          region: 'eu-central-1',
          accessKeyIDSecretRef: { name: 'aws-credentials', key: 'AWS_ACCESS_KEY_ID' },
          secretAccessKeySecretRef: { name: 'aws-credentials', key: 'AWS_SECRET_ACCESS_KEY' },
        },
      },
    },
  ],
  ['Route 53 with ambient credentials', AcmeSolver.route53({ role }), { dns01: { route53: { role } } }],
  [
    'Cloud DNS with ambient credentials',
    AcmeSolver.cloudDns({ project: 'demo', hostedZoneName: 'zone' }),
    { dns01: { cloudDNS: { project: 'demo', hostedZoneName: 'zone' } } },
  ],
  [
    'Cloud DNS with a credential',
    AcmeSolver.cloudDns({ project: 'demo', credential: gcp }),
    { dns01: { cloudDNS: { project: 'demo', serviceAccountSecretRef: { name: 'gcp-credentials', key: 'GOOGLE' } } } },
  ],
  [
    'Azure DNS with a service principal',
    AcmeSolver.azureDns({ ...zoneOfAzure, hostedZoneName: 'example.com', servicePrincipal }),
    {
      dns01: {
        azureDNS: {
          ...zoneOfAzureRef,
          hostedZoneName: 'example.com',
          clientID: 'c',
          tenantID: 't',
          clientSecretSecretRef: ref('password'),
        },
      },
    },
  ],
  [
    'Azure DNS with workload identity',
    AcmeSolver.azureDns({ ...zoneOfAzure, managedIdentityClientId: 'c' }),
    { dns01: { azureDNS: { ...zoneOfAzureRef, managedIdentity: { clientID: 'c' } } } },
  ],
  ['Azure DNS with ambient credentials', AcmeSolver.azureDns(zoneOfAzure), { dns01: { azureDNS: zoneOfAzureRef } }],
  [
    'Cloudflare, for some names, through a CNAME',
    AcmeSolver.cloudflare({
      apiTokenSecretRef: ref('token'),
      dnsZones: ['example.com'],
      dnsNames: ['*.example.com', 'example.com'],
      matchLabels: { solver: 'cloudflare' },
      cnameStrategy: AcmeCnameStrategy.FOLLOW,
    }),
    {
      selector: {
        dnsZones: ['example.com'],
        dnsNames: ['*.example.com', 'example.com'],
        matchLabels: { solver: 'cloudflare' },
      },
      dns01: { cloudflare: { apiTokenSecretRef: ref('token') }, cnameStrategy: 'Follow' },
    },
  ],
  [
    'HTTP-01 through a Gateway',
    AcmeSolver.http01Gateway({
      parentRefs: [
        AcmeParentRef.of({ ...gateway, namespace: 'api-gateway' }, { sectionName: 'http' }),
        AcmeParentRef.of(gateway),
      ],
      routeLabels: { team: 'edge' },
      dnsNames: ['www.example.com'],
    }),
    {
      selector: { dnsNames: ['www.example.com'] },
      http01: {
        gatewayHTTPRoute: {
          parentRefs: [
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              name: 'external',
              namespace: 'api-gateway',
              sectionName: 'http',
            },
            { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' },
          ],
          labels: { team: 'edge' },
        },
      },
    },
  ],
  ['HTTP-01 through the Gateways of an annotation', AcmeSolver.http01Gateway({}), { http01: { gatewayHTTPRoute: {} } }],
  [
    'a provider without a factory',
    AcmeSolver.custom({ dns01: { future: { zone: 'x' } } }),
    { dns01: { future: { zone: 'x' } } },
  ],
  [
    'HTTP-01 without a factory',
    AcmeSolver.custom({ http01: { ingress: { ingressClassName: 'nginx' } } }),
    { http01: { ingress: { ingressClassName: 'nginx' } } },
  ],
])('%s', (_, solver, expected) => {
  expect(rendered(solver)).toEqual(expected);
  expect(solver.isDns01).toBe('dns01' in (expected as object));
});

const zone = (hostedZoneId: string) => () => AcmeSolver.route53({ hostedZoneId });
const region = (code: string) => () => AcmeSolver.route53({ region: code });

test.each<[string, () => unknown, string]>([
  ['a zone by its name', zone('example.com'), "hostedZoneId of AcmeSolver.route53: got 'example.com'"],
  ['an empty zone, as from an unset environment variable', zone(''), "hostedZoneId of AcmeSolver.route53: got ''"],
  [
    'a zone with its prefix',
    zone('/hostedzone/Z0123456789ABCDEFGHIJ'),
    "hostedZoneId of AcmeSolver.route53: got '/hostedzone/Z0123456789ABCDEFGHIJ'",
  ],
  ['an availability zone', region('us-east-1a'), "region of AcmeSolver.route53: got 'us-east-1a'"],
  ['a region in words', region('Frankfurt'), "region of AcmeSolver.route53: got 'Frankfurt'"],
  ['a role by its name', () => AcmeSolver.route53({ role: 'dns' }), "role of AcmeSolver.route53: got 'dns'"],
  [
    'a ServiceAccount without a role',
    () => AcmeSolver.route53({ serviceAccountName: 'dns' }),
    'role of AcmeSolver.route53: got ',
  ],
  [
    'two credentials of Route 53',
    () => AcmeSolver.route53({ serviceAccountName: 'dns', role, credential: keys }),
    "AcmeSolver.route53: got 'credential and serviceAccountName'",
  ],
  [
    'keys of another provider',
    () => AcmeSolver.route53({ credential: gcp }),
    "credential of AcmeSolver.route53: got 'gcp-credentials' of type kuadrant.io/gcp",
  ],
  [
    'a key itself',
    () => AcmeSolver.route53({ secretAccessKey: 'x' } as object),
    "AcmeSolver.route53.secretAccessKey: got 'a value (not shown)'",
  ],
  [
    'keys of AWS for Cloud DNS',
    () => AcmeSolver.cloudDns({ project: 'p', credential: keys }),
    "credential of AcmeSolver.cloudDns: got 'aws-credentials' of type kuadrant.io/aws",
  ],
  ['no project', () => AcmeSolver.cloudDns({ project: '' }), "project of AcmeSolver.cloudDns: got ''"],
  [
    'an empty tenant',
    () => AcmeSolver.azureDns({ ...zoneOfAzure, servicePrincipal: { ...servicePrincipal, tenantId: '' } }),
    "tenantId of AcmeSolver.azureDns: got ''",
  ],
  [
    'two identities of Azure',
    () => AcmeSolver.azureDns({ ...zoneOfAzure, servicePrincipal, managedIdentityClientId: 'c' }),
    "AcmeSolver.azureDns: got 'servicePrincipal and managedIdentityClientId'",
  ],
  [
    'a Secret without a key',
    () => AcmeSolver.cloudflare({ apiTokenSecretRef: { name: 'a', key: '' } }),
    "key of apiTokenSecretRef of AcmeSolver.cloudflare: got ''",
  ],
  [
    'a bad name of a Secret',
    () => AcmeSolver.cloudflare({ apiTokenSecretRef: { name: 'A B', key: 'token' } }),
    "name of apiTokenSecretRef of AcmeSolver.cloudflare: got 'A B'",
  ],
  [
    'a wildcard as a zone',
    () => AcmeSolver.route53({ dnsZones: ['*.example.com'] }),
    "dnsZones[0] of AcmeSolver.route53: got '*.example.com'",
  ],
  [
    'a wildcard by HTTP-01',
    () => AcmeSolver.http01Gateway({ dnsNames: ['*.example.com'] }),
    "dnsNames of AcmeSolver.http01Gateway: got '*.example.com'",
  ],
  [
    'a bad listener',
    () => AcmeParentRef.of(gateway, { sectionName: 'HTTP 1' }),
    "sectionName of AcmeParentRef: got 'HTTP 1'",
  ],
  [
    'a custom solver without a challenge',
    () => AcmeSolver.custom({ selector: {} }),
    "AcmeSolver.custom: got 'neither dns01 nor http01'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});

test.each(['us-east-1', 'ap-southeast-5', 'cn-northwest-1', 'us-gov-east-1', 'us-isob-east-1', 'eusc-de-east-1'])(
  'region %s',
  (code) => {
    expect(region(code)).not.toThrow();
  },
);
