import { refuse } from '../value/problem';

/** Attribute of a request that a condition of an `AuthorizationPolicy` compares (`when[].key`). */
export class AuthorizationAttribute {
  /** Source address of the connection. */
  public static readonly SOURCE_IP = new AuthorizationAttribute('source.ip');
  /** Address of the client, from X-Forwarded-For or the PROXY protocol. */
  public static readonly REMOTE_IP = new AuthorizationAttribute('remote.ip');
  /** Namespace of the peer. */
  public static readonly SOURCE_NAMESPACE = new AuthorizationAttribute('source.namespace');
  /** Service account of the peer, `<namespace>/<name>`. */
  public static readonly SOURCE_SERVICE_ACCOUNT = new AuthorizationAttribute('source.serviceAccount');
  /** Identity of the peer, `<trust domain>/ns/<namespace>/sa/<service account>`. */
  public static readonly SOURCE_PRINCIPAL = new AuthorizationAttribute('source.principal');
  /** Identity from the token, `<issuer>/<subject>`. */
  public static readonly REQUEST_PRINCIPAL = new AuthorizationAttribute('request.auth.principal');
  /** Audience of the token (claim `aud`). */
  public static readonly REQUEST_AUDIENCES = new AuthorizationAttribute('request.auth.audiences');
  /** Destination address of the connection. */
  public static readonly DESTINATION_IP = new AuthorizationAttribute('destination.ip');
  /** Destination port of the connection. */
  public static readonly DESTINATION_PORT = new AuthorizationAttribute('destination.port');
  /** Server name that the client requested in its TLS handshake. */
  public static readonly CONNECTION_SNI = new AuthorizationAttribute('connection.sni');

  /** A header of the request. */
  public static requestHeader(name: string): AuthorizationAttribute {
    return AuthorizationAttribute.keyed('request.headers', name);
  }

  /** A claim of the token; with several names, a nested claim: `requestClaim('realm', 'roles')`. */
  public static requestClaim(...path: string[]): AuthorizationAttribute {
    return AuthorizationAttribute.keyed('request.auth.claims', ...path);
  }

  private static keyed(attribute: string, ...path: string[]): AuthorizationAttribute {
    const bad = path.find((part) => part === '' || /[[\]\s]/.test(part));
    if (path.length === 0 || bad !== undefined) {
      refuse({
        what: `name in ${attribute}`,
        got: bad,
        expected: 'a name without spaces and brackets',
        fix: 'pass each part of the path separately',
      });
    }
    return new AuthorizationAttribute(attribute + path.map((part) => `[${part}]`).join(''));
  }

  private constructor(
    /** Name of the attribute, as in the manifest. */
    public readonly name: string,
  ) {}
}
