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

/** Keeps the gateways of a program apart: none may find the pods of another. */
export function claimSelector(entry: Entry): void {
  const entries = once(entry.scope, 'selectors of injected gateways', () => [] as Entry[]);
  for (const other of entries) {
    const sameChart = Chart.of(other.scope) === Chart.of(entry.scope);
    // The same gateway in another chart is for another cluster or stage.
    const sameGateway = other.name === entry.name && other.namespace === entry.namespace && !sameChart;
    const finds = within(entry.selector, other.podLabels);
    const isFound = within(other.selector, entry.podLabels);
    if (sameGateway || !(finds || isFound)) continue;
    const problem = {
      what: 'selector',
      got: `${text(entry.selector)}, and ${text(other.selector)} of '${other.scope.node.path}'`,
      expected: 'labels of its own; a Gateway finds pods of every namespace',
      fix: `leave selector out for 'istio: <name>', or make it differ`,
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
