import { renderHttp } from './auth-endpoint';
import { AuthHttpEndpoint } from './auth-http';
import { AuthRule, authRule } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { Rules } from '../manifest/kuadrant';
import { exactlyOne } from '../value/choice';
import { httpUrl } from '../value/scalar';

type MetadataSpec = NonNullable<Rules['metadata']>[string];
type CallbackSpec = NonNullable<Rules['callbacks']>[string];

/** Options of `AuthMetadata.http`. */
export interface HttpMetadataOptions extends AuthRuleOptions, AuthHttpEndpoint {}

/** Options of `AuthMetadata.userInfo`. */
export interface UserInfoMetadataOptions extends AuthRuleOptions {
  /**
   * Name of an authentication rule of this policy, an `Authentication.jwt` with an
   * `issuerUrl`, whose issuer announces the UserInfo endpoint (`userInfo.identitySource`).
   *
   * @default - none; `userInfoUrl` is required
   */
  readonly identitySource?: string;
  /**
   * URL of the UserInfo endpoint (`userInfo.userInfoUrl`).
   *
   * @default - the endpoint that the issuer of `identitySource` announces
   */
  readonly userInfoUrl?: string;
}

/**
 * Metadata that is fetched for authorization (`rules.metadata`), available to rules
 * at `auth.metadata.<name>`. A failed fetch does not deny the request.
 */
export class AuthMetadata {
  /** The response of an HTTP service: an object for JSON, a text otherwise. */
  public static http(props: HttpMetadataOptions): AuthMetadata {
    return new AuthMetadata(authRule(props, { http: renderHttp('AuthMetadata.http', props) }));
  }

  /** Claims of the identity from the UserInfo endpoint of OpenID Connect. */
  public static userInfo(props: UserInfoMetadataOptions): AuthMetadata {
    const { identitySource, userInfoUrl } = props;
    exactlyOne('AuthMetadata.userInfo', { identitySource, userInfoUrl }, 'prefer identitySource with OpenID Connect');
    const userInfo = {
      identitySource: identitySource === undefined ? undefined : nonEmpty('identitySource', identitySource, 'keycloak'),
      userInfoUrl: userInfoUrl === undefined ? undefined : httpUrl('userInfoUrl', userInfoUrl),
    };
    return new AuthMetadata(authRule(props, { userInfo }));
  }

  /** @internal */
  public readonly _rule: AuthRule<MetadataSpec>;

  private constructor(rule: AuthRule<MetadataSpec>) {
    this._rule = rule;
  }
}

/** Options of `AuthCallback.http`. Authorino does not cache callbacks: a `cache` is a warning (GW203). */
export interface HttpCallbackOptions extends AuthRuleOptions, AuthHttpEndpoint {}

/** A request to another service after the decision, allowed or denied (`rules.callbacks`). */
export class AuthCallback {
  /** An HTTP request. */
  public static http(props: HttpCallbackOptions): AuthCallback {
    return new AuthCallback(authRule(props, { http: renderHttp('AuthCallback.http', props) }));
  }

  /** @internal */
  public readonly _rule: AuthRule<CallbackSpec>;

  private constructor(rule: AuthRule<CallbackSpec>) {
    this._rule = rule;
  }
}
