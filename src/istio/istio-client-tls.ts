import { filePath, listOrUndefined } from './istio-text';
import { checkCredential, checkSubjectAltNames } from './istio-tls';
import { PortLevelSettingTls } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Names that a client requests and expects. */
export interface ClientTlsNames {
  /**
   * Server name that is requested, SNI (`sni`).
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

/** Origination of TLS. */
export interface ClientTlsOptions extends ClientTlsNames {
  /**
   * Secret with `ca.crt`, in the namespace of the proxy, which Istio delivers by SDS (`credentialName`), or
   * `configmap://namespace/name` in the namespace of the `DestinationRule`. A Secret serves gateways; sidecars only
   * where the `DestinationRule` has a `workloadSelector`.
   *
   * @default - files, or what the system trusts
   */
  readonly credentialName?: string;
  /**
   * Path of the certificate authorities that sign the server's certificate (`caCertificates`); not with `credentialName`.
   *
   * @default - what the system trusts
   */
  readonly caCertificates?: string;
  /**
   * Whether the server's certificate is not verified (`insecureSkipVerify`).
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Origination of mutual TLS: the client presents a certificate from the Secret `credentialName`, or from files. */
export interface MutualClientTlsOptions extends ClientTlsOptions {
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

/** TLS to a destination (`trafficPolicy.tls`). */
export class ClientTls {
  /** Sends plain text, also where the mesh would use mutual TLS. */
  public static disable(): ClientTls {
    return new ClientTls('DISABLE', {});
  }

  /** Originates TLS. */
  public static simple(options: ClientTlsOptions = {}): ClientTls {
    return new ClientTls('SIMPLE', options);
  }

  /** Originates TLS and presents a client certificate. */
  public static mutual(options: MutualClientTlsOptions): ClientTls {
    return new ClientTls('MUTUAL', options);
  }

  /** Originates TLS with the certificate that Istio gives the workload, to workloads of the mesh. */
  public static istioMutual(names: ClientTlsNames = {}): ClientTls {
    return new ClientTls('ISTIO_MUTUAL', { sni: names.sni, subjectAltNames: names.subjectAltNames });
  }

  private constructor(
    private readonly mode: NonNullable<PortLevelSettingTls['mode']>,
    private readonly options: MutualClientTlsOptions,
  ) {
    const { clientCertificate, privateKey, caCertificates, sni } = options;
    checkSources(mode, options);
    checkVerification(mode, options);
    const files = Object.entries({ clientCertificate, privateKey, caCertificates });
    files.forEach(([name, path]) => path !== undefined && filePath(name, path));
    checkSubjectAltNames(options.subjectAltNames);
    if (sni !== undefined && !/^[^\s/:*]+$/.test(sni)) {
      refuse({ what: 'sni', got: sni, expected: 'a host name', fix: 'it has no scheme, port or wildcard' });
    }
  }

  /** The namespace of the ConfigMap that it trusts; a `DestinationRule` accepts its own namespace only. @internal */
  public get _configMapNamespace(): string | undefined {
    return /^configmap:\/\/([^/]*)\//.exec(this.options.credentialName ?? '')?.[1];
  }

  /** @internal */
  public _render(): PortLevelSettingTls {
    return { mode: this.mode, ...this.options, subjectAltNames: listOrUndefined(this.options.subjectAltNames) };
  }
}

/** A Secret, or files. */
function checkSources(mode: string, options: MutualClientTlsOptions): void {
  const { credentialName, clientCertificate, privateKey, caCertificates } = options;
  const files = Object.entries({ clientCertificate, privateKey, caCertificates })
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

/** Names and certificate authorities have no effect without verification. */
function checkVerification(mode: string, options: MutualClientTlsOptions): void {
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
