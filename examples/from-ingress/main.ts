import * as path from 'path';
import { Chart, Yaml } from 'cdk8s';
import {
  CertificateReference,
  Conversion,
  Gateway,
  GatewayApp,
  GatewayClass,
  Listener,
  RouteNamespaces,
  Warnings,
} from 'cdk8s-gateways';

const app = new GatewayApp();

// The gateway that takes over: HTTP for all hosts, HTTPS for each with its certificate.
const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
const allowedRoutes = RouteNamespaces.named('shop');
const gateway = new Gateway(gateways, 'external', {
  gatewayClass: GatewayClass.ISTIO,
  listeners: [
    Listener.http({ allowedRoutes }),
    ...['shop', 'office'].map((name) =>
      Listener.https({
        name: `https-${name}`,
        hostname: `${name}.example.com`,
        certificates: [CertificateReference.secret(`${name}-tls`, 'shop')],
        allowedRoutes,
      }),
    ),
  ],
});

// The routes and policies that the Ingresses become; `migrate --prove` shows where they differ.
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const read = (file: string) => Yaml.load(path.join(__dirname, 'ingress', file));
Conversion.fromIngress(shop, 'ingress', read('shop.yaml'), {
  gateway,
  objects: read('services.yaml'),
  ignore: ['configuration-snippet'],
});
Warnings.of(shop).acknowledge('GW586', 'each difference is in migrate.yaml, or tells what to do before the cut-over');

app.synth();
