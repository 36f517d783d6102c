import { Authentication } from './identity';
import { Secret } from '../../manifest/kubernetes';
import { secretText } from '../../model/authorities';
import { LabelSelector, selects } from '../../model/labels';
import { findItem, Model } from '../../model/model';
import { Request } from '../request';

/**
 * A request with the token and the API key of its client where authentication rules look for them, for conditions that
 * look at headers. The text of a token, and of a key that is not in the model, is one that no condition compares with.
 */
export function withCredentials(model: Model, rules: readonly Authentication[], request: Request): Request {
  const { jwt, apiKey } = request.client ?? {};
  const token = jwt && placed(request, tokenRule(rules, jwt.iss), `<token of ${String(jwt.sub ?? jwt.iss)}>`);
  return apiKey === undefined ? (token ?? request) : withKey(model, rules, token ?? request, apiKey);
}

const tokenRule = (rules: readonly Authentication[], issuer: unknown): Authentication =>
  rules.find(({ jwt }) => jwt && jwt.issuerUrl === issuer) ??
  rules.find(
    ({ jwt, oauth2Introspection, kubernetesTokenReview }) => jwt ?? oauth2Introspection ?? kubernetesTokenReview,
  ) ??
  {};

function withKey(model: Model, rules: readonly Authentication[], request: Request, name: string): Request {
  const [namespace, own = ''] = name.split('/');
  const secret = findItem(model, Secret, namespace, own);
  const ofKeys = rules.filter(({ apiKey }) => apiKey);
  const rule =
    ofKeys.find(({ apiKey }) => secret && selects(apiKey!.selector as LabelSelector, secret.labels)) ?? ofKeys[0];
  const text = (secret && secretText(model, secret, 'api_key')) || `<key of ${name}>`;
  return rule ? placed(request, rule, text) : request;
}

/** What the test itself puts there stays. */
function placed(request: Request, { credentials = {} }: Authentication, text: string): Request {
  const { customHeader, queryString, cookie, authorizationHeader } = credentials;
  if (queryString) {
    if (request.query.has(queryString.name)) return request;
    const separator = request.search === '' ? '?' : `${request.search}&`;
    return { ...request, search: `${separator}${queryString.name}=${encodeURIComponent(text)}` };
  }
  if (cookie) {
    const before = request.headers.get('cookie');
    return withHeader(request, 'cookie', `${before === undefined ? '' : `${before}; `}${cookie.name}=${text}`);
  }
  const name = customHeader?.name.toLowerCase() ?? 'authorization';
  if (request.headers.has(name)) return request;
  return withHeader(request, name, customHeader ? text : `${authorizationHeader?.prefix || 'Bearer'} ${text}`);
}

const withHeader = (request: Request, name: string, value: string): Request => ({
  ...request,
  headers: new Map([...request.headers, [name, value]]),
});
