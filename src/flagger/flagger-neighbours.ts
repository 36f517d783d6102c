import { ApiObject } from 'cdk8s';
import { Autoscaler, Target } from './flagger-target';
import { CustomResource } from '../resource/custom-resource';
import { fieldOf, kindOf, ProgramObjects, programObjects } from '../resource/program-objects';
import { Problem } from '../value/problem';

/** A Canary and the names of its objects. */
export interface FlaggerOwner {
  readonly canary: CustomResource;
  readonly target: Target;
  readonly autoscaler: Autoscaler | undefined;
  /** Name of the Services and the route. */
  readonly service: string;
  /** Labels of which the target's selector must have one. */
  readonly selectorLabels: readonly string[];
}

/** Finds conflicts between a Canary and other objects of the program. */
export class FlaggerNeighbours {
  private readonly objects: ProgramObjects;

  public constructor(private readonly owner: FlaggerOwner) {
    this.objects = programObjects(owner.canary);
  }

  /** Objects that Flagger creates itself, and a target that it cannot use. */
  public get errors(): Problem[] {
    return [...this.owned(), ...this.conflictingCanaries(), ...this.selectors()];
  }

  private get targets(): ApiObject[] {
    const { canary, target } = this.owner;
    return [...this.objects.named(`apps/${target.kind}`, canary.namespace, target.name)];
  }

  private owned(): Problem[] {
    const { canary, target, autoscaler, service } = this.owner;
    const names: readonly (readonly [kind: string, name: string])[] = [
      ...['', '-primary', '-canary'].map((suffix) => ['/Service', `${service}${suffix}`] as const),
      ['gateway.networking.k8s.io/HTTPRoute', service],
      [`apps/${target.kind}`, `${target.name}-primary`],
      ...(autoscaler ? [[kindOf(autoscaler), `${autoscaler.name}-primary`] as const] : []),
    ];
    return names
      .flatMap(([kind, name]) => this.objects.named(kind, canary.namespace, name))
      .map((object) => ({
        what: `${object.kind} '${object.name}'`,
        got: `an object of this program, at ${pathOf(object)}`,
        expected: 'none; Flagger creates it',
        fix: object.kind === 'HTTPRoute' ? 'move its hosts and matches to the Canary' : 'leave it out',
      }));
  }

  private conflictingCanaries(): Problem[] {
    const { canary, target, service } = this.owner;
    const others = (path: readonly string[], value: string) =>
      this.objects
        .referring(['flagger.app/Canary'], canary.namespace, path, value)
        .filter((object) => object !== canary.apiObject);
    const sameTarget = others(['spec', 'targetRef', 'name'], target.name).filter(
      (object) => fieldOf(object, 'spec', 'targetRef', 'kind') === target.kind,
    );
    const sameService = [
      ...others(['spec', 'service', 'name'], service),
      ...others(['spec', 'targetRef', 'name'], service).filter(
        (object) => fieldOf(object, 'spec', 'service', 'name') === undefined,
      ),
    ].filter((object) => !sameTarget.includes(object));
    const conflict = (shared: string) => (object: ApiObject) => ({
      what: `Canary '${canary.name}'`,
      got: `${shared}, which Canary '${object.name}' uses too`,
      expected: 'separate targets and Services; two Canaries would overwrite each other',
      fix: 'remove one of the Canaries, or set serviceName',
    });
    return [
      ...sameTarget.map(conflict(`${target.kind} '${target.name}'`)),
      ...sameService.map(conflict(`Service '${service}'`)),
    ];
  }

  private selectors(): Problem[] {
    const { selectorLabels, target } = this.owner;
    return this.targets.flatMap((object) => {
      const labels = fieldOf(object, 'spec', 'selector', 'matchLabels') ?? {};
      const names = Object.keys(labels as object);
      return names.some((name) => selectorLabels.includes(name))
        ? []
        : [
            {
              what: `selector of ${target.kind} '${target.name}'`,
              got: names.join(', ') || 'no labels',
              expected: `one of the labels ${selectorLabels.join(', ')}; Flagger distinguishes primary and canary by it`,
              fix: `add '${selectorLabels[0]}' to the pods' labels and to the selector, or set selectorLabels to the value of Flagger's flag -selector-labels`,
            },
          ];
    });
  }
}

const pathOf = (object: ApiObject) => object.node.path.replace(/\/(Default|Resource)$/, '');
