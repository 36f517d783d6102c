import { matches } from '../../../src/value/regex';
import { eachManifest, manifest } from '../told';

const rule = (fields: object) =>
  manifest(
    'PrometheusRule',
    { groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'up == 0' }], ...fields }] },
    'monitoring.coreos.com/v1',
  );
const issuer = (acme: object) =>
  manifest(
    'Issuer',
    { acme: { server: 'https://acme.example.com', privateKeySecretRef: { name: 'key' }, solvers: [], ...acme } },
    'cert-manager.io/v1',
  );
const route = (fields: object) =>
  manifest('HTTPRoute', { rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: fields }] }] });
const pullSecrets = (...imagePullSecrets: object[]) =>
  issuer({ solvers: [{ http01: { ingress: { podTemplate: { spec: { imagePullSecrets } } } } }] });
const advertisement = (localPref: number) => manifest('BGPAdvertisement', { localPref }, 'metallb.io/v1beta1');
const geo = (loadBalancing: object) =>
  manifest(
    'DNSPolicy',
    { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' }, loadBalancing },
    'kuadrant.io/v1',
  );
const gateway = (gatewayClassName: string) =>
  manifest('Gateway', { gatewayClassName, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] });

eachManifest([
  ['a pattern that ignores case', rule({ partial_response_strategy: 'WARN' })],
  [
    'a pattern that ignores case, and another word',
    rule({ partial_response_strategy: 'none' }),
    "GW003 spec.groups[0].partial_response_strategy: got 'none'",
  ],
  ['Base64', issuer({ caBundle: Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64') })],
  ['not Base64', issuer({ caBundle: '-----BEGIN' }), "GW003 spec.acme.caBundle: got '-----BEGIN'"],
  ['a number of the choices', route({ statusCode: 301 })],
  [
    'a number that is not one of the choices',
    route({ statusCode: 304 }),
    'GW003 spec.rules[0].filters[0].requestRedirect.statusCode: got 304',
  ],
  ['the largest whole number of 32 bits', advertisement(2 ** 31 - 1)],
  ['a larger one', advertisement(2 ** 31), 'GW003 spec.localPref: got 2147483648'],
  ['a field that has a default is not missing', geo({ geo: 'EU', defaultGeo: true })],
  ['keys that differ', pullSecrets({}, { name: 'a' })],
  [
    'a key that is left out is the same as its default',
    pullSecrets({}, { name: '' }),
    'GW003 spec.acme.solvers[0].http01.ingress.podTemplate.spec.imagePullSecrets[1]: got [""]',
  ],
  ['a text is as long as its characters are many', gateway('😀'.repeat(253))],
  ['one too many', gateway('😀'.repeat(254)), `GW003 spec.gatewayClassName: got '${'😀'.repeat(58)}...`],
]);

test('a pattern takes no longer than its text is long', () => {
  const header = '^[!-~]+([\\t ]?[!-~]+)*$';
  expect(matches(header, 'x'.repeat(4000))).toBe(true);
  expect(matches(header, `${'x'.repeat(4000)} `)).toBe(false);
});
