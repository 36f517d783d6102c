import { DnsProvider } from './dns-provider';
import { SecretData } from './external-secret';
import { refuseKeys } from './key-guard';
import { SecretStore } from './secret-store';
import { secretKey } from '../resource/secret-key';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';

/** Options of `CredentialSource.awsSecretsManager`. */
export interface AwsSecretsManagerSourceOptions {
  /** SecretStore with provider AWS Secrets Manager. */
  readonly store: SecretStore;
  /**
   * Name or ARN of the secret. Its value must be a JSON object with the keys of the Secret, such as
   * `{"AWS_ACCESS_KEY_ID": ..., "AWS_SECRET_ACCESS_KEY": ...}`.
   */
  readonly secretName: string;
  /**
   * Version stage such as `AWSPREVIOUS`, or version id `uuid/...`.
   *
   * @default AWSCURRENT
   */
  readonly version?: string;
  /**
   * Fields of the JSON object by key of the Secret, if their names differ, for example
   * `{ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }`.
   *
   * @default - every field becomes the key of the same name
   */
  readonly properties?: { readonly [secretKey: string]: string };
}

/** Options of `CredentialSource.awsParameterStore`: one parameter with a JSON object, or one for each key. */
export interface AwsParameterStoreSourceOptions {
  /** SecretStore with provider AWS Parameter Store. */
  readonly store: SecretStore;
  /**
   * Name of a parameter whose value is a JSON object with the keys of the Secret. Excludes `path`.
   *
   * @default - none; `path` is required
   */
  readonly parameterName?: string;
  /**
   * Path with one parameter for each key: `/demo/external` for `/demo/external/AWS_ACCESS_KEY_ID`. Excludes
   * `parameterName`.
   *
   * @default - none; `parameterName` is required
   */
  readonly path?: string;
  /**
   * Keys of the Secret with a parameter below `path`.
   *
   * @default - the required keys of the DNS provider
   */
  readonly keys?: string[];
}

/** A secret in a SecretStore (`remoteRef` of an ExternalSecret). */
export interface RemoteSecretRef {
  /** Name of the secret in the store (`key`). */
  readonly key: string;
  /**
   * Field of the secret, if it is a JSON object (`property`).
   *
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version or stage of the secret, in the format of the store (`version`).
   *
   * @default - the newest version
   */
  readonly version?: string;
}

/** Options of `CredentialSource.secretStore`: one secret with all keys, or one for each key. */
export interface SecretStoreSourceOptions {
  /** SecretStore with any provider: Vault, Google, Azure, Kubernetes and others. */
  readonly store: SecretStore;
  /**
   * A secret that is an object with the keys of the Secret. Excludes `remoteRefs`.
   *
   * @default - none; `remoteRefs` is required
   */
  readonly remoteRef?: RemoteSecretRef;
  /**
   * Secrets by key of the Secret, for example `{ 'azure.json': { key: 'azure-dns' } }`. Excludes `remoteRef`.
   *
   * @default - none; `remoteRef` is required
   */
  readonly remoteRefs?: { readonly [secretKey: string]: RemoteSecretRef };
}

/** The secret store from which the keys of a DNS credential are read. */
export class CredentialSource {
  /** A secret of AWS Secrets Manager. */
  public static awsSecretsManager(options: AwsSecretsManagerSourceOptions): CredentialSource {
    const what = 'CredentialSource.awsSecretsManager';
    refuseKeys(what, options);
    const { store, secretName: key, version, properties } = options;
    if (!/^(arn:aws[\w-]*:secretsmanager:.+|[\w/+=.@-]{1,512})$/.test(key)) {
      refuse({
        what: `secretName of ${what}`,
        got: key,
        expected: 'a name of at most 512 letters, digits and /_+=.@-, or an ARN',
        fix: "use the name in AWS, for example 'demo/external/dns'",
      });
    }
    return properties === undefined
      ? CredentialSource.object(store, what, { key, version })
      : CredentialSource.each(store, `properties of ${what}`, Object.keys(properties), (name) => ({
          key,
          version,
          property: properties[name],
        }));
  }

  /** Parameters of AWS Systems Manager. */
  public static awsParameterStore(options: AwsParameterStoreSourceOptions): CredentialSource {
    const what = 'CredentialSource.awsParameterStore';
    refuseKeys(what, options);
    const { store, parameterName, path, keys } = options;
    exactlyOne(
      what,
      { parameterName, path },
      'give parameterName for a JSON object, path for one parameter for each key',
    );
    if (path === undefined) {
      parameter(`parameterName of ${what}`, parameterName!);
      if (keys !== undefined) {
        refuse({
          what: `keys of ${what}`,
          got: keys,
          expected: 'none with parameterName, whose fields all become keys',
          fix: 'leave keys out, or use path',
        });
      }
      return CredentialSource.object(store, what, { key: parameterName! });
    }
    parameter(`path of ${what}`, path);
    if (!path.startsWith('/') || path.endsWith('/')) {
      refuse({
        what: `path of ${what}`,
        got: path,
        expected: 'a path with a leading and without a trailing slash',
        fix: `write '/${path.replace(/^\/+|\/+$/g, '')}'`,
      });
    }
    return CredentialSource.each(store, `keys of ${what}`, keys, (key) => ({ key: `${path}/${key}` }));
  }

  /** Secrets of any SecretStore. */
  public static secretStore(options: SecretStoreSourceOptions): CredentialSource {
    const what = 'CredentialSource.secretStore';
    refuseKeys(what, options);
    const { store, remoteRef, remoteRefs } = options;
    exactlyOne(
      what,
      { remoteRef, remoteRefs },
      'give remoteRef for an object of keys, remoteRefs for one secret for each key',
    );
    return remoteRefs === undefined
      ? CredentialSource.object(store, `remoteRef of ${what}`, remoteRef!)
      : CredentialSource.each(store, `remoteRefs of ${what}`, Object.keys(remoteRefs), (key) => remoteRefs[key]);
  }

  /** One secret that is a JSON object. */
  private static object(store: SecretStore, what: string, ref: RemoteSecretRef): CredentialSource {
    const data = { dataFrom: [{ extract: remote(what, ref) }] };
    return new CredentialSource(store, () => data);
  }

  /** One secret for each key; by default for the required keys of the provider. */
  private static each(
    store: SecretStore,
    what: string,
    keys: readonly string[] | undefined,
    ref: (key: string) => RemoteSecretRef,
  ): CredentialSource {
    return new CredentialSource(store, (provider) => {
      const names = keys ?? provider.requiredKeys;
      provider._checkKeys(what, names);
      return {
        data: names.map((key) => ({ secretKey: secretKey(what, key), remoteRef: remote(`${what}.${key}`, ref(key)) })),
      };
    });
  }

  private constructor(
    /** SecretStore that is read. */
    public readonly store: SecretStore,
    private readonly render: (provider: DnsProvider) => SecretData,
  ) {}

  /** Data of the ExternalSecret. @internal */
  public _data(provider: DnsProvider): SecretData {
    return this.render(provider);
  }
}

function remote(what: string, { key, property, version }: RemoteSecretRef): RemoteSecretRef {
  if (typeof key !== 'string' || key.trim() === '') {
    refuse({ what: `key of ${what}`, got: key, expected: 'the name of a secret in the store', fix: 'set it' });
  }
  return { key, property, version };
}

function parameter(what: string, name: string): void {
  if (!/^(arn:aws[\w-]*:ssm:.+|[\w./-]{1,1011})$/.test(name)) {
    refuse({
      what,
      got: name,
      expected: 'letters, digits and _./- only, or an ARN',
      fix: "use the name in AWS, for example '/demo/external/dns'",
    });
  }
}
