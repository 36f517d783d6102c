import { OpenApiNode } from './open-api-node';
import { Authentication } from '../kuadrant/auth-authentication';
import { Authorization } from '../kuadrant/auth-authorization';
import { AuthCredentials } from '../kuadrant/auth-rule';
import { Credentials } from '../manifest/kuadrant';
import { nearest, refuse } from '../value/problem';

/** Options of the program for the security schemes of a document. */
export interface SchemeOptions {
  readonly authentication: Readonly<Record<string, Authentication>>;
  readonly authorization: Readonly<Record<string, Authorization>>;
  readonly apiKeysInAllNamespaces?: boolean;
}

/** Label of the Secrets with API keys of a scheme. */
const API_KEYS_BY = 'kuadrant.io/apikeys-by';
const WELL_KNOWN = /\/*\.well-known\/openid-configuration\/*$/;

/** Security schemes of a document (`components.securitySchemes`). */
export class SecuritySchemes {
  private readonly declared: OpenApiNode | undefined;
  private readonly known = new Map<string, SecurityScheme>();

  public constructor(
    root: OpenApiNode,
    private readonly options: SchemeOptions,
  ) {
    this.declared = root.child('components')?.child('securitySchemes');
    this.refuseUnknown('authentication', options.authentication);
    this.refuseUnknown('authorization', options.authorization);
  }

  /** The scheme of a requirement. */
  public get(requirement: OpenApiNode): SecurityScheme {
    const name = requirement.key;
    const node = this.declared?.child(name);
    if (node === undefined) {
      const meant = nearest(name, this.names());
      requirement.refuse({
        got: name,
        expected: `a scheme of components.securitySchemes (${this.names().join(', ') || 'there are none'})`,
        fix: meant ? `write '${meant}'` : 'declare it there',
      });
    }
    const scheme = this.known.get(name) ?? new SecurityScheme(name, node!.follow(), this.options);
    this.known.set(name, scheme);
    return scheme;
  }

  private names(): string[] {
    return Object.keys(this.declared?.object() ?? {});
  }

  private refuseUnknown(what: string, given: Readonly<Record<string, unknown>>): void {
    const unknown = Object.keys(given).find((name) => !this.names().includes(name));
    if (unknown !== undefined) {
      const meant = nearest(unknown, this.names());
      refuse({
        what: `${what} of OpenApiRoutes`,
        got: unknown,
        expected: `names of security schemes: ${this.names().join(', ') || 'the document has none'}`,
        fix: meant ? `write '${meant}'` : 'leave it out',
      });
    }
  }
}

/** One security scheme, and its check by Authorino. */
export class SecurityScheme {
  private readonly given?: Authentication;
  private derived?: Authentication;
  /** Authorization that checks the scheme if another scheme authenticates the client. */
  public readonly authorization?: Authorization;
  private readonly type: string;

  public constructor(
    public readonly name: string,
    private readonly node: OpenApiNode,
    private readonly options: SchemeOptions,
  ) {
    this.given = options.authentication[name];
    this.authorization = options.authorization[name];
    this.type = this.field('type').oneOf('apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect');
  }

  /** Whether a requirement lists scopes; other schemes list roles, which requests do not contain. */
  public get hasScopes(): boolean {
    return this.type === 'oauth2' || this.type === 'openIdConnect';
  }

  /** The authentication of the program, or one derived from the document. */
  public get authentication(): Authentication {
    this.derived ??= this.given ?? this.node.within(() => this.derive());
    return this.derived;
  }

  /** Issuer or key set of a scheme of JSON Web Tokens. */
  public get jwt(): { readonly issuerUrl?: string; readonly jwksUrl?: string } | undefined {
    return this.given !== undefined || this.type === 'openIdConnect' ? this.authentication._rule.spec.jwt : undefined;
  }

  /** Location of the credential in a request; `undefined` where unknown. */
  public get credentials(): Credentials | undefined {
    const { credentials, anonymous, plain, x509 } = this.authentication._rule.spec;
    return anonymous || plain || x509 ? undefined : (credentials ?? { authorizationHeader: {} });
  }

  private derive(): Authentication {
    switch (this.type) {
      case 'apiKey':
        return this.apiKeys(this.placement());
      case 'openIdConnect': {
        const url = this.field('openIdConnectUrl');
        const issuerUrl = url.text().replace(WELL_KNOWN, '');
        return url.within(() => Authentication.jwt({ issuerUrl }));
      }
      case 'http': {
        const scheme = this.field('scheme').text().toLowerCase();
        // Authorino has no method for http basic: the API key is the text after `Basic`.
        return scheme === 'basic'
          ? this.apiKeys(AuthCredentials.authorizationHeader('Basic'))
          : this.unknown(`http ${scheme}`, scheme === 'bearer' ? undefined : 'plain');
      }
      default:
        return this.unknown(this.type, this.type === 'mutualTLS' ? 'x509' : undefined);
    }
  }

  private apiKeys(credentials: AuthCredentials): Authentication {
    const allNamespaces = this.options.apiKeysInAllNamespaces;
    return Authentication.apiKey({ matchLabels: { [API_KEYS_BY]: this.name }, allNamespaces, credentials });
  }

  private placement(): AuthCredentials {
    const name = this.field('name').text();
    switch (this.field('in').oneOf('header', 'query', 'cookie')) {
      case 'header':
        return AuthCredentials.customHeader(name);
      case 'query':
        return AuthCredentials.queryString(name);
      default:
        return AuthCredentials.cookie(name);
    }
  }

  private unknown(what: string, method: string = "jwt({ issuerUrl: 'https://...' })"): never {
    const call = method.includes('(') ? method : `${method}({ ... })`;
    return refuse({
      what: `security scheme '${this.name}'`,
      got: what,
      expected: 'an authentication; the document does not define how to check the credential',
      fix: `pass authentication: { '${this.name}': Authentication.${call} } to OpenApiRoutes`,
    });
  }

  private field(key: string): OpenApiNode {
    return (
      this.node.child(key) ??
      this.node.refuse({
        got: undefined,
        expected: `${key}, which a security scheme of its type needs`,
        fix: `add ${key}`,
      })
    );
  }
}
