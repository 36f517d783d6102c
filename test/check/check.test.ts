import * as fs from 'fs';
import * as path from 'path';
import { check, RULES } from '../../src/check/check';
import { Manifest } from '../../src/manifest/manifest';
import { describe as describeProblem } from '../../src/manifest/problem';

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
  check(manifests.map((manifest, index) => ({ where: `file:${index + 1}`, manifest }))).map(
    ({ code, where, problem }) => `${code} ${where} ${describeProblem(problem)}`,
  );

test.each<[string, Manifest[], string[]]>([
  [
    'unknown field',
    [gateway({ adresses: [] })],
    ["GW001 file:1 spec.adresses: got [], expected a field of the kind; fix: did you mean 'addresses'?"],
  ],
  [
    'missing field',
    [gateway({ listeners: [{ name: 'http', port: 80 }] })],
    ['GW002 file:1 spec.listeners[0].protocol: got nothing, expected a string; fix: set the field'],
  ],
  [
    'wrong type',
    [gateway({ listeners: [{ name: 'http', port: '80', protocol: 'HTTP' }] })],
    ["GW003 file:1 spec.listeners[0].port: got '80', expected a whole number; fix: leave the quotes out"],
  ],
  [
    'out of range',
    [gateway({ listeners: [{ name: 'http', port: 70000, protocol: 'HTTP' }] })],
    ['GW003 file:1 spec.listeners[0].port: got 70000, expected at most 65535; fix: lower it'],
  ],
  [
    'not one of the choices',
    [gateway({ allowedListeners: { namespaces: { from: 'Every' } } })],
    [
      "GW003 file:1 spec.allowedListeners.namespaces.from: got 'Every', expected one of All, Selector, Same, None; fix: choose one of them",
    ],
  ],
  [
    'pattern',
    [rates({ limit: 2, window: 'ten seconds' })],
    [
      "GW003 file:1 spec.limits['low'].rates[0].window: got 'ten seconds', expected a text that matches ^([0-9]{1,5}(h|m|s|ms)){1,4}$; fix: change the characters that do not fit",
    ],
  ],
  [
    'too many',
    [gateway({ addresses: Array.from({ length: 17 }, (_, i) => ({ value: `192.0.2.${i}` })) })],
    [expect.stringContaining('expected at most 16 items, not 17; fix: split or shorten it') as unknown as string],
  ],
  [
    'the same key twice',
    [gateway({ listeners: [1, 2].map((port) => ({ name: 'http', port, protocol: 'HTTP' })) })],
    [
      'GW003 file:1 spec.listeners[1]: got ["http"], expected items that differ in name; fix: spec.listeners[0] has the same; rename or remove one',
    ],
  ],
  [
    'null in a list',
    [gateway({ listeners: [null] })],
    ['GW003 file:1 spec.listeners[0]: got null, expected an object; fix: leave it out'],
  ],
  [
    'null is a field that is left out',
    [gateway({ infrastructure: null, listeners: [{ name: 'http', port: 80, protocol: null, hostname: null }] })],
    ['GW002 file:1 spec.listeners[0].protocol: got null, expected a string; fix: set the field'],
  ],
  [
    'a name that every object of the language has',
    [object('Gateway', 'gateway.networking.k8s.io/v1', { gatewayClassName: 'istio', constructor: 'x' })],
    [
      "GW001 file:1 spec.constructor: got 'x', expected a field of the kind; fix: take it out, or acknowledge the warning if the cluster has a newer version",
      'GW002 file:1 spec.listeners: got nothing, expected a list; fix: set the field',
    ],
  ],
  [
    'the same object twice',
    [gateway({}), gateway({})],
    [
      "GW010 file:2 Gateway team/x: got 'a second one, beside [file:1]', expected one object of a kind and name in a namespace; fix: rename or remove one; the one applied last would win",
    ],
  ],
  [
    'a namespace where there is none, for kinds of Kubernetes and others',
    [
      object('Namespace', 'v1', {}),
      object('GatewayClass', 'gateway.networking.k8s.io/v1', { controllerName: 'example.com/a' }),
      object('ConfigMap', 'v1', {}),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    ],
    ['Namespace', 'GatewayClass'].map(
      (kind, index) =>
        `GW011 file:${index + 1} metadata.namespace: got 'team', expected none; a ${kind} is in no namespace, and a GitOps tool sees a difference for ever; fix: put it into a chart without a namespace: cdk8s gives that of the chart to every object`,
    ),
  ],
  [
    'a Terraform token, in a text, a key or a number',
    [
      gateway({ infrastructure: { annotations: { zone: '${TfToken[TOKEN.12]}' } } }),
      object('ConfigMap', 'v1', { '${TfToken[TOKEN.3]}': 'x' }),
      object('Service', 'v1', { ports: [{ port: -1.8881545897087626e289 }, { port: -8.1e298 }] }),
    ],
    [
      expect.stringContaining("GW020 file:1 spec.infrastructure.annotations.zone: got '${TfToken[TOKEN.12]}'"),
      expect.stringContaining('GW020 file:2 spec.${TfToken[TOKEN.3]}'),
      expect.stringContaining("GW020 file:3 spec.ports[1].port: got '-8.1e+298'"),
    ] as unknown as string[],
  ],
  [
    'an access key of AWS; the key itself is not repeated',
    [object('ConfigMap', 'v1', { note: 'use AKIAIOSFODNN7EXAMPLE here' })],
    [
      "GW021 file:1 spec.note: got 'an access key id', expected no key in a manifest; fix: keep the key in Secrets Manager, Parameter Store or Vault, refer to it with DnsCredential, and revoke this one",
    ],
  ],
  [
    'nothing wrong',
    [
      gateway({ infrastructure: { annotations: { note: 'AKIA is how a key begins; -8.1e+98 is a number' } } }),
      gateway({}, 'other'),
      rates({ limit: 2, window: '10s' }),
      object('Unheard', 'example.com/v1', { anything: null }),
      object('Gateway', 'networking.istio.io/v1', { selector: { istio: 'gateway' } }),
    ],
    [],
  ],
])('%s', (_, manifests, expected) => {
  expect(told(...manifests)).toEqual(expected);
});

test('every rule has a code of its own and a section in the documentation', () => {
  const codes = RULES.map(({ code }) => code);
  const page = fs.readFileSync(path.join(__dirname, '../../docs/diagnostics.md'), 'utf8');
  expect(new Set(codes).size).toBe(codes.length);
  expect(
    RULES.filter(({ code, title }) => !page.includes(`<a id="${code.toLowerCase()}"></a>\n\n## ${code}: ${title}`)).map(
      ({ code }) => code,
    ),
  ).toEqual([]);
});
