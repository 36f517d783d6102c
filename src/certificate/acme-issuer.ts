import { Construct } from 'constructs';
import { AcmeServer } from './acme-server';
import { AcmeSolver } from './acme-solver';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { caBundle } from '../certmanager/ca-bundle';
import { text } from '../certmanager/text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { secretKeyReference, SecretKeyReference } from '../resource/secret-key';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, email } from '../value/scalar';

/** When a certificate is renewed (`acme.renewalInformationSource`, cert-manager 1.21). */
export enum AcmeRenewalInformationSource {
  /** When the server says so, where it does (RFC 9773). */
  ARI = 'ARI',
  /** When the Certificate says so. */
  NONE = 'None',
}

/** An account with the authority that the ACME account belongs to (`externalAccountBinding`). */
export interface AcmeExternalAccount {
  /** Id that the authority gave (`keyID`). */
  readonly keyId: string;
  /** Key of a Secret with the MAC key that the authority gave, in base64url (`keySecretRef`). */
  readonly keySecretRef: SecretKeyReference;
}

/** The account with an ACME server, and how names are proved. */
export interface AcmeIssuerProps extends ManagedIssuerProps {
  /** How names are proved, at least one way (`acme.solvers`). */
  readonly solvers: AcmeSolver[];
  /**
   * The server that signs (`acme.server`).
   *
   * @default AcmeServer.LETS_ENCRYPT
   */
  readonly server?: AcmeServer;
  /**
   * Whom the authority writes to (`acme.email`).
   *
   * @default - nobody
   */
  readonly email?: string;
  /**
   * Secret that the key of the account is kept in (`acme.privateKeySecretRef.name`); cert-manager makes it.
   *
   * @default - `<name of the issuer>-account-key`
   */
  readonly accountKeySecretName?: string;
  /**
   * Key of that Secret (`acme.privateKeySecretRef.key`).
   *
   * @default tls.key
   */
  readonly accountKeySecretKey?: string;
  /**
   * Account with the authority that the ACME account belongs to
   * (`acme.externalAccountBinding`). ZeroSSL and Google need one.
   *
   * @default - none
   */
  readonly externalAccount?: AcmeExternalAccount;
  /**
   * Expects the key of the account in its Secret in place of making one (`acme.disableAccountKeyGeneration`).
   *
   * @default false
   */
  readonly disableAccountKeyGeneration?: boolean;
  /**
   * Common name of the root whose chain is preferred where the server has several
   * (`acme.preferredChain`), at most 64 characters.
   *
   * @default - the server's default chain
   */
  readonly preferredChain?: string;
  /**
   * Profile of certificates that the server offers (`acme.profile`), such as `shortlived`.
   *
   * @default - the server's default profile
   */
  readonly profile?: string;
  /**
   * Asks for certificates of the duration that a Certificate names
   * (`acme.enableDurationFeature`). Let's Encrypt refuses that.
   *
   * @default false
   */
  readonly enableDurationFeature?: boolean;
  /**
   * When a certificate is renewed (`acme.renewalInformationSource`).
   *
   * @default AcmeRenewalInformationSource.ARI
   */
  readonly renewalInformationSource?: AcmeRenewalInformationSource;
  /**
   * Certificates, in PEM, that the server's own certificate is checked against (`acme.caBundle`).
   *
   * @default - those of the cert-manager image
   */
  readonly caBundle?: string;
  /**
   * Does not check the server's own certificate (`acme.skipTLSVerify`); for tests only.
   *
   * @default false
   */
  readonly skipTlsVerify?: boolean;
  /**
   * Namespace in which cert-manager reads the Secrets of ClusterIssuers
   * (`--cluster-resource-namespace`); gets the credentials of the solvers.
   *
   * @default cert-manager
   */
  readonly clusterResourceNamespace?: string;
}

/** Certificates of an ACME server such as Let's Encrypt (cert-manager `ClusterIssuer` or `Issuer`, `acme`). */
export class AcmeIssuer extends ManagedIssuer {
  /** Secret that the key of the account is kept in. */
  public readonly accountKeySecretName: string;
  private readonly props: AcmeIssuerProps;
  private readonly secretNamespace?: string;
  private readonly added: AcmeSolver[] = [];

  public constructor(scope: Construct, id: string, props: AcmeIssuerProps) {
    super(scope, id, props);
    this.props = props;
    this.accountKeySecretName = dnsSubdomain(
      `accountKeySecretName of ${this.kind} '${this.name}'`,
      props.accountKeySecretName ?? `${this.name}-account-key`,
    );
    this.secretNamespace = props.namespaced
      ? this.namespace
      : dnsLabel('clusterResourceNamespace of AcmeIssuer', props.clusterResourceNamespace ?? 'cert-manager');
    this.check();
    props.solvers.forEach((solver) => this.addSolver(solver));
  }

  /** How names are proved, in the order of addition. */
  public get solvers(): AcmeSolver[] {
    return [...this.added];
  }

  /** Whether one of the solvers is DNS-01; HTTP-01 cannot prove a wildcard. */
  public get canIssueWildcard(): boolean {
    return this.added.some(({ isDns01 }) => isDns01);
  }

  /** Adds a way to prove names (`acme.solvers[]`). */
  public addSolver(solver: AcmeSolver): void {
    solver._bind(this, this.props.namespaced ?? false, this.secretNamespace);
    this.added.push(solver);
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    const { props } = this;
    return {
      acme: {
        server: this.server.url,
        email: props.email,
        privateKeySecretRef: { name: this.accountKeySecretName, key: props.accountKeySecretKey },
        externalAccountBinding: props.externalAccount && {
          keyID: props.externalAccount.keyId,
          keySecretRef: secretKeyReference('keySecretRef of externalAccount', props.externalAccount.keySecretRef),
        },
        disableAccountKeyGeneration: props.disableAccountKeyGeneration,
        preferredChain: props.preferredChain,
        profile: props.profile,
        enableDurationFeature: props.enableDurationFeature,
        renewalInformationSource: props.renewalInformationSource,
        caBundle: props.caBundle && caBundle('caBundle of AcmeIssuer', props.caBundle),
        skipTLSVerify: props.skipTlsVerify,
        solvers: this.added.map((solver) => solver._render()),
      },
    };
  }

  private get server(): AcmeServer {
    return this.props.server ?? AcmeServer.LETS_ENCRYPT;
  }

  private check(): void {
    const { props, server } = this;
    if (props.solvers.length === 0) {
      refuse(
        {
          what: `solvers of ${this.kind} '${this.name}'`,
          got: 'none',
          expected: 'at least one way to prove that a name is held',
          fix: 'add AcmeSolver.route53 or another DNS-01 solver, or AcmeSolver.http01Gateway',
        },
        this,
      );
    }
    if (props.email !== undefined) {
      email(`email of ${this.kind} '${this.name}'`, props.email);
    }
    if (props.externalAccount !== undefined) {
      text('keyId of externalAccount', props.externalAccount.keyId);
      secretKeyReference('keySecretRef of externalAccount', props.externalAccount.keySecretRef);
    } else if (server.requiresExternalAccount) {
      refuse(
        {
          what: `externalAccount of ${this.kind} '${this.name}'`,
          got: undefined,
          expected: `an account with the authority of ${server.url}`,
          fix: 'create one there and give its key id, and a Secret with its MAC key',
        },
        this,
      );
    }
    if (props.preferredChain !== undefined && props.preferredChain.length > 64) {
      refuse(
        {
          what: `preferredChain of ${this.kind} '${this.name}'`,
          got: `${props.preferredChain.length} characters`,
          expected: 'at most 64 characters',
          fix: "name the common name of the root, such as 'ISRG Root X1'",
        },
        this,
      );
    }
    if (props.enableDurationFeature && server._setsDuration) {
      refuse(
        {
          what: `enableDurationFeature of ${this.kind} '${this.name}'`,
          got: true,
          expected: "false with Let's Encrypt, which refuses orders that name a duration",
          fix: "leave it out; choose a profile such as 'shortlived' for shorter certificates",
        },
        this,
      );
    }
    this.checkTls();
  }

  private checkTls(): void {
    const { caBundle: pem, skipTlsVerify } = this.props;
    if (pem !== undefined) {
      caBundle(`caBundle of ${this.kind} '${this.name}'`, pem);
    }
    if (!skipTlsVerify) {
      return;
    }
    if (pem !== undefined) {
      refuse(
        {
          what: `skipTlsVerify of ${this.kind} '${this.name}'`,
          got: 'true beside caBundle',
          expected: 'one of them',
          fix: 'keep caBundle',
        },
        this,
      );
    }
    Warnings._add(this, 'GW113', {
      what: `skipTlsVerify of ${this.kind} '${this.name}'`,
      got: true,
      expected: 'false outside of tests: whoever answers in place of the server gets the account',
      fix: 'give caBundle, the certificates that the server is checked against',
    });
  }
}
