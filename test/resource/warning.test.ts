import { Construct } from 'constructs';
import { Warnings } from '../../src';
import { newChart } from '../support/synth';

const problem = { what: 'weight', got: 0, expected: 'more', fix: 'raise it' };

function tree() {
  const chart = newChart();
  const parent = new Construct(chart, 'parent');
  const [first, second] = ['first', 'second'].map((id) => new Construct(parent, id));
  Warnings._add(second, 'GW901', problem);
  Warnings._add(first, 'GW901', problem);
  Warnings._add(first, 'GW902', problem);
  return { chart, parent, first, second };
}
const told = (scope: Construct) =>
  Warnings.of(scope)
    .list()
    .map(({ code, path, acknowledgement = '-' }) => `${code} ${path} ${acknowledgement}`);

test('the warnings of a construct and of everything below it, in the order of the tree', () => {
  const { chart, first, second } = tree();
  const message = expect.stringMatching(/^weight: got 0, /) as string;
  expect(Warnings.of(second).list()).toEqual([{ code: 'GW901', path: 'test/parent/second', message }]);
  expect(told(first)).toEqual(['GW901 test/parent/first -', 'GW902 test/parent/first -']);
  expect(told(chart)).toEqual(['GW901 test/parent/first -', 'GW902 test/parent/first -', 'GW901 test/parent/second -']);
  expect(told(newChart())).toEqual([]);
});

test('an acknowledgement holds at a construct and below it, for one code; the nearest is told', () => {
  const { chart, parent, first, second } = tree();
  Warnings.of(second).acknowledge('GW902', 'another code');
  Warnings.of(first).acknowledge('GW901', 'known here');
  expect(told(chart)).toEqual([
    'GW901 test/parent/first known here',
    'GW902 test/parent/first -',
    'GW901 test/parent/second -',
  ]);
  Warnings.of(parent).acknowledge('GW901', 'known above');
  expect(told(chart)).toEqual([
    'GW901 test/parent/first known here',
    'GW902 test/parent/first -',
    'GW901 test/parent/second known above',
  ]);
  Warnings.of(chart.node.root).acknowledge('GW902', 'everywhere');
  expect(told(first)).toEqual(['GW901 test/parent/first known here', 'GW902 test/parent/first everywhere']);
});

test.each(['', ' \n'])('an acknowledgement needs a reason: %j', (reason) => {
  const { first } = tree();
  expect(() => Warnings.of(first).acknowledge('GW901', reason)).toThrow(
    `[test/parent/first] reason to acknowledge GW901: got '${reason}'`,
  );
  expect(told(first)[0]).toBe('GW901 test/parent/first -');
});
