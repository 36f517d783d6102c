import { Chart } from 'cdk8s';
import { EgressGateway, EgressHost, EgressMode } from 'cdk8s-gateways';
import { Construct } from 'constructs';

export interface EgressProps {
  /** Namespace of the applications. */
  readonly callers: string;
  /** What they may call, by a name for its objects. */
  readonly hosts: { readonly [name: string]: EgressHost };
}

/** The way out of the mesh. */
export class Egress extends Chart {
  public constructor(scope: Construct, id: string, props: EgressProps) {
    super(scope, id, { namespace: 'istio-egress' });
    const gateway = new EgressGateway(this, 'gateway', {
      mode: EgressMode.gatewayApi({ gatewayName: id }),
      lockDown: { namespaces: [props.callers] },
    });
    for (const [name, host] of Object.entries(props.hosts)) {
      gateway.addHost(name, host);
    }
  }
}
