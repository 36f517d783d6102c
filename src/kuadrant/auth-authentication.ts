import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { AuthRule, authRule, labelSelector, seconds, values } from './auth-parts';
import { AuthCredentials, AuthRuleOptions } from './auth-rule';
import { authExpression, headerName, nonEmpty } from './auth-text';
import { AuthValue } from './auth-value';
import { Rules } from '../manifest/kuadrant';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';
import { dnsSubdomain, httpUrl } from '../value/scalar';

type AuthenticationSpec = NonNullable<Rules['authentication']>[string];

/** Options of every authentication rule. */
export interface AuthenticationOptions extends AuthRuleOptions {
  /**
   * Default properties of the identity, used where it lacks them (`defaults`).
   *
   * @default - none
   */
  readonly defaults?: { readonly [property: string]: AuthValue };
  /**
   * Properties of the identity that replace existing ones (`overrides`).
   *
   * @default - none
   */
  readonly overrides?: { readonly [property: string]: AuthValue };
}

/** Options of authentication by a token in the request. */
export interface TokenAuthenticationOptions extends AuthenticationOptions {
  /**
   * Location of the token in the request (`credentials`).
   *
   * @default - the header `Authorization` with the prefix `Bearer`
   */
  readonly credentials?: AuthCredentials;
}

/** Options of `Authentication.apiKey`. */
export interface ApiKeyAuthenticationOptions extends TokenAuthenticationOptions {
  /**
   * Labels of the Secrets (`apiKey.selector.matchLabels`), in addition to
   * `authorino.kuadrant.io/managed-by: authorino`, which all Secrets need. Each Secret has its
   * API key under `api_key`.
   *
   * @default - none; `matchExpressions` is required
   */
  readonly matchLabels?: { readonly [label: string]: string };
  /**
   * Further conditions on the labels of the Secrets (`apiKey.selector.matchExpressions`).
   *
   * @default - none; `matchLabels` is required
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Whether Secrets of all namespaces are used, not only those in the namespace
   * of Authorino (`apiKey.allNamespaces`). No effect if Authorino
   * watches a single namespace.
   *
   * @default false
   */
  readonly allNamespaces?: boolean;
}

/** Options of `Authentication.jwt`. */
export interface JwtAuthenticationOptions extends TokenAuthenticationOptions {
  /**
   * Issuer of the tokens (`jwt.issuerUrl`): an absolute URL, to which
   * Authorino appends `/.well-known/openid-configuration`.
   *
   * @default - none; `jwksUrl` is required
   */
  readonly issuerUrl?: string;
  /**
   * URL of the JSON Web Key Set (`jwt.jwksUrl`), for an issuer without OpenID Connect.
   *
   * @default - the key set that the issuer announces
   */
  readonly jwksUrl?: string;
  /**
   * Interval at which the issuer's configuration is read again (`jwt.ttl`), in whole
   * seconds. Only with `issuerUrl`; keys are read again when a token refers to an unknown one.
   *
   * @default - never
   */
  readonly ttl?: Duration;
}

/** Options of `Authentication.oauth2Introspection`. */
export interface Oauth2IntrospectionOptions extends TokenAuthenticationOptions {
  /** Introspection endpoint (`oauth2Introspection.endpoint`): an absolute http or https URL. */
  readonly endpoint: string;
  /**
   * Name of a Secret in the namespace of Authorino, with the keys `clientID` and
   * `clientSecret` (`oauth2Introspection.credentialsRef.name`).
   */
  readonly credentialsRef: string;
  /**
   * Token type hint (`oauth2Introspection.tokenTypeHint`).
   *
   * @default - `access_token`
   */
  readonly tokenTypeHint?: string;
}

/** Options of `Authentication.kubernetesTokenReview`. */
export interface KubernetesTokenReviewOptions extends TokenAuthenticationOptions {
  /**
   * Accepted audiences; the token must be for one of them (`kubernetesTokenReview.audiences`).
   *
   * @default - the host of the request
   */
  readonly audiences?: string[];
}

/** Options of `Authentication.x509`. */
export interface X509AuthenticationOptions extends AuthenticationOptions {
  /**
   * Labels of the Secrets with the trusted CA certificates
   * (`x509.selector.matchLabels`), in addition to
   * `authorino.kuadrant.io/managed-by: authorino`. Each Secret has a certificate under
   * `tls.crt` or `ca.crt`.
   *
   * @default - none; `matchExpressions` is required
   */
  readonly matchLabels?: { readonly [label: string]: string };
  /**
   * Further conditions on the labels of the Secrets (`x509.selector.matchExpressions`).
   *
   * @default - none; `matchLabels` is required
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Whether Secrets of all namespaces are used, not only those in the namespace of Authorino (`x509.allNamespaces`).
   *
   * @default false
   */
  readonly allNamespaces?: boolean;
  /**
   * Location of the client certificate (`x509.source`).
   *
   * @default - the certificate of the TLS connection
   */
  readonly source?: X509Source;
}

/** Location of the client certificate (`x509.source`). */
export class X509Source {
  /** A header in Envoy's format, `x-forwarded-client-cert` (`xfccHeader`). */
  public static xfccHeader(name: string): X509Source {
    return new X509Source({ xfccHeader: headerName('xfccHeader', name) });
  }

  /** A header in the format of RFC 9440, `client-cert` (`clientCertHeader`). */
  public static clientCertHeader(name: string): X509Source {
    return new X509Source({ clientCertHeader: headerName('clientCertHeader', name) });
  }

  /** The result of a CEL expression: the certificate in URL-encoded PEM (`expression`). */
  public static expression(expression: string): X509Source {
    return new X509Source({ expression: authExpression('expression of X509Source', expression) });
  }

  private constructor(private readonly rendered: NonNullable<NonNullable<AuthenticationSpec['x509']>['source']>) {}

  /** @internal */
  public _render() {
    return this.rendered;
  }
}

/**
 * An authentication rule (`rules.authentication`). At least one rule of a policy
 * must succeed.
 */
export class Authentication {
  /** Authentication by API keys in Secrets. */
  public static apiKey(props: ApiKeyAuthenticationOptions): Authentication {
    const { matchLabels, matchExpressions, allNamespaces } = props;
    const selector = labelSelector('Authentication.apiKey', matchLabels, matchExpressions);
    return Authentication.of(props, { apiKey: { selector, allNamespaces }, ...credentialsOf(props) });
  }

  /** Authentication by JSON Web Tokens of an issuer with OpenID Connect or with a key set. */
  public static jwt(props: JwtAuthenticationOptions): Authentication {
    const { issuerUrl, jwksUrl, ttl } = props;
    exactlyOne('Authentication.jwt', { issuerUrl, jwksUrl }, 'prefer issuerUrl where there is OpenID Connect');
    if (ttl !== undefined && issuerUrl === undefined) {
      refuse({
        what: 'ttl of Authentication.jwt',
        got: 'ttl together with jwksUrl',
        expected: 'ttl with issuerUrl only; keys are read again when a token refers to an unknown one',
        fix: 'leave ttl out',
      });
    }
    const jwt = {
      issuerUrl: issuerUrl === undefined ? undefined : issuer(issuerUrl),
      jwksUrl: jwksUrl === undefined ? undefined : httpUrl('jwksUrl', jwksUrl),
      ttl: ttl && seconds('ttl of Authentication.jwt', ttl),
    };
    return Authentication.of(props, { jwt, ...credentialsOf(props) });
  }

  /** Authentication by OAuth2 token introspection. */
  public static oauth2Introspection(props: Oauth2IntrospectionOptions): Authentication {
    const oauth2Introspection = {
      endpoint: httpUrl('endpoint of Authentication.oauth2Introspection', props.endpoint),
      credentialsRef: {
        name: dnsSubdomain('credentialsRef of Authentication.oauth2Introspection', props.credentialsRef),
      },
      tokenTypeHint: props.tokenTypeHint,
    };
    return Authentication.of(props, { oauth2Introspection, ...credentialsOf(props) });
  }

  /** Authentication by Kubernetes tokens, such as those of service accounts (TokenReview). */
  public static kubernetesTokenReview(props: KubernetesTokenReviewOptions = {}): Authentication {
    const audiences = props.audiences?.map((audience) => nonEmpty('audience', audience, 'https://api.example.com'));
    return Authentication.of(props, {
      kubernetesTokenReview: { audiences: audiences?.length ? audiences : undefined },
      ...credentialsOf(props),
    });
  }

  /** Authentication by client certificates, verified against CA certificates in Secrets. */
  public static x509(props: X509AuthenticationOptions): Authentication {
    const { matchLabels, matchExpressions, allNamespaces } = props;
    const selector = labelSelector('Authentication.x509', matchLabels, matchExpressions);
    return Authentication.of(props, { x509: { selector, allNamespaces, source: props.source?._render() } });
  }

  /** Anonymous access without a credential, for every request that matches `when`. */
  public static anonymous(props: AuthenticationOptions = {}): Authentication {
    return Authentication.of(props, { anonymous: {} });
  }

  private static of(props: AuthenticationOptions, method: AuthenticationSpec): Authentication {
    return new Authentication(
      authRule(props, { defaults: values(props.defaults), overrides: values(props.overrides), ...method }),
    );
  }

  /** @internal */
  public readonly _rule: AuthRule<AuthenticationSpec>;

  private constructor(rule: AuthRule<AuthenticationSpec>) {
    this._rule = rule;
  }

  /** Whether the issuer announces a UserInfo endpoint (OpenID Connect). @internal */
  public get _isOpenIdConnect(): boolean {
    return this._rule.spec.jwt?.issuerUrl !== undefined;
  }
}

const credentialsOf = ({ credentials }: TokenAuthenticationOptions) => ({ credentials: credentials?._render() });

const WELL_KNOWN = /\/*\.well-known\/openid-configuration\/*$/;

function issuer(url: string): string {
  httpUrl('issuerUrl', url);
  if (WELL_KNOWN.test(url)) {
    refuse({
      what: 'issuerUrl',
      got: url,
      expected: 'the issuer; Authorino appends /.well-known/openid-configuration',
      fix: `write '${url.replace(WELL_KNOWN, '')}'`,
    });
  }
  return url;
}
