import { stringify } from 'yaml';
import { told } from './kuadrant';
import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { newLimits } from '../../src/traffic/kuadrant/limits';
import { PROFILES } from '../../src/traffic/profile';
import { RequestFields, requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { exampleObjects } from '../examples/example';

/* The policies that the example writes out of OpenAPI documents. */

const BASE = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: external, namespace: api-gateway}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
---
apiVersion: v1
kind: Secret
metadata:
  name: bob
  namespace: kuadrant-system
  labels: {authorino.kuadrant.io/managed-by: authorino, kuadrant.io/apikeys-by: app_key}
---
apiVersion: v1
kind: Secret
metadata:
  name: visit
  namespace: kuadrant-system
  labels: {authorino.kuadrant.io/managed-by: authorino, kuadrant.io/apikeys-by: session}
`;
const [model] = modelsOf(
  parseManifests(
    [BASE, ...[...exampleObjects('openapi').values()].map((each) => stringify(each))].join('\n---\n'),
  ).objects.map(({ manifest }) => ({ where: '', manifest })),
);

function statuses(requests: readonly RequestFields[]): string[] {
  const world = { ...worldOf(model, PROFILES.istio), limits: newLimits() };
  const target = { namespace: 'api-gateway', name: 'external' };
  return requests.map((fields) => told(sendToGateway(world, target, requestOf(fields)!)));
}

const TOYS = 'http://toystore.demo.example.com/api';
const BOB = { client: { apiKey: 'kuadrant-system/bob' } };
const staff = (scope: string) => ({ client: { jwt: { iss: 'https://id.demo.example.com/realms/staff', scope } } });
const customer = (scope: string | string[], sub = 'ann') => ({
  client: { jwt: { iss: 'https://id.demo.example.com/realms/customers', scope, sub } },
});
const JOURNEYS = 'http://eu.travel.example.com/v8/journeys';

test.each<[string, RequestFields, string]>([
  ['no key', { url: `${TOYS}/toys` }, '401'],
  ['a key', { url: `${TOYS}/toys`, ...BOB }, '200'],
  ['a scope', { url: `${TOYS}/orders`, ...customer('orders:read') }, '200'],
  ['a scope in a list', { url: `${TOYS}/orders`, ...customer(['orders:read']) }, '200'],
  ['no such scope', { url: `${TOYS}/orders`, ...customer('toys:read') }, '403'],
  ['another way in', { url: `${TOYS}/orders`, ...staff('') }, '200'],
  ['nobody', { url: `${TOYS}/orders` }, '401'],
  ['an operation that does not exist', { url: `${TOYS}/nothing`, ...BOB }, '404'],
  ['an operation without security', { url: 'http://eu.travel.example.com/v8/stations' }, '200'],
  ['anonymous', { url: JOURNEYS }, '200'],
  ['a session', { url: JOURNEYS, client: { apiKey: 'kuadrant-system/visit' } }, '200'],
  [
    'a session that is none',
    { url: JOURNEYS, headers: { cookie: 'travel_session=x' } },
    expect.stringContaining('401 if '),
  ],
  ['a large API', { url: 'http://api.harbour.example/v2/projects' }, '401'],
])('%s', (_, fields, expected) => {
  expect(statuses([fields])).toEqual([expected]);
});

test('limits of an operation count by identity', () => {
  const order = (sub: string) => ({ url: `${TOYS}/orders`, method: 'POST', ...customer('orders:write', sub) });
  expect(statuses([order('ann'), order('ann'), order('ann'), order('ann'), order('bob')])).toEqual([
    '200',
    '200',
    '200',
    '429',
    '200',
  ]);
});

/** Which requests are over a limit; the policy in Rego may refuse the others, which is not known. */
const limitedAt = (requests: readonly RequestFields[]) =>
  statuses(requests).flatMap((status, index) => (status.startsWith('429') ? [index] : []));

test.each<[string, Record<string, string>, number[]]>([
  ['the header is absent', {}, [5]],
  ['the header has another value', { 'x-import': 'false' }, [5]],
  ['it is an import', { 'x-import': 'true' }, []],
])('five toys in ten seconds, for all but imports: %s', (_, headers, expected) => {
  const client = { ...BOB.client, ...staff('toys:write').client };
  const create = { url: `${TOYS}/toys`, method: 'POST', headers, client };
  expect(limitedAt(Array.from({ length: 6 }, () => create))).toEqual(expected);
});

test('logins count by the address of the client', () => {
  const login = (ip: string) => ({ url: 'http://eu.travel.example.com/v8/session', method: 'POST', client: { ip } });
  expect(limitedAt([...Array.from({ length: 6 }, () => login('192.0.2.1')), login('192.0.2.2')])).toEqual([5]);
});
