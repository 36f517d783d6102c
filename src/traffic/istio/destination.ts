import { destinationPolicy, Sender, tlsOf } from './destination-rules';
import { MeshService, serviceAt } from './registry';
import { Backend } from '../../model/backends';
import { maker } from '../../model/generated';
import { fullHost, serviceOfHost } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { isDeclared, Model, pathOf } from '../../model/model';
import { workloadsBehind } from '../../model/workloads';
import { DestinationTls } from '../rule';

/** A destination as VirtualServices name it; the host is full. */
export interface Named {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface Resolved {
  readonly backend: Backend;
  readonly subset?: string;
  /** Undefined where the model does not have it. */
  readonly service?: MeshService;
  /** Why no pod takes the request. */
  readonly reason?: string;
  /** Whether the proxy has nothing of that name, rather than nothing behind it. */
  readonly isUnknown?: boolean;
  readonly tls?: DestinationTls;
}

/** Where a VirtualService's destination leads for a proxy. */
export function resolve(
  model: Model,
  { host, subset, port }: Named,
  from: Sender,
  at: { readonly namespace: string; readonly port: number; readonly isMesh: boolean },
): Resolved {
  const service = serviceAt(model, host, from.namespace, at.namespace);
  const number = port?.number ?? (at.isMesh ? at.port : onlyPort(service)) ?? at.port;
  const isGiven = port?.number !== undefined || service !== undefined;
  const backend = backendOf(host, service, isGiven ? number : undefined, at.namespace);
  const own = service?.entry.namespace ?? serviceOfHost(host, at.namespace)?.namespace;
  const policy = destinationPolicy(model, host, own, from);
  const found = { backend, subset, service, tls: tlsOf(policy, subset, number) };
  if (!service && isMissing(model, host)) return { ...found, reason: `no service ${host}`, isUnknown: true };
  if (service && !service.ports.some((each) => each.number === number)) {
    return { ...found, reason: `${service.host} has no port ${number}`, isUnknown: true };
  }
  const wanted = subset === undefined ? undefined : policy?.subsets.get(subset);
  if (subset !== undefined && !wanted && (policy || model.isWhole)) {
    return { ...found, reason: `no DestinationRule defines subset ${subset} of ${host}`, isUnknown: true };
  }
  return isEmpty(model, service, wanted?.labels)
    ? { ...found, reason: `no pods behind ${host}${subset === undefined ? '' : `, subset ${subset}`}` }
    : found;
}

const onlyPort = (service: MeshService | undefined) =>
  service?.ports.length === 1 ? service.ports[0].number : undefined;

/** The backend that a host names. Hosts that are no Services are named as routes of the Gateway API name them. */
export function backendOf(
  host: string,
  service: MeshService | undefined,
  port: number | undefined,
  namespace: string,
): Backend {
  const named = service?.service ?? serviceOfHost(host, namespace);
  return named
    ? { kind: 'Service', namespace: named.namespace, name: named.name, port }
    : { kind: 'Hostname', namespace: service?.entry.namespace ?? namespace, name: host, port };
}

/** Whether a host is in no registry. */
export function isMissing(model: Model, host: string): boolean {
  const named = serviceOfHost(fullHost(host, ''), '');
  if (!named) return model.isWhole;
  const exists =
    isDeclared(model, { group: '', kind: 'Service', ...named }) ||
    maker(model, 'Service', named.namespace, named.name) !== undefined;
  return model.isWhole && !exists;
}

function isEmpty(model: Model, service: MeshService | undefined, labels: Sender['labels'] = {}): boolean {
  if (service?.serviceEntry) return isEmptyEntry(service, labels);
  const { service: item } = service ?? {};
  if (!item || Object.keys(item.body.spec?.selector ?? {}).length === 0) return false;
  const workloads = workloadsBehind(model, item);
  if (workloads.length === 0) return model.isWhole;
  return !workloads.some((each) => hasLabels(each.labels, labels) && each.replicas !== 0);
}

/** Endpoints of a ServiceEntry have labels of their own; a name that is looked up has none. */
function isEmptyEntry({ serviceEntry }: MeshService, labels: Sender['labels']): boolean {
  const { resolution = 'NONE', endpoints = [], workloadSelector } = serviceEntry!.body.spec;
  if (workloadSelector || resolution === 'NONE') return false;
  if (endpoints.length > 0) return !endpoints.some((each) => hasLabels(each.labels ?? {}, labels));
  return resolution === 'STATIC' || Object.keys(labels).length > 0;
}

export const shownBackend = (backend: Backend) => `${backend.kind} ${pathOf(backend)}`;
