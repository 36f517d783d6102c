import { maker } from './generated';
import { isGranted } from './grants';
import { Entry, find, findItem, isDeclared, Item, Model } from './model';
import { BackendRef } from './routes';
import { workloadsBehind } from './workloads';
import { Service } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';

/** What a reference to a backend leads to. */
export interface Backend {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port?: number;
}

export interface ResolvedBackend {
  readonly backend: Backend;
  /** Why it takes no requests, in the terms of the route's status (Gateway API v1, RouteConditionReason). */
  readonly reason?: 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound' | 'UnsupportedProtocol';
  /** The Service, where it is in the model. */
  readonly service?: Item<Body<typeof Service>>;
  /** Whether no pod stands behind the Service, as far as the model tells. */
  readonly isEmpty: boolean;
}

/** Kinds that routes may lead to. */
const KINDS: readonly string[] = [
  '/Service',
  'networking.istio.io/Hostname',
  'multicluster.x-k8s.io/ServiceImport',
  'inference.networking.k8s.io/InferencePool',
];

/** Resolves a reference as controllers do; what is not in the model exists, unless the model is whole. */
export function resolveBackend(model: Model, from: Entry, ref: BackendRef): ResolvedBackend {
  const { group = '', kind = 'Service', name, port } = ref;
  const backend: Backend = { kind, namespace: ref.namespace ?? from.namespace, name, port };
  const to = { ...backend, group };
  if (!KINDS.includes(`${group}/${kind}`)) return { backend, reason: 'InvalidKind', isEmpty: false };
  // A Hostname is no object: it names a host of the mesh.
  if (kind === 'Hostname') return { backend, isEmpty: false };
  const isKnown = find(model, to) !== undefined;
  if (!isGranted(model, from, to) && (model.isWhole || isKnown)) {
    return { backend, reason: 'RefNotPermitted', isEmpty: false };
  }
  if (kind !== 'Service') return { backend, isEmpty: false };
  const service = findItem(model, Service, to.namespace, name);
  if (!service) {
    const exists = isKnown || isDeclared(model, to) || maker(model, 'Service', to.namespace, name) !== undefined;
    return { backend, reason: model.isWhole && !exists ? 'BackendNotFound' : undefined, isEmpty: false };
  }
  const { ports = [] } = service.body.spec ?? {};
  if (port === undefined || (ports.length > 0 && !ports.some((each) => each.port === port))) {
    return { backend, reason: 'BackendNotFound', service, isEmpty: false };
  }
  return { backend, service, isEmpty: isEmpty(model, service) };
}

function isEmpty(model: Model, service: Item<Body<typeof Service>>): boolean {
  const { selector = {} } = service.body.spec ?? {};
  if (Object.keys(selector).length === 0) return false;
  const workloads = workloadsBehind(model, service);
  return workloads.length === 0 ? model.isWhole : workloads.every(({ replicas }) => replicas === 0);
}
