// The gateway of the README; docs/packages.md has the same in Python and Java.
import { Chart } from 'cdk8s';
import {
  AcmeIssuer,
  AcmeSolver,
  Backend,
  CredentialSource,
  DnsCredential,
  GatewayApp,
  Geo,
  SecretStore,
  SecuredGateway,
} from 'cdk8s-gateways';

export function addGateway(app: GatewayApp): SecuredGateway {
  const chart = new Chart(app, 'external', { namespace: 'api-gateway' });
  const source = CredentialSource.awsSecretsManager({ store: SecretStore.cluster('aws'), secretName: 'external/dns' });
  const credential = new DnsCredential(chart, 'aws-credentials', { source });
  const issuer = new AcmeIssuer(chart, 'lets-encrypt', {
    email: 'foo@example.com',
    solvers: [AcmeSolver.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', region: 'us-east-1', credential })],
  });
  const gateway = new SecuredGateway(chart, 'external', {
    domain: 'demo.example.com',
    issuer,
    dns: { credential, geo: Geo.EUROPE, defaultGeo: true },
  });
  gateway.addHttpRoute('test', { hostnames: ['test.demo.example.com'], backends: [Backend.service('toystore', 80)] });
  return gateway;
}
