import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CredentialSource } from './credential-source';
import { DnsProvider } from './dns-provider';
import { emitExternalSecret, SecretData } from './external-secret';
import { refuseKeys } from './key-guard';
import { Warnings } from '../resource/warning';
import { annotations, dnsLabel, dnsSubdomain, labels } from '../value/scalar';

/** A Secret with the keys of a DNS provider. */
export interface IDnsCredential {
  /** Name of the Secret, the same in every namespace (`metadata.name`). */
  readonly secretName: string;
  /** DNS provider, which determines type and keys of the Secret. */
  readonly provider: DnsProvider;
  /**
   * Ensures that a namespace has the Secret. Policies and issuers call it for the namespace in which their controller
   * reads the Secret.
   */
  requireIn(namespace: string): void;
}

/** Options of a `DnsCredential`. */
export interface DnsCredentialProps {
  /** Secret store with the keys. Throws if an option contains a key itself: manifests are committed to Git. */
  readonly source: CredentialSource;
  /**
   * DNS provider, which determines the type of the Secret (`target.template.type`).
   *
   * @default DnsProvider.AWS
   */
  readonly provider?: DnsProvider;
  /**
   * Name of the ExternalSecrets and their Secrets (`metadata.name`).
   *
   * @default - the construct's id
   */
  readonly secretName?: string;
  /**
   * Further namespaces with the Secret.
   *
   * @default - only those of policies and issuers that use it
   */
  readonly namespaces?: string[];
  /**
   * Makes it the default of DNS policies without a credential, by the label `kuadrant.io/default-provider=true`. A
   * namespace can have only one such Secret.
   *
   * @default false
   */
  readonly defaultProvider?: boolean;
  /**
   * Interval at which the store is read (`refreshInterval`): the maximum delay of a rotated key.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * Labels of the ExternalSecrets, in addition to those of the chart (`metadata.labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the ExternalSecrets (`metadata.annotations`).
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/**
 * The credential of a DNS provider: an ExternalSecret in every namespace where a controller reads it. The Secret has
 * the type that Kuadrant's DNS operator expects, such as `kuadrant.io/aws`.
 */
export class DnsCredential extends Construct implements IDnsCredential {
  /**
   * A Secret that is managed elsewhere. It must have the provider's type, and exist in every namespace where a policy
   * or issuer uses it.
   */
  public static fromSecretName(secretName: string, provider: DnsProvider = DnsProvider.AWS): IDnsCredential {
    refuseKeys('secretName of DnsCredential.fromSecretName', secretName);
    return new ExistingCredential(dnsSubdomain('secretName of DnsCredential.fromSecretName', secretName), provider);
  }

  public readonly secretName: string;
  public readonly provider: DnsProvider;
  private readonly props: DnsCredentialProps;
  private readonly data: SecretData;
  private readonly secrets = new Map<string, ApiObject>();
  private readonly patches: JsonPatch[] = [];

  public constructor(scope: Construct, id: string, props: DnsCredentialProps) {
    super(scope, id);
    refuseKeys(`DnsCredential '${this.node.path}'`, props);
    this.props = props;
    this.provider = props.provider ?? DnsProvider.AWS;
    this.secretName = dnsSubdomain(`secretName of DnsCredential '${this.node.path}'`, props.secretName ?? id);
    labels('labels', props.labels ?? {});
    annotations('annotations', props.annotations ?? {});
    this.data = props.source._data(this.provider);
    props.namespaces?.forEach((namespace) => this.requireIn(namespace));
  }

  /** The ExternalSecrets, in the order in which their namespaces were added. */
  public get externalSecrets(): ApiObject[] {
    return [...this.secrets.values()];
  }

  /** Adds an ExternalSecret to a namespace that has none yet. */
  public requireIn(namespace: string): void {
    dnsLabel(`namespace of DnsCredential '${this.node.path}'`, namespace);
    if (this.secrets.has(namespace)) {
      return;
    }
    const { source, refreshInterval, defaultProvider } = this.props;
    const secret = emitExternalSecret(this, namespace, {
      name: this.secretName,
      namespace,
      labels: this.props.labels,
      annotations: this.props.annotations,
      store: source.store,
      refreshInterval,
      data: this.data,
      secretType: this.provider.secretType,
      secretLabels: defaultProvider ? { 'kuadrant.io/default-provider': 'true' } : undefined,
    });
    secret.addJsonPatch(...this.patches);
    this.secrets.set(namespace, secret);
    this.warnOfNamespacedStore();
  }

  /** Patches all ExternalSecrets, including later ones, with RFC 6902 operations. */
  public addJsonPatch(...ops: JsonPatch[]): void {
    this.patches.push(...ops);
    this.secrets.forEach((secret) => secret.addJsonPatch(...ops));
  }

  private warnOfNamespacedStore(): void {
    const { kind, name } = this.props.source.store;
    if (kind === 'SecretStore' && this.secrets.size === 2) {
      Warnings._add(this, 'GW101', {
        what: `store of DnsCredential '${this.secretName}'`,
        got: `SecretStore '${name}' for namespaces ${[...this.secrets.keys()].join(' and ')}`,
        expected: 'a ClusterSecretStore; a SecretStore serves its own namespace only',
        fix: `use SecretStore.cluster, or create a SecretStore '${name}' in each of the namespaces`,
      });
    }
  }
}

class ExistingCredential implements IDnsCredential {
  public constructor(
    public readonly secretName: string,
    public readonly provider: DnsProvider,
  ) {}

  public requireIn(_namespace: string): void {
    // The Secret is managed elsewhere, in every namespace.
  }
}
