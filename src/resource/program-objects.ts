import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { directoryOf } from './output-directory';
import { groupOf, Manifest } from '../manifest/manifest';

/** An index of the objects of a program, by kind and name and by the objects that they refer to. */
export class ProgramObjects {
  private readonly byName = new Map<string, ApiObject[]>();
  private readonly byReference = new Map<string, Map<unknown, ApiObject[]>>();

  public constructor(private readonly objects: readonly ApiObject[]) {
    objects.forEach((object) =>
      append(this.byName, keyOf(kindOf(object), object.metadata.namespace, object.name), object),
    );
  }

  /** Objects of a kind (`apps/Deployment` or `/Service`) with a namespace and name. */
  public named(kind: string, namespace: string | undefined, name: string): readonly ApiObject[] {
    return this.byName.get(keyOf(kind, namespace, name)) ?? [];
  }

  /** Objects of the given kinds in a namespace whose field has a value, for example the autoscalers of a workload. */
  public referring(
    kinds: readonly string[],
    namespace: string | undefined,
    path: readonly string[],
    value: unknown,
  ): readonly ApiObject[] {
    const key = keyOf(kinds.join(), namespace, path.join('.'));
    let values = this.byReference.get(key);
    if (!values) {
      values = new Map();
      for (const object of this.objects) {
        if (kinds.includes(kindOf(object)) && object.metadata.namespace === namespace) {
          append(values, fieldOf(object, ...path), object);
        }
      }
      this.byReference.set(key, values);
    }
    return values.get(value) ?? [];
  }
}

/** State of one synthesis of a program. */
interface Synthesis {
  isRunning: boolean;
  /** By the path of the output directory, because each directory is applied separately. */
  objects?: ReadonlyMap<string, ProgramObjects>;
}

const syntheses = new WeakMap<IConstruct, Synthesis>();

/**
 * Prepares `programObjects`; call it in the constructor of a construct that uses it. The validation of the root, which
 * runs before all others, marks the start of a synthesis, in which no constructs are added any more.
 */
export function watchProgram(scope: IConstruct): void {
  const { root } = scope.node;
  if (!syntheses.has(root)) {
    const synthesis: Synthesis = { isRunning: false };
    syntheses.set(root, synthesis);
    root.node.addValidation({
      validate: () => {
        synthesis.isRunning = true;
        synthesis.objects = undefined;
        // Synthesis is synchronous; code that runs later may have added constructs.
        queueMicrotask(() => (synthesis.isRunning = false));
        return [];
      },
    });
  }
}

/** Objects in the output directory of a construct. The tree is walked once per synthesis, for all callers. */
export function programObjects(scope: IConstruct): ProgramObjects {
  const { root } = scope.node;
  const synthesis = syntheses.get(root);
  const known = synthesis?.isRunning ? synthesis.objects : undefined;
  const objects = known ?? objectsByDirectory(root);
  if (synthesis) {
    synthesis.objects = objects;
  }
  return objects.get(pathOf(scope)) ?? new ProgramObjects([]);
}

function objectsByDirectory(root: IConstruct): ReadonlyMap<string, ProgramObjects> {
  const directories = new Map<string, ApiObject[]>();
  root.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .forEach((object) => append(directories, pathOf(object), object));
  return new Map([...directories].map(([path, objects]) => [path, new ProgramObjects(objects)]));
}

const pathOf = (construct: IConstruct) => directoryOf(construct)?.path ?? '';

/** A field of an object as it is written; `undefined` where the object is invalid (reported there). */
export function fieldOf(object: ApiObject, ...path: readonly string[]): unknown {
  let manifest: Manifest | undefined;
  try {
    manifest = object.toJson() as Manifest;
  } catch {
    return undefined;
  }
  return path.reduce<unknown>(
    (part, field) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[field] : undefined),
    manifest,
  );
}

/** Group and kind: `apps/Deployment`; `/Service` for the core group. */
export const kindOf = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) =>
  `${groupOf(apiVersion)}/${kind}`;

const keyOf = (...parts: readonly (string | undefined)[]) => JSON.stringify(parts);

function append<K>(map: Map<K, ApiObject[]>, key: K, object: ApiObject): void {
  const list = map.get(key);
  if (list) {
    list.push(object);
  } else {
    map.set(key, [object]);
  }
}
