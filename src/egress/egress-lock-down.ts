import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DataPlane } from './data-plane';
import { HBONE_PORT } from './waypoint-data-plane';
import { OutboundTrafficPolicy, Sidecar } from '../istio/sidecar';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { dnsLabel, port } from '../value/scalar';

/** How applications are kept from going around the gateway. */
export interface EgressLockDown {
  /** Namespaces of the applications; not that of the gateway. */
  readonly namespaces: string[];
  /**
   * Emit a Sidecar in each: sidecars drop what goes to hosts that the mesh does not know (REGISTRY_ONLY). An error in
   * ambient mode, as ztunnel does not read it.
   *
   * @default - true for sidecars, false in ambient mode
   */
  readonly registryOnly?: boolean;
  /**
   * Emit a NetworkPolicy in each: pods reach DNS, istiod and the namespace of the gateway, in ambient mode by HBONE,
   * and what `allow` says; nothing else. A Sidecar alone is no firewall (GW591).
   *
   * @default true
   */
  readonly networkPolicy?: boolean;
  /**
   * What pods reach beside that, such as the Services of each other (`spec.egress`).
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
   * Ports on which the pods of the cluster's DNS listen: 5353 in OpenShift.
   *
   * @default - 53
   */
  readonly dnsPorts?: number[];
}

const ISTIOD_PORT = 15012;

/** Emits Sidecar and NetworkPolicy in the namespaces of applications. */
export function lockDown(scope: Construct, name: string, dataPlane: DataPlane, options: EgressLockDown): void {
  const { namespaces, registryOnly = !dataPlane.isAmbient, networkPolicy = true } = options;
  check(scope, dataPlane, options, registryOnly);
  if (!networkPolicy) {
    Warnings._add(scope, 'GW591', {
      what: 'lockDown',
      got: 'no NetworkPolicy',
      expected: 'one; a workload can go around its proxy',
      fix: 'leave networkPolicy out, or acknowledge it where another policy locks the namespaces down',
    });
  }
  for (const namespace of namespaces) {
    const place = new Construct(scope, `lock-down-${dnsLabel('namespace of lockDown', namespace)}`);
    if (registryOnly) {
      const outboundTrafficPolicy = OutboundTrafficPolicy.REGISTRY_ONLY;
      new Sidecar(place, 'sidecar', { name: 'default', namespace, outboundTrafficPolicy });
    }
    if (networkPolicy) {
      // Plain, as that of cdk8s-plus wants constructs of namespaces and pods, which other programs have.
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
      // Pods of the cluster only: a server of somebody else's would be a way out.
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
    const fix = 'name the namespaces of the applications, or leave lockDown out';
    refuse({ what: 'namespaces of lockDown', got: 'none', expected: 'at least one', fix }, scope);
  }
  const twice = namespaces.find((name, index) => namespaces.indexOf(name) !== index);
  if (twice !== undefined) {
    const fix = 'leave one out';
    refuse({ what: 'namespaces of lockDown', got: `'${twice}' twice`, expected: 'each once', fix }, scope);
  }
  if (namespaces.includes(dataPlane.namespace)) {
    const expected = 'namespaces of applications; the gateway itself must get out';
    const fix = 'put the gateway into a separate namespace';
    refuse({ what: 'namespaces of lockDown', got: dataPlane.namespace, expected, fix }, scope);
  }
  if (registryOnly && dataPlane.isAmbient) {
    const expected = 'false in ambient mode; ztunnel does not read Sidecars';
    refuse({ what: 'registryOnly', got: true, expected, fix: 'leave it out, and rely on networkPolicy' }, scope);
  }
  if (controlPlaneNamespace !== undefined) dnsLabel('controlPlaneNamespace', controlPlaneNamespace);
  dnsPorts?.forEach((number) => port('dnsPorts', number));
  if (dnsPorts?.length === 0) {
    const expected = 'at least one; Kubernetes takes an empty list for every port';
    refuse({ what: 'dnsPorts', got: 'none', expected, fix: 'leave dnsPorts out for 53' }, scope);
  }
}
