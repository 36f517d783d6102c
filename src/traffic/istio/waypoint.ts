import { Sender } from './destination-rules';
import { MeshService } from './registry';
import { Gateway } from '../../manifest/gateway-api';
import { namedWaypoint, saysWaypoint } from '../../model/mesh';
import { Entry, findItem, Model } from '../../model/model';
import { namespaceLabels } from '../../model/workloads';

export interface Waypoint {
  readonly gateway: Entry;
  readonly proxy: Sender;
}

/** The waypoint of a service: what it says of itself counts before what its namespace says. */
export function waypointOf(model: Model, { entry }: MeshService): Waypoint | undefined {
  const labels = saysWaypoint(entry.labels) ? entry.labels : namespaceLabels(model, entry.namespace);
  const named = namedWaypoint(labels ?? {}, entry.namespace);
  const gateway = named && findItem(model, Gateway, named.namespace, named.name);
  if (gateway?.body.spec.gatewayClassName !== 'istio-waypoint') return undefined;
  const serves = gateway.labels['istio.io/waypoint-for'] ?? 'service';
  if (serves !== 'service' && serves !== 'all') return undefined;
  const { namespace, name } = gateway;
  return { gateway, proxy: { namespace, labels: { 'gateway.networking.k8s.io/gateway-name': name } } };
}
