import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkSignature } from './certificate-key';
import { checkNameConstraints, keystore } from './certificate-parts';
import { CertificateProps } from './certificate-props';
import { IIssuer } from './issuer';
import { refuseKeys } from '../credential/key-guard';
import * as shape from '../manifest/cert-manager';
import { describe, refuse } from '../manifest/problem';
import { annotations, dnsSubdomain, duration, email, hostname, labels, wholeNumber } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';

const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
/** cert-manager's, where a Certificate names no duration. */
const DEFAULT_DURATION = Duration.days(90);

/** A certificate that cert-manager gets, keeps in a Secret and renews (`Certificate`). */
export class Certificate extends CustomResource {
  /** Secret that key and certificate are kept in. */
  public readonly secretName: string;
  /** Who signs it. */
  public readonly issuer: IIssuer;
  private readonly props: CertificateProps;

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    refuseKeys(`Certificate '${this.node.path}'`, { ...props, issuer: undefined });
    this.props = props;
    this.issuer = props.issuer;
    this.secretName = dnsSubdomain(`secretName of Certificate '${this.name}'`, props.secretName ?? this.name);
    this.checkIssuer();
    this.checkNames();
    this.checkSubject();
    this.checkTimes();
    this.checkRest();
    this.node.addValidation({ validate: () => this.unprovable() });
  }

  /** @internal */
  protected _kind() {
    return shape.Certificate;
  }

  /** @internal */
  protected _spec(): shape.CertificateSpec {
    const { props, issuer } = this;
    const { jksKeystore: jks, pkcs12Keystore: pkcs12, secretLabels, secretAnnotations, nameConstraints } = props;
    return {
      secretName: this.secretName,
      issuerRef: { group: issuer.group, kind: issuer.kind, name: issuer.name },
      dnsNames: filled(props.dnsNames),
      ipAddresses: filled(props.ipAddresses),
      uris: filled(props.uris),
      emailAddresses: filled(props.emailAddresses),
      otherNames: filled(props.otherNames?.map(({ oid, utf8Value }) => ({ oid, utf8Value }))),
      commonName: props.commonName,
      subject: props.subject && { ...props.subject },
      literalSubject: props.literalSubject,
      duration: props.duration && duration('duration', props.duration),
      renewBefore: props.renewBefore && duration('renewBefore', props.renewBefore),
      renewBeforePercentage: props.renewBeforePercentage,
      renewal: props.renewal?._render(),
      privateKey: props.privateKey?._render(),
      signatureAlgorithm: props.signatureAlgorithm,
      usages: filled(props.usages),
      encodeUsagesInRequest: props.encodeUsagesInRequest,
      isCA: props.isCa,
      nameConstraints: nameConstraints && {
        critical: nameConstraints.critical,
        permitted: nameConstraints.permitted && { ...nameConstraints.permitted },
        excluded: nameConstraints.excluded && { ...nameConstraints.excluded },
      },
      additionalOutputFormats: filled(props.additionalOutputFormats?.map((type) => ({ type }))),
      keystores:
        jks || pkcs12
          ? {
              jks: jks && { ...keystore('jksKeystore', jks), alias: jks.alias },
              pkcs12: pkcs12 && { ...keystore('pkcs12Keystore', pkcs12), profile: pkcs12.profile },
            }
          : undefined,
      secretTemplate:
        secretLabels || secretAnnotations ? { labels: secretLabels, annotations: secretAnnotations } : undefined,
      revisionHistoryLimit: props.revisionHistoryLimit,
    };
  }

  private checkIssuer(): void {
    const { kind, name, namespace } = this.issuer;
    if (kind === 'Issuer' && namespace !== undefined && this.namespace !== undefined && namespace !== this.namespace) {
      refuse(
        {
          what: `issuer of Certificate '${this.name}'`,
          got: `Issuer '${name}' in namespace '${namespace}'`,
          expected: `an Issuer in '${this.namespace}', or a ClusterIssuer`,
          fix: 'use a ClusterIssuer, or put both into one namespace',
        },
        this,
      );
    }
  }

  private checkNames(): void {
    const { dnsNames = [], ipAddresses = [], uris = [], emailAddresses = [], otherNames = [] } = this.props;
    const { commonName, literalSubject } = this.props;
    if (
      [dnsNames, ipAddresses, uris, emailAddresses, otherNames].every(({ length }) => length === 0) &&
      !commonName &&
      !/(^|[,+])\s*CN\s*=/i.test(literalSubject ?? '')
    ) {
      refuse(
        {
          what: `names of Certificate '${this.name}'`,
          got: 'none',
          expected: 'at least one name that the certificate is for',
          fix: "give dnsNames, for example ['api.example.com']",
        },
        this,
      );
    }
    dnsNames.forEach((name, index) => hostname(`dnsNames[${index}] of Certificate`, name));
    emailAddresses.forEach((address, index) => email(`emailAddresses[${index}] of Certificate`, address));
    ipAddresses.forEach((address, index) => {
      if (isIP(address) === 0) {
        refuse({
          what: `ipAddresses[${index}] of Certificate`,
          got: address,
          expected: 'an IPv4 or IPv6 address',
          fix: 'put host names into dnsNames',
        });
      }
    });
    otherNames.forEach(({ oid }, index) => {
      if (!/^[0-2](\.\d+)+$/.test(oid)) {
        refuse({
          what: `otherNames[${index}].oid of Certificate`,
          got: oid,
          expected: "numbers with dots between, such as '1.3.6.1.4.1.311.20.2.3'",
          fix: 'look the object identifier up',
        });
      }
    });
  }

  private checkSubject(): void {
    const { commonName, subject, literalSubject } = this.props;
    if (commonName !== undefined && (commonName === '' || commonName.length > 64)) {
      refuse(
        {
          what: 'commonName of Certificate',
          got: commonName,
          expected: '1 to 64 characters',
          fix: 'leave it out; clients read host names from dnsNames',
        },
        this,
      );
    }
    if (literalSubject !== undefined && (commonName !== undefined || subject !== undefined)) {
      refuse(
        {
          what: 'literalSubject of Certificate',
          got: `'${literalSubject}' beside ${commonName === undefined ? 'subject' : 'commonName'}`,
          expected: 'literalSubject alone',
          fix: 'write all of the subject into literalSubject, or leave that out',
        },
        this,
      );
    }
  }

  private checkTimes(): void {
    const { duration: life, renewBefore, renewBeforePercentage: percentage } = this.props;
    if (life !== undefined) {
      duration(`duration of Certificate '${this.node.path}'`, life, HOUR);
    }
    const whole = life ?? DEFAULT_DURATION;
    if (renewBefore !== undefined && percentage !== undefined) {
      refuse(
        {
          what: 'Certificate',
          got: 'renewBefore and renewBeforePercentage',
          expected: 'one of them at most',
          fix: 'leave one out',
        },
        this,
      );
    }
    if (renewBefore !== undefined) {
      duration(`renewBefore of Certificate '${this.node.path}'`, renewBefore, FIVE_MINUTES);
      if (renewBefore.toMilliseconds() >= whole.toMilliseconds()) {
        refuse(
          {
            what: 'renewBefore of Certificate',
            got: duration('renewBefore', renewBefore),
            expected: `less than the duration, ${duration('duration', whole)}${life ? '' : ' by default'}`,
            fix: 'renew later, for example at a third of the duration, or ask for a longer duration',
          },
          this,
        );
      }
    }
    if (percentage !== undefined) {
      const fix = 'give the part of the life that remains at renewal, for example 33';
      wholeNumber(`renewBeforePercentage of Certificate '${this.node.path}'`, percentage, 1, 99, fix);
      // The webhook counts from the beginning, the controller from the end: keep five minutes on both sides.
      if ((whole.toMilliseconds() * Math.min(percentage, 100 - percentage)) / 100 < FIVE_MINUTES.toMilliseconds()) {
        refuse(
          {
            what: 'renewBeforePercentage of Certificate',
            got: `${percentage} of ${duration('duration', whole)}`,
            expected: 'at least five minutes before and after the renewal',
            fix: 'ask for a longer duration, or choose a percentage nearer to the middle',
          },
          this,
        );
      }
    }
  }

  private checkRest(): void {
    const { props } = this;
    if (props.signatureAlgorithm !== undefined) {
      checkSignature(props.signatureAlgorithm, props.privateKey);
    }
    if (props.nameConstraints !== undefined) {
      checkNameConstraints(props.nameConstraints);
      if (!props.isCa) {
        refuse(
          {
            what: 'nameConstraints of Certificate',
            got: 'isCa: false',
            expected: 'isCa: true; only an authority has them',
            fix: 'say isCa: true, or leave nameConstraints out',
          },
          this,
        );
      }
    }
    const formats = props.additionalOutputFormats ?? [];
    const twice = formats.find((format, index) => formats.indexOf(format) !== index);
    if (twice !== undefined) {
      refuse(
        {
          what: 'additionalOutputFormats of Certificate',
          got: `${twice} twice`,
          expected: 'each once',
          fix: 'leave one out',
        },
        this,
      );
    }
    if (props.revisionHistoryLimit !== undefined) {
      const fix = 'give at least 1; cert-manager needs the newest request';
      wholeNumber('revisionHistoryLimit of Certificate', props.revisionHistoryLimit, 1, 2_147_483_647, fix);
    }
    this.checkSecretTemplate();
    if (props.jksKeystore) {
      keystore('jksKeystore', props.jksKeystore);
    }
    if (props.pkcs12Keystore) {
      keystore('pkcs12Keystore', props.pkcs12Keystore);
    }
  }

  private checkSecretTemplate(): void {
    labels('secretLabels of Certificate', this.props.secretLabels ?? {});
    annotations('secretAnnotations of Certificate', this.props.secretAnnotations ?? {});
    const taken = Object.keys(this.props.secretAnnotations ?? {}).find(
      (key) => key.startsWith('cert-manager.io/') && key !== 'cert-manager.io/allow-direct-injection',
    );
    if (taken !== undefined) {
      refuse(
        {
          what: 'secretAnnotations of Certificate',
          got: taken,
          expected: 'annotations outside of cert-manager.io/, which cert-manager writes itself',
          fix: 'leave it out',
        },
        this,
      );
    }
  }

  /** At synthesis, because an issuer may get its DNS-01 solver later. */
  private unprovable(): string[] {
    const wildcard = this.props.dnsNames?.find((name) => name.startsWith('*.'));
    return wildcard === undefined || this.issuer.canIssueWildcard
      ? []
      : [
          describe({
            what: `dnsNames of Certificate '${this.name}'`,
            got: wildcard,
            expected: `no wildcard from ${this.issuer.kind} '${this.issuer.name}', which proves names by HTTP-01 only`,
            fix: 'give the issuer a DNS-01 solver such as AcmeSolver.route53, or name each host',
          }),
        ];
  }
}

const filled = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list && list.length > 0 ? [...list] : undefined;
