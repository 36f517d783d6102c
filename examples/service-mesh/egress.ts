import { Chart } from 'cdk8s';
import {
  Backend,
  Destination,
  DestinationRule,
  Gateway,
  GatewayClass,
  HttpRoute,
  InjectedGateway,
  IstioGateway,
  IstioPort,
  IstioRevision,
  IstioServer,
  Listener,
  RouteParent,
  ServiceEntry,
  VirtualService,
  VirtualServiceGateway,
} from 'cdk8s-gateways';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** 3.2: from the sidecars of `curl` through the gateway to docs.redhat.com. */
export function egressWithIstioApis(scope: Construct, egress: InjectedGateway): void {
  const host = 'docs.redhat.com';
  const atGateway = new Chart(scope, 'egress-gateway-docs', { namespace: egress.namespace });
  const gateway = new IstioGateway(atGateway, 'egress-gw', {
    selector: egress.selector,
    servers: [IstioServer.http({ hosts: [host] })],
  });
  const toGateway = new DestinationRule(atGateway, 'egress-dr', {
    host: egress.serviceHost,
    subsets: [{ name: 'rh-docs' }],
  });

  const atClient = new Chart(scope, 'curl-docs', { namespace: 'curl' });
  new ServiceEntry(atClient, 'egress-se', {
    hosts: [host],
    ports: [IstioPort.http(80, { name: 'http-port' })],
  });
  const leaving = VirtualServiceGateway.of(gateway);
  new VirtualService(atClient, 'egress-vs', {
    hosts: [host],
    gateways: [VirtualServiceGateway.MESH, leaving],
    http: [
      {
        matches: [{ gateways: [VirtualServiceGateway.MESH], port: 80 }],
        route: [toGateway.destination({ subset: 'rh-docs', port: 80 })],
      },
      {
        matches: [{ gateways: [leaving], port: 80 }],
        route: [Destination.host(host, { port: 80 })],
      },
    ],
  });
}

/** 3.3: through a gateway that Istio deploys for the Gateway API, to httpbin.org. */
export function egressWithGatewayApi(scope: Construct, revision: IstioRevision): void {
  const host = 'httpbin.org';
  const namespace = 'egress-gateway';
  const metadata = { name: namespace, labels: revision.namespaceLabels };
  new Namespace(new Chart(scope, 'egress-namespace'), 'namespace', { metadata });
  const chart = new Chart(scope, 'egress-httpbin', { namespace });
  const outside = new ServiceEntry(chart, 'httpbin-ext', { hosts: [host], ports: [IstioPort.http(80)] });
  const gateway = new Gateway(chart, 'httpbin-egress-gateway', {
    gatewayClass: GatewayClass.ISTIO,
    annotations: { 'networking.istio.io/service-type': 'ClusterIP' },
    listeners: [Listener.http({ hostname: host })],
  });
  new HttpRoute(chart, 'direct-httpbin-to-egress-gateway', {
    parents: [RouteParent.of(outside)],
    backends: [Backend.service(`${gateway.name}-istio`, 80)], // the Service that Istio makes
  });
  new HttpRoute(chart, 'forward-httpbin-from-egress-gateway', {
    parents: [RouteParent.of(gateway)],
    hostnames: [host],
    backends: [Backend.istioHostname(host, 80)],
  });
}
