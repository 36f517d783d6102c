import { AuthPolicy, Defaults, Kuadrant } from '../../manifest/kuadrant';
import { Secret } from '../../manifest/kubernetes';
import { LabelSelector, selects } from '../../model/labels';
import { Entry, Item, itemsOf, Model, pathOf } from '../../model/model';
import { Problem } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Secrets that AuthPolicies select: of API keys, and of authorities for client certificates. */
export const apiKeyRules: readonly ModelRule[] = [
  { code: 'GW267', title: 'Secret that is no API key for Authorino', severity: 'warning', find: unusableKeys },
];

interface Selection {
  readonly selector: LabelSelector;
  readonly allNamespaces: boolean;
  /** Keys of the Secret of which one is read. */
  readonly keys: readonly string[];
}

function unusableKeys(model: Model, report: Report): void {
  const told = new Set<Entry['at']>();
  for (const policy of itemsOf<PolicyBody>(model, AuthPolicy)) {
    for (const selection of selectionsOf(policy)) {
      for (const secret of itemsOf(model, Secret)) {
        if (told.has(secret.at) || !selects(selection.selector, secret.labels)) continue;
        for (const problem of problemsOf(model, secret, selection, policy)) {
          told.add(secret.at);
          report(secret, problem);
        }
      }
    }
  }
}

interface PolicyBody {
  readonly spec?: Defaults & { readonly defaults?: Defaults; readonly overrides?: Defaults };
}

/** A selector without labels of its own would select the keys of every other policy. */
function selectionsOf({ body: { spec } }: Item<PolicyBody>): Selection[] {
  return [spec, spec?.defaults, spec?.overrides]
    .flatMap((scope) => Object.values(scope?.rules?.authentication ?? {}))
    .flatMap(({ apiKey, x509 }) => [
      ...(apiKey ? [{ ...apiKey, keys: ['api_key'] }] : []),
      ...(x509 ? [{ ...x509, keys: ['tls.crt', 'ca.crt'] }] : []),
    ])
    .map(({ selector, allNamespaces = false, keys }) => ({ selector: selector as LabelSelector, allNamespaces, keys }))
    .filter(({ selector }) => Object.keys(selector.matchLabels ?? {}).length > 0);
}

const MANAGED_BY = 'authorino.kuadrant.io/managed-by';

function* problemsOf(
  model: Model,
  secret: Item<{ readonly data?: object; readonly stringData?: object }>,
  { allNamespaces, keys }: Selection,
  policy: Entry,
): Iterable<Problem> {
  const name = `AuthPolicy ${pathOf(policy)}`;
  if (secret.labels[MANAGED_BY] !== 'authorino') {
    yield {
      what: `metadata.labels['${MANAGED_BY}']`,
      got: secret.labels[MANAGED_BY],
      expected: 'authorino',
      fix: `add it, so that ${name} accepts the key`,
    };
  }
  const given = Object.keys({ ...secret.body.data, ...secret.body.stringData });
  if (given.length > 0 && !given.some((key) => keys.includes(key))) {
    yield {
      what: 'data',
      got: given.join(', '),
      expected: `the key under ${keys.join(' or ')}`,
      fix: `rename it, so that ${name} accepts the key`,
    };
  }
  const wanted = allNamespaces ? undefined : missedNamespace(model, secret.namespace, policy.namespace);
  if (wanted !== undefined) {
    yield {
      what: 'metadata.namespace',
      got: secret.namespace,
      expected: `${wanted}, where Authorino looks`,
      fix: `move the Secret there, or set allNamespaces: true in ${name}`,
    };
  }
}

/**
 * Authorino looks in its own namespace, which is that of the Kuadrant object. Where that is not in the input, the
 * namespace of a policy is taken to be another, unless it has Kuadrant's usual name.
 */
function missedNamespace(model: Model, namespace: string, ofPolicy: string): string | undefined {
  const [own] = itemsOf(model, Kuadrant).map((kuadrant) => kuadrant.namespace);
  if (namespace === '') return undefined;
  if (own !== undefined) return own === namespace || own === '' ? undefined : own;
  return namespace === ofPolicy && namespace !== 'kuadrant-system' ? "Kuadrant's namespace" : undefined;
}
