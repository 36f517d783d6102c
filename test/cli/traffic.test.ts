import * as fs from 'fs';
import * as path from 'path';
import { diff } from '../../src/cli/diff';
import { test as runTable, TestOptions } from '../../src/cli/test';
import { witnessesOf } from '../../src/match/witness';
import { temporaryDirectory } from '../support/synth';

const SHOP = path.join(__dirname, '../docs/shop');
const at = (name: string) => path.join(SHOP, name);
const file = [at('gateway.yaml')];

function table(text: string, options: TestOptions = {}) {
  const name = path.join(temporaryDirectory(), 'routes.test.yaml');
  fs.writeFileSync(name, text);
  return runTable(at('new'), [name], { file, ...options });
}

test.each([
  ['request: GET https://api.example.com/orders', 'expect: 200', 0],
  ['request: GET https://api.example.com/orders', 'expect: 200 from shop/orders-v1', 1],
  ['request: GET https://api.example.com/orders', 'expect: { shares: { orders-v1: 90 %, orders-v2: 10 % } }', 0],
  ['request: GET https://api.example.com/orders', 'expect: { shares: { orders-v1: 90 % } }', 1],
  ['request: GET https://api.example.com/reports?a=1', 'expect: { path: "/reports?a=1", absent: [version] }', 0],
  ['request: GET https://api.example.com/reports', 'expect: { mirrors: [web] }', 1],
  ['request: GET http://api.example.com/reports', 'expect: connection refused', 0],
])('%s, %s: exit status %s', (request, expect_, status) => {
  expect(table(`tests: [{ it: works, ${request}, ${expect_} }]`).status).toBe(status);
});

test.each([
  ['', ':1: table: got undefined'],
  ['tests:\n- it: a\n  requset: GET https://a.b', ":3: tests[0].requset: got 'requset'"],
  ['tests:\n- it: a\n  request: a.b\n  expect: 200', ":3: tests[0].request: got 'a.b'"],
  ['tests:\n- it: a\n  request: GET https://a.b\n  expect: fine', ":4: tests[0].expect: got 'fine'"],
  [
    'tests:\n- it: a\n  request: GET https://a.b\n  expect: { shares: { a: 0.9 } }',
    ":4: tests[0].expect.shares['a']: got 0.9",
  ],
  ['tests: [', 'text that is no YAML'],
])('a mistake in the table %j', (text, message) => {
  expect(() => table(text)).toThrow(message);
});

test('too little is reached', () => {
  const { status, stdout } = table('tests: [{ it: a, request: "GET https://api.example.com/orders", expect: 200 }]', {
    failUnder: '90',
    format: 'junit',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('<testsuite name="cdk8s-gateways test" tests="2" failures="1">');
});

test('diff', () => {
  expect(diff(at('old'), at('old'), { file, exitCode: true })).toMatchObject({ status: 0 });
  expect(diff(at('old'), at('new'), { file, exitCode: true }).status).toBe(1);
  expect(diff(at('old'), at('new'), { file }).status).toBe(0);
  const { changes } = JSON.parse(diff(at('old'), at('new'), { file, json: true }).stdout) as {
    changes: { kind: string; before: { result: string }; after: { result: string } }[];
  };
  expect(changes.map(({ kind }) => kind)).toEqual(
    [...changes.map(({ kind }) => kind)].sort((a, b) => order(a) - order(b)),
  );
  expect(changes.find(({ kind }) => kind === 'breaks')).toMatchObject({
    before: { result: 'shop/legacy:8080' },
    after: { result: '404' },
  });
  expect(diff(at('old'), at('new'), { file, format: 'markdown' }).stdout).toContain('### More open');
});

const order = (kind: string) => ['opens', 'breaks', 'changes'].indexOf(kind);

test.each([
  ['/[ab]/b', ['/a/b', '/b/b']],
  ['/a/b|/c', ['/a/b', '/c']],
  ['^/v\\d{1,2}$', ['/v0', '/v9', '/v00', '/v99']],
  ['[^a-z]', ['0', '-']],
  ['(?i)yes', ['yes']],
  ['(', []],
])('texts that match %s', (pattern, texts) => {
  expect(witnessesOf(pattern)).toEqual(texts);
});
