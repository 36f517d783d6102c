import { filePath, listOrUndefined } from './istio-text';
import { checkCredential, checkSubjectAltNames } from './istio-tls';
import { PortLevelSettingTls } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Server names that a client requests and verifies. */
export interface ClientTlsNames {
  /**
   * Server name of the TLS handshake, SNI (`sni`).
   *
   * @default - the host of the request; with Istio's own certificates the name of the cluster
   */
  readonly sni?: string;
  /**
   * Accepted names of the server's certificate; it must contain one of them (`subjectAltNames`).
   *
   * @default - those of the ServiceEntry, else the host of the request
   */
  readonly subjectAltNames?: string[];
}

/** Options of TLS origination. */
export interface ClientTlsOptions extends ClientTlsNames {
  /**
   * Secret with `ca.crt` in the namespace of the proxy, which Istio delivers by SDS (`credentialName`), or
   * `configmap://namespace/name` in the namespace of the `DestinationRule`. A Secret serves gateways; sidecars only
   * if the `DestinationRule` has a `workloadSelector`.
   *
   * @default - `caCertificates`, or the CA certificates of the system
   */
  readonly credentialName?: string;
  /**
   * Path of the CA certificates for verification of the server (`caCertificates`); excludes `credentialName`.
   *
   * @default - the CA certificates of the system
   */
  readonly caCertificates?: string;
  /**
   * Whether to skip verification of the server's certificate (`insecureSkipVerify`).
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Options of mutual TLS origination. The client certificate is from the Secret `credentialName` or files. */
export interface MutualClientTlsOptions extends ClientTlsOptions {
  /**
   * Path of the client's certificate (`clientCertificate`), with `privateKey`.
   *
   * @default - `tls.crt` of the Secret
   */
  readonly clientCertificate?: string;
  /**
   * Path of the private key of the client (`privateKey`).
   *
   * @default - `tls.key` of the Secret
   */
  readonly privateKey?: string;
}

/** TLS to a destination (`trafficPolicy.tls`). */
export class ClientTls {
  /** Sends plain text, even if the mesh would use mutual TLS. */
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

  /** Originates TLS to workloads of the mesh, with the certificate that Istio issues to the workload. */
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
      refuse({ what: 'sni', got: sni, expected: 'a hostname', fix: 'remove scheme, port and wildcard' });
    }
  }

  /** Namespace of the ConfigMap with CA certificates; a `DestinationRule` accepts its own namespace only. @internal */
  public get _configMapNamespace(): string | undefined {
    return /^configmap:\/\/([^/]*)\//.exec(this.options.credentialName ?? '')?.[1];
  }

  /** @internal */
  public _render(): PortLevelSettingTls {
    return { mode: this.mode, ...this.options, subjectAltNames: listOrUndefined(this.options.subjectAltNames) };
  }
}

/** Checks that certificates are from either a Secret or files. */
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

/** Names and CA certificates have no effect without verification. */
function checkVerification(mode: string, options: MutualClientTlsOptions): void {
  const { caCertificates, subjectAltNames, credentialName, insecureSkipVerify } = options;
  // The Secret of mutual TLS contains the client certificate.
  const unread = { caCertificates, subjectAltNames, ...(mode === 'SIMPLE' && { credentialName }) };
  const [wrong] = Object.entries(unread).find(([, value]) => value !== undefined) ?? [];
  if (insecureSkipVerify && wrong !== undefined) {
    refuse({
      what: 'insecureSkipVerify',
      got: `true, together with ${wrong}`,
      expected: `insecureSkipVerify or ${wrong}`,
      fix: 'leave insecureSkipVerify out, so that the certificate is verified',
    });
  }
}
