import { isIP } from 'net';
import { Construct } from 'constructs';
import { renderLifetime } from './certificate-lifetime';
import { CertificateProps } from './certificate-props';
import { IIssuer } from './issuer';
import { refuseKeys } from '../credential/key-guard';
import * as shape from '../manifest/cert-manager';
import { CustomResource } from '../resource/custom-resource';
import { describe, refuse } from '../value/problem';
import { annotations, dnsSubdomain, hostname, labels } from '../value/scalar';

/** A certificate that cert-manager requests, stores in a Secret and renews (cert-manager.io/v1 Certificate). */
export class Certificate extends CustomResource {
  /** Secret that holds the key and the certificate. */
  public readonly secretName: string;
  /** Issuer that signs it. */
  public readonly issuer: IIssuer;
  private readonly props: CertificateProps;
  private readonly lifetime: ReturnType<typeof renderLifetime>;

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    refuseKeys(`Certificate '${this.node.path}'`, { ...props, issuer: undefined });
    this.props = props;
    this.issuer = props.issuer;
    this.secretName = dnsSubdomain(`secretName of Certificate '${this.name}'`, props.secretName ?? this.name);
    this.checkIssuer();
    this.checkNames();
    this.lifetime = renderLifetime(`Certificate '${this.node.path}'`, props);
    this.checkSecretTemplate();
    this.node.addValidation({ validate: () => this.unprovable() });
  }

  /** @internal */
  protected _kind() {
    return shape.Certificate;
  }

  /** @internal */
  protected _spec(): shape.CertificateSpec {
    const { props, issuer } = this;
    const { secretLabels, secretAnnotations } = props;
    return {
      secretName: this.secretName,
      issuerRef: { group: issuer.group, kind: issuer.kind, name: issuer.name },
      dnsNames: filled(props.dnsNames),
      ipAddresses: filled(props.ipAddresses),
      uris: filled(props.uris),
      ...this.lifetime,
      privateKey: props.privateKey?._render(),
      usages: filled(props.usages),
      isCA: props.isCa,
      secretTemplate:
        secretLabels || secretAnnotations ? { labels: secretLabels, annotations: secretAnnotations } : undefined,
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
    const { dnsNames = [], ipAddresses = [], uris = [], commonName } = this.props;
    if ([dnsNames, ipAddresses, uris].every(({ length }) => length === 0) && !commonName) {
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
