import { assert, integer, property } from 'fast-check';
import { gatewayDuration, gatewayDurationText, goDuration } from '../../src/value/duration';

test('what is written for the Gateway API is read as the same time', () => {
  assert(
    property(integer({ min: 0, max: 99_999 * 3_600_000 + 3_599_999 }), (milliseconds) => {
      expect(gatewayDuration(gatewayDurationText(milliseconds))).toBe(milliseconds);
    }),
    { seed: 1 },
  );
});

test.each(['', '1', '1.5s', '-1s', '1d', '100000s', '1h1h1h1h1h'])(
  'the Gateway API does not read %j as a duration',
  (text) => {
    expect(gatewayDuration(text)).toBeUndefined();
  },
);

test.each([
  ['0', 0],
  ['1h30m', 5400e9],
  ['1.001s', 1_001_000_000],
  ['.5ms', 500_000],
  ['-1s', -1e9],
  ['0.7ms0.1ms0.2ms', 1e6],
  ['1us', 1000],
  ['1µs', 1000],
  ['1μs', 1000],
  ['3000000h', undefined],
  ['1d', undefined],
  ['10', undefined],
  ['', undefined],
])('Go reads %j as %p nanoseconds', (text, expected) => {
  expect(goDuration(text)).toBe(expected);
});
