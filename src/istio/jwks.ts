import { refuse } from '../value/problem';

/** A JSON Web Key Set, or a single key, of public keys. A manifest is no place for a private one. */
export function checkJwks(jwks: string): void {
  const keys = keysOf(jwks);
  keys.forEach((key, index) => {
    if (typeof key !== 'object' || key === null || typeof (key as Jwk).kty !== 'string') {
      const fix = "write each key with its type, for example { kty: 'RSA', n: '...', e: 'AQAB' }";
      refuse({ what: `key ${index + 1} of jwks`, got: 'no field kty', expected: 'a JSON Web Key', fix });
    }
    // `d` is the private part of RSA, EC and OKP keys, `k` a symmetric key.
    if ((key as Jwk).d !== undefined || (key as Jwk).k !== undefined) {
      refuse({
        what: `key ${index + 1} of jwks`,
        got: 'a private or symmetric key',
        expected: 'public keys; a manifest is no place for others',
        fix: 'publish the public part only, and replace the key if the manifest was seen',
      });
    }
  });
}

interface Jwk {
  readonly kty?: unknown;
  readonly d?: unknown;
  readonly k?: unknown;
}

function keysOf(jwks: string): unknown[] {
  try {
    const parsed = JSON.parse(jwks) as { readonly keys?: unknown };
    if (Array.isArray(parsed.keys)) return parsed.keys;
    if ((parsed as Jwk).kty !== undefined) return [parsed];
  } catch {
    // Not JSON; told below, without the text: it might be a secret.
  }
  return refuse({
    what: 'jwks',
    got: 'a text that is no key set',
    expected: 'a JSON Web Key Set, {"keys": [...]}',
    fix: 'for an address use jwksUri',
  });
}
