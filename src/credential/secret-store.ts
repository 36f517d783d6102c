import { dnsSubdomain } from '../manifest/scalar';

/** A SecretStore or ClusterSecretStore of the External Secrets operator that exists in the cluster. */
export class SecretStore {
  /** A ClusterSecretStore, which serves every namespace. */
  public static cluster(name: string): SecretStore {
    return new SecretStore('ClusterSecretStore', dnsSubdomain('name of a ClusterSecretStore', name));
  }

  /** A SecretStore, which serves the ExternalSecrets of its own namespace only. */
  public static namespaced(name: string): SecretStore {
    return new SecretStore('SecretStore', dnsSubdomain('name of a SecretStore', name));
  }

  private constructor(
    /** `SecretStore` or `ClusterSecretStore`. */
    public readonly kind: string,
    /** `metadata.name` of the store. */
    public readonly name: string,
  ) {}

  /** `secretStoreRef`. @internal */
  public _render(): { kind: 'SecretStore' | 'ClusterSecretStore'; name: string } {
    return { kind: this.kind as 'SecretStore' | 'ClusterSecretStore', name: this.name };
  }
}
