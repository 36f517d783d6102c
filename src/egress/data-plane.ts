import { Construct } from 'constructs';
import { HostRequest } from './egress-plan';
import { refuse } from '../value/problem';

/** The objects of a gateway, in the API of a mode: plans each host, and emits the plan. */
export interface DataPlane {
  readonly gatewayName: string;
  /** Namespace of the gateway's pods. */
  readonly namespace: string;
  readonly isAmbient: boolean;
  add(request: HostRequest): void;
}

/** Place and name of the objects of a mode. */
export interface DataPlaneProps {
  readonly scope: Construct;
  readonly name: string;
  readonly namespace?: string;
}

/** Ports of a gateway, and the hosts that exclude each other on them. */
export class Ports {
  private readonly taken: { readonly port: number; readonly kind: string; readonly host: string }[] = [];

  public constructor(private readonly owner: Construct) {}

  /** Refuses a port that another host has in a way that excludes this one. */
  public claim(port: number, kind: 'HTTP' | 'TLS' | 'mutual TLS' | 'TCP', host: string): void {
    const isTls = (one: string) => one === 'TLS' || one === 'mutual TLS';
    for (const other of this.taken.filter((one) => one.port === port)) {
      const shares = isTls(kind) ? isTls(other.kind) && other.host !== host : kind === 'HTTP' && other.kind === 'HTTP';
      if (shares) continue;
      const isTcp = [kind, other.kind].includes('TCP');
      refuse(
        {
          what: `port ${port} of the gateway`,
          got: `${kind} for '${host}' beside ${other.kind} for '${other.host}'`,
          expected: isTcp
            ? 'TCP for one host alone; nothing in a TCP connection says which host is meant'
            : 'HTTP only, or TLS of different hosts only',
          fix: isTcp
            ? 'use another port, or another EgressGateway'
            : 'choose another mutualTlsPort, another port of the host, or another EgressGateway',
        },
        this.owner,
      );
    }
    this.taken.push({ port, kind, host });
  }
}
