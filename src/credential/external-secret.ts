import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { SecretStore } from './secret-store';
import { ExternalSecret, ExternalSecretSpec } from '../manifest/external-secrets';
import { duration } from '../value/scalar';

/** The keys of a Secret: single ones (`data`), or all fields of a JSON object (`dataFrom`). */
export type SecretData = Pick<ExternalSecretSpec, 'data' | 'dataFrom'>;

/** An ExternalSecret, and the Secret of the same name that the operator creates from it. */
export interface ExternalSecretOptions {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the ExternalSecret. */
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly store: SecretStore;
  readonly refreshInterval?: Duration;
  readonly data: SecretData;
  readonly secretType?: string;
  readonly secretLabels?: { readonly [key: string]: string };
}

/** Emits an ExternalSecret. */
export function emitExternalSecret(scope: Construct, id: string, options: ExternalSecretOptions): ApiObject {
  const { name, namespace, labels, annotations, store, secretLabels } = options;
  const interval = options.refreshInterval ?? Duration.hours(1);
  const spec: ExternalSecretSpec = {
    refreshInterval: duration(`refreshInterval of ExternalSecret '${name}'`, interval),
    secretStoreRef: store._render(),
    target: {
      name,
      creationPolicy: 'Owner',
      template: {
        engineVersion: 'v2',
        type: options.secretType,
        metadata: secretLabels && { labels: secretLabels },
      },
    },
    ...options.data,
  };
  const { apiVersion, kind } = ExternalSecret;
  return new ApiObject(scope, id, { apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec });
}
