import { describe, Problem } from '../value/problem';

/** A warning that the converted route gets. */
export interface ConversionWarning {
  readonly code: string;
  readonly problem: Problem;
}

/** What a conversion finds: fields that cannot be said, and what is said a little differently. */
export class Findings {
  private readonly texts = new Set<string>();
  private readonly remarks = new Map<string, ConversionWarning>();

  /** One line for each field that cannot be converted. */
  public get problems(): readonly string[] {
    return [...this.texts];
  }

  public get warnings(): readonly ConversionWarning[] {
    return [...this.remarks.values()];
  }

  /** Notes a field that an HTTPRoute cannot say, and why. */
  public refuse(field: string, why: string): void {
    this.texts.add(`${field}: ${why}`);
  }

  public warn(code: string, problem: Problem): void {
    this.remarks.set(code + describe(problem), { code, problem });
  }

  /** Makes something of a field; what its constructor refuses is noted. */
  public attempt<T>(field: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      this.refuse(field, (error as Error).message);
      return undefined;
    }
  }
}
