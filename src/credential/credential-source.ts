import { DnsProvider } from './dns-provider';
import { RemoteData, RemoteSecret, remoteSecret } from './external-secret';
import { refuseKeys } from './key-guard';
import { SecretStore } from './secret-store';
import { refuse } from '../value/problem';

/** Options of `CredentialSource.awsSecretsManager`. */
export interface AwsSecretsManagerSourceOptions {
  /** Store of External Secrets that reads AWS Secrets Manager. */
  readonly store: SecretStore;
  /**
   * Name or ARN of the secret. Its value is a JSON object with the keys of the
   * Secret, such as `{"AWS_ACCESS_KEY_ID": ..., "AWS_SECRET_ACCESS_KEY": ...}`.
   */
  readonly secretName: string;
  /**
   * Stage such as `AWSPREVIOUS`, or `uuid/...`.
   *
   * @default AWSCURRENT
   */
  readonly version?: string;
  /**
   * Fields of the JSON object by key of the Secret, where their names differ,
   * for example `{ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }`.
   *
   * @default - the fields have the names of the keys, and all are taken
   */
  readonly properties?: { readonly [secretKey: string]: string };
}

/** Options of `CredentialSource.awsParameterStore`: one parameter that is a JSON object, or one for each key. */
export interface AwsParameterStoreSourceOptions {
  /** Store of External Secrets that reads AWS Parameter Store. */
  readonly store: SecretStore;
  /**
   * Name of one parameter whose value is a JSON object with the keys of the Secret.
   *
   * @default - none; `path` is given
   */
  readonly parameterName?: string;
  /**
   * Path under which each key has a separate parameter, for example
   * `/demo/external` for `/demo/external/AWS_ACCESS_KEY_ID`.
   *
   * @default - none; `parameterName` is given
   */
  readonly path?: string;
  /**
   * Keys of the Secret that have a parameter below `path`.
   *
   * @default - those that the DNS provider requires
   */
  readonly keys?: string[];
}

/** Options of `CredentialSource.secretStore`: one secret that is an object of keys, or one for each key. */
export interface SecretStoreSourceOptions {
  /** Store of External Secrets, of whatever provider: Vault, Google, Azure, Kubernetes. */
  readonly store: SecretStore;
  /**
   * One secret that is an object with the keys of the Secret.
   *
   * @default - none; `remoteRefs` is given
   */
  readonly remoteRef?: RemoteSecret;
  /**
   * Secrets by key of the Secret, for example `{ 'azure.json': { key: 'azure-dns' } }`.
   *
   * @default - none; `remoteRef` is given
   */
  readonly remoteRefs?: { readonly [secretKey: string]: RemoteSecret };
}

/** The place in a secret store where the keys of a DNS credential are kept. */
export class CredentialSource {
  /** A secret of AWS Secrets Manager. */
  public static awsSecretsManager(options: AwsSecretsManagerSourceOptions): CredentialSource {
    const what = 'secretName of CredentialSource.awsSecretsManager';
    refuseKeys('CredentialSource.awsSecretsManager', options);
    const { store, secretName: key, version, properties } = options;
    if (!/^(arn:aws[\w-]*:secretsmanager:.+|[\w/+=.@-]{1,512})$/.test(key)) {
      refuse({
        what,
        got: key,
        expected: 'a name of at most 512 letters, digits and /_+=.@-, or an ARN',
        fix: "name the secret as AWS lists it, for example 'demo/external/dns'",
      });
    }
    if (properties === undefined) {
      return new CredentialSource(store, () => ({ extract: { key, version } }));
    }
    return CredentialSource.each(
      store,
      'properties of CredentialSource.awsSecretsManager',
      Object.keys(properties),
      (secretKey) => ({
        key,
        version,
        property: properties[secretKey],
      }),
    );
  }

  /** Parameters of AWS Systems Manager. */
  public static awsParameterStore(options: AwsParameterStoreSourceOptions): CredentialSource {
    refuseKeys('CredentialSource.awsParameterStore', options);
    const { store, parameterName, path, keys } = options;
    if ((parameterName === undefined) === (path === undefined)) {
      refuse({
        what: 'CredentialSource.awsParameterStore',
        got: path === undefined ? 'neither parameterName nor path' : 'both parameterName and path',
        expected: 'one of them',
        fix: 'give parameterName for one parameter with a JSON object, path for one parameter for each key',
      });
    }
    if (parameterName !== undefined) {
      parameter('parameterName of CredentialSource.awsParameterStore', parameterName);
      if (keys !== undefined) {
        refuse({
          what: 'keys of CredentialSource.awsParameterStore',
          got: keys,
          expected: 'none beside parameterName, whose keys are all taken',
          fix: 'leave keys out, or give path',
        });
      }
      return new CredentialSource(store, () => ({ extract: { key: parameterName } }));
    }
    parameter('path of CredentialSource.awsParameterStore', path!);
    if (!path!.startsWith('/') || path!.endsWith('/')) {
      refuse({
        what: 'path of CredentialSource.awsParameterStore',
        got: path,
        expected: 'a path that begins with a slash and does not end with one',
        fix: `write '/${path!.replace(/^\/+|\/+$/g, '')}'`,
      });
    }
    return CredentialSource.each(store, 'keys of CredentialSource.awsParameterStore', keys, (key) => ({
      key: `${path}/${key}`,
    }));
  }

  /** Secrets of any store. */
  public static secretStore(options: SecretStoreSourceOptions): CredentialSource {
    refuseKeys('CredentialSource.secretStore', options);
    const { store, remoteRef, remoteRefs } = options;
    if ((remoteRef === undefined) === (remoteRefs === undefined)) {
      refuse({
        what: 'CredentialSource.secretStore',
        got: remoteRef === undefined ? 'neither remoteRef nor remoteRefs' : 'both remoteRef and remoteRefs',
        expected: 'one of them',
        fix: 'give remoteRef for one secret that is an object, remoteRefs for one secret for each key',
      });
    }
    if (remoteRef !== undefined) {
      const extract = remoteSecret('remoteRef of CredentialSource.secretStore', remoteRef);
      return new CredentialSource(store, () => ({ extract }));
    }
    const what = 'remoteRefs of CredentialSource.secretStore';
    return CredentialSource.each(store, what, Object.keys(remoteRefs!), (key) => remoteRefs![key]);
  }

  /** One secret for each key; those that the provider requires where no keys are named. */
  private static each(
    store: SecretStore,
    what: string,
    keys: readonly string[] | undefined,
    remoteRef: (secretKey: string) => RemoteSecret,
  ): CredentialSource {
    return new CredentialSource(store, (provider) => {
      const named = keys ?? provider.requiredKeys;
      provider._checkKeys(what, named);
      return { keys: Object.fromEntries(named.map((key) => [key, remoteSecret(key, remoteRef(key))])) };
    });
  }

  private constructor(
    /** Store of External Secrets that is read. */
    public readonly store: SecretStore,
    private readonly render: (provider: DnsProvider) => RemoteData,
  ) {}

  /** Data of the ExternalSecret. @internal */
  public _data(provider: DnsProvider): RemoteData {
    return this.render(provider);
  }
}

function parameter(what: string, name: string): void {
  if (!/^(arn:aws[\w-]*:ssm:.+|[\w./-]{1,1011})$/.test(name)) {
    refuse({
      what,
      got: name,
      expected: 'letters, digits and _./- as Parameter Store takes them',
      fix: "name the parameter as AWS lists it, for example '/demo/external/dns'",
    });
  }
}
