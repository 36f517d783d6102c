import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** Target of a policy (`spec.targetRef`): a Gateway or a route, or a named section of it. */
export class PolicyTarget {
  /** A whole Gateway or route. */
  public static of(resource: INamedResource): PolicyTarget {
    return new PolicyTarget(groupOf(resource.apiVersion), resource.kind, resource.name, undefined, resource.namespace);
  }

  /** One listener of a Gateway. */
  public static listener(gateway: INamedResource, listener: string): PolicyTarget {
    return PolicyTarget.of(gateway).section(listener, ['Gateway'], 'listener');
  }

  /** One rule of a route by its name (`rules[].name`), or `rule-N` for the Nth rule if it has no name. */
  public static rule(route: INamedResource, rule: string): PolicyTarget {
    return PolicyTarget.of(route).section(rule, ['HTTPRoute', 'GRPCRoute'], 'rule');
  }

  private constructor(
    public readonly group: string,
    public readonly kind: string,
    public readonly name: string,
    public readonly sectionName?: string,
    /** Namespace of the target and of the policy. */
    public readonly namespace?: string,
  ) {}

  /** Refuses a target of a kind that the policy does not support. @internal */
  public _requireKind(policy: string, ...kinds: string[]): void {
    if (!kinds.includes(this.kind)) {
      refuse({
        what: `target of ${policy}`,
        got: `${this.kind} '${this.name}'`,
        expected: kinds.join(' or '),
        fix: `attach it to a ${kinds[0]}; its routes inherit it`,
      });
    }
  }

  /** `spec.targetRef`. @internal */
  public _render(): { group: string; kind: string; name: string; sectionName?: string } {
    return { group: this.group, kind: this.kind, name: this.name, sectionName: this.sectionName };
  }

  private section(name: string, kinds: readonly string[], what: string): PolicyTarget {
    if (!kinds.includes(this.kind)) {
      refuse({
        what: `${what} '${name}'`,
        got: `a section of ${this.kind} '${this.name}'`,
        expected: `a section of ${kinds.join(' or ')}`,
        fix: what === 'listener' ? 'use PolicyTarget.rule for a route' : 'use PolicyTarget.listener for a Gateway',
      });
    }
    return new PolicyTarget(this.group, this.kind, this.name, dnsSubdomain(what, name), this.namespace);
  }
}
