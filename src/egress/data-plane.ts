import { Construct } from 'constructs';
import { HostRequest } from './egress-plan';
import { refuse } from '../value/problem';

/** Plans and emits the objects of a gateway, in the API of a mode. */
export interface DataPlane {
  readonly gatewayName: string;
  /** Namespace of the gateway's pods. */
  readonly namespace: string;
  readonly isAmbient: boolean;
  add(request: HostRequest): void;
}

/** Scope, name and namespace of the gateway's objects. */
export interface DataPlaneProps {
  readonly scope: Construct;
  readonly name: string;
  readonly namespace?: string;
}

/** Assigns the ports of a gateway to hosts. */
export class Ports {
  private readonly taken: { readonly port: number; readonly kind: string; readonly host: string }[] = [];

  public constructor(private readonly owner: Construct) {}

  /** Assigns a port to a host; refuses it if another host uses it with a protocol that excludes this one. */
  public claim(port: number, kind: 'HTTP' | 'TLS' | 'mutual TLS' | 'TCP', host: string): void {
    const isTls = (one: string) => one === 'TLS' || one === 'mutual TLS';
    for (const other of this.taken.filter((one) => one.port === port)) {
      const shares = isTls(kind) ? isTls(other.kind) && other.host !== host : kind === 'HTTP' && other.kind === 'HTTP';
      if (shares) continue;
      const isTcp = [kind, other.kind].includes('TCP');
      refuse(
        {
          what: `port ${port} of the gateway`,
          got: `${kind} for '${host}', ${other.kind} for '${other.host}'`,
          expected: isTcp
            ? 'a TCP port for one host only; TCP connections do not carry a host name'
            : 'a port for HTTP only, or for TLS to different hosts only',
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
