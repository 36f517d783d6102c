import { ExternalSecret } from '../../manifest/external-secrets';
import { entriesOf, Entry, itemsOf, Model } from '../../model/model';
import { goDuration } from '../../value/duration';
import { regularExpressionMistake } from '../../value/regex';
import { ModelRule, Report } from '../model-rule';

/** What the webhook of External Secrets refuses of a SecretStore or a ClusterSecretStore. */
export const secretStoreRules: readonly ModelRule[] = [
  { code: 'GW760', title: 'store without exactly one provider', find: over(providers) },
  { code: 'GW761', title: 'condition of a store that does not compile', find: over(conditions) },
  { code: 'GW762', title: 'refresh interval of a store that is not a time', find: over(intervals) },
  { code: 'GW763', title: 'credential of another namespace for a SecretStore', find: over(credentials) },
  { code: 'GW764', title: 'store whose provider is configured in part', find: over(settings) },
  { code: 'GW765', title: 'ExternalSecret that names a store of the other kind', find: otherKinds },
];

/** A reference without a kind is one to a SecretStore. */
function otherKinds(model: Model, report: Report): void {
  const stores = (kind: string) => entriesOf(model, 'external-secrets.io', kind);
  const isThere = (kind: string, name: string, namespace: string) =>
    stores(kind).some(
      (store) => store.name === name && (kind === 'ClusterSecretStore' || store.namespace === namespace),
    );
  for (const item of itemsOf(model, ExternalSecret)) {
    const ref = item.body.spec?.secretStoreRef;
    if (!ref?.name) continue;
    const { kind = 'SecretStore', name } = ref;
    const other = kind === 'SecretStore' ? 'ClusterSecretStore' : 'SecretStore';
    if (isThere(kind, name, item.namespace) || !isThere(other, name, item.namespace)) continue;
    report(item, {
      what: 'spec.secretStoreRef.kind',
      got: ref.kind,
      expected: `${other}, which is the kind of ${name}${ref.kind ? '' : '; without kind it is SecretStore'}`,
      fix: `set kind: ${other}`,
    });
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** A hand-written file may have anything at any place: stores have no schema here. */
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function over(find: (store: Entry, spec: Fields, report: Report) => void) {
  return (model: Model, report: Report): void => {
    for (const kind of ['SecretStore', 'ClusterSecretStore']) {
      for (const store of entriesOf(model, 'external-secrets.io', kind)) {
        find(store, fieldsOf(store.at.manifest.spec), report);
      }
    }
  };
}

function providers(store: Entry, { provider }: Fields, report: Report): void {
  const names = Object.keys(fieldsOf(provider));
  if (names.length === 1) return;
  report(store, {
    what: 'spec.provider',
    got: names.length === 0 ? undefined : names.join(' and '),
    expected: 'one provider, such as aws or vault',
    fix: names.length === 0 ? 'set it' : 'write a store for each',
  });
}

function conditions(store: Entry, spec: Fields, report: Report): void {
  listOf(spec.conditions).forEach((condition, index) =>
    listOf(fieldsOf(condition).namespaceRegexes).forEach((pattern, at) => {
      const fix = typeof pattern === 'string' ? regularExpressionMistake(pattern) : undefined;
      if (fix === undefined) return;
      const what = `spec.conditions[${index}].namespaceRegexes[${at}]`;
      report(store, { what, got: pattern, expected: 'a regular expression of Go', fix });
    }),
  );
}

function intervals(store: Entry, { refreshInterval }: Fields, report: Report): void {
  const time = typeof refreshInterval === 'string' ? (goDuration(refreshInterval) ?? -1) : refreshInterval;
  if (typeof time !== 'number' || time >= 0) return;
  report(store, {
    what: 'spec.refreshInterval',
    got: refreshInterval,
    expected: "a time such as '5m', or seconds as a number",
    fix: 'write it with a unit',
  });
}

/** Providers whose credentials are judged, all of which are refused alike. */
const JUDGED = ['aws', 'azurekv', 'gcpsm', 'vault'];

function credentials(store: Entry, { provider }: Fields, report: Report): void {
  if (store.kind !== 'SecretStore' || store.namespace === '') return;
  const visit = (value: Fields, path: string) => {
    for (const [name, each] of Object.entries(value)) {
      const { namespace, ...fields } = fieldsOf(each);
      const isCredential = /(Ref|^clientCert|^clientId|^clientSecret)$/.test(name);
      if (isCredential && typeof namespace === 'string' && namespace !== store.namespace) {
        report(store, {
          what: `${path}.${name}.namespace`,
          got: namespace,
          expected: `no namespace, or ${store.namespace}`,
          fix: 'leave it out and put the credential beside the store, or use a ClusterSecretStore',
        });
      }
      visit(fields, `${path}.${name}`);
    }
  };
  for (const name of JUDGED) visit(fieldsOf(fieldsOf(provider)[name]), `spec.provider.${name}`);
}

function settings(store: Entry, spec: Fields, report: Report): void {
  const { aws, azurekv, vault } = fieldsOf(spec.provider);
  const tell = (path: string, got: unknown, expected: string, fix: string) =>
    report(store, { what: `spec.provider.${path}`, got, expected, fix });

  const { forceDeleteWithoutRecovery, recoveryWindowInDays: days = 0 } = fieldsOf(fieldsOf(aws).secretsManager);
  if (typeof days === 'number' && days !== 0 && (forceDeleteWithoutRecovery === true || days < 7 || days > 30)) {
    const isBoth = forceDeleteWithoutRecovery === true;
    tell(
      'aws.secretsManager.recoveryWindowInDays',
      isBoth ? `${days} with forceDeleteWithoutRecovery` : days,
      isBoth ? 'one of both' : '7 to 30 days',
      isBoth ? 'leave one of them out' : 'choose another number',
    );
  }

  const { customCloudConfig, useAzureSDK, environmentType } = fieldsOf(azurekv);
  if (customCloudConfig !== undefined && useAzureSDK !== true) {
    tell('azurekv.useAzureSDK', useAzureSDK, 'true with customCloudConfig', 'set it');
  }
  if (environmentType === 'AzureStackCloud' && customCloudConfig === undefined) {
    tell('azurekv.customCloudConfig', undefined, 'the endpoints of an AzureStackCloud', 'set activeDirectoryEndpoint');
  }

  const { auth, tls, checkAndSet, version } = fieldsOf(vault);
  const { appRole, jwt } = fieldsOf(auth);
  const { roleId, roleRef } = fieldsOf(appRole);
  if (appRole !== undefined && !roleId && roleRef === undefined) {
    tell('vault.auth.appRole', undefined, 'roleId or roleRef', 'set the role, or the Secret that has it');
  }
  const { secretRef, kubernetesServiceAccountToken } = fieldsOf(jwt);
  if (jwt !== undefined && secretRef === undefined && kubernetesServiceAccountToken === undefined) {
    tell('vault.auth.jwt', undefined, 'secretRef or kubernetesServiceAccountToken', 'set the source of the token');
  }
  const { certSecretRef, keySecretRef } = fieldsOf(tls);
  if ((certSecretRef === undefined) !== (keySecretRef === undefined)) {
    tell(
      'vault.tls',
      certSecretRef ? 'certSecretRef' : 'keySecretRef',
      'both certSecretRef and keySecretRef',
      'set the other too',
    );
  }
  if (fieldsOf(checkAndSet).required === true && version === 'v1') {
    tell('vault.checkAndSet.required', 'true with version v1', 'version v2', 'use the second version of the engine');
  }
}
