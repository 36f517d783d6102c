import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { send } from '../../src/traffic/entry';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { worldOf } from '../../src/traffic/send';

const route = (name: string, spec: string, metadata = '') => `---
apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: ${name}, namespace: edge${metadata} }
spec: { host: shop.apps.example.com, to: { kind: Service, name: web }, ${spec} }`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: edge }
spec: { selector: { app: web }, ports: [{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443 }] }`;

function told(yaml: string, url: string): string[] {
  const objects = parseManifests(yaml).objects.map(({ manifest }) => ({ where: 'x', manifest }));
  return send(worldOf(modelsOf(objects)[0], PROFILES.istio), requestOf({ url })!).outcomes.map(
    ({ share, status, error, backend, headers, tls }) =>
      [
        share,
        headers.get('location') ?? (backend ? `${backend.name}:${backend.port}` : (error ?? status)),
        ...(tls ? ['tls'] : []),
      ].join(' '),
  );
}

const PLAIN = route('plain', 'port: { targetPort: http2 }');
const edge = (policy: string) => route('edge', `port: { targetPort: http2 }, tls: { termination: edge${policy} }`);
const PASSED = route('passed', 'port: { targetPort: https }, tls: { termination: passthrough }');

test.each<[string, string, string, string[]]>([
  ['plain HTTP', PLAIN, 'http://shop.apps.example.com/', ['1 web:80']],
  ['TLS where a Route has none', PLAIN, 'https://shop.apps.example.com/', ['1 503']],
  ['TLS that the router terminates', edge(''), 'https://shop.apps.example.com/', ['1 web:80']],
  ['TLS that is passed on', PASSED, 'https://shop.apps.example.com/', ['1 web:443 tls']],
  ['plain HTTP where TLS is asked for', edge(''), 'http://shop.apps.example.com/', ['1 503']],
  [
    'plain HTTP that is allowed beside TLS',
    edge(', insecureEdgeTerminationPolicy: Allow'),
    'http://shop.apps.example.com/',
    ['1 web:80'],
  ],
  [
    'plain HTTP that is redirected',
    edge(', insecureEdgeTerminationPolicy: Redirect'),
    'http://shop.apps.example.com/cart?a=b',
    ['1 https://shop.apps.example.com/cart?a=b'],
  ],
  [
    'the older of two Routes for a host and path',
    `${PLAIN}\n${route('b', 'port: { targetPort: https }, tls: { termination: passthrough }', ", creationTimestamp: '2020-01-01T00:00:00Z'")}`,
    'http://shop.apps.example.com/',
    ['1 503'],
  ],
  ['whole elements of a path', route('api', 'path: /api'), 'http://shop.apps.example.com/apis', ['1 503']],
  ['below a path', route('api', 'path: /api'), 'http://shop.apps.example.com/api/x', ['1 web:80']],
  [
    'shares by weight',
    route('a', 'alternateBackends: [{ kind: Service, name: other, weight: 300 }]').replace(
      'weight: 300',
      'weight: 100',
    ),
    'http://shop.apps.example.com/',
    ['0.5 web:80', '0.5 other:undefined'],
  ],
])('%s', (_, yaml, url, expected) => {
  expect(told(`${SERVICE}\n${yaml}`, url)).toEqual(expected);
});
