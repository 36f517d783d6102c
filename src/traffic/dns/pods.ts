import { hasLabels } from '../../model/labels';
import { pathOf } from '../../model/model';
import { workloadsIn } from '../../model/workloads';
import { refuse } from '../../value/problem';
import { send } from '../entry';
import { lookUp, MeshPod } from '../istio/pods';
import { Reply } from '../outcome';
import { failed } from '../reply';
import { Request } from '../request';
import { World } from '../send';

type Worlds = ReadonlyMap<string, World>;

/** What becomes of a request of a pod, in the cluster that has it. */
export function sendFromClusterOf(worlds: Worlds, request: Request, pod: MeshPod, via?: string): Reply {
  const name = clusterOf(worlds, pod);
  const world = worlds.get(name)!;
  const reply = unresolved(worlds, name, request, pod) ?? send(world, request, via);
  return { ...reply, outcomes: reply.outcomes.map((outcome) => ({ ...outcome, cluster: name })) };
}

/** The cluster whose workloads have the labels of a pod. */
function clusterOf(worlds: Worlds, { namespace, labels }: MeshPod): string {
  const found = [...worlds]
    .filter(([, { model }]) => workloadsIn(model, namespace).some((workload) => hasLabels(workload.labels, labels)))
    .map(([name]) => name);
  if (found.length === 1) return found[0];
  return refuse({
    what: 'client',
    got: `a pod of namespace ${namespace}`,
    expected: `labels that pods of one cluster have; ${found.length === 0 ? 'none has pods with them' : `${found.join(', ')} have`}`,
    fix: 'name other labels, or send it in the cluster of the pod, through Traffic with the directory of the cluster',
  });
}

/** A name is looked up in the cluster of the pod, and one of a Service of another cluster is not known there. */
function unresolved(worlds: Worlds, own: string, { host }: Request, { namespace }: MeshPod): Reply | undefined {
  if (lookUp(worlds.get(own)!.model, host, namespace)) return undefined;
  const others = [...worlds].flatMap(([cluster, { model }]) => {
    const service = lookUp(model, host, namespace);
    return service && !service.serviceEntry ? [{ cluster, name: pathOf(service.entry) }] : [];
  });
  const [first] = others;
  if (!first) return undefined;
  const names = others.map(({ cluster }) => cluster).join(', ');
  return failed(
    'unresolved',
    `cluster ${own} has no Service ${first.name}, only ${names} has: the name does not resolve in ${own}, unless its proxies capture DNS; a Service of the same name in ${own} helps`,
  );
}
