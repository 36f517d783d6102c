import { istioGatewaySights, podSights } from './istio-surface';
import { portsOf, Seen, Sight } from './sight';
import { ANY_HOST } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { ListenerOf, listenersByGateway } from '../../model/listeners';
import { Model, nameOf } from '../../model/model';
import { hasMatches } from '../../model/routes';
import { rulesOf } from '../http-route';
import { World } from '../send';

/** What clients see, by the name of the target. */
export type Surface = ReadonlyMap<string, Sight>;

export const surfaceOf = ({ model }: World): Surface =>
  new Map(
    [...gatewaySights(model), ...istioGatewaySights(model), ...podSights(model)].map((sight) => [
      nameOf(sight.target),
      sight,
    ]),
  );

const gatewaySights = (model: Model): Sight[] =>
  [...listenersByGateway(model)].map(([{ namespace, name }, listeners]) => ({
    target: { kind: 'Gateway', namespace, name },
    ports: portsOf(listeners.flatMap((on) => [...seenAt(model, on)])),
  }));

function* seenAt(model: Model, on: ListenerOf): Iterable<Seen> {
  const { port, protocol } = on.listener;
  yield { port, protocol, host: ANY_HOST };
  yield { port, protocol, host: on.host };
  for (const { route, hosts } of attachmentsByListener(model).get(on) ?? []) {
    const rules = hasMatches(route) ? rulesOf(model, route) : [];
    for (const host of hosts) yield { port, protocol, host, rules };
  }
}
