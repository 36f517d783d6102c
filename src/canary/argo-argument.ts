import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../manifest/problem';

type AnalysisSpec = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['analysis']>;
export type RunArguments = NonNullable<AnalysisSpec['args']>;
type ArgumentSpec = RunArguments[number];

/** An argument of an analysis, `{{args.<name>}}` in its template (`analysis.args[]`). */
export class ArgoAnalysisArgument {
  /** A text. */
  public static value(name: string, value: string): ArgoAnalysisArgument {
    return new ArgoAnalysisArgument({ name, value });
  }

  /** A field of the Rollout, such as `metadata.labels['region']` (`valueFrom.fieldRef.fieldPath`). */
  public static field(name: string, fieldPath: string): ArgoAnalysisArgument {
    return new ArgoAnalysisArgument({ name, valueFrom: { fieldRef: { fieldPath } } });
  }

  /** The label `rollouts-pod-template-hash` of the canary's pods. */
  public static canaryHash(name: string): ArgoAnalysisArgument {
    return new ArgoAnalysisArgument({ name, valueFrom: { podTemplateHashValue: 'Latest' } });
  }

  /** The label `rollouts-pod-template-hash` of the stable pods. */
  public static stableHash(name: string): ArgoAnalysisArgument {
    return new ArgoAnalysisArgument({ name, valueFrom: { podTemplateHashValue: 'Stable' } });
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

/** Arguments as the API takes them; one that is named twice must say the same. */
export function argumentsOf(list: readonly ArgoAnalysisArgument[]): RunArguments {
  return mergeArguments(list.map((argument) => [argument._render()]));
}

/** The arguments of several analyses that make one run. */
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
