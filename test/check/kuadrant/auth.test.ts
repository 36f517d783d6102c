import { eachManifest, manifest } from '../told';

const auth = (scope: object) =>
  manifest(
    'AuthPolicy',
    { targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'x' }, ...scope },
    'kuadrant.io/v1',
  );
const JWT = { jwt: { issuerUrl: 'https://sso.example.com' } };
const ANONYMOUS = { anonymous: {} };
const some = { anonymous: {}, when: [{ predicate: 'request.method == "GET"' }] };
const authentication = (rules: object) => ({ rules: { authentication: rules } });
const overrides = (rest: object) => auth({ overrides: { ...authentication({ sso: JWT }), ...rest } });
const http = (rest: object) => ({ http: { url: 'https://audit.example.com' }, ...rest });
const opa = (rest: object) =>
  auth({
    rules: {
      authorization: { a: { opa: { externalPolicy: { url: 'https://policies.example.com/a.rego', ...rest } } } },
    },
  });
const CACHE = { cache: { key: { value: 'x' } } };
const OPEN = 'anonymous access for every request, together with other authentication';

eachManifest([
  ['anonymous alone', auth(authentication({ guests: ANONYMOUS }))],
  ['anonymous for some requests', auth(authentication({ guests: some, sso: JWT }))],
  ['no anonymous', auth(authentication({ keys: JWT, sso: JWT }))],
  [
    'anonymous for all',
    auth(authentication({ sso: JWT, guests: ANONYMOUS })),
    `GW201 spec.rules.authentication['guests']: got '${OPEN}'`,
  ],
  [
    'anonymous for all, in defaults',
    auth({ defaults: authentication({ guests: ANONYMOUS, sso: JWT, others: ANONYMOUS }) }),
    `GW201 spec.defaults.rules.authentication['guests']: got '${OPEN}'`,
  ],
  [
    'overrides that merge',
    overrides({ strategy: 'merge' }),
    "GW202 spec.overrides.when: got 'none, with overrides that merge'",
  ],
  ['overrides that merge where they are to', overrides({ strategy: 'merge', when: [{ predicate: 'true' }] })],
  ['overrides that replace', overrides({ strategy: 'atomic' })],
  ['defaults that merge', auth({ defaults: { strategy: 'merge', ...authentication({ sso: JWT }) } })],
  ['a callback', auth({ rules: { callbacks: { audit: http({}) } } })],
  [
    'a callback with a cache',
    auth({ rules: { callbacks: { audit: http(CACHE) } } }),
    "GW203 spec.rules.callbacks['audit'].cache: got 'a cache'",
  ],
  ['metadata with a cache', auth({ rules: { metadata: { geo: http(CACHE) } } })],
  ['an external policy', opa({ method: 'GET', ttl: 60 })],
  [
    'an external policy that is requested otherwise',
    opa({ method: 'POST', contentType: 'application/json', headers: { 'x-team': { value: 'red' } } }),
    "GW204 spec.rules.authorization['a'].opa.externalPolicy: got 'method, contentType, headers'",
  ],
]);
