import { eachManifest, manifest } from '../told';

const route = (spec: object) =>
  manifest('Route', { to: { kind: 'Service', name: 'a' }, ...spec }, 'route.openshift.io/v1');
const tls = (fields: object) => route({ tls: { termination: 'passthrough', ...fields } });
const header = (side: string, action: object, name: string = 'X-A') =>
  route({ httpHeaders: { actions: { [side]: [{ name, action }] } } });
const set = (side: string, value: string) => header(side, { type: 'Set', set: { value } });

describe('TLS', () => {
  eachManifest([
    ['passed through', tls({ insecureEdgeTerminationPolicy: 'Redirect', certificate: '' })],
    ['a path', route({ path: '/a' })],
    ['a path of requests in TLS', route({ path: '/a', tls: { termination: 'edge' } })],
    [
      'a path that nobody sees',
      route({ path: '/a', tls: { termination: 'passthrough' } }),
      `GW540 spec.path: got '/a'`,
    ],
    [
      'headers that nobody sees',
      route({ httpHeaders: {}, tls: { termination: 'passthrough' } }),
      `GW540 spec.httpHeaders: got {}`,
    ],
    ['a key that is not used', tls({ key: 'secret' }), "GW540 spec.tls.key: got 'one'"],
    ['a certificate of the backend', tls({ termination: 'reencrypt', destinationCACertificate: 'a' })],
    [
      'a certificate of a backend without TLS',
      tls({ termination: 'edge', destinationCACertificate: 'a' }),
      "GW540 spec.tls.destinationCACertificate: got 'one'",
    ],
    ['plain HTTP', tls({ termination: 'edge', insecureEdgeTerminationPolicy: 'Allow' })],
    [
      'plain HTTP passed through',
      tls({ insecureEdgeTerminationPolicy: 'Allow' }),
      "GW540 spec.tls.insecureEdgeTerminationPolicy: got 'Allow'",
    ],
    [
      'two certificates',
      tls({ termination: 'edge', certificate: 'a', externalCertificate: { name: 'b' } }),
      "GW541 spec.tls: got 'certificate and externalCertificate'",
    ],
  ]);
});

describe('hosts, ports, backends', () => {
  const backends = (...kinds: (string | undefined)[]) =>
    route({ alternateBackends: kinds.map((kind) => ({ name: 'b', ...(kind !== undefined && { kind }) })) });
  eachManifest([
    ['a wildcard', route({ host: 'www.apps.example.com', wildcardPolicy: 'Subdomain' })],
    ['no host', route({ wildcardPolicy: 'None' })],
    ['a wildcard of no host', route({ wildcardPolicy: 'Subdomain' }), "GW542 spec.host: got ''"],
    ['a port', route({ port: { targetPort: 'http' } })],
    ['no port', route({ port: { targetPort: 0 } }), 'GW544 spec.port.targetPort: got 0'],
    ['backends of two kinds', backends('Service', '')],
    [
      'a backend twice, once by default',
      backends('Service', undefined),
      'GW003 spec.alternateBackends[1]: got ["b","Service"]',
    ],
  ]);
});

describe('headers', () => {
  const wrong = (side: string, got: string) =>
    `GW543 spec.httpHeaders.actions.${side}[0].action.set.value: got '${got}'`;
  eachManifest([
    ['set', set('request', 'a %% %[req.hdr(X-B),lower] %{+Q,-E}[ssl_c_der,base64] ü')],
    ['deleted', header('response', { type: 'Delete' })],
    ['of a request in the response', set('response', '%[req.hdr(X-B)]'), wrong('response', '%[req.hdr(X-B)]')],
    ...['100%', '%[src]', '%[req.hdr()]', '%[ssl_c_der,upper]', '%{Y}[ssl_c_der]'].map(
      (value) => [value, set('request', value), wrong('request', value)] as const,
    ),
    [
      'set to nothing',
      header('request', { type: 'Set' }),
      'GW543 spec.httpHeaders.actions.request[0].action.set: got undefined',
    ],
    [
      'deleted and set',
      header('request', { type: 'Delete', set: { value: 'a' } }),
      'GW543 spec.httpHeaders.actions.request[0].action.set: got {"value":"a"}',
    ],
    [
      'protected',
      header('response', { type: 'Delete' }, 'Set-Cookie'),
      "GW543 spec.httpHeaders.actions.response[0].name: got 'Set-Cookie'",
    ],
    [
      'of HSTS',
      header('response', { type: 'Delete' }, 'Strict-Transport-Security'),
      "GW543 spec.httpHeaders.actions.response[0].name: got 'Strict-Transport-Security'",
    ],
  ]);
});
