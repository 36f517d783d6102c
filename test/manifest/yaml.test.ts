import * as fc from 'fast-check';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { printYaml } from '../../src/manifest/yaml';

/** Texts that a YAML 1.1 reader takes for something else, unless they are quoted. */
const NASTY = [
  ...['on', 'On', 'OFF', 'yes', 'No', 'NO', 'y', 'Y', 'n', 'N', 'true', 'False', '~', 'null', 'Null', ''],
  ...[
    '1e3',
    '1E3',
    '1.e3',
    '.5',
    '+1',
    '-0',
    '0123',
    '0o14',
    '0x1f',
    '0b101',
    '1_000',
    '1_0E3',
    '1,000',
    '12:30:45',
    '1:2.5',
  ],
  ...[
    '2001-01-01',
    '2001-1-1',
    '2001-12-14t21:59:43.10-05:00',
    '.inf',
    '-.INF',
    '.NaN',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '%a',
  ],
  ...[
    '- a',
    '? b',
    'a: b',
    'a:',
    ':a',
    ' #x',
    'a #x',
    '#x',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '@a',
    '`a',
    '---',
    '...',
    '--- a',
  ],
  ...[
    '[',
    '{a}',
    ']',
    ',',
    '"a"',
    "'a'",
    "it's",
    '\\',
    '\\n',
    ' lead',
    'trail ',
    '  ',
    'multi\nline',
    'end\n',
    '\n',
    '\n\n',
  ],
  ...[
    '\n lead',
    'a\n\n\nb\n',
    'a \nb',
    'a\n  b',
    'a\n---\nb',
    'a\r\nb',
    '\r',
    '\t',
    'a\tb',
    '\ta\n',
    '\0',
    '\x07',
    '\x7f',
  ],
  ...[
    '\u0085',
    'a\u0085b',
    '\u2028',
    'a\u2029b',
    '\ufeff',
    'a\ufeff',
    '\u00a0',
    '\u{1f600}',
    'é',
    '__proto__',
    'word '.repeat(60),
  ],
  ...['x'.repeat(300), `${'word '.repeat(50)}\n${'word '.repeat(50)}`, 'AKIA: #'],
];

const READERS: [string, (text: string) => unknown[]][] = [
  ['yaml', (text) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as unknown)],
  ['js-yaml', (text) => loadAll(text, { schema: YAML11_SCHEMA })],
];

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...NASTY)).map(([a, b]) => `${a}${b}`),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const object = fc.dictionary(text, value, { maxKeys: 6, noNullPrototype: true });

describe.each(READERS)('read by %s as YAML 1.1', (_, read) => {
  test('any object comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 3 }), (objects) => {
        expect(read(printYaml(objects))).toEqual(objects);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test.each(NASTY)('%j stays a string, as a value, in a list and as a key', (nasty) => {
    const objects = [
      Object.fromEntries([
        ['value', nasty],
        ['list', [nasty]],
        [nasty, { [nasty]: nasty }],
      ]),
    ];
    expect(read(printYaml(objects))).toEqual(objects);
  });
});

test('what is printed is plain to read', () => {
  expect(
    printYaml([
      {
        kind: 'ConfigMap',
        data: {
          flag: 'on',
          port: '80',
          when: '2001-01-01',
          size: '1e3',
          octal: '0123',
          n: 'plain',
          url: 'https://a.b/c',
        },
        block: 'one\ntwo\n',
        empty: [[], {}, '', null],
        left: undefined,
        long: 'a line of many words '.repeat(10) + 'is not folded',
      },
      { list: [{ a: 1, b: [true] }] },
    ]),
  ).toBe(
    `kind: ConfigMap
data:
  flag: 'on'
  port: '80'
  when: '2001-01-01'
  size: '1e3'
  octal: '0123'
  'n': plain
  url: https://a.b/c
block: |
  one
  two
empty:
  - []
  - {}
  - ''
  - null
long: ${'a line of many words '.repeat(10)}is not folded
---
list:
  - a: 1
    b:
      - true
`,
  );
  expect(printYaml([])).toBe('');
});

test('an object that stands in two places is written twice, and the same objects give the same bytes', () => {
  const shared = { a: ['x'] };
  expect(printYaml([{ one: shared, two: shared }])).toBe('one:\n  a:\n    - x\ntwo:\n  a:\n    - x\n');
  fc.assert(
    fc.property(object, (original) => {
      expect(printYaml([JSON.parse(JSON.stringify(original))])).toBe(printYaml([original]));
    }),
    { seed: 1, numRuns: 100 },
  );
});
