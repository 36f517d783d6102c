import { ApiObject } from 'cdk8s';
import { FlaggerAutoscaler, FlaggerTarget } from './flagger-target';
import { groupOf, Manifest } from '../manifest/manifest';
import { Problem } from '../manifest/problem';
import { CustomResource } from '../resource/custom-resource';

/** Who looks around. */
export interface FlaggerOwner {
  readonly canary: CustomResource;
  readonly target: FlaggerTarget;
  readonly autoscaler: FlaggerAutoscaler | undefined;
  /** Name of the Services and the route. */
  readonly service: string;
  /** Labels of which the target's selector must name one. */
  readonly selectorLabels: readonly string[];
}

/** A doubt about an object beside a Canary. */
export interface FlaggerDoubt {
  readonly code: string;
  readonly problem: Problem;
}

/** What other objects of the program do to a Canary. */
export class FlaggerNeighbours {
  private readonly around: readonly ApiObject[];

  public constructor(private readonly owner: FlaggerOwner) {
    const { canary } = owner;
    this.around = canary.node.root.node
      .findAll()
      .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
      .filter((object) => object !== canary.apiObject && object.metadata.namespace === canary.namespace);
  }

  /** Objects that Flagger owns, and a target that it cannot take. */
  public get errors(): Problem[] {
    return [...this.owned(), ...this.rivals(), ...this.selectors()];
  }

  /** What works, but hardly as it is meant. */
  public get doubts(): FlaggerDoubt[] {
    const { target, autoscaler } = this.owner;
    const scaled = this.around
      .filter((object) => SCALERS.includes(kindOf(object)))
      .map((object) => ({ object, to: at(manifestOf(object), 'spec', 'scaleTargetRef', 'name') }));
    const scaler = scaled.find(({ to }) => to === target.name)?.object;
    const hasOwn = scaled.some(({ to }) => to === `${target.name}-primary`);
    const doubts: FlaggerDoubt[] = [];
    if (scaler && !autoscaler && !hasOwn) {
      doubts.push({
        code: 'GW426',
        problem: {
          what: `${scaler.kind} '${scaler.name}' of ${target.kind} '${target.name}'`,
          got: 'no autoscaler in the Canary',
          expected: 'autoscaler; else the primary, which gets the requests, is not scaled',
          fix: `add autoscaler: FlaggerAutoscaler.${scaler.kind === 'ScaledObject' ? 'scaledObject' : 'horizontalPodAutoscaler'}('${scaler.name}')`,
        },
      });
    }
    const replicas = this.targets.map((object) => at(manifestOf(object), 'spec', 'replicas'));
    if (autoscaler && replicas.some((count) => count !== undefined)) {
      doubts.push({
        code: 'GW427',
        problem: {
          what: `replicas of ${target.kind} '${target.name}'`,
          got: replicas.find((count) => count !== undefined),
          expected: 'none beside an autoscaler; each apply starts the canary that Flagger has scaled to 0',
          fix: 'leave replicas out',
        },
      });
    }
    return doubts;
  }

  private get targets(): ApiObject[] {
    const { target } = this.owner;
    return this.around.filter((object) => kindOf(object) === `apps/${target.kind}` && object.name === target.name);
  }

  private owned(): Problem[] {
    const { target, autoscaler, service } = this.owner;
    const names = new Map<string, readonly string[]>([
      [`/Service`, [service, `${service}-primary`, `${service}-canary`]],
      ['gateway.networking.k8s.io/HTTPRoute', [service]],
      [`apps/${target.kind}`, [`${target.name}-primary`]],
      ...(autoscaler ? [[keyOf(autoscaler), [`${autoscaler.name}-primary`]] as const] : []),
    ]);
    return this.around
      .filter((object) => names.get(kindOf(object))?.includes(object.name))
      .map((object) => ({
        what: `${object.kind} '${object.name}'`,
        got: `an object of this program, at ${pathOf(object)}`,
        expected: 'none; Flagger makes it and overwrites it',
        fix: object.kind === 'HTTPRoute' ? 'say in the Canary what it serves' : 'leave it out',
      }));
  }

  private rivals(): Problem[] {
    const { canary, target, service } = this.owner;
    return this.around
      .filter((object) => kindOf(object) === 'flagger.app/Canary')
      .flatMap((object) => {
        const spec = at(manifestOf(object), 'spec');
        const name = at(spec, 'targetRef', 'name');
        const isSame = at(spec, 'targetRef', 'kind') === target.kind && name === target.name;
        const shared = isSame
          ? `${target.kind} '${target.name}'`
          : (at(spec, 'service', 'name') ?? name) === service && `Service '${service}'`;
        return shared ? [{ object, shared }] : [];
      })
      .map(({ object, shared }) => ({
        what: `Canary '${canary.name}'`,
        got: `${shared}, which Canary '${object.name}' has too`,
        expected: 'a target and Services of its own; the two would fight over them',
        fix: 'leave one of the Canaries out, or name the Services by serviceName',
      }));
  }

  private selectors(): Problem[] {
    const { selectorLabels, target } = this.owner;
    return this.targets.flatMap((object) => {
      const labels = at(manifestOf(object), 'spec', 'selector', 'matchLabels') ?? {};
      const names = Object.keys(labels as object);
      return names.some((name) => selectorLabels.includes(name))
        ? []
        : [
            {
              what: `selector of ${target.kind} '${target.name}'`,
              got: names.join(', ') || 'no labels',
              expected: `one of the labels ${selectorLabels.join(', ')}; by it Flagger tells primary and canary apart`,
              fix: `add '${selectorLabels[0]}' to the pods' labels and to the selector, or name in selectorLabels what Flagger's flag -selector-labels says`,
            },
          ];
    });
  }
}

const SCALERS = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

const keyOf = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) =>
  `${groupOf(apiVersion)}/${kind}`;
const kindOf = (object: ApiObject) => keyOf(object);
const pathOf = (object: ApiObject) => object.node.path.replace(/\/(Default|Resource)$/, '');

/** The object as it is written; nothing where it is broken, which is told at that object. */
function manifestOf(object: ApiObject): Manifest | undefined {
  try {
    return object.toJson() as Manifest;
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, field) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[field] : undefined),
    value,
  );
}
