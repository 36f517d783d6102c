import { AuthCredentials } from './auth-rule';
import { AuthValue } from './auth-value';
import { SecretKeyReference } from '../resource/secret-key';

/** The methods with which Authorino sends a request; the API knows more, Authorino refuses them at run time. */
export enum AuthHttpMethod {
  /** Without a body. */
  GET = 'GET',
  /** With a body. */
  POST = 'POST',
}

/** How `bodyParameters` are written. */
export enum AuthHttpContentType {
  /** As a form: `a=1&b=2`. */
  FORM_URLENCODED = 'application/x-www-form-urlencoded',
  /** As a JSON object. */
  JSON = 'application/json',
}

/** A request that Authorino sends to another service. */
export interface AuthHttpEndpoint {
  /**
   * Where the request goes (`url`). May hold paths of the authorization JSON in
   * curly braces: `http://teams.example.com/of?user={auth.identity.sub}`. Refused
   * when it is not an absolute http or https address.
   *
   * @default - `urlExpression`, of which there must be one then
   */
  readonly url?: string;
  /**
   * An expression of the Common Expression Language that gives the address (`urlExpression`).
   *
   * @default - `url`
   */
  readonly urlExpression?: string;
  /**
   * Method of the request (`method`).
   *
   * @default AuthHttpMethod.GET
   */
  readonly method?: AuthHttpMethod;
  /**
   * Body as it is sent (`body`). Only with POST, and not beside `bodyParameters`.
   *
   * @default - `bodyParameters`
   */
  readonly body?: AuthValue;
  /**
   * Parameters of the body, written as `contentType` says (`bodyParameters`). Only with POST.
   *
   * @default - none
   */
  readonly bodyParameters?: { readonly [name: string]: AuthValue };
  /**
   * How `bodyParameters` are written, and the `Content-Type` of the request (`contentType`). Only with POST.
   *
   * @default AuthHttpContentType.FORM_URLENCODED
   */
  readonly contentType?: AuthHttpContentType;
  /**
   * Headers of the request (`headers`). A fixed `Authorization` or `Cookie` is
   * refused, because everybody who can read the policy could read it: use
   * `sharedSecretRef` or `oauth2`.
   *
   * @default - none but those that the other fields add
   */
  readonly headers?: { readonly [name: string]: AuthValue };
  /**
   * Secret that proves to the service who asks (`sharedSecretRef`), sent where `credentials` says. Not beside `oauth2`.
   *
   * @default - none
   */
  readonly sharedSecretRef?: SecretKeyReference;
  /**
   * Takes a token by the client credentials grant and sends it where `credentials` says (`oauth2`).
   *
   * @default - none
   */
  readonly oauth2?: AuthOauth2Client;
  /**
   * Where the shared secret or the token stands in the request (`credentials`).
   *
   * @default - the header `Authorization`, behind `Bearer`
   */
  readonly credentials?: AuthCredentials;
}

/** A client of an OAuth2 server, which takes its tokens by the client credentials grant. */
export interface AuthOauth2Client {
  /** Where tokens are issued (`tokenUrl`): an absolute http or https address. */
  readonly tokenUrl: string;
  /** Name of the client (`clientId`). */
  readonly clientId: string;
  /** Secret of the client (`clientSecretRef`). */
  readonly clientSecretRef: SecretKeyReference;
  /**
   * Scopes to ask for (`scopes`).
   *
   * @default - those that the server gives by itself
   */
  readonly scopes?: string[];
  /**
   * More parameters of the request for a token (`extraParams`).
   *
   * @default - none
   */
  readonly extraParams?: { readonly [name: string]: string };
  /**
   * Whether a token is used again until it expires (`cache`).
   *
   * @default true
   */
  readonly cache?: boolean;
}
