import { eachManifest, manifest } from '../told';

const acme = (kind: string, solver: object, rest: object = {}) =>
  manifest(
    kind,
    {
      acme: {
        server: 'https://acme.example.com/directory',
        privateKeySecretRef: { name: 'key' },
        solvers: [{ dns01: solver }],
        ...rest,
      },
    },
    'cert-manager.io/v1',
  );
const key = { name: 'aws', key: 'id' };
const keys = { accessKeyIDSecretRef: key, secretAccessKeySecretRef: key };
const role = {
  role: 'arn:aws:iam::123456789012:role/dns',
  auth: { kubernetes: { serviceAccountRef: { name: 'dns' } } },
};
const azure = { subscriptionID: 's', resourceGroupName: 'r' };
const AMBIENT = "got 'no credentials, in a namespaced Issuer'";
const at = (provider: string) => `GW111 spec.acme.solvers[0].dns01.${provider}: ${AMBIENT}`;

eachManifest([
  ['static keys with a region', acme('ClusterIssuer', { route53: { region: 'us-east-1', ...keys } })],
  [
    'static keys without a region',
    acme('ClusterIssuer', { route53: keys }),
    'GW112 spec.acme.solvers[0].dns01.route53.region: got undefined',
  ],
  ['ambient credentials for a ClusterIssuer', acme('ClusterIssuer', { route53: {} })],
  ['ambient credentials for an Issuer', acme('Issuer', { route53: {} }), at('route53')],
  ['a ServiceAccount for an Issuer', acme('Issuer', { route53: role })],
  ['ambient credentials of Cloud DNS', acme('Issuer', { cloudDNS: { project: 'p' } }), at('cloudDNS')],
  [
    'a managed identity of Azure',
    acme('Issuer', { azureDNS: { ...azure, managedIdentity: { clientID: 'c' } } }),
    at('azureDNS'),
  ],
  [
    'a service principal of Azure',
    acme('Issuer', {
      azureDNS: { ...azure, clientID: 'c', tenantID: 't', clientSecretSecretRef: { name: 'azure', key: 'password' } },
    }),
  ],
  [
    'skipped verification',
    acme('ClusterIssuer', { route53: {} }, { skipTLSVerify: true }),
    'GW113 spec.acme.skipTLSVerify: got true',
  ],
  ['verification', acme('ClusterIssuer', { route53: {} }, { skipTLSVerify: false })],
]);
