import { Manifest } from '../../../src/manifest/manifest';
import { observe } from '../../../src/manifest/misread';
import { readable } from '../../../src/manifest/structure';
import { allTold, backend, gateway, grant, listener, object, route, rules, service, WHOLE } from '../together';

const codes = (yaml: string) => allTold(yaml, WHOLE).map((line) => line.replace(/: got .*/, '').replace(/^\w+ /, ''));
const edge = gateway(listener('http'));
const web = service('shop/web', 80);
const labels = (app: string) =>
  `selector: { matchLabels: { app: ${app} } }, template: { metadata: { labels: { app: ${app} } }, spec: { containers: [{ name: app, image: "a:1" }] } }`;
const istio = (kind: string, name: string, spec: string) =>
  object('networking.istio.io/v1', kind, name, `spec: { ${spec} }`);
const virtualService = (subset: string, rest = '') =>
  istio(
    'VirtualService',
    'shop/web',
    `hosts: [web], http: [{ ${rest}route: [{ destination: { host: web, subset: ${subset} } }] }]`,
  );

const V2 = 'matches: [{ path: { type: PathPrefix, value: /v2 } }]';

/** Objects with a field that is missing or of another type, and what else is wrong. */
test.each<[string, string, string[]]>([
  [
    'a route with a filter of no type, to a Service that does not exist',
    edge + route('shop/web', rules(`{ filters: [{ urlRewrite: {} }], ${backend('wev')} }`)) + web,
    [
      'GW002 HTTPRoute shop/web: spec.rules[0].filters[0].type',
      'GW030 HTTPRoute shop/web: spec.rules[0].backendRefs[0]',
    ],
  ],
  [
    'a rule with a timeout of another type, and another with a wrong port',
    edge +
      route('shop/web', rules(`{ timeouts: { request: 5 }, ${backend('web')} }`, `{ ${V2}, ${backend('web', 81)} }`)) +
      web,
    [
      'GW003 HTTPRoute shop/web: spec.rules[0].timeouts.request',
      'GW378 HTTPRoute shop/web: spec.rules[1].backendRefs[0].port',
    ],
  ],
  [
    'a port that no Service has',
    edge + route('shop/web', rules(`{ ${backend('web', 70000)} }`)) + web,
    ['GW003 HTTPRoute shop/web: spec.rules[0].backendRefs[0].port'],
  ],
  [
    'an item that is null, and a Service that does not exist in the next',
    edge + route('shop/web', `hostnames: [null, a.example.com], ${rules(`{ ${backend('wev')} }`)}`) + web,
    ['GW003 HTTPRoute shop/web: spec.hostnames[0]', 'GW030 HTTPRoute shop/web: spec.rules[0].backendRefs[0]'],
  ],
  [
    'two mistakes in one listener, one in the next',
    gateway(
      '{ name: a, port: "80", protocol: HTTP, tls: { mode: Terminate } }',
      '{ name: b, port: 81, protocol: HTTP, tls: { mode: Terminate } }',
    ),
    [
      'GW003 Gateway edge/public: spec.listeners[0].port',
      'GW313 Gateway edge/public: spec.listeners[0].tls',
      'GW313 Gateway edge/public: spec.listeners[1].tls',
      'GW316 Gateway edge/public: spec.listeners[0].tls.certificateRefs',
      'GW316 Gateway edge/public: spec.listeners[1].tls.certificateRefs',
    ],
  ],
  [
    'a timeout of another type, and a subset that no rule has',
    web +
      virtualService('v2', 'timeout: 5, ') +
      istio('DestinationRule', 'shop/web', 'host: web, subsets: [{ name: v1 }]'),
    [
      'GW003 VirtualService shop/web: spec.http[0].timeout',
      'GW530 VirtualService shop/web: spec.http[0].route[0].destination.subset',
    ],
  ],
])('%s', (_, yaml, expected) => expect(codes(yaml)).toEqual(expected));

/** What is broken says nothing else: neither of the object nor of those that name it. */
test.each<[string, string, string[]]>([
  [
    'the name of a listener',
    gateway('{ name: 5, port: 80, protocol: HTTP }') +
      route('edge/web', rules(`{ ${backend('web')} }`), 'name: public, sectionName: http') +
      service('edge/web', 80),
    ['GW003 Gateway edge/public: spec.listeners[0].name'],
  ],
  [
    'the port of a Service',
    edge +
      route('shop/web', rules(`{ ${backend('web', 81)} }`)) +
      object('v1', 'Service', 'shop/web', 'spec: { ports: [{ port: 80 }, { port: "81" }] }'),
    ['GW003 Service shop/web: spec.ports[1].port'],
  ],
  [
    'the source of a grant',
    edge +
      route('shop/web', rules(`{ ${backend('web', 80, ', namespace: pay')} }`)) +
      service('pay/web', 80) +
      grant('pay/shop', '5'),
    ['GW003 ReferenceGrant pay/shop: spec.from[0].namespace'],
  ],
  [
    'the name of a subset',
    web + virtualService('v1') + istio('DestinationRule', 'shop/web', 'host: web, subsets: [{ name: 1 }]'),
    ['GW003 DestinationRule shop/web: spec.subsets[0].name'],
  ],
  [
    'the host of a DestinationRule',
    web + virtualService('v1') + istio('DestinationRule', 'shop/web', 'host: 5, subsets: [{ name: v1 }]'),
    ['GW003 DestinationRule shop/web: spec.host'],
  ],
  [
    'the Secret of a Certificate',
    gateway(
      `{ name: https, port: 443, protocol: HTTPS, hostname: a.example.com, tls: { certificateRefs: [{ name: a-tls }] } }`,
    ) +
      object(
        'cert-manager.io/v1',
        'Certificate',
        'edge/a',
        'spec: { secretName: 5, dnsNames: [a.example.com], issuerRef: { name: ca, kind: Issuer } }',
      ) +
      object('cert-manager.io/v1', 'Issuer', 'edge/ca', 'spec: { selfSigned: {} }'),
    ['GW003 Certificate edge/a: spec.secretName'],
  ],
  [
    'the target of an autoscaler',
    object('apps/v1', 'Deployment', 'shop/web', `spec: { ${labels('web')} }`) +
      object(
        'policy/v1',
        'PodDisruptionBudget',
        'shop/web',
        'spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }',
      ) +
      object(
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        'shop/web',
        'spec: { minReplicas: 2, maxReplicas: 5, scaleTargetRef: { kind: Deployment } }',
      ),
    ['GW002 HorizontalPodAutoscaler shop/web: spec.scaleTargetRef.name'],
  ],
  [
    'the template of a Deployment',
    service('shop/web', 80).replace('app: a', 'app: web') +
      object('apps/v1', 'Deployment', 'shop/web', 'spec: { selector: { matchLabels: { app: web } }, template: 5 }') +
      object('apps/v1', 'Deployment', 'shop/other', `spec: { ${labels('other')} }`),
    ['GW003 Deployment shop/web: spec.template'],
  ],
])('%s', (_, yaml, expected) => expect(codes(yaml)).toEqual(expected));

/** The same for rules that need a single object. */
test.each<[string, string, string[]]>([
  [
    'the type of a filter that is misspelt, and its settings',
    edge + route('shop/web', rules(`{ filters: [{ type: RequestRedirectt, requestRedirect: { scheme: https } }] }`)),
    ['GW003 HTTPRoute shop/web: spec.rules[0].filters[0].type'],
  ],
  [
    'the type of a filter that is missing',
    edge + route('shop/web', rules(`{ filters: [{ requestRedirect: { scheme: https } }] }`)),
    ['GW002 HTTPRoute shop/web: spec.rules[0].filters[0].type'],
  ],
])('%s', (_, yaml, expected) => expect(codes(yaml)).toEqual(expected));

test('an unknown field hides nothing', () => {
  expect(codes(edge + route('shop/web', `hostnamez: [], ${rules(`{ ${backend('wev')} }`)}`) + web)).toEqual([
    'GW001 HTTPRoute shop/web: spec.hostnamez',
    'GW030 HTTPRoute shop/web: spec.rules[0].backendRefs[0]',
  ]);
});

test('who reads a field that is missing or of another type', () => {
  const manifest: Manifest = {
    apiVersion: 'kuadrant.io/v1',
    kind: 'RateLimitPolicy',
    metadata: { name: 'x' },
    spec: {
      targetRef: { group: 'g', kind: 'Gateway' },
      limits: { low: { rates: [{ limit: 'a', window: '1s' }, null] } },
    },
  };
  type Spec = {
    targetRef: Record<string, unknown>;
    limits: Record<string, { rates: (Record<string, unknown> | null)[] }>;
  };
  const { targetRef, limits } = readable(manifest).spec as Spec;
  const isMisread = (read: () => unknown) => {
    const misread = new Set<Manifest>();
    observe(misread, read);
    return misread.has(manifest);
  };
  expect([
    isMisread(() => targetRef.kind),
    isMisread(() => limits.low.rates[0]?.window),
    isMisread(() => Object.keys(limits.low.rates[0]!)),
    isMisread(() => limits.low.rates.length),
  ]).toEqual([false, false, false, false]);
  expect([
    isMisread(() => targetRef.name),
    isMisread(() => 'name' in targetRef),
    isMisread(() => Object.hasOwn(targetRef, 'name')),
    isMisread(() => ({ ...targetRef })),
    isMisread(() => ({ ...limits.low.rates[0] })),
    isMisread(() => limits.low.rates.map((rate) => rate)),
  ]).toEqual([true, true, true, true, true, true]);
  expect(limits.low.rates[0]).toBe(limits.low.rates[0]);
});
