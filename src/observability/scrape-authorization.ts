import { renderProxy, ScrapeProxyOptions } from './scrape-proxy';
import { KeySelector, KeySource, renderKey, renderTls, ScrapeTls } from './scrape-secret';
import { Authorization, BasicAuth, Oauth2 } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { httpUrl } from '../manifest/scalar';

/** How Prometheus gets a token by OAuth 2.0 (`oauth2`). */
export interface ScrapeOauth2Options extends ScrapeProxyOptions {
  /** Identifier of the client (`clientId`). */
  readonly clientId: KeySource;
  /** Key of a Secret with the client's secret (`clientSecret`). */
  readonly clientSecret: KeySelector;
  /** Address that gives tokens (`tokenUrl`), http or https. */
  readonly tokenUrl: string;
  /**
   * Scopes to ask for (`scopes`).
   *
   * @default - none
   */
  readonly scopes?: string[];
  /**
   * Parameters added to the request (`endpointParams`).
   *
   * @default - none
   */
  readonly endpointParams?: { readonly [name: string]: string };
  /**
   * How the address speaks TLS (`tlsConfig`).
   *
   * @default - Prometheus' defaults
   */
  readonly tls?: ScrapeTls;
}

/** How a scrape proves who it is: one way per endpoint. */
export class ScrapeAuthorization {
  /** A bearer token out of a Secret (`authorization`). */
  public static bearer(token: KeySelector): ScrapeAuthorization {
    return ScrapeAuthorization.custom('Bearer', token);
  }

  /** User name and password out of Secrets (`basicAuth`). */
  public static basic(username: KeySelector, password: KeySelector): ScrapeAuthorization {
    return new ScrapeAuthorization({ basicAuth: { username: renderKey(username), password: renderKey(password) } });
  }

  /** A token that Prometheus gets by OAuth 2.0 (`oauth2`). */
  public static oauth2(options: ScrapeOauth2Options): ScrapeAuthorization {
    const { clientId, clientSecret, tokenUrl, scopes, endpointParams, tls } = options;
    return new ScrapeAuthorization({
      oauth2: {
        clientId: clientId._render(),
        clientSecret: renderKey(clientSecret),
        tokenUrl: httpUrl('tokenUrl of a scrape', tokenUrl),
        scopes,
        endpointParams,
        tlsConfig: tls && renderTls(tls),
        ...renderProxy(options),
      },
    });
  }

  /** Another scheme of the Authorization header (`authorization`); not Basic. */
  public static custom(type: string, credentials: KeySelector): ScrapeAuthorization {
    if (type.trim() === '' || type.trim().toLowerCase() === 'basic') {
      refuse({
        what: 'type of a scrape authorization',
        got: type,
        expected: 'a scheme such as Bearer, other than Basic',
        fix: 'use ScrapeAuthorization.basic for a user name and password',
      });
    }
    return new ScrapeAuthorization({ authorization: { type, credentials: renderKey(credentials) } });
  }

  private constructor(
    private readonly spec: {
      readonly authorization?: Authorization;
      readonly basicAuth?: BasicAuth;
      readonly oauth2?: Oauth2;
    },
  ) {}

  /** Fields of an endpoint. @internal */
  public _render(): {
    readonly authorization?: Authorization;
    readonly basicAuth?: BasicAuth;
    readonly oauth2?: Oauth2;
  } {
    return this.spec;
  }
}
