import { compareIstioAge } from './age';
import { isExported, Reach, reachOf } from './export';
import { VirtualService } from '../../manifest/istio-networking';
import { fullHost, gatewayNames, MESH, VirtualServiceItem } from '../../model/istio';
import { itemsOf, Model, view } from '../../model/model';

/** `namespace/name` of a gateway that an object of a namespace names, or `mesh`. */
export const gatewayKey = (name: string, namespace: string) =>
  name === MESH || name.includes('/') ? name : `${namespace}/${name}`;

/** VirtualServices by the gateways that they name, in the order of age. Delegates are none: they have no hosts. */
const byGateway = view((model: Model) => {
  const index = new Map<string, VirtualServiceItem[]>();
  const own = itemsOf(model, VirtualService).filter(({ body }) => (body.spec?.hosts ?? []).length > 0);
  for (const item of [...own].sort(compareIstioAge)) {
    for (const name of new Set(gatewayNames(item.body.spec).map((each) => gatewayKey(each, item.namespace)))) {
      const items = index.get(name);
      if (items) items.push(item);
      else index.set(name, [item]);
    }
  }
  return index;
});

const REACHES: readonly Reach[] = ['private', 'named', 'public'];

/** The VirtualServices of a gateway that a proxy sees, in the order in which it takes them. */
export function virtualServicesAt(model: Model, gateway: string, namespace: string): VirtualServiceItem[] {
  const seen = (byGateway(model).get(gateway) ?? []).filter((item) =>
    isExported(item.body.spec?.exportTo, item.namespace, namespace),
  );
  return REACHES.flatMap((reach) =>
    seen.filter((item) => reachOf(item.body.spec?.exportTo, item.namespace, namespace) === reach),
  );
}

/** The hosts of a VirtualService in full. */
export const virtualHosts = ({ body, namespace }: VirtualServiceItem): string[] =>
  (body.spec?.hosts ?? []).map((host) => fullHost(host, namespace).toLowerCase());
