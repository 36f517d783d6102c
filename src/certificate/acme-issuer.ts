import { Construct } from 'constructs';
import { AcmeServer } from './acme-server';
import { AcmeSolver } from './acme-solver';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { caBundle } from '../certmanager/ca-bundle';
import { optional, text } from '../certmanager/text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { SecretKeyReference, secretKeyReference } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, email } from '../value/scalar';

/** An account at the certificate authority to which the ACME account is bound (`acme.externalAccountBinding`). */
export interface AcmeExternalAccount {
  /** Key id from the authority (`keyID`). */
  readonly keyId: string;
  /** Secret key with the MAC key from the authority, in base64url (`keySecretRef`). */
  readonly keySecretRef: SecretKeyReference;
}

/** Options of an `AcmeIssuer`. */
export interface AcmeIssuerProps extends ManagedIssuerProps {
  /** Solvers that prove control of domain names, at least one (`acme.solvers`). */
  readonly solvers: AcmeSolver[];
  /**
   * ACME server (`acme.server`).
   *
   * @default AcmeServer.LETS_ENCRYPT
   */
  readonly server?: AcmeServer;
  /**
   * Email address for notices of the authority (`acme.email`).
   *
   * @default - none
   */
  readonly email?: string;
  /**
   * Secret for the account key, which cert-manager creates (`acme.privateKeySecretRef.name`).
   *
   * @default - `<name of the issuer>-account-key`
   */
  readonly accountKeySecretName?: string;
  /**
   * Account at the authority to which the ACME account is bound (`acme.externalAccountBinding`). Required by ZeroSSL
   * and Google.
   *
   * @default - none
   */
  readonly externalAccount?: AcmeExternalAccount;
  /**
   * Certificate profile of the server (`acme.profile`), such as `shortlived`.
   *
   * @default - the server's default profile
   */
  readonly profile?: string;
  /**
   * CA certificates in PEM that verify the ACME server (`acme.caBundle`).
   *
   * @default - those of the cert-manager image
   */
  readonly caBundle?: string;
  /**
   * Skips verification of the ACME server's certificate (`acme.skipTLSVerify`); for tests only.
   *
   * @default false
   */
  readonly skipTlsVerify?: boolean;
  /**
   * Namespace in which cert-manager reads the Secrets of ClusterIssuers (`--cluster-resource-namespace`). The
   * credentials of the solvers are added there.
   *
   * @default cert-manager
   */
  readonly clusterResourceNamespace?: string;
}

/** An issuer that uses an ACME server such as Let's Encrypt (cert-manager `ClusterIssuer` or `Issuer`, `acme`). */
export class AcmeIssuer extends ManagedIssuer {
  /** Secret with the account key. */
  public readonly accountKeySecretName: string;
  private readonly secretNamespace?: string;
  private readonly account: Omit<NonNullable<ClusterIssuerSpec['acme']>, 'solvers'>;
  private readonly added: AcmeSolver[] = [];

  public constructor(scope: Construct, id: string, props: AcmeIssuerProps) {
    super(scope, id, props);
    const { namespaced, server = AcmeServer.LETS_ENCRYPT, externalAccount } = props;
    const of = `of ${this.kind} '${this.name}'`;
    this.accountKeySecretName = dnsSubdomain(
      `accountKeySecretName ${of}`,
      props.accountKeySecretName ?? `${this.name}-account-key`,
    );
    this.secretNamespace = namespaced
      ? this.namespace
      : dnsLabel('clusterResourceNamespace of AcmeIssuer', props.clusterResourceNamespace ?? 'cert-manager');
    if (server.requiresExternalAccount && externalAccount === undefined) {
      refuse(
        {
          what: `externalAccount ${of}`,
          got: undefined,
          expected: `an account at the authority of ${server.url}`,
          fix: 'create one there, and set its key id and a Secret with its MAC key',
        },
        this,
      );
    }
    this.account = {
      server: server.url,
      email: optional(`email ${of}`, props.email, email),
      privateKeySecretRef: { name: this.accountKeySecretName },
      externalAccountBinding: externalAccount && {
        keyID: text(`keyId of externalAccount ${of}`, externalAccount.keyId),
        keySecretRef: secretKeyReference(`keySecretRef of externalAccount ${of}`, externalAccount.keySecretRef),
      },
      profile: props.profile,
      caBundle: optional(`caBundle ${of}`, props.caBundle, caBundle),
      skipTLSVerify: props.skipTlsVerify,
    };
    if (props.skipTlsVerify && props.caBundle !== undefined) {
      refuse(
        { what: `skipTlsVerify ${of}`, got: 'true with caBundle', expected: 'one of them', fix: 'keep caBundle' },
        this,
      );
    }
    this.addSolvers(of, props.solvers);
  }

  /** The solvers, in the order of addition. */
  public get solvers(): AcmeSolver[] {
    return [...this.added];
  }

  /** Whether one of the solvers is DNS-01; HTTP-01 cannot prove control of a wildcard. */
  public get canIssueWildcard(): boolean {
    return this.added.some(({ isDns01 }) => isDns01);
  }

  /** Adds a solver (`acme.solvers[]`). */
  public addSolver(solver: AcmeSolver): void {
    solver._bind(this, this.secretNamespace);
    this.added.push(solver);
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { acme: { ...this.account, solvers: this.added.map((solver) => solver._render()) } };
  }

  private addSolvers(of: string, solvers: readonly AcmeSolver[]): void {
    if (solvers.length === 0) {
      refuse(
        {
          what: `solvers ${of}`,
          got: 'none',
          expected: 'at least one solver',
          fix: 'add AcmeSolver.route53 or another DNS-01 solver, or AcmeSolver.http01Gateway',
        },
        this,
      );
    }
    solvers.forEach((solver) => this.addSolver(solver));
  }
}
