import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CredentialSource } from '../credential/credential-source';
import { DnsCredential, IDnsCredential } from '../credential/dns-credential';
import { DnsProvider } from '../credential/dns-provider';
import { emitExternalSecret } from '../credential/external-secret';
import { SecretStore } from '../credential/secret-store';
import { refuse } from '../value/problem';

/** Where a store keeps the keys of every cluster. */
export interface MultiClusterKeysOptions {
  /** Store of External Secrets, of the same name in every cluster. */
  readonly store: SecretStore;
  /**
   * What the names of all keys begin with. `GatewayDnsAccess` writes them under the same names:
   * `<prefix>/<gateway>/<cluster>/dns`, and `/cert-manager`, `/external-dns`.
   *
   * @default gateways
   */
  readonly prefix?: string;
  /**
   * How often the store is read: how long a rotated key takes to arrive at most.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

const PREFIX = 'gateways';

/** Where the keys are kept that the controllers of each cluster need: one entry for each gateway, cluster and controller. */
export class MultiClusterKeys {
  /** AWS Secrets Manager: JSON objects with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  public static awsSecretsManager(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => name,
      source: (store, secretName) => CredentialSource.awsSecretsManager({ store, secretName }),
    });
  }

  /** AWS Systems Manager Parameter Store: one parameter with such a JSON object each, `/<prefix>/<gateway>/<cluster>/dns`. */
  public static awsParameterStore(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => `/${name}`,
      source: (store, parameterName) => CredentialSource.awsParameterStore({ store, parameterName }),
    });
  }

  /** Any other store that External Secrets reads, such as Vault: an object with the keys under each name. */
  public static secretStore(options: MultiClusterKeysOptions): MultiClusterKeys {
    return new MultiClusterKeys({
      ...options,
      remoteName: (name) => name,
      source: (store, key) => CredentialSource.secretStore({ store, remoteRef: { key } }),
    });
  }

  /**
   * Secrets that exist in every cluster, however they got there: of this name in the gateway's namespace and in
   * cert-manager's. Nothing is emitted for them, nor for the kubeconfigs of a delegation.
   */
  public static existingSecret(secretName: string): MultiClusterKeys {
    return new MultiClusterKeys(undefined, DnsCredential.fromSecretName(secretName).secretName);
  }

  /** What the names of all keys begin with. */
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
        fix: 'leave out slashes at the ends and other characters',
      });
    }
  }

  /** Keys of a DNS provider that are kept under a name. @internal */
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

  /** A Secret with the kubeconfig that is kept under a name. @internal */
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
  /** The name as the store writes it. */
  readonly remoteName: (name: string) => string;
  readonly source: (store: SecretStore, name: string) => CredentialSource;
}

interface CredentialOptions {
  readonly secretName: string;
  readonly provider?: DnsProvider;
  readonly defaultProvider?: boolean;
  readonly namespaces?: string[];
}

/** Where keys are that nobody named. @internal */
export const DEFAULT_PREFIX = PREFIX;
