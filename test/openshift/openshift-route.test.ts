import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { check } from '../../src/check/check';
import { Route, RouteProps, WildcardPolicy } from '../../src/openshift/openshift-route';
import { RouteBackend } from '../../src/openshift/openshift-route-backend';
import { RouteHeader } from '../../src/openshift/openshift-route-header';
import { InsecureEdgeTerminationPolicy, RouteTls } from '../../src/openshift/openshift-route-tls';
import { newChart, objectsOf, theOnly } from '../support/synth';

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgjCCASmgAwIBAgIUHrmiKukjwGPsHXijzhsP1IFKh7wwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLaW50ZXJuYWwtY2EwIBcNMjYxMTI0MDAzMTU5WhgPMjEyNjEw
MzEwMDMxNTlaMBYxFDASBgNVBAMMC2ludGVybmFsLWNhMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEFVd7+3ITe/RvUfHEp2yn92I8AdqabxtkwTGIeWmBp4t8g2+P
vOn3PFqCKntBuIaFiRPGJT5WRy/ZlQiXlO5qgqNTMFEwHQYDVR0OBBYEFNXCjohl
IbvmFtCUwuKtHwZqIPZdMB8GA1UdIwQYMBaAFNXCjohlIbvmFtCUwuKtHwZqIPZd
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgMrKa1LKlWgpsMklL
my4UGrihNWYAkA7ZNbT2gr7+b9ICIDKloa9aYqyw32YvLuWElKLtSG4Q8ldTBLXj
7pQRnZc9
-----END CERTIFICATE-----`;

const gateway = RouteBackend.service('gateway');
const service = (name: string, ports: { name?: string; port: number; targetPort?: number }[], namespace = 'team') =>
  new Service(newChart(), 'service', { metadata: { name, namespace }, ports });
const newRoute = (props: Partial<RouteProps> = {}, chart: Chart = newChart()) =>
  new Route(chart, 'route', { backend: gateway, ...props });
const routeOf = (props: Partial<RouteProps> = {}) => {
  const chart = newChart();
  newRoute(props, chart);
  return theOnly(chart, 'Route');
};
const specOf = (props: Partial<RouteProps>) => routeOf(props).spec;

test('the route of the walkthrough, in front of the Service of a gateway', () => {
  const chart = newChart();
  new Route(chart, 'httpbin', {
    host: 'httpbin.example.com',
    backend: RouteBackend.of({ name: 'istio-gateway', namespace: 'istio-gateways' }),
    portName: 'http2',
  });
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'httpbin', namespace: 'istio-gateways' },
      spec: {
        host: 'httpbin.example.com',
        port: { targetPort: 'http2' },
        to: { kind: 'Service', name: 'istio-gateway', weight: 100 },
        wildcardPolicy: 'None',
      },
    },
  ]);
});

const everything: Partial<RouteProps>[] = [
  {
    host: 'www.example.com',
    path: '/shop',
    wildcardPolicy: WildcardPolicy.SUBDOMAIN,
    portNumber: 8443,
    alternateBackends: [RouteBackend.service('canary', 0)],
    requestHeaders: [
      RouteHeader.set('X-Client', '%[req.hdr(X-Target),lower] 100%% %{+Q}[ssl_c_der,base64]'),
      RouteHeader.remove('X-Debug'),
    ],
    responseHeaders: [RouteHeader.set('X-Frame-Options', 'DENY')],
    tls: RouteTls.reencrypt({
      insecure: InsecureEdgeTerminationPolicy.REDIRECT,
      certificateSecret: 'www-tls',
      caCertificate: CERTIFICATE,
      destinationCaCertificate: CERTIFICATE,
    }),
  },
  { subdomain: 'www.shop' },
];

test('says what is asked for', () => {
  expect(specOf(everything[0])).toEqual({
    host: 'www.example.com',
    path: '/shop',
    to: { kind: 'Service', name: 'gateway', weight: 100 },
    alternateBackends: [{ kind: 'Service', name: 'canary', weight: 0 }],
    port: { targetPort: 8443 },
    tls: {
      termination: 'reencrypt',
      insecureEdgeTerminationPolicy: 'Redirect',
      externalCertificate: { name: 'www-tls' },
      caCertificate: CERTIFICATE,
      destinationCACertificate: CERTIFICATE,
    },
    wildcardPolicy: 'Subdomain',
    httpHeaders: {
      actions: {
        request: [
          {
            name: 'X-Client',
            action: { type: 'Set', set: { value: '%[req.hdr(X-Target),lower] 100%% %{+Q}[ssl_c_der,base64]' } },
          },
          { name: 'X-Debug', action: { type: 'Delete' } },
        ],
        response: [{ name: 'X-Frame-Options', action: { type: 'Set', set: { value: 'DENY' } } }],
      },
    },
  });
});

test.each<[string, Partial<RouteProps>, object]>([
  ['edge', { tls: RouteTls.edge() }, { termination: 'edge' }],
  [
    'edge with plain HTTP',
    { tls: RouteTls.edge({ insecure: InsecureEdgeTerminationPolicy.ALLOW }) },
    { termination: 'edge', insecureEdgeTerminationPolicy: 'Allow' },
  ],
  [
    'passthrough with a redirect',
    { tls: RouteTls.passthrough({ insecure: InsecureEdgeTerminationPolicy.REDIRECT }) },
    { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Redirect' },
  ],
])('terminates TLS: %s', (_, props, tls) => {
  expect(specOf(props)).toMatchObject({ tls });
});

test('lets the router read the Secret of the certificate, before the route is there', () => {
  const chart = newChart();
  newRoute({ tls: RouteTls.edge({ certificateSecret: 'www-tls' }) }, chart);
  const metadata = { name: 'route-router', namespace: 'team' };
  const [role, binding, route] = objectsOf(chart);
  expect(role).toMatchObject({
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['www-tls'], verbs: ['get', 'list', 'watch'] }],
  });
  expect(binding).toMatchObject({
    kind: 'RoleBinding',
    metadata,
    roleRef: { kind: 'Role', name: 'route-router' },
    subjects: [{ kind: 'ServiceAccount', name: 'router', namespace: 'openshift-ingress' }],
  });
  expect(route.kind).toBe('Route');
});

test('leaves the grant out where it stands elsewhere', () => {
  const chart = newChart();
  newRoute({ tls: RouteTls.edge({ certificateSecret: 'www-tls', grantRouter: false }) }, chart);
  expect(objectsOf(chart).map(({ kind }) => kind)).toEqual(['Route']);
});

const edge = RouteTls.edge();
const passthrough = RouteTls.passthrough();

const gatewayPorts = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];
const HTTPS = 'termination reencrypt or passthrough';

test.each<[string, Partial<RouteProps>, string | undefined]>([
  ['plain HTTP to http2', { portName: 'http2' }, undefined],
  ['edge to http2', { portName: 'http2', tls: edge }, undefined],
  ['reencrypt to https', { portName: 'https', tls: RouteTls.reencrypt() }, undefined],
  ['edge to a name that tells nothing', { portName: 'web', tls: edge }, undefined],
  ['edge to https', { portName: 'https', tls: edge }, HTTPS],
  ['plain HTTP to 8443', { portNumber: 8443 }, HTTPS],
  ['passthrough to http2', { portName: 'http2', tls: passthrough }, 'termination edge'],
])('warns where port and termination do not fit: %s', (_, props, fix) => {
  const chart = newChart();
  newRoute(props, chart);
  // The Service is not among the objects, which is a note.
  const found = check(objectsOf(chart).map((object) => ({ where: 'test', manifest: object }))).filter(
    ({ severity }) => severity !== 'note',
  );
  expect(found.map(({ code }) => code)).toEqual(fix === undefined ? [] : ['GW585']);
  expect(found[0]?.problem.fix ?? '').toContain(fix ?? '');
});

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const route = (props: Partial<RouteProps>) => () => newRoute(props);
const fromService = (ports = gatewayPorts, namespace?: string) =>
  RouteBackend.fromService(service('gateway', ports, namespace));
const KEY = CERTIFICATE.replace(/CERTIFICATE/g, 'EC PRIVATE KEY');

test.each<[string, () => unknown, string]>([
  [
    'a wildcard host',
    route({ host: '*.example.com' }),
    "use host 'wildcard.example.com' with WildcardPolicy.SUBDOMAIN",
  ],
  ['an address', route({ host: '10.0.0.1' }), "host: got '10.0.0.1'"],
  [
    'host and subdomain',
    route({ host: 'a.b', subdomain: 'c' }),
    "got host 'a.b' and subdomain 'c', expected one of them",
  ],
  ['a subdomain', route({ subdomain: 'a..b' }), "subdomain: got ''"],
  [
    'a wildcard without a host',
    route({ wildcardPolicy: WildcardPolicy.SUBDOMAIN }),
    "[test/route] wildcardPolicy: got 'Subdomain with host left out'",
  ],
  [
    'a wildcard of no domain',
    route({ wildcardPolicy: WildcardPolicy.SUBDOMAIN, host: 'localhost' }),
    "got 'Subdomain with host localhost'",
  ],
  ['a path where TLS passes through', route({ path: '/a', tls: passthrough }), "path: got '/a' with passthrough"],
  ['a relative path', route({ path: 'a' }), "fix: begin with a slash: '/a'"],
  ['a path with a fragment', route({ path: '/a#b' }), "path: got '/a#b'"],
  [
    'four alternates',
    route({ alternateBackends: many(4, (index) => RouteBackend.service(`s${index}`)) }),
    "alternateBackends: got '4 entries'",
  ],
  ['a backend twice', route({ alternateBackends: [gateway] }), "backend 'gateway': got 'twice'"],
  ['no weight', route({ backend: RouteBackend.service('a', 0) }), "weights: got 'all 0'"],
  ['a weight', () => RouteBackend.service('a', 257), "weight of backend 'a': got 257"],
  [
    'a backend elsewhere',
    route({ namespace: 'team', backend: fromService(gatewayPorts, 'other'), portName: 'http2' }),
    "namespace of backend 'gateway': got 'other'",
  ],
  ['two ports', route({ portName: 'a', portNumber: 1 }), "port: got portName 'a' and portNumber 1"],
  [
    'a gateway without a port',
    route({ backend: RouteBackend.of({ name: 'gateway' }) }),
    "port of backend 'gateway': got undefined",
  ],
  [
    'a Service of two ports without a port',
    route({ backend: fromService() }),
    'expected one of its ports: http2, https;',
  ],
  [
    'a name that is no port',
    route({ backend: fromService(), portName: 'http' }),
    "portName of backend 'gateway': got 'http'",
  ],
  [
    "the Service's port for that of the pods",
    route({ backend: fromService(), portNumber: 80 }),
    "portNumber of backend 'gateway': got 80",
  ],
  [
    'passthrough with plain HTTP',
    () => RouteTls.passthrough({ insecure: InsecureEdgeTerminationPolicy.ALLOW }),
    "insecure of passthrough: got 'Allow'",
  ],
  [
    'a private key',
    () => RouteTls.reencrypt({ destinationCaCertificate: `${CERTIFICATE}\n${KEY}` }),
    "destinationCaCertificate: got 'a private key (not shown)'",
  ],
  [
    'what is no certificate',
    () => RouteTls.reencrypt({ destinationCaCertificate: '/etc/ca.crt' }),
    "got '/etc/ca.crt...'",
  ],
  [
    'half a certificate',
    () => RouteTls.reencrypt({ destinationCaCertificate: CERTIFICATE.replace(/\n.*\n-----END/, '\n-----END') }),
    'certificate 1 cannot be read',
  ],
  [
    'authorities of no certificate',
    () => RouteTls.edge({ caCertificate: CERTIFICATE }),
    "caCertificate: got 'no certificateSecret'",
  ],
  ['a reserved header', () => RouteHeader.set('Strict-Transport-Security', 'a'), "got 'Strict-Transport-Security'"],
  ['a header for cookies', () => RouteHeader.remove('set-cookie'), "name of header: got 'set-cookie'"],
  ['a header with a space', () => RouteHeader.remove('a b'), "name of header: got 'a b'"],
  ['an empty value', () => RouteHeader.set('a', ''), "value of header 'a': got ''"],
  [
    'a value of the answer in a request',
    route({ requestHeaders: [RouteHeader.set('a', '%[res.hdr(b)]')] }),
    "value of header 'a' in requestHeaders: got '%[res.hdr(b)]'",
  ],
  [
    'a single percent sign',
    route({ responseHeaders: [RouteHeader.set('a', '10%')] }),
    "value of header 'a' in responseHeaders",
  ],
  [
    'a header twice',
    route({ requestHeaders: [RouteHeader.set('a', 'b'), RouteHeader.remove('A')] }),
    "requestHeaders: got 'a' twice",
  ],
  [
    '21 headers',
    route({ responseHeaders: many(21, (index) => RouteHeader.remove(`h${index}`)) }),
    "responseHeaders: got '21 entries'",
  ],
  [
    'headers where TLS passes through',
    route({ requestHeaders: [RouteHeader.remove('a')], tls: passthrough }),
    "headers: got 'changes with passthrough'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('an error shows no key', () => {
  expect(() => RouteTls.reencrypt({ destinationCaCertificate: KEY })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(KEY.split('\n')[1]) }),
  );
});
