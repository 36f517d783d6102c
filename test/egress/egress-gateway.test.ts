import { Chart } from 'cdk8s';
import { GatewayService, InjectedGateway, Warnings } from '../../src';
import { check } from '../../src/check/check';
import { EgressCaller } from '../../src/egress/egress-caller';
import { EgressGateway, EgressGatewayProps } from '../../src/egress/egress-gateway';
import { EgressHost } from '../../src/egress/egress-host';
import { EgressMode } from '../../src/egress/egress-mode';
import { Json } from '../examples/example';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

const SERVICE = 'out.egress.svc.cluster.local';
const modes = {
  istio: () => EgressMode.istioApis({ selector: { istio: 'out' }, serviceHost: SERVICE }),
  gateway: () => EgressMode.gatewayApi(),
  waypoint: () => EgressMode.waypoint(),
};
type Mode = keyof typeof modes;

/** An egress gateway with hosts, in namespace `team`. */
function egressOf(mode: Mode, hosts: { [id: string]: EgressHost }, props: Partial<EgressGatewayProps> = {}) {
  const chart = newChart();
  const egress = new EgressGateway(chart, 'egress', { mode: modes[mode](), ...props });
  Object.entries(hosts).forEach(([id, host]) => egress.addHost(id, host));
  return { chart, egress };
}

/** Specs by `Kind name`. */
const specsOf = (chart: Chart): { [name: string]: Json } =>
  Object.fromEntries(chart.toJson().map((object) => [`${object.kind} ${object.metadata.name}`, object.spec]));

const specsFor = (mode: Mode, host: EgressHost) => specsOf(egressOf(mode, { it: host }).chart);

const api = EgressHost.tlsOrigination('api.example.com');
const partner = EgressHost.mutualTlsOrigination('partner.example.com', { credentialName: 'client' });
const db = EgressHost.tcp('db.example.com', { port: 5432, addresses: ['203.0.113.10'] });
const wiki = EgressHost.wildcard('*.wikipedia.org', { server: 'www.wikipedia.org' });

describe('Istio APIs', () => {
  test('TLS that passes through is routed by server name on both hops', () => {
    const specs = specsFor('istio', EgressHost.tlsPassthrough('edition.cnn.com'));
    expect(specs['Gateway egress'].servers[0]).toMatchObject({
      port: { number: 443, protocol: 'TLS' },
      tls: { mode: 'PASSTHROUGH' },
    });
    const sniHosts = ['edition.cnn.com'];
    expect(specs['VirtualService it'].tls).toEqual([
      {
        match: [{ gateways: ['mesh'], port: 443, sniHosts }],
        route: [{ destination: { host: SERVICE, port: { number: 443 }, subset: 'it' } }],
      },
      {
        match: [{ gateways: ['egress'], port: 443, sniHosts }],
        route: [{ destination: { host: 'edition.cnn.com', port: { number: 443 } } }],
      },
    ]);
  });

  test.each([
    ['TLS', api, { mode: 'SIMPLE', sni: 'api.example.com', subjectAltNames: ['api.example.com'] }],
    ['mutual TLS', partner, { mode: 'MUTUAL', credentialName: 'client', sni: 'partner.example.com' }],
  ])('%s that the gateway begins: mutual TLS on the way, then port 443', (_, host, tls) => {
    const specs = specsFor('istio', host);
    const { hostname } = host;
    expect(specs['Gateway egress'].servers).toEqual([
      { hosts: [hostname], port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' } },
    ]);
    expect(specs['DestinationRule egress'].subsets[0].trafficPolicy.portLevelSettings).toEqual([
      { port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: hostname } },
    ]);
    const [there, out] = specs['VirtualService it'].http;
    expect([there.match[0].port, there.route[0].destination.port.number]).toEqual([80, 443]);
    expect(out.route[0].destination).toEqual({ host: hostname, port: { number: 443 } });
    const rule = specs['DestinationRule originate-tls-for-it'];
    expect(rule.exportTo).toEqual(['.']);
    expect(rule.trafficPolicy.portLevelSettings).toEqual([
      { port: { number: 443 }, tls: expect.objectContaining(tls) as Json },
    ]);
  });

  test('a wildcard goes to its one server, found by DNS', () => {
    const specs = specsFor('istio', wiki);
    expect(specs['ServiceEntry it']).toMatchObject({
      hosts: ['*.wikipedia.org', 'www.wikipedia.org'],
      resolution: 'DNS',
      endpoints: [{ address: 'www.wikipedia.org' }],
    });
    expect(specs['VirtualService it'].hosts).toEqual(['*.wikipedia.org']);
    expect(specs['VirtualService it'].tls[1].route[0].destination.host).toBe('www.wikipedia.org');
  });

  test('TCP is told apart by address and port', () => {
    const specs = specsFor('istio', db);
    expect(specs['ServiceEntry it']).toMatchObject({ addresses: ['203.0.113.10'], resolution: 'DNS' });
    expect(specs['Gateway egress'].servers[0].port).toMatchObject({ number: 5432, protocol: 'TCP' });
    expect(specs['VirtualService it'].tcp.map((route: Json) => route.route[0].destination)).toEqual([
      { host: SERVICE, port: { number: 5432 }, subset: 'it' },
      { host: 'db.example.com', port: { number: 5432 } },
    ]);
  });

  test('an InjectedGateway gets the ports that it lacks, and its namespace counts', () => {
    const chart = newChart();
    const gateway = new InjectedGateway(chart, 'out', { namespace: 'egress' });
    const egress = new EgressGateway(chart, 'egress', { mode: EgressMode.istioApis({ gateway }) });
    egress.addHost('db', db);
    egress.addHost('docs', EgressHost.http('docs.redhat.com'));
    expect(gateway.ports.map(({ name, port }) => `${name} ${port}`)).toEqual([
      'status-port 15021',
      'http2 80',
      'https 443',
      'tcp-5432 5432',
    ]);
    expect([egress.namespace, egress.hosts.length]).toEqual(['egress', 2]);
  });

  test('with callers every way to the gateway is mutual TLS, and the policy speaks for all hosts', () => {
    const callers = [EgressCaller.serviceAccount('shop', 'billing'), EgressCaller.namespace('audit')];
    const { chart } = egressOf('istio', {
      docs: EgressHost.web('docs.redhat.com'),
      bank: EgressHost.tlsPassthrough('bank.example.com', { callers }),
      mail: EgressHost.http('mail.example.com', { callers }),
      db: EgressHost.tcp('db.example.com', { port: 5432, addresses: ['203.0.113.10'], callers }),
      queue: EgressHost.tcp('queue.example.com', { port: 5672, addresses: ['203.0.113.11'] }),
    });
    const specs = specsOf(chart);
    const servers = specs['Gateway egress'].servers.map(({ hosts, port, tls }: Json) =>
      [hosts[0], port.number, port.protocol, tls?.mode].join(' '),
    );
    expect(servers).toEqual([
      'docs.redhat.com 80 HTTP ',
      'docs.redhat.com 443 TLS PASSTHROUGH',
      'bank.example.com 443 TLS ISTIO_MUTUAL',
      'mail.example.com 443 HTTPS ISTIO_MUTUAL',
      'db.example.com 5432 TLS ISTIO_MUTUAL',
      'queue.example.com 5672 TCP ',
    ]);
    expect(specs['VirtualService bank'].tls).toHaveLength(1);
    expect(specs['VirtualService bank'].tcp[0].match).toEqual([{ gateways: ['egress'], port: 443 }]);
    const from = [
      { source: { principals: ['cluster.local/ns/shop/sa/billing'] } },
      { source: { namespaces: ['audit'] } },
    ];
    const sni = (host: string) => [{ key: 'connection.sni', values: [host] }];
    expect(specs['AuthorizationPolicy egress-callers']).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { istio: 'out' } },
      rules: [
        { to: [{ operation: { hosts: ['docs.redhat.com', 'docs.redhat.com:*'] } }] },
        { when: sni('docs.redhat.com') },
        { from, when: sni('bank.example.com') },
        { from, to: [{ operation: { hosts: ['mail.example.com', 'mail.example.com:*'] } }] },
        { from, to: [{ operation: { ports: ['5432'] } }], when: sni('db.example.com') },
        { to: [{ operation: { ports: ['5672'] } }] },
      ],
    });
    expect(
      Warnings.of(chart)
        .list()
        .map(({ code }) => code),
    ).toEqual(['GW592']);
  });
});

test('callers of a wildcard are told apart by the name of its server, as a connection asks for no wildcard', () => {
  const callers = [EgressCaller.namespace('shop')];
  const host = EgressHost.wildcard('*.wikipedia.org', { server: 'www.wikipedia.org', callers });
  const specs = specsFor('istio', host);
  const [{ trafficPolicy }] = specs['DestinationRule egress'].subsets;
  const values = ['www.wikipedia.org'];
  expect(trafficPolicy.portLevelSettings[0].tls).toEqual({ mode: 'ISTIO_MUTUAL', sni: values[0] });
  expect(specs['AuthorizationPolicy egress-callers'].rules[0].when).toEqual([{ key: 'connection.sni', values }]);
});

test('a policy counts the ports of the pods', () => {
  const chart = newChart();
  const ports = [{ name: 'db', port: 5432, targetPort: 15432 }];
  const gateway = new InjectedGateway(chart, 'out', { service: GatewayService.clusterIp({ ports }) });
  const callers = [EgressCaller.namespace('shop')];
  const egress = new EgressGateway(chart, 'egress', { mode: EgressMode.istioApis({ gateway }), callers });
  egress.addHost('db', db);
  expect(specsOf(chart)['AuthorizationPolicy egress-callers'].rules[0].to).toEqual([
    { operation: { ports: ['15432'] } },
  ]);
});

describe('Gateway API', () => {
  test('TLS that the gateway begins: one listener for all hosts, mutual TLS on the way, a BackendTLSPolicy', () => {
    const specs = specsOf(egressOf('gateway', { api, other: EgressHost.tlsOrigination('other.example.com') }).chart);
    expect(specs['Gateway egress'].listeners).toEqual([
      {
        name: 'mutual-tls',
        port: 8443,
        protocol: 'HTTPS',
        allowedRoutes: { namespaces: { from: 'Same' } },
        tls: { mode: 'Terminate', options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } },
      },
    ]);
    expect(specs['DestinationRule egress-mutual-tls']).toEqual({
      host: 'egress-istio.team.svc.cluster.local',
      trafficPolicy: { portLevelSettings: [{ port: { number: 8443 }, tls: { mode: 'ISTIO_MUTUAL' } }] },
    });
    expect(specs['BackendTLSPolicy originate-tls-for-api']).toEqual({
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api', sectionName: 'https' }],
      validation: { hostname: 'api.example.com', wellKnownCACertificates: 'System' },
    });
    expect(specs['ServiceEntry api'].ports.map(({ name }: Json) => name)).toEqual(['http', 'https']);
    expect(specs['HTTPRoute direct-api-to-egress'].parentRefs[0].port).toBe(80);
    expect(specs['HTTPRoute forward-api-from-egress'].rules[0].backendRefs[0]).toMatchObject({
      kind: 'Hostname',
      name: 'api.example.com',
      port: 443,
    });
  });

  test('authorities and names of the host', () => {
    const host = EgressHost.tlsOrigination('api.example.com', {
      caConfigMap: 'ca',
      sni: 'api.internal.example.com',
      subjectAltNames: ['one.example.com', 'two.example.com'],
    });
    expect(specsFor('gateway', host)['BackendTLSPolicy originate-tls-for-it'].validation).toEqual({
      hostname: 'api.internal.example.com',
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }],
      subjectAltNames: [
        { type: 'Hostname', hostname: 'one.example.com' },
        { type: 'Hostname', hostname: 'two.example.com' },
      ],
    });
    const rule = specsFor('waypoint', host)['DestinationRule originate-tls-for-it'];
    expect(rule.trafficPolicy.tls.credentialName).toBe('configmap://team/ca');
  });

  test.each([
    ['gateway', 'egress-istio'],
    ['waypoint', 'egress'],
  ] as const)('%s: a client certificate by a DestinationRule, and a Role to read it, once', (mode, account) => {
    const again = EgressHost.mutualTlsOrigination('again.example.com', { credentialName: 'client' });
    const { chart } = egressOf(mode, { partner, again });
    const specs = specsOf(chart);
    expect(JSON.stringify(specs['DestinationRule originate-tls-for-partner'])).toContain('"credentialName":"client"');
    expect(chart.toJson().find(({ kind }) => kind === 'RoleBinding')).toMatchObject({
      metadata: { name: `${account}-secret-reader`, namespace: 'team' },
      subjects: [{ kind: 'ServiceAccount', name: account }],
    });
  });

  test.each([
    ['TLSRoute', EgressHost.tlsPassthrough('edition.cnn.com'), 'Passthrough', 'edition.cnn.com'],
    ['TLSRoute', wiki, 'Passthrough', 'www.wikipedia.org'],
    ['TCPRoute', db, undefined, 'db.example.com'],
  ])('two %ss', (kind, host, mode, server) => {
    const specs = specsFor('gateway', host);
    const { port } = specs['Gateway egress'].listeners[0];
    expect(specs['Gateway egress'].listeners[0].tls?.mode).toBe(mode);
    const to = (route: string) => specs[`${kind} ${route}`].rules[0].backendRefs[0];
    expect(to('direct-it-to-egress')).toEqual({ name: 'egress-istio', port });
    expect(to('forward-it-from-egress')).toEqual({
      group: 'networking.istio.io',
      kind: 'Hostname',
      name: server,
      port,
    });
  });

  test('HTTP and HTTPS of one host, each on its port', () => {
    const specs = specsFor('gateway', EgressHost.web('docs.redhat.com'));
    expect(specs['Gateway egress'].listeners.map(({ name, port }: Json) => `${name} ${port}`)).toEqual([
      'it 80',
      'it-tls 443',
    ]);
    expect(specs['HTTPRoute direct-it-to-egress'].parentRefs[0].port).toBe(80);
    expect(specs['TLSRoute direct-it-to-egress-tls'].parentRefs[0].port).toBe(443);
  });

  test('what passes through is allowed on its own port only, beside hosts with callers', () => {
    const callers = [EgressCaller.namespace('shop')];
    const specs = specsOf(
      egressOf('gateway', {
        edition: EgressHost.tlsPassthrough('edition.cnn.com'),
        api: EgressHost.tlsOrigination('api.example.com', { callers }),
      }).chart,
    );
    expect(specs['AuthorizationPolicy egress-callers'].rules[0]).toEqual({
      to: [{ operation: { ports: ['443'] } }],
      when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
    });
  });

  test('callers of HTTP', () => {
    const callers = [EgressCaller.namespace('shop')];
    const specs = specsOf(egressOf('gateway', { docs: EgressHost.http('docs.redhat.com') }, { callers }).chart);
    expect(specs['Gateway egress'].listeners[0]).toMatchObject({ name: 'mutual-tls', protocol: 'HTTPS' });
    expect(specs['AuthorizationPolicy egress-callers'].targetRefs).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'egress' },
    ]);
  });
});

describe('ambient', () => {
  test('a waypoint, a labelled Namespace and a ServiceEntry: nothing else', () => {
    const { chart } = egressOf('waypoint', { docs: EgressHost.web('docs.redhat.com') });
    const [namespace, gateway, ...rest] = chart.toJson();
    expect(namespace.metadata.labels).toEqual({
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/use-waypoint': 'egress',
    });
    expect(gateway.metadata.labels).toEqual({ 'istio.io/waypoint-for': 'service' });
    expect(gateway.spec).toMatchObject({
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    });
    expect(rest.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['ServiceEntry docs']);
  });

  test('TLS that the waypoint begins', () => {
    const specs = specsFor('waypoint', api);
    expect(specs['ServiceEntry it'].ports).toEqual([{ name: 'http', number: 80, protocol: 'HTTP', targetPort: 443 }]);
    expect(specs['DestinationRule originate-tls-for-it'].trafficPolicy).toEqual({
      tls: { mode: 'SIMPLE', sni: 'api.example.com', subjectAltNames: ['api.example.com'] },
    });
  });

  test('callers of a ServiceEntry', () => {
    const host = EgressHost.tcp('db.example.com', { port: 5432, callers: [EgressCaller.namespace('shop')] });
    const { chart } = egressOf('waypoint', { db: host });
    expect(specsOf(chart)['AuthorizationPolicy db-callers']).toEqual({
      action: 'ALLOW',
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'db' }],
      rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    });
    const open = Warnings.of(chart)
      .list()
      .filter(({ acknowledgement }) => acknowledgement === undefined);
    expect(open.map(({ code }) => code)).toEqual(['GW592']);
  });

  test.each([
    [true, []],
    [false, ['GW590']],
  ])('any name below a domain is looked up by the waypoint, HTTP %s', (http, codes) => {
    const { chart } = egressOf('waypoint', { it: EgressHost.wildcard('*.example.com', { http }) });
    expect(specsOf(chart)['ServiceEntry it']).toMatchObject({ hosts: ['*.example.com'], resolution: 'DYNAMIC_DNS' });
    const objects = objectsOf(chart).map((object) => ({ where: 'test', manifest: object }));
    expect(check(objects).map(({ code }) => code)).toEqual(codes);
  });
});

describe('refuses', () => {
  const callers = [EgressCaller.namespace('shop')];
  test.each<[string, Mode, { [id: string]: EgressHost }, RegExp]>([
    [
      'a host twice',
      'istio',
      { a: EgressHost.http('x.com'), b: EgressHost.tlsPassthrough('x.com') },
      /'x.com' twice.*web\(\)/,
    ],
    [
      'the server of a wildcard',
      'gateway',
      { a: wiki, b: EgressHost.http('www.wikipedia.org') },
      /'www.wikipedia.org' twice/,
    ],
    [
      'two TCP hosts on one port',
      'gateway',
      { a: db, b: EgressHost.tcp('b.example.com', { port: 5432, addresses: ['203.0.113.11'] }) },
      /port 5432 of the gateway: got TCP for 'b.example.com', TCP for 'db.example.com'/,
    ],
    [
      'HTTP and mutual TLS of one host on one port',
      'istio',
      { a: EgressHost.web('x.com', { callers }) },
      /port 443 of the gateway: got mutual TLS for 'x.com', mutual TLS for 'x.com'.*mutualTlsPort/,
    ],
    [
      'TCP without addresses',
      'istio',
      { a: EgressHost.tcp('x.com', { port: 1 }) },
      /addresses of 'x.com': got undefined/,
    ],
    [
      'any name at a gateway',
      'gateway',
      { a: EgressHost.wildcard('*.x.com') },
      /wildcard host '\*\.x\.com': got 'no server'/,
    ],
    [
      'a server of a wildcard at a waypoint',
      'waypoint',
      { a: wiki },
      /server of wildcard host '\*\.wikipedia\.org': got 'www\.wikipedia\.org'/,
    ],
    [
      'callers of what passes through',
      'gateway',
      { a: EgressHost.tlsPassthrough('x.com', { callers }) },
      /callers of 'x\.com': got 'TLS with EgressMode\.gatewayApi\(\)'/,
    ],
  ])('%s', (_, mode, hosts, message) => {
    expect(() => egressOf(mode, hosts)).toThrow(message);
  });

  test('plain HTTP and mutual TLS on one port', () => {
    const mode = EgressMode.gatewayApi({ mutualTlsPort: 80 });
    expect(() => egressOf('gateway', { api, docs: EgressHost.http('docs.redhat.com') }, { mode })).toThrow(
      /port 80 of the gateway: got HTTP for 'docs.redhat.com', mutual TLS/,
    );
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'a Secret elsewhere',
      () => EgressHost.mutualTlsOrigination('x.com', { credentialName: 'a/b' }),
      /credentialName: got 'a\/b'/,
    ],
    ['a wildcard without one', () => EgressHost.wildcard('x.com'), /expected a wildcard/],
    ['a server of another domain', () => EgressHost.wildcard('*.x.com', { server: 'y.com' }), /below 'x.com'/],
    ['one port for two protocols', () => EgressHost.web('x.com', { httpPort: 443 }), /got '443 twice'/],
    [
      'TLS where applications speak HTTP',
      () => EgressHost.tlsOrigination('x.com', { port: 443 }),
      /port of 'x\.com': got 443/,
    ],
    [
      'networks as addresses',
      () => EgressHost.tcp('x.com', { port: 1, addresses: ['10.0.0.0/8'] }),
      /addresses of 'x\.com': got '10\.0\.0\.0\/8'/,
    ],
    ['nobody as callers', () => EgressHost.http('x.com', { callers: [] }), /empty list/],
    ['no certificate names', () => EgressHost.tlsOrigination('x.com', { subjectAltNames: [] }), /at least one name/],
    [
      'half a gateway',
      () => egressOf('istio', {}, { mode: EgressMode.istioApis({ serviceHost: SERVICE }) }),
      /selector and serviceHost/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a gateway without hosts', () => {
    expect(egressOf('waypoint', {}).egress.node.validate().map(brief)).toEqual(['hosts: got none']);
  });
});
