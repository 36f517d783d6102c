import { Chart } from 'cdk8s';
import {
  AcmeIssuer,
  AcmeSolver,
  Backend,
  CredentialSource,
  DnsCredential,
  GatewayApp,
  Geo,
  RouteNamespaces,
  SecretStore,
  SecuredGateway,
} from 'cdk8s-gateways';

const app = new GatewayApp();
const chart = new Chart(app, 'external', { namespace: 'api-gateway' });

// Step 2: keys for Route 53, out of Secrets Manager.
const credential = new DnsCredential(chart, 'aws-credentials', {
  source: CredentialSource.awsSecretsManager({
    store: SecretStore.cluster('aws-secrets-manager'),
    secretName: 'connectivity-link/external/dns',
  }),
});

// Step 3: certificates from Let's Encrypt.
const issuer = new AcmeIssuer(chart, 'lets-encrypt', {
  email: 'foo@example.com',
  accountKeySecretName: 'le-secret',
  solvers: [AcmeSolver.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', region: 'us-east-1', credential })],
});

// Steps 4 and 5: the gateway, its policies, monitoring and capacity.
const gateway = new SecuredGateway(chart, 'external', {
  domain: 'demo.example.com',
  issuer,
  dns: { credential, geo: Geo.EUROPE, defaultGeo: true, weight: 120 },
});

gateway.addHttpRoute('test', {
  hostnames: ['test.demo.example.com'],
  labels: { service: 'toystore' },
  backends: [Backend.service('toystore', 80)],
});

// Step 7: open the gateway to other namespaces.
gateway.openTo(RouteNamespaces.all());

app.synth();
