import { Construct } from 'constructs';
import { caBundle } from './ca-bundle';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { keyRef, optionalKeyRef, SecretKeySelector } from './secret-key-selector';
import { optional, text } from './text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { dnsSubdomain, httpUrl } from '../manifest/scalar';

type Venafi = NonNullable<ClusterIssuerSpec['venafi']>;

/** A Trust Protection Platform (`venafi.tpp`), CyberArk Certificate Manager Self-Hosted. */
export interface VenafiTppOptions {
  /** Address of its API (`url`), for example `https://tpp.example.com/vedsdk`. */
  readonly url: string;
  /** Secret with `access-token`, or with `username` and `password` (`credentialsRef.name`). */
  readonly credentialsSecretName: string;
  /**
   * Certificates, in PEM, that the platform's own certificate is checked against (`caBundle`).
   *
   * @default - those of the cert-manager image
   */
  readonly caBundle?: string;
  /**
   * Key of a Secret with these certificates (`caBundleSecretRef`); excludes `caBundle`.
   *
   * @default - those of the cert-manager image
   */
  readonly caBundleSecretRef?: SecretKeySelector;
}

/** The platform as a service (`venafi.cloud`), CyberArk Certificate Manager SaaS. */
export interface VenafiCloudOptions {
  /** Key of a Secret with an API key (`apiTokenSecretRef`). */
  readonly apiTokenSecretRef: SecretKeySelector;
  /**
   * Address of the service (`url`).
   *
   * @default - that of the service
   */
  readonly url?: string;
}

/** Next-Gen Trust Security (`venafi.ngts`, cert-manager 1.21). */
export interface VenafiNgtsOptions {
  /** Id of the tenant service group (`tsgID`). */
  readonly tsgId: string;
  /** Secret with `client-id` and `client-secret` (`credentialsRef.name`). */
  readonly credentialsSecretName: string;
  /**
   * Address of the service (`url`).
   *
   * @default - that of the service
   */
  readonly url?: string;
  /**
   * Address that hands out tokens (`tokenEndpoint`).
   *
   * @default - that of the service
   */
  readonly tokenEndpoint?: string;
}

/** Which Venafi signs. */
export class VenafiServer {
  /** A Trust Protection Platform. */
  public static tpp(options: VenafiTppOptions): VenafiServer {
    const what = 'VenafiServer.tpp';
    const { url, credentialsSecretName, caBundle: pem, caBundleSecretRef } = options;
    if (pem !== undefined && caBundleSecretRef !== undefined) {
      refuse({ what, got: 'caBundle and caBundleSecretRef', expected: 'one of them', fix: 'leave one out' });
    }
    return new VenafiServer({
      tpp: {
        url: httpUrl(`url of ${what}`, url),
        credentialsRef: { name: dnsSubdomain(`credentialsSecretName of ${what}`, credentialsSecretName) },
        caBundle: optional(`caBundle of ${what}`, pem, caBundle),
        caBundleSecretRef: optionalKeyRef(`caBundleSecretRef of ${what}`, caBundleSecretRef),
      },
    });
  }

  /** The platform as a service. */
  public static cloud(options: VenafiCloudOptions): VenafiServer {
    const what = 'VenafiServer.cloud';
    return new VenafiServer({
      cloud: {
        apiTokenSecretRef: keyRef(`apiTokenSecretRef of ${what}`, options.apiTokenSecretRef),
        url: optional(`url of ${what}`, options.url, httpUrl),
      },
    });
  }

  /** Next-Gen Trust Security. */
  public static ngts(options: VenafiNgtsOptions): VenafiServer {
    const what = 'VenafiServer.ngts';
    const { tsgId, credentialsSecretName, url, tokenEndpoint } = options;
    return new VenafiServer({
      ngts: {
        tsgID: text(`tsgId of ${what}`, tsgId),
        credentialsRef: { name: dnsSubdomain(`credentialsSecretName of ${what}`, credentialsSecretName) },
        url: optional(`url of ${what}`, url, httpUrl),
        tokenEndpoint: optional(`tokenEndpoint of ${what}`, tokenEndpoint, httpUrl),
      },
    });
  }

  private constructor(private readonly server: Omit<Venafi, 'zone'>) {}

  /** `venafi`, without the zone. @internal */
  public _render(): Omit<Venafi, 'zone'> {
    return this.server;
  }
}

/** A zone of Venafi. */
export interface VenafiIssuerProps extends ManagedIssuerProps {
  /** Policy that certificates are asked under (`venafi.zone`), for example `Certificates\\Web` or `app\\web`. */
  readonly zone: string;
  /** Which Venafi signs. */
  readonly server: VenafiServer;
}

/** Certificates of Venafi, now CyberArk (cert-manager `ClusterIssuer` or `Issuer`, `venafi`). */
export class VenafiIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly props: VenafiIssuerProps;

  public constructor(scope: Construct, id: string, props: VenafiIssuerProps) {
    super(scope, id, props);
    text('zone of VenafiIssuer', props.zone);
    this.props = props;
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { venafi: { zone: this.props.zone, ...this.props.server._render() } };
  }
}
