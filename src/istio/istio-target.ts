import { GATEWAY_API, groupOf } from '../manifest/manifest';
import { IService, ofKind } from '../resource/core-object';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, labels } from '../value/scalar';

/**
 * Target of an Istio policy: workloads by their labels (`spec.selector`), or an object of the policy's
 * namespace (`spec.targetRefs[]`).
 */
export class PolicyTarget {
  /**
   * Workloads with these labels: pods, including injected gateways. In the policy's
   * namespace, or in every namespace for a policy in the root namespace of the mesh. Waypoints
   * ignore such policies.
   */
  public static workloads(matchLabels: { readonly [key: string]: string }): PolicyTarget {
    return new PolicyTarget(undefined, undefined, { ...workloadLabels('labels of workloads', matchLabels) });
  }

  /** A Gateway of the Gateway API: the proxy that Istio deploys for it, waypoints included. */
  public static gateway(gateway: INamedResource): PolicyTarget {
    return PolicyTarget.of(gateway, GATEWAY_API, 'Gateway');
  }

  /** A ServiceEntry: requests to its hosts, at the waypoint that serves it. */
  public static serviceEntry(entry: INamedResource): PolicyTarget {
    return PolicyTarget.of(entry, 'networking.istio.io', 'ServiceEntry');
  }

  /** A Service by name: requests to it, at its waypoint. */
  public static service(name: string): PolicyTarget {
    return new PolicyTarget({ group: '', kind: 'Service', name: dnsSubdomain('name of Service', name) });
  }

  /** A Service of this program: requests to it, at its waypoint. */
  public static fromService(service: IService): PolicyTarget {
    ofKind('Service', service);
    return new PolicyTarget({ group: '', kind: 'Service', name: service.name }, service.metadata.namespace);
  }

  private static of({ apiVersion, kind, name, namespace }: INamedResource, group: string, expected: string) {
    if (kind !== expected || groupOf(apiVersion) !== group) {
      refuse({
        what: 'target',
        got: `${kind} '${name}' of ${groupOf(apiVersion) || 'the core group'}`,
        expected: `${expected} of ${group}`,
        fix: kind === 'Gateway' ? 'use PolicyTarget.workloads with the labels of its pods' : `use the ${expected}`,
      });
    }
    return new PolicyTarget({ group, kind, name }, namespace);
  }

  private constructor(
    private readonly reference?: { readonly group: string; readonly kind: string; readonly name: string },
    /** Namespace of the object; `undefined` for that of the policy. */
    public readonly namespace?: string,
    private readonly matchLabels?: { readonly [key: string]: string },
  ) {}

  /** Title for messages: `ServiceEntry 'bank'`. @internal */
  public get _title(): string {
    return this.reference ? `${this.reference.kind} '${this.reference.name}'` : 'workloads by labels';
  }

  /** `spec.selector`, for workloads. @internal */
  public get _selector() {
    return this.matchLabels && { matchLabels: this.matchLabels };
  }

  /** Element of `spec.targetRefs`, for an object. @internal */
  public get _reference() {
    return this.reference;
  }
}

/**
 * Checks labels that select workloads. An empty selector would select every workload.
 * @internal
 */
export function workloadLabels(what: string, value: { readonly [key: string]: string }) {
  if (Object.keys(value).length === 0) {
    refuse({ what, got: 'none', expected: 'at least one label', fix: 'leave it out to select all workloads' });
  }
  return labels(what, value);
}
