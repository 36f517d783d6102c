import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CredentialSource } from './credential-source';
import { DnsProvider } from './dns-provider';
import { ExternalSecret } from './external-secret';
import { refuseKeys } from './key-guard';
import { Warnings } from '../resource/warning';
import { annotations, dnsLabel, dnsSubdomain, labels } from '../value/scalar';

/** The keys of a DNS provider, in a Secret that controllers read. */
export interface IDnsCredential {
  /** `metadata.name` of the Secret, the same in every namespace. */
  readonly secretName: string;
  /** DNS provider; decides the type and the keys of the Secret. */
  readonly provider: DnsProvider;
  /**
   * Makes sure that the Secret is in a namespace. Policies and issuers call it
   * for the namespace in which their controller looks.
   */
  requireIn(namespace: string): void;
}

/** Options of a `DnsCredential`. */
export interface DnsCredentialProps {
  /** Place where the keys are kept. Keys themselves are refused: a manifest ends in Git. */
  readonly source: CredentialSource;
  /**
   * DNS provider that the keys are for (`target.template.type`).
   *
   * @default DnsProvider.AWS
   */
  readonly provider?: DnsProvider;
  /**
   * `metadata.name` of the ExternalSecrets and of the Secrets that they create.
   *
   * @default - the construct's id
   */
  readonly secretName?: string;
  /**
   * Namespaces that get the Secret, beside those of the policies and issuers that use it.
   *
   * @default - none
   */
  readonly namespaces?: string[];
  /**
   * Whether DNS policies without a credential use it: the Secret is labelled
   * `kuadrant.io/default-provider=true`. A namespace may have one such Secret only.
   *
   * @default false
   */
  readonly defaultProvider?: boolean;
  /**
   * Time between two reads of the store, the longest that a rotated key takes to arrive (`refreshInterval`).
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
 * The keys of a DNS provider: an ExternalSecret in every namespace whose
 * controller reads them, which becomes a Secret of the type that Kuadrant's DNS
 * operator looks for (`kuadrant.io/aws` and others).
 */
export class DnsCredential extends Construct implements IDnsCredential {
  /**
   * A Secret that exists, however it got there. It has to be of the provider's
   * type, and in every namespace where a policy or issuer uses it.
   */
  public static fromSecretName(secretName: string, provider: DnsProvider = DnsProvider.AWS): IDnsCredential {
    refuseKeys('secretName of DnsCredential.fromSecretName', secretName);
    return new ExistingCredential(dnsSubdomain('secretName of DnsCredential.fromSecretName', secretName), provider);
  }

  public readonly secretName: string;
  public readonly provider: DnsProvider;
  private readonly props: DnsCredentialProps;
  private readonly secrets = new Map<string, ExternalSecret>();
  private readonly patches: JsonPatch[] = [];

  public constructor(scope: Construct, id: string, props: DnsCredentialProps) {
    super(scope, id);
    refuseKeys(`DnsCredential '${this.node.path}'`, props);
    this.props = props;
    this.provider = props.provider ?? DnsProvider.AWS;
    this.secretName = dnsSubdomain(`secretName of DnsCredential '${this.node.path}'`, props.secretName ?? id);
    labels('labels', props.labels ?? {});
    annotations('annotations', props.annotations ?? {});
    props.source._data(this.provider);
    props.namespaces?.forEach((namespace) => this.requireIn(namespace));
  }

  /** The ExternalSecret objects, in the order in which their namespaces were required. */
  public get externalSecrets(): ApiObject[] {
    return [...this.secrets.values()].map(({ apiObject }) => apiObject);
  }

  /** Adds an ExternalSecret to a namespace, unless it is there. */
  public requireIn(namespace: string): void {
    dnsLabel(`namespace of DnsCredential '${this.node.path}'`, namespace);
    if (this.secrets.has(namespace)) {
      return;
    }
    const { source, refreshInterval, defaultProvider } = this.props;
    const secret = new ExternalSecret(this, namespace, {
      name: this.secretName,
      namespace,
      labels: this.props.labels,
      annotations: this.props.annotations,
      store: source.store,
      refreshInterval,
      template: {
        type: this.provider.secretType,
        labels: defaultProvider ? { 'kuadrant.io/default-provider': 'true' } : undefined,
      },
      data: source._data(this.provider),
    });
    secret.addJsonPatch(...this.patches);
    this.secrets.set(namespace, secret);
    this.warnOfNamespacedStore();
  }

  /** Changes every ExternalSecret by RFC 6902 operations, also those that are added later. */
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
    // Whoever created the Secret puts it into every namespace.
  }
}
