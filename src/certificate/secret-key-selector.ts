import { KeySecretRef } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { dnsSubdomain } from '../manifest/scalar';

/** A key of a Secret that cert-manager reads. */
export interface SecretKeySelector {
  /** `metadata.name` of the Secret. */
  readonly name: string;
  /** Key of the Secret. */
  readonly key: string;
}

/** The reference as a manifest has it. */
export function keyRef(what: string, selector: SecretKeySelector): KeySecretRef {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(selector.key ?? '')) {
    refuse({
      what: `key of ${what}`,
      got: selector.key,
      expected: '1 to 253 letters, digits, hyphens, underscores and dots',
      fix: 'name a key of the Secret',
    });
  }
  return { name: dnsSubdomain(`name of ${what}`, selector.name), key: selector.key };
}

/** The reference, where there is one. */
export const optionalKeyRef = (what: string, selector: SecretKeySelector | undefined) =>
  selector && keyRef(what, selector);
