import {
  ClusterDelivery,
  MultiClusterDns,
  MultiClusterIssuer,
  MultiClusterKeys,
  Geo,
  MultiClusterGateway,
  SecretStore,
} from 'cdk8s-gateways';
import { Construct } from 'constructs';

const clusters = [
  { name: 'eu', geo: Geo.EUROPE, defaultGeo: true, weight: 120, region: 'eu-west-1' },
  { name: 'us', geo: Geo.country('US'), region: 'us-east-1' },
  { name: 'au', geo: Geo.country('AU'), region: 'ap-southeast-2' },
];
const keys = MultiClusterKeys.awsSecretsManager({
  store: SecretStore.cluster('aws-secrets-manager'),
  prefix: 'connectivity-link',
});
const email = 'foo@example.com';

/** The walkthrough's gateway: Kuadrant's DNS operator in each cluster writes the records. */
export function controlledGateway(scope: Construct, hostedZoneId: string): MultiClusterGateway {
  const external = new MultiClusterGateway(scope, 'external', {
    namespace: 'api-gateway',
    domain: 'demo.example.com',
    clusters,
    keys,
    dns: MultiClusterDns.kuadrant(),
    issuer: MultiClusterIssuer.acme({ email, hostedZoneId }),
  });
  external.deliverWith(ClusterDelivery.argoCd({ repoUrl: 'https://git.example.com/gateways.git', path: 'dist' }));
  return external;
}

/** A second gateway, whose records Terraform writes: no controller of a cluster may. */
export function staticGateway(scope: Construct, hostedZoneId: string): MultiClusterGateway {
  return new MultiClusterGateway(scope, 'partners', {
    namespace: 'partner-gateway',
    domain: 'partners.example.com',
    clusters,
    keys,
    dns: MultiClusterDns.staticRecords(),
    issuer: MultiClusterIssuer.acme({ email, hostedZoneId }),
  });
}
