import { X509Certificate } from 'crypto';
import { RouteSpec } from '../manifest/openshift-route';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** What becomes of plain HTTP on a host with TLS (`tls.insecureEdgeTerminationPolicy`). */
export enum InsecureEdgeTerminationPolicy {
  /** It is served too. Not for passthrough. */
  ALLOW = 'Allow',
  /** It is not served. */
  NONE = 'None',
  /** The client is sent to HTTPS. */
  REDIRECT = 'Redirect',
}

/** Options of TLS that passes through the router. */
export interface PassthroughOptions {
  /**
   * What becomes of plain HTTP (`tls.insecureEdgeTerminationPolicy`): NONE or REDIRECT.
   *
   * @default - it is not served
   */
  readonly insecure?: InsecureEdgeTerminationPolicy;
}

/** Options of TLS that ends at the router. */
export interface EdgeOptions {
  /**
   * What becomes of plain HTTP (`tls.insecureEdgeTerminationPolicy`).
   *
   * @default - it is not served
   */
  readonly insecure?: InsecureEdgeTerminationPolicy;
  /**
   * Name of a Secret of type `kubernetes.io/tls` in the route's namespace, with the certificate and key that clients
   * see (`tls.externalCertificate`). There is no prop for a key in the manifest, and the router refuses a certificate
   * without one.
   *
   * @default - the router's own certificate
   */
  readonly certificateSecret?: string;
  /**
   * Emit the Role and RoleBinding by which the router may read `certificateSecret`; without them the route is refused.
   *
   * @default true
   */
  readonly grantRouter?: boolean;
  /**
   * Authorities between the certificate of `certificateSecret` and one that clients trust, in PEM (`tls.caCertificate`).
   *
   * @default - none
   */
  readonly caCertificate?: string;
}

/** Options of TLS that the router decrypts and encrypts anew. */
export interface ReencryptOptions extends EdgeOptions {
  /**
   * Authority that signs the certificate of the backend, in PEM (`tls.destinationCACertificate`).
   *
   * @default - the one of OpenShift's service certificates, and the backend's certificate must be for `<service>.<namespace>.svc`
   */
  readonly destinationCaCertificate?: string;
}

/** TLS of an `Route`, and who terminates it (`spec.tls`). */
export class RouteTls {
  /** The router decrypts, and speaks HTTP with the backend. */
  public static edge(options: EdgeOptions = {}): RouteTls {
    return new RouteTls('edge', options);
  }

  /** The router decrypts, and speaks HTTPS with the backend: for a gateway whose listener is HTTPS. */
  public static reencrypt(options: ReencryptOptions = {}): RouteTls {
    return new RouteTls('reencrypt', options);
  }

  /** The router passes TLS on as it is, by its SNI; the backend has the certificate. */
  public static passthrough(options: PassthroughOptions = {}): RouteTls {
    if (options.insecure === InsecureEdgeTerminationPolicy.ALLOW) {
      refuse({
        what: 'insecure of passthrough',
        got: options.insecure,
        expected: 'NONE or REDIRECT; the backend speaks TLS only',
        fix: 'use InsecureEdgeTerminationPolicy.REDIRECT',
      });
    }
    return new RouteTls('passthrough', options);
  }

  private constructor(
    /** `edge`, `reencrypt` or `passthrough`. */
    public readonly termination: string,
    private readonly options: ReencryptOptions,
  ) {
    const { certificateSecret, caCertificate, destinationCaCertificate } = options;
    if (certificateSecret !== undefined) {
      dnsSubdomain('certificateSecret', certificateSecret);
    }
    certificates('caCertificate', caCertificate);
    certificates('destinationCaCertificate', destinationCaCertificate);
    if (caCertificate !== undefined && certificateSecret === undefined) {
      refuse({
        what: 'caCertificate',
        got: 'no certificateSecret beside it',
        expected: 'the certificate that it completes',
        fix: 'name certificateSecret; to trust the backend use destinationCaCertificate of reencrypt()',
      });
    }
  }

  /** Name of the Secret with certificate and key; nothing for the router's own. */
  public get certificateSecret(): string | undefined {
    return this.options.certificateSecret;
  }

  /** @internal */
  public get _grantsRouter(): boolean {
    return this.options.grantRouter ?? true;
  }

  /** @internal */
  public get _isPassthrough(): boolean {
    return this.termination === 'passthrough';
  }

  /** Whether the backend is spoken to by TLS. @internal */
  public get _encryptsBackend(): boolean {
    return this.termination !== 'edge';
  }

  /** Whether plain HTTP is served too. @internal */
  public get _allowsInsecure(): boolean {
    return this.options.insecure === InsecureEdgeTerminationPolicy.ALLOW;
  }

  /** @internal */
  public _render(): NonNullable<RouteSpec['tls']> {
    const { insecure, certificateSecret, caCertificate, destinationCaCertificate } = this.options;
    return {
      termination: this.termination as 'edge' | 'reencrypt' | 'passthrough',
      insecureEdgeTerminationPolicy: insecure,
      externalCertificate: certificateSecret === undefined ? undefined : { name: certificateSecret },
      caCertificate,
      destinationCACertificate: destinationCaCertificate,
    };
  }
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Refuses what is not certificates in PEM, a private key above all, without showing it. */
function certificates(what: string, text: string | undefined): void {
  if (text === undefined) return;
  const blocks = [...text.matchAll(PEM)];
  const expected = 'certificates in PEM, beginning with -----BEGIN CERTIFICATE-----';
  if (/PRIVATE KEY-----/.test(text)) {
    refuse({
      what,
      got: 'a private key (not shown)',
      expected,
      fix: 'keep the key in a Secret and name it in certificateSecret; revoke a key that was written into a program',
    });
  }
  if (blocks.length === 0 || blocks.some(([, type]) => type !== 'CERTIFICATE')) {
    refuse({ what, got: `${text.slice(0, 40)}...`, expected, fix: 'give the text of the .pem or .crt file' });
  }
  blocks.forEach(([block], index) => {
    try {
      new X509Certificate(block);
    } catch (error) {
      const got = `certificate ${index + 1} cannot be read (${(error as Error).message})`;
      refuse({ what, got, expected, fix: 'copy it whole, line breaks included' });
    }
  });
}
