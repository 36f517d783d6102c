import { addEdge, addNamed, addObject, Draft, idOf } from './draft';
import { ServiceEntry } from '../manifest/istio-networking';
import { Service } from '../manifest/kubernetes';
import { Backend } from '../model/backends';
import { maker } from '../model/generated';
import { serviceOfHost } from '../model/istio';
import { ServiceItem, targetsOf } from '../model/mesh';
import { findItem, itemsOf } from '../model/model';
import { Workload, workloadsBehind, workloadsOf } from '../model/workloads';

/** Services, pods and hosts outside, whether routes lead to them or not. */
export function addBackends(draft: Draft): void {
  const { model } = draft;
  for (const workload of workloadsOf(model)) addWorkload(draft, workload);
  for (const service of itemsOf(model, Service)) {
    const id = addService(draft, service);
    for (const workload of workloadsBehind(model, service)) {
      addEdge(draft, id, addWorkload(draft, workload), 'forwards');
    }
  }
  for (const item of itemsOf(model, ServiceEntry)) addObject(draft, item, 'egress', item.body.spec.hosts);
}

const addService = (draft: Draft, service: ServiceItem) =>
  addObject(
    draft,
    service,
    'backend',
    (service.body.spec?.ports ?? []).map(({ port, name }) => (name ? `${name} ${port}` : `port ${port}`)),
  );

export const addWorkload = (draft: Draft, { owner, replicas }: Workload) =>
  addObject(draft, owner, 'workload', replicas === undefined || owner.kind === 'Pod' ? [] : [pods(replicas)]);

const pods = (replicas: number) => `${replicas} ${replicas === 1 ? 'pod' : 'pods'}`;

/** What a backend of a rule is: a Service, the ServiceEntry of a host, or something that is not among the objects. */
export function addBackend(draft: Draft, { kind, namespace, name }: Backend, from = namespace): string {
  if (kind === 'Hostname') return addHost(draft, name, from);
  const service = findItem(draft.model, Service, namespace, name);
  if (kind === 'Service' && service) return addService(draft, service);
  const id = addNamed(draft, { group: kind === 'Service' ? '' : groupOf(kind), kind, namespace, name }, 'backend');
  const by = kind === 'Service' ? maker(draft.model, 'Service', namespace, name) : undefined;
  // A controller makes the Service of a Gateway, and those of a Canary.
  if (by?.kind === 'Gateway') addEdge(draft, id, idOf(draft, by), 'forwards');
  return id;
}

const GROUPS: Readonly<Record<string, string>> = {
  ServiceImport: 'multicluster.x-k8s.io',
  InferencePool: 'inference.networking.k8s.io',
};
const groupOf = (kind: string) => GROUPS[kind] ?? '';

/** A host of the mesh: a Service, ServiceEntries, or a host that only its name is known of. */
export function addHost(draft: Draft, host: string, namespace: string): string {
  const { service, entries } = targetsOf(draft.model, host, namespace);
  if (service) return addService(draft, service);
  // Namespaces may have an entry each for the same host.
  const entry = entries.find((each) => each.namespace === namespace) ?? entries.at(0);
  if (entry) return addObject(draft, entry, 'egress', entry.body.spec.hosts);
  const named = serviceOfHost(host, namespace);
  if (named) return addBackend(draft, { kind: 'Service', ...named });
  return addNamed(draft, { group: '', kind: 'Host', namespace: '', name: host }, 'egress');
}
