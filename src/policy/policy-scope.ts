/** What becomes of the rules where a more specific policy has rules of its own (`strategy`). */
export enum MergeStrategy {
  /** One policy's rules are taken as a whole; those of the other are dropped. */
  ATOMIC = 'atomic',
  /** Rule by rule, by name; rules that only one of the policies has are kept. */
  MERGE = 'merge',
}

/** Whether more specific policies (of a listener, a route, a rule of a route) replace the rules of this one. */
export class PolicyScope {
  /** `defaults`: the rules hold until a more specific policy brings its own. */
  public static defaults(strategy: MergeStrategy = MergeStrategy.ATOMIC): PolicyScope {
    return new PolicyScope('defaults', strategy);
  }

  /** `overrides`: the rules hold against every more specific policy. */
  public static overrides(strategy: MergeStrategy = MergeStrategy.ATOMIC): PolicyScope {
    return new PolicyScope('overrides', strategy);
  }

  /** Neither keyword, the rules directly in `spec`: the same as atomic `defaults`. */
  public static implicitDefaults(): PolicyScope {
    return new PolicyScope(undefined, MergeStrategy.ATOMIC);
  }

  private constructor(
    /** `defaults` or `overrides`; nothing for rules directly in `spec`. */
    public readonly section?: string,
    /** Applies to `defaults` and `overrides`. */
    public readonly strategy: MergeStrategy = MergeStrategy.ATOMIC,
  ) {}

  /** Puts what depends on the scope (rules or limits, and `when`) where it belongs in `spec`. @internal */
  public _wrap<T extends object>(
    body: T,
  ): T | { readonly [section: string]: T & { readonly strategy?: MergeStrategy } } {
    if (this.section === undefined) {
      return body;
    }
    return {
      [this.section]: { ...(this.strategy !== MergeStrategy.ATOMIC && { strategy: this.strategy }), ...body },
    };
  }
}
