import { Construct } from 'constructs';
import { Policy, PolicyProps } from './istio-policy';
import { checkJwks } from './jwks';
import { RequestAuthentication as SHAPE, RequestAuthenticationSpec } from '../manifest/istio-security';
import { describe, refuse } from '../value/problem';
import { httpUrl } from '../value/scalar';

/** A header that carries a token (`fromHeaders[]`). */
export interface JwtHeader {
  /** Name of the header. */
  readonly name: string;
  /**
   * Text before the token, including the space: `'Bearer '`. A header without it is ignored.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** An issuer whose JSON Web Tokens are accepted (`jwtRules[]`). */
export interface JwtRule {
  /**
   * Issuer of the tokens (`issuer`, claim `iss`); others are rejected.
   *
   * @default - any issuer with a key of `jwksUri`
   */
  readonly issuer?: string;
  /**
   * Accepted audiences; a token must contain one of them (`audiences`, claim `aud`).
   *
   * @default - any audience
   */
  readonly audiences?: string[];
  /**
   * URL of the issuer's public keys, http or https, at most 2048 characters (`jwksUri`). istiod must reach it.
   *
   * @default - found by OpenID Connect discovery at the issuer
   */
  readonly jwksUri?: string;
  /**
   * Public keys, a JSON Web Key Set, in place of `jwksUri` (`jwks`). A private key is refused.
   *
   * @default - the keys at `jwksUri`
   */
  readonly jwks?: string;
  /**
   * Headers that may carry the token (`fromHeaders`).
   *
   * @default - header `Authorization` with `Bearer `, then query parameter `access_token`
   */
  readonly fromHeaders?: JwtHeader[];
  /**
   * Whether to forward the token to the workload (`forwardOriginalToken`).
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
}

/** Options of a `RequestAuthentication`. */
export interface RequestAuthenticationProps extends PolicyProps {
  /**
   * Issuers whose tokens are accepted, at least one, here or by `addJwtRule` (`spec.jwtRules`).
   *
   * @default - those added by `addJwtRule`
   */
  readonly jwtRules?: JwtRule[];
}

/**
 * Validation of JSON Web Tokens (security.istio.io/v1 RequestAuthentication). A request with an
 * invalid token is denied; one without a token is allowed unless an `AuthorizationPolicy` requires a request principal.
 */
export class RequestAuthentication extends Policy {
  private readonly rules: JwtRule[] = [];

  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, props);
    props.jwtRules?.forEach((rule) => this.addJwtRule(rule));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** A copy of the issuers. */
  public get jwtRules(): JwtRule[] {
    return [...this.rules];
  }

  /** Adds an issuer whose tokens are accepted. */
  public addJwtRule(rule: JwtRule): void {
    checkRule(rule);
    this.rules.push({ ...rule });
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): RequestAuthenticationSpec {
    return { ...this._renderTargets(), jwtRules: [...this.rules] };
  }

  private missing(): string[] {
    const fix = "call addJwtRule({ issuer: 'https://login.example.com' })";
    const problem = { what: 'jwtRules of RequestAuthentication', got: 'none', expected: 'at least one', fix };
    return this.rules.length > 0 ? [] : [describe(problem)];
  }
}

function checkRule(rule: JwtRule): void {
  const { issuer, jwksUri, jwks } = rule;
  if (!issuer && !jwksUri) {
    const fix = "for example issuer: 'https://login.example.com'";
    refuse({ what: 'JWT rule', got: 'neither', expected: 'issuer or jwksUri', fix });
  }
  if (jwksUri !== undefined) httpUrl('jwksUri', jwksUri);
  if (jwks !== undefined) checkJwks(jwks);
  if (rule.audiences?.includes('')) {
    refuse({ what: 'audiences', got: '', expected: 'an audience', fix: 'leave it out' });
  }
}
