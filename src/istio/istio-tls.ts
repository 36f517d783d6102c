import { filePath, istioHostOrAddress, listOrUndefined, onceEach } from './istio-text';
import { Tls } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Versions of TLS. */
export enum TlsVersion {
  /** Allows the default of Envoy: 1.2 or newer. */
  TLS_AUTO = 'TLS_AUTO',
  /** Allows TLS 1.0, which is insecure. */
  TLSV1_0 = 'TLSV1_0',
  /** Allows TLS 1.1, which is insecure. */
  TLSV1_1 = 'TLSV1_1',
  /** Requires TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** Requires TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** Options of TLS termination. The certificate is a Secret, or the files `serverCertificate` and `privateKey`. */
export interface ServerTlsOptions {
  /**
   * Secret with `tls.crt` and `tls.key` in the namespace of the gateway's pods, which Istio delivers by SDS
   * (`credentialName`). For another namespace: `kubernetes-gateway://namespace/name`.
   *
   * @default - the certificate is from the other source
   */
  readonly credentialName?: string;
  /**
   * Path of the certificate in the proxy (`serverCertificate`), with `privateKey`.
   *
   * @default - the certificate is from the other source
   */
  readonly serverCertificate?: string;
  /**
   * Path of the private key in the proxy (`privateKey`), with `serverCertificate`.
   *
   * @default - the certificate is from the other source
   */
  readonly privateKey?: string;
  /**
   * Minimum TLS version (`minProtocolVersion`). Versions below 1.2 also need `cipherSuites` of old clients.
   *
   * @default - 1.2
   */
  readonly minProtocolVersion?: TlsVersion;
  /**
   * Maximum TLS version (`maxProtocolVersion`).
   *
   * @default - the newest that Envoy supports
   */
  readonly maxProtocolVersion?: TlsVersion;
  /**
   * Cipher suites up to TLS 1.2, by OpenSSL name, such as `ECDHE-RSA-AES256-GCM-SHA384` (`cipherSuites`).
   *
   * @default - those of Envoy
   */
  readonly cipherSuites?: string[];
}

/** Options of mutual TLS termination. */
export interface MutualServerTlsOptions extends ServerTlsOptions {
  /**
   * Path of the CA certificates of client certificates (`caCertificates`), with files. With a Secret, they are
   * its `ca.crt`, or the Secret `<credentialName>-cacert`.
   *
   * @default - those of the Secret
   */
  readonly caCertificates?: string;
  /**
   * Secret with the CA certificates, in place of those of `credentialName` (`caCertCredentialName`), or
   * `configmap://namespace/name`.
   *
   * @default - those of `credentialName`
   */
  readonly caCertCredentialName?: string;
  /**
   * Accepted names of client certificates; each must contain one of them (`subjectAltNames`).
   *
   * @default - every name
   */
  readonly subjectAltNames?: string[];
}

/** TLS of a server (`servers[].tls`). */
export class ServerTls {
  /** Terminates TLS without client certificates. */
  public static simple(options: ServerTlsOptions): ServerTls {
    return new ServerTls('SIMPLE', options);
  }

  /** Terminates TLS; clients must present a certificate. */
  public static mutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls('MUTUAL', options);
  }

  /** Terminates TLS; a client certificate is verified if the client presents one. */
  public static optionalMutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls('OPTIONAL_MUTUAL', options);
  }

  /** Terminates mutual TLS of workloads in the mesh, with certificates that Istio issues. */
  public static istioMutual(): ServerTls {
    return new ServerTls('ISTIO_MUTUAL');
  }

  /** Forwards TLS to the backend that TLS routes of a `VirtualService` select by server name (SNI). */
  public static passthrough(): ServerTls {
    return new ServerTls('PASSTHROUGH');
  }

  /** Forwards TLS to the backend that the server name (SNI) encodes, between networks of one mesh. */
  public static autoPassthrough(): ServerTls {
    return new ServerTls('AUTO_PASSTHROUGH');
  }

  private constructor(
    private readonly mode: NonNullable<Tls['mode']>,
    private readonly options: MutualServerTlsOptions = {},
  ) {
    if (this._terminates && mode !== 'ISTIO_MUTUAL') {
      checkSource(mode, options);
      checkParameters(options);
      if (mode !== 'SIMPLE') checkClients(mode, options);
    }
  }

  /** Whether TLS is terminated. @internal */
  public get _terminates(): boolean {
    return !this.mode.endsWith('PASSTHROUGH');
  }

  /** @internal */
  public _render(): Tls {
    const { cipherSuites, subjectAltNames, ...single } = this.options;
    return {
      mode: this.mode,
      ...single,
      cipherSuites: listOrUndefined(cipherSuites),
      subjectAltNames: listOrUndefined(subjectAltNames),
    };
  }
}

/** Checks that the certificate is from either a Secret or files. */
function checkSource(mode: string, options: ServerTlsOptions): void {
  const { credentialName, serverCertificate, privateKey } = options;
  const what = `certificate of TLS mode ${mode}`;
  const files = Object.entries({ serverCertificate, privateKey }).filter(([, path]) => path !== undefined);
  if (files.length !== (credentialName === undefined ? 2 : 0)) {
    const given = [...(credentialName === undefined ? [] : ['credentialName']), ...files.map(([name]) => name)];
    refuse({
      what,
      got: given.join(' and ') || 'none',
      expected: 'credentialName, or serverCertificate and privateKey',
      fix: given.length === 0 ? "for example credentialName: 'api-tls'" : 'set a Secret, or both files',
    });
  }
  if (credentialName !== undefined) checkCredential('credentialName', credentialName);
  files.forEach(([name, path]) => filePath(name, path!));
}

/**
 * Checks the name of a Secret for SDS: plain, or with kind and namespace.
 * @internal
 */
export function checkCredential(what: string, name: string): void {
  const [, kind, rest] = /^([a-z-]+):\/\/(.*)$/.exec(name) ?? [undefined, undefined, name];
  const parts = rest.split('/');
  const needsNamespace = kind === 'kubernetes-gateway' || kind === 'configmap';
  const isKnown = kind === undefined || needsNamespace || kind === 'kubernetes';
  if (!isKnown || parts.length > 2 || (needsNamespace && parts.length !== 2) || (!kind && parts.length > 1)) {
    refuse({
      what,
      got: name,
      expected: 'the name of a Secret, or kubernetes-gateway://namespace/name',
      fix: kind || parts.length !== 2 ? "for example 'api-tls'" : `write 'kubernetes-gateway://${name}'`,
    });
  }
  dnsSubdomain(`name in ${what}`, parts[parts.length - 1]);
  if (parts.length === 2) dnsLabel(`namespace in ${what}`, parts[0]);
}

const VERSIONS = Object.values(TlsVersion);

/** Cipher suites that Istio supports; it drops others silently. */
const CIPHER_SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
];

function checkParameters({ minProtocolVersion, maxProtocolVersion, cipherSuites = [] }: ServerTlsOptions): void {
  const [oldest, newest] = [minProtocolVersion, maxProtocolVersion].map((version) => VERSIONS.indexOf(version!));
  if (oldest > 0 && newest > 0 && oldest > newest) {
    refuse({
      what: 'minProtocolVersion',
      got: minProtocolVersion,
      expected: `at most maxProtocolVersion (${maxProtocolVersion})`,
      fix: 'lower it, or leave maxProtocolVersion out',
    });
  }
  onceEach('cipherSuites', cipherSuites);
  // An entry that begins with neither letter nor digit is a BoringSSL expression, such as '-ALL'.
  const unknown = cipherSuites.find(
    (suite) => suite === '' || (/^[A-Za-z0-9]/.test(suite) && suite !== 'ALL' && !CIPHER_SUITES.includes(suite)),
  );
  if (unknown !== undefined) {
    refuse({
      what: 'cipherSuites',
      got: unknown,
      expected: `one of ${CIPHER_SUITES.slice(0, 3).join(', ')} and the others that Istio lists; it drops unknown ones`,
      fix: unknown.startsWith('TLS_')
        ? 'use the OpenSSL name; cipher suites of TLS 1.3 cannot be configured'
        : 'correct it',
    });
  }
}

/** Checks that CA certificates and the certificate are all in Secrets, or all in files. */
function checkClients(mode: string, options: MutualServerTlsOptions): void {
  const { credentialName, caCertificates, caCertCredentialName } = options;
  const hasSecret = credentialName !== undefined;
  const misplaced = hasSecret ? caCertificates : caCertCredentialName;
  if (misplaced !== undefined) {
    refuse({
      what: `${hasSecret ? 'caCertificates' : 'caCertCredentialName'} of TLS mode ${mode}`,
      got: hasSecret ? 'a file together with a Secret' : 'certificates in files',
      expected: 'all in Secrets, or all in files',
      fix: hasSecret ? 'put it into the Secret: ca.crt' : 'use caCertificates, or credentialName for the certificate',
    });
  }
  if (credentialName === undefined && caCertificates === undefined) {
    refuse({
      what: `caCertificates of TLS mode ${mode}`,
      got: undefined,
      expected: 'the CA certificates of client certificates',
      fix: "name the file, for example caCertificates: '/etc/certs/ca.crt'",
    });
  }
  if (caCertificates !== undefined) filePath('caCertificates', caCertificates);
  if (caCertCredentialName !== undefined) checkCredential('caCertCredentialName', caCertCredentialName);
  checkSubjectAltNames(options.subjectAltNames);
}

/**
 * Checks names of a certificate: hosts, addresses, URIs.
 * @internal
 */
export function checkSubjectAltNames(names: readonly string[] = []): void {
  onceEach('subjectAltNames', names);
  names.forEach((name) => {
    if (name === '' || name !== name.trim()) {
      const expected = 'a host, an address or a URI';
      refuse({ what: 'subjectAltNames', got: name, expected, fix: 'use a name of the certificate' });
    }
    if (!/[:@]/.test(name)) istioHostOrAddress('subjectAltNames', name);
  });
}
