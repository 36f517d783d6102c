import { Sender } from './destination-rules';
import { MeshService } from './registry';
import { Gateway } from '../../manifest/gateway-api';
import { Entry, findItem, Model } from '../../model/model';
import { namespaceLabels } from '../../model/workloads';

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';

export interface Waypoint {
  readonly gateway: Entry;
  readonly proxy: Sender;
}

/** The waypoint of a service: what it says of itself counts before what its namespace says. */
export function waypointOf(model: Model, { entry }: MeshService): Waypoint | undefined {
  const own = entry.labels;
  const labels = own[USE] === undefined ? namespaceLabels(model, entry.namespace) : own;
  const name = labels?.[USE];
  if (name === undefined || name === 'none') return undefined;
  const gateway = findItem(model, Gateway, labels?.[USE_NAMESPACE] ?? entry.namespace, name);
  if (gateway?.body.spec.gatewayClassName !== 'istio-waypoint') return undefined;
  const serves = gateway.labels['istio.io/waypoint-for'] ?? 'service';
  if (serves !== 'service' && serves !== 'all') return undefined;
  const { namespace } = gateway;
  return { gateway, proxy: { namespace, labels: { 'gateway.networking.k8s.io/gateway-name': name } } };
}
