import { Chart } from 'cdk8s';
import { InjectedGateway, istio } from 'cdk8s-gateways';
import { FILES } from './gateways';

/** httpbin by HTTP, by HTTPS with certificates of each kind, and at the second gateway. */
export function exposeHttpbin(chart: Chart, { selector }: InjectedGateway, second: InjectedGateway): void {
  const plain = new istio.Gateway(chart, 'httpbin-gateway', {
    selector,
    servers: [istio.Server.http({ hosts: ['httpbin.example.com'] })],
  });
  routeToHttpbin(chart, 'httpbin', plain);

  // SDS: a Secret for each host, in the namespace of the gateway's pods; new ones are picked up as they come.
  const secrets = new istio.Gateway(chart, 'httpbin-credentials', {
    selector,
    servers: ['httpbin', 'status'].map((name) =>
      istio.Server.https({
        hosts: [`${name}.example.com`],
        tls: istio.ServerTls.simple({ credentialName: `${name}-credential` }),
      }),
    ),
  });
  routeToHttpbin(chart, 'httpbin-credentials-routes', secrets);

  // Certificates in files, from Secrets that the pods mount.
  const files = new istio.Gateway(chart, 'httpbin-files', {
    selector,
    servers: [
      istio.Server.https({
        hosts: ['partners.example.com'],
        tls: istio.ServerTls.mutual({
          serverCertificate: `${FILES.certificate}/tls.crt`,
          privateKey: `${FILES.certificate}/tls.key`,
          caCertificates: `${FILES.authority}/ca.crt`,
        }),
      }),
    ],
  });
  routeToHttpbin(chart, 'httpbin-files-routes', files);

  // The hosts of a large cluster, shared out over two gateways.
  const elsewhere = new istio.Gateway(chart, 'gateway', {
    selector: second.selector,
    servers: [istio.Server.http({ hosts: ['second.example.com'] })],
  });
  routeToHttpbin(chart, 'httpbin-second', elsewhere);
}

/** nginx, which terminates TLS itself: the gateway reads the server name only. */
export function exposeNginx(chart: Chart, { selector }: InjectedGateway): void {
  const gateway = new istio.Gateway(chart, 'mygateway', {
    selector,
    servers: [istio.Server.https({ hosts: ['nginx.example.com'], tls: istio.ServerTls.passthrough() })],
  });
  new istio.VirtualService(chart, 'nginx', {
    hosts: ['nginx.example.com'],
    gateways: [istio.VirtualServiceGateway.of(gateway)],
    tls: [
      {
        matches: [{ port: 443, sniHosts: ['nginx.example.com'] }],
        route: [istio.Destination.host('nginx', { port: 443 })],
      },
    ],
  });
}

/** All hosts of the gateway go to httpbin, and `/status` and `/delay` only. */
function routeToHttpbin(chart: Chart, id: string, gateway: istio.Gateway): void {
  new istio.VirtualService(chart, id, {
    hosts: gateway.servers.flatMap(({ hosts }) => hosts),
    gateways: [istio.VirtualServiceGateway.of(gateway)],
    http: [
      {
        matches: [{ uri: istio.StringMatch.prefix('/status') }, { uri: istio.StringMatch.prefix('/delay') }],
        route: [istio.Destination.host('httpbin', { port: 8000 })],
      },
    ],
  });
}
