import { App, Chart } from 'cdk8s';
import {
  EgressCaller,
  EgressGateway,
  EgressHost,
  EgressMode,
  GatewayApp,
  GatewayService,
  InjectedGateway,
  Warnings,
} from 'cdk8s-gateways';

const app: App = new GatewayApp();

/** The rows of the matrix: how an external host is called. */
const hosts: { readonly [row: string]: EgressHost } = {
  http: EgressHost.http('docs.redhat.com'),
  'tls-passthrough': EgressHost.tlsPassthrough('edition.cnn.com'),
  'tls-origination': EgressHost.tlsOrigination('api.example.com'),
  'mtls-origination': EgressHost.mutualTlsOrigination('partner.example.com', { credentialName: 'client-credential' }),
  wildcard: EgressHost.wildcard('*.wikipedia.org', { server: 'www.wikipedia.org' }),
  tcp: EgressHost.tcp('db.example.com', { port: 5432, addresses: ['203.0.113.10'] }),
};

/** A gateway by injection, inside the cluster only. */
const injected = (chart: Chart) =>
  new InjectedGateway(chart, 'gateway', { name: chart.node.id, service: GatewayService.clusterIp() });

/** The columns: which API configures the gateway. Here nothing is called by plain HTTP beside mutual TLS: port 80 does. */
const modes: { readonly [column: string]: (chart: Chart) => EgressMode } = {
  'istio-apis': (chart) => EgressMode.istioApis({ gateway: injected(chart), mutualTlsPort: 80 }),
  'gateway-api': () => EgressMode.gatewayApi({ mutualTlsPort: 80 }),
  ambient: () => EgressMode.waypoint(),
};

// Each cell is a chart, with a namespace of its own.
for (const [column, mode] of Object.entries(modes)) {
  for (const [row, host] of Object.entries(hosts)) {
    // A waypoint looks up each name, see `ambient-any-name`.
    if (column === 'ambient' && row === 'wildcard') continue;
    const chart = new Chart(app, `${column}-${row}`, { namespace: `${column}-${row}` });
    new EgressGateway(chart, 'egress', { mode: mode(chart) }).addHost(row, host);
  }
}

// Any name below a domain: each client's own, which only a waypoint looks up.
const anyName = new Chart(app, 'ambient-any-name', { namespace: 'ambient-any-name' });
new EgressGateway(anyName, 'egress', { mode: EgressMode.waypoint() }).addHost(
  'example',
  EgressHost.wildcard('*.example.com', { http: true }),
);

// All hosts on one gateway, nothing goes around it, and the database and the partner are not for everybody.
const locked: { readonly [chart: string]: (chart: Chart) => EgressMode } = {
  'locked-istio-apis': (chart) => EgressMode.istioApis({ gateway: injected(chart) }),
  'locked-ambient': () => EgressMode.waypoint(),
};
for (const [name, mode] of Object.entries(locked)) {
  const chart = new Chart(app, name, { namespace: name });
  Warnings.of(chart).acknowledge('GW535', 'the charts are alternatives, of which one is applied');
  const shop = `${name}-shop`;
  const billing = [EgressCaller.serviceAccount(shop, 'billing')];
  const egress = new EgressGateway(chart, 'egress', {
    mode: mode(chart),
    lockDown: { namespaces: [shop, `${name}-reports`] },
  });
  egress.addHost('docs', EgressHost.web('docs.redhat.com'));
  egress.addHost('api', EgressHost.tlsOrigination('api.example.com', { callers: [EgressCaller.namespace(shop)] }));
  egress.addHost(
    'partner',
    EgressHost.mutualTlsOrigination('partner.example.com', { credentialName: 'client-credential', callers: billing }),
  );
  egress.addHost('db', EgressHost.tcp('db.example.com', { port: 5432, addresses: ['203.0.113.10'], callers: billing }));
}

app.synth();
