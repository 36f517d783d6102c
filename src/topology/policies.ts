import { addHost } from './backends';
import { addEdge, addNamed, addObject, Draft, idOf, roleOf } from './draft';
import { listenerId, ruleId } from './gateway-api';
import { EffectiveAt } from './nodes';
import { BackendTLSPolicy } from '../manifest/gateway-api';
import { DestinationRule } from '../manifest/istio-networking';
import { AuthorizationPolicy, PeerAuthentication, RequestAuthentication } from '../manifest/istio-security';
import { DNSPolicy, TargetRef, TLSPolicy } from '../manifest/kuadrant';
import { GATEWAY_API } from '../manifest/manifest';
import { Kind } from '../manifest/shape';
import { fullHost } from '../model/istio';
import { hasLabels } from '../model/labels';
import { listenersByGateway } from '../model/listeners';
import { Entry, Item, itemsOf } from '../model/model';
import {
  effectivePolicy,
  ListenerPolicyKind,
  PATH_POLICY_KINDS,
  pathPoliciesOf,
  policiesOfListener,
  policyPathsOf,
} from '../model/policies';
import { workloadsIn, workloadsOf } from '../model/workloads';
import {
  authorizationPoliciesOf,
  ProxiedWorkload,
  requestAuthenticationsOf,
  workloadOfGateway,
} from '../traffic/istio/security/workload';

/** Policies with what they are attached to, and what is in effect where. */
export function addPolicies(draft: Draft): void {
  addKuadrant(draft);
  addPathEffects(draft);
  addListenerEffects(draft);
  addBackendPolicies(draft);
  addIstioSecurity(draft);
}

function addKuadrant(draft: Draft): void {
  for (const policy of pathPoliciesOf(draft.model)) {
    const id = addObject(draft, policy, 'policy', shownRules([...policy.rules.keys()]));
    addEdge(draft, id, targetOf(draft, policy, policy.targetRef), 'applies');
  }
  for (const kind of [DNSPolicy, TLSPolicy]) {
    for (const item of itemsOf<{ readonly spec?: { readonly targetRef: TargetRef } }>(draft.model, kind)) {
      const id = addObject(draft, item, 'policy');
      if (item.body.spec) addEdge(draft, id, targetOf(draft, item, item.body.spec.targetRef), 'applies');
    }
  }
}

interface Target {
  readonly group?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
}

/** The node that a policy names: an object, or its listener or rule. */
function targetOf(
  draft: Draft,
  { namespace: own }: Entry,
  { group = '', kind, namespace = own, name, sectionName }: Target,
) {
  const id = addNamed(draft, { group, kind, namespace, name }, roleOf(kind));
  const part = `${id}#${sectionName}`;
  return sectionName !== undefined && draft.nodes.has(part) ? part : id;
}

/** Names of rules; conditions are no rules of their own. */
const shownRules = (keys: readonly string[]) =>
  keys.filter((key) => !key.endsWith('#') && !key.startsWith('patterns#')).map((key) => key.replace(/^.*#/, ''));

/** What Kuadrant's policies come to at each rule. */
function addPathEffects(draft: Draft): void {
  const found = new Map<string, EffectiveAt[]>();
  for (const path of policyPathsOf(draft.model)) {
    for (const kind of PATH_POLICY_KINDS) {
      const effective = effectivePolicy(draft.model, kind, path);
      if (!effective) continue;
      const id = ruleId(draft, path.route, path.rule);
      const ids = (policies: readonly Entry[]) => policies.map((policy) => idOf(draft, policy));
      const all = found.get(id) ?? [];
      found.set(id, all);
      all.push({
        kind,
        listener: listenerId(draft, path.on),
        sources: ids(effective.sources),
        overridden: ids(effective.overridden),
        rules: shownRules([...effective.rules.keys()]),
      });
    }
  }
  for (const [id, all] of found) {
    draft.nodes.get(id)?.effective.push(...PATH_POLICY_KINDS.flatMap((kind) => merged(all, kind)));
  }
}

/** One entry for all listeners where they agree. */
function merged(all: readonly EffectiveAt[], kind: string): EffectiveAt[] {
  const own = all.filter((each) => each.kind === kind);
  const texts = new Set(own.map(({ sources, overridden, rules }) => JSON.stringify([sources, overridden, rules])));
  if (texts.size !== 1) return own;
  const [{ listener, ...rest }] = own;
  return [(void listener, rest)];
}

const LISTENER_KINDS: readonly ListenerPolicyKind[] = ['DNSPolicy', 'TLSPolicy'];

function addListenerEffects(draft: Draft): void {
  for (const on of [...listenersByGateway(draft.model).values()].flat()) {
    for (const kind of LISTENER_KINDS) {
      const policies = policiesOfListener(draft.model, kind, on);
      addEffect(draft, listenerId(draft, on), kind, policies);
    }
  }
}

function addEffect(draft: Draft, id: string, kind: string, policies: readonly Entry[]): void {
  if (policies.length === 0) return;
  const sources = policies.map((policy) => idOf(draft, policy));
  draft.nodes.get(id)?.effective.push({ kind, sources, overridden: [], rules: [] });
}

/** How a Gateway or the mesh connects to a Service. */
function addBackendPolicies(draft: Draft): void {
  for (const item of itemsOf(draft.model, BackendTLSPolicy)) {
    const { targetRefs, validation } = item.body.spec;
    const id = addObject(draft, item, 'policy', [validation.hostname]);
    for (const ref of targetRefs) addEdge(draft, id, targetOf(draft, item, ref), 'applies');
  }
  for (const item of itemsOf(draft.model, DestinationRule)) {
    const { host, subsets = [] } = item.body.spec ?? {};
    const id = addObject(
      draft,
      item,
      'policy',
      subsets.map(({ name }) => `subset ${name}`),
    );
    if (host !== undefined && !host.startsWith('*')) {
      addEdge(draft, id, addHost(draft, fullHost(host, item.namespace), item.namespace), 'applies');
    }
  }
}

interface SecurityBody {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: Target;
    readonly targetRefs?: readonly Target[];
  };
}

const SECURITY = [
  AuthorizationPolicy,
  RequestAuthentication,
  PeerAuthentication,
] as unknown as readonly Kind<SecurityBody>[];

/** Istio's policies; one without a target or a selector is in effect in its whole namespace. */
function addIstioSecurity(draft: Draft): void {
  const { model } = draft;
  const all = SECURITY.flatMap((kind): readonly Item<SecurityBody>[] => itemsOf(model, kind));
  if (all.length === 0) return;
  for (const item of all) {
    const { selector, targetRef, targetRefs = [] } = item.body.spec ?? {};
    const labels = selector?.matchLabels ?? {};
    const id = addObject(draft, item, 'policy');
    for (const ref of targetRef ? [targetRef, ...targetRefs] : targetRefs) {
      const group = ref.group ?? (ref.kind === 'Gateway' ? GATEWAY_API : '');
      addEdge(draft, id, targetOf(draft, item, { ...ref, group }), 'applies');
    }
    if (Object.keys(labels).length === 0) continue;
    for (const workload of workloadsIn(model, item.namespace)) {
      if (hasLabels(workload.labels, labels)) addEdge(draft, id, idOf(draft, workload.owner), 'applies');
    }
  }
  const at = (id: string, workload: ProxiedWorkload) => {
    addEffect(draft, id, 'AuthorizationPolicy', authorizationPoliciesOf(model, workload));
    addEffect(draft, id, 'RequestAuthentication', requestAuthenticationsOf(model, workload));
  };
  for (const workload of workloadsOf(model)) at(idOf(draft, workload.owner), workload);
  for (const gateway of listenersByGateway(model).keys()) at(idOf(draft, gateway), workloadOfGateway(model, gateway));
}
