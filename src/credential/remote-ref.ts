import { RemoteRef } from '../manifest/external-secrets';
import { refuse } from '../manifest/problem';

/** How a value of a secret store is decoded (`decodingStrategy`). */
export enum SecretDecodingStrategy {
  /** Base64 or base64url where it is that, as it stands otherwise. */
  AUTO = 'Auto',
  /** Base64. */
  BASE64 = 'Base64',
  /** Base64 with the alphabet for URLs. */
  BASE64_URL = 'Base64URL',
  /** Not at all. */
  NONE = 'None',
}

/** What becomes of characters that a key of a Secret may not have (`conversionStrategy`). */
export enum SecretConversionStrategy {
  /** Each becomes an underscore. */
  DEFAULT = 'Default',
  /** Each becomes its code point, `_U0040_`. */
  UNICODE = 'Unicode',
}

/** What of a secret is fetched (`metadataPolicy`). */
export enum SecretMetadataPolicy {
  /** Its value. */
  NONE = 'None',
  /** Its metadata, for example tags. */
  FETCH = 'Fetch',
}

/** What becomes of values with NUL bytes (`nullBytePolicy`). */
export enum SecretNullBytePolicy {
  /** They are kept. */
  IGNORE = 'Ignore',
  /** The ExternalSecret fails. */
  FAIL = 'Fail',
}

/** One secret in a store (`remoteRef`, `extract`). */
export interface RemoteSecretRef {
  /** Name of the secret in the store (`key`), as the store writes it. */
  readonly key: string;
  /**
   * Field of a secret that is a JSON object (`property`).
   *
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version or stage of the secret (`version`), as the store writes it.
   *
   * @default - the newest
   */
  readonly version?: string;
  /**
   * How the value is decoded (`decodingStrategy`).
   *
   * @default SecretDecodingStrategy.NONE
   */
  readonly decodingStrategy?: SecretDecodingStrategy;
  /**
   * What becomes of characters that a key of a Secret may not have (`conversionStrategy`).
   *
   * @default SecretConversionStrategy.DEFAULT
   */
  readonly conversionStrategy?: SecretConversionStrategy;
  /**
   * Whether the value or its metadata is fetched (`metadataPolicy`).
   *
   * @default SecretMetadataPolicy.NONE
   */
  readonly metadataPolicy?: SecretMetadataPolicy;
  /**
   * What becomes of values with NUL bytes (`nullBytePolicy`).
   *
   * @default SecretNullBytePolicy.IGNORE
   */
  readonly nullBytePolicy?: SecretNullBytePolicy;
}

/** The reference as a manifest has it. */
export function remoteRef(what: string, ref: RemoteSecretRef): RemoteRef {
  if (typeof ref.key !== 'string' || ref.key.trim() === '') {
    refuse({ what: `key of ${what}`, got: ref.key, expected: 'the name of a secret in the store', fix: 'name it' });
  }
  const { key, property, version, decodingStrategy, conversionStrategy, metadataPolicy, nullBytePolicy } = ref;
  return { key, property, version, decodingStrategy, conversionStrategy, metadataPolicy, nullBytePolicy };
}

/** A key of a Secret. */
export function secretKey(what: string, key: string): string {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
    refuse({
      what,
      got: key,
      expected: '1 to 253 letters, digits, hyphens, underscores and dots',
      fix: 'name the key as the controller reads it, for example AWS_ACCESS_KEY_ID',
    });
  }
  return key;
}
