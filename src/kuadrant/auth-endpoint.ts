import { AuthHttpEndpoint, AuthHttpMethod, AuthOauth2Client } from './auth-http';
import { values } from './auth-parts';
import { authExpression, checkTemplate, headerName, nonEmpty, placeholders } from './auth-text';
import { AuthValue } from './auth-value';
import { Http, Oauth2 } from '../manifest/kuadrant';
import { secretKeyReference } from '../resource/secret-key';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';
import { httpUrl } from '../value/scalar';

/* Internal. */

/** Renders the `http` field of a rule. */
export function renderHttp(what: string, endpoint: AuthHttpEndpoint): Http {
  const { url, urlExpression, method, body, bodyParameters, contentType, headers, oauth2 } = endpoint;
  exactlyOne(`address of ${what}`, { url, urlExpression }, 'set one and leave the other out');
  checkBody(what, endpoint);
  if (endpoint.sharedSecretRef !== undefined && oauth2 !== undefined) {
    refuse({
      what: `credentials of ${what}`,
      got: 'sharedSecretRef and oauth2',
      expected: 'one of them; with both, the shared secret is not sent',
      fix: 'leave one of them out',
    });
  }
  Object.entries(headers ?? {}).forEach(([name, value]) => checkHeader(what, name, value));
  return {
    url: url === undefined ? undefined : templatedUrl(`url of ${what}`, url),
    urlExpression: urlExpression === undefined ? undefined : authExpression(`urlExpression of ${what}`, urlExpression),
    method,
    body: body?._render(),
    bodyParameters: values(bodyParameters),
    contentType,
    headers: values(headers),
    sharedSecretRef:
      endpoint.sharedSecretRef && secretKeyReference(`sharedSecretRef of ${what}`, endpoint.sharedSecretRef),
    oauth2: oauth2 && renderOauth2(what, oauth2),
    credentials: endpoint.credentials?._render(),
  };
}

/** Checks a URL with placeholders in curly braces. */
function templatedUrl(what: string, url: string): string {
  const paths = placeholders(what, url);
  if (paths.length > 0) {
    checkTemplate(what, url);
  }
  // A URL that begins with a placeholder cannot be checked.
  if (!url.startsWith('{')) {
    httpUrl(
      what,
      paths.reduce((text, path) => text.replace(`{${path}}`, 'x'), url),
    );
  }
  return url;
}

function checkBody(what: string, { method, body, bodyParameters, contentType }: AuthHttpEndpoint): void {
  const ofPost = { body, bodyParameters, contentType };
  const given = Object.entries(ofPost).find(([, value]) => value !== undefined);
  if (given && method !== AuthHttpMethod.POST) {
    refuse({
      what: `${given[0]} of ${what}`,
      got: `method ${method ?? 'GET'}`,
      expected: 'method POST; GET requests have no body',
      fix: 'add method: AuthHttpMethod.POST, or put the parameters into the query of the URL',
    });
  }
  if (body !== undefined && bodyParameters !== undefined) {
    refuse({
      what: `body of ${what}`,
      got: 'body and bodyParameters',
      expected: 'one of them; with both, the parameters are not sent',
      fix: 'leave one of them out',
    });
  }
}

function checkHeader(what: string, name: string, value: AuthValue): void {
  headerName(`headers of ${what}`, name);
  if (value._isFixed && /^(proxy-)?authorization$|^cookie$/i.test(name)) {
    refuse({
      what: `header ${name} of ${what}`,
      got: 'a fixed value',
      expected: 'no credential in a manifest',
      fix: 'put it into a Secret, refer to it by sharedSecretRef, and set its location in the request by credentials',
    });
  }
}

function renderOauth2(what: string, client: AuthOauth2Client): Oauth2 {
  const { scopes, extraParams } = client;
  return {
    tokenUrl: httpUrl(`tokenUrl of ${what}`, client.tokenUrl),
    clientId: nonEmpty(`clientId of ${what}`, client.clientId, 'gateway'),
    clientSecretRef: secretKeyReference(`clientSecretRef of ${what}`, client.clientSecretRef),
    scopes: scopes?.length ? [...scopes] : undefined,
    extraParams: extraParams && Object.keys(extraParams).length > 0 ? { ...extraParams } : undefined,
    cache: client.cache,
  };
}
