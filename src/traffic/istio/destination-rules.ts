import { byAge } from './age';
import { isExported } from './export';
import {
  DestinationRule,
  DestinationRuleSpec,
  PortLevelSettingTls,
  TrafficPolicy,
} from '../../manifest/istio-networking';
import { Body } from '../../manifest/shape';
import { hostIndexOf } from '../../match/host-index';
import { Backend } from '../../model/backends';
import { fullHost, ROOT_NAMESPACE } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { Item, itemsOf, Model, view } from '../../model/model';
import { groupBy } from '../../value/group-by';
import { DestinationTls } from '../rule';

export type DestinationRuleItem = Item<Body<typeof DestinationRule>>;
export type Subset = NonNullable<DestinationRuleSpec['subsets']>[number];

/** The proxy that sends. */
export interface Sender {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the DestinationRules for a host say together. */
export interface DestinationPolicy {
  readonly rules: readonly DestinationRuleItem[];
  readonly subsets: ReadonlyMap<string, Subset>;
  readonly trafficPolicy?: TrafficPolicy;
}

/** By namespace and host, in the order of age. */
const rulesByPlace = view((model: Model) => {
  const all = byAge(itemsOf(model, DestinationRule).filter(({ body }) => body.spec));
  return new Map(
    [...groupBy(all, ({ namespace }) => namespace)].map(([namespace, items]) => [
      namespace,
      hostIndexOf(groupBy(items, (item) => fullHost(item.body.spec!.host, item.namespace).toLowerCase())),
    ]),
  );
});

/**
 * The rules that a proxy follows for a host: those of its own namespace, else of that of the service, else of the
 * root namespace; there of the most specific host. Rules of one host are taken together: subsets by name, and the
 * first traffic policy.
 */
export function destinationPolicy(
  model: Model,
  host: string,
  owner: string | undefined,
  sender: Sender,
): DestinationPolicy | undefined {
  const places = [...(sender.namespace === ROOT_NAMESPACE ? [] : [sender.namespace]), owner, ROOT_NAMESPACE];
  for (const namespace of places) {
    if (namespace === undefined) continue;
    const rules = rulesIn(model, namespace, host, sender);
    if (rules.length > 0) return together(rules, sender);
  }
  return undefined;
}

function rulesIn(model: Model, namespace: string, host: string, sender: Sender): readonly DestinationRuleItem[] {
  const found = rulesByPlace(model).get(namespace)?.(host.toLowerCase()) ?? [];
  const seen = found.map((rules) => rules.filter((rule) => isSeen(rule, sender.namespace)));
  return seen.find((rules) => rules.length > 0) ?? [];
}

const isSeen = ({ body, namespace }: DestinationRuleItem, from: string) =>
  isExported(body.spec?.exportTo, namespace, from);

function together(rules: readonly DestinationRuleItem[], { labels }: Sender): DestinationPolicy | undefined {
  const selecting = rules.filter(({ body }) => {
    const selector = body.spec!.workloadSelector?.matchLabels;
    return selector && Object.keys(selector).length > 0 && hasLabels(labels, selector);
  });
  const counting = selecting.length > 0 ? selecting : rules.filter(({ body }) => !body.spec!.workloadSelector);
  if (counting.length === 0) return undefined;
  const subsets = new Map<string, Subset>();
  for (const { body } of counting) {
    for (const subset of body.spec!.subsets ?? []) if (!subsets.has(subset.name)) subsets.set(subset.name, subset);
  }
  return {
    rules: counting,
    subsets,
    trafficPolicy: counting.find(({ body }) => body.spec!.trafficPolicy)?.body.spec!.trafficPolicy,
  };
}

/** How a proxy speaks TLS to a port; a policy of the subset counts before that of the host, one of a port before both. */
export function tlsOf(
  policy: DestinationPolicy | undefined,
  subset: string | undefined,
  port: number | undefined,
): DestinationTls | undefined {
  const own = subset === undefined ? undefined : policy?.subsets.get(subset)?.trafficPolicy;
  const tls = [policy?.trafficPolicy, own].reduce((before: PortLevelSettingTls | undefined, each) => {
    const settings = each?.portLevelSettings?.find((setting) => setting.port?.number === port);
    return settings ? settings.tls : (each?.tls ?? before);
  }, undefined);
  const { mode, sni } = tls ?? {};
  return policy && mode !== undefined && mode !== 'DISABLE' ? { mode, sni, policy: policy.rules[0] } : undefined;
}

/** How a proxy speaks TLS to a backend. */
export function tlsTo(
  model: Model,
  { kind, namespace, name, port }: Backend,
  sender: Sender,
): DestinationTls | undefined {
  const host = kind === 'Service' ? `${name}.${namespace}.svc.cluster.local` : name;
  return tlsOf(destinationPolicy(model, host, namespace, sender), undefined, port);
}
