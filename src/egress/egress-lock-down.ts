import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DataPlane } from './data-plane';
import { HBONE_PORT } from './waypoint-data-plane';
import { OutboundTrafficPolicy, Sidecar } from '../istio/sidecar';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { dnsLabel, port } from '../value/scalar';

/** Prevents applications from bypassing the gateway. */
export interface EgressLockDown {
  /** Namespaces of the applications, without that of the gateway. */
  readonly namespaces: string[];
  /**
   * Emits a Sidecar in each namespace, so that sidecars drop traffic to hosts that are not in the mesh registry
   * (`outboundTrafficPolicy: REGISTRY_ONLY`). An error in ambient mode, because ztunnel ignores Sidecars.
   *
   * @default - true for sidecars, false in ambient mode
   */
  readonly registryOnly?: boolean;
  /**
   * Emits a NetworkPolicy in each namespace that allows egress only to DNS, istiod, the namespace of the gateway (in
   * ambient mode by HBONE only) and `allow`. A Sidecar alone can be bypassed (GW591).
   *
   * @default true
   */
  readonly networkPolicy?: boolean;
  /**
   * Further allowed egress, such as Services of other applications (`spec.egress`).
   *
   * @default - none
   */
  readonly allow?: k8s.NetworkPolicyEgressRule[];
  /**
   * Namespace of istiod.
   *
   * @default istio-system
   */
  readonly controlPlaneNamespace?: string;
  /**
   * Ports of the cluster's DNS pods; 5353 in OpenShift.
   *
   * @default - 53
   */
  readonly dnsPorts?: number[];
}

const ISTIOD_PORT = 15012;

/**
 * Emits Sidecars and NetworkPolicies in the namespaces of the applications.
 * @internal
 */
export function lockDown(scope: Construct, name: string, dataPlane: DataPlane, options: EgressLockDown): void {
  const { namespaces, registryOnly = !dataPlane.isAmbient, networkPolicy = true } = options;
  check(scope, dataPlane, options, registryOnly);
  if (!networkPolicy) {
    Warnings._add(scope, 'GW591', {
      what: 'lockDown',
      got: 'no NetworkPolicy',
      expected: 'a NetworkPolicy; a workload can bypass its sidecar',
      fix: 'leave networkPolicy out, or acknowledge this if another NetworkPolicy restricts the namespaces',
    });
  }
  for (const namespace of namespaces) {
    const place = new Construct(scope, `lock-down-${dnsLabel('namespace of lockDown', namespace)}`);
    if (registryOnly) {
      const outboundTrafficPolicy = OutboundTrafficPolicy.REGISTRY_ONLY;
      new Sidecar(place, 'sidecar', { name: 'default', namespace, outboundTrafficPolicy });
    }
    if (networkPolicy) {
      // Not the construct of cdk8s-plus, which needs constructs of the namespaces and pods.
      new ApiObject(place, 'network-policy', {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `${name}-lock-down`, namespace },
        spec: networkPolicySpec(dataPlane, options),
      });
    }
  }
}

function networkPolicySpec(dataPlane: DataPlane, options: EgressLockDown) {
  const { allow = [], controlPlaneNamespace = 'istio-system', dnsPorts = [53] } = options;
  const named = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];
  const tcp = (number: number) => [{ protocol: 'TCP', port: number }];
  const dns = dnsPorts.flatMap((number) => ['UDP', 'TCP'].map((protocol) => ({ protocol, port: number })));
  return {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      // Only pods of the cluster: an external DNS server would allow a bypass.
      { to: [{ namespaceSelector: {} }], ports: dns },
      { to: named(controlPlaneNamespace), ports: tcp(ISTIOD_PORT) },
      { to: named(dataPlane.namespace), ...(dataPlane.isAmbient && { ports: tcp(HBONE_PORT) }) },
      ...allow.map((rule) => k8s.toJson_NetworkPolicyEgressRule(rule)),
    ],
  };
}

function check(scope: Construct, dataPlane: DataPlane, options: EgressLockDown, registryOnly: boolean): void {
  const { namespaces, controlPlaneNamespace, dnsPorts } = options;
  if (namespaces.length === 0) {
    const fix = 'list the namespaces of the applications, or leave lockDown out';
    refuse({ what: 'namespaces of lockDown', got: 'none', expected: 'at least one', fix }, scope);
  }
  const twice = namespaces.find((name, index) => namespaces.indexOf(name) !== index);
  if (twice !== undefined) {
    const fix = 'remove one';
    refuse({ what: 'namespaces of lockDown', got: `'${twice}' twice`, expected: 'unique namespaces', fix }, scope);
  }
  if (namespaces.includes(dataPlane.namespace)) {
    const expected = 'other namespaces than that of the gateway, which needs egress';
    const fix = 'move the gateway to a separate namespace';
    refuse({ what: 'namespaces of lockDown', got: dataPlane.namespace, expected, fix }, scope);
  }
  if (registryOnly && dataPlane.isAmbient) {
    const expected = 'false in ambient mode; ztunnel ignores Sidecars';
    refuse({ what: 'registryOnly', got: true, expected, fix: 'leave it out, and rely on networkPolicy' }, scope);
  }
  if (controlPlaneNamespace !== undefined) dnsLabel('controlPlaneNamespace', controlPlaneNamespace);
  dnsPorts?.forEach((number) => port('dnsPorts', number));
  if (dnsPorts?.length === 0) {
    const expected = 'at least one; for Kubernetes an empty list means all ports';
    refuse({ what: 'dnsPorts', got: 'none', expected, fix: 'leave dnsPorts out for 53' }, scope);
  }
}
