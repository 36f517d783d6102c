import { parseManifests } from '../../src/manifest/parse';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n';

/** `line name` of every object, `line message` of every fault. */
function outline(text: string) {
  const { objects, faults } = parseManifests(text);
  return {
    objects: objects.map(({ line, manifest }) => `${line} ${manifest.metadata.name}`),
    faults: faults.map(({ line, message }) => `${line} ${message}`),
  };
}
const NOT_AN_OBJECT = 'not a Kubernetes object: apiVersion, kind and metadata.name are needed';

test.each<[string, string, string[], string[]]>([
  ['nothing', '', [], []],
  ['empty documents and comments', '---\n# none\n---\n\n---\n', [], []],
  ['documents', `# two\n${HEAD}---\n# second\n\n${HEAD}`, ['2 x', '8 x'], []],
  ['a directive, and an end of a document', `%YAML 1.1\n---\n${HEAD}...\n${HEAD}`, ['3 x', '7 x'], []],
  ['a byte order mark and carriage returns', `\ufeff${HEAD.replace(/\n/g, '\r\n')}---\r\n${HEAD}`, ['1 x', '5 x'], []],
  ['JSON', '\n{ "apiVersion": "v1", "kind": "ConfigMap",\n  "metadata": { "name": "x" } }', ['2 x'], []],
  [
    'a list, with an item that is none',
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n- kind: B\n- apiVersion: v1\n  kind: C\n  metadata: {name: c}\n',
    ['4 a', '6 c'],
    [`5 ${NOT_AN_OBJECT}`],
  ],
  [
    'a list of a kind, in JSON',
    '{"apiVersion":"v1","kind":"ConfigMapList","items":[\n{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}]}',
    ['2 x'],
    [],
  ],
  ['an empty list', 'apiVersion: v1\nkind: List\nitems: []\n', [], []],
  ['a text', 'just text', [], [`1 ${NOT_AN_OBJECT}`]],
  ['a second document that is no object', `${HEAD}---\n\n- a\n`, ['1 x'], [`6 ${NOT_AN_OBJECT}`]],
  ['a sequence', '\n- a\n- b\n', [], [`2 ${NOT_AN_OBJECT}`]],
  ['no kind', 'apiVersion: v1\nmetadata: { name: x }', [], [`1 ${NOT_AN_OBJECT}`]],
  ['no name', 'apiVersion: v1\nkind: A\nmetadata: {}', [], [`1 ${NOT_AN_OBJECT}`]],
  [
    'a name that YAML takes for a number',
    'apiVersion: v1\nkind: A\nmetadata: { name: 0123 }',
    [],
    [`1 ${NOT_AN_OBJECT}`],
  ],
  [
    'a key twice; the other document counts',
    `${HEAD}data: 1\ndata: 2\n---\n${HEAD}`,
    ['7 x'],
    ['5 duplicated mapping key'],
  ],
  ['a key twice, in JSON', '{"a": 1,\n"a": 2}', [], ['2 duplicated mapping key']],
  ['a tab', `${HEAD}\tdata: 1`, [], ['4 tab characters must not be used in indentation']],
  ['an open quote', `${HEAD}data: "x`, [], ['4 unexpected end of the stream within a double quoted scalar']],
  ['an alias of nothing', `${HEAD}data: *none`, [], ['4 unidentified alias "none"']],
  [
    'a fault in one document of several',
    `${HEAD}---\n  a: 1\n b: 2\n---\n${HEAD}`,
    ['1 x', '8 x'],
    ['6 end of the stream or a document separator is expected'],
  ],
  [
    'objects of JSON behind each other',
    `${JSON.stringify({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } })}\n{"apiVersion": "v1",\n\t"kind": "A", "metadata": {"name": "}"}}`,
    ['1 a', '2 }'],
    [],
  ],
  [
    'a template',
    'apiVersion: v1\nkind: A\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.a }}\ndata: {{ .Values.b }}\n{{- end }}\n',
    [],
    ['4 a template that is not rendered: check the output of helm template instead'],
  ],
  [
    'aliases that multiply',
    `${HEAD}a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]\n`).join('')}`,
    [],
    [expect.stringContaining('1 aliases that expand to ') as unknown as string],
  ],
  ['nesting without end', `${HEAD}a: ${'['.repeat(5000)}`, [], [expect.stringContaining('4 ') as unknown as string]],
])('%s', (_, text, objects, faults) => {
  expect(outline(text)).toEqual({ objects, faults });
});

test.each<[string, string]>([
  ['spec', '4:1'],
  ['spec.rules[1].name', '7:5'],
  ['spec.rules[1]', '7:5'],
  ["metadata.labels['a.b/c']", '3:32'],
  ['metadata.name', '3:13'],
  // Where the field is not there: the nearest around it.
  ['spec.rules[0].filters[2].type', '6:5'],
  ['spec.hostnames', '4:1'],
  ['status', '1:1'],
])('%s is at %s', (path, expected) => {
  const text = `apiVersion: v1\nkind: A\nmetadata: { name: x, labels: { a.b/c: d } }\nspec:\n  rules:\n  - name: a\n  - name: b\n`;
  const { line, column } = parseManifests(text).objects[0].locate(path);
  expect(`${line}:${column}`).toBe(expected);
});

test.each<[string, unknown]>([
  ['80', 80],
  ['+12', 12],
  ['1_000', 1000],
  ['0777', 511],
  ['-0123', -83],
  ['0o14', 12],
  ['0x1f', 31],
  ['-0x1f', -31],
  ['0b101', 5],
  ['089', 89],
  ['1.25', 1.25],
  ['1.', 1],
  ['.5', 0.5],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['.inf', Infinity],
  ['!!int 7', 7],
  ['!!float 7', 7],
  ['!!str 7', '7'],
  ['yes', true],
  ['On', true],
  ['y', true],
  ['n', false],
  ['off', false],
  ['~', null],
  ['', null],
  // Other readers of YAML 1.1 take these for numbers and times; Kubernetes' does not.
  ['2001-01-01', '2001-01-01'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['12:30:45', '12:30:45'],
  ['e2', 'e2'],
  ['.', '.'],
  ['_1', '_1'],
  ['=', '='],
  ['0.1.2', '0.1.2'],
  ['1e', '1e'],
  ['0xg', '0xg'],
])('%s is read as kubectl reads it', (text, value) => {
  expect(parseManifests(`${HEAD}value: ${text}\n`).objects[0].manifest.value).toEqual(value);
});

test('anchors and merges', () => {
  const [{ manifest }] = parseManifests(`${HEAD}base: &base { a: 1, b: 2 }\nmore: { <<: *base, b: 3 }\n`).objects;
  expect(manifest.more).toEqual({ a: 1, b: 3 });
});
