import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../value/problem';

type AnalysisSpec = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['analysis']>;
/** @internal */
export type RunArguments = NonNullable<AnalysisSpec['args']>;
type ArgumentSpec = RunArguments[number];

/** An argument of an analysis, `{{args.<name>}}` in its template (`analysis.args[]`). */
export class AnalysisArgument {
  /** An argument with a fixed value (`value`). */
  public static value(name: string, value: string): AnalysisArgument {
    return new AnalysisArgument({ name, value });
  }

  /** An argument with the value of a Rollout field, such as `metadata.labels['region']` (`valueFrom.fieldRef`). */
  public static field(name: string, fieldPath: string): AnalysisArgument {
    return new AnalysisArgument({ name, valueFrom: { fieldRef: { fieldPath } } });
  }

  /** An argument with the label `rollouts-pod-template-hash` of the canary's pods. */
  public static canaryHash(name: string): AnalysisArgument {
    return new AnalysisArgument({ name, valueFrom: { podTemplateHashValue: 'Latest' } });
  }

  /** An argument with the label `rollouts-pod-template-hash` of the stable pods. */
  public static stableHash(name: string): AnalysisArgument {
    return new AnalysisArgument({ name, valueFrom: { podTemplateHashValue: 'Stable' } });
  }

  private constructor(private readonly spec: ArgumentSpec) {
    if (!/^[A-Za-z]([-A-Za-z0-9_]*[A-Za-z0-9])?$/.test(spec.name)) {
      const fix = "for example 'threshold'";
      refuse({ what: 'name of argument', got: spec.name, expected: 'letters, digits and hyphens', fix });
    }
  }

  /** @internal */
  public _render(): ArgumentSpec {
    return this.spec;
  }
}

/**
 * Arguments as the API expects them; two of one name must have the same value.
 * @internal
 */
export function argumentsOf(list: readonly AnalysisArgument[]): RunArguments {
  return mergeArguments(list.map((argument) => [argument._render()]));
}

/**
 * The arguments of all analyses in one AnalysisRun.
 * @internal
 */
export function mergeArguments(lists: readonly RunArguments[]): RunArguments {
  const merged = new Map<string, ArgumentSpec>();
  for (const argument of lists.flat()) {
    const known = merged.get(argument.name);
    if (known && JSON.stringify(known) !== JSON.stringify(argument)) {
      refuse({
        what: `argument '${argument.name}' of analyses`,
        got: 'two values',
        expected: 'one; all analyses of a run share their arguments',
        fix: 'rename one of them',
      });
    }
    merged.set(argument.name, argument);
  }
  return [...merged.values()];
}
