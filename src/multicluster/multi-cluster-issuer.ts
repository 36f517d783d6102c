import { Construct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { GatewayClusterOptions } from './cluster-options';
import { Controllers, NO_CONTROLLERS } from './multi-cluster-dns-strategy';
import { AcmeIssuer } from '../certificate/acme-issuer';
import { AcmeServer } from '../certificate/acme-server';
import { AcmeSolver } from '../certificate/acme-solver';
import { IIssuer } from '../certificate/issuer';
import { keysName } from '../dns/dns-plan';
import { refuse } from '../value/problem';

/** Options of `MultiClusterIssuer.acme`: an ACME server with DNS-01 challenges in Route 53. */
export interface MultiClusterAcmeOptions {
  /**
   * E-mail address of the ACME account.
   *
   * @default - none
   */
  readonly email?: string;
  /**
   * ACME server that issues the certificates.
   *
   * @default AcmeServer.LETS_ENCRYPT
   */
  readonly server?: AcmeServer;
  /**
   * Id of the Route 53 hosted zone of the domain.
   *
   * @default - cert-manager looks up the zone by name; its keys must allow that: `GatewayDnsAccess` with `lookUpZones`
   */
  readonly hostedZoneId?: string;
  /**
   * AWS region for cert-manager's requests to Route 53.
   *
   * @default - the cluster's region, else us-east-1
   */
  readonly region?: string;
  /**
   * Whether the pods of cert-manager have an IAM role (IRSA, Pod Identity) and need no keys. `GatewayDnsAccess` makes
   * the role, with `roles`.
   *
   * @default false
   */
  readonly ambientCredentials?: boolean;
  /**
   * `metadata.name` of the ClusterIssuer in each cluster.
   *
   * @default - `<gateway>-issuer`
   */
  readonly name?: string;
  /**
   * Namespace of the Secrets of ClusterIssuers (`--cluster-resource-namespace` of cert-manager).
   *
   * @default cert-manager
   */
  readonly clusterResourceNamespace?: string;
}

/** Creates the issuer of each cluster. */
export interface IMultiClusterIssuer {
  /**
   * Returns the issuer of a cluster; it must be able to issue a wildcard certificate.
   *
   * @param scope scope of constructs to be emitted in the cluster
   * @param cluster the cluster
   */
  issuerFor(scope: Construct, cluster: GatewayClusterOptions): IIssuer;
}

/** Issuer of the certificates in each cluster. Each cluster has separate certificates and keeps their private keys. */
export class MultiClusterIssuer {
  /** An ACME server such as Let's Encrypt: a ClusterIssuer with DNS-01 challenges in Route 53 in every cluster. */
  public static acme(options: MultiClusterAcmeOptions = {}): MultiClusterIssuer {
    const isLetsEncrypt = (options.server ?? AcmeServer.LETS_ENCRYPT) === AcmeServer.LETS_ENCRYPT;
    return new MultiClusterIssuer((context) => acmeIssuer(context, options), {
      controllers: options.ambientCredentials
        ? { keyed: [], ambient: ['cert-manager'] }
        : { keyed: ['cert-manager'], ambient: [] },
      weeklyLimit: isLetsEncrypt ? 5 : undefined,
    });
  }

  /** An existing issuer with the same name in every cluster, see `Issuer`. */
  public static existing(issuer: IIssuer): MultiClusterIssuer {
    if (Construct.isConstruct(issuer)) {
      refuse({
        what: 'issuer of MultiClusterIssuer.existing',
        got: `${issuer.kind} '${issuer.name}', which this program emits once`,
        expected: 'an issuer that exists in every cluster',
        fix: `use MultiClusterIssuer.acme(), create one for each cluster with MultiClusterIssuer.custom(), or refer to an existing one: Issuer.fromClusterIssuerName('${issuer.name}')`,
      });
    }
    return new MultiClusterIssuer(() => issuer);
  }

  /** A custom issuer for each cluster. */
  public static custom(issuers: IMultiClusterIssuer): MultiClusterIssuer {
    return new MultiClusterIssuer(({ chart, options }) => issuers.issuerFor(chart, options));
  }

  private constructor(
    private readonly make: (context: ClusterContext) => IIssuer,
    private readonly facts: IssuerFacts = { controllers: NO_CONTROLLERS },
  ) {}

  /** @internal */
  public _issuerFor(context: ClusterContext): IIssuer {
    return this.make(context);
  }

  /** Controllers that work on Route 53 for the issuer. @internal */
  public get _controllers(): Controllers {
    return this.facts.controllers;
  }

  /** Certificates that the CA issues per week for one set of names; `undefined` where unknown. @internal */
  public get _weeklyLimit(): number | undefined {
    return this.facts.weeklyLimit;
  }
}

interface IssuerFacts {
  readonly controllers: Controllers;
  readonly weeklyLimit?: number;
}

function acmeIssuer(context: ClusterContext, options: MultiClusterAcmeOptions): IIssuer {
  const { chart, gateway, plan, planned, keys } = context;
  if (!options.ambientCredentials && keys === undefined) {
    refuse(
      {
        what: 'keys',
        got: undefined,
        expected: 'the store of the AWS keys for cert-manager',
        fix: 'set keys, such as MultiClusterKeys.awsSecretsManager({ ... }), or MultiClusterIssuer.acme({ ambientCredentials: true }) where the pods of cert-manager have an IAM role',
      },
      chart.node.scope,
    );
  }
  const name = options.name ?? `${gateway}-issuer`;
  const credential = options.ambientCredentials
    ? undefined
    : keys!._credential(chart, 'cert-manager-credentials', keysName(plan, planned.name, 'cert-manager'), {
        secretName: `${gateway}-cert-manager-credentials`,
      });
  return new AcmeIssuer(chart, 'issuer', {
    name,
    email: options.email,
    server: options.server,
    clusterResourceNamespace: options.clusterResourceNamespace,
    solvers: [
      AcmeSolver.route53({
        hostedZoneId: options.hostedZoneId,
        region: options.region ?? planned.region ?? 'us-east-1',
        credential,
      }),
    ],
  });
}
