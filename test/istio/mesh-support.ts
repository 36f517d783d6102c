import { Chart } from 'cdk8s';
import { check } from '../../src/check/check';
import { describe } from '../../src/value/problem';
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

/** What is told of the objects of a construct: code and brief text. Not of what they name and a test does not have. */
export function warningsOf(make: (chart: Chart) => unknown): string[] {
  const chart = newChart();
  make(chart);
  return check(objectsOf(chart).map((object) => ({ where: 'test', manifest: object })))
    .filter(({ severity }) => severity !== 'note')
    .map(({ code, problem }) => `${code} ${brief(describe(problem))}`);
}
