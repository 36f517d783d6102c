import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { statusesOf } from '../../src/traffic/conditions/statuses';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';

const MANIFESTS = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: istio
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: tcp, port: 9000, protocol: TCP}
  - {name: bad, port: 9001, protocol: TCP}
  - {name: dns, port: 53, protocol: UDP}
  - {name: wide, port: 443, protocol: TLS, hostname: '*.example.com', tls: {mode: Passthrough}}
  - {name: narrow, port: 443, protocol: TLS, hostname: a.example.com, tls: {mode: Passthrough}}
  - {name: https, port: 443, protocol: HTTPS, hostname: h.example.com, tls: {certificateRefs: [{name: c}]}}
  - {name: ended, port: 443, protocol: TLS, hostname: t.example.com, tls: {mode: Terminate, certificateRefs: [{name: c}]}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: infra}
spec: {ports: [{name: https, port: 443}, {name: plain, port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: of-a-port, namespace: infra}
spec:
  targetRefs: [{group: '', kind: Service, name: web, sectionName: https}]
  validation: {hostname: web.internal, wellKnownCACertificates: System}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: calls, namespace: infra}
spec:
  parentRefs: [{name: edge, sectionName: http}]
  rules:
  - {matches: [{method: {service: s, method: Missing}}], backendRefs: [{name: missing, port: 80}]}
  - {matches: [{method: {service: s, method: Fine}}], backendRefs: [{name: web, port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: {name: mixed, namespace: infra}
spec:
  parentRefs: [{name: edge, sectionName: tcp}]
  rules: [{backendRefs: [{name: missing, port: 80, weight: 1}, {name: web, port: 80, weight: 3}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: {name: zero, namespace: infra}
spec:
  parentRefs: [{name: edge, sectionName: bad}]
  rules: [{backendRefs: [{name: web, port: 80, weight: 0}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: UDPRoute
metadata: {name: younger, namespace: infra, creationTimestamp: '2026-02-01T00:00:00Z'}
spec:
  parentRefs: [{name: edge, sectionName: dns}]
  rules: [{backendRefs: [{name: web, port: 443}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: UDPRoute
metadata: {name: zz-older, namespace: infra, creationTimestamp: '2026-01-01T00:00:00Z'}
spec:
  parentRefs: [{name: edge, sectionName: dns}]
  rules: [{backendRefs: [{name: web, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: wide, namespace: infra}
spec:
  parentRefs: [{name: edge, sectionName: wide}]
  hostnames: ['*.example.com']
  rules: [{backendRefs: [{name: web, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: ended, namespace: infra}
spec:
  parentRefs: [{name: edge, sectionName: ended}]
  hostnames: [t.example.com]
  rules: [{backendRefs: [{name: web, port: 443}]}]
---
apiVersion: v1
kind: Secret
metadata: {name: c, namespace: infra}
`;

const [model] = modelsOf(
  parseManifests(MANIFESTS).objects.map(({ manifest }) => ({ where: '', manifest })),
  { isWhole: true },
);

function fate(url: string, more: { protocol?: 'grpc'; sni?: string; profile?: Profile['name'] } = {}) {
  const { profile = 'spec', ...fields } = more;
  const request = requestOf({ url, ...fields })!;
  return sendToGateway(worldOf(model, PROFILES[profile]), { namespace: 'infra', name: 'edge' }, request).outcomes.map(
    ({ share, status, grpcStatus, error, backend, tls, upstream }) => ({
      ...(share === 1 ? {} : { share }),
      ...(status === undefined ? {} : { status }),
      ...(grpcStatus === undefined ? {} : { grpcStatus }),
      ...(error ? { error } : {}),
      ...(error || !backend ? {} : { port: backend.port }),
      ...(tls ? { sni: tls.sni, by: tls.policy?.name ?? 'client' } : {}),
      ...(upstream ? { path: upstream.path } : {}),
    }),
  );
}

test.each<[string, string, Parameters<typeof fate>[1], unknown]>([
  [
    'the share of a backend that does not exist is cut off',
    'tcp://x:9000',
    {},
    [
      { share: 0.25, error: 'reset' },
      { share: 0.75, port: 80 },
    ],
  ],
  [
    'HTTP over a listener for TCP arrives as it is',
    'http://x:9000/p?q=1',
    {},
    [
      { share: 0.25, error: 'reset' },
      { share: 0.75, status: 200, port: 80, path: '/p?q=1' },
    ],
  ],
  [
    'so does TLS',
    'tls://q.example.com:9000',
    {},
    [
      { share: 0.25, error: 'reset' },
      { share: 0.75, port: 80, sni: 'q.example.com', by: 'client' },
    ],
  ],
  ['no weight', 'tcp://x:9001', {}, [{ error: 'reset' }]],
  ['no listener', 'tcp://x:9002', {}, [{ error: 'refused' }]],
  ['TCP to a port for UDP', 'tcp://x:53', {}, [{ error: 'refused' }]],
  ['UDP to a port for TCP', 'udp://x:9000', {}, [{ error: 'refused' }]],
  ['of two routes the older serves', 'udp://x:53', {}, [{ port: 80 }]],
  ['TLS that is passed through', 'tls://z.example.com:443', {}, [{ port: 80, sni: 'z.example.com', by: 'client' }]],
  [
    'https that is passed through',
    'https://z.example.com/p',
    {},
    [{ status: 200, port: 80, sni: 'z.example.com', by: 'client', path: '/p' }],
  ],
  ['the listener of the name has no route', 'tls://a.example.com:443', {}, [{ error: 'reset' }]],
  [
    'Istio takes a wider listener',
    'tls://a.example.com:443',
    { profile: 'istio' },
    [{ port: 80, sni: 'a.example.com', by: 'client' }],
  ],
  ['a name that no listener has', 'tls://example.org:443', {}, [{ error: 'reset' }]],
  [
    'TLS that ends at the gateway, and another begins',
    'tls://t.example.com:443',
    {},
    [{ port: 443, sni: 'web.internal', by: 'of-a-port' }],
  ],
  [
    'https that ends at the gateway',
    'https://t.example.com/p',
    {},
    [{ status: 200, port: 443, sni: 'web.internal', by: 'of-a-port', path: '/p' }],
  ],
  ['plain text to a port for TLS', 'tcp://x:443', {}, [{ error: 'reset' }]],
  ['something else than HTTP', 'tcp://x:80', {}, [{ status: 400 }]],
  ['something else than HTTP over TLS', 'tls://h.example.com:443', {}, [{ status: 400 }]],
  ['https without a route', 'https://h.example.com/', {}, [{ status: 404 }]],
  [
    'call that reaches a backend',
    'http://x/s/Fine',
    { protocol: 'grpc' },
    [{ status: 200, grpcStatus: 0, port: 80, path: '/s/Fine' }],
  ],
  ['call that no route takes', 'http://x/s/None', { protocol: 'grpc' }, [{ status: 404, grpcStatus: 12 }]],
  [
    'call to a backend that does not exist',
    'http://x/s/Missing',
    { protocol: 'grpc' },
    [{ status: 500, grpcStatus: 14, port: 80 }],
  ],
  [
    'the same in Istio',
    'http://x/s/Missing',
    { protocol: 'grpc', profile: 'istio' },
    [{ status: 500, grpcStatus: 2, port: 80 }],
  ],
  [
    'call to a port that nothing listens on',
    'http://x:81/s/Fine',
    { protocol: 'grpc' },
    [{ grpcStatus: 14, error: 'refused' }],
  ],
])('%s', (_, url, more, expected) => {
  expect(fate(url, more)).toEqual(expected);
});

test('a stream has no port of its own', () => {
  expect(requestOf({ url: 'tcp://x' })).toBeUndefined();
});

describe('listeners of one port with protocols that exclude each other', () => {
  const [conflict] = modelsOf(
    parseManifests(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: istio
  listeners:
  - {name: first, port: 80, protocol: HTTP}
  - {name: second, port: 80, protocol: TCP}
  - {name: dns, port: 53, protocol: UDP}
`).objects.map(({ manifest }) => ({ where: '', manifest })),
    { isWhole: true },
  );
  const statusOf = (profile: Profile['name'], url: string) =>
    sendToGateway(worldOf(conflict, PROFILES[profile]), { namespace: 'infra', name: 'edge' }, requestOf({ url })!)
      .outcomes[0];
  const acceptedIn = (profile: Profile['name']) =>
    statusesOf(conflict, PROFILES[profile]).gateways[0].listeners.map(
      ({ conditions }) => conditions.find(({ type }) => type === 'Accepted')!.reason,
    );

  test('none is served', () => {
    expect(statusOf('spec', 'http://x').error).toBe('refused');
    expect(acceptedIn('spec')).toEqual(['ProtocolConflict', 'ProtocolConflict', 'Accepted']);
  });

  test('Istio serves the first, and no UDP', () => {
    expect(statusOf('istio', 'http://x').status).toBe(404);
    expect(acceptedIn('istio')).toEqual(['Accepted', 'ProtocolConflict', 'UnsupportedProtocol']);
    expect(statusOf('istio', 'udp://x:53').error).toBe('refused');
    expect(statusOf('spec', 'udp://x:53').error).toBe('reset');
  });
});

describe('certificates of clients', () => {
  const gateway = (mode: string, more = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: istio
  tls: {frontend: {default: {validation: {mode: ${mode}, caCertificateRefs: [{group: '', kind: ConfigMap, name: ca}]}}}}
  listeners:
  - {name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}
${more}`;
  const outcomes = (text: string, certificate?: string) => {
    const [own] = modelsOf(parseManifests(text).objects.map(({ manifest }) => ({ where: '', manifest })));
    const request = requestOf({ url: 'https://x.example.com', client: certificate ? { certificate } : undefined })!;
    return sendToGateway(worldOf(own), { namespace: 'infra', name: 'edge' }, request).outcomes.map(
      ({ status, error, condition }) => ({ seen: status ?? error, condition }),
    );
  };

  test('none where one is needed', () => {
    expect(outcomes(gateway('AllowValidOnly'))).toEqual([{ seen: 'reset' }]);
    expect(outcomes(gateway('AllowInsecureFallback'))).toEqual([{ seen: 404 }]);
  });

  test('one that is not in the manifests, or whose authority is not', () => {
    expect(outcomes(gateway('AllowValidOnly'), 'apps/one')).toEqual([
      { seen: 404, condition: 'certificate apps/one is from ConfigMap infra/ca' },
      { seen: 'reset', condition: 'certificate apps/one is not from ConfigMap infra/ca' },
    ]);
  });

  test('no authority that can be read', () => {
    const ca = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ca, namespace: infra}\ndata: {other: text}\n';
    expect(outcomes(gateway('AllowInsecureFallback', ca), 'apps/one')).toEqual([{ seen: 'refused' }]);
  });
});
