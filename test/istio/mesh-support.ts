import { Chart } from 'cdk8s';
import { Warnings } from '../../src/resource/warning';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

/** The spec of the only object of a construct. */
export function specOf(make: (chart: Chart) => unknown): unknown {
  const chart = newChart();
  make(chart);
  const objects = objectsOf(chart);
  expect(objects).toHaveLength(1);
  return objects[0].spec;
}

/** Warnings of a construct: code and brief text. */
export function warningsOf(make: (chart: Chart) => unknown): string[] {
  const chart = newChart();
  make(chart);
  return Warnings.of(chart)
    .list()
    .map(({ code, message }) => `${code} ${brief(message)}`);
}
