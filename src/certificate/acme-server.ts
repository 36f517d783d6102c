import { httpUrl } from '../value/scalar';

/** An ACME server (`acme.server`). */
export class AcmeServer {
  /** Let's Encrypt. */
  public static readonly LETS_ENCRYPT = new AcmeServer('https://acme-v02.api.letsencrypt.org/directory');
  /** Let's Encrypt staging, with high rate limits and certificates that clients do not trust. */
  public static readonly LETS_ENCRYPT_STAGING = new AcmeServer(
    'https://acme-staging-v02.api.letsencrypt.org/directory',
  );
  /** ZeroSSL; needs an external account. */
  public static readonly ZERO_SSL = new AcmeServer('https://acme.zerossl.com/v2/DV90', true);
  /** Google Trust Services; needs an external account. */
  public static readonly GOOGLE_TRUST_SERVICES = new AcmeServer('https://dv.acme-v02.api.pki.goog/directory', true);
  /** Google Trust Services staging; needs an external account. */
  public static readonly GOOGLE_TRUST_SERVICES_STAGING = new AcmeServer(
    'https://dv.acme-v02.test-api.pki.goog/directory',
    true,
  );

  /** Another server, by the URL of its directory. */
  public static custom(url: string): AcmeServer {
    return new AcmeServer(httpUrl('AcmeServer.custom', url));
  }

  private constructor(
    /** URL of the directory. */
    public readonly url: string,
    /** Whether the ACME account must be bound to an account at the authority. */
    public readonly requiresExternalAccount: boolean = false,
  ) {}
}
