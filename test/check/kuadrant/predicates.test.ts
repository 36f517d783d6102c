import { check } from '../../../src/check/check';
import { Located, Manifest } from '../../../src/manifest/manifest';
import { describe as describeProblem } from '../../../src/value/problem';
import { brief } from '../../support/brief';

const GROUP = 'gateway.networking.k8s.io';
const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const route = (rules: object[], parent: object = {}, kind: string = 'HTTPRoute') =>
  object(`${GROUP}/v1`, kind, 'cart', { parentRefs: [{ name: 'external', ...parent }], rules });
const matching = (...matches: object[]) => route([{ name: 'all', matches }]);
const policy = (kind: string, name: string, sectionName?: string) =>
  object('kuadrant.io/v1', 'AuthPolicy', 'login', {
    targetRef: { group: GROUP, kind, name, ...(sectionName !== undefined && { sectionName }) },
    rules: { authentication: { all: { anonymous: {} } } },
  });
const regex = (value: string) => ({ path: { type: 'RegularExpression', value } });
const header = (value: string, type: string = 'RegularExpression') => ({ name: 'x-version', type, value });

const ON_ROUTE = policy('HTTPRoute', 'cart');
const DOT = matching(regex('/cart\\.html'));

const told = (...manifests: (Manifest | Located)[]) =>
  check(manifests.map((item) => ('manifest' in item ? (item as Located) : { where: 'a', manifest: item as Manifest })))
    .filter(({ code }) => code === 'GW258')
    .map(({ object: name, problem }) => `${name} ${describeProblem(problem)}`);
const places = (...manifests: (Manifest | Located)[]) =>
  told(...manifests).map((text) => /(spec\S+): got/.exec(text)![1]);

test('a backslash and a quote end up in an expression', () => {
  expect(told(DOT, ON_ROUTE).map(brief)).toEqual([
    "HTTPRoute shop/cart spec.rules[0].matches[0].path.value: got '/cart\\.html'",
  ]);
  expect(told(matching({ path: { value: "/it's" } }), ON_ROUTE).map(brief)).toEqual([
    "HTTPRoute shop/cart spec.rules[0].matches[0].path.value: got /it's",
  ]);
});

test('a regular expression of a header is compared as text', () => {
  expect(told(matching({ headers: [header('v[12]')] }), ON_ROUTE).map(brief)).toEqual([
    "HTTPRoute shop/cart spec.rules[0].matches[0].headers[0].value: got 'v[12]'",
  ]);
});

test.each<[string, Manifest, string[]]>([
  ['a class', matching(regex('/cart[.]html')), []],
  ['an escape that CEL reads alike', matching(regex('/a\\tb')), []],
  ['a word boundary, which is a backspace there', matching(regex('/a\\b')), ['path.value']],
  ['an exact header', matching({ headers: [header('v[12]', 'Exact')] }), []],
  ['a regular expression without signs', matching({ headers: [header('canary')] }), []],
  ['a backslash in a header', matching({ headers: [header('v\\d')] }), ['headers[0].value']],
  [
    'a query parameter',
    matching({ queryParams: [{ name: 'v', type: 'RegularExpression', value: '1|2' }] }),
    ['queryParams[0].value'],
  ],
])('%s', (_, manifest, expected) => {
  expect(places(manifest, ON_ROUTE)).toEqual(expected.map((place) => `spec.rules[0].matches[0].${place}`));
});

describe('requests that another match takes too', () => {
  const pin = { path: { value: '/cart' }, headers: [header('v[12]')] };
  test.each<[string, object, boolean]>([
    ['the same path', { path: { value: '/cart' } }, true],
    ['a prefix', { path: { value: '/' } }, true],
    ['the path with a header of the pin', { path: { value: '/cart' }, headers: [header('v[12]', 'Exact')] }, true],
    ['a longer path', { path: { value: '/cart/items' } }, false],
    ['a path that only begins alike', { path: { value: '/car' } }, false],
    ['that path alone', { path: { type: 'Exact', value: '/' } }, false],
    ['another method', { path: { value: '/cart' }, method: 'GET' }, false],
    ['another header', { path: { value: '/cart' }, headers: [{ name: 'x-a', value: 'b' }] }, false],
    ['a regular expression too', { path: { value: '/cart' }, headers: [header('v[34]')] }, false],
  ])('%s', (_, other, isTaken) => {
    expect(places(matching(pin, other), ON_ROUTE).includes('spec.rules[0].matches[0].headers[0].value')).toBe(!isTaken);
  });
});

test('a regular expression of the path is taken by the prefix / only', () => {
  const pin = { ...regex('/cart[0-9]'), headers: [header('v[12]')] };
  expect(places(matching(pin, { path: { value: '/' } }), ON_ROUTE)).toEqual([]);
  expect(places(matching(pin, { path: { value: '/cart' } }), ON_ROUTE)).toHaveLength(1);
});

test('gRPC', () => {
  const grpc = route([{ matches: [{ method: { type: 'RegularExpression', service: 'shop\\.v1' } }] }], {}, 'GRPCRoute');
  expect(places(grpc, policy('GRPCRoute', 'cart'))).toEqual(['spec.rules[0].matches[0].method.service']);
});

describe('only where a policy applies', () => {
  const dot = (parent: object) => route([{ name: 'all', matches: [regex('/cart\\.html')] }], parent);
  test.each<[string, Manifest, Manifest, boolean]>([
    ['of the Gateway', dot({}), policy('Gateway', 'external'), true],
    ['of another Gateway', dot({}), policy('Gateway', 'internal'), false],
    ['of the Gateway of another namespace', dot({ namespace: 'other' }), policy('Gateway', 'external'), false],
    ['of another route', dot({}), policy('HTTPRoute', 'other'), false],
    ['of a Service as parent', dot({ group: '', kind: 'Service' }), policy('Gateway', 'external'), false],
    ['of the rule', dot({}), policy('HTTPRoute', 'cart', 'all'), true],
    ['of another rule', dot({}), policy('HTTPRoute', 'cart', 'other'), false],
    ['of a listener of all', dot({}), policy('Gateway', 'external', 'https'), true],
    ['of the listener', dot({ sectionName: 'https' }), policy('Gateway', 'external', 'https'), true],
    ['of another listener', dot({ sectionName: 'http' }), policy('Gateway', 'external', 'https'), false],
  ])('%s', (_, manifest, applied, isTold) => {
    expect(places(manifest, applied)).toHaveLength(isTold ? 1 : 0);
  });

  test('of another group', () => {
    const [a, b] = ['stage', 'live'].map((group) => ({ where: 'a', group, manifest: DOT }));
    expect(places(a, b, { where: 'b', group: 'live', manifest: ON_ROUTE })).toHaveLength(1);
  });
});
