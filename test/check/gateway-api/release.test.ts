import { Chart } from 'cdk8s';
import { GatewayApp, GatewayApiChannel, HttpRoute, HttpMatch, ReferenceGrant, RouteParent } from '../../../src';
import { check } from '../../../src/check/check';
import { inServedVersion } from '../../../src/check/gateway-api/release';
import { Gateway } from '../../../src/gateway/gateway';
import { Backend } from '../../../src/route/backend';
import { SessionPersistence } from '../../../src/route/session-persistence';
import { TcpRoute } from '../../../src/route/tcp-route';
import { brief } from '../../support/brief';
import { temporaryDirectory } from '../../support/synth';
import { manifest } from '../told';

const API = 'gateway.networking.k8s.io';
const told = (object: ReturnType<typeof manifest>, gatewayApiVersion: string, channel?: GatewayApiChannel) =>
  check([{ where: 'file:1', manifest: object }], { gatewayApiVersion, channel })
    .filter(({ code }) => code === 'GW304')
    .map(({ problem }) => `${problem.what}: ${JSON.stringify(problem.got)}; ${problem.fix}`);

const timeouts = manifest('HTTPRoute', { rules: [{}, { timeouts: { request: '1s' } }] });
const retry = manifest('HTTPRoute', { rules: [{ retry: { attempts: 2 } }] });
const tcp = (version: string) => manifest('TCPRoute', { rules: [{ backendRefs: [] }] }, `${API}/${version}`);
const STANDARD = GatewayApiChannel.STANDARD;

test.each<[string, string[], string[]]>([
  [
    'a field that came to the standard channel later',
    told(timeouts, '1.1', STANDARD),
    ['spec.rules[1].timeouts: {"request":"1s"}; leave it out, or install release 1.2'],
  ],
  ['the same in the experimental channel', told(timeouts, '1.1', GatewayApiChannel.EXPERIMENTAL), []],
  ['the same in a channel that nobody named', told(timeouts, '1.1'), []],
  ['the same in a later release', told(timeouts, '1.2', STANDARD), []],
  [
    'a field of the experimental channel',
    told(retry, '1.1'),
    ['spec.rules[0].retry: {"attempts":2}; leave it out, or install release 1.2 of the experimental channel'],
  ],
  [
    'a kind',
    told(manifest('ListenerSet', {}), '1.4'),
    ['kind: "ListenerSet"; remove the object, or install release 1.5'],
  ],
  [
    'a version that came later',
    told(tcp('v1'), '1.5'),
    ['apiVersion: "gateway.networking.k8s.io/v1"; use that version, or install release 1.6'],
  ],
  [
    'a version that went',
    told(manifest('ReferenceGrant', {}, `${API}/v1alpha2`), '1.2'),
    ['apiVersion: "gateway.networking.k8s.io/v1alpha2"; use that version, or install release 1.0 to 1.1'],
  ],
  ['an older version', told(tcp('v1alpha2'), '1.5'), []],
  [
    'a field below another that came later, once',
    told(manifest('Gateway', { infrastructure: { parametersRef: { group: '', kind: 'ConfigMap' } } }), '1.0', STANDARD),
    ['spec.infrastructure: {"parametersRef":{"group":"","kind":"ConfigMap"}}; leave it out, or install release 1.2'],
  ],
  ['another API', told(manifest('Gateway', {}, 'networking.istio.io/v1'), '1.0'), []],
])('%s', (_, found, expected) => expect(found).toEqual(expected));

test.each<[string, string, string, string]>([
  ['ReferenceGrant', 'v1', '1.4', 'v1beta1'],
  ['ReferenceGrant', 'v1', '1.5', 'v1'],
  ['TLSRoute', 'v1', '1.4', 'v1alpha3'],
  ['TLSRoute', 'v1', '1.3', 'v1alpha2'],
  ['GRPCRoute', 'v1', '1.0', 'v1alpha2'],
  ['BackendTLSPolicy', 'v1', '1.3', 'v1alpha3'],
  // Its v1alpha2 has another schema.
  ['BackendTLSPolicy', 'v1', '1.0', 'v1'],
  ['HTTPRoute', 'v1beta1', '1.6', 'v1beta1'],
])('%s %s for release %s is %s', (kind, version, release, expected) => {
  const api = { release, channel: undefined };
  expect(inServedVersion(manifest(kind, {}, `${API}/${version}`), api).apiVersion).toBe(`${API}/${expected}`);
});

test.each(['v1alpha2', 'v1'])('a GRPCRoute in %s is judged by its shape and by the rules', (version) => {
  const filter = { type: 'RequestMirror', requestMirrorz: {} };
  const route = manifest('GRPCRoute', { rules: [{ filters: [filter] }] }, `${API}/${version}`);
  const found = check([{ where: 'file:1', manifest: route }], { gatewayApiVersion: '1.1' });
  expect(found.map(({ code, problem }) => `${code} ${problem.what}`)).toEqual([
    'GW001 spec.rules[0].filters[0].requestMirrorz',
    'GW331 spec.rules[0].filters[0].requestMirror',
  ]);
});

describe('an app with a pinned release', () => {
  const parents = [RouteParent.of(Gateway.fromGatewayName('edge', 'gateways'))];
  const appOf = (gatewayApiVersion: string) => new GatewayApp({ gatewayApiVersion, outdir: temporaryDirectory() });

  test('emits the versions that it serves', () => {
    const app = appOf('v1.4.1');
    const chart = new Chart(app, 'chart', { namespace: 'team' });
    new TcpRoute(chart, 'tcp', { parents, backends: [Backend.service('db', 5432)] });
    new ReferenceGrant(chart, 'grant', { from: [{ kind: 'HTTPRoute', namespace: 'web' }], to: [{ kind: 'Service' }] });
    expect(app.synthYaml().match(/^(apiVersion|kind): .*/gm)).toEqual([
      `apiVersion: ${API}/v1alpha2`,
      'kind: TCPRoute',
      `apiVersion: ${API}/v1beta1`,
      'kind: ReferenceGrant',
    ]);
  });

  test('refuses a field of a later one, with the code, the place and the release', () => {
    const app = appOf('1.0');
    const chart = new Chart(app, 'chart', { namespace: 'team' });
    const rules = [{ matches: [HttpMatch.any()], sessionPersistence: SessionPersistence.cookie() }];
    new HttpRoute(chart, 'route', {
      parents,
      rules: rules.map((rule) => ({ ...rule, backends: [Backend.service('a', 1)] })),
    });
    expect(() => app.synth()).toThrow(
      'GW304 [chart/route] HTTPRoute team/route: spec.rules[0].sessionPersistence: got',
    );
  });

  test.each(['1.7', 'latest', '1'])('refuses release %s', (release) => {
    expect(() => appOf(release)).toThrow(`gatewayApiVersion: got '${release}'`);
  });
});

test('objects in any version that a server takes are judged alike, and are the same object', () => {
  const route = (version: string) =>
    manifest('HTTPRoute', { rules: [{ matches: [{ path: { value: 'a' } }], filtres: [] }] }, `${API}/${version}`);
  const codes = (...versions: string[]) =>
    check(versions.map((version, index) => ({ where: `file:${index}`, manifest: route(version) }))).map(
      ({ code, problem }) => `${code} ${brief(problem.what)}`,
    );
  expect(codes('v1beta1')).toEqual(codes('v1'));
  expect(codes('v1').length).toBeGreaterThan(1);
  expect(codes('v1', 'v1beta1').filter((code) => code.startsWith('GW010'))).toEqual(['GW010 metadata.name']);
});
