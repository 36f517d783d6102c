import { refuse } from '../manifest/problem';
import { dnsSubdomain } from '../manifest/scalar';

/** A key of a Secret. */
export interface SecretKeyReference {
  /** `metadata.name` of the Secret. */
  readonly name: string;
  /** Key in its data. */
  readonly key: string;
}

/** The reference, checked, as manifests have it. */
export function secretKeyReference(what: string, { name, key }: SecretKeyReference): SecretKeyReference {
  return { name: dnsSubdomain(`name of ${what}`, name), key: secretKey(`key of ${what}`, key) };
}

/** A key in the data of a Secret or ConfigMap. */
export function secretKey(what: string, key: string): string {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key ?? '')) {
    refuse({
      what,
      got: key,
      expected: '1 to 253 letters, digits, hyphens, underscores and dots',
      fix: 'name the key as its reader expects it, for example tls.key',
    });
  }
  return key;
}
