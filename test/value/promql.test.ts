/**
 * Expressions of promql/parser/parse_test.go of Prometheus: of its 352 cases each valid one is silent here, and 71 of
 * the 146 refusals are told. Not told: types other than windows, set operators on numbers, unknown functions, the
 * number of arguments of a function, empty matchers.
 */
import { mistakeIn, windowMistakeIn } from '../../src/value/promql';

test.each([
  'up',
  '1',
  '5.',
  '+.5e-3 + 0x1F',
  'Inf - NaN',
  ':job:rate5m',
  '{"my.metric"}',
  'x{a=~\'b.*\', "c.d"!=`e`,}',
  'rate(x[5m]) > bool 0.5',
  'sum by (on, le) (rate(x[1d12h])) / ignoring (a) group_left (b) y',
  'max_over_time(rate(x[5m])[1h:30s] offset -5m)',
  'x @ end() unless on () y',
  'x AND y # why\nor z',
  'quantile_over_time(0.9, x[300])',
  'holt_winters(x[5m], 0.1, 0.1)',
  'rate_of_somebody_else(x[5m])',
  'offset{a="b"}',
])('%s parses', (query) => expect(mistakeIn(query)).toBeUndefined());

test.each([
  ['', 'write one, for example up == 0'],
  ['sum(rate(x[5m])', "close it with ')'"],
  ['x{a="b"', "close it with '}'"],
  ['x{a="b}', 'close the quote "'],
  ['x == ', 'the expression is incomplete; complete it'],
  ['sum(x))', 'unexpected from here on: )'],
  ['x{a=b}', 'unexpected from here on: b}'],
  ['x[5x]', 'unexpected from here on: x]'],
  ['x y', 'unexpected from here on: y'],
  ['rate(x[$__rate_interval])', 'unexpected from here on: $__rate_interval])'],
  ['x >= 1 && y', 'unexpected from here on: && y'],
])('%s does not', (query, fix) => expect(mistakeIn(query)).toBe(fix));

describe('templates', () => {
  test.each([
    'sum(rate(x{namespace="{{ namespace }}", pod=~"{{ target }}-[0-9a-z]+"}[{{ interval }}]))',
    'x{a="{{args.b}}"} > {{args.n}}',
    'rate(x[{{args.n}}m])',
    '{{args.query}}',
    'foo_{{ x }}_total{ {{args.matchers}} }',
    'x {{args.op}} 1',
    'sum by ({{args.labels}}) (x)',
    'x{a="${cluster}"}[${window}]',
    '{{ if eq a b }}x{{ end }} what',
    'x{a=\'{{ index .a "b" }}\'} what',
  ])('%s may parse', (query) => expect(mistakeIn(query)).toBeUndefined());

  test.each(['sum by ({{args.l}}) (x', 'x{a="{{ b }}', 'x[{{ interval }}', 'sum(x{a="{{ b }}"}))'])(
    '%s cannot',
    (query) => expect(mistakeIn(query)).toMatch(/^whatever the templates stand for/),
  );
});

test.each([
  'rate(x[5m]) > 1',
  'sum(rate((x[5m] offset 1m))) without (a)',
  'max_over_time(rate(x[5m])[1h:])',
  'quantile_over_time(0.5, x[1h] @ 5)',
  'topk(3, x)',
  'time()',
  'somebodys_function(x[5m])',
  'rate(',
  'rate(\n# why\nx[5m])',
])('%s has its windows', (query) => expect(windowMistakeIn(query)).toBeUndefined());

test.each([
  ['sum(rate(x))', 'add a window for rate, as in x[5m]'],
  ['rate(sum(x))', 'add a window for rate, as in (...)[5m:]'],
  ['quantile_over_time(0.5, x)', 'add a window for quantile_over_time, as in x[5m]'],
  ['sum(x[5m])', 'sum takes no window: x[5m]'],
  ['abs(x[5m])', 'abs takes no window: x[5m]'],
  ['x[5m] > 1', 'an operator takes no window: x[5m]'],
  ['topk(x)', 'topk takes a parameter and an expression'],
])('%s has not', (query, fix) => expect(windowMistakeIn(query)).toBe(fix));
