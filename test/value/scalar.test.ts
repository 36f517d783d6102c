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

const LABEL = 'lower-case letters, digits and hyphens, beginning and ending with a letter or digit';
const SUBDOMAIN = 'lower-case letters, digits, hyphens and dots, each part beginning and ending with a letter or digit';
const HOST = "a host name such as 'api.example.com' or '*.example.com'";
const URL = 'an absolute address such as https://example.com/path';
const bounds = (label: string) =>
  `'${label}' may hold lower-case letters, digits and hyphens only, at most 63, and neither begin nor end with a hyphen`;

test.each<[string, string, string, string, string?]>([
  ['dnsLabel', 'My_Gateway', LABEL, "for example 'my-gateway'"],
  ['dnsLabel', 'a.b', LABEL, "for example 'a-b'"],
  ['dnsLabel', '-a-', LABEL, "for example 'a'"],
  ['dnsLabel', '', LABEL, "for example 'external'"],
  ['dnsLabel', '---', LABEL, "for example 'external'"],
  ['dnsLabel', 'a\n', LABEL, "for example 'a'"],
  ['dnsLabel', x(64), 'at most 63 characters', 'shorten it', `'${x(64)} (64 characters)'`],
  ['dnsSubdomain', 'Lets_Encrypt.Prod', SUBDOMAIN, "for example 'lets-encrypt.prod'"],
  ['dnsSubdomain', '.a..-b-.', SUBDOMAIN, "for example 'a.b'"],
  ['dnsSubdomain', '', SUBDOMAIN, "for example 'external'"],
  ['dnsSubdomain', x(254), 'at most 253 characters', 'shorten it', "'254 characters'"],
  ['hostname', 'https://api.example.com/path', HOST, "leave the scheme and the path out: 'api.example.com'"],
  ['hostname', 'api.example.com:8443', HOST, "leave the port out: 'api.example.com'"],
  ['hostname', '192.0.2.1', HOST, 'an address is not a host name; give it a name in DNS'],
  ['hostname', '2001:db8::1', HOST, 'an address is not a host name; give it a name in DNS'],
  ['hostname', '[::1]', HOST, 'an address is not a host name; give it a name in DNS'],
  ['hostname', 'api.example.com.', HOST, "leave the trailing dot out: 'api.example.com'"],
  ['hostname', 'api.*.com', HOST, "a wildcard stands for whole labels and only in front: '*.example.com'"],
  ['hostname', '*', HOST, "a wildcard stands for whole labels and only in front: '*.example.com'"],
  ['hostname', 'a*.example.com', HOST, "a wildcard stands for whole labels and only in front: '*.example.com'"],
  ['hostname', '*.API.example.com', HOST, "write it in lower case: '*.api.example.com'"],
  ['hostname', 'a_b.example.com', HOST, bounds('a_b')],
  ['hostname', '-a.example.com', HOST, bounds('-a')],
  ['hostname', 'example.com/path', HOST, bounds('com/path')],
  ['hostname', 'a..com', HOST, 'put a name before, between and behind the dots'],
  ['hostname', '', HOST, 'put a name before, between and behind the dots'],
  ['hostname', `${x(64)}.com`, HOST, bounds(x(64))],
  ['hostname', `${subdomain253}a`, 'at most 253 characters', 'shorten it', "'254 characters'"],
  [
    'preciseHostname',
    '*.example.com',
    'a host name without a wildcard',
    "name the host, for example 'api.example.com'",
  ],
  ['preciseHostname', '*', 'a host name without a wildcard', "name the host, for example 'api.example.com'"],
  ['httpUrl', 'example.com', URL, 'begin with https://'],
  ['httpUrl', 'ftp://example.com', URL, 'begin with https://'],
  ['httpUrl', 'https:example.com', URL, 'begin with https://'],
  ['httpUrl', ' https://example.com', URL, 'begin with https://'],
  ['httpUrl', 'https://', URL, 'begin with https://'],
  ['httpUrl', 'https://example.com/a b', URL, 'correct the host name or port, and leave spaces out'],
  ['httpUrl', 'https://exa\nmple.com', URL, 'correct the host name or port, and leave spaces out'],
  ['httpUrl', 'https://example.com:port', URL, 'correct the host name or port, and leave spaces out'],
  ['email', 'foo', "an e-mail address such as 'platform@example.com'", 'name a mailbox that is read'],
  ['email', 'foo@localhost', "an e-mail address such as 'platform@example.com'", 'name a mailbox that is read'],
  ['email', 'a b@example.com', "an e-mail address such as 'platform@example.com'", 'name a mailbox that is read'],
])('%s refuses %j', (name, value, expected, fix, got = `'${value}'`) => {
  const shown = got.length > 120 ? `${got.slice(0, 117)}...` : got;
  expect(() => checks[name]('it', value)).toThrow(new Error(`it: got ${shown}, expected ${expected}; fix: ${fix}`));
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
    expect(() => scalar.port('port', 65536)).toThrow(
      new Error('port: got 65536, expected a whole number from 1 to 65535; fix: name the port that is listened on'),
    );
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
