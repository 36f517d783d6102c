import { Chart } from 'cdk8s';
import {
  Conversion,
  Backend,
  Gateway,
  GatewayClass,
  HttpMatch,
  HttpRoute,
  InjectedGateway,
  Listener,
  RouteNamespaces,
  RouteParent,
  Warnings,
  istio,
} from 'cdk8s-gateways';
import { Construct } from 'constructs';

const HTTPBIN = 'httpbin.example.com';
const BOOKINFO = 'bookinfo.com';

/** 2.1 and 2.2: Gateways and VirtualServices of Istio. Returns the one that 2.4 writes as an HTTPRoute. */
export function ingressWithIstioApis(scope: Construct, gateway: InjectedGateway): istio.VirtualService {
  bookinfoWithIstioApis(new Chart(scope, 'bookinfo', { namespace: 'bookinfo' }));
  return httpbinWithIstioApis(new Chart(scope, 'httpbin', { namespace: 'httpbin' }), gateway);
}

/** 2.4 and 3.3: the same applications by the Gateway API. */
export function ingressWithGatewayApi(scope: Construct, virtualService: istio.VirtualService): void {
  bookinfoWithGatewayApi(new Chart(scope, 'bookinfo', { namespace: 'bookinfo' }));
  httpbinWithGatewayApi(new Chart(scope, 'httpbin', { namespace: 'httpbin' }), virtualService);
}

/** HTTPS by a certificate in files, which a gateway of the application's own namespace reads. */
function bookinfoWithIstioApis(chart: Chart): void {
  const dedicated = new InjectedGateway(chart, 'ingressgateway', {
    createNamespace: false,
    volumes: [
      {
        name: 'bookinfo-certs',
        secret: {
          secretName: 'bookinfo-certs',
          items: [
            { key: 'tls.crt', path: 'servercert.pem' },
            { key: 'tls.key', path: 'privatekey.pem' },
          ],
        },
      },
    ],
    volumeMounts: [{ name: 'bookinfo-certs', mountPath: '/etc/certs', readOnly: true }],
  });
  const gateway = new istio.Gateway(chart, 'bookinfo-gateway', {
    selector: dedicated.selector,
    servers: [
      istio.Server.https({
        hosts: [BOOKINFO],
        portName: 'https-443',
        tls: istio.ServerTls.simple({
          serverCertificate: '/etc/certs/servercert.pem',
          privateKey: '/etc/certs/privatekey.pem',
        }),
      }),
    ],
  });
  new istio.VirtualService(chart, 'bookinfo-rule', {
    hosts: [BOOKINFO],
    gateways: [istio.VirtualServiceGateway.of(gateway)],
    http: [
      {
        matches: [{ uri: istio.StringMatch.prefix('/reviews/') }],
        route: [istio.Destination.host('reviews.bookinfo.svc.cluster.local', { port: 9080 })],
      },
    ],
  });
}

function httpbinWithIstioApis(chart: Chart, { selector }: InjectedGateway): istio.VirtualService {
  const gateway = new istio.Gateway(chart, 'httpbin-gateway', {
    selector,
    servers: [istio.Server.http({ hosts: [HTTPBIN] })],
  });
  return new istio.VirtualService(chart, 'httpbin-virtual-service', {
    name: 'httpbin',
    hosts: [HTTPBIN],
    gateways: [istio.VirtualServiceGateway.of(gateway)],
    http: [
      {
        matches: [{ uri: istio.StringMatch.prefix('/status') }, { uri: istio.StringMatch.prefix('/headers') }],
        route: [istio.Destination.host('httpbin', { port: 8000 })],
      },
    ],
  });
}

function bookinfoWithGatewayApi(chart: Chart): void {
  const gateway = new Gateway(chart, 'bookinfo-gateway', {
    gatewayClass: GatewayClass.ISTIO,
    listeners: [Listener.http()],
  });
  new HttpRoute(chart, 'bookinfo', {
    parents: [RouteParent.of(gateway)],
    rules: [
      {
        matches: [
          HttpMatch.exact('/productpage'),
          HttpMatch.prefix('/static'),
          HttpMatch.exact('/login'),
          HttpMatch.exact('/logout'),
          HttpMatch.prefix('/api/v1/products'),
        ],
        backends: [Backend.service('productpage', 9080)],
      },
    ],
  });
}

/** The HTTPRoute is not written again: it is what the VirtualService says. */
function httpbinWithGatewayApi(chart: Chart, virtualService: istio.VirtualService): void {
  const gateway = new Gateway(chart, 'httpbin-gateway', {
    gatewayClass: GatewayClass.ISTIO,
    listeners: [Listener.http({ name: 'default', hostname: HTTPBIN, allowedRoutes: RouteNamespaces.all() })],
  });
  const route = Conversion.fromVirtualService(chart, 'httpbin', virtualService, {
    parents: [RouteParent.of(gateway)],
  });
  Warnings.of(route).acknowledge('GW580', 'httpbin has no path such as /statusx; the guide converts it so, too');
}
