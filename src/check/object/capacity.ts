import { HorizontalPodAutoscaler, PodDisruptionBudget, Service } from '../../manifest/kubernetes';
import { groupOf } from '../../manifest/manifest';
import { PodMonitor } from '../../manifest/monitoring';
import { Body } from '../../manifest/shape';
import { readable } from '../../manifest/structure';
import { LabelSelector, selects, shownSelector } from '../../model/labels';
import { entriesOf, Entry, hasUnread, Item, itemsOf, Model, pathOf, view } from '../../model/model';
import { resourcesIn, Workload, hasUnreadWorkloads, workloadsIn, workloadsOf } from '../../model/workloads';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';

type Autoscaler = Item<Body<typeof HorizontalPodAutoscaler>>;
type Budget = Item<Body<typeof PodDisruptionBudget>>;

/** Workloads, and what scales, protects and scrapes them. */
export const capacityRules: readonly ModelRule[] = [
  {
    code: 'GW610',
    title: 'replicas of a workload with an autoscaler',
    severity: 'warning',
    find: replicasBesideAutoscaler,
  },
  { code: 'GW572', title: 'autoscaler without requests', severity: 'warning', find: unmeasuredResources },
  { code: 'GW573', title: 'disruption budget that blocks every drain', severity: 'warning', find: blockingBudgets },
  { code: 'GW611', title: 'two disruption budgets for one pod', severity: 'warning', find: sharedBudgets },
  { code: 'GW613', title: 'selector that does not fit its own pods', find: foreignSelectors },
  { code: 'GW614', title: 'selector that fits no pod of the input', severity: 'warning', find: emptySelectors },
  { code: 'GW616', title: 'two autoscalers of one workload', severity: 'warning', find: twoAutoscalers },
  { code: 'GW619', title: 'autoscaler that cannot scale', find: brokenAutoscalers },
  { code: 'GW615', title: 'resource that Kubernetes does not have', find: unknownResources },
];

const targetsOfAutoscalers = (model: Model): (readonly [target: string, autoscaler: Autoscaler])[] =>
  itemsOf(model, HorizontalPodAutoscaler).flatMap((item) => {
    if (!item.body.spec) return [];
    const { apiVersion = 'apps/v1', kind, name } = item.body.spec.scaleTargetRef;
    return [[`${groupOf(apiVersion)}/${kind}/${item.namespace}/${name}`, item] as const];
  });

const autoscalers = view((model: Model) => new Map(targetsOfAutoscalers(model)));

const autoscalerOf = (model: Model, { group, kind, namespace, name }: Entry) =>
  autoscalers(model).get(`${group}/${kind}/${namespace}/${name}`);

/** Autoscalers of KEDA by what they scale. */
const scaledObjects = view(
  (model: Model) =>
    new Map(
      entriesOf(model, 'keda.sh', 'ScaledObject').map((entry) => {
        const { spec } = entry.at.manifest as { readonly spec?: { readonly scaleTargetRef?: Partial<CrossReference> } };
        const { apiVersion = 'apps/v1', kind = 'Deployment', name = '' } = spec?.scaleTargetRef ?? {};
        return [`${groupOf(apiVersion)}/${kind}/${entry.namespace}/${name}`, entry] as const;
      }),
    ),
);

/** Each sets the replicas back to what it wants. */
function twoAutoscalers(model: Model, report: Report): void {
  const first = new Map<string, Entry>();
  for (const [target, each] of [...targetsOfAutoscalers(model), ...scaledObjects(model)]) {
    const other = first.get(target);
    if (!other) {
      first.set(target, each);
      continue;
    }
    const [, kind, , name] = target.split('/');
    report(each, {
      what: 'spec.scaleTargetRef',
      got: `${kind} ${name}, which ${other.kind} ${pathOf(other)} scales too`,
      expected: 'one autoscaler for a workload; two set the replicas back and forth',
      fix: 'put the metrics into one of them, and remove the other',
    });
  }
}

/** The API server refuses the first, and the autoscaler finds no target for the second. */
function brokenAutoscalers(model: Model, report: Report): void {
  for (const autoscaler of itemsOf(model, HorizontalPodAutoscaler)) {
    if (!autoscaler.body.spec) continue;
    const { minReplicas = 1, maxReplicas, scaleTargetRef } = autoscaler.body.spec;
    if (minReplicas > maxReplicas) {
      const expected = `at least minReplicas, ${minReplicas}`;
      report(autoscaler, {
        what: 'spec.maxReplicas',
        got: maxReplicas,
        expected,
        fix: 'raise it, or lower minReplicas',
      });
    }
    if (scaleTargetRef.apiVersion === undefined && scaleTargetRef.name !== undefined) {
      report(autoscaler, {
        what: 'spec.scaleTargetRef.apiVersion',
        got: undefined,
        expected: `the version of the ${scaleTargetRef.kind}; without one the autoscaler looks for it among the kinds of v1`,
        fix: `add apiVersion: ${scaleTargetRef.kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'}`,
      });
    }
  }
}

interface CrossReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const scaledObjectOf = (model: Model, { group, kind, namespace, name }: Entry) =>
  scaledObjects(model).get(`${group}/${kind}/${namespace}/${name}`);

function replicasBesideAutoscaler(model: Model, report: Report): void {
  for (const { owner, replicas } of workloadsOf(model)) {
    const autoscaler =
      replicas === undefined ? undefined : (autoscalerOf(model, owner) ?? scaledObjectOf(model, owner));
    if (!autoscaler) continue;
    report(owner, {
      what: 'spec.replicas',
      got: replicas,
      expected: `none: ${autoscaler.kind} ${pathOf(autoscaler)} sets it`,
      fix: 'leave replicas out; each apply sets the number back otherwise',
    });
  }
}

function unmeasuredResources(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    const autoscaler = autoscalerOf(model, workload.owner);
    for (const [index, { type, resource }] of (autoscaler?.body.spec?.metrics ?? []).entries()) {
      if (type !== 'Resource' || resource?.target.type !== 'Utilization') continue;
      const container = workload.containers.find((each) => !isRequested(each, resource.name));
      if (!container) continue;
      report(autoscaler!, {
        what: `spec.metrics[${index}].resource`,
        got: `${resource.name} in percent of a request that container ${container.name} of ${workload.owner.kind} ${workload.owner.name} does not have`,
        expected: `a request of ${resource.name} in every container`,
        fix: `add resources.requests.${resource.name}, or measure an AverageValue; it does not scale otherwise`,
      });
    }
  }
}

/** A limit without a request is the request. */
function isRequested({ resources = {} }: Workload['containers'][number], name: string): boolean {
  const { requests, limits } = resources as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return requests?.[name] !== undefined || limits?.[name] !== undefined;
}

const selected = (model: Model, { namespace, body }: Budget): readonly Workload[] =>
  body.spec?.selector
    ? workloadsIn(model, namespace).filter(({ labels }) => selects(body.spec!.selector!, labels))
    : [];

function blockingBudgets(model: Model, report: Report): void {
  for (const budget of itemsOf(model, PodDisruptionBudget)) {
    // What cannot be read may have the pods, or keep them.
    const { namespace } = budget;
    if (hasUnread(model, HorizontalPodAutoscaler, namespace) || hasUnreadWorkloads(model, namespace)) continue;
    const workloads = selected(model, budget);
    const pods = workloads.map((workload) => leastPods(model, workload));
    if (!budget.body.spec || workloads.length === 0 || pods.includes(undefined)) continue;
    const count = pods.reduce<number>((sum, each) => sum + each!, 0);
    const { minAvailable, maxUnavailable } = budget.body.spec;
    const allowed =
      minAvailable !== undefined
        ? count - absolute(minAvailable, count, Math.ceil)
        : maxUnavailable !== undefined
          ? absolute(maxUnavailable, count, Math.ceil)
          : 1;
    if (allowed > 0) continue;
    report(budget, {
      what: minAvailable === undefined ? 'spec.maxUnavailable' : 'spec.minAvailable',
      got: `${minAvailable ?? maxUnavailable} with ${count} ${count === 1 ? 'pod' : 'pods'} of ${workloads.map(({ owner }) => `${owner.kind} ${owner.name}`).join(', ')}`,
      expected: 'a pod that may be missing; otherwise no node with one of them can be drained',
      fix: count === 1 ? 'run two pods, or set maxUnavailable: 1' : 'lower it, or run more pods',
    });
  }
}

/** The fewest pods that there are without a disruption; undefined where nothing says. */
function leastPods(model: Model, { owner, replicas }: Workload): number | undefined {
  const autoscaler = autoscalerOf(model, owner);
  if (autoscaler) return autoscaler.body.spec?.minReplicas ?? 1;
  return replicas ?? (['Deployment', 'StatefulSet', 'Rollout'].includes(owner.kind) ? 1 : undefined);
}

const absolute = (value: number | string, of: number, round: (value: number) => number) =>
  typeof value === 'number' ? value : round((Number.parseFloat(value) * of) / 100);

/** The eviction of a pod with two budgets fails, whatever they allow. */
function sharedBudgets(model: Model, report: Report): void {
  const first = new Map<Workload, Budget>();
  for (const budget of itemsOf(model, PodDisruptionBudget)) {
    for (const workload of selected(model, budget)) {
      const other = first.get(workload);
      if (!other) {
        first.set(workload, budget);
      } else if (other.name !== budget.name) {
        report(budget, {
          what: 'spec.selector',
          got: `the pods of ${workload.owner.kind} ${workload.owner.name}, which PodDisruptionBudget ${other.name} selects too`,
          expected: 'one budget for a pod',
          fix: 'remove one of them; a pod with two budgets cannot be evicted',
        });
      }
    }
  }
}

/** The API server refuses a workload that would not find its own pods. */
function foreignSelectors(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    const { selector } = (readable(workload.owner.at.manifest).spec ?? {}) as { readonly selector?: LabelSelector };
    if (!selector || workload.owner.kind === 'Pod' || selects(selector, workload.labels)) continue;
    report(workload.owner, {
      what: 'spec.selector',
      got: shownSelector(selector),
      expected: `labels of spec.template: ${shownSelector({ matchLabels: workload.labels }) || 'it has none'}`,
      fix: 'add the labels to the template, or correct the selector',
    });
  }
}

/** Services, budgets and monitors of pods that are not there. */
function emptySelectors(model: Model, report: Report): void {
  const tell = (entry: Entry, selector: LabelSelector, isAnywhere = false) => {
    const workloads = isAnywhere ? workloadsOf(model) : workloadsIn(model, entry.namespace);
    // Where nothing of a namespace runs, its workloads are in another program.
    if (hasUnreadWorkloads(model, isAnywhere ? undefined : entry.namespace)) return;
    if (workloads.length === 0 || workloads.some(({ labels }) => selects(selector, labels))) return;
    report(
      entry,
      {
        what: 'spec.selector',
        got: shownSelector(selector),
        expected: `labels of a workload${isAnywhere ? '' : ` in namespace ${entry.namespace || '(none)'}`}`,
        fix: 'correct the labels, or add the workload',
      },
      ofAbsence(model, 'warning'),
    );
  };
  for (const item of itemsOf(model, Service)) {
    const matchLabels = item.body.spec?.selector;
    if (matchLabels && Object.keys(matchLabels).length > 0) tell(item, { matchLabels });
  }
  for (const item of itemsOf(model, PodDisruptionBudget)) {
    if (item.body.spec?.selector) tell(item, item.body.spec.selector);
  }
  for (const item of itemsOf(model, PodMonitor)) {
    if (!item.body.spec.namespaceSelector) tell(item, item.body.spec.selector);
  }
}

/** Resources without a domain are those of Kubernetes itself. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'storage'];

function unknownResources(model: Model, report: Report): void {
  for (const workload of workloadsOf(model)) {
    for (const { path, values } of resourcesIn(workload)) {
      const unknown = Object.keys(values).find(
        (name) => !name.includes('/') && !name.startsWith('hugepages-') && !RESOURCES.includes(name),
      );
      if (unknown === undefined) continue;
      const meant = nearest(unknown, RESOURCES);
      report(workload.owner, {
        what: `${path}.${unknown}`,
        got: unknown,
        expected: `${RESOURCES.slice(0, 3).join(', ')}, hugepages-..., or a name with a domain`,
        fix: meant ? `did you mean '${meant}'?` : 'correct the name; the API server refuses the pod',
      });
    }
  }
}
