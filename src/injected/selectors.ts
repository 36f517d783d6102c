import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { once } from '../resource/once';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';

type Labels = Readonly<Record<string, string>>;

interface Entry {
  readonly scope: Construct;
  readonly name: string;
  readonly namespace: string;
  readonly selector: Labels;
  readonly podLabels: Labels;
}

/** Refuses a selector that matches the pods of another gateway of the program. */
export function claimSelector(entry: Entry): void {
  const entries = once(entry.scope, 'selectors of injected gateways', () => [] as Entry[]);
  for (const other of entries) {
    const sameChart = Chart.of(other.scope) === Chart.of(entry.scope);
    // A gateway with the same name in another chart is for another cluster or stage.
    const sameGateway = other.name === entry.name && other.namespace === entry.namespace && !sameChart;
    const finds = within(entry.selector, other.podLabels);
    const isFound = within(other.selector, entry.podLabels);
    if (sameGateway || !(finds || isFound)) continue;
    const problem = {
      what: 'selector',
      got: `${text(entry.selector)}, and ${text(other.selector)} of '${other.scope.node.path}'`,
      expected: 'unique labels; an Istio Gateway selects pods in all namespaces',
      fix: `leave selector out for 'istio: <name>', or use different labels`,
    };
    if (finds && isFound && (sameChart || other.namespace === entry.namespace)) {
      refuse(problem, entry.scope);
    }
    Warnings._add(entry.scope, 'GW577', problem);
  }
  entries.push(entry);
}

const within = (selector: Labels, labels: Labels) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

const text = (labels: Labels) =>
  Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(',');
