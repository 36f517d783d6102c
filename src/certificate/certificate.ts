import { isIP } from 'net';
import { Construct } from 'constructs';
import { CertificateSettings, renderSettings } from './certificate-settings';
import { checkIssuerNamespace, IIssuer } from './issuer';
import { refuseKeys } from '../credential/key-guard';
import * as shape from '../manifest/cert-manager';
import { describe, refuse } from '../manifest/problem';
import { dnsSubdomain, hostname, labels } from '../manifest/scalar';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';

/** The names of a certificate, its issuer and its Secret. */
export interface CertificateProps extends CustomResourceProps, CertificateSettings {
  /** Issuer that signs it (`issuerRef`). */
  readonly issuer: IIssuer;
  /**
   * Secret for key and certificate (`secretName`).
   *
   * @default - the name of the Certificate
   */
  readonly secretName?: string;
  /**
   * Host names (`dnsNames`), with or without a leading `*.`.
   *
   * @default - none; some name is needed
   */
  readonly dnsNames?: string[];
  /**
   * IP addresses (`ipAddresses`).
   *
   * @default - none
   */
  readonly ipAddresses?: string[];
  /**
   * Whether the certificate may sign others (`isCA`), as that of a private authority.
   *
   * @default false
   */
  readonly isCa?: boolean;
  /**
   * Labels of the Secret (`secretTemplate.labels`).
   *
   * @default - none
   */
  readonly secretLabels?: { readonly [key: string]: string };
}

/** A certificate that cert-manager requests, keeps in a Secret and renews (`Certificate`). */
export class Certificate extends CustomResource {
  /** Secret with key and certificate. */
  public readonly secretName: string;
  /** Issuer that signs it. */
  public readonly issuer: IIssuer;
  private readonly spec: shape.CertificateSpec;

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    refuseKeys(`Certificate '${this.node.path}'`, { ...props, issuer: undefined });
    this.issuer = props.issuer;
    this.secretName = dnsSubdomain(`secretName of Certificate '${this.name}'`, props.secretName ?? this.name);
    checkIssuerNamespace(`issuer of Certificate '${this.name}'`, props.issuer, this);
    this.checkNames(props);
    const { dnsNames, ipAddresses, secretLabels } = props;
    this.spec = {
      secretName: this.secretName,
      issuerRef: { group: this.issuer.group, kind: this.issuer.kind, name: this.issuer.name },
      dnsNames: dnsNames?.length ? [...dnsNames] : undefined,
      ipAddresses: ipAddresses?.length ? [...ipAddresses] : undefined,
      ...renderSettings('Certificate', props, this),
      isCA: props.isCa,
      secretTemplate: secretLabels && { labels: labels('secretLabels of Certificate', secretLabels) },
    };
    this.node.addValidation({ validate: () => this.unprovable(dnsNames) });
  }

  /** @internal */
  protected _kind() {
    return shape.Certificate;
  }

  /** @internal */
  protected _spec(): shape.CertificateSpec {
    return this.spec;
  }

  private checkNames({ dnsNames = [], ipAddresses = [], commonName }: CertificateProps): void {
    if (dnsNames.length + ipAddresses.length === 0 && commonName === undefined) {
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
  }

  /** At synthesis, because a DNS-01 solver may be added to the issuer later. */
  private unprovable(dnsNames: readonly string[] = []): string[] {
    const wildcard = dnsNames.find((name) => name.startsWith('*.'));
    return wildcard === undefined || this.issuer.canIssueWildcard
      ? []
      : [
          describe({
            what: `dnsNames of Certificate '${this.name}'`,
            got: wildcard,
            expected: `no wildcard from ${this.issuer.kind} '${this.issuer.name}', which has HTTP-01 solvers only`,
            fix: 'give the issuer a DNS-01 solver such as AcmeSolver.route53, or name each host',
          }),
        ];
  }
}
