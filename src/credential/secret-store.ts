import { dnsSubdomain } from '../value/scalar';

/** A SecretStore or ClusterSecretStore of the External Secrets operator, managed elsewhere. */
export class SecretStore {
  /** A ClusterSecretStore, which serves all namespaces. */
  public static cluster(name: string): SecretStore {
    return new SecretStore('ClusterSecretStore', dnsSubdomain('name of a ClusterSecretStore', name));
  }

  /** A SecretStore, which serves only the ExternalSecrets of its namespace. */
  public static namespaced(name: string): SecretStore {
    return new SecretStore('SecretStore', dnsSubdomain('name of a SecretStore', name));
  }

  private constructor(
    /** Kind: `SecretStore` or `ClusterSecretStore`. */
    public readonly kind: string,
    /** Name of the store (`metadata.name`). */
    public readonly name: string,
  ) {}

  /** `secretStoreRef`. @internal */
  public _render(): { kind: 'SecretStore' | 'ClusterSecretStore'; name: string } {
    return { kind: this.kind as 'SecretStore' | 'ClusterSecretStore', name: this.name };
  }
}
