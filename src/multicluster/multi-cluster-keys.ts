import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CredentialSource } from '../credential/credential-source';
import { DnsCredential, IDnsCredential } from '../credential/dns-credential';
import { DnsProvider } from '../credential/dns-provider';
import { emitExternalSecret } from '../credential/external-secret';
import { SecretStore } from '../credential/secret-store';
import { refuse } from '../value/problem';

/** Options of `MultiClusterKeys`: the store of the keys and their names. */
export interface MultiClusterKeysOptions {
  /** SecretStore or ClusterSecretStore of External Secrets, with the same name in every cluster. */
  readonly store: SecretStore;
  /**
   * Prefix of the names of all keys. `GatewayDnsAccess` writes them under the same names:
   * `<prefix>/<gateway>/<cluster>/dns`, and `/cert-manager`, `/external-dns`.
   *
   * @default gateways
   */
  readonly prefix?: string;
  /**
   * Interval at which the store is read: the maximum time until a rotated key is used.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

const PREFIX = 'gateways';

/** Keys of the controllers of each cluster: one entry in a store for each gateway, cluster and controller. */
export class MultiClusterKeys {
  /** AWS Secrets Manager: JSON objects with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  public static awsSecretsManager(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => name,
      source: (store, secretName) => CredentialSource.awsSecretsManager({ store, secretName }),
    });
  }

  /**
   * AWS Systems Manager Parameter Store: parameters `/<prefix>/<gateway>/<cluster>/dns` with such a
   * JSON object.
   */
  public static awsParameterStore(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => `/${name}`,
      source: (store, parameterName) => CredentialSource.awsParameterStore({ store, parameterName }),
    });
  }

  /** Any other store that External Secrets supports, such as Vault: an object with the keys under each name. */
  public static secretStore(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => name,
      source: (store, key) => CredentialSource.secretStore({ store, remoteRef: { key } }),
    });
  }

  /**
   * Existing Secrets in every cluster, managed elsewhere, with this name in the gateway's namespace and in
   * that of cert-manager. No ExternalSecret is emitted for them, nor for the kubeconfigs of a delegation.
   */
  public static existingSecret(secretName: string): MultiClusterKeys {
    return new MultiClusterKeys(undefined, DnsCredential.fromSecretName(secretName).secretName);
  }

  /** Prefix of the names of all keys. */
  public readonly prefix: string;

  private constructor(
    private readonly kept: KeptKeys | undefined,
    private readonly secretName?: string,
  ) {
    this.prefix = kept?.prefix ?? PREFIX;
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(this.prefix)) {
      refuse({
        what: 'prefix of MultiClusterKeys',
        got: this.prefix,
        expected: "letters, digits, '.', '_' and '-', in parts between slashes, such as 'team/gateways'",
        fix: 'remove slashes at both ends and other characters',
      });
    }
  }

  /** Credential of a DNS provider, stored under a name. @internal */
  public _credential(scope: Construct, id: string, key: string, options: CredentialOptions): IDnsCredential {
    const { kept } = this;
    if (kept === undefined) {
      return DnsCredential.fromSecretName(this.secretName!, options.provider);
    }
    return new DnsCredential(scope, id, {
      ...options,
      source: kept.source(kept.store, kept.remoteName(key)),
      refreshInterval: kept.refreshInterval,
    });
  }

  /** Secret with a kubeconfig, stored under a name. @internal */
  public _kubeconfig(scope: Construct, id: string, key: string, namespace: string): void {
    if (this.kept !== undefined) {
      const { store, remoteName, refreshInterval } = this.kept;
      emitExternalSecret(scope, id, {
        name: id,
        namespace,
        store,
        refreshInterval,
        secretLabels: { 'kuadrant.io/multicluster-kubeconfig': 'true' },
        data: { data: [{ secretKey: 'kubeconfig', remoteRef: { key: remoteName(key) } }] },
      });
    }
  }
}

interface KeptKeys extends MultiClusterKeysOptions {
  /** Maps a name to the name in the store. */
  readonly remoteName: (name: string) => string;
  readonly source: (store: SecretStore, name: string) => CredentialSource;
}

interface CredentialOptions {
  readonly secretName: string;
  readonly provider?: DnsProvider;
  readonly defaultProvider?: boolean;
  readonly namespaces?: string[];
}

/** Default prefix of the names of keys. @internal */
export const DEFAULT_PREFIX = PREFIX;
