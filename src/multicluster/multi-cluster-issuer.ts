import { Construct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { GatewayClusterOptions } from './cluster-options';
import { AcmeIssuer } from '../certificate/acme-issuer';
import { AcmeServer } from '../certificate/acme-server';
import { AcmeSolver } from '../certificate/acme-solver';
import { IIssuer } from '../certificate/issuer';
import { keysName } from '../dns/dns-plan';
import { refuse } from '../value/problem';

/** Certificates of an ACME server, proved in Route 53. */
export interface MultiClusterAcmeOptions {
  /**
   * Whom the authority writes to.
   *
   * @default - nobody
   */
  readonly email?: string;
  /**
   * The server that signs.
   *
   * @default AcmeServer.LETS_ENCRYPT
   */
  readonly server?: AcmeServer;
  /**
   * Id of the hosted zone of the domain.
   *
   * @default - cert-manager looks the zone up by name, which its keys must allow: `GatewayDnsAccess` with `lookUpZones`
   */
  readonly hostedZoneId?: string;
  /**
   * AWS region that cert-manager calls Route 53 in.
   *
   * @default - the cluster's region, else us-east-1
   */
  readonly region?: string;
  /**
   * Whether cert-manager's pods have a role of AWS (IRSA, Pod Identity), so that no keys are needed.
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
   * Namespace in which cert-manager reads the Secrets of ClusterIssuers.
   *
   * @default cert-manager
   */
  readonly clusterResourceNamespace?: string;
}

/** Makes the issuer of each cluster. */
export interface IMultiClusterIssuer {
  /**
   * The issuer of a cluster; it must be able to sign a wildcard.
   *
   * @param scope what is made below it is emitted in the cluster
   * @param cluster the cluster
   */
  issuerFor(scope: Construct, cluster: GatewayClusterOptions): IIssuer;
}

/** Who signs the certificates in each cluster: every cluster has its own, and keeps the keys of its own certificates. */
export class MultiClusterIssuer {
  /** An ACME server such as Let's Encrypt: a ClusterIssuer in every cluster that proves names in Route 53. */
  public static acme(options: MultiClusterAcmeOptions = {}): MultiClusterIssuer {
    const isLetsEncrypt = (options.server ?? AcmeServer.LETS_ENCRYPT) === AcmeServer.LETS_ENCRYPT;
    return new MultiClusterIssuer((context) => acmeIssuer(context, options), {
      controllers: options.ambientCredentials ? [] : ['cert-manager'],
      weeklyLimit: isLetsEncrypt ? 5 : undefined,
    });
  }

  /** An issuer that exists under the same name in every cluster, see `Issuer`. */
  public static existing(issuer: IIssuer): MultiClusterIssuer {
    if (Construct.isConstruct(issuer)) {
      refuse({
        what: 'issuer of MultiClusterIssuer.existing',
        got: `${issuer.kind} '${issuer.name}', which this program emits once`,
        expected: 'an issuer that exists in every cluster',
        fix: `use MultiClusterIssuer.acme(), make one for each cluster with MultiClusterIssuer.custom(), or name one that exists: Issuer.fromClusterIssuerName('${issuer.name}')`,
      });
    }
    return new MultiClusterIssuer(() => issuer);
  }

  /** An issuer of your own making for each cluster. */
  public static custom(issuers: IMultiClusterIssuer): MultiClusterIssuer {
    return new MultiClusterIssuer(({ chart, options }) => issuers.issuerFor(chart, options));
  }

  private constructor(
    private readonly make: (context: ClusterContext) => IIssuer,
    private readonly facts: IssuerFacts = { controllers: [] },
  ) {}

  /** @internal */
  public _issuerFor(context: ClusterContext): IIssuer {
    return this.make(context);
  }

  /** Controllers that need keys of AWS for it. @internal */
  public get _controllers(): readonly string[] {
    return this.facts.controllers;
  }

  /** Certificates that the authority signs in a week for one set of names, where it is known. @internal */
  public get _weeklyLimit(): number | undefined {
    return this.facts.weeklyLimit;
  }
}

interface IssuerFacts {
  readonly controllers: readonly string[];
  readonly weeklyLimit?: number;
}

function acmeIssuer(context: ClusterContext, options: MultiClusterAcmeOptions): IIssuer {
  const { chart, gateway, plan, planned, keys } = context;
  if (!options.ambientCredentials && keys === undefined) {
    refuse(
      {
        what: 'keys',
        got: undefined,
        expected: 'where the keys are kept by which cert-manager writes to Route 53',
        fix: 'give keys, such as MultiClusterKeys.awsSecretsManager({ ... }), or MultiClusterIssuer.acme({ ambientCredentials: true }) where its pods have a role',
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
