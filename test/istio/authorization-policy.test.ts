import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { specOf } from './mesh-support';
import { AuthorizationAttribute as Attribute } from '../../src/istio/authorization-attribute';
import {
  AuthorizationAction as Action,
  AuthorizationPolicy,
  AuthorizationPolicyProps,
} from '../../src/istio/authorization-policy';
import { AuthorizationPolicyRule as Rule } from '../../src/istio/authorization-rule';
import { Port } from '../../src/istio/istio-port';
import { PolicyTarget } from '../../src/istio/istio-target';
import { ServiceEntry } from '../../src/istio/service-entry';
import { brief } from '../support/brief';
import { newChart, theOnly } from '../support/synth';

const policy =
  (props: AuthorizationPolicyProps = {}) =>
  (chart: Chart) =>
    new AuthorizationPolicy(chart, 'callers', props);
const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'external', namespace: 'ingress' };

test('says who may call a host', () => {
  const chart = newChart();
  const entry = new ServiceEntry(chart, 'bank', {
    hosts: ['bank.com'],
    ports: [Port.https(443)],
    namespace: 'out',
  });
  new AuthorizationPolicy(chart, 'callers', {
    targets: [PolicyTarget.serviceEntry(entry)],
    rules: [
      {
        from: [{ serviceAccounts: ['shop/cart'] }, { namespaces: ['billing'], notIpBlocks: ['10.0.0.0/8'] }],
        to: [{ methods: ['GET'], paths: ['/accounts/{*}'], ports: [443] }],
        when: [{ attribute: Attribute.CONNECTION_SNI, values: ['bank.com'], notValues: ['*.bank.com'] }],
      },
    ],
  });
  expect(theOnly(chart, 'AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'callers', namespace: 'out' },
    spec: {
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank' }],
      action: 'ALLOW',
      rules: [
        {
          from: [
            { source: { serviceAccounts: ['shop/cart'] } },
            { source: { namespaces: ['billing'], notIpBlocks: ['10.0.0.0/8'] } },
          ],
          to: [{ operation: { methods: ['GET'], paths: ['/accounts/{*}'], ports: ['443'] } }],
          when: [{ key: 'connection.sni', values: ['bank.com'], notValues: ['*.bank.com'] }],
        },
      ],
    },
  });
});

test.each<[string, AuthorizationPolicyProps, object]>([
  ['allows no request', {}, { action: 'ALLOW' }],
  ['everything is allowed', { rules: [{}] }, { action: 'ALLOW', rules: [{}] }],
  ['everything is denied', { action: Action.DENY, rules: [{}] }, { action: 'DENY', rules: [{}] }],
  [
    'somebody else decides',
    { action: Action.custom('opa'), rules: [{ to: [{ paths: ['/admin*'] }] }] },
    { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }] },
  ],
])('%s', (_, props, expected) => {
  expect(specOf(policy(props))).toEqual(expected);
});

test('adds rules, and gives copies', () => {
  const chart = newChart();
  const made = policy({ rules: [{}] })(chart);
  made.addRule({ from: [{ requestPrincipals: ['*'] }] });
  made.rules.pop();
  expect(made.rules).toHaveLength(2);
  expect(theOnly(chart, 'AuthorizationPolicy').spec).toMatchObject({
    rules: [{}, { from: [{ source: { requestPrincipals: ['*'] } }] }],
  });
});

test.each<[string, (chart: Chart) => PolicyTarget[], object]>([
  ['workloads', () => [PolicyTarget.workloads({ app: 'cart' })], { selector: { matchLabels: { app: 'cart' } } }],
  [
    'a gateway and Services',
    (chart) => [
      PolicyTarget.gateway({ ...gateway, namespace: undefined }),
      PolicyTarget.service('a'),
      PolicyTarget.fromService(new Service(chart, 's', { metadata: { name: 'b' }, ports: [{ port: 1 }] })),
    ],
    {
      targetRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' },
        { group: '', kind: 'Service', name: 'a' },
        { group: '', kind: 'Service', name: 'b' },
      ],
    },
  ],
])('is for %s', (_, targets, expected) => {
  const chart = newChart();
  const made = policy({ targets: targets(chart) })(chart);
  expect(theOnly(chart, 'AuthorizationPolicy').spec).toEqual({ ...expected, action: 'ALLOW' });
  expect(made.targets.length).toBeGreaterThan(0);
});

test('goes to the namespace of its target', () => {
  expect(policy({ targets: [PolicyTarget.gateway(gateway)] })(newChart()).namespace).toBe('ingress');
});

test.each<[Attribute, string]>([
  [Attribute.SOURCE_IP, 'source.ip'],
  [Attribute.REMOTE_IP, 'remote.ip'],
  [Attribute.SOURCE_NAMESPACE, 'source.namespace'],
  [Attribute.SOURCE_SERVICE_ACCOUNT, 'source.serviceAccount'],
  [Attribute.SOURCE_PRINCIPAL, 'source.principal'],
  [Attribute.REQUEST_PRINCIPAL, 'request.auth.principal'],
  [Attribute.REQUEST_AUDIENCES, 'request.auth.audiences'],
  [Attribute.DESTINATION_IP, 'destination.ip'],
  [Attribute.DESTINATION_PORT, 'destination.port'],
  [Attribute.requestHeader('x-tenant'), 'request.headers[x-tenant]'],
  [Attribute.requestClaim('realm', 'roles'), 'request.auth.claims[realm][roles]'],
])('attribute %j', (attribute, name) => {
  expect(attribute.name).toBe(name);
});

test.each([[Action.DENY], [Action.custom('opa')]])('%j needs a rule', (action) => {
  const validate = (props: AuthorizationPolicyProps) => policy(props)(newChart()).node.validate().map(brief);
  expect(validate({ action })).toEqual([`rules of AuthorizationPolicy with ${action.name}: got 'none'`]);
  expect(validate({ action, rules: [{}] })).toEqual([]);
  expect(validate({})).toEqual([]);
});

const source = (one: object) => ({ rules: [{ from: [one] }] });
const operation = (one: object) => ({ rules: [{ to: [one] }] });
const when = (attribute: Attribute, ...values: string[]) => ({ rules: [{ when: [{ attribute, values }] }] });
const custom = (rule: Rule) => ({ action: Action.custom('opa'), rules: [rule] });
test.each<[string, AuthorizationPolicyProps, string]>([
  ['an empty from', { rules: [{ from: [] }] }, "from: got 'an empty list'"],
  ['an empty to', { rules: [{ to: [] }] }, "to: got 'an empty list'"],
  ['an empty source', source({}), "source: got 'no field'"],
  ['an empty operation', operation({}), "operation: got 'no field'"],
  ['an empty list', source({ principals: [] }), "principals: got 'an empty list'"],
  ['an empty text', source({ principals: [''] }), "principals: got ''"],
  ['a star inside', source({ namespaces: ['a*b'] }), "namespaces: got 'a*b'"],
  ['two stars', source({ principals: ['*a*'] }), "principals: got '*a*'"],
  ['a name as address', source({ ipBlocks: ['example.com'] }), "ipBlocks: got 'example.com'"],
  ['a long prefix', source({ notRemoteIpBlocks: ['10.0.0.0/33'] }), "notRemoteIpBlocks: got '10.0.0.0/33'"],
  ['a wildcard of service accounts', source({ serviceAccounts: ['shop/*'] }), "serviceAccounts: got 'shop/*'"],
  [
    'an empty namespace of a service account',
    source({ notServiceAccounts: ['/cart'] }),
    "notServiceAccounts: got '/cart'",
  ],
  ['port 0', operation({ ports: [0] }), 'port of operation: got 0'],
  ['a small method', operation({ methods: ['get'] }), "method: got 'get'"],
  ['a host with a star inside', operation({ notHosts: ['a.*.b'] }), "host: got 'a.*.b'"],
  ['a relative path', operation({ paths: ['admin'] }), "path: got 'admin'"],
  ['text beside a template', operation({ paths: ['/a/{*}.txt'] }), "path: got '/a/{*}.txt'"],
  ['a template behind all', operation({ paths: ['/{**}/a/{*}'] }), "path: got '/{**}/a/{*}'"],
  ['a star beside a template', operation({ notPaths: ['/*/a/{*}'] }), "path: got '/*/a/{*}'"],
  ['no value', { rules: [{ when: [{ attribute: Attribute.SOURCE_IP }] }] }, "condition on source.ip: got 'no value'"],
  ['a name as source.ip', when(Attribute.SOURCE_IP, 'a.b'), "source.ip: got 'a.b'"],
  ['a port by name', when(Attribute.DESTINATION_PORT, 'http'), "destination.port 'http': got NaN"],
  ['a service account', when(Attribute.SOURCE_SERVICE_ACCOUNT, '*'), "source.serviceAccount: got '*'"],
  ['an empty value', when(Attribute.requestHeader('a'), ''), "request.headers[a]: got ''"],
  [
    'identities for CUSTOM',
    custom({ from: [{ principals: ['*'] }] }),
    "principals in a rule of the CUSTOM action: got 'the identity of a peer or of a token'",
  ],
  [
    'claims for CUSTOM',
    custom({ when: [{ attribute: Attribute.requestClaim('a'), values: ['b'] }] }),
    'request.auth.claims[a] in a rule of the CUSTOM action',
  ],
  [
    'namespaces for CUSTOM',
    custom({ when: [{ attribute: Attribute.SOURCE_NAMESPACE, values: ['b'] }] }),
    'source.namespace in a rule of the CUSTOM action',
  ],
  ['no target', { targets: [] }, "[test/callers] targets: got 'none'"],
  [
    'workloads beside a Service',
    { targets: [PolicyTarget.service('a'), PolicyTarget.workloads({ a: 'b' })] },
    "targets: got 'workloads together with another target'",
  ],
  [
    'a gateway elsewhere',
    { namespace: 'team', targets: [PolicyTarget.gateway(gateway)] },
    "[test/callers] namespace of target Gateway 'external': got 'ingress'",
  ],
])('refused: %s', (_, props, message) => {
  expect(() => policy(props)(newChart())).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['no provider', () => Action.custom(''), "provider: got ''"],
  ['no labels', () => PolicyTarget.workloads({}), "labels of workloads: got 'none'"],
  ['a wildcard label', () => PolicyTarget.workloads({ app: '*' }), "labels of workloads['app']: got '*'"],
  ['a header without a name', () => Attribute.requestHeader(''), 'name in request.headers: got'],
  ['a header in brackets', () => Attribute.requestHeader('a[b]'), "name in request.headers: got 'a[b]'"],
  ['no claim', () => Attribute.requestClaim(), 'name in request.auth.claims: got undefined'],
  [
    'a Gateway of Istio',
    () => PolicyTarget.gateway({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway', name: 'g' }),
    "target: got Gateway 'g' of networking.istio.io",
  ],
  [
    'a route for a Gateway',
    () => PolicyTarget.gateway({ ...gateway, kind: 'HTTPRoute' }),
    "target: got HTTPRoute 'external' of gateway.networking.k8s.io",
  ],
  [
    'a Service for a ServiceEntry',
    () => PolicyTarget.serviceEntry({ apiVersion: 'v1', kind: 'Service', name: 's' }),
    "target: got Service 's' of the core group",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
