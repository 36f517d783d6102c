import { ANY_HOST } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { listenersByGateway } from '../../model/listeners';
import { pathOf } from '../../model/model';
import { rulesOf } from '../http-route';
import { Place, Rule } from '../rule';
import { World } from '../send';

/*
 * What clients can see of a set of manifests: Gateways, their ports, and the hosts at each with the rules that are
 * written for them. It is read from the model, whatever index serves the requests.
 */

/** Requests that a rule or a policy is written for. */
export type Interest = Pick<Rule, 'condition' | 'cors'> & { readonly place?: Place };

/** Gateways by `namespace/name`. */
export type Surface = ReadonlyMap<string, GatewaySurface>;

export interface GatewaySurface {
  readonly namespace: string;
  readonly name: string;
  readonly ports: ReadonlyMap<number, PortSurface>;
}

export interface PortSurface {
  /** Of its listeners: HTTP, HTTPS, TLS, TCP, UDP. */
  readonly protocols: ReadonlySet<string>;
  /** Rules by host, as a listener or a route names it. */
  readonly hosts: ReadonlyMap<string, readonly Rule[]>;
}

const WITH_RULES: readonly string[] = ['HTTPRoute', 'GRPCRoute'];

export function surfaceOf({ model }: World): Surface {
  const attachments = attachmentsByListener(model);
  return new Map(
    [...listenersByGateway(model)].map(([gateway, listeners]) => {
      const ports = new Map<number, { protocols: Set<string>; hosts: Map<string, Rule[]> }>();
      for (const on of listeners) {
        const { port: number, protocol } = on.listener;
        const port = ports.get(number) ?? { protocols: new Set(), hosts: new Map([[ANY_HOST, []]]) };
        ports.set(number, port);
        port.protocols.add(protocol);
        addTo(port.hosts, on.host, []);
        for (const { route, hosts } of attachments.get(on) ?? []) {
          const rules = WITH_RULES.includes(route.kind) ? rulesOf(model, route) : [];
          for (const host of hosts) addTo(port.hosts, host, rules);
        }
      }
      const { namespace, name } = gateway;
      return [pathOf(gateway), { namespace, name, ports }] as const;
    }),
  );
}

function addTo(hosts: Map<string, Rule[]>, host: string, rules: readonly Rule[]): void {
  const key = host.toLowerCase();
  const known = hosts.get(key);
  if (!known) hosts.set(key, [...rules]);
  else for (const rule of rules) known.push(rule);
}
