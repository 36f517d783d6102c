import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { sort } from './sort';
import { directoryOf } from '../resource/output-directory';
import { prerequisites } from '../resource/prerequisites';
import { groupBy } from '../value/group-by';

/** A chart and its own objects, each after the objects that it depends on. */
export interface OrderedChart {
  readonly chart: Chart;
  readonly objects: readonly ApiObject[];
  /** Whether it depends on another chart of its directory; file names then start with their position. */
  readonly isDependent: boolean;
  /** Charts of its directory with objects that must exist before its own. */
  readonly prerequisites: ReadonlySet<Chart>;
}

/**
 * Sorts charts and, within a chart, objects by their dependencies. Objects without an order between them keep that of
 * the tree, Namespaces first. As in cdk8s, a dependency of a construct applies to every object below it, a dependency
 * on a construct of another chart applies to the charts, and a chart depends on the charts inside it. An object also
 * follows those without which the API server refuses it.
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

  // Each directory is applied by itself.
  const implied = new Map<Chart, (object: ApiObject) => readonly ApiObject[]>();
  for (const charts of groupBy(ownObjects.keys(), (chart) => directoryOf(chart).path).values()) {
    const ofDirectory = prerequisites(charts.flatMap((chart) => ownObjects.get(chart)!));
    charts.forEach((chart) => implied.set(chart, ofDirectory));
  }
  const impliedCharts = new Map(
    [...ownObjects].map(([chart, own]) => {
      const others = own.flatMap(implied.get(chart)!).map((object) => chartOf.get(object)!);
      return [chart, new Set(others.filter((other) => other !== chart))];
    }),
  );

  return sort(
    [...ownObjects.keys()],
    (chart) => chartDependencies.get(chart)!,
    (chart) => impliedCharts.get(chart)!,
  ).map((chart) => {
    const directory = directoryOf(chart).path;
    return {
      chart,
      objects: sort(namespacesFirst(ownObjects.get(chart)!), dependenciesOf, (object) =>
        implied.get(chart)!(object).filter((other) => chartOf.get(other) === chart),
      ),
      isDependent: [...chartDependencies.get(chart)!].some((other) => directoryOf(other).path === directory),
      prerequisites: impliedCharts.get(chart)!,
    };
  });
}

/** `kubectl apply` creates objects in file order; a namespace must exist before the objects in it. */
function namespacesFirst(objects: readonly ApiObject[]): ApiObject[] {
  const isNamespace = ({ kind, apiVersion }: ApiObject) => kind === 'Namespace' && apiVersion === 'v1';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}
