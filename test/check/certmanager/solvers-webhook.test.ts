import { azure, CLOUD_DNS, dns01, each, REF, rfc2136 } from './issuer-specs';

/* The providers of DNS-01; see issuers-webhook.test.ts. */

describe('DNS-01', () => {
  each([
    ['no provider', dns01({}), 'GW666 spec.acme.solvers[0].dns01: got undefined'],
    [
      'two providers',
      dns01({ cloudDNS: { project: 'something' }, cloudflare: {} }),
      "GW666 spec.acme.solvers[0].dns01: got 'cloudDNS and cloudflare'",
      'GW668 spec.acme.solvers[0].dns01.cloudflare: got undefined',
    ],
    ['Cloud DNS', dns01(CLOUD_DNS)],
    [
      'Cloud DNS without a project',
      dns01({ cloudDNS: { serviceAccountSecretRef: REF, project: '' } }),
      "GW664 spec.acme.solvers[0].dns01.cloudDNS.project: got ''",
    ],
    [
      'Cloud DNS without a key',
      dns01({ cloudDNS: { serviceAccountSecretRef: { name: 'something', key: '' }, project: 'valid' } }),
      "GW665 spec.acme.solvers[0].dns01.cloudDNS.serviceAccountSecretRef.key: got ''",
    ],
    [
      'Cloud DNS without a Secret',
      dns01({ cloudDNS: { serviceAccountSecretRef: { name: '', key: 'something' }, project: 'valid' } }),
      "GW664 spec.acme.solvers[0].dns01.cloudDNS.serviceAccountSecretRef.name: got ''",
    ],
    ['Cloud DNS with ambient credentials', dns01({ cloudDNS: { project: 'valid' } })],
    [
      'Cloudflare without a key',
      dns01({ cloudflare: { email: 'valid', apiKeySecretRef: { name: '' } } }),
      "GW664 spec.acme.solvers[0].dns01.cloudflare.apiKeySecretRef.name: got ''",
      'GW665 spec.acme.solvers[0].dns01.cloudflare.apiKeySecretRef.key: got undefined',
    ],
    [
      'Cloudflare without a token',
      dns01({ cloudflare: { email: 'valid', apiTokenSecretRef: { name: '' } } }),
      "GW664 spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.name: got ''",
      'GW665 spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.key: got undefined',
    ],
    [
      'Cloudflare without a credential',
      dns01({ cloudflare: { email: 'valid' } }),
      'GW668 spec.acme.solvers[0].dns01.cloudflare: got undefined',
    ],
    [
      'Cloudflare with two credentials',
      dns01({ cloudflare: { email: 'valid', apiKeySecretRef: REF, apiTokenSecretRef: REF } }),
      "GW667 spec.acme.solvers[0].dns01.cloudflare: got 'apiTokenSecretRef and apiKeySecretRef'",
    ],
    [
      'Cloudflare without an email',
      dns01({ cloudflare: { apiKeySecretRef: REF } }),
      'GW668 spec.acme.solvers[0].dns01.cloudflare.email: got undefined',
    ],
    ['Cloudflare', dns01({ cloudflare: { apiTokenSecretRef: REF } })],
    ['Route 53 with ambient credentials', dns01({ route53: {} })],
    [
      'Route 53 with two IDs',
      dns01({ route53: { region: 'valid', accessKeyID: 'valid', accessKeyIDSecretRef: REF } }),
      "GW667 spec.acme.solvers[0].dns01.route53: got 'accessKeyID and accessKeyIDSecretRef'",
    ],
    [
      'Route 53 without a Secret',
      dns01({ route53: { region: 'valid', accessKeyIDSecretRef: { name: '', key: 'key' } } }),
      "GW664 spec.acme.solvers[0].dns01.route53.accessKeyIDSecretRef.name: got ''",
    ],
    [
      'Route 53 without a key',
      dns01({ route53: { region: 'valid', accessKeyIDSecretRef: { name: 'name', key: '' } } }),
      "GW665 spec.acme.solvers[0].dns01.route53.accessKeyIDSecretRef.key: got ''",
    ],
    [
      'Akamai',
      dns01({
        akamai: {
          accessTokenSecretRef: REF,
          clientSecretSecretRef: REF,
          clientTokenSecretRef: REF,
          serviceConsumerDomain: 'abc',
        },
      }),
    ],
    [
      'Akamai without its parts',
      dns01({
        akamai: {
          accessTokenSecretRef: { name: '' },
          clientSecretSecretRef: { name: '' },
          clientTokenSecretRef: { name: '' },
          serviceConsumerDomain: '',
        },
      }),
      "GW664 spec.acme.solvers[0].dns01.akamai.accessTokenSecretRef.name: got ''",
      "GW664 spec.acme.solvers[0].dns01.akamai.clientSecretSecretRef.name: got ''",
      "GW664 spec.acme.solvers[0].dns01.akamai.clientTokenSecretRef.name: got ''",
      "GW664 spec.acme.solvers[0].dns01.akamai.serviceConsumerDomain: got ''",
      'GW665 spec.acme.solvers[0].dns01.akamai.accessTokenSecretRef.key: got undefined',
      'GW665 spec.acme.solvers[0].dns01.akamai.clientSecretSecretRef.key: got undefined',
      'GW665 spec.acme.solvers[0].dns01.akamai.clientTokenSecretRef.key: got undefined',
    ],
    [
      'a webhook without a solver',
      dns01({ webhook: { groupName: 'acme.example.com', solverName: '' } }),
      "GW664 spec.acme.solvers[0].dns01.webhook.solverName: got ''",
    ],
    ['DigitalOcean', dns01({ digitalocean: { tokenSecretRef: REF } })],
    [
      'acme-dns without its parts',
      dns01({ acmeDNS: { accountSecretRef: { name: 'a' }, host: '' } }),
      "GW664 spec.acme.solvers[0].dns01.acmeDNS.host: got ''",
      'GW665 spec.acme.solvers[0].dns01.acmeDNS.accountSecretRef.key: got undefined',
    ],
    [
      'an unknown CNAME strategy',
      dns01({ cnameStrategy: 'Maybe', ...CLOUD_DNS }),
      "GW003 spec.acme.solvers[0].dns01.cnameStrategy: got 'Maybe'",
    ],
  ]);
});

describe('Azure DNS', () => {
  each([
    ['a zone', azure({})],
    [
      'no zone',
      azure({ subscriptionID: '', resourceGroupName: '' }),
      "GW664 spec.acme.solvers[0].dns01.azureDNS.resourceGroupName: got ''",
      "GW664 spec.acme.solvers[0].dns01.azureDNS.subscriptionID: got ''",
    ],
    [
      'an unknown environment',
      azure({ environment: 'an env' }),
      "GW003 spec.acme.solvers[0].dns01.azureDNS.environment: got 'an env'",
    ],
    [
      'a client alone',
      azure({ clientID: 'some-client-id' }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientID'",
    ],
    [
      'a secret alone',
      azure({ clientSecretSecretRef: REF }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientSecretSecretRef'",
    ],
    [
      'a tenant alone',
      azure({ tenantID: 'some-tenant-id' }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'tenantID'",
    ],
    [
      'no client',
      azure({ clientSecretSecretRef: REF, tenantID: 'some-tenant-id' }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientSecretSecretRef and tenantID'",
    ],
    [
      'no secret',
      azure({ clientID: 'some-client-id', tenantID: 'some-tenant-id' }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientID and tenantID'",
    ],
    [
      'a secret without a key',
      azure({
        clientID: 'some-client-id',
        tenantID: 'some-tenant-id',
        clientSecretSecretRef: { name: 'some-secret-name' },
      }),
      'GW665 spec.acme.solvers[0].dns01.azureDNS.clientSecretSecretRef.key: got undefined',
    ],
    [
      'a secret without a name',
      azure({
        clientID: 'some-client-id',
        tenantID: 'some-tenant-id',
        clientSecretSecretRef: { name: '', key: 'some-key' },
      }),
      "GW664 spec.acme.solvers[0].dns01.azureDNS.clientSecretSecretRef.name: got ''",
    ],
    [
      'no tenant',
      azure({ clientID: 'some-client-id', clientSecretSecretRef: REF }),
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientID and clientSecretSecretRef'",
    ],
    [
      'a service principal',
      azure({ clientID: 'some-client-id', clientSecretSecretRef: REF, tenantID: 'some-tenant-id' }),
    ],
    [
      'a client beside an identity',
      azure({ clientID: 'some-client-id', managedIdentity: { clientID: 'test' } }),
      "GW667 spec.acme.solvers[0].dns01.azureDNS.managedIdentity: got 'managedIdentity and clientID'",
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientID'",
    ],
    [
      'a tenant beside an identity',
      azure({ tenantID: 'some-tenant-id', managedIdentity: { clientID: 'test' } }),
      "GW667 spec.acme.solvers[0].dns01.azureDNS.managedIdentity: got 'managedIdentity and tenantID'",
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'tenantID'",
    ],
    [
      'a secret beside an identity',
      azure({ clientSecretSecretRef: REF, managedIdentity: { clientID: 'test' } }),
      "GW667 spec.acme.solvers[0].dns01.azureDNS.managedIdentity: got 'managedIdentity and clientSecretSecretRef'",
      "GW668 spec.acme.solvers[0].dns01.azureDNS: got 'clientSecretSecretRef'",
    ],
    [
      'a tenant of an identity alone',
      azure({ managedIdentity: { tenantID: 'some-tenant-id' } }),
      'GW668 spec.acme.solvers[0].dns01.azureDNS.managedIdentity.clientID: got undefined',
    ],
    [
      'a tenant of a resource',
      azure({ managedIdentity: { resourceID: 'test', tenantID: 'some-tenant-id' } }),
      "GW667 spec.acme.solvers[0].dns01.azureDNS.managedIdentity: got 'tenantID and resourceID'",
      'GW668 spec.acme.solvers[0].dns01.azureDNS.managedIdentity.clientID: got undefined',
    ],
    ['a client of an identity', azure({ managedIdentity: { clientID: 'test' } })],
    ['a resource of an identity', azure({ managedIdentity: { resourceID: 'test' } })],
    [
      'a client and a tenant of an identity',
      azure({ managedIdentity: { clientID: 'test', tenantID: 'some-tenant-id' } }),
    ],
    [
      'a client and a resource of an identity',
      azure({ managedIdentity: { clientID: 'test', resourceID: 'test' } }),
      "GW667 spec.acme.solvers[0].dns01.azureDNS.managedIdentity: got 'clientID and resourceID'",
    ],
  ]);
});

describe('RFC 2136', () => {
  each([
    ["nameserver ''", rfc2136({ nameserver: '' }), "GW664 spec.acme.solvers[0].dns01.rfc2136.nameserver: got ''"],
    ["nameserver '127.0.0.1'", rfc2136({ nameserver: '127.0.0.1' })],
    [
      "nameserver '2001:db8::1'",
      rfc2136({ nameserver: '2001:db8::1' }),
      "GW669 spec.acme.solvers[0].dns01.rfc2136.nameserver: got '2001:db8::1'",
    ],
    [
      "nameserver '[]:53'",
      rfc2136({ nameserver: '[]:53' }),
      "GW669 spec.acme.solvers[0].dns01.rfc2136.nameserver: got '[]:53'",
    ],
    ["nameserver '[2001:db8::1]'", rfc2136({ nameserver: '[2001:db8::1]' })],
    ["nameserver 'dns.example.com'", rfc2136({ nameserver: 'dns.example.com' })],
    ["nameserver 'dns'", rfc2136({ nameserver: 'dns' })],
    [
      "nameserver ':53'",
      rfc2136({ nameserver: ':53' }),
      "GW669 spec.acme.solvers[0].dns01.rfc2136.nameserver: got ':53'",
    ],
    ["nameserver '127.0.0.1:'", rfc2136({ nameserver: '127.0.0.1:' })],
    ["nameserver '127.0.0.1:5353'", rfc2136({ nameserver: '127.0.0.1:5353' })],
    ["nameserver '[2001:db8::1]:'", rfc2136({ nameserver: '[2001:db8::1]:' })],
    ["nameserver '[2001:db8::1]:5353'", rfc2136({ nameserver: '[2001:db8::1]:5353' })],
    ["nameserver 'dns.example.com:'", rfc2136({ nameserver: 'dns.example.com:' })],
    ["nameserver 'dns.example.com:5353'", rfc2136({ nameserver: 'dns.example.com:5353' })],
    [
      "nameserver '2001:db8::1:5353'",
      rfc2136({ nameserver: '2001:db8::1:5353' }),
      "GW669 spec.acme.solvers[0].dns01.rfc2136.nameserver: got '2001:db8::1:5353'",
    ],
    ['an algorithm in any case', rfc2136({ tsigAlgorithm: 'HmAcMd5' })],
    [
      'an unknown algorithm',
      rfc2136({ tsigAlgorithm: 'HAMMOCK' }),
      "GW669 spec.acme.solvers[0].dns01.rfc2136.tsigAlgorithm: got 'HAMMOCK'",
    ],
    [
      'the name of a key alone',
      rfc2136({ tsigKeyName: 'some-name' }),
      'GW668 spec.acme.solvers[0].dns01.rfc2136.tsigSecretSecretRef: got undefined',
    ],
    [
      'a Secret alone',
      rfc2136({ tsigSecretSecretRef: REF }),
      'GW668 spec.acme.solvers[0].dns01.rfc2136.tsigKeyName: got undefined',
    ],
    ['a signature', rfc2136({ tsigKeyName: 'some-name', tsigSecretSecretRef: REF })],
  ]);
});
