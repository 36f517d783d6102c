import { filePath, listOrNothing } from './istio-text';
import { checkCredential, checkSubjectAltNames } from './istio-tls';
import { PortLevelSettingTls } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';

/** Which name a client asks for and expects. */
export interface IstioClientTlsNames {
  /**
   * Server name that is asked for (`sni`).
   *
   * @default - the host of the request; with Istio's own certificates the name of the cluster
   */
  readonly sni?: string;
  /**
   * Names of which the server's certificate must carry one (`subjectAltNames`).
   *
   * @default - those of the ServiceEntry, else the host of the request
   */
  readonly subjectAltNames?: string[];
}

/** How a client starts TLS. */
export interface IstioClientTlsOptions extends IstioClientTlsNames {
  /**
   * Secret with `ca.crt`, in the namespace of the proxy, which Istio hands over by SDS (`credentialName`), or
   * `configmap://namespace/name` in the namespace of the `DestinationRule`. A Secret serves gateways; sidecars only
   * where the `DestinationRule` has a `workloadSelector`.
   *
   * @default - files, or what the system trusts
   */
  readonly credentialName?: string;
  /**
   * Path of the authorities that sign the server's certificate (`caCertificates`); not with `credentialName`.
   *
   * @default - what the system trusts
   */
  readonly caCertificates?: string;
  /**
   * Path of the revocation list (`caCrl`); with `credentialName` it is `ca.crl` in there.
   *
   * @default - no list
   */
  readonly caCrl?: string;
  /**
   * Do not ask whether the server's certificate holds (`insecureSkipVerify`).
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** How a client starts TLS and shows a certificate of its own: from the Secret `credentialName`, or from files. */
export interface IstioMutualClientTlsOptions extends IstioClientTlsOptions {
  /**
   * Path of the client's certificate (`clientCertificate`), with `privateKey`.
   *
   * @default - `tls.crt` of the Secret
   */
  readonly clientCertificate?: string;
  /**
   * Path of its private key (`privateKey`).
   *
   * @default - `tls.key` of the Secret
   */
  readonly privateKey?: string;
}

/** TLS towards a destination (`trafficPolicy.tls`). */
export class IstioClientTls {
  /** No TLS, also where the mesh would use its own. */
  public static disable(): IstioClientTls {
    return new IstioClientTls('DISABLE', {});
  }

  /** Starts TLS. */
  public static simple(options: IstioClientTlsOptions = {}): IstioClientTls {
    return new IstioClientTls('SIMPLE', options);
  }

  /** Starts TLS with a certificate of the client's. */
  public static mutual(options: IstioMutualClientTlsOptions): IstioClientTls {
    return new IstioClientTls('MUTUAL', options);
  }

  /** Starts TLS with the certificate that Istio gives the workload: towards workloads of the mesh. */
  public static istioMutual(names: IstioClientTlsNames = {}): IstioClientTls {
    return new IstioClientTls('ISTIO_MUTUAL', { sni: names.sni, subjectAltNames: names.subjectAltNames });
  }

  private constructor(
    private readonly mode: NonNullable<PortLevelSettingTls['mode']>,
    private readonly options: IstioMutualClientTlsOptions,
  ) {
    const { clientCertificate, privateKey, caCertificates, caCrl, sni } = options;
    checkSources(mode, options);
    checkVerification(mode, options);
    const files = Object.entries({ clientCertificate, privateKey, caCertificates, caCrl });
    files.forEach(([name, path]) => path !== undefined && filePath(name, path));
    checkSubjectAltNames(options.subjectAltNames);
    if (sni !== undefined && !/^[^\s/:*]+$/.test(sni)) {
      refuse({ what: 'sni', got: sni, expected: 'a host name', fix: 'it has no scheme, port or wildcard' });
    }
  }

  /** The namespace of the ConfigMap that it trusts; a `DestinationRule` takes one of its own only. @internal */
  public get _configMapNamespace(): string | undefined {
    return /^configmap:\/\/([^/]*)\//.exec(this.options.credentialName ?? '')?.[1];
  }

  /** @internal */
  public _render(): PortLevelSettingTls {
    return { mode: this.mode, ...this.options, subjectAltNames: listOrNothing(this.options.subjectAltNames) };
  }
}

/** A Secret, or files. */
function checkSources(mode: string, options: IstioMutualClientTlsOptions): void {
  const { credentialName, clientCertificate, privateKey, caCertificates, caCrl } = options;
  const files = Object.entries({ clientCertificate, privateKey, caCertificates, caCrl })
    .filter(([, path]) => path !== undefined)
    .map(([name]) => name);
  const what = `certificates of TLS mode ${mode}`;
  if (credentialName !== undefined) {
    checkCredential('credentialName', credentialName);
    if (files.length > 0) {
      refuse({
        what,
        got: `credentialName and ${files.join(', ')}`,
        expected: 'all in the Secret, or all in files',
        fix: 'leave credentialName or the files out',
      });
    }
    return;
  }
  if (mode === 'MUTUAL' && (clientCertificate === undefined || privateKey === undefined)) {
    refuse({
      what,
      got: files.join(', ') || 'none',
      expected: 'credentialName, or clientCertificate and privateKey',
      fix: "for example credentialName: 'client-tls'",
    });
  }
}

/** What is not verified has no names and no authorities. */
function checkVerification(mode: string, options: IstioMutualClientTlsOptions): void {
  const { caCertificates, subjectAltNames, credentialName, insecureSkipVerify } = options;
  // The Secret of mutual TLS holds the client's own certificate.
  const unread = { caCertificates, subjectAltNames, ...(mode === 'SIMPLE' && { credentialName }) };
  const [wrong] = Object.entries(unread).find(([, value]) => value !== undefined) ?? [];
  if (insecureSkipVerify && wrong !== undefined) {
    refuse({
      what: 'insecureSkipVerify',
      got: `true beside ${wrong}`,
      expected: `insecureSkipVerify or ${wrong}`,
      fix: 'leave insecureSkipVerify out, so that the certificate is verified',
    });
  }
}
