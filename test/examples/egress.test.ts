import * as fs from 'fs';
import * as path from 'path';
import { exampleFiles, exampleObjects, Json, readYaml } from './example';

const files = exampleFiles('egress');
const objectsOf = (chart: string): Json[] => readYaml(files[`${chart}.k8s.yaml`]);
const kindsOf = (chart: string) => objectsOf(chart).map(({ kind }) => kind as string);

/** Kinds beside ServiceEntry and what the gateway itself is. */
const CELLS: { [chart: string]: string[] } = {
  'istio-apis-http': ['VirtualService'],
  'istio-apis-tls-passthrough': ['VirtualService'],
  'istio-apis-tls-origination': ['VirtualService', 'DestinationRule'],
  'istio-apis-mtls-origination': ['VirtualService', 'DestinationRule'],
  'istio-apis-wildcard': ['VirtualService'],
  'istio-apis-tcp': ['VirtualService'],
  'gateway-api-http': ['HTTPRoute', 'HTTPRoute'],
  'gateway-api-tls-passthrough': ['TLSRoute', 'TLSRoute'],
  'gateway-api-tls-origination': ['HTTPRoute', 'HTTPRoute', 'BackendTLSPolicy', 'DestinationRule'],
  'gateway-api-mtls-origination': [
    'HTTPRoute',
    'HTTPRoute',
    'DestinationRule',
    'DestinationRule',
    'Role',
    'RoleBinding',
  ],
  'gateway-api-wildcard': ['TLSRoute', 'TLSRoute'],
  'gateway-api-tcp': ['TCPRoute', 'TCPRoute'],
  'ambient-http': [],
  'ambient-tls-passthrough': [],
  'ambient-tls-origination': ['DestinationRule'],
  'ambient-mtls-origination': ['DestinationRule', 'Role', 'RoleBinding'],
  'ambient-tcp': [],
};

test.each(Object.keys(CELLS))('%s has the objects of its cell, and they find their host by DNS', (chart) => {
  const kinds = kindsOf(chart);
  expect(kinds.slice(kinds.indexOf('ServiceEntry') + 1)).toEqual(CELLS[chart]);
  const entries = objectsOf(chart).filter(({ kind }) => kind === 'ServiceEntry');
  expect(entries.map(({ spec }) => (spec as Json).resolution)).toEqual(['DNS']);
});

test('every object is there once, in a namespace of its chart', () => {
  const objects = Object.keys(files).flatMap((file) => readYaml(files[file]));
  expect(exampleObjects('egress').size).toBe(objects.length);
});

test('the README names every chart', () => {
  const readme = fs.readFileSync(path.join(__dirname, '../../examples/egress/README.md'), 'utf8');
  for (const file of Object.keys(files)) {
    expect(readme).toContain(`\`${file.replace('.k8s.yaml', '')}\``);
  }
});

test.each(['locked-istio-apis', 'locked-ambient'])('%s: applications are kept in, and callers are named', (chart) => {
  const kinds = kindsOf(chart);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  const isAmbient = chart.endsWith('ambient');
  expect(count('Sidecar')).toBe(isAmbient ? 0 : 2);
  expect(objectsOf(chart).filter(({ metadata }) => metadata.name === 'egress-lock-down')).toHaveLength(2);
  expect(count('AuthorizationPolicy')).toBe(isAmbient ? 3 : 1);
});
