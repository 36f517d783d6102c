/** Combination of the rules with those of a more specific policy (`strategy`). */
export enum MergeStrategy {
  /** Uses all rules of one policy and drops those of the other. */
  ATOMIC = 'atomic',
  /** Merges rule by rule, by name; rules that only one policy has are kept. */
  MERGE = 'merge',
}

/** Whether more specific policies (of a listener, a route or a rule of a route) can replace the rules of this one. */
export class PolicyScope {
  /** Rules under `defaults`: a more specific policy can replace them. */
  public static defaults(strategy: MergeStrategy = MergeStrategy.ATOMIC): PolicyScope {
    return new PolicyScope('defaults', strategy);
  }

  /** Rules under `overrides`: they replace those of every more specific policy. */
  public static overrides(strategy: MergeStrategy = MergeStrategy.ATOMIC): PolicyScope {
    return new PolicyScope('overrides', strategy);
  }

  /** Rules directly in `spec`: the same as atomic `defaults`. */
  public static implicitDefaults(): PolicyScope {
    return new PolicyScope(undefined, MergeStrategy.ATOMIC);
  }

  private constructor(
    /** `defaults` or `overrides`; `undefined` for rules directly in `spec`. */
    public readonly section?: string,
    /** Merge strategy of `defaults` and `overrides`. */
    public readonly strategy: MergeStrategy = MergeStrategy.ATOMIC,
  ) {}

  /** Puts the fields that depend on the scope (rules or limits, and `when`) into `spec`. @internal */
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
