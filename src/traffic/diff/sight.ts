import { Target } from './target';
import { Place, Rule } from '../rule';

/*
 * What clients can see of a set of manifests: Gateways of both APIs and pods of the mesh, their ports, and the hosts at
 * each with the rules that are written for them. It is read from the model, whatever index serves the requests.
 */

/** Requests that a rule or a policy is written for. */
export type Interest = Pick<Rule, 'condition' | 'cors'> &
  Partial<Pick<Rule, 'destinations'>> & { readonly place?: Place };

export interface Sight {
  readonly target: Target;
  readonly ports: ReadonlyMap<number, PortSurface>;
}

export interface PortSurface {
  /** Of its listeners: HTTP, HTTPS, TLS, TCP, UDP. */
  readonly protocols: ReadonlySet<string>;
  /** Rules by host, as a listener or a route names it. */
  readonly hosts: ReadonlyMap<string, readonly Interest[]>;
}

/** A host at a port, and rules that are written for it. */
export interface Seen {
  readonly port: number;
  readonly protocol: string;
  readonly host: string;
  readonly rules?: readonly Interest[];
}

export function portsOf(all: Iterable<Seen>): ReadonlyMap<number, PortSurface> {
  const ports = new Map<number, { protocols: Set<string>; hosts: Map<string, Interest[]> }>();
  for (const { port: number, protocol, host, rules = [] } of all) {
    const port = ports.get(number) ?? { protocols: new Set(), hosts: new Map() };
    ports.set(number, port);
    port.protocols.add(protocol);
    const key = host.toLowerCase();
    const known = port.hosts.get(key);
    if (!known) port.hosts.set(key, [...rules]);
    else for (const rule of rules) known.push(rule);
  }
  return ports;
}
