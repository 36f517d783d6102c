import { renderHttp } from './auth-endpoint';
import { AuthHttpEndpoint } from './auth-http';
import { AuthDoubt, AuthRule, authRule } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { Rules } from '../manifest/kuadrant';
import { exactlyOne } from '../value/choice';
import { httpUrl } from '../value/scalar';

type MetadataSpec = NonNullable<Rules['metadata']>[string];
type CallbackSpec = NonNullable<Rules['callbacks']>[string];

/** Metadata that a service gives. */
export interface HttpMetadataOptions extends AuthRuleOptions, AuthHttpEndpoint {}

/** Metadata that the UserInfo endpoint of OpenID Connect gives about the identity. */
export interface UserInfoMetadataOptions extends AuthRuleOptions {
  /**
   * Name of the authentication of this policy, by `Authentication.jwt` with an
   * `issuerUrl`, whose issuer tells where UserInfo is (`userInfo.identitySource`).
   *
   * @default - `userInfoUrl`, of which there must be one then
   */
  readonly identitySource?: string;
  /**
   * Where UserInfo is (`userInfo.userInfoUrl`).
   *
   * @default - where the issuer says
   */
  readonly userInfoUrl?: string;
}

/**
 * Facts that are fetched for the authorization (`rules.metadata`). Rules find
 * them at `auth.metadata.<name>`; a request is not denied where fetching fails.
 */
export class AuthMetadata {
  /** What a service answers: an object for JSON, a text otherwise. */
  public static http(props: HttpMetadataOptions): AuthMetadata {
    return new AuthMetadata(authRule(props, { http: renderHttp('AuthMetadata.http', props) }));
  }

  /** What UserInfo tells about the identity. */
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

/** A callback by HTTP. Authorino keeps no results of callbacks: a `cache` leads to a warning. */
export interface HttpCallbackOptions extends AuthRuleOptions, AuthHttpEndpoint {}

/** A message to another service when everything is decided, whatever the decision (`rules.callbacks`). */
export class AuthCallback {
  /** A request by HTTP. */
  public static http(props: HttpCallbackOptions): AuthCallback {
    const doubts = props.cache === undefined ? [] : [CACHE_OF_CALLBACK];
    return new AuthCallback(authRule(props, { http: renderHttp('AuthCallback.http', props) }, [], doubts));
  }

  /** @internal */
  public readonly _rule: AuthRule<CallbackSpec>;

  private constructor(rule: AuthRule<CallbackSpec>) {
    this._rule = rule;
  }
}

const CACHE_OF_CALLBACK: AuthDoubt = {
  code: 'GW203',
  problem: {
    what: 'cache',
    got: 'a cache',
    expected: 'none; Authorino sends a callback for every request',
    fix: 'leave the cache out, or bound the callback with when',
  },
};
