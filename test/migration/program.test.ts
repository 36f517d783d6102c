import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { ingress, migrated, Short } from './support';
import * as library from '../../src';
import { Manifest, nameOf } from '../../src/manifest/manifest';
import { readManifests } from '../../src/manifest/sources';
import { cutOverProgram } from '../../src/migration/cut-over';
import { located, worldInUse } from '../../src/migration/migrate';
import { programOf } from '../../src/migration/program';
import { modelsOf } from '../../src/model/model';

const HOST = 'shop.example.com';

/** Ingresses with every part that a program has to write. */
const SHOP: readonly Short[] = [
  {
    annotations: {
      'enable-cors': 'true',
      'cors-allow-origin': 'https://app.example.com',
      'limit-rps': '5',
      'upstream-vhost': 'internal.example.com',
      'proxy-read-timeout': '10',
      'mirror-target': 'http://copy.other.svc.cluster.local:8080$request_uri',
      'whitelist-source-range': '10.0.0.0/8',
    },
    tls: [HOST],
    rules: { [HOST]: ['/ prefix web:80', '/api/ prefix api:8080', '/health exact api:8080'] },
  },
  {
    name: 'canary',
    annotations: { canary: 'true', 'canary-weight': '20', 'canary-by-header': 'X-Canary', 'canary-by-cookie': 'beta' },
    rules: { [HOST]: ['/ prefix next:80'] },
  },
  {
    name: 'legacy',
    annotations: { 'rewrite-target': '/$2', 'auth-type': 'basic', 'auth-secret': 'users', affinity: 'cookie' },
    rules: { 'legacy.example.com': ['/app(/|$)(.*) any app:80', "/it's any other:80"] },
  },
  {
    name: 'calls',
    annotations: { 'backend-protocol': 'GRPC' },
    rules: { 'grpc.example.com': ['/ prefix calls:9000'] },
  },
];

/** Runs a program with the library of this repository, and returns what it writes. */
function run(text: string): Manifest[] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-program-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = directory;
  try {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- what the program asks for
    const load = (name: string): unknown => (name === 'cdk8s-gateways' ? library : require(name));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is the thing under test
    new Function('require', 'exports', outputText)(load, {});
    return readManifests([directory], false).map(({ manifest }) => manifest);
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    fs.rmSync(directory, { recursive: true });
  }
}

const byName = (manifests: readonly Manifest[]) => new Map(manifests.map((manifest) => [nameOf(manifest), manifest]));

beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

test('the program synthesizes the same objects', () => {
  const { manifests } = migrated(SHOP.map(ingress));
  const text = programOf(manifests).get('main.ts')!;
  expect(Object.fromEntries(byName(run(text)))).toEqual(Object.fromEntries(byName(manifests)));
});

test('the program has lines that can be read', () => {
  const text = programOf(migrated(SHOP.map(ingress)).manifests).get('main.ts')!;
  expect(text).toContain("HttpMatch.prefix('/api')");
  expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

test('the records of the cut-over have the hosts of all Ingresses, by zone', () => {
  const [model] = modelsOf(located(SHOP.map(ingress)), {});
  const { servers } = worldInUse(model, {});
  const text = cutOverProgram(
    servers,
    { namespace: 'gateways', name: 'external', className: 'istio' },
    {
      from: '203.0.113.1, 203.0.113.2',
      to: 'gateway-1.elb.eu-west-1.amazonaws.com',
      zones: ['grpc.example.com'],
    },
  ).get('cut-over.ts')!;
  expect(text).toContain("zoneOf('example.com', ['legacy.example.com', 'shop.example.com']);");
  expect(text).toContain("zoneOf('grpc.example.com', ['grpc.example.com']);");
  expect(text).toContain("ingress: GatewayTarget.addresses(['203.0.113.1', '203.0.113.2']),");
  expect(text).toContain("gateway: GatewayTarget.elb({ dnsName: 'gateway-1.elb.eu-west-1.amazonaws.com' }),");
});
