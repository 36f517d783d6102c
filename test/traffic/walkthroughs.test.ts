import * as path from 'path';
import { Located } from '../../src/manifest/manifest';
import { Model, modelsOf } from '../../src/model/model';
import { sendToIstioGateway } from '../../src/traffic/istio/ingress';
import { sendFromPod } from '../../src/traffic/istio/mesh';
import { Outcome } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { RequestFields, requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { exampleFiles, readYaml } from '../examples/example';

/*
 * The requests of the walkthroughs, over what the examples write: who sends what to whom, and what the walkthrough
 * says of it.
 */

/** What is asserted of a reply. */
interface Expected {
  readonly status?: number;
  readonly error?: string;
  /** `namespace/service:port`, or `host:port`. */
  readonly backend?: string;
  readonly path?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly location?: string;
  /** Name in the TLS handshake with the backend; null where the backend gets plain text. */
  readonly sni?: string | null;
  /** Share of each backend, or of each status without one. */
  readonly shares?: Readonly<Record<string, number>>;
}

type Row = readonly [to: string, url: string, expected: Expected, fields?: Partial<RequestFields>];

/** Objects of an example's directories, and others that the walkthrough takes to be there. */
function modelOf(example: string, directories: readonly string[], others: readonly string[] = []): Model {
  const files = Object.entries(exampleFiles(example)).filter(([file]) => {
    const chart = file.replace('.k8s.yaml', '');
    return directories.includes(path.dirname(file)) || directories.includes(chart);
  });
  const objects: Located[] = [...files, ...others.map((text) => ['others', text] as const)].flatMap(([file, text]) =>
    readYaml(text).map((manifest) => ({ where: file, manifest })),
  );
  expect(objects.length).toBeGreaterThan(0);
  const [model] = modelsOf(objects);
  return model;
}

function walk(name: string, model: () => Model, rows: readonly Row[]): void {
  describe(name, () => {
    test.each(rows.map((row) => [row[0], row[1], row] as const))('%s %s', (to, url, [, , expected, fields]) => {
      expect(seen(reply(model(), to, { url, ...fields }), expected)).toEqual(expected);
    });
  });
}

/** `gateway ns/name` and `istio ns/name` send from outside, `pod ns/name` from a pod. */
function reply(model: Model, to: string, fields: RequestFields): readonly Outcome[] {
  const [kind, place] = to.split(' ');
  const [namespace, name] = place.split('/');
  const world = worldOf(model, PROFILES.istio);
  const request = requestOf(fields)!;
  switch (kind) {
    case 'gateway':
      return sendToGateway(world, { namespace, name }, request).outcomes;
    case 'istio':
      return sendToIstioGateway(world, { namespace, name }, request).outcomes;
    default:
      return sendFromPod(world, { namespace, labels: { app: name }, serviceAccount: name }, request).outcomes;
  }
}

function seen(outcomes: readonly Outcome[], expected: Expected): Expected {
  const [first] = outcomes;
  const all: Required<Expected> = {
    status: first.status!,
    error: first.error!,
    backend: nameOf(first),
    path: first.upstream?.path ?? '',
    header: Object.fromEntries(
      Object.keys(expected.header ?? {}).map((name) => [name, first.upstream?.headers.get(name) ?? '']),
    ),
    location: first.headers.get('location')!,
    sni: first.tls ? (first.tls.sni ?? '') : null,
    shares: Object.fromEntries(
      outcomes.map((each) => [each.upstream ? nameOf(each) : String(each.status), each.share]),
    ),
  };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key as keyof Expected]]));
}

const nameOf = ({ backend }: Outcome) =>
  backend
    ? `${backend.kind === 'Hostname' ? '' : `${backend.namespace}/`}${backend.name}${backend.port === undefined ? '' : `:${backend.port}`}`
    : 'none';

const GLOO = 'gateway gloo-system/http';
const API = 'http://api.example.com:8080';
const HTTPBIN = { status: 200, backend: 'httpbin/httpbin:8000' };
const V1 = { status: 200, backend: 'my-workload/my-workload-v1:8080' };
const V2 = { status: 200, backend: 'my-workload/my-workload-v2:8080' };
const gloo = (directory: string) => () => modelOf('gloo-canary', ['.', directory]);
const v2 = { headers: { version: 'v2' } };

walk('gloo-canary, an exact path', gloo('httpbin-1-exact'), [
  [GLOO, `${API}/get`, { ...HTTPBIN, path: '/get' }],
  [GLOO, `${API}/delay/1`, { status: 404, backend: 'none' }],
  [GLOO, 'http://api.montkim.org:8080/get', { status: 404 }],
  [GLOO, 'http://api.example.com:30001/get', HTTPBIN, { port: 8080 }],
]);

walk('gloo-canary, a prefix that is rewritten', gloo('httpbin-2-rewrite'), [
  [GLOO, `${API}/api/httpbin/get`, { ...HTTPBIN, path: '/get', header: { authorization: 'Bearer my-api-key' } }],
  [GLOO, `${API}/api/httpbin/delay/1`, { ...HTTPBIN, path: '/delay/1' }],
  [GLOO, `${API}/api/httpbin/status/500`, { ...HTTPBIN, status: 500 }, { backend: { status: 500 } }],
  [GLOO, `${API}/api/httpbin/get?a=1`, { ...HTTPBIN, path: '/get?a=1' }],
  [GLOO, `${API}/api/httpbin`, { ...HTTPBIN, path: '/' }],
  [GLOO, `${API}/get`, { status: 404 }],
  [GLOO, `${API}/api/httpbinx`, { status: 404 }],
]);

describe.each(['01-v1-only', 'rollback'])('gloo-canary, %s', (step) => {
  walk('all goes to v1', gloo(`my-workload/${step}`), [
    [GLOO, `${API}/api/my-workload`, { ...V1, path: '/api/my-workload' }],
    [GLOO, `${API}/api/my-workload`, V1, v2],
    [GLOO, `${API}/api/my-workload/`, V1],
  ]);
});

walk('gloo-canary, a dark launch', gloo('my-workload/02-dark-launch'), [
  [GLOO, `${API}/api/my-workload`, V1],
  [GLOO, `${API}/api/my-workload`, V2, v2],
  [GLOO, `${API}/api/my-workload`, V1, { headers: { version: 'v3' } }],
]);

walk('gloo-canary, a split', gloo('my-workload/03-split'), [
  [GLOO, `${API}/api/my-workload/`, { shares: { [V1.backend]: 0.5, [V2.backend]: 0.5 } }],
]);

walk('gloo-canary, promoted', gloo('my-workload/04-promoted'), [
  [GLOO, `${API}/api/my-workload`, { shares: { [V2.backend]: 1 } }],
]);

const METALLB = 'gateway cluster/default-gateway';
walk('istio-metallb', () => modelOf('istio-metallb', ['.']), [
  [METALLB, 'https://api.anyflow.net/', { status: 302, location: 'https://api.anyflow.net/__apispec/' }],
  [
    METALLB,
    'https://api.anyflow.net/__apispec/',
    { status: 200, backend: 'cluster2/docserver:80', path: '/__apispec/' },
  ],
  [METALLB, 'http://api.anyflow.net/x?y=1', { status: 301, location: 'https://api.anyflow.net/x?y=1' }],
  [METALLB, 'http://api.anyflow.net/', { status: 301, location: 'https://api.anyflow.net/' }],
  [METALLB, 'https://www.anyflow.net/', { status: 404 }],
  [METALLB, 'https://api.example.net/', { error: 'reset' }],
]);

const EXTERNAL = 'gateway api-gateway/external';
walk('connectivity-link, without its policies', () => modelOf('connectivity-link', ['.']), [
  [EXTERNAL, 'https://test.demo.example.com/', { status: 200, backend: 'api-gateway/toystore:80' }],
  [EXTERNAL, 'https://other.demo.example.com/', { status: 404 }],
  [EXTERNAL, 'https://a.test.demo.example.com/', { status: 404 }],
  [EXTERNAL, 'http://test.demo.example.com/', { error: 'refused' }],
]);

const HTTPBIN_GATEWAY = 'istio httpbin/httpbin-gateway';
const BOOKINFO = 'istio bookinfo/bookinfo-gateway';
describe.each(['gateway-cluster-ip', 'gateway-load-balancer'])('service-mesh, %s', (gateway) => {
  walk('ingress by the APIs of Istio', () => modelOf('service-mesh', ['.', gateway, 'ingress-istio-apis']), [
    [HTTPBIN_GATEWAY, 'http://httpbin.example.com/headers', HTTPBIN],
    [HTTPBIN_GATEWAY, 'http://httpbin.example.com/status/200', { ...HTTPBIN, path: '/status/200' }],
    [HTTPBIN_GATEWAY, 'http://httpbin.example.com/get', { status: 404 }],
    [HTTPBIN_GATEWAY, 'http://example.com/headers', { status: 404 }],
    [BOOKINFO, 'https://bookinfo.com/reviews/0', { status: 200, backend: 'bookinfo/reviews:9080', path: '/reviews/0' }],
    [BOOKINFO, 'https://bookinfo.com/productpage', { status: 404 }],
  ]);
});

walk('service-mesh, ingress by the Gateway API', () => modelOf('service-mesh', ['.', 'ingress-gateway-api']), [
  ['gateway httpbin/httpbin-gateway', 'http://httpbin.example.com/headers', HTTPBIN],
  ['gateway httpbin/httpbin-gateway', 'http://httpbin.example.com/get', { status: 404 }],
  ['gateway httpbin/httpbin-gateway', 'http://httpbin.example.com/headers', HTTPBIN, { method: 'HEAD' }],
  ['gateway httpbin/httpbin-gateway', 'http://httpbin.example.com/statusx', { status: 404 }],
  ...['/productpage', '/static/a.css', '/api/v1/products/1'].map((at): Row => [
    'gateway bookinfo/bookinfo-gateway',
    `http://anything.example${at}`,
    { status: 200, backend: 'bookinfo/productpage:9080' },
  ]),
  ['gateway bookinfo/bookinfo-gateway', 'http://anything.example/login/x', { status: 404 }],
]);

walk('service-mesh, egress', () => modelOf('service-mesh', ['.', 'gateway-cluster-ip', 'egress']), [
  ['pod curl/curl', 'http://docs.redhat.com/', { status: 200, backend: 'docs.redhat.com:80' }],
  ['pod egress-gateway/test-pod', 'http://httpbin.org/get', { status: 200, backend: 'httpbin.org:80', path: '/get' }],
  ['pod curl/curl', 'http://httpbin.org/get', { status: 200, backend: 'httpbin.org:80' }],
]);

const CERTIFICATE = { client: { certificate: 'httpbin/client' } };
const NGINX_SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: nginx, namespace: nginx }
spec: { selector: { app: nginx }, ports: [{ name: https, port: 443, targetPort: 8443 }] }
`;
walk('istio-ingress', () => modelOf('istio-ingress', ['.'], [NGINX_SERVICE]), [
  [HTTPBIN_GATEWAY, 'http://httpbin.example.com/status/200', HTTPBIN],
  [HTTPBIN_GATEWAY, 'http://httpbin.example.com/delay/2', HTTPBIN],
  [HTTPBIN_GATEWAY, 'http://httpbin.example.com/headers', { status: 404 }],
  [
    'istio nginx/mygateway',
    'https://nginx.example.com/',
    { status: 200, backend: 'nginx/nginx:443', sni: 'nginx.example.com' },
  ],
  ['istio httpbin/httpbin-credentials', 'https://httpbin.example.com/status/1', HTTPBIN],
  ['istio httpbin/httpbin-credentials', 'https://status.example.com/status/1', HTTPBIN],
  ['istio httpbin/httpbin-files', 'https://partners.example.com/status/1', { error: 'reset' }],
  ['istio httpbin/httpbin-files', 'https://partners.example.com/status/1', HTTPBIN, CERTIFICATE],
  ['istio httpbin/gateway', 'http://second.example.com/status/1', HTTPBIN],
  ['istio httpbin/gateway', 'http://httpbin.example.com/status/1', { status: 404 }],
  [HTTPBIN_GATEWAY, 'http://second.example.com/status/1', { status: 404 }],
  ['istio nginx/mygateway', 'https://no.example.com/', { error: 'reset' }],
]);

/** Requests to hosts outside, from the pod of each cell of the egress example. */
const EGRESS: Readonly<Record<string, readonly (readonly [url: string, expected: Expected])[]>> = {
  http: [['http://docs.redhat.com/x', { status: 200, backend: 'docs.redhat.com:80', sni: null }]],
  'tls-passthrough': [
    ['https://edition.cnn.com/x', { status: 200, backend: 'edition.cnn.com:443', sni: 'edition.cnn.com' }],
  ],
  'tls-origination': [
    ['http://api.example.com/x', { status: 200, backend: 'api.example.com:443', sni: 'api.example.com' }],
  ],
  'mtls-origination': [
    ['http://partner.example.com/x', { status: 200, backend: 'partner.example.com:443', sni: 'partner.example.com' }],
  ],
  wildcard: [
    ['https://de.wikipedia.org/x', { status: 200, backend: 'www.wikipedia.org:443', sni: 'de.wikipedia.org' }],
    ['https://www.wikipedia.org/x', { status: 200, sni: 'www.wikipedia.org' }],
  ],
  tcp: [['tcp://db.example.com:5432', { error: undefined, backend: 'db.example.com:5432' }]],
};

describe.each(['istio-apis', 'gateway-api'])('egress, %s', (api) => {
  for (const [cell, rows] of Object.entries(EGRESS)) {
    const name = `${api}-${cell}`;
    walk(
      cell,
      () => modelOf('egress', [name]),
      rows.map(([url, expected]) => [`pod ${name}/app`, url, expected]),
    );
  }
});
