import { X509Certificate } from 'crypto';
import { RouteSpec } from '../manifest/openshift-route';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** Handling of plain HTTP on a host with TLS (`tls.insecureEdgeTerminationPolicy`). */
export enum InsecureEdgeTerminationPolicy {
  /** Serves HTTP too. Not for passthrough. */
  ALLOW = 'Allow',
  /** Rejects HTTP. */
  NONE = 'None',
  /** Redirects clients to HTTPS. */
  REDIRECT = 'Redirect',
}

/** Options of `RouteTls.passthrough`. */
export interface PassthroughOptions {
  /**
   * Handling of plain HTTP: NONE or REDIRECT (`tls.insecureEdgeTerminationPolicy`).
   *
   * @default - HTTP is rejected
   */
  readonly insecure?: InsecureEdgeTerminationPolicy;
}

/** Options of `RouteTls.edge`. */
export interface EdgeOptions {
  /**
   * Handling of plain HTTP (`tls.insecureEdgeTerminationPolicy`).
   *
   * @default - HTTP is rejected
   */
  readonly insecure?: InsecureEdgeTerminationPolicy;
  /**
   * Secret of type `kubernetes.io/tls` in the route's namespace, with the certificate that the router presents
   * and its key (`tls.externalCertificate`). There is no prop for an inline key, because manifests must not contain
   * secrets, and the router refuses an inline certificate without a key.
   *
   * @default - the default certificate of the router
   */
  readonly certificateSecret?: string;
  /**
   * Emit the Role and RoleBinding that allow the router to read `certificateSecret`. Without them, the API server
   * refuses the route.
   *
   * @default true
   */
  readonly grantRouter?: boolean;
  /**
   * Intermediate CA certificates of the certificate in `certificateSecret`, in PEM (`tls.caCertificate`).
   *
   * @default - none
   */
  readonly caCertificate?: string;
}

/** Options of `RouteTls.reencrypt`. */
export interface ReencryptOptions extends EdgeOptions {
  /**
   * CA certificate that the backend's certificate is verified against, in PEM (`tls.destinationCACertificate`).
   *
   * @default - the service CA of OpenShift; the backend's certificate must be for `<service>.<namespace>.svc`
   */
  readonly destinationCaCertificate?: string;
}

/** TLS termination of a `Route` (`spec.tls`). */
export class RouteTls {
  /** The router terminates TLS and sends HTTP to the backend. */
  public static edge(options: EdgeOptions = {}): RouteTls {
    return new RouteTls('edge', options);
  }

  /** The router terminates TLS and originates TLS to the backend, for example to an HTTPS listener of a gateway. */
  public static reencrypt(options: ReencryptOptions = {}): RouteTls {
    return new RouteTls('reencrypt', options);
  }

  /** The router forwards TLS by its SNI; the backend terminates it. */
  public static passthrough(options: PassthroughOptions = {}): RouteTls {
    if (options.insecure === InsecureEdgeTerminationPolicy.ALLOW) {
      refuse({
        what: 'insecure of passthrough',
        got: options.insecure,
        expected: 'NONE or REDIRECT; the backend accepts TLS only',
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
        got: 'no certificateSecret',
        expected: 'certificateSecret with the certificate that the CA signed',
        fix: 'set certificateSecret; to verify the backend use destinationCaCertificate of reencrypt()',
      });
    }
  }

  /** Name of the Secret with certificate and key; `undefined` for the default certificate of the router. */
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

  /** Whether the router serves plain HTTP too. @internal */
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

/** Checks certificates in PEM. Refuses a private key without printing it. */
function certificates(what: string, text: string | undefined): void {
  if (text === undefined) return;
  const blocks = [...text.matchAll(PEM)];
  const expected = 'certificates in PEM, beginning with -----BEGIN CERTIFICATE-----';
  if (/PRIVATE KEY-----/.test(text)) {
    refuse({
      what,
      got: 'a private key (not shown)',
      expected,
      fix: 'put the key into a Secret and set certificateSecret; revoke a key that was part of source code',
    });
  }
  if (blocks.length === 0 || blocks.some(([, type]) => type !== 'CERTIFICATE')) {
    refuse({ what, got: `${text.slice(0, 40)}...`, expected, fix: 'pass the content of the .pem or .crt file' });
  }
  blocks.forEach(([block], index) => {
    try {
      new X509Certificate(block);
    } catch (error) {
      const got = `certificate ${index + 1} cannot be read (${(error as Error).message})`;
      refuse({ what, got, expected, fix: 'pass the complete certificate, with its line breaks' });
    }
  });
}
