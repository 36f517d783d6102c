import { Client, Request } from '../../request';

/** JSON Web Tokens as text: those of requests, and one for a client of whom a test says the claims. */

export type Claims = Readonly<Record<string, unknown>>;

export interface Token {
  readonly claims: Claims;
  /** The second part of the text. */
  readonly payload: string;
  /** Whether its signature counts as right: nobody else knows. */
  readonly isOfClient: boolean;
}

/** The signature that stands for one that the issuer made. */
const SIGNED = 'c2lnbmVk';

const BEARER = { header: 'authorization', prefix: 'Bearer ' };

const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const textOfToken = (claims: Claims) => `${coded({ alg: 'RS256', typ: 'JWT' })}.${coded(claims)}.${SIGNED}`;

/** Headers and query of a request with the token of its client in its place. */
export function carried({ headers, search, client }: Request): {
  readonly headers: Map<string, string>;
  readonly search: string;
} {
  const own = new Map(headers);
  if (!client?.jwt) return { headers: own, search };
  const text = textOfToken(client.jwt);
  const place: NonNullable<Client['jwtIn']> = client.jwtIn ?? BEARER;
  if ('query' in place) {
    return { headers: own, search: `${search === '' ? '?' : `${search}&`}${place.query}=${text}` };
  }
  if ('cookie' in place) {
    const before = own.get('cookie');
    own.set('cookie', `${before === undefined ? '' : `${before}; `}${place.cookie}=${text}`);
  } else {
    own.set(place.header.toLowerCase(), `${place.prefix ?? ''}${text}`);
  }
  return { headers: own, search };
}

/** Reads a token; a text says why Envoy does not. */
export function readToken(text: string): Token | string {
  const parts = text.split('.');
  if (parts.length !== 3) return 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections';
  const [head, payload, signature] = parts;
  const header = decoded(head);
  if (typeof header === 'string') return `Jwt header is an invalid ${header}`;
  const claims = decoded(payload);
  if (typeof claims === 'string') return `Jwt payload is an invalid ${claims}`;
  if (!/^[-\w]+$/.test(signature)) return 'Jwt signature is an invalid Base64url encoded';
  return { claims, payload, isOfClient: signature === SIGNED };
}

/** An object; or a text that says what it is not. */
function decoded(text: string): Claims | 'Base64url encoded' | 'JSON' {
  if (!/^[-\w]+$/.test(text) || text.length % 4 === 1) return 'Base64url encoded';
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : 'JSON';
  } catch {
    return 'JSON';
  }
}
