import { filePath, istioHostOrAddress, listOrNothing, onceEach } from './istio-text';
import { Tls } from '../manifest/istio-networking';
import { Problem, refuse } from '../manifest/problem';
import { dnsLabel, dnsSubdomain } from '../manifest/scalar';

/** Versions of TLS. */
export enum IstioTlsVersion {
  /** What Envoy takes: 1.2 at least. */
  TLS_AUTO = 'TLS_AUTO',
  /** TLS 1.0, broken. */
  TLSV1_0 = 'TLSV1_0',
  /** TLS 1.1, broken. */
  TLSV1_1 = 'TLSV1_1',
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** A certificate and its key in files of the proxy (`tlsCertificates[]`). */
export interface IstioTlsFiles {
  /** Path of the certificate (`serverCertificate`). */
  readonly serverCertificate: string;
  /** Path of its private key (`privateKey`). */
  readonly privateKey: string;
  /**
   * Path of the authorities that sign clients' certificates (`caCertificates`); of mutual TLS.
   *
   * @default - those of the server
   */
  readonly caCertificates?: string;
}

/**
 * How a server ends TLS: its certificate, and what it speaks. The certificate is a Secret, `credentialName` or
 * `credentialNames`, or files of the proxy, `serverCertificate` with `privateKey` or `tlsCertificates`; one of the
 * four.
 */
export interface IstioServerTlsOptions {
  /**
   * Secret with `tls.crt` and `tls.key` in the namespace of the gateway's pods, which Istio hands over by SDS
   * (`credentialName`). One in another namespace is `kubernetes-gateway://namespace/name`.
   *
   * @default - the certificate comes from elsewhere
   */
  readonly credentialName?: string;
  /**
   * Two such Secrets, with an RSA and an ECDSA certificate (`credentialNames`).
   *
   * @default - the certificate comes from elsewhere
   */
  readonly credentialNames?: string[];
  /**
   * Path of the certificate in the proxy (`serverCertificate`), with `privateKey`.
   *
   * @default - the certificate comes from elsewhere
   */
  readonly serverCertificate?: string;
  /**
   * Path of the private key in the proxy (`privateKey`), with `serverCertificate`.
   *
   * @default - the certificate comes from elsewhere
   */
  readonly privateKey?: string;
  /**
   * Two certificates in files, RSA and ECDSA (`tlsCertificates`).
   *
   * @default - the certificate comes from elsewhere
   */
  readonly tlsCertificates?: IstioTlsFiles[];
  /**
   * Oldest version of TLS (`minProtocolVersion`). Below 1.2 clients also need `cipherSuites` that they know.
   *
   * @default - 1.2
   */
  readonly minProtocolVersion?: IstioTlsVersion;
  /**
   * Newest version of TLS (`maxProtocolVersion`).
   *
   * @default - the newest that Envoy has
   */
  readonly maxProtocolVersion?: IstioTlsVersion;
  /**
   * Cipher suites up to TLS 1.2, by OpenSSL's names, such as `ECDHE-RSA-AES256-GCM-SHA384` (`cipherSuites`).
   *
   * @default - those of Envoy
   */
  readonly cipherSuites?: string[];
  /**
   * Curves of the key exchange, such as `X25519` and `P-256` (`ecdhCurves`). Of Istio after 1.31.
   *
   * @default - those of Envoy
   */
  readonly ecdhCurves?: string[];
}

/** How a server ends TLS and which clients' certificates it takes. */
export interface IstioMutualTlsOptions extends IstioServerTlsOptions {
  /**
   * Path of the authorities that sign clients' certificates (`caCertificates`); with files. With a Secret they are
   * its `ca.crt`, or the Secret `<credentialName>-cacert`.
   *
   * @default - those of the Secret
   */
  readonly caCertificates?: string;
  /**
   * Secret with the authorities, in place of those of `credentialName` (`caCertCredentialName`), or
   * `configmap://namespace/name`.
   *
   * @default - those of the Secret or files
   */
  readonly caCertCredentialName?: string;
  /**
   * Path of the revocation list (`caCrl`); with files. With a Secret it is `ca.crl` in there.
   *
   * @default - no list
   */
  readonly caCrl?: string;
  /**
   * Names of which a client's certificate must carry one (`subjectAltNames`).
   *
   * @default - every name
   */
  readonly subjectAltNames?: string[];
  /**
   * Base64 of the SHA-256 of public keys that are taken (`verifyCertificateSpki`). Istio reads it with a Secret only.
   *
   * @default - every key
   */
  readonly verifyCertificateSpki?: string[];
  /**
   * Hexadecimal SHA-256 of certificates that are taken, with or without colons (`verifyCertificateHash`). Istio reads
   * it with a Secret only.
   *
   * @default - every certificate
   */
  readonly verifyCertificateHash?: string[];
  /**
   * Let clients in whose certificate does not hold; who they are is then for the backend to say, from the header
   * `x-forwarded-client-cert` (`insecureSkipVerify`). Istio 1.31.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** What a server does with TLS (`servers[].tls`). */
export class IstioServerTls {
  /** Ends TLS; clients show no certificate. */
  public static simple(options: IstioServerTlsOptions): IstioServerTls {
    return new IstioServerTls('SIMPLE', options);
  }

  /** Ends TLS; clients must show a certificate. */
  public static mutual(options: IstioMutualTlsOptions): IstioServerTls {
    return new IstioServerTls('MUTUAL', options);
  }

  /** Ends TLS; a client's certificate is checked where it shows one. */
  public static optionalMutual(options: IstioMutualTlsOptions): IstioServerTls {
    return new IstioServerTls('OPTIONAL_MUTUAL', options);
  }

  /** Ends TLS of workloads in the mesh, by the certificates that Istio gives them. */
  public static istioMutual(): IstioServerTls {
    return new IstioServerTls('ISTIO_MUTUAL');
  }

  /** Leaves TLS to the backend; the server name (SNI) chooses it, by TLS routes of a `VirtualService`. */
  public static passthrough(): IstioServerTls {
    return new IstioServerTls('PASSTHROUGH');
  }

  /** Leaves TLS to the backend, which the server name (SNI) says itself: between networks of one mesh. */
  public static autoPassthrough(): IstioServerTls {
    return new IstioServerTls('AUTO_PASSTHROUGH');
  }

  private constructor(
    private readonly mode: NonNullable<Tls['mode']>,
    private readonly options: IstioMutualTlsOptions = {},
  ) {
    if (this._terminates && mode !== 'ISTIO_MUTUAL') {
      checkSource(mode, options);
      checkParameters(options);
      if (mode !== 'SIMPLE') checkClients(mode, options);
    }
  }

  /** Whether TLS ends here. @internal */
  public get _terminates(): boolean {
    return !this.mode.endsWith('PASSTHROUGH');
  }

  /** What is legal and hardly meant. @internal */
  public get _doubt(): Problem | undefined {
    const { minProtocolVersion: oldest, cipherSuites = [] } = this.options;
    return (oldest === IstioTlsVersion.TLSV1_0 || oldest === IstioTlsVersion.TLSV1_1) && cipherSuites.length === 0
      ? {
          what: 'minProtocolVersion',
          got: `${oldest} without cipherSuites`,
          expected: 'TLSV1_2, or cipher suites that old clients know; by default there are none',
          fix: 'use IstioTlsVersion.TLSV1_2',
        }
      : undefined;
  }

  /** @internal */
  public _render(): Tls {
    const { credentialNames, tlsCertificates, cipherSuites, ecdhCurves, ...rest } = this.options;
    const { subjectAltNames, verifyCertificateSpki, verifyCertificateHash, ...single } = rest;
    return {
      mode: this.mode,
      ...single,
      credentialNames: listOrNothing(credentialNames),
      tlsCertificates: listOrNothing(tlsCertificates?.map((files) => ({ ...files }))),
      cipherSuites: listOrNothing(cipherSuites),
      ecdhCurves: listOrNothing(ecdhCurves),
      subjectAltNames: listOrNothing(subjectAltNames),
      verifyCertificateSpki: listOrNothing(verifyCertificateSpki),
      verifyCertificateHash: listOrNothing(verifyCertificateHash),
    };
  }
}

/** The certificate comes from one place. */
function checkSource(mode: string, options: IstioServerTlsOptions): void {
  const { credentialName, credentialNames, serverCertificate, privateKey, tlsCertificates } = options;
  const sources = Object.entries({
    credentialName,
    credentialNames,
    'serverCertificate and privateKey': serverCertificate ?? privateKey,
    tlsCertificates,
  }).filter(([, value]) => value !== undefined);
  if (sources.length !== 1) {
    refuse({
      what: `certificate of TLS mode ${mode}`,
      got: sources.map(([name]) => name).join(', ') || 'none',
      expected: 'one of credentialName, credentialNames, serverCertificate with privateKey, tlsCertificates',
      fix: sources.length === 0 ? "for example credentialName: 'api-tls'" : 'leave the others out',
    });
  }
  if ((serverCertificate === undefined) !== (privateKey === undefined)) {
    refuse({
      what: `certificate of TLS mode ${mode}`,
      got: serverCertificate === undefined ? 'a private key alone' : 'a certificate alone',
      expected: 'serverCertificate and privateKey',
      fix: `name ${serverCertificate === undefined ? 'serverCertificate' : 'privateKey'} as well`,
    });
  }
  const names = credentialName === undefined ? credentialNames : [credentialName];
  names?.forEach((name) => checkCredential('credentialName', name));
  twoAtMost('credentialNames', credentialNames);
  twoAtMost('tlsCertificates', tlsCertificates);
  [{ serverCertificate, privateKey, caCertificates: undefined }, ...(tlsCertificates ?? [])].forEach((files) =>
    Object.entries(files).forEach(([name, path]) => path !== undefined && filePath(name, path)),
  );
}

function twoAtMost(what: string, entries: readonly unknown[] | undefined): void {
  if (entries && (entries.length < 1 || entries.length > 2)) {
    const fix = 'one with an RSA and one with an ECDSA key';
    refuse({ what, got: `${entries.length} entries`, expected: '1 or 2', fix });
  }
  onceEach(what, entries ?? []);
}

/** The name of a Secret for SDS: plain, or with its kind and namespace. */
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

const VERSIONS = Object.values(IstioTlsVersion);

/** Cipher suites that Istio knows; others it drops in silence. */
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

function checkParameters({ minProtocolVersion, maxProtocolVersion, ...lists }: IstioServerTlsOptions): void {
  const [oldest, newest] = [minProtocolVersion, maxProtocolVersion].map((version) => VERSIONS.indexOf(version!));
  if (oldest > 0 && newest > 0 && oldest > newest) {
    refuse({
      what: 'minProtocolVersion',
      got: minProtocolVersion,
      expected: `at most maxProtocolVersion (${maxProtocolVersion})`,
      fix: 'lower it, or leave maxProtocolVersion out',
    });
  }
  onceEach('cipherSuites', lists.cipherSuites ?? []);
  onceEach('ecdhCurves', lists.ecdhCurves ?? []);
  // What begins with neither letter nor digit is an expression of BoringSSL, such as '-ALL'.
  const unknown = lists.cipherSuites?.find(
    (suite) => suite === '' || (/^[A-Za-z0-9]/.test(suite) && suite !== 'ALL' && !CIPHER_SUITES.includes(suite)),
  );
  if (unknown !== undefined) {
    refuse({
      what: 'cipherSuites',
      got: unknown,
      expected: `one of ${CIPHER_SUITES.slice(0, 3).join(', ')} and the others that Istio lists; it drops unknown ones`,
      fix: unknown.startsWith('TLS_') ? "use OpenSSL's name; those of TLS 1.3 cannot be chosen" : 'correct it',
    });
  }
}

/** Whom a server takes for a client. */
function checkClients(mode: string, options: IstioMutualTlsOptions): void {
  const { caCertificates, caCertCredentialName, caCrl, verifyCertificateSpki, verifyCertificateHash } = options;
  const hasSecret = options.credentialName !== undefined || options.credentialNames !== undefined;
  const foreign = hasSecret
    ? { caCertificates, caCrl }
    : { caCertCredentialName, verifyCertificateSpki, verifyCertificateHash };
  const [wrong] = Object.entries(foreign).find(([, value]) => value !== undefined) ?? [];
  if (wrong !== undefined) {
    refuse({
      what: `${wrong} of TLS mode ${mode}`,
      got: hasSecret ? 'a file beside a Secret' : 'certificates in files',
      expected: hasSecret ? 'all in the Secret, or all in files' : 'credentialName; with files Istio does not read it',
      fix: hasSecret ? `put it into the Secret: ${wrong === 'caCrl' ? 'ca.crl' : 'ca.crt'}` : 'use a Secret',
    });
  }
  if (!hasSecret && caCertificates === undefined) {
    refuse({
      what: `caCertificates of TLS mode ${mode}`,
      got: undefined,
      expected: 'the authorities that sign the certificates of clients',
      fix: "name the file, for example caCertificates: '/etc/certs/ca.crt'",
    });
  }
  if (caCertificates !== undefined) filePath('caCertificates', caCertificates);
  if (caCrl !== undefined) filePath('caCrl', caCrl);
  if (caCertCredentialName !== undefined) checkCredential('caCertCredentialName', caCertCredentialName);
  checkSubjectAltNames(options.subjectAltNames);
  checkHashes('verifyCertificateSpki', verifyCertificateSpki, /^[A-Za-z0-9+/]{43}=$/, 'base64 of 32 bytes');
  checkHashes(
    'verifyCertificateHash',
    verifyCertificateHash,
    /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31})$/,
    '64 hexadecimal digits, with or without colons',
  );
}

/** Names of a certificate: hosts, addresses, URIs. */
export function checkSubjectAltNames(names: readonly string[] = []): void {
  onceEach('subjectAltNames', names);
  names.forEach((name) => {
    if (name === '' || name !== name.trim()) {
      const expected = 'a host, an address or a URI';
      refuse({ what: 'subjectAltNames', got: name, expected, fix: 'name what the certificate carries' });
    }
    if (!/[:@]/.test(name)) istioHostOrAddress('subjectAltNames', name);
  });
}

function checkHashes(what: string, hashes: readonly string[] = [], pattern: RegExp, expected: string): void {
  onceEach(what, hashes);
  const wrong = hashes.find((hash) => !pattern.test(hash));
  if (wrong !== undefined) {
    refuse({ what, got: wrong, expected, fix: 'it is a SHA-256' });
  }
}
