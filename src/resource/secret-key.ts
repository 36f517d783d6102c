import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** A key of a Secret that a controller reads. */
export interface SecretKeyReference {
  /** `metadata.name` of the Secret. */
  readonly name: string;
  /** Key of the Secret. */
  readonly key: string;
}

/** Checks the name of a key in `data` of a Secret. */
export function secretKey(what: string, key: string): string {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key ?? '')) {
    refuse({
      what,
      got: key,
      expected: '1 to 253 letters, digits, hyphens, underscores and dots',
      fix: 'name the key as the controller reads it, for example AWS_ACCESS_KEY_ID',
    });
  }
  return key;
}

/** The reference as a manifest has it. */
export const secretKeyReference = (what: string, { name, key }: SecretKeyReference) => ({
  name: dnsSubdomain(`name of ${what}`, name),
  key: secretKey(`key of ${what}`, key),
});

/** The reference, where there is one. */
export const optionalSecretKey = (what: string, reference: SecretKeyReference | undefined) =>
  reference && secretKeyReference(what, reference);
