import { Duration } from 'cdk8s';
import { AuthRule, authRule, seconds, values } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { AuthValue } from './auth-value';
import { Filter } from '../manifest/kuadrant';
import { refuse } from '../value/problem';
import { dnsSubdomain, httpUrl } from '../value/scalar';

/** Options of every item of a response. */
export interface AuthResponseOptions extends AuthRuleOptions {
  /**
   * Name of the header, or of the property for other filters (`key`).
   *
   * @default - the name of the rule
   */
  readonly key?: string;
}

/** Options of `AuthResponse.plain`. */
export interface PlainResponseOptions extends AuthResponseOptions {
  /** The value (`plain`). */
  readonly value: AuthValue;
}

/** Options of `AuthResponse.json`. */
export interface JsonResponseOptions extends AuthResponseOptions {
  /** Properties of the object (`json.properties`); at least one. */
  readonly properties: { readonly [name: string]: AuthValue };
}

/** Options of `AuthResponse.wristband`: a token that Authorino signs, with which services can verify the decision. */
export interface WristbandResponseOptions extends AuthResponseOptions {
  /**
   * Issuer of the token (`wristband.issuer`): the URL at which Authorino serves its OpenID configuration
   * for this rule, with namespace, AuthConfig and rule as path.
   */
  readonly issuer: string;
  /**
   * Additional claims, besides `iss`, `iat`, `exp` and `sub` (`wristband.customClaims`).
   *
   * @default - none
   */
  readonly customClaims?: { readonly [claim: string]: AuthValue };
  /**
   * Lifetime of the token (`wristband.tokenDuration`), in whole seconds.
   *
   * @default - 300 seconds
   */
  readonly tokenDuration?: Duration;
  /** Signing keys, at least one (`wristband.signingKeyRefs`). The first signs; the others still verify. */
  readonly signingKeyRefs: WristbandSigningKey[];
}

/** A signing key of wristbands. */
export interface WristbandSigningKey {
  /** Name of a Secret in the namespace of Authorino with the key in PEM under `key.pem` (`name`); also its `kid`. */
  readonly name: string;
  /** Signature algorithm (`algorithm`). */
  readonly algorithm: WristbandAlgorithm;
}

/** Signature algorithms of wristbands. */
export enum WristbandAlgorithm {
  /** Signs by ECDSA with P-256. */
  ES256 = 'ES256',
  /** Signs by ECDSA with P-384. */
  ES384 = 'ES384',
  /** Signs by ECDSA with P-521. */
  ES512 = 'ES512',
  /** Signs by RSA with SHA-256. */
  RS256 = 'RS256',
  /** Signs by RSA with SHA-384. */
  RS384 = 'RS384',
  /** Signs by RSA with SHA-512. */
  RS512 = 'RS512',
}

/** Response to a denied request. */
export interface AuthDenial {
  /**
   * Status code of the response (`code`), from 300 to 599.
   *
   * @default - 401 for `unauthenticated`, 403 for `unauthorized`
   */
  readonly code?: number;
  /**
   * Reason in the header `x-ext-auth-reason` (`message`).
   *
   * @default - the reason that Authorino determines
   */
  readonly message?: AuthValue;
  /**
   * Headers of the response (`headers`), in place of Authorino's, such as `WWW-Authenticate`.
   *
   * @default - those of Authorino
   */
  readonly headers?: { readonly [name: string]: AuthValue };
  /**
   * Body of the response (`body`).
   *
   * @default - empty
   */
  readonly body?: AuthValue;
}

/** Data of an allowed request: a header for the service, or data for other filters. */
export class AuthResponse {
  /** A single value. */
  public static plain(props: PlainResponseOptions): AuthResponse {
    return AuthResponse.of(props, { plain: props.value._render() });
  }

  /** A JSON object. */
  public static json(props: JsonResponseOptions): AuthResponse {
    const properties = values(props.properties);
    if (properties === undefined) {
      return refuse({
        what: 'properties of AuthResponse.json',
        got: 'none',
        expected: 'at least one',
        fix: "name what to tell, for example user: AuthValue.selector('auth.identity.sub')",
      });
    }
    return AuthResponse.of(props, { json: { properties } });
  }

  /** A token that Authorino signs (Festival Wristband). */
  public static wristband(props: WristbandResponseOptions): AuthResponse {
    const { issuer, customClaims, tokenDuration, signingKeyRefs } = props;
    if (signingKeyRefs.length === 0) {
      refuse({
        what: 'signingKeyRefs of AuthResponse.wristband',
        got: 'none',
        expected: 'at least one key to sign with',
        fix: 'refer to a Secret with key.pem in the namespace of Authorino',
      });
    }
    return AuthResponse.of(props, {
      wristband: {
        issuer: httpUrl('issuer of AuthResponse.wristband', issuer),
        customClaims: values(customClaims),
        tokenDuration: tokenDuration && seconds('tokenDuration', tokenDuration),
        signingKeyRefs: signingKeyRefs.map(({ name, algorithm }) => ({
          name: dnsSubdomain('name of a signing key', name),
          algorithm,
        })),
      },
    });
  }

  private static of(props: AuthResponseOptions, method: Filter): AuthResponse {
    const key = props.key === undefined ? undefined : nonEmpty('key of AuthResponse', props.key, 'x-user');
    return new AuthResponse(authRule(props, { key, ...method }));
  }

  /** @internal */
  public readonly _rule: AuthRule<Filter>;

  private constructor(rule: AuthRule<Filter>) {
    this._rule = rule;
  }
}
