import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyTarget } from '../../src/policy/policy-target';
import { INamedResource } from '../../src/resource/custom-resource';
import { plainChart } from '../support/synth';

export const resource = (kind: string, name: string, namespace?: string): INamedResource => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind,
  name,
  namespace,
});

export const GATEWAY = resource('Gateway', 'external', 'api-gateway');
export const GATEWAY_REF = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' };
export const TARGET = PolicyTarget.of(GATEWAY);

/** The one object that the constructs made in `make` render to. */
export function render(make: (scope: Construct) => void) {
  const [object, ...others] = renderAll(make);
  expect(others).toEqual([]);
  return object;
}

export function renderAll(make: (scope: Construct) => void) {
  const chart: Chart = plainChart();
  make(chart);
  expect(problems(chart)).toEqual([]);
  return chart.toJson();
}

/** What validation at synthesis finds. */
export const problems = (scope: Construct): string[] => scope.node.findAll().flatMap((child) => child.node.validate());
