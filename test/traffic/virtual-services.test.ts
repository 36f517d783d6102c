import { deployment, service } from './random-istio';
import { Manifest } from '../../src/manifest/manifest';
import { modelsOf } from '../../src/model/model';
import { sendToIstioGateway } from '../../src/traffic/istio/ingress';
import { RequestFields, requestOf } from '../../src/traffic/request';

/* What Istio and Envoy do with VirtualServices at a gateway, seen by test/dataplane/istio.ts. */

const object = (kind: string, name: string, spec: unknown): Manifest =>
  ({ apiVersion: 'networking.istio.io/v1', kind, metadata: { namespace: 'edge', name }, spec }) as unknown as Manifest;

const WORLD = [
  deployment('edge', 'ingress', { istio: 'ingress' }),
  service('edge', 'ingress', { istio: 'ingress' }, [{ name: 'http', port: 80, targetPort: 8080 }]),
  deployment('edge', 'a', { app: 'a', version: 'v1' }),
  service('edge', 'a', { app: 'a' }, [{ name: 'http', port: 80 }]),
];
const server = (hosts: readonly string[], rest: object = {}) => ({
  hosts,
  port: { number: 80, name: 'http', protocol: 'HTTP' },
  ...rest,
});
const gateway = (...servers: readonly object[]) => object('Gateway', 'gw', { selector: { istio: 'ingress' }, servers });
const virtual = (name: string, http: readonly object[], rest: object = {}) =>
  object('VirtualService', name, { hosts: ['shop.example.com'], gateways: ['gw'], http, ...rest });
const toA = { route: [{ destination: { host: 'a' } }] };
const status = (code: number) => ({ directResponse: { status: code } });

function send(objects: readonly Manifest[], fields: Partial<RequestFields> = {}) {
  const [model] = modelsOf(
    [...WORLD, ...objects].map((manifest) => ({ where: '', manifest })),
    { isWhole: true },
  );
  const request = requestOf({ url: 'http://shop.example.com/api?q=1', ...fields })!;
  const { outcomes } = sendToIstioGateway({ model }, { namespace: 'edge', name: 'gw' }, request);
  return outcomes.map(({ status: code, error, upstream, headers, share }) => ({
    status: code,
    error,
    path: upstream?.path,
    host: upstream?.host,
    location: headers.get('location'),
    share,
  }));
}

const open = gateway(server(['*']));
const version = (value: string) => ({ headers: { version: value } });

type Row = readonly [what: string, objects: readonly Manifest[], expected: object, fields?: Partial<RequestFields>];

const ROWS: readonly Row[] = [
  ['the first rule of a list', [open, virtual('a', [status(201), toA])], { status: 201 }],
  [
    'rules that take all stand last',
    [open, virtual('a', [toA]), virtual('b', [{ match: [{ uri: { prefix: '/a' } }], ...status(202) }])],
    { status: 202 },
  ],
  ['of equal age, by name', [open, virtual('b', [status(202)]), virtual('a', [status(201)])], { status: 201 }],
  [
    'an exact host before a wildcard',
    [open, virtual('a', [status(201)], { hosts: ['*.example.com'] }), virtual('b', [status(202)])],
    { status: 202 },
  ],
  ['a VirtualService of another namespace only', [gateway(server(['apps/*'])), virtual('a', [toA])], { status: 404 }],
  ['a VirtualService that is not exported', [open, virtual('a', [toA], { exportTo: ['apps'] })], { status: 404 }],
  [
    'clients are sent to HTTPS',
    [gateway(server(['*'], { tls: { httpsRedirect: true } })), virtual('a', [toA])],
    { status: 301, location: 'https://shop.example.com/api?q=1' },
  ],
  [
    'a prefix is text',
    [open, virtual('a', [{ match: [{ uri: { prefix: '/ap' } }], rewrite: { uri: '/new' }, ...toA }])],
    { status: 200, path: '/newi?q=1' },
  ],
  [
    'case of the path',
    [open, virtual('a', [{ match: [{ uri: { prefix: '/API' }, ignoreUriCase: true }], ...toA }])],
    { status: 200 },
  ],
  [
    'a redirect keeps the port of the Host header',
    [open, virtual('a', [{ redirect: { uri: '/login' } }])],
    { status: 301, location: 'http://shop.example.com:8080/login?q=1' },
    { url: 'http://shop.example.com:8080/api?q=1', port: 80 },
  ],
  [
    'a header that must not be so, absent',
    [open, virtual('a', [{ match: [{ withoutHeaders: { version: { exact: 'v1' } } }], ...toA }])],
    { status: 200 },
  ],
  [
    'a header that must not be so',
    [open, virtual('a', [{ match: [{ withoutHeaders: { version: { exact: 'v1' } } }], ...toA }])],
    { status: 404 },
    version('v1'),
  ],
  [
    'an expression that an absent header meets as empty',
    [open, virtual('a', [{ match: [{ withoutHeaders: { version: { regex: '.*' } } }], ...toA }])],
    { status: 404 },
  ],
  [
    'a subset that no rule defines',
    [open, virtual('a', [{ route: [{ destination: { host: 'a', subset: 'v2' } }] }])],
    { status: 503 },
  ],
  [
    'a subset without pods',
    [
      open,
      object('DestinationRule', 'a', { host: 'a', subsets: [{ name: 'v2', labels: { version: 'v2' } }] }),
      virtual('a', [{ route: [{ destination: { host: 'a', subset: 'v2' } }] }]),
    ],
    { status: 503 },
  ],
  [
    'authority of the rule before that of the destination',
    [
      open,
      virtual('a', [
        {
          rewrite: { authority: 'one.example' },
          route: [{ destination: { host: 'a' }, headers: { request: { set: { host: 'two.example' } } } }],
        },
      ]),
    ],
    { status: 200, host: 'one.example' },
  ],
  [
    'a delegate that asks for less than its root',
    [
      open,
      object('VirtualService', 'd', { http: [{ match: [{ uri: { prefix: '/' } }], ...status(202) }] }),
      virtual('a', [{ match: [{ uri: { prefix: '/api' } }], delegate: { name: 'd' } }]),
    ],
    { status: 404 },
  ],
  [
    'a delegate without matches',
    [
      open,
      object('VirtualService', 'd', { http: [status(202)] }),
      virtual('a', [{ match: [{ uri: { prefix: '/api' } }], delegate: { name: 'd' } }]),
    ],
    { status: 202 },
  ],
  ['a port that the Service does not have', [open, virtual('a', [toA])], { error: 'refused' }, { port: 81 }],
];

test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, [, objects, expected, fields]) => {
  expect(send(objects, fields)[0]).toMatchObject(expected);
});

test('a fault for a share of requests', () => {
  const fault = { abort: { httpStatus: 418, percentage: { value: 25 } } };
  expect(send([open, virtual('a', [{ fault, ...toA }])])).toMatchObject([
    { status: 418, share: 0.25 },
    { status: 200, share: 0.75 },
  ]);
});
