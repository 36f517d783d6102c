import { refuse } from '../manifest/problem';

/** What a condition of an `AuthorizationPolicy` looks at (`when[].key`). */
export class AuthorizationAttribute {
  /** Address of the connection. */
  public static readonly SOURCE_IP = new AuthorizationAttribute('source.ip');
  /** Address of the client, from X-Forwarded-For or the PROXY protocol. */
  public static readonly REMOTE_IP = new AuthorizationAttribute('remote.ip');
  /** Namespace of the peer. */
  public static readonly SOURCE_NAMESPACE = new AuthorizationAttribute('source.namespace');
  /** Service account of the peer, `<namespace>/<name>`. */
  public static readonly SOURCE_SERVICE_ACCOUNT = new AuthorizationAttribute('source.serviceAccount');
  /** Identity of the peer, `<trust domain>/ns/<namespace>/sa/<service account>`. */
  public static readonly SOURCE_PRINCIPAL = new AuthorizationAttribute('source.principal');
  /** Trust domain of the peer. */
  public static readonly SOURCE_TRUST_DOMAIN = new AuthorizationAttribute('source.trustDomain');
  /** Identity from the token, `<issuer>/<subject>`. */
  public static readonly REQUEST_PRINCIPAL = new AuthorizationAttribute('request.auth.principal');
  /** Whom the token is for (claim `aud`). */
  public static readonly REQUEST_AUDIENCES = new AuthorizationAttribute('request.auth.audiences');
  /** Who may present the token (claim `azp`). */
  public static readonly REQUEST_PRESENTER = new AuthorizationAttribute('request.auth.presenter');
  /** Address that the connection is for. */
  public static readonly DESTINATION_IP = new AuthorizationAttribute('destination.ip');
  /** Port that the connection is for. */
  public static readonly DESTINATION_PORT = new AuthorizationAttribute('destination.port');
  /** Name that the client asked for in its TLS handshake. */
  public static readonly CONNECTION_SNI = new AuthorizationAttribute('connection.sni');

  /** A header of the request. */
  public static requestHeader(name: string): AuthorizationAttribute {
    return AuthorizationAttribute.keyed('request.headers', name);
  }

  /** A claim of the token; with more names, one inside the claim: `requestClaim('realm', 'roles')`. */
  public static requestClaim(...path: string[]): AuthorizationAttribute {
    return AuthorizationAttribute.keyed('request.auth.claims', ...path);
  }

  /** Metadata of a filter of Envoy, for example `envoyFilter('network.mysql_proxy', 'db.table')`. Experimental. */
  public static envoyFilter(filter: string, key: string): AuthorizationAttribute {
    if (!/^[\w.-]+$/.test(filter)) {
      refuse({ what: 'filter of Envoy', got: filter, expected: 'its name', fix: "for example 'network.mysql_proxy'" });
    }
    return AuthorizationAttribute.keyed(`experimental.envoy.filters.${filter}`, key);
  }

  private static keyed(attribute: string, ...path: string[]): AuthorizationAttribute {
    const bad = path.find((part) => part === '' || /[[\]\s]/.test(part));
    if (path.length === 0 || bad !== undefined) {
      refuse({
        what: `name in ${attribute}`,
        got: bad,
        expected: 'a name without spaces and brackets',
        fix: 'give each part of the way as a text of its own',
      });
    }
    return new AuthorizationAttribute(attribute + path.map((part) => `[${part}]`).join(''));
  }

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}
