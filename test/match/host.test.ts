import * as fc from 'fast-check';
import { commonHost, compareHosts, hostCovers, isApexOf } from '../../src/match/host';

const label = fc.constantFrom('a', 'b', 'www');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const host = fc.oneof(
  name,
  name.map((suffix) => `*.${suffix}`),
  fc.constant('*'),
);
const options = { seed: 1, numRuns: 2_000 };

/** The Gateway API's words: an exact name, one or more labels before a suffix, any. */
const isOf = (host_: string, exact: string) =>
  host_ === '*' ||
  (host_.startsWith('*.') ? exact.endsWith(host_.slice(1)) && exact.length >= host_.length : host_ === exact);

test.each<[string, string, string | undefined]>([
  ['*.example.com', 'example.com', undefined],
  ['*.example.com', 'a.b.example.com', 'a.b.example.com'],
  ['*.example.com', '*.b.example.com', '*.b.example.com'],
  ['*', '*.example.com', '*.example.com'],
  ['API.example.com', 'api.example.com', 'api.example.com'],
  ['a.example.com', 'b.example.com', undefined],
])('%s and %s have %s in common', (a, b, expected) => {
  expect(commonHost(a, b)).toBe(expected);
  expect(commonHost(b, a)?.toLowerCase()).toBe(expected);
});

test('a host covers another where every name of the other is one of its names', () => {
  fc.assert(
    fc.property(host, host, name, (wide, narrow, exact) => {
      if (hostCovers(wide, narrow) && isOf(narrow, exact)) expect(isOf(wide, exact)).toBe(true);
      expect(hostCovers(wide, exact)).toBe(isOf(wide, exact));
    }),
    options,
  );
});

test('names that two hosts stand for are those of what they have in common', () => {
  fc.assert(
    fc.property(host, host, name, (a, b, exact) => {
      const common = commonHost(a, b);
      expect(isOf(a, exact) && isOf(b, exact)).toBe(common !== undefined && isOf(common, exact));
    }),
    options,
  );
});

test('the most specific host comes first', () => {
  const sorted = ['*', '*.example.com', 'a.example.com', '*.a.example.com', 'long.a.example.com'].sort(compareHosts);
  expect(sorted).toEqual(['long.a.example.com', 'a.example.com', '*.a.example.com', '*.example.com', '*']);
});

test('the domain of a wildcard', () => {
  expect(isApexOf('Example.com', '*.example.com')).toBe(true);
  expect(isApexOf('a.example.com', '*.example.com')).toBe(false);
});
