import { Construct } from 'constructs';
import { describe as describeProblem, nearest, refuse, show } from '../../src/value/problem';
import { newChart } from '../support/synth';

const problem = { what: 'weight', got: 300, expected: 'at most 255', fix: 'lower it' };

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [null, 'null'],
  ['', "''"],
  ['a', "'a'"],
  ["listener 'a'", "listener 'a'"],
  [0.5, '0.5'],
  [NaN, 'NaN'],
  [false, 'false'],
  [[], '[]'],
  [{ a: ['b'] }, '{"a":["b"]}'],
  ['x'.repeat(118), `'${'x'.repeat(118)}'`],
  ['x'.repeat(119), `'${'x'.repeat(116)}...`],
  [['x'.repeat(200)], `["${'x'.repeat(115)}...`],
])('%j is shown as %s', (value, text) => {
  expect(show(value)).toBe(text);
});

test('what, got, expected, fix, and the construct where there is one', () => {
  expect(describeProblem(problem)).toBe('weight: got 300, expected at most 255; fix: lower it');
  expect(() => refuse(problem)).toThrow(new Error('weight: got 300, expected at most 255; fix: lower it'));
  expect(() => refuse(problem, new Construct(newChart(), 'gateway'))).toThrow(
    new Error('[test/gateway] weight: got 300, expected at most 255; fix: lower it'),
  );
});

test.each<[string, string | undefined]>([
  ['istio', 'istio'],
  ['Istio', 'istio'],
  ['isito', 'istio'],
  ['listner', 'listeners'],
  ['adresses', 'addresses'],
  ['gatewayClasName', 'gatewayClassName'],
  ['xyz', undefined],
  // Three edits at most, and one for every three letters begun.
  ['gatewayClas', undefined],
  ['gatewayClassN', 'gatewayClassName'],
  ['lsts', undefined],
  ['adreses', 'addresses'],
  ['tos', 'tls'],
  ['t', undefined],
  ['', undefined],
])('the word nearest to %s is %s', (word, expected) => {
  expect(nearest(word, ['addresses', 'gatewayClassName', 'istio', 'listeners', 'tls'])).toBe(expected);
});

test('of two words as near, the first', () => {
  expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
});
