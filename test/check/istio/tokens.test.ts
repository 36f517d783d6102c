import { each, object, WHOLE } from '../together';

const SECURITY = 'security.istio.io/v1';
const verifying = (rest = '', name = 'shop/tokens') =>
  object(SECURITY, 'RequestAuthentication', name, `spec: { ${rest}jwtRules: [{ issuer: https://idp.example.com }] }`);
const allowing = (rule: string, rest = '', name = 'shop/callers') =>
  object(SECURITY, 'AuthorizationPolicy', name, `spec: { ${rest}rules: [{ ${rule} }] }`);
const TOKEN = 'from: [{ source: { requestPrincipals: ["*"] } }]';
const CLAIM = 'when: [{ key: "request.auth.claims[group]", values: [a] }]';
const of = (app: string) => `selector: { matchLabels: { app: ${app} } }, `;
const NOT_VERIFIED = [
  "warning GW731 AuthorizationPolicy shop/callers: spec.rules[0]: got 'a rule for tokens, and no RequestAuthentication for the same pods'",
];
const NOT_DEMANDED = [
  "warning GW732 RequestAuthentication shop/tokens: spec.jwtRules: got 'RequestAuthentication shop/tokens alone'",
];

describe('tokens that are verified and demanded', () => {
  const pods = (...apps: string[]) =>
    apps
      .map((app) =>
        object(
          'apps/v1',
          'Deployment',
          `shop/${app}`,
          `spec: { selector: { matchLabels: { app: ${app} } }, template: { metadata: { labels: { app: ${app} } }, spec: { containers: [{ name: a, image: a }] } } }`,
        ),
      )
      .join('');
  const all = pods('web', 'orders');
  each([
    ['both', verifying() + allowing(TOKEN), [], WHOLE],
    ['both, by a claim', verifying() + allowing(CLAIM), [], WHOLE],
    ['a RequestAuthentication of the mesh', verifying('', 'istio-system/tokens') + allowing(TOKEN), [], WHOLE],
    ['a policy alone', allowing(TOKEN), NOT_VERIFIED, WHOLE],
    ['a policy alone, where the other may be elsewhere', allowing(TOKEN), []],
    [
      'a policy that takes callers without a token too',
      allowing(`${TOKEN}, to: [{ operation: { paths: [/a] } }]`).replace(
        '["*"] } }',
        '["*"] } }, { source: { namespaces: [shop] } }',
      ),
      [],
      { ...WHOLE, exists: ['Namespace *'] },
    ],
    [
      'a policy that denies requests without a token',
      allowing('from: [{ source: { notRequestPrincipals: ["*"] } }]', 'action: DENY, '),
      [],
      WHOLE,
    ],
    ['a RequestAuthentication alone', verifying(), NOT_DEMANDED, WHOLE],
    [
      'for other pods',
      all + verifying(of('web')) + allowing(TOKEN, of('orders')),
      [...NOT_DEMANDED, ...NOT_VERIFIED],
      WHOLE,
    ],
    ['for some of the pods', all + verifying() + allowing(TOKEN, of('orders')), [], WHOLE],
  ]);
});

describe('VirtualServices and their gateways', () => {
  const NET = 'networking.istio.io/v1';
  const gateway = object(
    NET,
    'Gateway',
    'shop/ingress',
    'spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] }] }',
  );
  const virtual = (host: string, rest = '') =>
    object(
      NET,
      'VirtualService',
      'shop/web',
      `spec: { hosts: [${host}], ${rest}http: [{ route: [{ destination: { host: web, port: { number: 80 } } }] }] }`,
    );
  const entry = object(
    NET,
    'ServiceEntry',
    'shop/web',
    'spec: { hosts: [web.example.com], resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }',
  );
  each([
    [
      'without gateways',
      gateway + virtual('web.example.com'),
      ['warning GW733 VirtualService shop/web: spec.gateways: got undefined'],
    ],
    ['with the gateway', gateway + virtual('web.example.com', 'gateways: [ingress], '), []],
    ['for a host of the mesh', gateway + virtual('web'), []],
    ['for a host that the mesh has', gateway + entry + virtual('web.example.com'), []],
    ['for a host that no Gateway has', gateway + virtual('web.example.net'), []],
  ]);
});
