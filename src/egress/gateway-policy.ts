import { Construct } from 'constructs';
import { EgressCaller } from './egress-caller';
import { Flow } from './egress-host';
import { HostRequest, hopSni } from './egress-plan';
import { AuthorizationAttribute } from '../istio/authorization-attribute';
import { AuthorizationPolicy } from '../istio/authorization-policy';
import { AuthorizationPolicyRule } from '../istio/authorization-rule';
import { PolicyTarget as IstioTarget } from '../istio/istio-target';

interface GatewayPolicyProps {
  readonly name: string;
  readonly namespace: string;
  readonly targets: IstioTarget[];
  /** Port of the pods that a rule names for a flow; undefined where the server name alone says enough. */
  readonly podPort: (flow: Flow) => number | undefined;
}

/**
 * Who may call which host, at one gateway. The policy is there as soon as one host names callers, and then says of
 * every host who may call it, as it denies what it does not name.
 */
export class GatewayPolicy {
  private readonly hosts: HostRequest[] = [];
  private policy?: AuthorizationPolicy;

  public constructor(
    private readonly scope: Construct,
    private readonly props: GatewayPolicyProps,
  ) {}

  public add(request: HostRequest): void {
    this.hosts.push(request);
    const isNew = this.policy === undefined && request.callers !== undefined;
    const { name, namespace, targets, podPort } = this.props;
    if (isNew) this.policy = new AuthorizationPolicy(this.scope, 'callers', { name, namespace, targets });
    for (const one of isNew ? this.hosts : [request]) {
      one.host._flows.forEach((flow) => this.policy?.addRule(ruleAtGateway(one, flow, podPort(flow))));
    }
  }
}

/** The rule of an ALLOW policy for one host; `podPort` is the port of the pods for what is not HTTP. */
function ruleAtGateway({ host, callers }: HostRequest, flow: Flow, podPort?: number): AuthorizationPolicyRule {
  const from = callers && EgressCaller._from(callers);
  if (flow.protocol === 'HTTP') {
    // A client may write the port behind the host; a wildcard cannot have one at both ends.
    const hosts = host._isWildcard ? [host.hostname] : [host.hostname, `${host.hostname}:*`];
    return { from, to: [{ hosts }] };
  }
  const to = podPort === undefined ? undefined : [{ ports: [podPort] }];
  if (flow.protocol === 'TCP' && callers === undefined) {
    return { to };
  }
  const sni = callers === undefined ? host.hostname : hopSni(host);
  return { from, to, when: [{ attribute: AuthorizationAttribute.CONNECTION_SNI, values: [sni] }] };
}
