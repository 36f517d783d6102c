import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import {
  AuthPolicy,
  Backend,
  Certificate,
  Gateway,
  GatewayApp,
  GatewayClass,
  HttpRoute,
  Issuer,
  Listener,
  ListenerSet,
  MultiClusterDns,
  MultiClusterGateway,
  MultiClusterIssuer,
  PolicyTarget,
  RateLimitPolicy,
  SecuredGateway,
  TlsPolicy,
} from '../../src';
import { brief } from '../support/brief';

/** The errors of a program, without what was expected and how to fix it. */
function errorsOf(fill: (chart: Chart, app: GatewayApp) => unknown): string[] {
  const app = new GatewayApp();
  try {
    fill(new Chart(app, 'chart', { namespace: 'team' }), app);
    app.synthYaml();
    return [];
  } catch (error) {
    const { message } = error as Error;
    const lines = message.includes('no file was written') ? message.split('\n').slice(2) : [message];
    return lines.filter((line) => !/^ *https:/.test(line)).map(brief);
  }
}

const newGateway = (chart: Chart, listeners = [Listener.http()]) =>
  new Gateway(chart, 'external', { gatewayClass: GatewayClass.ISTIO, listeners });
const target = PolicyTarget.of(Gateway.fromGatewayName('external', 'team'));

test.each<[string, JsonPatch, string]>([
  [
    'replaces below a field that is absent',
    JsonPatch.replace('/spec/infra/labels', {}),
    "JSON patch 'replace /spec/infra/labels': got 'an object without /spec/infra'",
  ],
  [
    'adds to a field that is absent',
    JsonPatch.add('/spec/infrastructure/labels', {}),
    "JSON patch 'add /spec/infrastructure/labels': got 'an object without /spec/infrastructure'",
  ],
  [
    'names an element that is absent',
    JsonPatch.replace('/spec/listeners/3/port', 81),
    "JSON patch 'replace /spec/listeners/3/port': got 'an object without /spec/listeners/3'",
  ],
  [
    'copies from a path that is absent',
    JsonPatch.copy('/spec/none/port', '/spec/listeners/0/port'),
    "JSON patch 'copy /spec/listeners/0/port': got 'an object without /spec/none'",
  ],
  [
    'tests another value',
    JsonPatch.test('/spec/listeners/0/port', 81),
    "JSON patch 'test /spec/listeners/0/port': got 80",
  ],
])('a JSON patch that %s', (_, patch, message) => {
  const good = JsonPatch.add('/metadata/labels', { team: 'edge' });
  expect(errorsOf((chart) => newGateway(chart).addJsonPatch(good, patch))).toEqual([
    `error [chart/external] ${message}`,
  ]);
});

test.each([-8.109562212591379e298, -1.8881545897087505e289])('a number that Terraform knows later: %d', (port) => {
  const [error] = errorsOf(() => Backend.service('toystore', port));
  expect(error).toBe(`port of backend 'toystore': got ${port}`);
  expect(() => Backend.service('toystore', port)).toThrow('known only after apply');
  const ports = errorsOf((chart) => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'toystore' }, spec: { ports: [{ port }] } };
    new ApiObject(chart, 'service', service);
  });
  expect(ports).toEqual([`error GW020 [chart/service] Service team/toystore: spec.ports[0].port: got '${port}'`]);
});

test.each<[string, (chart: Chart) => unknown, string]>([
  [
    'a Gateway without listeners',
    (chart) => newGateway(chart, []),
    'GW003 [chart/external] Gateway team/external: spec.listeners: got []',
  ],
  [
    'a ListenerSet without listeners',
    (chart) => new ListenerSet(chart, 'set', { gateway: Gateway.fromGatewayName('external'), listeners: [] }),
    'GW003 [chart/set] ListenerSet team/set: spec.listeners: got []',
  ],
  [
    'an AuthPolicy without rules',
    (chart) => new AuthPolicy(chart, 'auth', { target }),
    'GW252 [chart/auth] AuthPolicy team/auth: spec.defaults.rules: got {}',
  ],
  [
    'a RateLimitPolicy without limits',
    (chart) => new RateLimitPolicy(chart, 'rlp', { target }),
    'GW252 [chart/rlp] RateLimitPolicy team/rlp: spec.defaults.limits: got {}',
  ],
])('%s is told once', (_, make, message) => {
  expect(errorsOf(make)).toEqual([`error ${message}`]);
});

const CLUSTERS = { domain: 'demo.example.com', namespace: 'edge', clusters: [{ name: 'eu' }] };
const issuer = Issuer.fromClusterIssuerName('lets-encrypt');

test.each<[string, (chart: Chart, app: GatewayApp) => unknown, string]>([
  [
    'no class',
    (chart) => new Gateway(chart, 'external', { gatewayClass: undefined as never }),
    '[chart/external] gatewayClass: got undefined',
  ],
  [
    'the name of a class',
    (chart) => new SecuredGateway(chart, 'external', { ...CLUSTERS, issuer, gatewayClass: 'istio' as never }),
    "[chart/external] gatewayClass: got 'istio'",
  ],
  [
    'no domain',
    (chart) => new SecuredGateway(chart, 'external', { domain: undefined as never, issuer }),
    'domain: got undefined',
  ],
  [
    'no issuer of a gateway',
    (chart) => new SecuredGateway(chart, 'external', { ...CLUSTERS, issuer: undefined as never }),
    '[chart/external] issuer: got undefined',
  ],
  [
    'the name of an issuer',
    (chart) => new TlsPolicy(chart, 'tls', { target, issuer: 'lets-encrypt' as never }),
    "[chart/tls] issuer of TLSPolicy: got 'lets-encrypt'",
  ],
  [
    'no issuer of a certificate',
    (chart) => new Certificate(chart, 'tls', { issuer: undefined as never, dnsNames: ['a.example.com'] }),
    "[chart/tls] issuer of Certificate 'tls': got undefined",
  ],
  [
    'no issuer of several clusters',
    (_, app) =>
      new MultiClusterGateway(app, 'external', {
        ...CLUSTERS,
        dns: MultiClusterDns.staticRecords(),
        issuer: undefined as never,
      }),
    '[external] issuer: got undefined',
  ],
  [
    'no DNS of several clusters',
    (_, app) =>
      new MultiClusterGateway(app, 'external', {
        ...CLUSTERS,
        dns: undefined as never,
        issuer: MultiClusterIssuer.existing(issuer),
      }),
    '[external] dns: got undefined',
  ],
  [
    'no parents of a route',
    (chart) =>
      new HttpRoute(chart, 'route', { parents: undefined as never, backends: [Backend.service('toystore', 80)] }),
    '[chart/route] parents: got undefined',
  ],
])('from JavaScript: %s', (_, make, message) => {
  expect(errorsOf(make)).toEqual([message]);
});
