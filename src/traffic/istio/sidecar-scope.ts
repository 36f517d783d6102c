import { byAge } from './age';
import { Sender } from './destination-rules';
import { Sidecar } from '../../manifest/istio-networking';
import { Body } from '../../manifest/shape';
import { hostCovers } from '../../match/host';
import { ROOT_NAMESPACE } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { Item, itemsOf, Model, view } from '../../model/model';

type SidecarItem = Item<Body<typeof Sidecar>>;

/** What the sidecar of a pod knows, and what it does with the rest. */
export interface SidecarScope {
  readonly sidecar?: SidecarItem;
  /** Whether requests to hosts that it does not know go out. */
  readonly allowsOthers: boolean;
  /** Whether it knows a host of a namespace at a port. */
  knows(namespace: string, host: string, port: number): boolean;
}

const sidecars = view((model: Model) => byAge(itemsOf(model, Sidecar)));

export function sidecarScope(model: Model, pod: Sender): SidecarScope {
  const sidecar = sidecarOf(sidecars(model), pod);
  const { egress = [], outboundTrafficPolicy } = sidecar?.body.spec ?? {};
  return {
    sidecar,
    // A policy that names no mode is the stricter one.
    allowsOthers: outboundTrafficPolicy === undefined || outboundTrafficPolicy.mode === 'ALLOW_ANY',
    knows: (namespace, host, port) => {
      if (egress.length === 0) return true;
      const own = egress.filter((each) => each.port?.number === port);
      const listeners = own.length > 0 ? own : egress.filter((each) => each.port === undefined);
      return listeners.some(({ hosts }) => hosts.some((text) => covers(text, pod.namespace, namespace, host)));
    },
  };
}

/** One that selects the pod, else that of its namespace, else that of the root namespace. */
function sidecarOf(all: readonly SidecarItem[], { namespace, labels }: Sender): SidecarItem | undefined {
  const selectorOf = ({ body }: SidecarItem) => body.spec?.workloadSelector?.labels;
  const own = all.filter((each) => each.namespace === namespace);
  return (
    own.find((each) => selectorOf(each) && hasLabels(labels, selectorOf(each)!)) ??
    own.find((each) => !selectorOf(each)) ??
    all.find((each) => each.namespace === ROOT_NAMESPACE && !selectorOf(each))
  );
}

function covers(text: string, own: string, namespace: string, host: string): boolean {
  const [scope, name] = text.split('/');
  const isIn = scope === '*' || scope === namespace || (scope === '.' && own === namespace);
  return isIn && (name === '*' || hostCovers(name, host) || hostCovers(host, name));
}
