import { Attributes } from './attributes';
import { hasUnknown, isObject, UNKNOWN } from './data';
import { Ask } from './decide';
import { resolved } from './expression';
import { selected } from './selector';
import { Kuadrant, Rules } from '../../manifest/kuadrant';
import { Secret } from '../../manifest/kubernetes';
import { secretText } from '../../model/authorities';
import { maker } from '../../model/generated';
import { LabelSelector, selects } from '../../model/labels';
import { Entry, findItem, isDeclared, itemsOf, Model } from '../../model/model';
import { Request } from '../request';

export type Authentication = NonNullable<Rules['authentication']>[string];

/** What an authentication rule is asked about. */
export interface Asked {
  readonly model: Model;
  readonly request: Request;
  readonly attributes: Attributes;
  readonly ask: Ask;
}

/** The identity that an authentication rule finds; undefined where it finds none. Parts of it may be unknown. */
export function identityOf(rule: Authentication, asked: Asked): { readonly identity: unknown } | undefined {
  const found = verified(rule, asked);
  return found && { identity: extended(rule, found.identity, asked) };
}

function verified(rule: Authentication, asked: Asked): { readonly identity: unknown } | undefined {
  const { request, ask, attributes } = asked;
  const claims = request.client?.jwt;
  if (rule.anonymous) return { identity: { anonymous: true } };
  if (rule.apiKey) return byKey(rule, rule.apiKey, asked);
  if (rule.plain) {
    const identity = resolved(rule.plain, attributes, selected);
    if (hasUnknown(identity)) {
      const what = rule.plain.selector ?? rule.plain.expression;
      return ask(`${what} has a value`, `${what} has no value`) ? { identity: UNKNOWN } : undefined;
    }
    return identity === null ? undefined : { identity };
  }
  if (rule.x509) {
    const { certificate } = request.client ?? {};
    if (certificate === undefined) return undefined;
    const authorities = shownSelector(rule.x509.selector as LabelSelector);
    const isTrusted = ask(
      `certificate ${certificate} is from an authority of the Secrets ${authorities}`,
      `certificate ${certificate} is not from an authority of the Secrets ${authorities}`,
    );
    return isTrusted ? { identity: UNKNOWN } : undefined;
  }
  if (claims === undefined && credential(rule, request) === undefined) return undefined;
  if (rule.jwt) {
    const { issuerUrl, jwksUrl } = rule.jwt;
    if (claims && issuerUrl !== undefined && typeof claims.iss === 'string') {
      return claims.iss === issuerUrl ? { identity: claims } : undefined;
    }
    return accepted(`${issuerUrl ?? jwksUrl}`, claims ?? UNKNOWN, ask);
  }
  if (rule.oauth2Introspection) return accepted(rule.oauth2Introspection.endpoint, UNKNOWN, ask);
  return rule.kubernetesTokenReview ? accepted('Kubernetes', UNKNOWN, ask) : undefined;
}

const accepted = (who: string, identity: unknown, ask: Ask) =>
  ask(`${who} accepts the token`, `${who} does not accept the token`) ? { identity } : undefined;

const API_KEY = 'api_key';

/** Secrets with API keys are in Authorino's namespace, which is that of the Kuadrant object, or in any. */
function byKey(
  rule: Authentication,
  { selector, allNamespaces }: NonNullable<Authentication['apiKey']>,
  { model, request, ask }: Asked,
): { readonly identity: unknown } | undefined {
  const labels = selector as LabelSelector;
  const name = request.client?.apiKey;
  if (name === undefined) {
    const text = credential(rule, request);
    return text === undefined ? undefined : byText(text, labels, allNamespaces ?? false, { model, ask });
  }
  const [namespace, own = ''] = name.split('/');
  const secret = findItem(model, Secret, namespace, own);
  const shown = shownSelector(labels);
  if (!secret) {
    const ref = { group: '', kind: 'Secret', namespace, name: own };
    if (model.isWhole && !isDeclared(model, ref) && !maker(model, 'Secret', namespace, own)) return undefined;
    return ask(`Secret ${name} is one of ${shown}`, `Secret ${name} is none of ${shown}`)
      ? { identity: UNKNOWN }
      : undefined;
  }
  if (!selects(labels, secret.labels) || !isManaged(secret) || secretText(model, secret, API_KEY) === '') {
    return undefined;
  }
  return isInScope(model, secret, allNamespaces ?? false, ask) ? { identity: objectOf(secret) } : undefined;
}

const isManaged = ({ labels }: Entry) => labels['authorino.kuadrant.io/managed-by'] === 'authorino';

function isInScope(model: Model, { namespace }: Entry, allNamespaces: boolean, ask: Ask): boolean {
  if (allNamespaces) return true;
  const [own] = itemsOf(model, Kuadrant).map((kuadrant) => kuadrant.namespace);
  if (own !== undefined) return own === namespace;
  if (namespace === 'kuadrant-system') return true;
  return ask(`Authorino runs in namespace ${namespace}`, `Authorino does not run in namespace ${namespace}`);
}

/** The Secret whose key a request carries as a text. */
function byText(
  text: string,
  labels: LabelSelector,
  allNamespaces: boolean,
  { model, ask }: Pick<Asked, 'model' | 'ask'>,
): { readonly identity: unknown } | undefined {
  const secrets = itemsOf(model, Secret).filter((each) => selects(labels, each.labels) && isManaged(each));
  const found = secrets.find((each) => secretText(model, each, API_KEY) === text);
  if (found) return isInScope(model, found, allNamespaces, ask) ? { identity: objectOf(found) } : undefined;
  const shown = shownSelector(labels);
  return ask(`the API key is one of the Secrets ${shown}`, `the API key is none of the Secrets ${shown}`)
    ? { identity: UNKNOWN }
    : undefined;
}

/** The identity of an API key is its Secret; selectors look at its metadata. */
function objectOf({ namespace, name, labels, annotations }: Entry): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels, annotations, uid: UNKNOWN, creationTimestamp: UNKNOWN },
    data: UNKNOWN,
  };
}

const shownSelector = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector) =>
  [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) => [key, operator, values?.join(',')].join(' ').trim()),
  ].join(', ');

/** The text that a request carries where a rule looks for it (authorino, pkg/auth/credentials.go). */
export function credential({ credentials = {} }: Authentication, { headers, search }: Request): string | undefined {
  const { customHeader, queryString, cookie, authorizationHeader } = credentials;
  if (customHeader) return headers.get(customHeader.name.toLowerCase());
  if (queryString) return new URLSearchParams(search).get(queryString.name) || undefined;
  if (cookie) {
    const parts = (headers.get('cookie') ?? '').split(';').map((part) => part.trim());
    return parts.find((part) => part.startsWith(`${cookie.name}=`))?.slice(cookie.name.length + 1);
  }
  const prefix = `${authorizationHeader?.prefix || 'Bearer'} `;
  const header = headers.get('authorization');
  return header?.startsWith(prefix) ? header.slice(prefix.length) : undefined;
}

/** What stands before the name of a rule in the challenge of a response with 401. */
export const challengeOf = ({ credentials = {} }: Authentication): string =>
  credentials.customHeader?.name ??
  credentials.queryString?.name ??
  credentials.cookie?.name ??
  (credentials.authorizationHeader?.prefix || 'Bearer');

function extended(
  { defaults = {}, overrides = {} }: Authentication,
  identity: unknown,
  { attributes }: Asked,
): unknown {
  const added = Object.keys({ ...defaults, ...overrides });
  if (added.length === 0 || !isObject(identity)) return identity;
  const inside = { ...attributes, auth: { identity } };
  const result: Record<string, unknown> = { ...identity };
  for (const [name, value] of Object.entries(defaults)) result[name] ??= resolved(value, inside, selected);
  for (const [name, value] of Object.entries(overrides)) result[name] = resolved(value, inside, selected);
  return result;
}
