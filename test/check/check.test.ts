import { check } from '../../src/check/check';
import { Manifest } from '../../src/manifest/manifest';
import { describe as describeProblem } from '../../src/value/problem';
import { brief } from '../support/brief';

const object = (kind: string, apiVersion: string, spec: unknown, name: string = 'x'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'team' },
  spec,
});
const gateway = (spec: object, name?: string) =>
  object(
    'Gateway',
    'gateway.networking.k8s.io/v1',
    { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }], ...spec },
    name,
  );
const rates = (...list: unknown[]) =>
  object('RateLimitPolicy', 'kuadrant.io/v1', {
    targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' },
    limits: { low: { rates: list } },
  });

const told = (...manifests: Manifest[]) =>
  check(manifests.map((manifest, index) => ({ where: `file:${index + 1}`, manifest })))
    .filter(({ severity }) => severity !== 'note')
    .map(({ code, where, problem }) => `${code} ${where} ${brief(describeProblem(problem))}`);

test.each<[string, Manifest[], string[]]>([
  ['unknown field', [gateway({ adresses: [] })], ['GW001 file:1 spec.adresses: got []']],
  [
    'missing field',
    [gateway({ listeners: [{ name: 'http', port: 80 }] })],
    ['GW002 file:1 spec.listeners[0].protocol: got undefined'],
  ],
  [
    'wrong type',
    [gateway({ listeners: [{ name: 'http', port: '80', protocol: 'HTTP' }] })],
    ["GW003 file:1 spec.listeners[0].port: got '80'"],
  ],
  [
    'out of range',
    [gateway({ listeners: [{ name: 'http', port: 70000, protocol: 'HTTP' }] })],
    ['GW003 file:1 spec.listeners[0].port: got 70000'],
  ],
  [
    'not one of the choices',
    [gateway({ allowedListeners: { namespaces: { from: 'Every' } } })],
    ["GW003 file:1 spec.allowedListeners.namespaces.from: got 'Every'"],
  ],
  [
    'pattern',
    [rates({ limit: 2, window: 'ten seconds' })],
    ["GW003 file:1 spec.limits['low'].rates[0].window: got 'ten seconds'"],
  ],
  [
    'too many',
    [gateway({ addresses: Array.from({ length: 17 }, (_, i) => ({ value: `192.0.2.${i}` })) })],
    [expect.stringContaining('GW003 file:1 spec.addresses: got [') as unknown as string],
  ],
  [
    'the same key twice',
    [gateway({ listeners: [1, 2].map((port) => ({ name: 'http', port, protocol: 'HTTP' })) })],
    ['GW003 file:1 spec.listeners[1]: got ["http"]'],
  ],
  ['null in a list', [gateway({ listeners: [null] })], ['GW003 file:1 spec.listeners[0]: got null']],
  [
    'null is a field that is left out',
    [gateway({ infrastructure: null, listeners: [{ name: 'http', port: 80, protocol: null, hostname: null }] })],
    ['GW002 file:1 spec.listeners[0].protocol: got null'],
  ],
  [
    'a name that every object of the language has',
    [object('Gateway', 'gateway.networking.k8s.io/v1', { gatewayClassName: 'istio', constructor: 'x' })],
    ["GW001 file:1 spec.constructor: got 'x'", 'GW002 file:1 spec.listeners: got undefined'],
  ],
  [
    'the same object twice',
    [gateway({}), gateway({})],
    ["GW010 file:2 metadata.name: got 'a second one, in addition to [file:1]'"],
  ],
  [
    'a namespace where there is none, for kinds of Kubernetes and others',
    [
      object('Namespace', 'v1', {}),
      object('GatewayClass', 'gateway.networking.k8s.io/v1', { controllerName: 'example.com/a' }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'team' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    ],
    [1, 2].map((line) => `GW011 file:${line} metadata.namespace: got 'team'`),
  ],
  [
    'a Terraform token, in a text, a key or a number',
    [
      gateway({ infrastructure: { annotations: { zone: '${TfToken[TOKEN.12]}' } } }),
      object('Unheard', 'example.com/v1', { '${TfToken[TOKEN.3]}': 'x' }),
      object(
        'Unheard',
        'example.com/v2',
        { ports: [{ port: -1.8881545897087626e289 }, { port: -8.109562212591379e298 }] },
        'y',
      ),
    ],
    [
      expect.stringContaining("GW020 file:1 spec.infrastructure.annotations.zone: got '${TfToken[TOKEN.12]}'"),
      expect.stringContaining('GW020 file:2 spec.${TfToken[TOKEN.3]}'),
      expect.stringContaining("GW020 file:3 spec.ports[0].port: got '-1.8881545897087626e+289'"),
      expect.stringContaining("GW020 file:3 spec.ports[1].port: got '-8.109562212591379e+298'"),
    ] as unknown as string[],
  ],
  [
    'an access key of AWS; the key itself is not repeated',
    [object('Unheard', 'example.com/v1', { note: 'use AKIAIOSFODNN7EXAMPLE here' })],
    ["GW021 file:1 spec.note: got 'an access key id'"],
  ],
  [
    'an access key of AWS in Base64',
    [
      object('Unheard', 'example.com/v1', {
        key: Buffer.from('AKIAIOSFODNN7EXAMPLE').toString('base64'),
        other: Buffer.from('AKIA, a prefix').toString('base64'),
      }),
    ],
    ["GW021 file:1 spec.key: got 'an access key id'"],
  ],
  [
    'kinds of Kubernetes',
    [
      object('Service', 'v1', { portz: [], ports: [{ port: '80' }] }),
      object('Deployment', 'apps/v1', { selector: {}, template: { spec: { containers: [{ image: 'a' }] } } }),
      object('Pod', 'v1', { containers: [{ name: 'a', resources: { requests: { cpu: 0.5, memory: '1Gi' } } }] }),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'team' }, dataa: { password: 'hidden' } },
    ],
    [
      'GW001 file:1 spec.portz: got []',
      "GW003 file:1 spec.ports[0].port: got '80'",
      'GW002 file:2 spec.template.spec.containers[0].name: got undefined',
      "GW001 file:4 dataa: got 'a value (not shown)'",
    ],
  ],
  [
    'nothing wrong',
    [
      gateway({ infrastructure: { annotations: { note: 'AKIA is how a key begins; -8.1e+98 is a number' } } }),
      gateway({}, 'other'),
      rates({ limit: 2, window: '10s' }),
      object('Unheard', 'example.com/v1', { anything: null }),
      object('Gateway', 'networking.istio.io/v1', {
        selector: { istio: 'gateway' },
        servers: [{ hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }],
      }),
    ],
    [],
  ],
])('%s', (_, manifests, expected) => {
  expect(told(...manifests)).toEqual(expected);
});
