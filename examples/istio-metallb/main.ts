import { Chart } from 'cdk8s';
import {
  Backend,
  CertificateReference,
  Gateway,
  GatewayAddress,
  GatewayApp,
  GatewayClass,
  HttpMatch,
  HttpRoute,
  Listener,
  PathModifier,
  RedirectStatus,
  RouteFilter,
  RouteNamespaces,
  RouteParent,
  metallb,
} from 'cdk8s-gateways';

const app = new GatewayApp();

// Addresses of the kind network that MetalLB may hand out.
const pools = new Chart(app, 'metallb');
new metallb.AddressPool(pools, 'example', { addresses: ['172.18.255.200-172.18.255.250'] });
new metallb.L2Advertisement(pools, 'empty');

// The gateway, at an address of its own, with the certificate that istio-system holds.
const cluster = new Chart(app, 'cluster', { namespace: 'cluster' });
const gateway = new Gateway(cluster, 'default-gateway', {
  gatewayClass: GatewayClass.ISTIO,
  addresses: [GatewayAddress.ip('172.18.255.200')],
  listeners: [
    Listener.https({
      name: 'https-anyflow-net',
      hostname: '*.anyflow.net',
      certificates: [CertificateReference.secret('default-tls', 'istio-system')],
      allowedRoutes: RouteNamespaces.all(),
    }),
  ],
});
gateway.redirectToHttps();

// The documentation server, of another team in another namespace.
const cluster2 = new Chart(app, 'cluster2', { namespace: 'cluster2' });
new HttpRoute(cluster2, 'docserver', {
  parents: [RouteParent.of(gateway)],
  hostnames: ['api.anyflow.net'],
  rules: [
    {
      matches: [HttpMatch.exact('/')],
      filters: [RouteFilter.redirect({ path: PathModifier.replaceFull('/__apispec/'), status: RedirectStatus.FOUND })],
    },
    { matches: [HttpMatch.prefix('/')], backends: [Backend.service('docserver', 80)] },
  ],
});

app.synth();
