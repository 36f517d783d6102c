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

/** What every authentication takes. */
export interface AuthenticationOptions extends AuthRuleOptions {
  /**
   * Properties of the identity where it does not have them itself (`defaults`).
   *
   * @default - the identity as the method finds it
   */
  readonly defaults?: { readonly [property: string]: AuthValue };
  /**
   * Properties of the identity, whatever it has itself (`overrides`).
   *
   * @default - the identity as the method finds it
   */
  readonly overrides?: { readonly [property: string]: AuthValue };
}

/** What every authentication by a token in the request takes. */
export interface TokenAuthenticationOptions extends AuthenticationOptions {
  /**
   * Where the token stands in the request (`credentials`).
   *
   * @default - the header `Authorization`, behind `Bearer`
   */
  readonly credentials?: AuthCredentials;
}

/** Authentication by keys that are kept in Secrets. */
export interface ApiKeyAuthenticationOptions extends TokenAuthenticationOptions {
  /**
   * Labels that the Secrets have (`apiKey.selector.matchLabels`), beside
   * `authorino.kuadrant.io/managed-by: authorino`, which all need. Each holds its
   * key as `api_key`.
   *
   * @default - `matchExpressions`, of which there must be some then
   */
  readonly matchLabels?: { readonly [label: string]: string };
  /**
   * What else the labels of the Secrets have to meet (`apiKey.selector.matchExpressions`).
   *
   * @default - `matchLabels` only
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Whether Secrets of every namespace count, not only those in the namespace
   * of Authorino (`apiKey.allNamespaces`). Without effect where Authorino itself
   * watches one namespace only.
   *
   * @default false
   */
  readonly allNamespaces?: boolean;
}

/** Authentication by JSON Web Tokens. */
export interface JwtAuthenticationOptions extends TokenAuthenticationOptions {
  /**
   * Who issues the tokens (`jwt.issuerUrl`): an absolute address, to which
   * Authorino itself adds `/.well-known/openid-configuration`.
   *
   * @default - `jwksUrl`, of which there must be one then
   */
  readonly issuerUrl?: string;
  /**
   * Where the keys are that sign the tokens (`jwt.jwksUrl`), for an issuer without OpenID Connect.
   *
   * @default - the keys that the issuer announces
   */
  readonly jwksUrl?: string;
  /**
   * How often the issuer's configuration is read again (`jwt.ttl`), in whole
   * seconds. Only with `issuerUrl`; keys are read again whenever a token names a new one.
   *
   * @default - never
   */
  readonly ttl?: Duration;
}

/** Authentication by tokens that an OAuth2 server is asked about. */
export interface Oauth2IntrospectionOptions extends TokenAuthenticationOptions {
  /** Where to ask (`oauth2Introspection.endpoint`): an absolute http or https address. */
  readonly endpoint: string;
  /**
   * Name of a Secret in the namespace of Authorino, with the keys `clientID` and
   * `clientSecret` (`oauth2Introspection.credentialsRef.name`).
   */
  readonly credentialsRef: string;
  /**
   * What kind of token it is (`oauth2Introspection.tokenTypeHint`).
   *
   * @default - `access_token`
   */
  readonly tokenTypeHint?: string;
}

/** Authentication by tokens of Kubernetes, such as those of service accounts. */
export interface KubernetesTokenReviewOptions extends TokenAuthenticationOptions {
  /**
   * Audiences of which the token must be for one (`kubernetesTokenReview.audiences`).
   *
   * @default - the host name of the request
   */
  readonly audiences?: string[];
}

/** Authentication by certificates of the clients. */
export interface X509AuthenticationOptions extends AuthenticationOptions {
  /**
   * Labels of the Secrets with the authorities that are trusted
   * (`x509.selector.matchLabels`), beside
   * `authorino.kuadrant.io/managed-by: authorino`. Each holds a certificate as
   * `tls.crt` or `ca.crt`.
   *
   * @default - `matchExpressions`, of which there must be some then
   */
  readonly matchLabels?: { readonly [label: string]: string };
  /**
   * What else the labels of the Secrets have to meet (`x509.selector.matchExpressions`).
   *
   * @default - `matchLabels` only
   */
  readonly matchExpressions?: LabelExpression[];
  /**
   * Whether Secrets of every namespace count, not only those in the namespace of Authorino (`x509.allNamespaces`).
   *
   * @default false
   */
  readonly allNamespaces?: boolean;
  /**
   * Where the certificate stands (`x509.source`).
   *
   * @default - the certificate of the TLS connection
   */
  readonly source?: X509Source;
}

/** Where the certificate of a client stands. */
export class X509Source {
  /** In a header as Envoy forwards it, `x-forwarded-client-cert` (`xfccHeader`). */
  public static xfccHeader(name: string): X509Source {
    return new X509Source({ xfccHeader: headerName('xfccHeader', name) });
  }

  /** In a header as RFC 9440 describes it, `client-cert` (`clientCertHeader`). */
  public static clientCertHeader(name: string): X509Source {
    return new X509Source({ clientCertHeader: headerName('clientCertHeader', name) });
  }

  /** What an expression gives: the certificate as PEM, encoded for a URL (`expression`). */
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
 * A way for clients to say who they are (`rules.authentication`). Of all ways
 * that a policy has, one must succeed.
 */
export class Authentication {
  /** Keys that are kept in Secrets. */
  public static apiKey(props: ApiKeyAuthenticationOptions): Authentication {
    const { matchLabels, matchExpressions, allNamespaces } = props;
    const selector = labelSelector('Authentication.apiKey', matchLabels, matchExpressions);
    return Authentication.of(props, { apiKey: { selector, allNamespaces }, ...credentialsOf(props) });
  }

  /** JSON Web Tokens, of an issuer with OpenID Connect or with a set of keys. */
  public static jwt(props: JwtAuthenticationOptions): Authentication {
    const { issuerUrl, jwksUrl, ttl } = props;
    exactlyOne('Authentication.jwt', { issuerUrl, jwksUrl }, 'prefer issuerUrl where there is OpenID Connect');
    if (ttl !== undefined && issuerUrl === undefined) {
      refuse({
        what: 'ttl of Authentication.jwt',
        got: 'ttl beside jwksUrl',
        expected: 'ttl beside issuerUrl only; keys are read again whenever a token names a new one',
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

  /** Tokens that an OAuth2 server is asked about. */
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

  /** Tokens of Kubernetes, such as those of service accounts. */
  public static kubernetesTokenReview(props: KubernetesTokenReviewOptions = {}): Authentication {
    const audiences = props.audiences?.map((audience) => nonEmpty('audience', audience, 'https://api.example.com'));
    return Authentication.of(props, {
      kubernetesTokenReview: { audiences: audiences?.length ? audiences : undefined },
      ...credentialsOf(props),
    });
  }

  /** Certificates of the clients, signed by an authority that a Secret holds. */
  public static x509(props: X509AuthenticationOptions): Authentication {
    const { matchLabels, matchExpressions, allNamespaces } = props;
    const selector = labelSelector('Authentication.x509', matchLabels, matchExpressions);
    return Authentication.of(props, { x509: { selector, allNamespaces, source: props.source?._render() } });
  }

  /** Everybody, without a credential. Lets every request through that its `when` does not exclude. */
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

  /** Whether it lets everybody through, at any time. @internal */
  public get _admitsAll(): boolean {
    return this._rule.spec.anonymous !== undefined && this._rule.spec.when === undefined;
  }

  /** Whether its issuer tells where UserInfo is. @internal */
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
      expected: 'the issuer; its .well-known/openid-configuration is found from there',
      fix: `write '${url.replace(WELL_KNOWN, '')}'`,
    });
  }
  return url;
}
