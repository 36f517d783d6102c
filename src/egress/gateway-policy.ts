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
  /** Pod port of a flow in the rule; undefined if the server name is sufficient. */
  readonly podPort: (flow: Flow) => number | undefined;
}

/**
 * The AuthorizationPolicy of a gateway. It is emitted as soon as one host has callers, and then has rules for all
 * hosts, because it denies everything else.
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

/** The rule of an ALLOW policy for one host; `podPort` is the pod port of a flow that is not HTTP. */
function ruleAtGateway({ host, callers }: HostRequest, flow: Flow, podPort?: number): AuthorizationPolicyRule {
  const from = callers && EgressCaller._from(callers);
  if (flow.protocol === 'HTTP') {
    // Clients may append the port to the host; Istio does not support a wildcard at both ends.
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
