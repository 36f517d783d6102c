import { Construct } from 'constructs';
import { checkLimit, checkPredicates, RateLimit, renderLimit, renderPredicates } from './limit';
import { policyNamespace } from './namespace';
import { PolicyScope } from './policy-scope';
import { PolicyTarget } from './policy-target';
import { RateLimitPolicySpec } from '../manifest/kuadrant';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { describe, refuse } from '../value/problem';

/** What RateLimitPolicy and TokenRateLimitPolicy have in common. */
export interface LimitPolicyProps extends CustomResourceProps {
  /** What is limited (`targetRef`). The policy stands in its namespace. */
  readonly target: PolicyTarget;
  /**
   * Whether the limits are defaults or overrides for more specific policies
   * (`defaults`, `overrides`, or neither), and how they combine (`strategy`).
   *
   * @default PolicyScope.defaults()
   */
  readonly policyScope?: PolicyScope;
  /**
   * The limits by name (`limits`); the name is what a more specific policy
   * replaces it by. At least one, here or by `addLimit`.
   *
   * @default - those added later
   */
  readonly limits?: { readonly [name: string]: RateLimit };
  /**
   * CEL predicates that must all be true for any limit of the policy to count
   * a request (`when[].predicate`).
   *
   * @default - every request counts
   */
  readonly when?: string[];
}

/** A policy of named limits. */
export abstract class LimitPolicy extends CustomResource {
  /** What the policy is attached to. */
  public readonly target: PolicyTarget;
  /** How the limits stand to those of more specific policies. */
  public readonly policyScope: PolicyScope;
  private readonly named = new Map<string, RateLimit>();
  private readonly when: string[];

  public constructor(scope: Construct, id: string, props: LimitPolicyProps) {
    super(scope, id, props);
    this.target = props.target;
    this.policyScope = props.policyScope ?? PolicyScope.defaults();
    this.when = [...(props.when ?? [])];
    checkPredicates(`${this.kind} '${this.node.path}'`, this.when);
    for (const [name, limit] of Object.entries(props.limits ?? {})) {
      this.addLimit(name, limit);
    }
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** The limits by name, a copy. */
  public get limits(): { [name: string]: RateLimit } {
    return Object.fromEntries(this.named);
  }

  /**
   * Adds a limit.
   *
   * @param name tells it apart from the others of this policy and of those it is merged with
   * @param limit its rates, counters and predicates
   */
  public addLimit(name: string, limit: RateLimit): void {
    if (name.trim() === '') {
      refuse(
        { what: 'name of a limit', got: name, expected: 'some text', fix: "name it, for example 'per-user'" },
        this,
      );
    }
    if (this.named.has(name)) {
      refuse(
        {
          what: `limit '${name}'`,
          got: 'a second limit of that name',
          expected: 'one limit per name',
          fix: 'give both rates to one limit, or choose another name',
        },
        this,
      );
    }
    checkLimit(`limit '${name}' of ${this.kind} '${this.node.path}'`, limit);
    this.named.set(name, limit);
  }

  /** @internal */
  protected _spec(): RateLimitPolicySpec {
    const limits = Object.fromEntries([...this.named].map(([name, limit]) => [name, renderLimit(limit)]));
    return {
      targetRef: this.target._render(),
      ...this.policyScope._wrap({ limits, when: renderPredicates(this.when) }),
    };
  }

  private missing(): string[] {
    if (this.named.size > 0) {
      return [];
    }
    return [
      describe({
        what: `limits of ${this.kind}`,
        got: 'none',
        expected: 'at least one limit',
        fix: "call addLimit('per-client', { rates: [Rate.perMinute(60)] })",
      }),
    ];
  }
}

/** The props with the namespace of the target. */
export function attached<P extends LimitPolicyProps>(kind: string, props: P, ...targets: string[]): P {
  props.target._requireKind(kind, ...targets);
  return { ...props, namespace: policyNamespace(kind, props.target, props.namespace) };
}
