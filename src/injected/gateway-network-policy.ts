import { k8s } from 'cdk8s-plus-28';
import { GatewayServicePort, protocolOf, targetPortOf } from './gateway-service';
import { GatewayNetworkPolicy } from './injected-gateway-props';
import { listOf } from './kube';

const STATUS = 15021;
const METRICS = [15020, 15090];

/** `spec` of the NetworkPolicy of a gateway. */
export function networkPolicySpec(
  selector: Readonly<Record<string, string>>,
  ports: readonly GatewayServicePort[],
  containerPorts: readonly k8s.ContainerPort[],
  policy: GatewayNetworkPolicy,
) {
  const traffic = [
    ...ports.map((one) => ({ protocol: protocolOf(one), port: targetPortOf(one) })),
    ...containerPorts.map((one) => ({ protocol: one.protocol ?? 'TCP', port: one.containerPort })),
  ].filter(
    ({ port, protocol }, index, all) =>
      ![STATUS, ...METRICS].includes(port) &&
      all.findIndex((other) => other.port === port && other.protocol === protocol) === index,
  );
  return {
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { ports: tcp([STATUS]) },
      { from: peers(policy.metricsSources), ports: tcp(METRICS) },
      // A rule without ports would allow all ports.
      ...(traffic.length > 0 ? [{ from: peers(policy.sources), ports: traffic }] : []),
      ...(listOf(k8s.toJson_NetworkPolicyIngressRule, policy.ingress) ?? []),
    ],
    egress: policy.egress ? policy.egress.map((rule) => k8s.toJson_NetworkPolicyEgressRule(rule)) : [{}],
  };
}

const tcp = (ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

const peers = (from: readonly k8s.NetworkPolicyPeer[] | undefined) => listOf(k8s.toJson_NetworkPolicyPeer, from);
