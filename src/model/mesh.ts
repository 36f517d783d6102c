import { serviceOfHost } from './istio';
import { hasLabels } from './labels';
import { findItem, Item, itemsOf, Model, view } from './model';
import { namespaceLabels, Workload, workloadsOf } from './workloads';
import { ServiceEntry } from '../manifest/istio-networking';
import { Service } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';
import { hostCovers, isWildcard } from '../match/host';
import { groupBy } from '../value/group-by';

export type ServiceItem = Item<Body<typeof Service>>;
export type ServiceEntryItem = Item<Body<typeof ServiceEntry>>;
type Labels = Readonly<Record<string, string>>;

/** Container of the proxy in a pod. */
export const PROXY = 'istio-proxy';

/** Pods of any namespace that a Gateway's selector finds. */
export const podsOf = (model: Model, selector: Labels): readonly Workload[] =>
  Object.keys(selector).length === 0 ? [] : workloadsOf(model).filter(({ labels }) => hasLabels(labels, selector));

/** Whether a pod gets a sidecar by injection; undefined where the Namespace is not in the input and no label says. */
export function isInjected(model: Model, { labels, annotations, namespace }: Workload): boolean | undefined {
  const own = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  if (own === 'false') return false;
  const ofNamespace = namespaceLabels(model, namespace);
  const isWanted = own === 'true' || labels['istio.io/rev'] !== undefined;
  if (!ofNamespace) return isWanted || undefined;
  const state = ofNamespace['istio-injection'];
  if (state !== undefined && state !== 'enabled') return false;
  return state === 'enabled' || ofNamespace['istio.io/rev'] !== undefined || isWanted;
}

/** Whether two objects with `exportTo` are seen by the same namespace; without it, every namespace sees an object. */
export function shareScope(a: Scoped, b: Scoped): boolean {
  const [left, right] = [scopesOf(a), scopesOf(b)];
  return left.includes('*') || right.includes('*') || left.some((scope) => right.includes(scope));
}

export interface Scoped {
  readonly exportTo: readonly string[] | undefined;
  readonly namespace: string;
}

const scopesOf = ({ exportTo = [], namespace }: Scoped): readonly string[] =>
  exportTo.length === 0 ? ['*'] : exportTo.map((scope) => (scope === '.' ? namespace : scope));

/** What a host of the mesh stands for: a Service, and the ServiceEntries of that name or of a wildcard above it. */
export function targetsOf(
  model: Model,
  host: string,
  namespace: string,
): { readonly service: ServiceItem | undefined; readonly entries: readonly ServiceEntryItem[] } {
  const name = serviceOfHost(host, namespace);
  const { byHost, wildcards } = serviceEntries(model);
  return {
    service: name && findItem(model, Service, name.namespace, name.name),
    entries: [
      ...(byHost.get(host.toLowerCase())?.map(({ entry }) => entry) ?? []),
      ...wildcards.filter((entry) => entry.body.spec.hosts.some((each) => isWildcard(each) && hostCovers(each, host))),
    ],
  };
}

const serviceEntries = view((model: Model) => {
  const entries = itemsOf(model, ServiceEntry);
  return {
    byHost: groupBy(
      entries.flatMap((entry) => entry.body.spec.hosts.map((host) => ({ host: host.toLowerCase(), entry }))),
      ({ host }) => host,
    ),
    wildcards: entries.filter(({ body }) => body.spec.hosts.some(isWildcard)),
  };
});

const USE_WAYPOINT = 'istio.io/use-waypoint';

/** Whether labels say something of a waypoint: which one, or that there is none. */
export const saysWaypoint = (labels: Labels): boolean => labels[USE_WAYPOINT] !== undefined;

/** The waypoint that labels name; that of their namespace where they name no other. */
export function namedWaypoint(
  labels: Labels,
  namespace: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const name = labels[USE_WAYPOINT];
  if (name === undefined || name === 'none') return undefined;
  return { namespace: labels[`${USE_WAYPOINT}-namespace`] ?? namespace, name };
}
