import { isIP } from 'net';
import { Construct } from 'constructs';
import { checkIssuerNamespace, givenIssuer, IIssuer } from './issuer';
import { CertificateSettings, renderSettings } from '../certmanager/certificate-settings';
import { refuseKeys } from '../credential/key-guard';
import * as shape from '../manifest/cert-manager';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { describe, refuse } from '../value/problem';
import { dnsSubdomain, hostname, labels } from '../value/scalar';

/** Options of a `Certificate`. */
export interface CertificateProps extends CustomResourceProps, CertificateSettings {
  /** Issuer that signs the certificate (`issuerRef`). */
  readonly issuer: IIssuer;
  /**
   * Secret for private key and certificate (`secretName`).
   *
   * @default - the name of the Certificate
   */
  readonly secretName?: string;
  /**
   * Host names (`dnsNames`), with or without a leading `*.`.
   *
   * @default - none; one of `dnsNames`, `ipAddresses` and `commonName` is required
   */
  readonly dnsNames?: string[];
  /**
   * IP addresses (`ipAddresses`).
   *
   * @default - none
   */
  readonly ipAddresses?: string[];
  /**
   * Whether the certificate may sign other certificates, as that of a private authority (`isCA`).
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

/** A certificate that cert-manager requests, stores in a Secret and renews (`Certificate`). */
export class Certificate extends CustomResource {
  /** Secret with private key and certificate. */
  public readonly secretName: string;
  /** Issuer that signs the certificate. */
  public readonly issuer: IIssuer;
  private readonly spec: shape.CertificateSpec;

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    refuseKeys(`Certificate '${this.node.path}'`, { ...props, issuer: undefined });
    this.issuer = givenIssuer(`issuer of Certificate '${this.name}'`, props.issuer, this);
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
          expected: 'at least one name or IP address',
          fix: "set dnsNames, for example ['api.example.com']",
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
          fix: 'move host names to dnsNames',
        });
      }
    });
  }

  /** Runs at synthesis, because a DNS-01 solver may be added to the issuer later. */
  private unprovable(dnsNames: readonly string[] = []): string[] {
    const wildcard = dnsNames.find((name) => name.startsWith('*.'));
    return wildcard === undefined || this.issuer.canIssueWildcard
      ? []
      : [
          describe({
            what: `dnsNames of Certificate '${this.name}'`,
            got: wildcard,
            expected: `no wildcard from ${this.issuer.kind} '${this.issuer.name}', which has HTTP-01 solvers only`,
            fix: 'add a DNS-01 solver such as AcmeSolver.route53 to the issuer, or list each host',
          }),
        ];
  }
}
