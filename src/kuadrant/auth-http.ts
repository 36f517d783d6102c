import { AuthCredentials } from './auth-rule';
import { AuthValue } from './auth-value';
import { SecretKeyReference } from '../resource/secret-key';

/** HTTP methods of a request by Authorino. The API accepts more, but Authorino refuses them at run time. */
export enum AuthHttpMethod {
  /** Sends a request without a body. */
  GET = 'GET',
  /** Sends a request with a body. */
  POST = 'POST',
}

/** Encoding of `bodyParameters`. */
export enum AuthHttpContentType {
  /** Encodes parameters as a form: `a=1&b=2`. */
  FORM_URLENCODED = 'application/x-www-form-urlencoded',
  /** Encodes parameters as a JSON object. */
  JSON = 'application/json',
}

/** Options of an HTTP request that Authorino sends to another service. */
export interface AuthHttpEndpoint {
  /**
   * URL of the request (`url`): an absolute http or https URL. May contain paths of the authorization JSON in
   * curly braces: `http://teams.example.com/of?user={auth.identity.sub}`.
   *
   * @default - none; `urlExpression` is required
   */
  readonly url?: string;
  /**
   * CEL expression of the URL (`urlExpression`).
   *
   * @default - none; `url` is required
   */
  readonly urlExpression?: string;
  /**
   * Method of the request (`method`).
   *
   * @default AuthHttpMethod.GET
   */
  readonly method?: AuthHttpMethod;
  /**
   * Body of the request (`body`). Only with POST; excludes `bodyParameters`.
   *
   * @default - the encoded `bodyParameters`
   */
  readonly body?: AuthValue;
  /**
   * Parameters of the body, encoded according to `contentType` (`bodyParameters`). Only with POST.
   *
   * @default - none
   */
  readonly bodyParameters?: { readonly [name: string]: AuthValue };
  /**
   * Encoding of `bodyParameters` and `Content-Type` of the request (`contentType`). Only with POST.
   *
   * @default AuthHttpContentType.FORM_URLENCODED
   */
  readonly contentType?: AuthHttpContentType;
  /**
   * Headers of the request (`headers`). A fixed `Authorization` or `Cookie` is
   * refused, because everyone who can read the policy could read it: use
   * `sharedSecretRef` or `oauth2`.
   *
   * @default - those that other fields add
   */
  readonly headers?: { readonly [name: string]: AuthValue };
  /**
   * Shared secret that authenticates Authorino to the service (`sharedSecretRef`), sent as `credentials` defines.
   * Excludes `oauth2`.
   *
   * @default - none
   */
  readonly sharedSecretRef?: SecretKeyReference;
  /**
   * OAuth2 client: Authorino requests a token by the client credentials grant and sends it as `credentials` defines
   * (`oauth2`).
   *
   * @default - none
   */
  readonly oauth2?: AuthOauth2Client;
  /**
   * Location of the shared secret or token in the request (`credentials`).
   *
   * @default - the header `Authorization` with the prefix `Bearer`
   */
  readonly credentials?: AuthCredentials;
}

/** An OAuth2 client that requests tokens by the client credentials grant. */
export interface AuthOauth2Client {
  /** Token endpoint (`tokenUrl`): an absolute http or https URL. */
  readonly tokenUrl: string;
  /** Client id (`clientId`). */
  readonly clientId: string;
  /** Reference to the client secret (`clientSecretRef`). */
  readonly clientSecretRef: SecretKeyReference;
  /**
   * Scopes to request (`scopes`).
   *
   * @default - the default scopes of the server
   */
  readonly scopes?: string[];
  /**
   * Additional parameters of the token request (`extraParams`).
   *
   * @default - none
   */
  readonly extraParams?: { readonly [name: string]: string };
  /**
   * Whether a token is reused until it expires (`cache`).
   *
   * @default true
   */
  readonly cache?: boolean;
}
