import { Chart } from 'cdk8s';
import {
  AcmeIssuer,
  AcmeSolver,
  AuthPolicy,
  Backend,
  CredentialSource,
  DnsCredential,
  Geo,
  HttpMatch,
  PolicyTarget,
  Rate,
  SecretStore,
  SecuredGateway,
  kuadrant,
} from 'cdk8s-gateways';
import { Construct } from 'constructs';

export interface ExternalGatewayProps {
  /** The gateway serves all names below it. */
  readonly domain: string;
  /** Where the cluster is. */
  readonly geo: Geo;
  /** The zone of the domain in Route 53. */
  readonly hostedZoneId: string;
  /** Let's Encrypt writes to it. */
  readonly email: string;
  /** Who signs the tokens of the clients, an OpenID Connect issuer. */
  readonly tokenIssuer: string;
}

/** A gateway with certificates, DNS, limits and authentication, and the route of the toystore. */
export class ExternalGateway extends Chart {
  public constructor(scope: Construct, id: string, props: ExternalGatewayProps) {
    super(scope, id, { namespace: 'api-gateway' });

    // Keys for Route 53, out of Secrets Manager; they write the records, and answer Let's Encrypt.
    const credential = new DnsCredential(this, 'aws-credentials', {
      source: CredentialSource.awsSecretsManager({
        store: SecretStore.cluster('aws-secrets-manager'),
        secretName: `gateways/${id}/dns`,
      }),
    });
    const issuer = new AcmeIssuer(this, 'lets-encrypt', {
      email: props.email,
      solvers: [AcmeSolver.route53({ hostedZoneId: props.hostedZoneId, region: 'us-east-1', credential })],
    });

    // Denies every request for which no route says otherwise.
    const gateway = new SecuredGateway(this, 'gateway', {
      name: id,
      domain: props.domain,
      issuer,
      dns: { credential, geo: props.geo, defaultGeo: true },
      limits: { 'per-second': { rates: [Rate.perSecond(100)] } },
    });

    gateway.redirectToHttps();

    const toystore = gateway.addHttpRoute('toystore', {
      hostnames: [`toystore.${props.domain}`],
      rules: [{ matches: [HttpMatch.prefix('/toys')], backends: [Backend.service('toystore', 8080)] }],
    });
    const auth = new AuthPolicy(this, 'toystore-auth', {
      target: PolicyTarget.of(toystore),
      when: ['connection.requested_server_name != ""'], // plain HTTP is redirected, without a token
    });
    auth.addAuthentication('login', kuadrant.Authentication.jwt({ issuerUrl: props.tokenIssuer }));
  }
}
