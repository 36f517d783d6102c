import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { refuseKeys } from './key-guard';
import { remoteRef, RemoteSecretRef, secretKey } from './remote-ref';
import { SecretDataSource } from './secret-data-source';
import { SecretStore } from './secret-store';
import { renderTemplate, SecretTemplate } from './secret-template';
import * as shape from '../manifest/external-secrets';
import { describe, refuse } from '../manifest/problem';
import { dnsSubdomain, duration } from '../manifest/scalar';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';

/** Who owns the Secret (`creationPolicy`). */
export enum SecretCreationPolicy {
  /** The ExternalSecret creates it, and it goes with the ExternalSecret. */
  OWNER = 'Owner',
  /** The ExternalSecret creates it, and it stays. */
  ORPHAN = 'Orphan',
  /** It exists, and keys are added to it. */
  MERGE = 'Merge',
  /** No Secret is made. */
  NONE = 'None',
  /** It is created if it is not there, keys are added to it, and it stays. */
  CREATE_OR_MERGE = 'CreateOrMerge',
}

/** What happens when the secret is gone from the store (`deletionPolicy`). */
export enum SecretDeletionPolicy {
  /** The Secret is deleted. */
  DELETE = 'Delete',
  /** Its keys are removed. */
  MERGE = 'Merge',
  /** The Secret stays, and the ExternalSecret fails. */
  RETAIN = 'Retain',
}

/** When the store is read (`refreshPolicy`). */
export enum SecretRefreshPolicy {
  /** Once. */
  CREATED_ONCE = 'CreatedOnce',
  /** Every refresh interval. */
  PERIODIC = 'Periodic',
  /** When the ExternalSecret changes. */
  ON_CHANGE = 'OnChange',
}

/** A time in which refreshes are allowed or denied (`syncWindows.windows[]`). */
export interface SecretSyncWindow {
  /** When it opens, in UTC: five cron fields, or a word such as `@daily` (`schedule`). */
  readonly schedule: string;
  /** How long it stays open (`duration`). */
  readonly duration: Duration;
}

/** When periodic refreshes happen (`syncWindows`). */
export class SecretSyncWindows {
  /** Only while at least one of the windows is open. */
  public static allow(...windows: SecretSyncWindow[]): SecretSyncWindows {
    return new SecretSyncWindows('allow', windows);
  }

  /** Except while one of the windows is open. */
  public static deny(...windows: SecretSyncWindow[]): SecretSyncWindows {
    return new SecretSyncWindows('deny', windows);
  }

  private constructor(
    private readonly kind: 'allow' | 'deny',
    private readonly windows: readonly SecretSyncWindow[],
  ) {
    if (windows.length === 0) {
      refuse({ what: `SecretSyncWindows.${kind}`, got: 'no window', expected: 'at least one', fix: 'add one' });
    }
    for (const { schedule } of windows) {
      if (!/^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every \S+.*|\S+( \S+){4})$/.test(schedule)) {
        refuse({
          what: 'schedule of a sync window',
          got: schedule,
          expected: "five cron fields such as '0 22 * * 1-5', or a word such as '@daily'",
          fix: 'write minute, hour, day, month and weekday, with one space between',
        });
      }
    }
  }

  /** `syncWindows`. @internal */
  public _render(): shape.ExternalSecretSpec['syncWindows'] {
    return {
      kind: this.kind,
      windows: this.windows.map((window) => ({
        schedule: window.schedule,
        duration: duration('duration of a sync window', window.duration, Duration.millis(1)),
      })),
    };
  }
}

/** A key of the Secret and where its value comes from (`data[]`). */
export interface SecretDataEntry {
  /** Key of the Secret (`secretKey`). */
  readonly secretKey: string;
  /** The secret in the store (`remoteRef`). */
  readonly remoteRef: RemoteSecretRef;
  /**
   * Store of this key (`sourceRef.storeRef`).
   *
   * @default - the store of the ExternalSecret
   */
  readonly store?: SecretStore;
}

/** An object other than a Secret that External Secrets makes (`target.manifest`). */
export interface SecretTargetManifest {
  /** For example `v1`. */
  readonly apiVersion: string;
  /** For example `ConfigMap`. */
  readonly kind: string;
}

/** What is read from where, and which Secret it makes. */
export interface ExternalSecretProps extends CustomResourceProps {
  /**
   * Store that is read (`secretStoreRef`).
   *
   * @default - none; every entry names its own
   */
  readonly store?: SecretStore;
  /**
   * Single keys (`data`).
   *
   * @default - none
   */
  readonly data?: SecretDataEntry[];
  /**
   * Sources that bring many keys at once (`dataFrom`); later ones win.
   *
   * @default - none
   */
  readonly dataFrom?: SecretDataSource[];
  /**
   * How often the store is read (`refreshInterval`); zero reads it once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * When the store is read (`refreshPolicy`).
   *
   * @default SecretRefreshPolicy.PERIODIC
   */
  readonly refreshPolicy?: SecretRefreshPolicy;
  /**
   * When periodic refreshes happen (`syncWindows`).
   *
   * @default - at any time
   */
  readonly syncWindows?: SecretSyncWindows;
  /**
   * `metadata.name` of the Secret (`target.name`).
   *
   * @default - the name of the ExternalSecret
   */
  readonly secretName?: string;
  /**
   * Who owns the Secret (`target.creationPolicy`).
   *
   * @default SecretCreationPolicy.OWNER
   */
  readonly creationPolicy?: SecretCreationPolicy;
  /**
   * What happens when the secret is gone from the store (`target.deletionPolicy`).
   *
   * @default SecretDeletionPolicy.RETAIN
   */
  readonly deletionPolicy?: SecretDeletionPolicy;
  /**
   * Whether the Secret can be changed (`target.immutable`); an immutable one is never refreshed.
   *
   * @default false
   */
  readonly immutable?: boolean;
  /**
   * Makes an object of another kind (`target.manifest`); External Secrets has to be set up to allow it.
   *
   * @default - a Secret
   */
  readonly targetManifest?: SecretTargetManifest;
  /**
   * Type, metadata and derived keys of the Secret (`target.template`).
   *
   * @default - an Opaque Secret of the fetched keys
   */
  readonly template?: SecretTemplate;
}

/** A Secret that the External Secrets operator makes from a secret store (`ExternalSecret`). */
export class ExternalSecret extends CustomResource {
  /** `metadata.name` of the Secret that it makes. */
  public readonly secretName: string;
  private readonly props: ExternalSecretProps;
  private readonly entries: SecretDataEntry[] = [];
  private readonly sources: SecretDataSource[] = [];

  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id, props);
    refuseKeys(`ExternalSecret '${this.node.path}'`, props);
    this.props = props;
    this.secretName = dnsSubdomain('secretName of ExternalSecret', props.secretName ?? this.name);
    this.checkPolicies();
    if (props.template !== undefined) {
      renderTemplate(props.template, this.makesSecret);
    }
    props.data?.forEach((entry) => this.addData(entry));
    props.dataFrom?.forEach((source) => this.addDataFrom(source));
    this.node.addValidation({ validate: () => this.emptiness() });
  }

  /** Single keys, in the order of their addition. */
  public get data(): SecretDataEntry[] {
    return [...this.entries];
  }

  /** Sources of many keys, in the order of their addition. */
  public get dataFrom(): SecretDataSource[] {
    return [...this.sources];
  }

  /** Adds a key (`data[]`). */
  public addData(entry: SecretDataEntry): void {
    refuseKeys(`data of ExternalSecret '${this.node.path}'`, entry);
    secretKey('secretKey of ExternalSecret', entry.secretKey);
    remoteRef(`'${entry.secretKey}' of ExternalSecret`, entry.remoteRef);
    if (this.entries.some((earlier) => earlier.secretKey === entry.secretKey)) {
      refuse(
        {
          what: 'secretKey of ExternalSecret',
          got: `${entry.secretKey} twice`,
          expected: 'each key once',
          fix: 'leave one of them out',
        },
        this,
      );
    }
    this.checkStore(entry.store !== undefined, `'${entry.secretKey}'`);
    this.entries.push(entry);
  }

  /** Adds a source of many keys (`dataFrom[]`). */
  public addDataFrom(source: SecretDataSource): void {
    refuseKeys(`dataFrom of ExternalSecret '${this.node.path}'`, source);
    this.checkStore(!source._needsStore, `dataFrom[${this.sources.length}]`);
    this.sources.push(source);
  }

  /** @internal */
  protected _kind() {
    return shape.ExternalSecret;
  }

  /** @internal */
  protected _spec(): shape.ExternalSecretSpec {
    const { store, refreshInterval, refreshPolicy, syncWindows, creationPolicy, deletionPolicy, immutable } =
      this.props;
    const { template, targetManifest } = this.props;
    return {
      refreshInterval: duration('refreshInterval', refreshInterval ?? Duration.hours(1)),
      refreshPolicy,
      syncWindows: syncWindows?._render(),
      secretStoreRef: store?._render(),
      target: {
        name: this.secretName,
        creationPolicy: creationPolicy ?? SecretCreationPolicy.OWNER,
        deletionPolicy,
        immutable,
        manifest: targetManifest && { apiVersion: targetManifest.apiVersion, kind: targetManifest.kind },
        template: template && renderTemplate(template, this.makesSecret),
      },
      data: this.entries.length === 0 ? undefined : this.entries.map(renderEntry),
      dataFrom: this.sources.length === 0 ? undefined : this.sources.map(({ _source }) => _source),
    };
  }

  private get makesSecret(): boolean {
    const { targetManifest } = this.props;
    return targetManifest === undefined || (targetManifest.apiVersion === 'v1' && targetManifest.kind === 'Secret');
  }

  private checkPolicies(): void {
    const { creationPolicy = SecretCreationPolicy.OWNER, deletionPolicy } = this.props;
    const owns = [SecretCreationPolicy.OWNER, SecretCreationPolicy.ORPHAN].includes(creationPolicy);
    if (deletionPolicy === SecretDeletionPolicy.DELETE && !owns) {
      refuse(
        {
          what: 'deletionPolicy of ExternalSecret',
          got: `Delete beside creationPolicy ${creationPolicy}`,
          expected: 'Delete only for a Secret that the ExternalSecret creates',
          fix: 'use SecretDeletionPolicy.RETAIN, or SecretCreationPolicy.OWNER',
        },
        this,
      );
    }
    if (deletionPolicy === SecretDeletionPolicy.MERGE && creationPolicy === SecretCreationPolicy.NONE) {
      refuse(
        {
          what: 'deletionPolicy of ExternalSecret',
          got: 'Merge beside creationPolicy None',
          expected: 'a Secret whose keys can be removed',
          fix: 'leave deletionPolicy out',
        },
        this,
      );
    }
  }

  private checkStore(named: boolean, what: string): void {
    if (!named && this.props.store === undefined) {
      refuse(
        {
          what: `store of ${what} of ExternalSecret`,
          got: undefined,
          expected: 'a store, of the entry or of the ExternalSecret',
          fix: "give store: SecretStore.cluster('...')",
        },
        this,
      );
    }
  }

  private emptiness(): string[] {
    return this.entries.length + this.sources.length > 0
      ? []
      : [
          describe({
            what: `ExternalSecret '${this.name}'`,
            got: 'neither data nor dataFrom',
            expected: 'at least one key or source',
            fix: 'add one by addData or addDataFrom',
          }),
        ];
  }
}

const renderEntry = (entry: SecretDataEntry) => ({
  secretKey: entry.secretKey,
  remoteRef: remoteRef(entry.secretKey, entry.remoteRef),
  sourceRef: entry.store && { storeRef: entry.store._render() },
});
