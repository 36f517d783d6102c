import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { policyNamespace } from './namespace';
import { PolicyTarget } from './target';
import { CertificatePrivateKey } from '../certificate/certificate-key';
import { CertificateKeyUsage } from '../certificate/certificate-parts';
import { TLSPolicy, TLSPolicySpec } from '../manifest/kuadrant';
import { groupOf } from '../manifest/manifest';
import { refuse } from '../manifest/problem';
import { duration, wholeNumber } from '../manifest/scalar';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';

/** cert-manager's, where a policy names no duration. */
const DEFAULT_DURATION = Duration.days(90);

/** Which certificates a gateway gets, and from whom. */
export interface TlsPolicyProps extends CustomResourceProps {
  /**
   * The Gateway, or one listener of it (`targetRef`). A listener gets a
   * certificate where it has a hostname, terminates TLS and names one Secret of
   * its own namespace; others are skipped in silence.
   */
  readonly target: PolicyTarget;
  /** The ClusterIssuer, or the Issuer in the policy's namespace, that signs (`issuerRef`). */
  readonly issuer: INamedResource;
  /**
   * Common name of the certificates (`commonName`), at most 64 characters.
   *
   * @default - none; clients read the host names from the subject alternative names
   */
  readonly commonName?: string;
  /**
   * How long a certificate is asked for (`duration`), at least an hour. An
   * issuer may decide otherwise.
   *
   * @default - cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * How long before its end a certificate is renewed (`renewBefore`), at least
   * five minutes and shorter than `duration`.
   *
   * @default - cert-manager's, a third of the certificate's life
   */
  readonly renewBefore?: Duration;
  /**
   * What the keys may be used for (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: CertificateKeyUsage[];
  /**
   * How many old certificate requests are kept (`revisionHistoryLimit`), at least 1.
   *
   * @default - cert-manager's
   */
  readonly revisionHistoryLimit?: number;
  /**
   * Algorithm, size and rotation of the private keys (`privateKey`).
   *
   * @default - cert-manager's, RSA of 2048 bits
   */
  readonly privateKey?: CertificatePrivateKey;
}

/** Certificates for the listeners of a Gateway, from a cert-manager issuer (Kuadrant `TLSPolicy`). */
export class TlsPolicy extends CustomResource {
  /** What the policy is attached to. */
  public readonly target: PolicyTarget;
  /** Who signs the certificates. */
  public readonly issuer: INamedResource;
  private readonly props: TlsPolicyProps;

  public constructor(scope: Construct, id: string, props: TlsPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('TLSPolicy', props.target, props.namespace) });
    props.target._requireKind('TLSPolicy', 'Gateway');
    this.target = props.target;
    this.issuer = props.issuer;
    this.props = props;
    this.checkIssuer();
    this.checkTimes();
    this.checkRest();
  }

  /** @internal */
  protected _kind() {
    return TLSPolicy;
  }

  /** @internal */
  protected _spec(): TLSPolicySpec {
    const { commonName, duration: life, renewBefore, usages, revisionHistoryLimit, privateKey } = this.props;
    return {
      targetRef: this.target._render(),
      // Without its kind the controller never finds the issuer.
      issuerRef: { group: groupOf(this.issuer.apiVersion), kind: this.issuer.kind, name: this.issuer.name },
      commonName,
      duration: life && duration('duration of TLSPolicy', life),
      renewBefore: renewBefore && duration('renewBefore of TLSPolicy', renewBefore),
      usages: usages?.length ? [...usages] : undefined,
      revisionHistoryLimit,
      privateKey: privateKey?._render(),
    };
  }

  private checkIssuer(): void {
    const { kind, name, namespace } = this.issuer;
    if (groupOf(this.issuer.apiVersion) !== 'cert-manager.io' || !['Issuer', 'ClusterIssuer'].includes(kind)) {
      refuse(
        {
          what: 'issuer of TLSPolicy',
          got: `${kind} '${name}' of ${this.issuer.apiVersion}`,
          expected: 'a ClusterIssuer or Issuer of cert-manager.io',
          fix: "give that; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
        },
        this,
      );
    }
    if (kind === 'Issuer' && namespace !== undefined && this.namespace !== undefined && namespace !== this.namespace) {
      refuse(
        {
          what: 'issuer of TLSPolicy',
          got: `Issuer '${name}' in namespace '${namespace}'`,
          expected: `an Issuer in '${this.namespace}', where the Gateway is`,
          fix: 'use a ClusterIssuer, or put the Issuer into the namespace of the Gateway',
        },
        this,
      );
    }
  }

  private checkTimes(): void {
    const { duration: life, renewBefore } = this.props;
    if (life !== undefined) {
      duration(`duration of TLSPolicy '${this.node.path}'`, life, Duration.hours(1));
    }
    if (renewBefore === undefined) {
      return;
    }
    duration(`renewBefore of TLSPolicy '${this.node.path}'`, renewBefore, Duration.minutes(5));
    const whole = life ?? DEFAULT_DURATION;
    if (renewBefore.toMilliseconds() >= whole.toMilliseconds()) {
      refuse(
        {
          what: 'renewBefore of TLSPolicy',
          got: duration('renewBefore', renewBefore),
          expected: `less than the duration, ${duration('duration', whole)}${life ? '' : ' by default'}`,
          fix: 'renew later, for example at a third of the duration, or ask for a longer duration',
        },
        this,
      );
    }
  }

  private checkRest(): void {
    const { commonName, revisionHistoryLimit } = this.props;
    if (commonName !== undefined && (commonName === '' || commonName.length > 64)) {
      refuse(
        {
          what: 'commonName of TLSPolicy',
          got: commonName,
          expected: '1 to 64 characters',
          fix: 'leave it out; the host names are in the subject alternative names',
        },
        this,
      );
    }
    if (revisionHistoryLimit !== undefined) {
      wholeNumber(
        `revisionHistoryLimit of TLSPolicy '${this.node.path}'`,
        revisionHistoryLimit,
        1,
        2 ** 31 - 1,
        'leave it out, or keep at least one request',
      );
    }
  }
}
