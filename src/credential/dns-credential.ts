import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CredentialSource } from './credential-source';
import { DnsProvider } from './dns-provider';
import { emitExternalSecret, SecretData } from './external-secret';
import { refuseKeys } from './key-guard';
import { annotations, dnsLabel, dnsSubdomain, labels } from '../manifest/scalar';
import { Warnings } from '../resource/warning';

/** The keys of a DNS provider, in a Secret that controllers read. */
export interface IDnsCredential {
  /** `metadata.name` of the Secret, the same in every namespace. */
  readonly secretName: string;
  /** The DNS provider, which decides the type and the keys of the Secret. */
  readonly provider: DnsProvider;
  /**
   * Makes sure that a namespace has the Secret. Policies and issuers call it
   * for the namespace in which their controller reads it.
   */
  requireIn(namespace: string): void;
}

/** The place of the keys of a DNS provider, and the Secret that they become. */
export interface DnsCredentialProps {
  /** Place of the keys. Keys themselves are refused: manifests are committed to Git. */
  readonly source: CredentialSource;
  /**
   * DNS provider, which decides the type of the Secret (`target.template.type`).
   *
   * @default DnsProvider.AWS
   */
  readonly provider?: DnsProvider;
  /**
   * `metadata.name` of the ExternalSecrets and of their Secrets.
   *
   * @default - the construct's id
   */
  readonly secretName?: string;
  /**
   * Further namespaces with the Secret. Policies and issuers that use it add theirs.
   *
   * @default - none
   */
  readonly namespaces?: string[];
  /**
   * Whether DNS policies without a credential use it: the Secret is labeled
   * `kuadrant.io/default-provider=true`. A namespace may have one such Secret only.
   *
   * @default false
   */
  readonly defaultProvider?: boolean;
  /**
   * Interval in which the store is read (`refreshInterval`), and so the longest
   * time that a rotated key takes to arrive.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * `metadata.labels` of the ExternalSecrets, beside those of the chart.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * `metadata.annotations` of the ExternalSecrets.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/**
 * The keys of a DNS provider: an ExternalSecret in every namespace where a
 * controller reads them. Its Secret has the type that Kuadrant's DNS operator
 * expects (`kuadrant.io/aws` and others).
 */
export class DnsCredential extends Construct implements IDnsCredential {
  /**
   * A Secret that is managed elsewhere. It must have the provider's type, and
   * exist in every namespace where a policy or issuer uses it.
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

  /** Changes every ExternalSecret by RFC 6902 operations, including those that are added later. */
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
