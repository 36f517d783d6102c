import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import * as scalar from '../../src/value/scalar';

type Check = (what: string, value: string) => string;
const checks: Record<string, Check> = {
  dnsLabel: scalar.dnsLabel,
  dnsSubdomain: scalar.dnsSubdomain,
  hostname: scalar.hostname,
  preciseHostname: scalar.preciseHostname,
  httpUrl: scalar.httpUrl,
  email: scalar.email,
};
const x = (count: number) => 'x'.repeat(count);
const subdomain253 = `${`${x(62)}.`.repeat(4)}a`;

test.each<[string, string[]]>([
  ['dnsLabel', ['a', '0', 'api-gateway', x(63), 'a--b', '0123']],
  ['dnsSubdomain', ['a', 'lets-encrypt', 'a.b-c.0', x(253), subdomain253]],
  [
    'hostname',
    ['localhost', 'api.example.com', '*.example.com', '*.com', 'xn--nxasmq6b.example', `${x(63)}.com`, subdomain253],
  ],
  ['preciseHostname', ['api.example.com', 'a']],
  ['httpUrl', ['https://example.com', 'http://localhost:8080/a?b#c', 'https://[2001:db8::1]/', 'HTTPS://example.com']],
  ['email', ['foo@example.com', 'first.last+tag@mail.example.co.uk']],
])('%s takes %j', (name, values) => {
  expect(values.map((value) => checks[name]('it', value))).toEqual(values);
});

test.each<[string, string, string?]>([
  ['dnsLabel', 'My_Gateway'],
  ['dnsLabel', 'a.b'],
  ['dnsLabel', '-a-'],
  ['dnsLabel', ''],
  ['dnsLabel', '---'],
  ['dnsLabel', 'a\n'],
  ['dnsLabel', x(64), `'${x(64)} (64 characters)'`],
  ['dnsSubdomain', 'Lets_Encrypt.Prod'],
  ['dnsSubdomain', '.a..-b-.'],
  ['dnsSubdomain', ''],
  ['dnsSubdomain', x(254), "'254 characters'"],
  ['hostname', 'https://api.example.com/path'],
  ['hostname', 'api.example.com:8443'],
  ['hostname', '192.0.2.1'],
  ['hostname', '2001:db8::1'],
  ['hostname', '[::1]'],
  ['hostname', 'api.example.com.'],
  ['hostname', 'api.*.com'],
  ['hostname', '*'],
  ['hostname', 'a*.example.com'],
  ['hostname', '*.API.example.com'],
  ['hostname', 'a_b.example.com'],
  ['hostname', '-a.example.com'],
  ['hostname', 'example.com/path'],
  ['hostname', 'a..com'],
  ['hostname', ''],
  ['hostname', `${x(64)}.com`],
  ['hostname', `${subdomain253}a`, "'254 characters'"],
  ['preciseHostname', '*.example.com'],
  ['preciseHostname', '*'],
  ['httpUrl', 'example.com'],
  ['httpUrl', 'ftp://example.com'],
  ['httpUrl', 'https:example.com'],
  ['httpUrl', ' https://example.com'],
  ['httpUrl', 'https://'],
  ['httpUrl', 'https://example.com/a b'],
  ['httpUrl', 'https://exa\nmple.com'],
  ['httpUrl', 'https://example.com:port'],
  ['email', 'foo'],
  ['email', 'foo@localhost'],
  ['email', 'a b@example.com'],
])('%s refuses %j', (name, value, got = `'${value}'`) => {
  const shown = got.length > 120 ? `${got.slice(0, 117)}...` : got;
  expect(() => checks[name]('it', value)).toThrow(`it: got ${shown}, expected `);
});

describe('numbers', () => {
  const whole = (value: number, maximum: number = 10) => scalar.wholeNumber('count', value, 1, maximum, 'count again');

  test.each([1, 5, 10])('%p is a count from 1 to 10', (value) => expect(whole(value)).toBe(value));

  test.each([0, 11, 1.5, -1, NaN, Infinity])('%p is none', (value) => {
    expect(() => whole(value)).toThrow(
      new Error(`count: got ${value}, expected a whole number from 1 to 10; fix: count again`),
    );
  });

  test('without an end', () => {
    expect(whole(1e9, Number.MAX_SAFE_INTEGER)).toBe(1e9);
    expect(() => whole(0, Number.MAX_SAFE_INTEGER)).toThrow('expected a whole number of at least 1; fix');
  });

  test('a port', () => {
    expect([1, 443, 65535].map((value) => scalar.port('port', value))).toEqual([1, 443, 65535]);
    expect(() => scalar.port('port', 65536)).toThrow('port: got 65536, expected ');
  });
});

describe('metadata', () => {
  const KEY = "a key such as 'team' or 'example.com/team', its name at most 63 characters";
  const LABEL_VALUE =
    'at most 63 letters, digits, hyphens, underscores and dots, beginning and ending with a letter or digit';
  const text = (value: unknown) => value as string;

  test('what Kubernetes takes', () => {
    const labels = {
      team: 'a',
      'app.kubernetes.io/name': 'My_App-1.0',
      Empty: '',
      [`${subdomain253}/${x(63)}`]: x(63),
    };
    expect(scalar.labels('labels', labels)).toEqual(labels);
    const annotations = { 'example.com/note': 'any text,\nof any length', a: '' };
    expect(scalar.annotations('annotations', annotations)).toEqual(annotations);
  });

  test.each(['', '/a', 'a/', 'a/b/c', 'Example.com/a', '-a', 'a b', x(64), `${subdomain253}x/a`])(
    'no key: %j',
    (key) => {
      for (const check of [scalar.labels, scalar.annotations]) {
        expect(() => check('labels', { ok: 'a', [key]: 'a' })).toThrow(`expected ${KEY}; fix: use letters`);
      }
    },
  );

  test.each<[string, string]>([
    ['a b', 'put free text into an annotation'],
    ['-a', 'put free text into an annotation'],
    ['https://a', 'put free text into an annotation'],
    [x(64), 'put free text into an annotation'],
    [text(1), "write it as a string: '1'"],
    [text(true), "write it as a string: 'true'"],
  ])('no value of a label: %j', (value, fix) => {
    const got = typeof value === 'string' ? `'${value}'` : String(value);
    expect(() => scalar.labels('labels', { team: value })).toThrow(
      new Error(`labels['team']: got ${got}, expected ${LABEL_VALUE}; fix: ${fix}`),
    );
  });

  test('no value of an annotation', () => {
    expect(() => scalar.annotations('annotations', { weight: text(5) })).toThrow(
      new Error("annotations['weight']: got 5, expected a string; fix: write it as a string: '5'"),
    );
  });
});

describe('durations', () => {
  test.each<[Duration, string]>([
    [Duration.millis(0), '0s'],
    [Duration.millis(1500), '1s500ms'],
    [Duration.seconds(10), '10s'],
    [Duration.minutes(90), '1h30m'],
    [Duration.days(2), '48h'],
    [Duration.hours(99_999), '99999h'],
    [Duration.seconds(0.5), '500ms'],
  ])('%s is written %s', (value, text) => {
    expect(scalar.duration('window', value)).toBe(text);
  });

  test.each<[Duration, Duration | undefined, string]>([
    [Duration.millis(0.5), undefined, "window: got '0.5 ms', expected whole milliseconds; fix: round it"],
    [Duration.seconds(30), Duration.minutes(1), "window: got '30s', expected at least 1m; fix: use 1m or more"],
    [
      Duration.hours(100_000),
      undefined,
      "window: got '100000h', expected at most 99999 hours; fix: choose a shorter time",
    ],
  ])('%s is refused', (value, minimum, message) => {
    expect(() => scalar.duration('window', value, minimum)).toThrow(new Error(message));
  });
});

describe('for any text', () => {
  const name = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '.', '_', '*', 'İ'), maxLength: 70 }),
    fc.string({ unit: fc.constantFrom('a', '-', '.'), minLength: 240, maxLength: 260 }),
  );
  const parameters = { seed: 1, numRuns: 2000 };
  const refusal = (check: Check, value: string): string | undefined => {
    try {
      expect(check('it', value)).toBe(value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each<[string, RegExp, number]>([
    ['dnsLabel', /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 63],
    ['dnsSubdomain', /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 253],
  ])('%s takes exactly what Kubernetes takes, and what it suggests it takes', (check, pattern, length) => {
    fc.assert(
      fc.property(name, (value) => {
        const message = refusal(checks[check], value);
        expect(message === undefined).toBe(pattern.test(value) && value.length <= length);
        const suggestion = /fix: for example '(.*)'$/s.exec(message ?? '')?.[1];
        expect(suggestion === undefined || refusal(checks[check], suggestion) === undefined).toBe(true);
      }),
      parameters,
    );
  });

  test('hostname takes labels of DNS only, and nothing that the Gateway API refuses', () => {
    fc.assert(
      fc.property(name, (value) => {
        if (refusal(scalar.hostname, value) === undefined) {
          expect(value).toMatch(/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
          expect(value.split('.').every((label) => label.length <= 63)).toBe(true);
        }
      }),
      parameters,
    );
  });

  test('a duration reads back as the same time, in the form of the Gateway API', () => {
    const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
    const milliseconds = fc.oneof(fc.nat(), fc.nat({ max: 100_000 }), fc.integer({ min: 0, max: 99_999 * 3_600_000 }));
    fc.assert(
      fc.property(milliseconds, (total) => {
        const text = scalar.duration('it', Duration.millis(total));
        expect(text).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
        const parts = [...text.matchAll(/(\d+)(ms|[hms])/g)].map(([, count, unit]) => Number(count) * units[unit]);
        expect(parts.reduce((sum, part) => sum + part)).toBe(total);
      }),
      parameters,
    );
  });
});
