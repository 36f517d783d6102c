import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../value/problem';

type AnalysisSpec = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['analysis']>;
/** @internal */
export type RunArguments = NonNullable<AnalysisSpec['args']>;
type ArgumentSpec = RunArguments[number];

/** An argument of an analysis, `{{args.<name>}}` in its template (`analysis.args[]`). */
export class AnalysisArgument {
  /** A text. */
  public static value(name: string, value: string): AnalysisArgument {
    return new AnalysisArgument({ name, value });
  }

  /** A field of the Rollout, such as `metadata.labels['region']` (`valueFrom.fieldRef.fieldPath`). */
  public static field(name: string, fieldPath: string): AnalysisArgument {
    return new AnalysisArgument({ name, valueFrom: { fieldRef: { fieldPath } } });
  }

  /** The label `rollouts-pod-template-hash` of the canary's pods. */
  public static canaryHash(name: string): AnalysisArgument {
    return new AnalysisArgument({ name, valueFrom: { podTemplateHashValue: 'Latest' } });
  }

  /** The label `rollouts-pod-template-hash` of the stable pods. */
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
 * Arguments as the API takes them; one that is named twice must say the same.
 * @internal
 */
export function argumentsOf(list: readonly AnalysisArgument[]): RunArguments {
  return mergeArguments(list.map((argument) => [argument._render()]));
}

/**
 * The arguments of several analyses that make one run.
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
        expected: 'one; the analyses of a run have their arguments in common',
        fix: 'rename one of them',
      });
    }
    merged.set(argument.name, argument);
  }
  return [...merged.values()];
}
