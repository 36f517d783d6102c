import { Sidecar, VirtualService } from '../../manifest/istio-networking';
import { AuthorizationPolicy, PeerAuthentication, RequestAuthentication } from '../../manifest/istio-security';
import { Telemetry } from '../../manifest/istio-telemetry';
import { gatewaysOf, ROOT_NAMESPACE } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { podsOf } from '../../model/mesh';
import { Entry, entriesOf, isDeclared, itemsOf, Model, pathOf, view } from '../../model/model';
import { namespaceLabels, workloadsIn, workloadsOf } from '../../model/workloads';
import { groupBy } from '../../value/group-by';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Which pods and namespaces policies of Istio are for. */
export const istioSelectorRules: readonly ModelRule[] = [
  { code: 'GW710', title: 'two objects where one is used', severity: 'warning', find: rivals },
  { code: 'GW711', title: 'Sidecar for pods without a sidecar', severity: 'warning', find: ambientSidecars },
  { code: 'GW712', title: 'policy of Istio whose selector finds no pod', severity: 'warning', find: podlessPolicies },
  {
    code: 'GW713',
    title: 'policy for callers of a namespace that does not exist',
    severity: 'warning',
    find: unknownNamespaces,
  },
  { code: 'GW714', title: 'route by a claim that nothing verifies', severity: 'warning', find: unverifiedClaims },
];

type Labels = Readonly<Record<string, string>>;

interface Selecting {
  readonly entry: Entry;
  readonly path: string;
  readonly labels: Labels;
}

const sidecars = view((model: Model): readonly Selecting[] =>
  itemsOf(model, Sidecar).map((item) => ({
    entry: item,
    path: 'spec.workloadSelector',
    labels: item.body.spec?.workloadSelector?.labels ?? {},
  })),
);

const telemetries = view((model: Model): readonly Selecting[] =>
  itemsOf(model, Telemetry).flatMap((item) => {
    const { selector, targetRef, targetRefs = [] } = item.body.spec ?? {};
    if (targetRef || targetRefs.length > 0) return [];
    return [{ entry: item, path: 'spec.selector', labels: selector?.matchLabels ?? {} }];
  }),
);

/** Of Sidecars and Telemetries, the oldest of a pod or of a namespace is used alone. */
function rivals(model: Model, report: Report): void {
  for (const list of [sidecars(model), telemetries(model)]) {
    for (const members of groupBy(list, ({ entry }) => entry.namespace).values()) {
      members.forEach(({ entry, path, labels }, index) => {
        const other = members.slice(0, index).find((each) => areRivals(model, each, labels));
        if (!other) return;
        const isForAll = Object.keys(labels).length === 0;
        report(entry, {
          what: isForAll ? 'spec' : path,
          got: `${isForAll ? 'no selector' : 'pods'}, like ${entry.kind} ${pathOf(other.entry)}`,
          expected: `one ${entry.kind} for ${isForAll ? 'all pods of a namespace' : 'a pod'}`,
          fix: 'put both into one, or select other pods; the older of them is used alone',
        });
      });
    }
  }
}

function areRivals(model: Model, { entry, labels: first }: Selecting, second: Labels): boolean {
  const [a, b] = [Object.keys(first).length, Object.keys(second).length];
  if (a === 0 || b === 0) return a === b;
  if (a === b && hasLabels(first, second)) return true;
  return workloadsIn(model, entry.namespace).some(
    ({ labels }) => hasLabels(labels, first) && hasLabels(labels, second),
  );
}

function ambientSidecars(model: Model, report: Report): void {
  for (const { entry } of sidecars(model)) {
    const labels = namespaceLabels(model, entry.namespace);
    const isInjected = labels?.['istio-injection'] === 'enabled' || labels?.['istio.io/rev'] !== undefined;
    if (labels?.['istio.io/dataplane-mode'] !== 'ambient' || isInjected) continue;
    report(entry, {
      what: 'metadata.namespace',
      got: `${entry.namespace}, with 'istio.io/dataplane-mode: ambient'`,
      expected: 'a namespace whose pods have sidecars',
      fix: 'remove the Sidecar; in ambient mode it has no effect',
    });
  }
}

function podlessPolicies(model: Model, report: Report): void {
  if (!model.isWhole) return;
  const policies = [AuthorizationPolicy, RequestAuthentication, PeerAuthentication].flatMap((kind) =>
    itemsOf<{ readonly spec?: { readonly selector?: { readonly matchLabels?: Labels } } }>(model, kind).map((item) => ({
      entry: item as Entry,
      path: 'spec.selector',
      labels: item.body.spec?.selector?.matchLabels ?? {},
    })),
  );
  for (const { entry, path, labels } of [...policies, ...telemetries(model), ...sidecars(model)]) {
    const keys = Object.keys(labels);
    const pods = entry.namespace === ROOT_NAMESPACE ? workloadsOf(model) : workloadsIn(model, entry.namespace);
    // Gateways make pods of their own; where nothing of a namespace runs, its workloads are in another program.
    if (keys.length === 0 || pods.length === 0 || keys.some((key) => MADE.includes(key))) continue;
    if (pods.some((pod) => hasLabels(pod.labels, labels))) continue;
    report(entry, {
      what: path,
      got: keys.map((key) => `${key}=${labels[key]}`).join(', '),
      expected: `labels of pods ${entry.namespace === ROOT_NAMESPACE ? 'of the input' : `in namespace ${entry.namespace || '(none)'}`}`,
      fix: 'correct the labels or the namespace, or add the workload; it has no effect otherwise',
    });
  }
}

const MADE = ['gateway.networking.k8s.io/gateway-name', 'istio.io/gateway-name'];

function unknownNamespaces(model: Model, report: Report): void {
  if (!model.isWhole) return;
  const known = [
    ...entriesOf(model, '', 'Namespace').map(({ name }) => name),
    ...[...model.byName.values()].map(({ namespace }) => namespace),
  ];
  for (const item of itemsOf(model, AuthorizationPolicy)) {
    (item.body.spec?.rules ?? []).forEach(({ from = [] }, rule) =>
      from.forEach(({ source }, at) => {
        for (const field of ['namespaces', 'notNamespaces'] as const) {
          (source?.[field] ?? []).forEach((namespace, index) => {
            if (isKnownNamespace(model, known, namespace)) return;
            const meant = nearest(namespace, known);
            report(item, {
              what: `spec.rules[${rule}].from[${at}].source.${field}[${index}]`,
              got: namespace,
              expected: 'a namespace of the input',
              fix: meant ? `did you mean '${meant}'?` : 'correct it, or declare that the Namespace exists elsewhere',
            });
          });
        }
      }),
    );
  }
}

/** Namespaces of every installation are not in the input. */
const isKnownNamespace = (model: Model, known: readonly string[], pattern: string) =>
  /^(\*|default$|istio-|kube-|openshift-)/.test(pattern) ||
  isDeclared(model, { group: '', kind: 'Namespace', namespace: '', name: pattern }) ||
  known.some((name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

/** The proxy fills in claims of a token after a RequestAuthentication has verified it. */
function unverifiedClaims(model: Model, report: Report): void {
  if (!model.isWhole) return;
  const verified = itemsOf(model, RequestAuthentication);
  for (const item of itemsOf(model, VirtualService)) {
    const claim = claimOf(item.body.spec?.http ?? []);
    if (!claim) continue;
    const pods = gatewaysOf(model, item).flatMap((gateway) =>
      gateway ? podsOf(model, gateway.body.spec?.selector ?? {}) : [],
    );
    const pod = pods.find(
      ({ namespace, labels }) =>
        !verified.some(
          (each) =>
            (each.namespace === ROOT_NAMESPACE || each.namespace === namespace) &&
            hasLabels(labels, each.body.spec?.selector?.matchLabels ?? {}),
        ),
    );
    if (!pod) continue;
    report(item, {
      what: claim.path,
      got: `${claim.name}, at the pods of ${pod.owner.kind} ${pathOf(pod.owner)}`,
      expected: 'a RequestAuthentication for these pods',
      fix: `add one in namespace ${pod.namespace} or ${ROOT_NAMESPACE}; no request has the claim otherwise`,
    });
  }
}

type HttpMatch = { readonly headers?: object; readonly withoutHeaders?: object };

/** The first claim of a token that routes look at. */
export function claimOf(routes: readonly { readonly match?: readonly HttpMatch[] }[]) {
  for (const [index, { match = [] }] of routes.entries()) {
    for (const [at, each] of match.entries()) {
      for (const field of ['headers', 'withoutHeaders'] as const) {
        const name = Object.keys(each[field] ?? {}).find((key) => key.toLowerCase().startsWith('@request.auth.claims'));
        if (name) return { path: `spec.http[${index}].match[${at}].${field}['${name}']`, name };
      }
    }
  }
  return undefined;
}
