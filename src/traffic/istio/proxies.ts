import { byAge } from './age';
import { Sender } from './destination-rules';
import { ServiceItem } from './registry';
import { Gateway } from '../../manifest/istio-networking';
import { Service } from '../../manifest/kubernetes';
import { IstioGatewayItem, ROOT_NAMESPACE } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { itemsOf, Model, view } from '../../model/model';
import { Workload, workloadsIn, workloadsOf } from '../../model/workloads';
import { groupBy } from '../../value/group-by';

/** Pods that serve Istio's Gateways. */
export interface GatewayProxy extends Sender {
  /** Undefined where the model has no such pods. */
  readonly workload?: Workload;
  /** The Services in front of them. */
  readonly services: readonly ServiceItem[];
  /** All Gateways that select them, in the order in which they are taken. */
  readonly gateways: readonly IstioGatewayItem[];
}

/** The pods that serve a Gateway: the first workload that it selects, in its own namespace if there is one. */
export function proxyOf(model: Model, gateway: IstioGatewayItem): GatewayProxy {
  let proxy = proxies(model).get(gateway);
  if (!proxy) proxies(model).set(gateway, (proxy = findProxy(model, gateway)));
  return proxy;
}

const proxies = view((): Map<IstioGatewayItem, GatewayProxy> => new Map());
const proxiesByWorkload = view((): Map<Workload, GatewayProxy> => new Map());

function findProxy(model: Model, gateway: IstioGatewayItem): GatewayProxy {
  const selector = gateway.body.spec?.selector ?? {};
  const selected = ({ labels }: Workload) => hasLabels(labels, selector);
  const isEmpty = Object.keys(selector).length === 0;
  const workload = isEmpty
    ? undefined
    : (workloadsIn(model, gateway.namespace).find(selected) ?? workloadsOf(model).find(selected));
  if (workload) return proxyOfWorkload(model, workload);
  // The pods are not in the model: a Service that selects them tells where they are.
  const front = isEmpty ? undefined : itemsOf(model, Service).find((item) => isInFront(item, selector));
  const namespace = front?.namespace ?? ROOT_NAMESPACE;
  return { namespace, labels: selector, services: front ? [front] : [], gateways: gatewaysFor(model, selector) };
}

/** The gateway that pods are. */
export function proxyOfWorkload(model: Model, workload: Workload): GatewayProxy {
  let proxy = proxiesByWorkload(model).get(workload);
  if (!proxy) {
    const { namespace, labels } = workload;
    const services = (servicesByNamespace(model).get(namespace) ?? []).filter((item) => isInFront(item, labels));
    proxy = { namespace, labels, workload, services, gateways: gatewaysFor(model, labels) };
    proxiesByWorkload(model).set(workload, proxy);
  }
  return proxy;
}

const servicesByNamespace = view((model: Model) => groupBy(itemsOf(model, Service), ({ namespace }) => namespace));

function isInFront({ body }: ServiceItem, labels: Sender['labels']): boolean {
  const selector = body.spec?.selector ?? {};
  return Object.keys(selector).length > 0 && hasLabels(labels, selector);
}

const gatewaysFor = (model: Model, labels: Sender['labels']) =>
  byAge(itemsOf(model, Gateway)).filter(({ body }) => hasLabels(labels, body.spec?.selector ?? {}));

/** The port of the pods behind a port of a Service in front of them; undefined where connections are refused. */
export function podPort({ services, workload }: GatewayProxy, number: number): number | undefined {
  if (services.length === 0) return number;
  for (const { body } of services) {
    const port = body.spec?.ports?.find((each) => each.port === number && each.protocol !== 'UDP');
    if (port) return targetOf(port.targetPort, number, workload);
  }
  return undefined;
}

function targetOf(target: unknown, number: number, workload: Workload | undefined): number {
  if (typeof target !== 'string') return typeof target === 'number' && target !== 0 ? target : number;
  if (/^\d+$/.test(target)) return Number(target);
  const ports = workload?.containers.flatMap(({ ports: own = [] }) => own) ?? [];
  return ports.find(({ name }) => name === target)?.containerPort ?? number;
}
