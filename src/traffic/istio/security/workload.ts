import { AuthorizationPolicy, RequestAuthentication, TargetRef } from '../../../manifest/istio-security';
import { Service } from '../../../manifest/kubernetes';
import { GATEWAY_API } from '../../../manifest/manifest';
import { Body, Kind } from '../../../manifest/shape';
import { ROOT_NAMESPACE, serviceOfHost } from '../../../model/istio';
import { hasLabels } from '../../../model/labels';
import { GatewayItem } from '../../../model/listeners';
import { findItem, Item, itemsOf, Model, view } from '../../../model/model';
import { workloadsBehind } from '../../../model/workloads';
import { groupBy } from '../../../value/group-by';

/** Pods whose proxies carry out policies. */
export interface ProxiedWorkload {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * What a waypoint stands before; policies of a waypoint are looked up for each.
   *
   * @default - no waypoint
   */
  readonly waypointFor?: WaypointService;
}

/** A Service, or the ServiceEntry, that a request is for. */
export interface WaypointService {
  readonly kind: 'Service' | 'ServiceEntry';
  readonly namespace: string;
  readonly name: string;
}

export type AuthorizationPolicyItem = Item<Body<typeof AuthorizationPolicy>>;
export type RequestAuthenticationItem = Item<Body<typeof RequestAuthentication>>;

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

interface Attachment {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
}

/** The AuthorizationPolicies of a workload. */
export const authorizationPoliciesOf = (model: Model, workload: ProxiedWorkload): readonly AuthorizationPolicyItem[] =>
  attached(authorizationPolicies(model), workload, ({ body }) => body.spec);

/** The RequestAuthentications of a workload. */
export const requestAuthenticationsOf = (
  model: Model,
  workload: ProxiedWorkload,
): readonly RequestAuthenticationItem[] => attached(requestAuthentications(model), workload, ({ body }) => body.spec);

const byNamespace = <T>(kind: Kind<T>) =>
  view((model: Model) => groupBy(itemsOf(model, kind), ({ namespace }) => namespace));

const authorizationPolicies = byNamespace(AuthorizationPolicy);
const requestAuthentications = byNamespace(RequestAuthentication);

function attached<T extends { readonly namespace: string }>(
  policies: ReadonlyMap<string, readonly T[]>,
  workload: ProxiedWorkload,
  specOf: (policy: T) => Attachment | undefined,
): readonly T[] {
  const namespaces = new Set([ROOT_NAMESPACE, workload.namespace]);
  if (workload.waypointFor) namespaces.add(workload.waypointFor.namespace);
  return [...namespaces].flatMap((namespace) =>
    (policies.get(namespace) ?? []).filter((policy) => isAttached(policy.namespace, specOf(policy) ?? {}, workload)),
  );
}

/** Whether a policy of a namespace applies to a workload: by its targets at gateways, by its selector elsewhere. */
function isAttached(from: string, { selector, targetRef, targetRefs = [] }: Attachment, workload: ProxiedWorkload) {
  const targets = targetRefs.length > 0 || !targetRef ? targetRefs : [targetRef];
  if (targets.length > 0) return targets.some((target) => isTarget(from, target, workload));
  return !workload.waypointFor && hasLabels(workload.labels, selector?.matchLabels ?? {});
}

function isTarget(from: string, target: TargetRef, { namespace, labels, waypointFor }: ProxiedWorkload): boolean {
  const gateway = labels[GATEWAY_NAME];
  if (gateway === undefined) return false;
  const { group = '', kind, name } = target;
  if (waypointFor) {
    const isService = (group === '' || group === 'core') && kind === 'Service';
    const isEntry = group === 'networking.istio.io' && kind === 'ServiceEntry';
    if (isService || isEntry) {
      return waypointFor.kind === kind && waypointFor.name === name && waypointFor.namespace === from;
    }
    if (group === GATEWAY_API && kind === 'GatewayClass') return from === ROOT_NAMESPACE && name === 'istio-waypoint';
  }
  const isOwn = namespace === from && (!target.namespace || target.namespace === namespace);
  return isOwn && group === GATEWAY_API && kind === 'Gateway' && name === gateway;
}

/** The pods of a Gateway of the Gateway API: those that Istio makes, or those behind the Service of its address. */
export function workloadOfGateway(model: Model, gateway: GatewayItem): ProxiedWorkload {
  const { namespace, name, body } = gateway;
  const { gatewayClassName, addresses = [], infrastructure } = body.spec;
  const host = addresses.find(({ type }) => type === 'Hostname')?.value;
  const named = host === undefined ? undefined : serviceOfHost(host, namespace);
  const service = named && findItem(model, Service, named.namespace, named.name);
  const [own] = service ? workloadsBehind(model, service) : [];
  if (own) return own;
  return {
    namespace,
    labels: {
      ...(infrastructure?.labels ?? gateway.labels),
      [GATEWAY_NAME]: name,
      'gateway.networking.k8s.io/gateway-class-name': gatewayClassName,
      'gateway.istio.io/managed': 'istio.io-gateway-controller',
    },
  };
}
