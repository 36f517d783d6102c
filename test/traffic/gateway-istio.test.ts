import { calls, gateway, http, https, modelOf, object, route, set, to } from './gateway-objects';
import { Manifest } from '../../src/manifest/manifest';
import { pathOf } from '../../src/model/model';
import { Condition } from '../../src/traffic/conditions/condition';
import { statusesOf } from '../../src/traffic/conditions/statuses';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { requestOf, RequestFields } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';

/*
 * Calls, listeners in conflict, ListenerSets and retries: where Istio does otherwise than the specification says. Each
 * was seen at Istio and Envoy (test/dataplane/gateway-api.ts).
 */

/** `edge/one` for the backend that gets a request, its status or the error else, with the number of tries. */
function told(name: Profile['name'], objects: readonly Manifest[], fields: RequestFields): string {
  const world = worldOf(modelOf(objects), PROFILES[name]);
  return sendToGateway(world, { namespace: 'edge', name: 'front' }, requestOf(fields)!)
    .outcomes.map(({ status, error, backend, upstream, attempts = 1 }) =>
      upstream && status === 200 ? `${pathOf(backend!)}${attempts > 1 ? ` after ${attempts}` : ''}` : (error ?? status),
    )
    .join(', ');
}

const call = (path: string, headers = {}): RequestFields => ({
  url: `http://a.example.com${path}`,
  protocol: 'grpc',
  headers,
});
const plain = (host: string, port = 8080): RequestFields => ({ url: `http://${host}/`, port });
const overTls = (host: string, port = 8080): RequestFields => ({ url: `https://${host}/`, port });
const ALL = route([to('one')]);
const mirror = (name: string) => ({
  filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name, port: 80 } } }],
});
const method = (match: object, more = {}) => ({ matches: [{ method: match, ...more }] });
const times = (retry: object | undefined, timeouts?: object) => [
  gateway([http('any', 8080)]),
  route([to('one', { ...(retry ? { retry } : {}), ...(timeouts ? { timeouts } : {}) })]),
];

test.each<readonly [string, readonly Manifest[], RequestFields, string, string]>([
  [
    'protocols on one port for different hosts: without TLS',
    [gateway([https('a', 8080, 'a.example.com'), http('b', 8080, 'b.example.com')]), ALL],
    plain('b.example.com'),
    'refused',
    'edge/one',
  ],
  [
    'protocols on one port for different hosts: with TLS',
    [gateway([https('a', 8080, 'a.example.com'), http('b', 8080, 'b.example.com')]), ALL],
    overTls('a.example.com'),
    'refused',
    'edge/one',
  ],
  [
    'a listener without TLS whose name comes first shuts those with TLS out',
    [gateway([https('b', 8080, 'a.example.com'), http('a', 8080, 'b.example.com')]), ALL],
    overTls('a.example.com'),
    'refused',
    'reset',
  ],
  [
    'TLS for every name beside a listener without TLS is refused as a whole',
    [gateway([https('a', 8080), http('b', 8080, 'b.example.com')]), ALL],
    plain('b.example.com'),
    'refused',
    'refused',
  ],
  [
    'of a Gateway and an older ListenerSet the set comes first',
    [
      gateway([https('a', 8080, 'a.example.com')], 2),
      set([http('z', 8080, 'b.example.com')]),
      object('HTTPRoute', 'route', { parentRefs: [{ name: 'front' }], rules: [to('one')] }),
    ],
    overTls('a.example.com'),
    'edge/one',
    'reset',
  ],
  [
    'a mirror of calls that leads nowhere takes the route with it',
    calls(to('one', mirror('gone'))),
    call('/shop.Orders/List'),
    'edge/one',
    '404',
  ],
  [
    'an extension that is not known fails its rule, or takes the route with it',
    [
      gateway([http('any', 8080)]),
      route([
        to('one', { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'x.io', kind: 'X', name: 'x' } }] }),
      ]),
    ],
    plain('a.example.com'),
    '500',
    '404',
  ],
  [
    'alternatives of a method',
    calls(to('one', method({ type: 'RegularExpression', service: 'shop.*', method: 'List|Get' }))),
    call('/shop.Orders/Get'),
    'edge/one',
    '404',
  ],
  [
    'a service without a method',
    calls(to('one', method({ service: 'shop.Orders' }))),
    call('/shop.Orders'),
    '404',
    'edge/one',
  ],
  [
    'the longer service before the expression that is shorter, and before headers',
    calls(
      to('one', { matches: [{ headers: [{ name: 'version', value: 'v1' }] }] }),
      to('two', method({ method: 'List' })),
    ),
    call('/shop.Orders/List', { version: 'v1' }),
    'edge/two',
    'edge/two',
  ],
  [
    'a service that is longer as an expression before one that is exact',
    calls(
      to('one', method({ service: 'shop.Orders' })),
      to('two', method({ type: 'RegularExpression', service: 'shop\\.(Orders|Books)' })),
    ),
    call('/shop.Orders/List'),
    'edge/two',
    'edge/one',
  ],
  [
    'of headers whose names differ in case the first counts, or all',
    [
      gateway([http('any', 8080)]),
      route([
        to('one', {
          matches: [
            {
              headers: [
                { name: 'a', value: 'x' },
                { name: 'A', value: 'y' },
              ],
            },
          ],
        }),
      ]),
    ],
    { ...plain('a.example.com'), headers: { a: 'x' } },
    'edge/one',
    '404',
  ],
  [
    'a connection that closes is tried again',
    times({ attempts: 1, codes: [503] }),
    { ...plain('a.example.com'), backend: { fail: { times: 1 } } },
    'edge/one after 2',
    '503',
  ],
  [
    'tries where nothing is said',
    times({ codes: [503] }),
    { ...plain('a.example.com'), backend: { fail: { times: 2, status: 503 } } },
    '503',
    'edge/one after 3',
  ],
  [
    'the time of one try is all of it without retries',
    times(undefined, { request: '500ms', backendRequest: '200ms' }),
    { ...plain('a.example.com'), backend: { delay: 350 } },
    '504',
    '504',
  ],
])('%s', (_, objects, request, spec, istio) => {
  expect({ spec: told('spec', objects, request), istio: told('istio', objects, request) }).toEqual({ spec, istio });
});

const shown = (conditions: readonly Condition[]) =>
  conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`).join(', ');
const statuses = (name: Profile['name'], objects: readonly Manifest[]) => statusesOf(modelOf(objects), PROFILES[name]);
const listeners = (name: Profile['name'], objects: readonly Manifest[]) =>
  statuses(name, objects).gateways[0].listeners.map((each) => shown(each.conditions));
const parents = (name: Profile['name'], objects: readonly Manifest[]) =>
  statuses(name, objects).routes[0].parents.map(({ conditions }) => shown(conditions));

const SERVED = 'Accepted True Accepted, Conflicted False NoConflicts, Programmed True Programmed';

test('of one host and port Istio serves the first, and looks at no reference of the others', () => {
  const objects = [gateway([http('a', 8080), https('b', 8080, undefined, 'shop')])];
  expect(listeners('istio', objects)).toEqual([
    `${SERVED}, ResolvedRefs True ResolvedRefs`,
    'Accepted False ProtocolConflict, Conflicted True ProtocolConflict, Programmed False ProtocolConflict',
  ]);
  expect(listeners('spec', objects)[0]).toMatch(/^Accepted False ProtocolConflict/);
});

test('a certificate that Istio may not read counts as an authority', () => {
  const objects = [gateway([https('a', 443, undefined, 'shop')])];
  const rest = 'Conflicted False NoConflicts, Programmed False Invalid, ResolvedRefs False RefNotPermitted';
  expect(listeners('istio', objects)).toEqual([`Accepted False NoValidCACertificate, ${rest}`]);
  expect(listeners('spec', objects)).toEqual([`Accepted True Accepted, ${rest}`]);
});

test('of a set that serves in part Istio tells no fault', () => {
  const objects = [gateway([http('a', 80)]), set([http('b', 81), https('c', 443, undefined, 'shop')])];
  const ofSet = (name: Profile['name']) => shown(statuses(name, objects).sets[0].conditions);
  expect(ofSet('istio')).toBe('Accepted True Accepted, Programmed True Programmed');
  expect(ofSet('spec')).toBe('Accepted True ListenersNotValid, Programmed True Programmed');
});

test('a listener that lost a conflict is no parent at Istio', () => {
  const objects = [
    gateway([http('a', 8080), https('b', 8080)]),
    object('HTTPRoute', 'route', { parentRefs: [{ name: 'front', sectionName: 'b' }], rules: [to('one')] }),
  ];
  const resolved = 'ResolvedRefs True ResolvedRefs';
  expect(parents('istio', objects)).toEqual([`Accepted False NoMatchingParent, ${resolved}`]);
  expect(parents('spec', objects)).toEqual([`Accepted True Accepted, ${resolved}`]);
});

test.each<readonly [string, object, string, string]>([
  [
    'a port that the Service lacks',
    { backendRefs: [{ name: 'one', port: 81 }] },
    'False BackendNotFound',
    'True ResolvedRefs',
  ],
  [
    'a backend that gets nothing',
    {
      backendRefs: [
        { name: 'gone', port: 80, weight: 0 },
        { name: 'one', port: 80 },
      ],
    },
    'False BackendNotFound',
    'True ResolvedRefs',
  ],
  [
    'of several faults the first, or the last',
    {
      backendRefs: [
        { name: 'gone', port: 80 },
        { name: 'x', group: 'x.io', kind: 'X', port: 80 },
      ],
    },
    'False BackendNotFound',
    'False InvalidKind',
  ],
])('ResolvedRefs: %s', (_, rule, spec, istio) => {
  const objects = [gateway([http('a', 80)]), route([rule])];
  expect(parents('spec', objects)).toEqual([`Accepted True Accepted, ResolvedRefs ${spec}`]);
  expect(parents('istio', objects)).toEqual([`Accepted True Accepted, ResolvedRefs ${istio}`]);
});
