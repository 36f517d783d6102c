import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { Manifest } from '../../src/manifest/manifest';
import { parseManifests } from '../../src/manifest/parse';
import { Json, RANKS, winners } from '../openapi/open-api-support';
import { filesIn, temporaryDirectory } from '../support/synth';

const EXAMPLE = path.join(__dirname, '../../examples/openapi');
const charts = new Map<string, Manifest[]>();
beforeAll(() => {
  const outdir = temporaryDirectory();
  process.env.CDK8S_OUTDIR = outdir;
  jest.requireActual('../../examples/openapi/main');
  delete process.env.CDK8S_OUTDIR;
  for (const [file, text] of Object.entries(filesIn(outdir))) {
    charts.set(
      file.split('.')[0],
      parseManifests(text).objects.map(({ manifest }) => manifest),
    );
  }
});
const of = (chart: string, kind: string): Json[] => charts.get(chart)!.filter((object) => object.kind === kind);
const authOf = (chart: string, name: string): Json =>
  of(chart, 'AuthPolicy').find(({ metadata }) => metadata.name === name).spec.defaults.rules;

test.each([
  ['toystore', 1, 8, 3],
  ['travel', 2, 9, 1],
  ['harbour', 3, 4, 0],
])('%s is as many objects as its README says', (chart, routes, authPolicies, rateLimitPolicies) => {
  expect(['HTTPRoute', 'AuthPolicy', 'RateLimitPolicy'].map((kind) => of(chart, kind).length)).toEqual([
    routes,
    authPolicies,
    rateLimitPolicies,
  ]);
  const readme = fs.readFileSync(path.join(EXAMPLE, 'README.md'), 'utf8');
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${chart}\``))!;
  expect(row).toContain(`${routes} HTTPRoute`);
  expect(row).toContain(`${authPolicies} AuthPolicies`);
});

test('the public operations of the large API, and only those, are in the anonymous rule', () => {
  const document = parse(fs.readFileSync(path.join(EXAMPLE, 'documents/harbour-cloud.yaml'), 'utf8')) as Json;
  const operations = Object.entries<Json>(document.paths).flatMap(([template, { parameters, ...item }]) =>
    Object.entries<Json>(item).map(([method, { security }]) => ({ template, method, security })),
  );
  expect(operations).toHaveLength(317);
  const routes = of('harbour', 'HTTPRoute');
  for (const { template, method, security } of operations) {
    const request = `/v2${template.replace(/\{(\w+)\}/g, '$1-7')}`;
    for (const implementation of Object.keys(RANKS)) {
      const won = winners(routes, implementation, method.toUpperCase(), request);
      expect([request, won.length, won[0]?.startsWith('anonymous')]).toEqual([request, 1, security !== undefined]);
    }
  }
});

test.each([
  ['GET', '/api/toys/bestsellers', 'list-bestsellers'],
  ['GET', '/api/toys/7', 'get-toy'],
  ['GET', '/api/assets/toys/7.png', 'get-asset'],
  ['GET', '/api/orders/7/invoice.pdf', 'get-invoice'],
  ['GET', '/api/orders/7/invoice-pdf', undefined],
  ['GET', '/api/internal/stock', undefined],
])('toystore: %s %s is %s', (method, request, rule) => {
  expect(winners(of('toystore', 'HTTPRoute'), 'Istio', method, request)).toEqual(rule ? [rule] : []);
});

test('toystore: key and token, one of two tokens, and limits that know who asks', () => {
  const create = authOf('toystore', 'toystore-create-toy-auth');
  expect(Object.keys(create.authentication)).toEqual(['app_key']);
  expect(Object.keys(create.authorization)).toEqual(['app_key-and-staff']);
  expect(create.response.success.filters.identity.json.properties).toEqual({
    metadata: { expression: '{"name": auth.identity.metadata.name}' },
  });
  expect(Object.keys(authOf('toystore', 'toystore-list-orders-auth').authentication).sort()).toEqual([
    'customer',
    'staff',
  ]);
  expect(authOf('toystore', 'toystore-place-order-auth').response.success.filters.identity.json.properties).toEqual({
    sub: { selector: 'auth.identity.sub' },
  });
});

test('travel: the server, the path with one of its own, and the operation with a limit of the program', () => {
  const routes = of('travel', 'HTTPRoute');
  expect(winners(routes, 'Istio', 'GET', '/v8/bookings/mine')).toEqual(['bookings-mine']);
  expect(routes.map(({ spec }) => spec.hostnames)).toEqual([
    ['eu.travel.example.com'],
    ['documents.travel.example.com'],
  ]);
  expect(winners(routes, 'Istio', 'GET', '/documents/terms/2024/en.pdf')).toEqual(['documents-get']);
  expect(of('travel', 'RateLimitPolicy')[0].spec.targetRef).toMatchObject({
    name: 'travel',
    sectionName: 'session-create',
  });
});
