import { Testing } from 'cdk8s';
import { AcmeIssuer } from '../../src/certificate/acme-issuer';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { AzureEnvironment, AzureZoneType } from '../../src/certmanager/dns01-options';
import { AcmeParentRef, AcmeServiceType } from '../../src/certmanager/http01-options';
import { DnsCredential } from '../../src/credential/dns-credential';
import { DnsProvider } from '../../src/credential/dns-provider';

const role = 'arn:aws:iam::123456789012:role/dns';
const keys = DnsCredential.fromSecretName('aws-credentials');
const gcp = DnsCredential.fromSecretName('gcp-credentials', DnsProvider.GCP);
const ref = (key: string) => ({ name: 'dns-keys', key });

const rendered = (solver: AcmeSolver) => {
  const chart = Testing.chart();
  new AcmeIssuer(chart, 'issuer', { solvers: [solver] });
  return chart.toJson()[0].spec.acme.solvers[0];
};

const podTemplate = {
  metadata: { labels: { a: 'b' } },
  spec: { nodeSelector: { pool: 'edge' }, priorityClassName: 'high' },
};

const SOLVERS: [string, AcmeSolver, unknown][] = [
  [
    'Route 53 with a ServiceAccount (IRSA)',
    AcmeSolver.route53({ serviceAccountName: 'cert-manager-dns', serviceAccountAudiences: ['sts'], role }),
    {
      dns01: {
        route53: {
          role,
          auth: { kubernetes: { serviceAccountRef: { name: 'cert-manager-dns', audiences: ['sts'] } } },
        },
      },
    },
  ],
  [
    'Route 53 with keys that assume a role',
    AcmeSolver.route53({ credential: keys, role, region: 'eu-central-1' }),
    {
      dns01: {
        route53: {
          role,
          region: 'eu-central-1',
          accessKeyIDSecretRef: { name: 'aws-credentials', key: 'AWS_ACCESS_KEY_ID' },
          secretAccessKeySecretRef: { name: 'aws-credentials', key: 'AWS_SECRET_ACCESS_KEY' },
        },
      },
    },
  ],
  [
    'Route 53 with keys of other names',
    AcmeSolver.route53({
      hostedZoneId: 'Z1',
      region: 'us-gov-west-1',
      accessKeyIdSecretRef: ref('id'),
      secretAccessKeySecretRef: ref('secret'),
    }),
    {
      dns01: {
        route53: {
          hostedZoneID: 'Z1',
          region: 'us-gov-west-1',
          accessKeyIDSecretRef: ref('id'),
          secretAccessKeySecretRef: ref('secret'),
        },
      },
    },
  ],
  ["Route 53 with the controller's identity", AcmeSolver.route53({ role }), { dns01: { route53: { role } } }],
  [
    'Cloud DNS',
    AcmeSolver.cloudDns({ project: 'demo', hostedZoneName: 'zone', serviceAccountSecretRef: ref('key.json') }),
    { dns01: { cloudDNS: { project: 'demo', hostedZoneName: 'zone', serviceAccountSecretRef: ref('key.json') } } },
  ],
  [
    'Cloud DNS with a credential',
    AcmeSolver.cloudDns({ project: 'demo', credential: gcp }),
    { dns01: { cloudDNS: { project: 'demo', serviceAccountSecretRef: { name: 'gcp-credentials', key: 'GOOGLE' } } } },
  ],
  [
    'Azure DNS with a service principal',
    AcmeSolver.azureDns({
      subscriptionId: 's',
      resourceGroupName: 'r',
      hostedZoneName: 'example.com',
      zoneType: AzureZoneType.PRIVATE,
      environment: AzureEnvironment.US_GOVERNMENT,
      clientId: 'c',
      tenantId: 't',
      clientSecretSecretRef: ref('password'),
    }),
    {
      dns01: {
        azureDNS: {
          subscriptionID: 's',
          resourceGroupName: 'r',
          hostedZoneName: 'example.com',
          zoneType: 'AzurePrivateZone',
          environment: 'AzureUSGovernmentCloud',
          clientID: 'c',
          tenantID: 't',
          clientSecretSecretRef: ref('password'),
        },
      },
    },
  ],
  [
    'Azure DNS with workload identity',
    AcmeSolver.azureDns({
      subscriptionId: 's',
      resourceGroupName: 'r',
      managedIdentity: { clientId: 'c', tenantId: 't' },
    }),
    {
      dns01: {
        azureDNS: { subscriptionID: 's', resourceGroupName: 'r', managedIdentity: { clientID: 'c', tenantID: 't' } },
      },
    },
  ],
  [
    'Azure DNS with a managed identity',
    AcmeSolver.azureDns({ subscriptionId: 's', resourceGroupName: 'r', managedIdentity: { resourceId: '/id' } }),
    { dns01: { azureDNS: { subscriptionID: 's', resourceGroupName: 'r', managedIdentity: { resourceID: '/id' } } } },
  ],
  [
    'Cloudflare with a token',
    AcmeSolver.cloudflare({ apiTokenSecretRef: ref('token') }),
    { dns01: { cloudflare: { apiTokenSecretRef: ref('token') } } },
  ],
  [
    'Cloudflare with a key',
    AcmeSolver.cloudflare({ apiKeySecretRef: ref('key'), email: 'a@example.com' }),
    { dns01: { cloudflare: { apiKeySecretRef: ref('key'), email: 'a@example.com' } } },
  ],
  [
    'HTTP-01 through a Gateway',
    AcmeSolver.http01Gateway({
      parentRefs: [
        AcmeParentRef.of(
          { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'external', namespace: 'api-gateway' },
          { sectionName: 'http', port: 80 },
        ),
        AcmeParentRef.custom({ name: 'internal' }),
      ],
      routeLabels: { team: 'edge' },
      serviceType: AcmeServiceType.CLUSTER_IP,
      podTemplate,
    }),
    {
      http01: {
        gatewayHTTPRoute: {
          parentRefs: [
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              name: 'external',
              namespace: 'api-gateway',
              sectionName: 'http',
              port: 80,
            },
            { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'internal' },
          ],
          labels: { team: 'edge' },
          serviceType: 'ClusterIP',
          podTemplate,
        },
      },
    },
  ],
  [
    'a provider that is not here',
    AcmeSolver.custom({ dns01: { future: { zone: 'x' } } }),
    { dns01: { future: { zone: 'x' } } },
  ],
];

test.each(SOLVERS)('%s', (_, solver, expected) => {
  expect(rendered(solver)).toEqual(expected);
  expect(solver.isDns01).toBe('dns01' in (expected as object));
});

const zone = (hostedZoneId: string) => () => AcmeSolver.route53({ hostedZoneId });
const region = (code: string) => () => AcmeSolver.route53({ region: code });

test.each<[string, () => unknown, string]>([
  ['a zone by its name', zone('example.com'), "hostedZoneId of AcmeSolver.route53: got 'example.com'"],
  [
    'an empty zone, as from an environment variable that is not set',
    zone(''),
    "hostedZoneId of AcmeSolver.route53: got ''",
  ],
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
    'role of AcmeSolver.route53: got undefined',
  ],
  [
    'audiences of no ServiceAccount',
    () => AcmeSolver.route53({ serviceAccountAudiences: ['sts'] }),
    'serviceAccountAudiences of AcmeSolver.route53: got ["sts"]',
  ],
  [
    'two ways to get at Route 53',
    () => AcmeSolver.route53({ serviceAccountName: 'dns', role, credential: keys }),
    "AcmeSolver.route53: got 'credential and serviceAccountName'",
  ],
  [
    'half a pair of keys',
    () => AcmeSolver.route53({ accessKeyIdSecretRef: ref('id') }),
    "AcmeSolver.route53: got 'accessKeyIdSecretRef alone'",
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
    'two credentials of Cloud DNS',
    () => AcmeSolver.cloudDns({ project: 'p', credential: gcp, serviceAccountSecretRef: ref('a') }),
    "AcmeSolver.cloudDns: got 'credential and serviceAccountSecretRef'",
  ],
  ['no project', () => AcmeSolver.cloudDns({ project: '' }), "project of AcmeSolver.cloudDns: got ''"],
  [
    'part of a service principal',
    () => AcmeSolver.azureDns({ subscriptionId: 's', resourceGroupName: 'r', clientId: 'c' }),
    "service principal of AcmeSolver.azureDns: got 'clientId'",
  ],
  [
    'two identities',
    () =>
      AcmeSolver.azureDns({
        subscriptionId: 's',
        resourceGroupName: 'r',
        clientId: 'c',
        tenantId: 't',
        clientSecretSecretRef: ref('p'),
        managedIdentity: {},
      }),
    "AcmeSolver.azureDns: got 'a service principal and managedIdentity'",
  ],
  [
    'two names of an identity',
    () =>
      AcmeSolver.azureDns({
        subscriptionId: 's',
        resourceGroupName: 'r',
        managedIdentity: { clientId: 'c', resourceId: 'r' },
      }),
    "managedIdentity of AcmeSolver.azureDns: got 'resourceId beside clientId'",
  ],
  [
    'a tenant alone',
    () => AcmeSolver.azureDns({ subscriptionId: 's', resourceGroupName: 'r', managedIdentity: { tenantId: 't' } }),
    "managedIdentity of AcmeSolver.azureDns: got 'tenantId alone'",
  ],
  [
    'no key of Cloudflare',
    () => AcmeSolver.cloudflare({}),
    "AcmeSolver.cloudflare: got 'neither apiTokenSecretRef nor apiKeySecretRef'",
  ],
  [
    'a key of Cloudflare without an address',
    () => AcmeSolver.cloudflare({ apiKeySecretRef: ref('k') }),
    'email of AcmeSolver.cloudflare: got undefined',
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
    'a port out of range',
    () => AcmeParentRef.custom({ name: 'a', port: 0 }),
    'port of certmanager.AcmeParentRef: got 0',
  ],
  [
    'a custom solver of nothing',
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
