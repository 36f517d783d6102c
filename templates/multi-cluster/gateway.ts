import {
  AuthPolicy,
  Backend,
  MultiClusterDns,
  MultiClusterGateway,
  MultiClusterIssuer,
  MultiClusterKeys,
  PolicyTarget,
  Rate,
  SecretStore,
  kuadrant,
  multicluster,
} from 'cdk8s-gateways';
import { Construct } from 'constructs';

export interface ExternalGatewayProps {
  /** The gateway serves all names below it. */
  readonly domain: string;
  /** Where the gateway runs, and whom it serves there. */
  readonly clusters: multicluster.GatewayClusterOptions[];
  /** The zone of the domain in Route 53. */
  readonly hostedZoneId: string;
  /** Let's Encrypt writes to it. */
  readonly email: string;
}

/** The same gateway in each cluster: closed, but for the toystore, which is for everybody. */
export function externalGateway(scope: Construct, props: ExternalGatewayProps): MultiClusterGateway {
  const external = new MultiClusterGateway(scope, 'external', {
    namespace: 'api-gateway',
    domain: props.domain,
    clusters: props.clusters,
    keys: MultiClusterKeys.awsSecretsManager({
      store: SecretStore.cluster('aws-secrets-manager'),
      prefix: 'gateways',
    }),
    dns: MultiClusterDns.kuadrant(),
    issuer: MultiClusterIssuer.acme({ email: props.email, hostedZoneId: props.hostedZoneId }),
    limits: { 'per-second': { rates: [Rate.perSecond(100)] } },
  });
  const toystores = external.addHttpRoute('toystore', {
    hostnames: [`toystore.${props.domain}`],
    backends: [Backend.service('toystore', 8080)],
  });
  for (const toystore of toystores) {
    const auth = new AuthPolicy(toystore, 'auth', { name: 'toystore-auth', target: PolicyTarget.of(toystore) });
    auth.addAuthentication('everybody', kuadrant.Authentication.anonymous());
  }
  return external;
}
