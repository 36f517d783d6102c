import { Construct } from 'constructs';
import { PolicyTarget } from './istio-target';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of every policy of Istio. The namespace defaults to that of a target of this program. */
export interface PolicyProps extends CustomResourceProps {
  /**
   * Targets: `PolicyTarget.workloads` alone (`spec.selector`), or objects of the policy's namespace
   * (`spec.targetRefs`).
   *
   * @default - every workload of its namespace; of the mesh, where that is the root namespace
   */
  readonly targets?: PolicyTarget[];
}

/** A policy of Istio that is attached to workloads or to objects. */
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
      const fix = 'leave targets out to mean every workload';
      refuse({ what: 'targets', got: 'none', expected: 'at least one', fix }, this);
    }
    if (this.list.length > 1 && this.list.some(({ _selector }) => _selector !== undefined)) {
      refuse(
        {
          what: 'targets',
          got: 'workloads beside another target',
          expected: 'workloads alone, or objects only',
          fix: 'write a policy for each',
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
