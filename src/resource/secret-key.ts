import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** A key of a Secret. */
export interface SecretKeyReference {
  /** `metadata.name` of the Secret. */
  readonly name: string;
  /** Key in the data of the Secret. */
  readonly key: string;
}

/** Checks a reference and renders it as in manifests. */
export function secretKeyReference(what: string, { name, key }: SecretKeyReference): SecretKeyReference {
  return { name: dnsSubdomain(`name of ${what}`, name), key: secretKey(`key of ${what}`, key) };
}

/** Checks a key in the data of a Secret or ConfigMap. */
export function secretKey(what: string, key: string): string {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key ?? '')) {
    refuse({
      what,
      got: key,
      expected: '1 to 253 letters, digits, hyphens, underscores and dots',
      fix: 'use the key that the consumer of the Secret expects, for example tls.key',
    });
  }
  return key;
}
