import { allTold, backend, gateway, listener, object, route, rules, service, WHOLE } from '../together';

const web = route('shop/web', rules(`{ ${backend('web')} }`));
const deployment = object(
  'apps/v1',
  'Deployment',
  'shop/other',
  'spec: { selector: { matchLabels: { app: other } }, template: { metadata: { labels: { app: other } }, spec: { containers: [{ name: app, image: "a:1" }] } } }',
);
const virtualService = object(
  'networking.istio.io/v1',
  'VirtualService',
  'shop/web',
  'spec: { hosts: [web], http: [{ route: [{ destination: { host: web, subset: v2 } }] }] }',
);
const istioGateway = object(
  'networking.istio.io/v1',
  'Gateway',
  'shop/edge',
  'spec: { selector: { app: edge }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [a.example.com] }] }',
);
const advertisement = object('metallb.io/v1beta1', 'L2Advertisement', 'shop/lan', 'spec: { ipAddressPools: [lan] }');
const foreign = route('shop/web', rules(`{ ${backend('web', 80, ', namespace: pay')} }`));

/** What is not in the input, and how much that matters where the input is all. */
test.each<[string, string, string, 'error' | 'warning']>([
  [
    'a Service',
    web + gateway(listener('http')),
    "GW030 HTTPRoute shop/web: spec.rules[0].backendRefs[0]: got 'Service shop/web'",
    'error',
  ],
  [
    'a grant',
    foreign + gateway(listener('http')),
    "GW376 HTTPRoute shop/web: spec.rules[0].backendRefs[0].namespace: got 'Service pay/web, named from namespace shop'",
    'error',
  ],
  [
    'pods of a Service',
    service('shop/web', 80) + deployment,
    "GW614 Service shop/web: spec.selector: got 'app=a'",
    'warning',
  ],
  [
    'a subset',
    virtualService,
    "GW530 VirtualService shop/web: spec.http[0].route[0].destination.subset: got 'v2'",
    'error',
  ],
  ['pods of a Gateway', istioGateway, "GW536 Gateway shop/edge: spec.selector: got 'app=edge'", 'warning'],
  [
    'a pool',
    advertisement,
    "GW692 L2Advertisement shop/lan: spec.ipAddressPools[0]: got 'IPAddressPool shop/lan'",
    'error',
  ],
])('%s that is not in the input', (_, yaml, problem, severity) => {
  expect(allTold(yaml)).toContain(`note ${problem}`);
  expect(allTold(yaml, WHOLE)).toContain(`${severity} ${problem}`);
});

test.each<[string, string, string[]]>([
  ['a Service and its grants', foreign + gateway(listener('http')), ['Service pay/*']],
  ['a Gateway', web + service('shop/web', 80), ['Gateway edge/public']],
  ['a pool', advertisement, ['IPAddressPool shop/lan']],
])('%s that exists elsewhere', (_, yaml, exists) => {
  expect(allTold(yaml, { exists })).toEqual([]);
});
