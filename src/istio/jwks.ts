import { refuse } from '../value/problem';

/** Checks a JSON Web Key Set, or a single key. Refuses private keys: every reader of the manifest could read them. */
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
        expected: 'public keys only; everyone who can read the manifest can read the key',
        fix: 'use the public part only, and rotate the key if the manifest was published',
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
    // Not JSON; reported below without the text, which may be a secret.
  }
  return refuse({
    what: 'jwks',
    got: 'a text that is not a key set',
    expected: 'a JSON Web Key Set, {"keys": [...]}',
    fix: 'for a URL use jwksUri',
  });
}
