import { Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { Destination } from '../../src/istio/destination';
import { DestinationRule } from '../../src/istio/destination-rule';
import { Gateway } from '../../src/istio/istio-gateway';
import { Port } from '../../src/istio/istio-port';
import { Server } from '../../src/istio/istio-server';
import { ServerTls } from '../../src/istio/istio-tls';
import { ServiceEntry } from '../../src/istio/service-entry';
import { StringMatch } from '../../src/istio/string-match';
import { VirtualService } from '../../src/istio/virtual-service';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { newChart, objectsOf } from '../support/synth';

/*
 * The Istio objects of two guides, "Gateways" of OpenShift Service Mesh and "Istio traffic management: gateway", as
 * their YAML says them. A gateway of the same namespace is named without it.
 */

const selector = { istio: 'istio-gateway' };
const httpbinHosts = ['httpbin.example.com'];
const prefixes = (...paths: string[]) => paths.map((path) => ({ uri: StringMatch.prefix(path) }));
const docs = 'docs.redhat.com';
const egress = 'istio-gateway.istio-gateways.svc.cluster.local';

test.each<[string, (chart: Chart) => unknown, string]>([
  [
    'Gateway bookinfo-gateway',
    (chart) =>
      new Gateway(chart, 'bookinfo-gateway', {
        namespace: 'bookinfo',
        selector: { istio: 'ingressgateway' },
        servers: [
          Server.https({
            hosts: ['bookinfo.com'],
            portName: 'https-443',
            tls: ServerTls.simple({
              serverCertificate: '/etc/certs/servercert.pem',
              privateKey: '/etc/certs/privatekey.pem',
            }),
          }),
        ],
      }),
    `
metadata: { name: bookinfo-gateway, namespace: bookinfo }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https-443, protocol: HTTPS }
      hosts: [bookinfo.com]
      tls: { mode: SIMPLE, serverCertificate: /etc/certs/servercert.pem, privateKey: /etc/certs/privatekey.pem }`,
  ],
  [
    'VirtualService bookinfo-rule',
    (chart) =>
      new VirtualService(chart, 'bookinfo-rule', {
        namespace: 'bookinfo',
        hosts: ['bookinfo.com'],
        gateways: [VirtualServiceGateway.named('bookinfo-gateway', 'bookinfo')],
        http: [
          {
            matches: prefixes('/reviews/'),
            route: [Destination.host('reviews.bookinfo.svc.cluster.local', { port: 9080 })],
          },
        ],
      }),
    `
metadata: { name: bookinfo-rule, namespace: bookinfo }
spec:
  hosts: [bookinfo.com]
  gateways: [bookinfo-gateway]
  http:
    - match: [{ uri: { prefix: /reviews/ } }]
      route: [{ destination: { port: { number: 9080 }, host: reviews.bookinfo.svc.cluster.local } }]`,
  ],
  [
    'Gateway httpbin-gateway',
    (chart) =>
      new Gateway(chart, 'httpbin-gateway', {
        namespace: 'httpbin',
        selector,
        servers: [Server.http({ hosts: httpbinHosts })],
      }),
    `
metadata: { name: httpbin-gateway, namespace: httpbin }
spec:
  selector: { istio: istio-gateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [httpbin.example.com] }]`,
  ],
  [
    'VirtualService httpbin',
    (chart) =>
      new VirtualService(chart, 'httpbin', {
        namespace: 'httpbin',
        hosts: httpbinHosts,
        gateways: [VirtualServiceGateway.named('httpbin-gateway')],
        http: [{ matches: prefixes('/status', '/headers'), route: [Destination.host('httpbin', { port: 8000 })] }],
      }),
    `
metadata: { name: httpbin, namespace: httpbin }
spec:
  hosts: [httpbin.example.com]
  gateways: [httpbin-gateway]
  http:
    - match: [{ uri: { prefix: /status } }, { uri: { prefix: /headers } }]
      route: [{ destination: { port: { number: 8000 }, host: httpbin } }]`,
  ],
  [
    'ServiceEntry egress-se',
    (chart) =>
      new ServiceEntry(chart, 'egress-se', {
        namespace: 'curl',
        hosts: [docs],
        ports: [Port.http(80, { name: 'http-port' })],
      }),
    `
metadata: { name: egress-se, namespace: curl }
spec:
  hosts: [docs.redhat.com]
  ports: [{ number: 80, name: http-port, protocol: HTTP }]
  location: MESH_EXTERNAL
  resolution: DNS`,
  ],
  [
    'Gateway egress-gw',
    (chart) =>
      new Gateway(chart, 'egress-gw', {
        namespace: 'istio-gateways',
        selector,
        servers: [Server.http({ hosts: [docs] })],
      }),
    `
metadata: { name: egress-gw, namespace: istio-gateways }
spec:
  selector: { istio: istio-gateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [docs.redhat.com] }]`,
  ],
  [
    'DestinationRule egress-dr',
    (chart) =>
      new DestinationRule(chart, 'egress-dr', {
        namespace: 'istio-gateways',
        host: egress,
        subsets: [{ name: 'rh-docs' }],
      }),
    `
metadata: { name: egress-dr, namespace: istio-gateways }
spec:
  host: istio-gateway.istio-gateways.svc.cluster.local
  subsets: [{ name: rh-docs }]`,
  ],
  [
    'VirtualService egress-vs',
    (chart) => {
      const { MESH } = VirtualServiceGateway;
      const gateway = VirtualServiceGateway.named('egress-gw', 'istio-gateways');
      return new VirtualService(chart, 'egress-vs', {
        namespace: 'curl',
        hosts: [docs],
        gateways: [MESH, gateway],
        http: [
          {
            matches: [{ gateways: [MESH], port: 80 }],
            route: [Destination.host(egress, { subset: 'rh-docs', port: 80, weight: 100 })],
          },
          {
            matches: [{ gateways: [gateway], port: 80 }],
            route: [Destination.host(docs, { port: 80, weight: 100 })],
          },
        ],
      });
    },
    `
metadata: { name: egress-vs, namespace: curl }
spec:
  hosts: [docs.redhat.com]
  gateways: [mesh, istio-gateways/egress-gw]
  http:
    - match: [{ gateways: [mesh], port: 80 }]
      route:
        - destination: { host: istio-gateway.istio-gateways.svc.cluster.local, subset: rh-docs, port: { number: 80 } }
          weight: 100
    - match: [{ gateways: [istio-gateways/egress-gw], port: 80 }]
      route: [{ destination: { host: docs.redhat.com, port: { number: 80 } }, weight: 100 }]`,
  ],
  [
    'ServiceEntry httpbin-ext',
    (chart) =>
      new ServiceEntry(chart, 'httpbin-ext', {
        namespace: 'egress-gateway',
        hosts: ['httpbin.org'],
        ports: [Port.http(80)],
      }),
    `
metadata: { name: httpbin-ext, namespace: egress-gateway }
spec:
  hosts: [httpbin.org]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  location: MESH_EXTERNAL
  resolution: DNS`,
  ],
  [
    'VirtualService httpbin',
    (chart) =>
      new VirtualService(chart, 'httpbin', {
        hosts: httpbinHosts,
        gateways: [VirtualServiceGateway.named('httpbin-gateway')],
        http: [{ matches: prefixes('/status', '/delay'), route: [Destination.host('httpbin', { port: 8000 })] }],
      }),
    `
metadata: { name: httpbin, namespace: team }
spec:
  hosts: [httpbin.example.com]
  gateways: [httpbin-gateway]
  http:
    - match: [{ uri: { prefix: /status } }, { uri: { prefix: /delay } }]
      route: [{ destination: { port: { number: 8000 }, host: httpbin } }]`,
  ],
  [
    'Gateway mygateway',
    (chart) =>
      new Gateway(chart, 'mygateway', {
        selector: { istio: 'second-istio-ingressgateway' },
        servers: [Server.https({ hosts: ['nginx.example.com'], tls: ServerTls.passthrough() })],
      }),
    `
metadata: { name: mygateway, namespace: team }
spec:
  selector: { istio: second-istio-ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [nginx.example.com]
      tls: { mode: PASSTHROUGH }`,
  ],
])('%s', (title, make, yaml) => {
  const chart = newChart();
  make(chart);
  const [kind] = title.split(' ');
  const expected = load(yaml) as object;
  expect(objectsOf(chart)).toEqual([{ apiVersion: 'networking.istio.io/v1', kind, ...expected }]);
});
