import { Construct } from 'constructs';
import { PolicyTarget } from './istio-target';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of every Istio policy. `namespace` defaults to that of a target of this program. */
export interface PolicyProps extends CustomResourceProps {
  /**
   * Targets: `PolicyTarget.workloads` alone (`spec.selector`), or objects of the policy's namespace
   * (`spec.targetRefs`).
   *
   * @default - every workload of its namespace; in the root namespace, of the mesh
   */
  readonly targets?: PolicyTarget[];
}

/** Base of Istio policies that target workloads or objects. */
export abstract class Policy extends CustomResource {
  private readonly list: readonly PolicyTarget[];

  public constructor(scope: Construct, id: string, props: PolicyProps) {
    super(scope, id, {
      ...props,
      namespace: props.namespace ?? props.targets?.find(({ namespace }) => namespace !== undefined)?.namespace,
    });
    this.list = [...(props.targets ?? [])];
    this.checkTargets(props.targets);
  }

  /** Targets; empty for every workload. */
  public get targets(): PolicyTarget[] {
    return [...this.list];
  }

  /** `selector` or `targetRefs` of the spec. @internal */
  protected _renderTargets() {
    const references = this.list.flatMap(({ _reference }) => (_reference ? [_reference] : []));
    return { selector: this.list[0]?._selector, targetRefs: references.length > 0 ? references : undefined };
  }

  private checkTargets(targets?: readonly PolicyTarget[]): void {
    if (targets?.length === 0) {
      const fix = 'leave targets out to select every workload';
      refuse({ what: 'targets', got: 'none', expected: 'at least one', fix }, this);
    }
    if (this.list.length > 1 && this.list.some(({ _selector }) => _selector !== undefined)) {
      refuse(
        {
          what: 'targets',
          got: 'workloads together with another target',
          expected: 'workloads alone, or objects only',
          fix: 'create a policy for each',
        },
        this,
      );
    }
    for (const { namespace, _title } of this.list) {
      if (namespace !== undefined && namespace !== this.namespace) {
        refuse(
          {
            what: `namespace of target ${_title}`,
            got: namespace,
            expected: `${this.namespace === undefined ? 'no namespace' : `'${this.namespace}'`}, as the policy; it reaches its own namespace only`,
            fix: 'put the policy into that namespace',
          },
          this,
        );
      }
    }
  }
}
