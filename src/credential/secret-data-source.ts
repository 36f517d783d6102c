import {
  remoteRef,
  RemoteSecretRef,
  SecretConversionStrategy,
  SecretDecodingStrategy,
  SecretNullBytePolicy,
} from './remote-ref';
import { SecretStore } from './secret-store';
import { ExternalSecretSpec } from '../manifest/external-secrets';
import { refuse } from '../manifest/problem';
import { dnsSubdomain } from '../manifest/scalar';

type DataFrom = NonNullable<ExternalSecretSpec['dataFrom']>[number];
type Rewrite = NonNullable<DataFrom['rewrite']>[number];

/** What happens when two secrets bring the same key (`conflictPolicy`). */
export enum SecretMergeConflictPolicy {
  /** The later one wins. */
  IGNORE = 'Ignore',
  /** The ExternalSecret fails. */
  ERROR = 'Error',
}

/** What happens when a secret of the priority list is not there (`priorityPolicy`). */
export enum SecretMergePriorityPolicy {
  /** It is skipped. */
  IGNORE_NOT_FOUND = 'IgnoreNotFound',
  /** The ExternalSecret fails. */
  STRICT = 'Strict',
}

/** What a merge makes (`strategy`). */
export enum SecretMergeStrategy {
  /** The fields of all secrets as keys of their own. */
  EXTRACT = 'Extract',
  /** One JSON object under one key. */
  JSON = 'JSON',
}

/** How the secrets of a source are merged (`rewrite[].merge`). */
export interface SecretMergeOptions {
  /**
   * What the merge makes (`strategy`).
   *
   * @default SecretMergeStrategy.EXTRACT
   */
  readonly strategy?: SecretMergeStrategy;
  /**
   * Key that the JSON object goes under (`into`); required with SecretMergeStrategy.JSON.
   *
   * @default - none
   */
  readonly into?: string;
  /**
   * Secrets by rising priority (`priority`).
   *
   * @default - in the order in which they are found
   */
  readonly priority?: string[];
  /**
   * What happens when a secret of `priority` is not there (`priorityPolicy`).
   *
   * @default SecretMergePriorityPolicy.STRICT
   */
  readonly priorityPolicy?: SecretMergePriorityPolicy;
  /**
   * What happens when two secrets bring the same key (`conflictPolicy`).
   *
   * @default SecretMergeConflictPolicy.ERROR
   */
  readonly conflictPolicy?: SecretMergeConflictPolicy;
}

/** A change to the keys that a source brings (`dataFrom[].rewrite`). */
export class SecretKeyRewrite {
  /**
   * Renames the keys that a regular expression matches (`regexp`).
   *
   * @param source regular expression in Go's syntax
   * @param target the new name, with `$1` for the first group
   */
  public static regexp(source: string, target: string): SecretKeyRewrite {
    return new SecretKeyRewrite({ regexp: { source, target } });
  }

  /** Renames every key by a Go template over `.value` (`transform`). */
  public static transform(template: string): SecretKeyRewrite {
    return new SecretKeyRewrite({ transform: { template } });
  }

  /** Merges the secrets that `find` found (`merge`). */
  public static merge(options: SecretMergeOptions = {}): SecretKeyRewrite {
    const { strategy, into, priority, priorityPolicy, conflictPolicy } = options;
    if (strategy === SecretMergeStrategy.JSON && !into) {
      refuse({
        what: 'into of SecretKeyRewrite.merge',
        got: into,
        expected: 'a key, with SecretMergeStrategy.JSON',
        fix: 'name the key that the JSON object goes under',
      });
    }
    return new SecretKeyRewrite({
      merge: { strategy, into, priority: priority && [...priority], priorityPolicy, conflictPolicy },
    });
  }

  /** As a manifest has it. @internal */
  public readonly _rewrite: Rewrite;

  private constructor(rewrite: unknown) {
    this._rewrite = rewrite as Rewrite;
  }
}

/** What every source of many keys takes. */
export interface SecretDataSourceOptions {
  /**
   * Store of this source (`sourceRef.storeRef`).
   *
   * @default - the store of the ExternalSecret
   */
  readonly store?: SecretStore;
  /**
   * Changes to the keys, one after the other (`rewrite`).
   *
   * @default - the keys stay as they are
   */
  readonly rewrite?: SecretKeyRewrite[];
}

/** Which secrets of a store are found (`dataFrom[].find`); a name, tags or both. */
export interface SecretFindOptions extends SecretDataSourceOptions {
  /**
   * Regular expression over the names, in Go's syntax (`name.regexp`).
   *
   * @default - any name
   */
  readonly nameRegexp?: string;
  /**
   * Tags that a secret must have (`tags`).
   *
   * @default - any
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Path under which is looked (`path`).
   *
   * @default - everywhere
   */
  readonly path?: string;
  /**
   * How the values are decoded (`decodingStrategy`).
   *
   * @default SecretDecodingStrategy.NONE
   */
  readonly decodingStrategy?: SecretDecodingStrategy;
  /**
   * What becomes of characters that a key of a Secret may not have (`conversionStrategy`).
   *
   * @default SecretConversionStrategy.DEFAULT
   */
  readonly conversionStrategy?: SecretConversionStrategy;
  /**
   * What becomes of values with NUL bytes (`nullBytePolicy`).
   *
   * @default SecretNullBytePolicy.IGNORE
   */
  readonly nullBytePolicy?: SecretNullBytePolicy;
}

/** A generator of External Secrets (`dataFrom[].sourceRef.generatorRef`). */
export interface SecretGeneratorOptions {
  /** Kind of the generator, for example `Password` or `STSSessionToken`. */
  readonly kind: string;
  /** `metadata.name` of the generator. */
  readonly name: string;
  /**
   * API version of the generator.
   *
   * @default generators.external-secrets.io/v1alpha1
   */
  readonly apiVersion?: string;
  /**
   * Changes to the keys, one after the other (`rewrite`).
   *
   * @default - the keys stay as they are
   */
  readonly rewrite?: SecretKeyRewrite[];
}

/** A source that brings many keys of a Secret at once (`dataFrom[]`). */
export class SecretDataSource {
  /** The fields of one secret that is a JSON object (`extract`). */
  public static extract(ref: RemoteSecretRef, options: SecretDataSourceOptions = {}): SecretDataSource {
    return new SecretDataSource({ extract: remoteRef('SecretDataSource.extract', ref), ...common(options) });
  }

  /** All secrets of a name or with tags, one key each (`find`). */
  public static find(options: SecretFindOptions): SecretDataSource {
    const { nameRegexp, tags, path, decodingStrategy, conversionStrategy, nullBytePolicy } = options;
    if (nameRegexp === undefined && Object.keys(tags ?? {}).length === 0) {
      refuse({
        what: 'SecretDataSource.find',
        got: 'neither nameRegexp nor tags',
        expected: 'at least one of them',
        fix: "give nameRegexp: '.*' to find all",
      });
    }
    return new SecretDataSource({
      find: {
        name: nameRegexp === undefined ? undefined : { regexp: nameRegexp },
        tags: tags && { ...tags },
        path,
        decodingStrategy,
        conversionStrategy,
        nullBytePolicy,
      },
      ...common(options),
    });
  }

  /** What a generator makes (`sourceRef.generatorRef`). */
  public static generator(options: SecretGeneratorOptions): SecretDataSource {
    const { kind, name, apiVersion, rewrite } = options;
    dnsSubdomain('name of a generator', name);
    return new SecretDataSource({
      sourceRef: { generatorRef: { apiVersion, kind, name } },
      rewrite: rewrite?.map(({ _rewrite }) => _rewrite),
    });
  }

  /** As a manifest has it. @internal */
  public readonly _source: DataFrom;

  private constructor(source: unknown) {
    this._source = source as DataFrom;
  }

  /** Whether it takes the store of the ExternalSecret. @internal */
  public get _needsStore(): boolean {
    return this._source.sourceRef === undefined;
  }
}

const common = ({ store, rewrite }: SecretDataSourceOptions) => ({
  sourceRef: store && { storeRef: store._render() },
  rewrite: rewrite?.length ? rewrite.map(({ _rewrite }) => _rewrite) : undefined,
});
