import { Sender } from './destination-rules';
import { MeshService, namesOf, servicesCovering } from './registry';
import { Model } from '../../model/model';
import { namespaceLabels, Workload } from '../../model/workloads';

/** A pod that sends requests. */
export interface MeshPod extends Sender {
  readonly serviceAccount: string;
}

/** A pod of a workload. */
export function podOf({ owner, namespace, labels }: Workload): MeshPod {
  const { spec = {} } = owner.at.manifest as {
    readonly spec?: WithAccount & { readonly template?: { readonly spec?: WithAccount } };
  };
  return { namespace, labels, serviceAccount: (spec.template?.spec ?? spec).serviceAccountName ?? 'default' };
}

interface WithAccount {
  readonly serviceAccountName?: string;
}

/** What stands between a pod and the network: a sidecar, the node's ztunnel, or nothing. */
export type DataPlane = 'sidecar' | 'ambient' | 'none';

/** As labels say; a pod of which nothing is said has a sidecar. */
export function dataPlaneOf(model: Model, { namespace, labels }: Sender): DataPlane {
  if (labels['sidecar.istio.io/inject'] === 'true') return 'sidecar';
  const mode = labels['istio.io/dataplane-mode'] ?? namespaceLabels(model, namespace)?.['istio.io/dataplane-mode'];
  if (mode === 'ambient') return 'ambient';
  const isExempt =
    labels['sidecar.istio.io/inject'] === 'false' ||
    mode === 'none' ||
    namespaceLabels(model, namespace)?.['istio-injection'] === 'disabled';
  return isExempt ? 'none' : 'sidecar';
}

/** The service that a name leads a pod to, as DNS resolves it with the search domains of the pod's namespace. */
export function lookUp(model: Model, name: string, namespace: string): MeshService | undefined {
  const host = name.toLowerCase().replace(/\.$/, '');
  const candidates = [
    host,
    `${host}.${namespace}.svc.cluster.local`,
    `${host}.svc.cluster.local`,
    `${host}.cluster.local`,
  ];
  for (const candidate of candidates) {
    const found = servicesCovering(model, candidate, namespace).find(
      (service) => service.serviceEntry !== undefined || service.host === candidate,
    );
    if (found) return found;
  }
  return undefined;
}

/** Whether a pod's Host header names a service. */
export const isNamed = (service: MeshService, host: string, namespace: string) =>
  namesOf(service, namespace).includes(host);
