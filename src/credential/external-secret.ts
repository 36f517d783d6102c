import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { SecretStore } from './secret-store';
import { ExternalSecret as SHAPE, ExternalSecretSpec } from '../manifest/external-secrets';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { secretKey } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

/** One secret in a store (`remoteRef`, `extract`). */
export interface RemoteSecret {
  /** Name of the secret, as the store writes it (`key`). */
  readonly key: string;
  /**
   * Field of a secret that is a JSON object (`property`).
   *
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version or stage of the secret, as the store writes it (`version`).
   *
   * @default - the newest
   */
  readonly version?: string;
}

/** Values of a Secret: those of one remote secret that is a JSON object, or a remote secret for each key. */
export type RemoteData = { readonly extract: RemoteSecret } | { readonly keys: Readonly<Record<string, RemoteSecret>> };

interface ExternalSecretProps extends CustomResourceProps {
  readonly store: SecretStore;
  readonly data: RemoteData;
  readonly refreshInterval?: Duration;
  /** Type and labels of the Secret. */
  readonly template?: { readonly type?: string; readonly labels?: Readonly<Record<string, string>> };
}

/** A Secret whose values External Secrets reads from a store (external-secrets.io/v1 ExternalSecret). */
export class ExternalSecret extends CustomResource {
  private readonly spec: ExternalSecretSpec;

  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id, props);
    const { data, template, store, refreshInterval } = props;
    this.spec = {
      refreshInterval: duration('refreshInterval', refreshInterval ?? Duration.hours(1), Duration.millis(1)),
      secretStoreRef: store._render(),
      target: {
        name: this.name,
        creationPolicy: 'Owner',
        template: template && {
          engineVersion: 'v2',
          type: template.type,
          metadata: template.labels && { labels: template.labels },
        },
      },
      ...('extract' in data
        ? { dataFrom: [{ extract: remoteSecret('extract', data.extract) }] }
        : {
            data: Object.entries(data.keys).map(([key, remote]) => ({
              secretKey: secretKey('secretKey of ExternalSecret', key),
              remoteRef: remoteSecret(key, remote),
            })),
          }),
    };
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): ExternalSecretSpec {
    return this.spec;
  }
}

/** Refuses a remote secret without a name. */
export function remoteSecret(what: string, { key, property, version }: RemoteSecret) {
  if (typeof key !== 'string' || key.trim() === '') {
    refuse({ what: `key of ${what}`, got: key, expected: 'the name of a secret in the store', fix: 'name it' });
  }
  return { key, property, version };
}
