import { hasLabels } from './labels';
import { Entry, hasUnread, Item, itemsOf, Model, view } from './model';
import { Rollout } from '../manifest/argo';
import { DaemonSet, Deployment, Namespace, Pod, Service, StatefulSet } from '../manifest/kubernetes';
import { Body } from '../manifest/shape';
import { groupBy } from '../value/group-by';

type PodSpec = NonNullable<Body<typeof Pod>['spec']>;
export type Container = PodSpec['containers'][number];

/** Pods that an object makes, or a single one. */
export interface Workload {
  readonly owner: Entry;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly securityContext: PodSpec['securityContext'];
  /** Undefined where the number is left to an autoscaler or to the nodes. */
  readonly replicas: number | undefined;
}

type Template = { readonly metadata?: unknown; readonly spec?: unknown };

const KINDS = [Deployment, StatefulSet, DaemonSet, Rollout, Pod] as const;

/** Whether a namespace has workloads that cannot be read, so that their labels are not known. */
export const hasUnreadWorkloads = (model: Model, namespace?: string): boolean =>
  KINDS.some((kind) => hasUnread(model, kind, namespace));

/** Every workload of the model. */
export const workloadsOf = view((model: Model): readonly Workload[] => [
  ...itemsOf(model, Deployment).flatMap((item) => templated(item, item.body.spec?.template, item.body.spec?.replicas)),
  ...itemsOf(model, StatefulSet).flatMap((item) => templated(item, item.body.spec?.template, item.body.spec?.replicas)),
  ...itemsOf(model, DaemonSet).flatMap((item) => templated(item, item.body.spec?.template, undefined)),
  ...itemsOf(model, Rollout).flatMap((item) => templated(item, item.body.spec.template, item.body.spec.replicas)),
  ...itemsOf(model, Pod).map((item) => workload(item, item.labels, item.annotations, item.body.spec, 1)),
]);

function templated(owner: Item<unknown>, template: Template | undefined, replicas: number | undefined): Workload[] {
  if (!template?.spec) return [];
  const { labels = {}, annotations = {} } = (template.metadata ?? {}) as {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  return [workload(owner, labels, annotations, template.spec as PodSpec, replicas)];
}

const workload = (
  owner: Entry,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
  spec: PodSpec | undefined,
  replicas: number | undefined,
): Workload => ({
  owner,
  namespace: owner.namespace,
  labels,
  annotations,
  containers: spec?.containers ?? [],
  initContainers: spec?.initContainers ?? [],
  securityContext: spec?.securityContext,
  replicas,
});

/** Workloads by namespace. */
const byNamespace = view((model) => groupBy(workloadsOf(model), ({ namespace }) => namespace));

export const workloadsIn = (model: Model, namespace: string): readonly Workload[] =>
  byNamespace(model).get(namespace) ?? [];

/** The workloads that a Service sends requests to. */
export function workloadsBehind(model: Model, service: Item<Body<typeof Service>>): readonly Workload[] {
  const { selector } = service.body.spec ?? {};
  return selector && Object.keys(selector).length > 0
    ? workloadsIn(model, service.namespace).filter(({ labels }) => hasLabels(labels, selector))
    : [];
}

/** Labels of a namespace, with the one that the server adds; undefined where the Namespace is not in the input. */
export function namespaceLabels(model: Model, name: string): Readonly<Record<string, string>> | undefined {
  const found = namespaces(model).get(name);
  return found && { ...found.labels, 'kubernetes.io/metadata.name': name };
}

const namespaces = view((model) => new Map(itemsOf(model, Namespace).map((item) => [item.name, item])));

/** Where the pods of a workload are described in it. */
export const podSpecPath = ({ owner }: Pick<Workload, 'owner'>) =>
  owner.kind === 'Pod' ? 'spec' : 'spec.template.spec';

/** The requests and the limits of each container, by name of the resource, with their place. */
export function resourcesIn({
  owner,
  containers,
  initContainers,
}: Workload): { readonly path: string; readonly values: Readonly<Record<string, unknown>> }[] {
  return Object.entries({ containers, initContainers }).flatMap(([field, list]) =>
    list.flatMap(({ resources = {} }, index) =>
      (['requests', 'limits'] as const).map((part) => ({
        path: `${podSpecPath({ owner })}.${field}[${index}].resources.${part}`,
        values: (resources as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[part] ?? {},
      })),
    ),
  );
}
