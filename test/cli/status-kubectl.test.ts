import * as fs from 'fs';
import * as path from 'path';
import { status, StatusOptions } from '../../src/cli/status';
import { temporaryDirectory } from '../support/synth';

const SHOP = path.join(__dirname, '../docs/shop');
const EDGE = path.join(SHOP, 'edge');

/** A kubectl of our own in PATH: it serves the cluster of the documentation and writes down what it is asked. */
function fakeKubectl(behaviour: { readonly forbidden?: string; readonly without?: string; readonly isDown?: boolean }) {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'log');
  const program = path.join(folder, 'kubectl');
  fs.writeFileSync(log, '');
  fs.writeFileSync(
    program,
    `#!${process.execPath}
const fs = require('fs');
const { forbidden, without, isDown } = ${JSON.stringify(behaviour)};
const words = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(log)}, words.join(' ') + '\\n');
const { items } = JSON.parse(fs.readFileSync(${JSON.stringify(path.join(SHOP, 'edge.json'))}, 'utf8'));
const plural = (kind) => kind.toLowerCase() + (/(ss|icy)$/.test(kind) ? '' : 's');
const groupOf = ({ apiVersion }) => apiVersion.split('/')[0];
const kinds = items.filter(({ kind }) => kind !== without);
if (isDown) {
  console.error('E1 retry\\nThe connection to the server was refused');
  process.exit(1);
}
if (words.includes('api-resources')) {
  console.log('services  svc  v1  true  Service');
  for (const { kind, apiVersion, metadata } of kinds) console.log(plural(kind), apiVersion, Boolean(metadata.namespace), kind);
  process.exit(0);
}
const wanted = words[words.indexOf('get') + 1].split(',');
if (forbidden && wanted.some((name) => name.startsWith(forbidden))) {
  console.error('Error from server (Forbidden): ' + forbidden + ' is forbidden');
  process.exit(1);
}
const namespace = words.includes('-n') ? words[words.indexOf('-n') + 1] : undefined;
const isAll = words.includes('-A');
console.log(JSON.stringify({ kind: 'List', apiVersion: 'v1', items: kinds.filter((item) =>
  wanted.includes(plural(item.kind) + '.' + groupOf(item)) && (isAll || item.metadata.namespace === namespace)) }));
`,
    { mode: 0o755 },
  );
  return { folder, calls: () => fs.readFileSync(log, 'utf8').trim().split('\n') };
}

const home = process.env.PATH;
afterEach(() => {
  process.env.PATH = home;
});

function run(
  behaviour: Parameters<typeof fakeKubectl>[0],
  options: StatusOptions = {},
  paths: readonly string[] = [EDGE],
) {
  const { folder, calls } = fakeKubectl(behaviour);
  process.env.PATH = `${folder}${path.delimiter}${home}`;
  return { ...status(paths, options), calls: calls() };
}

test('kubectl gives what a file gives', () => {
  const fromFile = status([EDGE], { live: [path.join(SHOP, 'edge.json')] });
  const { stdout, status: code, calls } = run({});
  expect(stdout).toBe(fromFile.stdout);
  expect(code).toBe(1);
  expect(calls[0]).toBe('api-resources --verbs=list --no-headers');
  // Objects of the cluster, then namespaces of the manifests and those that they name; only what is served, no Secrets.
  expect(calls.slice(1).map((call) => / (-n \w+|-A)? ?-o json/.exec(call)?.[1])).toEqual([
    undefined,
    '-n edge',
    '-n shop',
  ]);
  expect(calls[2]).toContain('get gateways.gateway.networking.k8s.io,');
  expect(calls.join(' ')).not.toMatch(/secret|dnsrecord|patch|apply|delete/);
});

test('context and configuration go along, in advice too', () => {
  const { calls, stdout } = run({}, { context: 'prod', kubeconfig: '/tmp/my config' });
  calls.forEach((call) => expect(call).toMatch(/^--context prod --kubeconfig \/tmp\/my config /));
  expect(stdout).toContain("kubectl --context prod --kubeconfig '/tmp/my config' get services -n shop");
});

test('without manifests, all namespaces or one', () => {
  expect(run({}, {}, []).calls[2]).toMatch(/ -A -o json --ignore-not-found$/);
  const { calls, stdout } = run({}, { namespace: 'shop' }, []);
  expect(calls[2]).toMatch(/ -n shop -o json --ignore-not-found$/);
  expect(stdout).toContain('HTTPRoute shop/orders');
});

test('a kind that is forbidden is not missing, and does not hide others', () => {
  const { stdout } = run({ forbidden: 'httproutes' });
  expect(stdout).not.toMatch(/^ +missing|HTTPRoute shop\/orders/m);
  expect(stdout).toContain('Certificate edge/external-https');
  expect(stdout).toContain('not read: HTTPRoute (Error from server (Forbidden): httproutes is forbidden)');
});

test('a kind that the cluster does not serve', () => {
  const { stdout } = run({ without: 'AuthPolicy' });
  expect(stdout).toContain('  missing  AuthPolicy edge/external-auth');
  expect(stdout).toContain('the cluster does not serve AuthPolicy (kuadrant.io): its CRD is not installed');
});

test('kubectl that fails, and none', () => {
  expect(() => run({ isDown: true })).toThrow("kubectl api-resources: got 'The connection to the server was refused'");
  expect(() => status([EDGE], { kubectl: path.join(SHOP, 'kubectl') })).toThrow("--kubectl: got '");
});
