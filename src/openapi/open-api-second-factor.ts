import { Duration } from 'cdk8s';
import { SecurityScheme } from './open-api-scheme';
import { Authorization } from '../kuadrant/auth-authorization';
import { AuthMetadata } from '../kuadrant/auth-metadata';
import { AuthValue } from '../kuadrant/auth-value';
import { Credentials } from '../manifest/kuadrant';

/** Property of an identity with the name of the scheme that authenticated it. */
export const SCHEME_PROPERTY = 'security-scheme';

/** A check of a second credential, and the metadata that it needs. */
export interface SecondFactor {
  readonly authorization: Authorization;
  readonly metadata: readonly (readonly [string, AuthMetadata])[];
}

/** Required scopes, and the claim that lists them. */
export interface RequiredScopes {
  readonly scopes: readonly string[];
  readonly claim: string;
}

/**
 * Checks a JSON Web Token as a second credential. Authorino accepts the
 * first authentication that succeeds, so the second must be an authorization: the
 * issuer's keys are fetched as metadata and a Rego policy verifies the token.
 *
 * @param scheme a scheme of JSON Web Tokens
 * @param required required scopes of the token
 * @param identity name of the other required scheme; `undefined` if no other scheme can authenticate
 */
export function jwtSecondFactor(scheme: SecurityScheme, required: RequiredScopes, identity?: string): SecondFactor {
  const { issuerUrl, jwksUrl } = scheme.jwt!;
  const keys = `${scheme.name}-keys`;
  const configuration = `${scheme.name}-configuration`;
  // A fixed key: the response is the same for every request.
  const cache = { key: AuthValue.of(scheme.name), ttl: Duration.minutes(5) };
  const metadata: [string, AuthMetadata][] =
    issuerUrl === undefined
      ? [[keys, AuthMetadata.http({ url: jwksUrl, cache })]]
      : [
          [
            configuration,
            AuthMetadata.http({ url: `${issuerUrl.replace(/\/+$/, '')}/.well-known/openid-configuration`, cache }),
          ],
          [
            keys,
            AuthMetadata.http({
              urlExpression: `auth.metadata[${JSON.stringify(configuration)}].jwks_uri`,
              priority: 1,
              cache,
            }),
          ],
        ];
  const rego = [
    'request := input.context.request.http',
    `tokens := ${tokens(scheme.credentials!)}`,
    `fetched := input.auth.metadata[${JSON.stringify(keys)}]`,
    // A response without the content type application/json remains a text.
    'certificates := array.concat([text | text := fetched; is_string(text)], [json.marshal(fetched)])[0]',
    'verified := [1 |',
    '  token := tokens[_]',
    '  [_, unverified, _] := io.jwt.decode(token)',
    // Rego rejects a token with an audience unless the constraints name it.
    '  audiences := array.concat([aud | aud := unverified.aud; is_string(aud)], [aud | aud := unverified.aud[_]])',
    `  constraints := object.union(${constraints(issuerUrl)}, {"aud": aud | aud := audiences[0]})`,
    '  [valid, _, claims] := io.jwt.decode_verify(token, constraints)',
    '  valid',
    ...scopeLines(required),
    ']',
    identity === undefined
      ? 'allow := count(verified) > 0'
      : `others := [1 | input.auth.identity["${SCHEME_PROPERTY}"] != ${JSON.stringify(identity)}]`,
    ...(identity === undefined ? [] : ['allow := count(array.concat(others, verified)) > 0']),
  ];
  return { authorization: Authorization.opa({ rego: `${rego.join('\n')}\n` }), metadata };
}

const constraints = (issuerUrl: string | undefined) =>
  `{"cert": certificates${issuerUrl === undefined ? '' : `, "iss": ${JSON.stringify(issuerUrl)}`}}`;

function scopeLines({ scopes, claim }: RequiredScopes): string[] {
  if (scopes.length === 0) {
    return [];
  }
  const granted = `claims[${JSON.stringify(claim)}]`;
  return [
    `  granted := array.concat([scope | scope := split(${granted}, " ")[_]], [scope | scope := ${granted}[_]])`,
    `  count({${scopes.map((scope) => JSON.stringify(scope)).join(', ')}} - {scope | scope := granted[_]}) == 0`,
  ];
}

/** The tokens of a request: one or none. */
function tokens({ authorizationHeader, customHeader, queryString, cookie }: Credentials): string {
  if (customHeader) {
    return `[token | token := request.headers[${JSON.stringify(customHeader.name.toLowerCase())}]]`;
  }
  if (queryString) {
    const name = JSON.stringify(queryString.name);
    return `[token | token := urlquery.decode_object(split(request.path, "?")[1])[${name}][0]]`;
  }
  if (cookie) {
    const pair = `pair := trim_space(split(request.headers["cookie"], ";")[_])`;
    const [start, length] = [JSON.stringify(`${cookie.name}=`), cookie.name.length + 1];
    return `[substring(pair, ${length}, -1) | ${pair}; startswith(pair, ${start})]`;
  }
  const prefix = `${authorizationHeader?.prefix ?? 'Bearer'} `;
  const start = JSON.stringify(prefix);
  return `[substring(header, ${prefix.length}, -1) | header := request.headers["authorization"]; startswith(header, ${start})]`;
}
