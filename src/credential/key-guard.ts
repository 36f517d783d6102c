import { refuse } from '../value/problem';

const KEY_NAME = /^(aws)?(accessKeyI[dD]|secretAccessKey|sessionToken)$/i;
const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/;
const SECRET_SHAPE = /(?<![\w+/=-])[A-Za-z0-9+/]{40}(?![\w+/=-])/g;
/** A certificate is not secret, but its last line may have 40 characters. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

const FIX =
  'keep the keys in a secret store and refer to it, for example with CredentialSource.awsSecretsManager, ' +
  'or to an existing Secret with DnsCredential.fromSecretName; revoke a key that was in a program';

/**
 * Refuses a key anywhere in the options of a construct: they become a manifest, which is committed to Git. The error
 * does not contain the key.
 */
export function refuseKeys(what: string, value: unknown): void {
  walk(what, value, new Set());
}

function walk(what: string, value: unknown, seen: Set<object>): void {
  if (typeof value === 'string') {
    const found = keyIn(value);
    if (found !== undefined) {
      refuse({ what, got: found, expected: 'no key in a program or a manifest', fix: FIX });
    }
    return;
  }
  // Constructs check their own options, and refer to the whole tree.
  if (typeof value !== 'object' || value === null || 'node' in value || seen.has(value)) {
    return;
  }
  seen.add(value);
  for (const [name, child] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${what}[${name}]` : `${what}.${name}`;
    if (KEY_NAME.test(name) && typeof child === 'string') {
      refuse({ what: place, got: 'a value (not shown)', expected: 'no key in a program or a manifest', fix: FIX });
    }
    walk(place, child, seen);
  }
}

function keyIn(text: string): string | undefined {
  const id = ACCESS_KEY_ID.exec(text);
  if (id) {
    return `an AWS access key id, ${id[1]}... (not shown)`;
  }
  if (PRIVATE_KEY.test(text)) {
    return 'a private key (not shown)';
  }
  return [...text.replace(CERTIFICATE, '').matchAll(SECRET_SHAPE)].some(([candidate]) => looksRandom(candidate))
    ? 'what looks like an AWS secret access key, 40 characters (not shown)'
    : undefined;
}

/**
 * Distinguishes a secret access key from a path or digest of 40 characters: in random characters, upper case, lower
 * case and digits alternate about 25 times.
 */
function looksRandom(text: string): boolean {
  const kinds = [...text].map((char) => (/[a-z]/.test(char) ? 'a' : /[A-Z]/.test(char) ? 'A' : '0'));
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return new Set(kinds).size === 3 && changes >= 16;
}
