import { Duration } from 'cdk8s';
import { AuthRule, authRule, seconds, values } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { AuthValue } from './auth-value';
import { Filter } from '../manifest/kuadrant';
import { refuse } from '../value/problem';
import { dnsSubdomain, httpUrl } from '../value/scalar';

/** What every item of a response takes. */
export interface AuthResponseOptions extends AuthRuleOptions {
  /**
   * Name of the header, or of the property that other filters read (`key`).
   *
   * @default - the name of the rule
   */
  readonly key?: string;
}

/** A value as it is. */
export interface PlainResponseOptions extends AuthResponseOptions {
  /** The value (`plain`). */
  readonly value: AuthValue;
}

/** An object of JSON. */
export interface JsonResponseOptions extends AuthResponseOptions {
  /** Its properties (`json.properties`); at least one. */
  readonly properties: { readonly [name: string]: AuthValue };
}

/** A token of Authorino's own, by which services behind the gateway trust the decision. */
export interface WristbandResponseOptions extends AuthResponseOptions {
  /**
   * Who issues it (`wristband.issuer`): the address at which Authorino answers
   * for this rule, with namespace, AuthConfig and rule as its path.
   */
  readonly issuer: string;
  /**
   * Claims beside `iss`, `iat`, `exp` and `sub` (`wristband.customClaims`).
   *
   * @default - none
   */
  readonly customClaims?: { readonly [claim: string]: AuthValue };
  /**
   * How long it holds (`wristband.tokenDuration`), in whole seconds.
   *
   * @default - 300 seconds
   */
  readonly tokenDuration?: Duration;
  /** Keys that sign (`wristband.signingKeyRefs`); the first signs, the others are still accepted. At least one. */
  readonly signingKeyRefs: WristbandSigningKey[];
}

/** A key that signs wristbands. */
export interface WristbandSigningKey {
  /** Name of a Secret in the namespace of Authorino that holds the key, in PEM, as `key.pem` (`name`); also its `kid`. */
  readonly name: string;
  /** How it signs (`algorithm`). */
  readonly algorithm: WristbandAlgorithm;
}

/** Algorithms that sign wristbands. */
export enum WristbandAlgorithm {
  /** ECDSA with P-256. */
  ES256 = 'ES256',
  /** ECDSA with P-384. */
  ES384 = 'ES384',
  /** ECDSA with P-521. */
  ES512 = 'ES512',
  /** RSA with SHA-256. */
  RS256 = 'RS256',
  /** RSA with SHA-384. */
  RS384 = 'RS384',
  /** RSA with SHA-512. */
  RS512 = 'RS512',
}

/** What a client gets that is turned away. */
export interface AuthDenial {
  /**
   * Status of the response (`code`), from 300 to 599.
   *
   * @default - 401 for a request without a valid credential, 403 for one that is not allowed
   */
  readonly code?: number;
  /**
   * Why, in the header `x-ext-auth-reason` (`message`).
   *
   * @default - what Authorino found
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

/** What a request that may pass takes along: a header for the service, or data for other filters. */
export class AuthResponse {
  /** A value as it is. */
  public static plain(props: PlainResponseOptions): AuthResponse {
    return AuthResponse.of(props, { plain: props.value._render() });
  }

  /** An object of JSON. */
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

  /** A token that Authorino signs. */
  public static wristband(props: WristbandResponseOptions): AuthResponse {
    const { issuer, customClaims, tokenDuration, signingKeyRefs } = props;
    if (signingKeyRefs.length === 0) {
      refuse({
        what: 'signingKeyRefs of AuthResponse.wristband',
        got: 'none',
        expected: 'at least one key to sign with',
        fix: 'name a Secret with key.pem in the namespace of Authorino',
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
