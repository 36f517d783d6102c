/*
 * What `istioctl analyze` of Istio 1.31 tells of manifests, and `check` too, in manifests of our own.
 *
 * The test data of its analyzers has 104 cases, of 57 messages. Of these messages 34 are told. 23 are not:
 * - about a running cluster or an installation: a pod without a proxy or with an old one (0103, 0158), a namespace that is
 *   enabled by the installation (0148), webhooks and addresses of istiod (0139, 0163, 0164, 0175), versions of CRDs
 *   (0176), conditions in a status (0171), networks of the mesh configuration (0126), providers that the mesh
 *   configuration may have (0157);
 * - choices, not mistakes: a namespace without injection (0102), a port whose protocol is detected (0118), deprecated and
 *   alpha annotations and fields that work (0002, 0135, 0136), two ports of Services for one port of pods (0137), routes
 *   of the mesh that a gateway does not use (0140), relative patches without a priority (0151, 0155);
 * - outdated: servers are verified by the authorities of the system without caCertificates since 1.21 (0128, 0129);
 *   selectors find the pods of Kubernetes Gateways by default (0166).
 *
 * Told in another way: protocols that exclude each other are those of applications (0116, GW722), and an internal
 * gateway is a name that Istio's webhook cannot read (0165, GW622). Told less often, on purpose: plain HTTP servers
 * of two Gateways with one host are merged, only those with TLS exclude each other (0145); a destination without a
 * port works where the port of the request is one of its ports (0112); a match twice in one route does no harm
 * (0131); EnvoyFilters may add and remove an HTTP_ROUTE (0153, 0154); policies for a namespace without pods in the
 * input (0127); user 1337, `image: auto` and names of ports are judged where injection is known (0144, 0146, 0150).
 */
import { each, object, service, WHOLE } from '../together';

const NET = 'networking.istio.io/v1';
const namespace = (name: string, labels = '') =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;
const INJECTED = namespace('shop', 'istio-injection: enabled');
const pods = (name: string, labels: string, container = 'name: web, image: web', rest = '') =>
  object(
    'apps/v1',
    'Deployment',
    name,
    `spec: { selector: { matchLabels: { ${labels} } }, template: { metadata: { labels: { ${labels} } }, spec: { ${rest}containers: [{ ${container} }] } } }`,
  );
const GATEWAY_PODS = pods('edge/ingress', 'istio: ingress', 'name: istio-proxy, image: proxy');
const virtual = (name: string, rest: string, hosts = 'web', kind = 'http') =>
  object(NET, 'VirtualService', name, `spec: { hosts: [${hosts}], ${kind}: [${rest}] }`);
const to = (host: string, rest = '') => `{ route: [{ destination: { host: ${host}${rest} } }] }`;
const server = (port: number, hosts: string, rest = 'protocol: HTTP', tls = '') =>
  `{ port: { number: ${port}, name: p${port}, ${rest} }, hosts: [${hosts}]${tls} }`;
const edge = (name: string, ...servers: string[]) =>
  object(NET, 'Gateway', name, `spec: { selector: { istio: ingress }, servers: [${servers.join(', ')}] }`);
const secure = (hosts: string, secret = 'cert') =>
  server(443, hosts, 'protocol: HTTPS', `, tls: { mode: SIMPLE, credentialName: ${secret} }`);
const rule = (host: string, subsets = '') =>
  object(NET, 'DestinationRule', 'shop/web', `spec: { host: ${host}${subsets} }`);
const PEM = Buffer.from('-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n').toString('base64');
const secret = (data: string) => object('v1', 'Secret', 'edge/cert', `data: { ${data} }`);
const entry = (name: string, rest: string) =>
  object(NET, 'ServiceEntry', name, `spec: { hosts: [api.example.com], resolution: DNS, ${rest} }`);
const policy = (kind: string, name: string, spec: string) =>
  object(kind === 'Telemetry' ? 'telemetry.istio.io/v1' : 'security.istio.io/v1', kind, name, `spec: { ${spec} }`);
const sidecar = (name: string, selector = '') =>
  object(NET, 'Sidecar', name, `spec: { ${selector}egress: [{ hosts: ["./*"] }] }`);
const SELECTOR = 'workloadSelector: { labels: { app: a } }, ';
const annotated = (kind: string, annotation: string, ofPods = '') =>
  kind === 'Namespace'
    ? `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, annotations: { ${annotation} } }\n`
    : `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop, annotations: { ${annotation} } }\nspec: { selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a }, annotations: { ${ofPods} } }, spec: { containers: [{ name: web, image: web }] } } }\n`;
const filter = (applyTo: string, operation: string) =>
  object(
    NET,
    'EnvoyFilter',
    'shop/f',
    `spec: { configPatches: [{ applyTo: ${applyTo}, patch: { operation: ${operation} } }] }`,
  );
const WEB = service('shop/web', 80) + pods('shop/web', 'app: a');

describe('IST0101, 0112, 0174, 0173: destinations', () => {
  each([
    ['a Service', WEB + virtual('shop/r', to('web')), [], WHOLE],
    [
      'a host that nothing has',
      WEB + virtual('shop/r', to('wbe')),
      ["error GW700 VirtualService shop/r: spec.http[0].route[0].destination.host: got 'wbe'"],
      WHOLE,
    ],
    [
      'a mirror of another namespace',
      WEB + virtual('shop/r', `{ ${to('web').slice(2, -2)}, mirror: { host: web.other.svc.cluster.local } }`),
      ["error GW700 VirtualService shop/r: spec.http[0].mirror.host: got 'web.other.svc.cluster.local'"],
      WHOLE,
    ],
    ['a host that is not in the input', virtual('shop/r', to('wbe')), []],
    [
      'a name with half a namespace',
      WEB + virtual('shop/r', to('web.shop')),
      ["error GW700 VirtualService shop/r: spec.http[0].route[0].destination.host: got 'web.shop'"],
    ],
    [
      'the host of a ServiceEntry',
      entry('shop/out', 'ports: [{ number: 443, name: tls, protocol: TLS }]') +
        virtual('shop/r', to('api.example.com', ', port: { number: 443 }'), 'api.example.com'),
      [],
      WHOLE,
    ],
    [
      'a port that the ServiceEntry does not have',
      entry('shop/out', 'ports: [{ number: 443, name: tls, protocol: TLS }]') +
        virtual('shop/r', to('api.example.com', ', port: { number: 80 }'), 'api.example.com'),
      ['error GW531 VirtualService shop/r: spec.http[0].route[0].destination.port.number: got 80'],
    ],
    [
      'several ports, and another at the gateway',
      service('shop/web', 8080, 8081) +
        edge('edge/edge', server(80, '"*"')) +
        object(
          NET,
          'VirtualService',
          'shop/r',
          `spec: { hosts: [a.example.com], gateways: [edge/edge], http: [${to('web')}] }`,
        ),
      [
        "warning GW701 VirtualService shop/r: spec.http[0].route[0].destination.port: got 'none, for web with ports 8080, 8081 and requests at 80'",
      ],
    ],
    [
      'several ports, with that of the gateway',
      service('shop/web', 80, 8081) +
        edge('edge/edge', server(80, '"*"')) +
        object(
          NET,
          'VirtualService',
          'shop/r',
          `spec: { hosts: [a.example.com], gateways: [edge/edge], http: [${to('web')}] }`,
        ),
      [],
    ],
    ['a DestinationRule for a Service', WEB + rule('web'), [], WHOLE],
    [
      'a DestinationRule for nothing',
      WEB + rule('fake'),
      ["warning GW702 DestinationRule shop/web: spec.host: got 'fake'"],
      WHOLE,
    ],
    [
      'a subset of pods',
      WEB + rule('web', ', subsets: [{ name: v1, labels: { app: a, topology.istio.io/cluster: c1 } }]'),
      [],
    ],
    [
      'a subset without pods',
      WEB + rule('web', ', subsets: [{ name: v1, labels: { version: v1 } }]'),
      ["warning GW703 DestinationRule shop/web: spec.subsets[0].labels: got 'version=v1'"],
    ],
    [
      'a gateway that does not exist',
      WEB +
        object(NET, 'VirtualService', 'shop/r', `spec: { hosts: [web], gateways: [mesh, edge], http: [${to('web')}] }`),
      ["error GW704 VirtualService shop/r: spec.gateways[1]: got 'edge'"],
      WHOLE,
    ],
  ]);
});

describe('IST0138, 0145, 0161, 0162: servers of Gateways', () => {
  const CERT = secret(`tls.crt: ${PEM}, tls.key: ${PEM}`);
  each([
    [
      'two hosts',
      GATEWAY_PODS + CERT + edge('edge/a', secure('a.example.com', 'a')) + edge('edge/b', secure('b.example.com', 'b')),
      [],
    ],
    [
      'a host twice',
      edge('edge/a', secure('a.example.com', 'a')) + edge('edge/b', secure('a.example.com', 'b')),
      [
        "warning GW705 Gateway edge/b: spec.servers[0].hosts[0]: got 'a.example.com at port 443, which spec.servers[0] of Gateway edge/a has too'",
      ],
    ],
    [
      'a host twice in plain HTTP',
      edge('edge/a', server(80, 'a.example.com')) + edge('edge/b', server(80, 'a.example.com')),
      [],
    ],
    [
      'a certificate for two hosts',
      edge('edge/a', secure('a.example.com')) + edge('edge/b', secure('b.example.com')),
      [
        "warning GW706 Gateway edge/b: spec.servers[0].tls.credentialName: got 'cert, which spec.servers[0] of Gateway edge/a with other hosts uses too'",
      ],
    ],
    ['a Secret with a certificate', GATEWAY_PODS + CERT + edge('edge/a', secure('a.example.com')), []],
    [
      'a Secret with other keys',
      GATEWAY_PODS + secret(`tls.cert: ${PEM}, tls.key: ${PEM}`) + edge('edge/a', secure('a.example.com')),
      ["error GW707 Gateway edge/a: spec.servers[0].tls.credentialName: got 'Secret edge/cert with tls.cert, tls.key'"],
    ],
    [
      'a Secret whose certificate is none',
      GATEWAY_PODS + secret('tls.crt: aHVzaA==, tls.key: aHVzaA==') + edge('edge/a', secure('a.example.com')),
      [
        "error GW707 Gateway edge/a: spec.servers[0].tls.credentialName: got 'Secret edge/cert with a tls.crt that is no certificate'",
      ],
    ],
    [
      'no Secret',
      GATEWAY_PODS + edge('edge/a', secure('a.example.com')),
      ["error GW708 Gateway edge/a: spec.servers[0].tls.credentialName: got 'cert'"],
      WHOLE,
    ],
    [
      'a port of the Service',
      GATEWAY_PODS +
        object(
          'v1',
          'Service',
          'edge/ingress',
          'spec: { selector: { istio: ingress }, ports: [{ port: 80, targetPort: 8080 }] }',
        ) +
        edge('edge/a', server(8080, 'a.example.com'), server(80, 'b.example.com')),
      [],
    ],
    [
      'a port that the Service does not have',
      GATEWAY_PODS +
        object(
          'v1',
          'Service',
          'edge/ingress',
          'spec: { selector: { istio: ingress }, ports: [{ port: 80, targetPort: 8080 }] }',
        ) +
        edge('edge/a', server(8003, 'a.example.com')),
      ['warning GW709 Gateway edge/a: spec.servers[0].port.number: got 8003'],
    ],
  ]);
});

describe('IST0101, 0110, 0111, 0127, 0149, 0159, 0160, 0167: selectors', () => {
  const claims = virtual(
    'shop/r',
    `{ match: [{ headers: { "@request.auth.claims.group": { exact: a } } }], ${to('web').slice(2)}`,
  ).replace('hosts: [web]', 'hosts: [a.example.com], gateways: [edge/a]');
  const AT = GATEWAY_PODS + WEB + edge('edge/a', server(80, 'a.example.com')) + claims;
  each([
    ['a Sidecar of a namespace and one of pods', sidecar('shop/a') + sidecar('shop/b', SELECTOR), []],
    [
      'two Sidecars of a namespace',
      sidecar('shop/a') + sidecar('shop/b'),
      ["warning GW710 Sidecar shop/b: spec: got 'no selector, like Sidecar shop/a'"],
    ],
    [
      'two Sidecars of a pod',
      WEB.replace(/app: a }/g, 'app: a, version: v1 }') +
        sidecar('shop/a', SELECTOR) +
        sidecar('shop/b', 'workloadSelector: { labels: { version: v1 } }, '),
      ["warning GW710 Sidecar shop/b: spec.workloadSelector: got 'pods, like Sidecar shop/a'"],
    ],
    [
      'two Telemetries of a namespace',
      policy('Telemetry', 'shop/a', 'metrics: []') + policy('Telemetry', 'shop/b', 'tracing: []'),
      ["warning GW710 Telemetry shop/b: spec: got 'no selector, like Telemetry shop/a'"],
    ],
    [
      'a Telemetry of a namespace and one of a Service',
      policy('Telemetry', 'shop/a', 'metrics: []') +
        policy('Telemetry', 'shop/b', 'targetRefs: [{ kind: Service, group: "", name: web }]'),
      [],
    ],
    [
      'a Sidecar in ambient mode',
      namespace('shop', 'istio.io/dataplane-mode: ambient') + sidecar('shop/a'),
      ["warning GW711 Sidecar shop/a: metadata.namespace: got shop, with 'istio.io/dataplane-mode: ambient'"],
    ],
    [
      'a selector of pods',
      WEB + policy('AuthorizationPolicy', 'shop/a', 'selector: { matchLabels: { app: a } }'),
      [],
      WHOLE,
    ],
    [
      'a selector without pods',
      WEB + policy('AuthorizationPolicy', 'shop/a', 'selector: { matchLabels: { app: b } }'),
      ["warning GW712 AuthorizationPolicy shop/a: spec.selector: got 'app=b'"],
      WHOLE,
    ],
    [
      'a selector of another namespace for the mesh',
      WEB + policy('RequestAuthentication', 'istio-system/a', 'selector: { matchLabels: { app: a } }'),
      [],
      WHOLE,
    ],
    [
      'callers of a namespace',
      WEB +
        policy(
          'AuthorizationPolicy',
          'shop/a',
          'rules: [{ from: [{ source: { namespaces: [shop, "sh*", istio-system] } }] }]',
        ),
      [],
      WHOLE,
    ],
    [
      'callers of no namespace',
      WEB + policy('AuthorizationPolicy', 'shop/a', 'rules: [{ from: [{ source: { notNamespaces: [bogus] } }] }]'),
      ["warning GW713 AuthorizationPolicy shop/a: spec.rules[0].from[0].source.notNamespaces[0]: got 'bogus'"],
      WHOLE,
    ],
    [
      'a claim that is verified',
      AT + policy('RequestAuthentication', 'edge/a', 'selector: { matchLabels: { istio: ingress } }'),
      [],
      WHOLE,
    ],
    [
      'a claim that nobody verifies',
      AT,
      [
        "warning GW714 VirtualService shop/r: spec.http[0].match[0].headers['@request.auth.claims.group']: got '@request.auth.claims.group, at the pods of Deployment edge/ingress'",
      ],
      WHOLE,
    ],
  ]);
});

describe('IST0130, 0131: matches', () => {
  const at = (path: string, method = '') =>
    `{ uri: { prefix: ${path} }${method ? `, method: { exact: ${method} }` : ''} }`;
  const routes = (...matches: string[]) =>
    virtual('shop/r', matches.map((match) => `{ match: [${match}], ${to('web').slice(2)}`).join(', '));
  each([
    ['the narrower first', routes(at('/a/b'), at('/a')), []],
    ['another method', routes(at('/a', 'GET'), at('/a/b', 'POST')), []],
    [
      'the narrower behind',
      routes(at('/a', 'GET'), at('/a/b', 'GET')),
      [
        "warning GW560 VirtualService shop/r: spec.http[1]: got 'a route after spec.http[0], which matches the same requests'",
      ],
    ],
    [
      'the narrower behind, in a route that another match reaches',
      routes(at('/a', 'GET'), `${at('/a/b', 'GET')}, ${at('/c')}`),
      [
        "warning GW716 VirtualService shop/r: spec.http[1].match[0]: got 'a match whose requests spec.http[0].match[0] takes'",
      ],
    ],
    [
      'a TCP match twice',
      virtual(
        'shop/r',
        `{ match: [{ port: 80 }], ${to('web').slice(2)}, { match: [{ port: 80 }], ${to('web').slice(2)}`,
        'web',
        'tcp',
      ),
      [
        "warning GW560 VirtualService shop/r: spec.tcp[1]: got 'a route after spec.tcp[0], which matches the same requests'",
      ],
    ],
    ['a match twice in one route', routes(`${at('/a')}, ${at('/a')}`), []],
    ['no conditions behind a match', routes(at('/a'), ''), []],
    [
      'no conditions before a match',
      routes('', at('/a')),
      ["warning GW511 VirtualService shop/r: spec.http[1]: got 'a route after spec.http[0], which matches everything'"],
    ],
    [
      'an expression that does not compile',
      routes('{ uri: { regex: "/(a" } }', at('/a')),
      ["error GW628 VirtualService shop/r: spec.http[0].match[0].uri.regex: got '/(a'"],
    ],
  ]);
});

describe('IST0109: VirtualServices of the mesh', () => {
  const of = (name: string, exportTo: string) =>
    object(
      NET,
      'VirtualService',
      name,
      `spec: { hosts: [web.shop.svc.cluster.local], exportTo: [${exportTo}], http: [${to('web')}] }`,
    );
  each([
    ['namespaces of their own', of('a/r', '"."') + of('b/r', '"."'), []],
    [
      'one for a namespace that another one is for',
      of('a/r', 'b') + of('b/r', '"."'),
      [
        "warning GW535 VirtualService b/r: spec.hosts[0]: got 'web.shop.svc.cluster.local, which VirtualService a/r has too for the mesh'",
      ],
    ],
    [
      'one for all and one for its own',
      of('a/r', '"*"') + of('b/r', '"."'),
      [
        "warning GW535 VirtualService b/r: spec.hosts[0]: got 'web.shop.svc.cluster.local, which VirtualService a/r has too for the mesh'",
      ],
    ],
  ]);
});

describe('IST0134, 0177: ServiceEntries', () => {
  const port = (protocol: string) => `ports: [{ number: 5432, name: db, protocol: ${protocol} }]`;
  each([
    ['TCP with an address', entry('shop/a', `${port('TCP')}, addresses: [192.0.2.1]`), []],
    [
      'TCP without addresses',
      entry('shop/a', port('tcp')),
      ["warning GW565 ServiceEntry shop/a: spec.ports[0]: got 'TCP without addresses'"],
    ],
    [
      'TCP without addresses at a waypoint',
      entry('shop/a', port('tcp')).replace('name: a', 'labels: { istio.io/use-waypoint: w }, name: a'),
      [],
    ],
    ['a protocol twice', entry('shop/a', port('HTTP')) + entry('shop/b', port('http')), []],
    [
      'two protocols',
      entry('shop/a', port('HTTP')) + entry('other/b', port('TLS')),
      [
        "warning GW715 ServiceEntry other/b: spec.ports[0].protocol: got 'TLS for port 5432 of api.example.com, which is HTTP in ServiceEntry shop/a'",
      ],
    ],
    [
      'two protocols, each for its namespace',
      entry('shop/a', `${port('HTTP')}, exportTo: ["."]`) + entry('other/b', `${port('TLS')}, exportTo: ["."]`),
      [],
    ],
  ]);
});

describe('IST0116, 0123, 0144, 0146, 0150: pods of the mesh', () => {
  const as = (user: number) => `name: web, image: web, securityContext: { runAsUser: ${user} }`;
  const named = (name: string, port: string) =>
    object('v1', 'Service', name, `spec: { selector: { app: a }, ports: [{ name: ${port}, port: 80 }] }`);
  const external = (port: string) =>
    object(
      'v1',
      'Service',
      'shop/db',
      `spec: { type: ExternalName, externalName: db.example.com, ports: [{ name: ${port}, port: 5432 }] }`,
    );
  const AUTO = pods('shop/edge', 'istio: edge', 'name: istio-proxy, image: auto');
  each([
    [
      'ambient mode and injection',
      namespace('shop', 'istio-injection: enabled, istio.io/dataplane-mode: ambient'),
      [
        "warning GW512 Namespace shop: metadata.labels['istio.io/dataplane-mode']: got 'ambient, with istio-injection: enabled'",
      ],
    ],
    [
      'ambient mode without injection',
      namespace('shop', 'istio-injection: disabled, istio.io/dataplane-mode: ambient'),
      [],
    ],
    [
      'the user of the proxy',
      INJECTED + pods('shop/web', 'app: a', as(1337)),
      ['warning GW720 Deployment shop/web: spec.template.spec.containers[0].securityContext.runAsUser: got 1337'],
    ],
    [
      'the user of the proxy for all containers',
      INJECTED + pods('shop/web', 'app: a', undefined, 'securityContext: { runAsUser: 1337 }, '),
      ['warning GW720 Deployment shop/web: spec.template.spec.securityContext.runAsUser: got 1337'],
    ],
    ['the user of the proxy outside of the mesh', namespace('shop') + pods('shop/web', 'app: a', as(1337)), []],
    ['another user', INJECTED + pods('shop/web', 'app: a', as(1000)), []],
    ['image auto with injection', INJECTED + AUTO, []],
    [
      'image auto with a label',
      namespace('shop') + AUTO.replace(/istio: edge/g, 'istio: edge, sidecar.istio.io/inject: "true"'),
      [],
    ],
    [
      'image auto without injection',
      namespace('shop') + AUTO,
      [
        "warning GW721 Deployment shop/edge: spec.template.spec.containers[0].image: got 'auto, in namespace shop without injection'",
      ],
    ],
    ['one protocol', INJECTED + pods('shop/web', 'app: a') + named('shop/a', 'http') + named('shop/b', 'grpc-api'), []],
    [
      'two protocols',
      INJECTED + pods('shop/web', 'app: a') + named('shop/a', 'http') + named('shop/b', 'tcp-api'),
      [
        "warning GW722 Service shop/b: spec.ports[0]: got 'TCP at port 80 of Deployment web, which is HTTP in Service shop/a'",
      ],
    ],
    ['an ExternalName with TLS', INJECTED + external('tls-db'), []],
    ['an ExternalName outside of the mesh', namespace('shop') + external('tcp'), []],
    [
      'an ExternalName with TCP',
      INJECTED + external('tcp'),
      ["warning GW723 Service shop/db: spec.ports[0].name: got 'tcp'"],
    ],
  ]);
});

describe('IST0107, 0108, 0125: annotations', () => {
  each([
    ['one of pods', annotated('Deployment', 'app: web', 'sidecar.istio.io/proxyCPU: 100m'), []],
    [
      'the same on both',
      annotated('Deployment', 'sidecar.istio.io/proxyCPU: 100m', 'sidecar.istio.io/proxyCPU: 100m'),
      [],
    ],
    [
      'one of pods on a Deployment',
      annotated('Deployment', 'sidecar.istio.io/inject: "false"'),
      [
        "warning GW725 Deployment shop/web: metadata.annotations['sidecar.istio.io/inject']: got 'sidecar.istio.io/inject on a Deployment'",
      ],
    ],
    [
      'one of pods on a Namespace',
      annotated('Namespace', 'proxy.istio.io/config: "{}"'),
      [
        "warning GW725 Namespace shop: metadata.annotations['proxy.istio.io/config']: got 'proxy.istio.io/config on a Namespace'",
      ],
    ],
    [
      'a misspelt one',
      annotated('Deployment', 'app: web', 'sidecar.istio.io/proxyCpuLimits: 100m'),
      [
        "warning GW724 Deployment shop/web: spec.template.metadata.annotations['sidecar.istio.io/proxyCpuLimits']: got 'sidecar.istio.io/proxyCpuLimits'",
      ],
    ],
    [
      'one of another object',
      annotated(
        'Namespace',
        'topology.istio.io/controlPlaneClusters: "*", networking.istio.io/traffic-distribution: PreferClose',
      ),
      [],
    ],
    [
      'ports',
      annotated(
        'Deployment',
        'app: web',
        'traffic.sidecar.istio.io/excludeInboundPorts: "80, 8080", traffic.sidecar.istio.io/includeInboundPorts: "*", traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8',
      ),
      [],
    ],
    [
      'values that injection refuses',
      annotated(
        'Deployment',
        'app: web',
        'traffic.sidecar.istio.io/excludeInboundPorts: "*", traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0, readiness.status.sidecar.istio.io/periodSeconds: 1s, sidecar.istio.io/proxyMemory: 128MB, sidecar.istio.io/interceptionMode: TPROX',
      ),
      ['interceptionMode', 'periodSeconds', 'excludeInboundPorts', 'includeOutboundIPRanges', 'proxyMemory'].map(
        (name) => {
          const [domain, got] = {
            interceptionMode: ['sidecar.istio.io', 'TPROX'],
            periodSeconds: ['readiness.status.sidecar.istio.io', '1s'],
            excludeInboundPorts: ['traffic.sidecar.istio.io', '*'],
            includeOutboundIPRanges: ['traffic.sidecar.istio.io', '10.0.0.0'],
            proxyMemory: ['sidecar.istio.io', '128MB'],
          }[name]!;
          return `error GW726 Deployment shop/web: spec.template.metadata.annotations['${domain}/${name}']: got '${got}'`;
        },
      ),
    ],
  ]);
});

describe('IST0152, 0153, 0154: EnvoyFilters', () => {
  each([
    ['a filter that is replaced', filter('HTTP_FILTER', 'REPLACE'), []],
    ['a route that is added', filter('HTTP_ROUTE', 'ADD'), []],
    ...(['CLUSTER REPLACE', 'ROUTE_CONFIGURATION ADD', 'ROUTE_CONFIGURATION REMOVE'] as const)
      .map((text) => {
        const [applyTo, operation] = text.split(' ');
        return [
          text,
          filter(applyTo, operation),
          [`error GW730 EnvoyFilter shop/f: spec.configPatches[0].patch.operation: got '${operation} of ${applyTo}'`],
        ] as const;
      })
      .map(([name, yaml, expected]): [string, string, string[]] => [name, yaml, [...expected]]),
  ]);
});
