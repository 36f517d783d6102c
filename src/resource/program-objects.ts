import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { directoryOf } from './output-directory';
import { groupOf, Manifest } from '../manifest/manifest';

/** The objects of a program, found by what they are and by what they refer to. */
export class ProgramObjects {
  private readonly byName = new Map<string, ApiObject[]>();
  private readonly byReference = new Map<string, Map<unknown, ApiObject[]>>();

  public constructor(private readonly objects: readonly ApiObject[]) {
    objects.forEach((object) =>
      append(this.byName, keyOf(kindOf(object), object.metadata.namespace, object.name), object),
    );
  }

  /** Objects of a kind, written `apps/Deployment` or `/Service`, by namespace and name. */
  public named(kind: string, namespace: string | undefined, name: string): readonly ApiObject[] {
    return this.byName.get(keyOf(kind, namespace, name)) ?? [];
  }

  /** Objects of some kinds in a namespace whose field has a value, such as the autoscalers of a workload. */
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

/** What is known of a program while it is synthesized. */
interface Synthesis {
  isRunning: boolean;
  /** By the path of the output directory: what is in another one is applied somewhere else. */
  objects?: ReadonlyMap<string, ProgramObjects>;
}

const syntheses = new WeakMap<IConstruct, Synthesis>();

/**
 * Prepares `programObjects`: call it in the constructor of what looks around. The validation of the root, which runs
 * before all others, tells that a synthesis has begun, in which nothing is added any more.
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
        // Synthesis is synchronous: whatever runs later may have added something.
        queueMicrotask(() => (synthesis.isRunning = false));
        return [];
      },
    });
  }
}

/** The objects beside a construct: one walk for a whole synthesis, however many constructs look around. */
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

/** A field of an object as it is written; undefined where it is broken, which is told at that object. */
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

/** `apps/Deployment`; `/Service` for the core group. */
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
