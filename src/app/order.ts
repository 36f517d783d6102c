import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { directoryOf } from '../resource/output-directory';
import { refuse } from '../value/problem';

/** A chart and its own objects, each after the objects that it depends on. */
export interface OrderedChart {
  readonly chart: Chart;
  readonly objects: readonly ApiObject[];
  /** Whether it depends on another chart of its directory; file names then start with their position. */
  readonly isDependent: boolean;
}

/**
 * Sorts charts and, within a chart, objects by their dependencies. Objects without an order between them keep that of
 * the tree, Namespaces first. As in cdk8s, a dependency of a construct applies to every object below it, a dependency
 * on a construct of another chart applies to the charts, and a chart depends on the charts inside it.
 *
 * Linear in the number of constructs and dependencies.
 */
export function order(constructs: readonly IConstruct[]): OrderedChart[] {
  const objectsBelow = new Map<IConstruct, ApiObject[]>();
  const chartOf = new Map<IConstruct, Chart | undefined>();
  const ownObjects = new Map<Chart, ApiObject[]>();

  // Parents come before their children in `constructs`.
  for (const construct of constructs) {
    const parent = construct.node.scope;
    const chart = Chart.isChart(construct) ? construct : parent && chartOf.get(parent);
    chartOf.set(construct, chart);
    if (Chart.isChart(construct)) {
      ownObjects.set(construct, []);
    }
    if (ApiObject.isApiObject(construct) && chart) {
      ownObjects.get(chart)!.push(construct);
    }
  }

  const chartDependencies = new Map<Chart, Set<Chart>>([...ownObjects.keys()].map((chart) => [chart, new Set()]));
  const addChartDependency = (from: Chart | undefined, to: Chart | undefined) => {
    if (from && to && from !== to) {
      chartDependencies.get(from)!.add(to);
    }
  };
  const below = (construct: IConstruct): ApiObject[] => {
    let objects = objectsBelow.get(construct);
    if (!objects) {
      const chart = chartOf.get(construct);
      objects = construct.node
        .findAll()
        .filter((child): child is ApiObject => ApiObject.isApiObject(child) && chartOf.get(child) === chart);
      objectsBelow.set(construct, objects);
    }
    return objects;
  };

  for (const construct of constructs) {
    if (Chart.isChart(construct) && construct.node.scope && Chart.isChart(construct.node.scope)) {
      addChartDependency(construct.node.scope, construct);
    }
    for (const target of construct.node.dependencies) {
      addChartDependency(chartOf.get(construct), chartOf.get(target));
    }
  }

  const dependenciesOf = (object: ApiObject): ApiObject[] => {
    const chart = chartOf.get(object);
    const found: ApiObject[] = [];
    for (let scope: IConstruct | undefined = object; scope && chartOf.get(scope) === chart; scope = scope.node.scope) {
      for (const target of scope.node.dependencies) {
        if (chartOf.get(target) === chart) {
          found.push(...below(target).filter((other) => other !== object));
        }
      }
    }
    return found;
  };

  return sort([...ownObjects.keys()], (chart) => [...chartDependencies.get(chart)!]).map((chart) => {
    const directory = directoryOf(chart).path;
    return {
      chart,
      objects: sort(namespacesFirst(ownObjects.get(chart)!), dependenciesOf),
      isDependent: [...chartDependencies.get(chart)!].some((other) => directoryOf(other).path === directory),
    };
  });
}

/** `kubectl apply` creates objects in file order; a namespace must exist before the objects in it. */
function namespacesFirst(objects: readonly ApiObject[]): ApiObject[] {
  const isNamespace = ({ kind, apiVersion }: ApiObject) => kind === 'Namespace' && apiVersion === 'v1';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}

/** Depth-first topological sort: dependencies come first. */
function sort<T extends IConstruct>(items: readonly T[], dependenciesOf: (item: T) => readonly T[]): T[] {
  const sorted: T[] = [];
  const state = new Map<T, 'open' | 'done'>();
  const path: T[] = [];
  const visit = (item: T) => {
    if (state.get(item) === 'done') {
      return;
    }
    if (state.get(item) === 'open') {
      const cycle = [...path.slice(path.indexOf(item)), item].map(({ node }) => node.path || 'app').join(' -> ');
      refuse({
        what: 'dependencies',
        got: cycle,
        expected: 'no cycle',
        fix: 'remove one of these addDependency() calls',
      });
    }
    state.set(item, 'open');
    path.push(item);
    dependenciesOf(item).forEach(visit);
    path.pop();
    state.set(item, 'done');
    sorted.push(item);
  };
  items.forEach(visit);
  return sorted;
}
