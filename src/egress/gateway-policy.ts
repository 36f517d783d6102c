import { Construct } from 'constructs';
import { Registration, ruleAtGateway } from './data-plane';
import { Flow } from './egress-host';
import { AuthorizationPolicy } from '../istio/authorization-policy';
import { IstioTarget } from '../istio/istio-target';

interface GatewayPolicyProps {
  readonly name: string;
  readonly namespace: string;
  readonly targets: IstioTarget[];
  /** Port of the pods that a rule names for a flow; nothing where the server name alone says enough. */
  readonly podPort: (flow: Flow) => number | undefined;
}

/**
 * Who may call which host, at one gateway. The policy is there as soon as one host names callers, and then says of
 * every host who may call it, as it denies what it does not name.
 */
export class GatewayPolicy {
  private readonly hosts: Registration[] = [];
  private policy?: AuthorizationPolicy;

  public constructor(
    private readonly scope: Construct,
    private readonly props: GatewayPolicyProps,
  ) {}

  public add(registration: Registration, isRestricted: boolean): void {
    this.hosts.push(registration);
    const isNew = this.policy === undefined && isRestricted;
    const { name, namespace, targets, podPort } = this.props;
    if (isNew) this.policy = new AuthorizationPolicy(this.scope, 'callers', { name, namespace, targets });
    for (const one of isNew ? this.hosts : [registration]) {
      one.host._flows.forEach((flow) => this.policy?.addRule(ruleAtGateway(one, flow, podPort(flow))));
    }
  }
}
