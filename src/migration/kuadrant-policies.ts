import { Context } from './context';
import { IngressItem } from '../ingress/servers';
import { BasicAuthSettings, ExternalAuthSettings, LimitSettings, Settings } from '../ingress/settings';
import { AuthPolicy, AuthPolicySpec, RateLimitPolicy, RateLimitPolicySpec } from '../manifest/kuadrant';
import { GATEWAY_API, Manifest } from '../manifest/manifest';

type Rules = NonNullable<AuthPolicySpec['rules']>;

/**
 * The policies of Kuadrant for a route of an Ingress. Kuadrant tells requests apart by hosts and not by listeners: where
 * HTTP is redirected, they say that they are for HTTPS.
 */
export function kuadrantPolicies(
  route: Manifest,
  ingress: IngressItem,
  settings: Settings,
  isRedirected: boolean,
  context: Context,
): readonly Manifest[] {
  const { basicAuth, externalAuth, limits, satisfiesAny } = settings;
  if (satisfiesAny && !(basicAuth || externalAuth)) {
    context.notes.annotation(ingress, 'satisfy', 'kept', 'there is one condition');
  }
  const rules = merged([
    ...(basicAuth ? [basicRules(basicAuth, ingress, context)] : []),
    ...(externalAuth ? [externalRules(externalAuth, ingress, context)] : []),
  ]);
  const rates = limits && ratesOf(limits);
  const when = isRedirected ? [{ predicate: "request.scheme == 'https'" }] : undefined;
  return [
    ...(rules ? [policy(AuthPolicy, route, { when, rules })] : []),
    ...(rates && rates.length > 0
      ? [
          policy(RateLimitPolicy, route, {
            when,
            limits: { client: { rates, counters: [{ expression: 'source.remote_address' }] } },
          }),
        ]
      : []),
  ];
}

/**
 * A policy that lets everybody pass. Kuadrant looks for the path of a request among routes with policies alone: without one
 * of its own, a route would get those of a route with a wider path.
 */
export const openPolicy = (route: Manifest): Manifest =>
  policy(AuthPolicy, route, { rules: { authentication: { anyone: { anonymous: {} } } } as Rules });

function policy(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  { kind: target, metadata }: Manifest,
  spec: Omit<AuthPolicySpec, 'targetRef'> | Omit<RateLimitPolicySpec, 'targetRef'>,
): Manifest {
  const { namespace, name } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name: `${name}-${kind === 'AuthPolicy' ? 'auth' : 'rlp'}`, namespace },
    spec: { targetRef: { group: GATEWAY_API, kind: target, name }, ...spec },
  };
}

/** Each part of the rules by its own names. */
function merged(list: readonly Rules[]): Rules | undefined {
  if (list.length === 0) return undefined;
  return list.reduce((all, rules) => ({
    ...all,
    ...rules,
    authentication: { ...rules.authentication, ...all.authentication },
    response: { ...rules.response, ...all.response },
  }));
}

/** Label of the Secrets that stand for the users of a password file. */
export const USERS_LABEL = 'basic-auth-users';

/** A user and a password are an API key, in base64 behind the word Basic. */
function basicRules({ type, secret, realm }: BasicAuthSettings, ingress: IngressItem, { notes }: Context): Rules {
  const [, name] = secret.split('/');
  if (type === 'digest') {
    notes.annotation(ingress, 'auth-type', 'refused', 'Authorino knows no digest; use basic over HTTPS, or tokens');
  }
  const quoted = `"${realm ?? ''}"`;
  return {
    authentication: {
      basic: {
        apiKey: { selector: { matchLabels: { [USERS_LABEL]: name } }, allNamespaces: false },
        credentials: { authorizationHeader: { prefix: 'Basic' } },
      },
    },
    response: { unauthenticated: { headers: { 'WWW-Authenticate': { value: `Basic realm=${quoted}` } } } },
  } as Rules;
}

/** The answer of another server, of which a body that is there counts: of one that refuses, Authorino takes none. */
function externalRules(
  { url, method, signIn, signInParameter, requestRedirect }: ExternalAuthSettings,
  ingress: IngressItem,
  { notes }: Context,
): Rules {
  const variables = [url, signIn ?? ''].flatMap((text) => text.match(/\$\w+/g) ?? []);
  const unknown = variables.filter((name) => !(name in VARIABLES));
  if (unknown.length > 0) {
    const name = unknown.some((each) => url.includes(each)) ? 'auth-url' : 'auth-signin';
    notes.annotation(ingress, name, 'refused', `${unknown.join(', ')} is a variable of nginx alone; write the value`);
  }
  const address = /\$/.test(url) ? { urlExpression: expressionOf(url) } : { url };
  return {
    authentication: { anyone: { anonymous: {} } },
    metadata: {
      external: {
        http: {
          ...address,
          method: method === 'POST' ? 'POST' : 'GET',
          headers: {
            Cookie: { expression: "'cookie' in request.headers ? request.headers['cookie'] : ''" },
            Authorization: { expression: "'authorization' in request.headers ? request.headers['authorization'] : ''" },
            'X-Original-URL': { expression: expressionOf(ORIGINAL) },
            ...(requestRedirect === undefined
              ? {}
              : { 'X-Auth-Request-Redirect': { expression: expressionOf(requestRedirect) } }),
          },
        },
      },
    },
    authorization: {
      external: { patternMatching: { patterns: [{ selector: 'auth.metadata.external', operator: 'neq', value: '' }] } },
    },
    response: {
      unauthorized:
        signIn === undefined
          ? { code: 401 }
          : { code: 302, headers: { location: { expression: signInExpression(signIn, signInParameter) } } },
    },
  } as unknown as Rules;
}

/** Variables of nginx as expressions of Authorino. */
const VARIABLES: Readonly<Record<string, string>> = {
  $scheme: 'request.scheme',
  $host: 'request.host',
  $http_host: 'request.host',
  $best_http_host: 'request.host',
  $request_uri: 'request.path',
  $escaped_request_uri: 'request.path',
  $request_method: 'request.method',
  $remote_addr: 'source.address',
};

const ORIGINAL = '$scheme://$http_host$request_uri';

/** A text with variables, as a sum of texts in CEL. */
const expressionOf = (text: string) =>
  text
    .split(/(\$\w+)/)
    .filter((part) => part !== '')
    .map((part) => VARIABLES[part] ?? `'${part.replace(/'/g, "\\'")}'`)
    .join(' + ');

/** ingress-nginx adds the URL of the request, unless the sign-in page has a parameter of that name. */
const signInExpression = (signIn: string, parameter: string) =>
  signIn.includes(`${parameter}=`)
    ? expressionOf(signIn)
    : expressionOf(`${signIn}${signIn.includes('?') ? '&' : '?'}${parameter}=${ORIGINAL}`);

function ratesOf({ requestsPerSecond, requestsPerMinute }: LimitSettings) {
  return [
    ...(requestsPerSecond > 0 ? [{ limit: requestsPerSecond, window: '1s' }] : []),
    ...(requestsPerMinute > 0 ? [{ limit: requestsPerMinute, window: '1m' }] : []),
  ];
}
