import { Construct } from 'constructs';
import { checkLimit, checkPredicates, RateLimit, renderLimit, renderPredicates } from './limit';
import { policyNamespace } from './namespace';
import { PolicyScope } from './policy-scope';
import { PolicyTarget } from './policy-target';
import { RateLimitPolicySpec } from '../manifest/kuadrant';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of RateLimitPolicy and TokenRateLimitPolicy. */
export interface LimitPolicyProps extends CustomResourceProps {
  /** Object to limit (`targetRef`). The policy is created in its namespace. */
  readonly target: PolicyTarget;
  /**
   * Whether the limits are defaults for or overrides of more specific policies
   * (`defaults`, `overrides`, or neither), and how they are merged (`strategy`).
   *
   * @default PolicyScope.defaults()
   */
  readonly policyScope?: PolicyScope;
  /**
   * Limits by name (`limits`), at least one, here or by `addLimit`. With
   * `MergeStrategy.MERGE`, a more specific policy replaces a limit of the same name.
   *
   * @default - those added by `addLimit`
   */
  readonly limits?: { readonly [name: string]: RateLimit };
  /**
   * CEL predicates that must all be true for the limits of the policy to count
   * a request (`when[].predicate`).
   *
   * @default - every request counts
   */
  readonly when?: string[];
}

/** Base of policies with named limits. */
export abstract class LimitPolicy extends CustomResource {
  /** Target of the policy. */
  public readonly target: PolicyTarget;
  /** Relation of the limits to those of more specific policies. */
  public readonly policyScope: PolicyScope;
  private readonly named = new Map<string, RateLimit>();
  private readonly when: string[];
  private readonly laterWhen: (() => readonly string[])[] = [];

  public constructor(scope: Construct, id: string, props: LimitPolicyProps) {
    super(scope, id, props);
    this.target = props.target;
    this.policyScope = props.policyScope ?? PolicyScope.defaults();
    this.when = [...(props.when ?? [])];
    checkPredicates(`${this.kind} '${this.node.path}'`, this.when);
    for (const [name, limit] of Object.entries(props.limits ?? {})) {
      this.addLimit(name, limit);
    }
  }

  /** A copy of the limits by name. */
  public get limits(): { [name: string]: RateLimit } {
    return Object.fromEntries(this.named);
  }

  /**
   * Adds a limit.
   *
   * @param name name of the limit, unique in this policy
   * @param limit rates, counters and predicates
   */
  public addLimit(name: string, limit: RateLimit): void {
    if (name.trim() === '') {
      refuse({ what: 'name of a limit', got: name, expected: 'a non-empty text', fix: "for example 'per-user'" }, this);
    }
    if (this.named.has(name)) {
      refuse(
        {
          what: `limit '${name}'`,
          got: 'a second limit with that name',
          expected: 'unique names',
          fix: 'put both rates into one limit, or use another name',
        },
        this,
      );
    }
    checkLimit(`limit '${name}' of ${this.kind} '${this.node.path}'`, limit);
    this.named.set(name, limit);
  }

  /** Adds conditions (`when`) that are known at synthesis. @internal */
  public _addWhen(predicates: () => readonly string[]): void {
    this.laterWhen.push(predicates);
  }

  /** @internal */
  protected _spec(): RateLimitPolicySpec {
    const limits = Object.fromEntries([...this.named].map(([name, limit]) => [name, renderLimit(limit)]));
    const when = [...this.when, ...this.laterWhen.flatMap((predicates) => predicates())];
    return {
      targetRef: this.target._render(),
      ...this.policyScope._wrap({ limits, when: renderPredicates(when) }),
    };
  }
}

/** Adds the namespace of the target to the props. */
export function attached<P extends LimitPolicyProps>(kind: string, props: P, ...targets: string[]): P {
  props.target._requireKind(kind, ...targets);
  return { ...props, namespace: policyNamespace(kind, props.target, props.namespace) };
}
