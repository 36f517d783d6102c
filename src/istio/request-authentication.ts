import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IstioPolicy, IstioPolicyProps } from './istio-policy';
import { istioDuration } from './istio-text';
import { checkJwks } from './jwks';
import { RequestAuthentication as SHAPE, RequestAuthenticationSpec } from '../manifest/istio-security';
import { describe, refuse } from '../manifest/problem';
import { httpUrl } from '../manifest/scalar';
import { Warnings } from '../resource/warning';

type Rule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];

/** A header that carries a token (`fromHeaders[]`). */
export interface JwtHeader {
  /** Its name. */
  readonly name: string;
  /**
   * Text before the token, its space included: `'Bearer '`. A header without it is not valid.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** A claim that the workload gets as a header (`outputClaimToHeaders[]`). Experimental. */
export interface JwtClaimHeader {
  /** Name of the header, of letters, digits, hyphens and underscores; one of that name is replaced. */
  readonly header: string;
  /** Name of the claim, a text, number or truth value; `realm.role` for one inside. */
  readonly claim: string;
}

/** Whether a token must be there (`presence`). */
export enum JwtPresence {
  /** A request without a token passes; an `AuthorizationPolicy` may deny it. */
  OPTIONAL = 'OPTIONAL',
  /** A request without a token is denied. Istio of August 2026 accepts the field and does not act on it (GW569). */
  REQUIRED = 'REQUIRED',
}

/** An issuer whose JSON Web Tokens are accepted (`jwtRules[]`). */
export interface JwtRule {
  /**
   * Who signs the tokens (`issuer`, claim `iss`); tokens of others are refused.
   *
   * @default - anybody with a key of `jwksUri`
   */
  readonly issuer?: string;
  /**
   * Whom the tokens are for, one of these (`audiences`, claim `aud`).
   *
   * @default - anybody
   */
  readonly audiences?: string[];
  /**
   * Address of the issuer's public keys, http or https, at most 2048 characters (`jwksUri`). istiod must reach it.
   *
   * @default - found by OpenID Connect discovery at the issuer
   */
  readonly jwksUri?: string;
  /**
   * The public keys themselves, a JSON Web Key Set, in place of `jwksUri` (`jwks`). A private key is refused.
   *
   * @default - `jwksUri`
   */
  readonly jwks?: string;
  /**
   * Headers that may carry the token (`fromHeaders`).
   *
   * @default - header `Authorization` with `Bearer `, then query parameter `access_token`; none once one of
   * `fromHeaders`, `fromParams` and `fromCookies` is given
   */
  readonly fromHeaders?: JwtHeader[];
  /**
   * Query parameters that may carry the token (`fromParams`).
   *
   * @default - as for `fromHeaders`
   */
  readonly fromParams?: string[];
  /**
   * Cookies that may carry the token (`fromCookies`).
   *
   * @default - none
   */
  readonly fromCookies?: string[];
  /**
   * Header in which the workload gets the claims, as JSON in base64 (`outputPayloadToHeader`).
   *
   * @default - none
   */
  readonly outputPayloadToHeader?: string;
  /**
   * Claims that the workload gets as headers, each header once (`outputClaimToHeaders`).
   *
   * @default - none
   */
  readonly outputClaimToHeaders?: JwtClaimHeader[];
  /**
   * Whether the workload gets the token itself (`forwardOriginalToken`).
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
  /**
   * Time to fetch the keys, at least 1 ms (`timeout`).
   *
   * @default - 5 s
   */
  readonly timeout?: Duration;
  /**
   * Claims whose text holds several values with spaces between, at most 64 (`spaceDelimitedClaims`), beside
   * `scope` and `permission`.
   *
   * @default - none
   */
  readonly spaceDelimitedClaims?: string[];
  /**
   * Whether a token must be there (`presence`).
   *
   * @default - it need not; a token that is there must be valid
   */
  readonly presence?: JwtPresence;
}

/** Options of a `RequestAuthentication`. */
export interface RequestAuthenticationProps extends IstioPolicyProps {
  /**
   * Issuers whose tokens are accepted (`spec.jwtRules`), at most 4096. More by `addJwtRule`.
   *
   * @default - those added later; at least one
   */
  readonly jwtRules?: JwtRule[];
}

/**
 * Which JSON Web Tokens are valid (security.istio.io/v1 RequestAuthentication). A request with a token that is
 * not is denied; one without a token passes, unless an `AuthorizationPolicy` asks for a request principal.
 */
export class RequestAuthentication extends IstioPolicy {
  private readonly rules: JwtRule[] = [];

  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, props);
    props.jwtRules?.forEach((rule) => this.addJwtRule(rule));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** The issuers, a copy. */
  public get jwtRules(): JwtRule[] {
    return [...this.rules];
  }

  /** Adds an issuer whose tokens are accepted. */
  public addJwtRule(rule: JwtRule): void {
    check(rule);
    if (this.rules.push(rule) > 4096) {
      const fix = 'split the policy in two';
      refuse({ what: 'jwtRules', got: `${this.rules.length} entries`, expected: 'at most 4096', fix }, this);
    }
    if (rule.presence === JwtPresence.REQUIRED) {
      Warnings._add(this, 'GW569', {
        what: `presence of the tokens of '${rule.issuer ?? rule.jwksUri}'`,
        got: rule.presence,
        expected: 'a version of Istio that acts on it; that of August 2026 lets requests without a token pass',
        fix: "deny them: AuthorizationPolicy with AuthorizationAction.DENY and from: [{ notRequestPrincipals: ['*'] }]",
      });
    }
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): RequestAuthenticationSpec {
    return { ...this._renderTargets(), jwtRules: this.rules.map(render) };
  }

  private missing(): string[] {
    const fix = "call addJwtRule({ issuer: 'https://login.example.com' })";
    const problem = { what: 'jwtRules of RequestAuthentication', got: 'none', expected: 'at least one', fix };
    return this.rules.length > 0 ? [] : [describe(problem)];
  }
}

const render = ({ timeout, ...rule }: JwtRule): Rule => ({
  ...rule,
  timeout: timeout && istioDuration('timeout', timeout),
});

function check(rule: JwtRule): void {
  const { issuer, jwksUri, jwks, timeout, spaceDelimitedClaims = [], outputClaimToHeaders = [] } = rule;
  if (!issuer && !jwksUri) {
    const fix = "for example issuer: 'https://login.example.com'";
    refuse({ what: 'JWT rule', got: 'neither', expected: 'issuer or jwksUri', fix });
  }
  if (jwksUri !== undefined && jwks !== undefined) {
    refuse({ what: 'JWT rule', got: 'jwks and jwksUri', expected: 'one of them', fix: 'leave one out' });
  }
  if (jwksUri !== undefined && httpUrl('jwksUri', jwksUri).length > 2048) {
    const got = `${jwksUri.length} characters`;
    refuse({ what: 'jwksUri', got, expected: 'at most 2048 characters', fix: 'shorten it' });
  }
  if (jwks !== undefined) {
    checkJwks(jwks);
  }
  if (timeout) {
    istioDuration('timeout', timeout);
  }
  if (spaceDelimitedClaims.length > 64) {
    const got = `${spaceDelimitedClaims.length} entries`;
    refuse({ what: 'spaceDelimitedClaims', got, expected: 'at most 64', fix: 'name those that policies look at' });
  }
  checkNames(rule);
  outputClaimToHeaders.forEach(({ header }, index) => {
    if (!/^[-_A-Za-z0-9]+$/.test(header)) {
      const expected = 'letters, digits, hyphens and underscores';
      refuse({ what: 'header of outputClaimToHeaders', got: header, expected, fix: "for example 'x-jwt-group'" });
    }
    if (outputClaimToHeaders.slice(0, index).some((other) => other.header.toLowerCase() === header.toLowerCase())) {
      const fix = 'give each claim a header of its own';
      refuse({ what: 'header of outputClaimToHeaders', got: `${header} twice`, expected: 'each header once', fix });
    }
  });
}

function checkNames({ issuer, audiences, fromHeaders, fromParams, fromCookies, ...rest }: JwtRule): void {
  const lists = {
    issuer: issuer === undefined ? [] : [issuer],
    audiences,
    'name of fromHeaders': fromHeaders?.map(({ name }) => name),
    fromParams,
    fromCookies,
    spaceDelimitedClaims: rest.spaceDelimitedClaims,
    'claim of outputClaimToHeaders': rest.outputClaimToHeaders?.map(({ claim }) => claim),
  };
  for (const [what, list] of Object.entries(lists)) {
    if (list?.includes('')) {
      refuse({ what, got: '', expected: 'some text', fix: 'write it, or leave it out' });
    }
  }
}
