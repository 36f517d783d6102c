import { each, object } from '../together';
import { eachManifest, manifest } from '../told';

const NET = 'networking.istio.io/v1';
const gateway = (tls: object) =>
  manifest(
    'Gateway',
    {
      selector: { istio: 'edge' },
      servers: [
        {
          hosts: ['a.example.com'],
          port: { name: 'https', number: 443, protocol: 'HTTPS' },
          tls: { mode: 'SIMPLE', credentialName: 'a', ...tls },
        },
      ],
    },
    NET,
  );
const entry = (protocol: string, rest: object) =>
  manifest(
    'ServiceEntry',
    { hosts: ['a.example.com'], resolution: 'DNS', ports: [{ name: 'a', number: 9000, protocol }], ...rest },
    NET,
  );
const any = { hosts: ['*.example.com'], resolution: 'DYNAMIC_DNS' };

eachManifest([
  ['TLS 1.2', gateway({ minProtocolVersion: 'TLSV1_2' })],
  ['TLS 1.0 with its ciphers', gateway({ minProtocolVersion: 'TLSV1_0', cipherSuites: ['AES128-SHA'] })],
  [
    'TLS 1.0 without',
    gateway({ minProtocolVersion: 'TLSV1_0' }),
    "GW564 spec.servers[0].tls.minProtocolVersion: got 'TLSV1_0 without cipherSuites'",
  ],
  ['any host of a domain by HTTP', entry('HTTP', any)],
  [
    'any host of a domain by its server name',
    entry('TLS', any),
    "GW590 spec.ports[0].protocol: got 'TLS, routed by server name'",
  ],
]);

describe('denials', () => {
  const deny = (rule: string, rest = 'action: DENY', name = 'shop/a') =>
    object('security.istio.io/v1', 'AuthorizationPolicy', name, `spec: { ${rest}, rules: [${rule}] }`);
  const service = (port: string) =>
    object('v1', 'Service', 'shop/db', `spec: { selector: { app: db }, ports: [{ port: 9000, ${port} }] }`);
  const pod = object('v1', 'Pod', 'shop/db', 'spec: { containers: [{ name: a, image: a }] }').replace(
    'namespace: shop',
    'namespace: shop, labels: { app: db }',
  );
  const paths = '{ to: [{ operation: { paths: [/admin] } }] }';
  const tcp = service('name: tcp-db');
  const told = [
    "warning GW566 AuthorizationPolicy shop/a: spec.rules[0]: got 'DENY with HTTP attributes only, and port 9000 (tcp-db) of Service shop/db'",
  ];
  const selected = (app: string) => `action: DENY, selector: { matchLabels: { app: ${app} } }`;
  each([
    ['of paths, where a port is TCP', deny(paths) + tcp, told],
    ['of tokens', deny('{ from: [{ source: { notRequestPrincipals: ["*"] } }] }') + tcp, told],
    ['of these pods', deny(paths, selected('db')) + tcp + pod, told],
    ['of other pods', deny(paths, selected('web')) + tcp + pod, []],
    ['of HTTP', deny(paths) + service('name: http-db'), []],
    ['of gRPC for the web', deny(paths) + service('name: grpc-web'), []],
    ['of a port that is detected', deny(paths) + service('name: db'), []],
    ['of another namespace', deny(paths, 'action: DENY', 'edge/a') + tcp, []],
    ['of a port', deny('{ to: [{ operation: { paths: [/admin], ports: ["80"] } }] }') + tcp, []],
    ['by a namespace', deny('{ from: [{ source: { namespaces: [a] } }] }') + tcp, []],
    ['of everything', deny('{}') + tcp, []],
    ['that is none', deny(paths, 'action: ALLOW') + tcp, []],
  ]);
});

describe('the namespace of istiod', () => {
  const injected = (namespace: string, annotation = 'inject.istio.io/templates: gateway') =>
    object(
      'apps/v1',
      'Deployment',
      `${namespace}/edge`,
      `spec: { selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a }, annotations: { ${annotation} } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }`,
    );
  each([
    [
      'with a gateway',
      injected('istio-system'),
      ["warning GW570 Deployment istio-system/edge: metadata.namespace: got 'istio-system'"],
    ],
    ['with something else', injected('istio-system', 'a: b'), []],
    ['without', injected('istio-ingress'), []],
  ]);
});
