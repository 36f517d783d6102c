import { each, object, service, WHOLE } from '../together';

const NET = 'networking.istio.io/v1';
const namespace = (labels: string) =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;
const rule = (spec: string) => object(NET, 'DestinationRule', 'shop/rule', `spec: { ${spec} }`);
const pods = object(
  'apps/v1',
  'Deployment',
  'shop/web',
  'spec: { selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: web, image: a }] } } }',
);
const strict = (spec: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'shop/strict', `spec: { ${spec} }`);
const INJECTED = namespace('istio-injection: enabled');
const PLAIN = rule('host: web, trafficPolicy: { tls: { mode: DISABLE } }');
const STRICT = strict('mtls: { mode: STRICT }');
const web = service('shop/web', 80) + pods;

describe('DestinationRules to pods that demand mutual TLS', () => {
  const told = (mode: string, place = 'spec.trafficPolicy.tls.mode') => [
    `warning GW717 DestinationRule shop/rule: ${place}: got '${mode}'`,
  ];
  each([
    ['plain text', INJECTED + web + STRICT + PLAIN, told('DISABLE')],
    [
      'a certificate that is not of the mesh',
      INJECTED + web + STRICT + rule('host: web.shop.svc.cluster.local, trafficPolicy: { tls: { mode: SIMPLE } }'),
      told('SIMPLE'),
    ],
    [
      'plain text for one port',
      INJECTED +
        web +
        STRICT +
        rule('host: web, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] }'),
      told('DISABLE', 'spec.trafficPolicy.portLevelSettings[0].tls.mode'),
    ],
    [
      'mutual TLS of the mesh',
      INJECTED + web + STRICT + rule('host: web, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }'),
      [],
    ],
    ['pods that take both', INJECTED + web + strict('mtls: { mode: PERMISSIVE }') + PLAIN, []],
    [
      'a port that takes both',
      INJECTED +
        web +
        strict(
          'selector: { matchLabels: { app: a } }, mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: PERMISSIVE } }',
        ) +
        PLAIN,
      [],
    ],
    ['pods without a sidecar', namespace('istio-injection: disabled') + web + STRICT + PLAIN, []],
    ['pods of which nobody knows', web + STRICT + PLAIN, []],
  ]);
});

describe('TLS of proxies around that of applications', () => {
  const entry = (port: string) =>
    object(
      NET,
      'ServiceEntry',
      'shop/partner',
      `spec: { hosts: [api.partner.example], resolution: DNS, ports: [{ ${port} }] }`,
    );
  const HTTPS = entry('number: 443, name: https, protocol: HTTPS');
  const SIMPLE = rule('host: api.partner.example, trafficPolicy: { tls: { mode: SIMPLE, sni: api.partner.example } }');
  const routed = object(
    NET,
    'VirtualService',
    'shop/partner',
    'spec: { hosts: [api.partner.example], http: [{ route: [{ destination: { host: api.partner.example, port: { number: 443 } } }] }] }',
  );
  each([
    [
      'TLS twice',
      HTTPS + SIMPLE,
      [
        "warning GW719 DestinationRule shop/rule: spec.trafficPolicy.tls.mode: got 'SIMPLE for port 443 (HTTPS) of ServiceEntry shop/partner'",
      ],
    ],
    [
      'plain requests, for which the proxy starts TLS',
      entry('number: 80, name: http, protocol: HTTP, targetPort: 443') + SIMPLE,
      [],
    ],
    ['requests that a route of HTTP leads to the port', HTTPS + routed + SIMPLE, []],
    [
      'TLS for another port',
      HTTPS +
        rule(
          'host: api.partner.example, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE, sni: api.partner.example } }] }',
        ),
      [],
    ],
  ]);
});

describe('waypoints', () => {
  const waypoint = (protocol: string) =>
    object(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'shop/near',
      `spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: ${protocol} }] }`,
    );
  const USED = namespace('istio.io/use-waypoint: near');
  each([
    ['one that is there', USED + waypoint('HBONE'), [], WHOLE],
    ['none', namespace('istio.io/use-waypoint: none'), [], WHOLE],
    ['one that is in another program', USED, []],
    [
      'one that is not there',
      USED,
      ["warning GW718 Namespace shop: metadata.labels['istio.io/use-waypoint']: got 'near'"],
      WHOLE,
    ],
    [
      'a Gateway that is none',
      USED + waypoint('HTTP'),
      [
        "warning GW718 Namespace shop: metadata.labels['istio.io/use-waypoint']: got 'near, a Gateway without a listener of protocol HBONE'",
      ],
    ],
    [
      'one of another namespace',
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop, labels: { istio.io/use-waypoint: near, istio.io/use-waypoint-namespace: edge } }\nspec: { ports: [{ port: 80 }] }\n' +
        waypoint('HBONE'),
      ["warning GW718 Service shop/web: metadata.labels['istio.io/use-waypoint']: got 'near'"],
      WHOLE,
    ],
  ]);
});
