import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { brief } from '../support/brief';
import { plainChart } from '../support/synth';

/** The one object that the constructs made in `make` render to. */
export function render(make: (scope: Construct) => void) {
  const chart: Chart = plainChart();
  make(chart);
  expect(problems(chart)).toEqual([]);
  const [object, ...others] = chart.toJson();
  expect(others).toEqual([]);
  return object;
}

/** What validation at synthesis finds. */
export const problems = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((child) => child.node.validate().map(brief));
