import { describe, Problem } from '../value/problem';

/** A warning on the converted route. */
export interface ConversionWarning {
  readonly code: string;
  readonly problem: Problem;
}

/** The findings of a conversion: errors for fields that cannot be converted, warnings for small differences. */
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

  /** Adds an error for a field. */
  public refuse(field: string, why: string): void {
    this.texts.add(`${field}: ${why}`);
  }

  public warn(code: string, problem: Problem): void {
    this.remarks.set(code + describe(problem), { code, problem });
  }

  /** Calls `make`, and adds an error for the field if it throws. */
  public attempt<T>(field: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      this.refuse(field, (error as Error).message);
      return undefined;
    }
  }
}
