import { Chart } from 'cdk8s';
import {
  Destination,
  InjectedGateway,
  IstioGateway,
  IstioServer,
  IstioServerTls,
  StringMatch,
  VirtualService,
  VirtualServiceGateway,
} from 'cdk8s-gateways';
import { FILES } from './gateways';

/** httpbin by HTTP, by HTTPS with certificates of each kind, and at the second gateway. */
export function exposeHttpbin(chart: Chart, { selector }: InjectedGateway, second: InjectedGateway): void {
  const plain = new IstioGateway(chart, 'httpbin-gateway', {
    selector,
    servers: [IstioServer.http({ hosts: ['httpbin.example.com'] })],
  });
  routeToHttpbin(chart, 'httpbin', plain);

  // SDS: a Secret for each host, in the namespace of the gateway's pods; new ones are picked up as they come.
  const secrets = new IstioGateway(chart, 'httpbin-credentials', {
    selector,
    servers: ['httpbin', 'status'].map((name) =>
      IstioServer.https({
        hosts: [`${name}.example.com`],
        tls: IstioServerTls.simple({ credentialName: `${name}-credential` }),
      }),
    ),
  });
  routeToHttpbin(chart, 'httpbin-credentials-routes', secrets);

  // Certificates in files, from Secrets that the pods mount.
  const files = new IstioGateway(chart, 'httpbin-files', {
    selector,
    servers: [
      IstioServer.https({
        hosts: ['partners.example.com'],
        tls: IstioServerTls.mutual({
          serverCertificate: `${FILES.certificate}/tls.crt`,
          privateKey: `${FILES.certificate}/tls.key`,
          caCertificates: `${FILES.authority}/ca.crt`,
        }),
      }),
    ],
  });
  routeToHttpbin(chart, 'httpbin-files-routes', files);

  // The hosts of a large cluster, shared out over two gateways.
  const elsewhere = new IstioGateway(chart, 'gateway', {
    selector: second.selector,
    servers: [IstioServer.http({ hosts: ['second.example.com'] })],
  });
  routeToHttpbin(chart, 'httpbin-second', elsewhere);
}

/** nginx, which terminates TLS itself: the gateway reads the server name only. */
export function exposeNginx(chart: Chart, { selector }: InjectedGateway): void {
  const gateway = new IstioGateway(chart, 'mygateway', {
    selector,
    servers: [IstioServer.https({ hosts: ['nginx.example.com'], tls: IstioServerTls.passthrough() })],
  });
  new VirtualService(chart, 'nginx', {
    hosts: ['nginx.example.com'],
    gateways: [VirtualServiceGateway.of(gateway)],
    tls: [
      {
        matches: [{ port: 443, sniHosts: ['nginx.example.com'] }],
        route: [Destination.host('nginx', { port: 443 })],
      },
    ],
  });
}

/** All hosts of the gateway go to httpbin, and `/status` and `/delay` only. */
function routeToHttpbin(chart: Chart, id: string, gateway: IstioGateway): void {
  new VirtualService(chart, id, {
    hosts: gateway.servers.flatMap(({ hosts }) => hosts),
    gateways: [VirtualServiceGateway.of(gateway)],
    http: [
      {
        matches: [{ uri: StringMatch.prefix('/status') }, { uri: StringMatch.prefix('/delay') }],
        route: [Destination.host('httpbin', { port: 8000 })],
      },
    ],
  });
}
