import {
  allow,
  atGateway,
  deny,
  FRONT,
  GATEWAY,
  GATEWAY_API,
  modelOf,
  object,
  POD,
  Sent,
  sent,
  told,
} from './security';
import { Gateway } from '../../src/manifest/gateway-api';
import { Manifest } from '../../src/manifest/manifest';
import { itemsOf } from '../../src/model/model';
import { authorize } from '../../src/traffic/istio/security/authorize';
import { factsInMesh } from '../../src/traffic/istio/security/facts';
import { ProxiedWorkload, WaypointService, workloadOfGateway } from '../../src/traffic/istio/security/workload';

describe('which policies apply', () => {
  const target = (kind: string, name: string, group = GATEWAY_API) => ({ targetRefs: [{ group, kind, name }] });
  const waypoint: ProxiedWorkload = {
    namespace: 'shop',
    labels: { [`${GATEWAY_API}/gateway-name`]: 'waypoint' },
    waypointFor: { kind: 'Service', namespace: 'shop', name: 'api' },
  };
  const before = (waypointFor: WaypointService): ProxiedWorkload => ({ ...waypoint, waypointFor });

  test.each<[string, string, ProxiedWorkload, string, object, string]>([
    ['its namespace', 'shop', POD, 'AuthorizationPolicy', {}, '403'],
    ['another namespace', 'other', POD, 'AuthorizationPolicy', {}, 'passes'],
    ['the root namespace', 'istio-system', POD, 'AuthorizationPolicy', {}, '403'],
    ['its labels', 'shop', POD, 'AuthorizationPolicy', { selector: { matchLabels: { app: 'api' } } }, '403'],
    ['other labels', 'shop', POD, 'AuthorizationPolicy', { selector: { matchLabels: { app: 'web' } } }, 'passes'],
    [
      'labels from the root',
      'istio-system',
      POD,
      'AuthorizationPolicy',
      { selector: { matchLabels: { app: 'api' } } },
      '403',
    ],
    ['a target, at a pod', 'shop', POD, 'AuthorizationPolicy', target('Service', 'api', ''), 'passes'],
    ['its Gateway', 'edge', GATEWAY, 'AuthorizationPolicy', target('Gateway', 'web'), '403'],
    ['another Gateway', 'edge', GATEWAY, 'AuthorizationPolicy', target('Gateway', 'api'), 'passes'],
    ['its Gateway, from elsewhere', 'shop', GATEWAY, 'AuthorizationPolicy', target('Gateway', 'web'), 'passes'],
    ['its Gateway, from the root', 'istio-system', GATEWAY, 'AuthorizationPolicy', target('Gateway', 'web'), 'passes'],
    [
      'labels of a Gateway',
      'edge',
      GATEWAY,
      'AuthorizationPolicy',
      { selector: { matchLabels: { team: 'edge' } } },
      '403',
    ],
    ['no target, at a waypoint', 'shop', waypoint, 'AuthorizationPolicy', {}, 'passes'],
    ['the waypoint', 'shop', waypoint, 'AuthorizationPolicy', target('Gateway', 'waypoint'), '403'],
    ['the Service', 'shop', waypoint, 'AuthorizationPolicy', target('Service', 'api', ''), '403'],
    ['another Service', 'shop', waypoint, 'AuthorizationPolicy', target('Service', 'web', ''), 'passes'],
    [
      'a Service elsewhere',
      'shop',
      before({ kind: 'Service', namespace: 'x', name: 'api' }),
      'AuthorizationPolicy',
      target('Service', 'api', ''),
      'passes',
    ],
    [
      'a Service of its namespace',
      'x',
      before({ kind: 'Service', namespace: 'x', name: 'api' }),
      'AuthorizationPolicy',
      target('Service', 'api', ''),
      '403',
    ],
    [
      'a ServiceEntry',
      'shop',
      before({ kind: 'ServiceEntry', namespace: 'shop', name: 'api' }),
      'AuthorizationPolicy',
      target('ServiceEntry', 'api', 'networking.istio.io'),
      '403',
    ],
    [
      'a Service, for a ServiceEntry',
      'shop',
      waypoint,
      'AuthorizationPolicy',
      target('ServiceEntry', 'api', 'networking.istio.io'),
      'passes',
    ],
    ['all waypoints', 'istio-system', waypoint, 'AuthorizationPolicy', target('GatewayClass', 'istio-waypoint'), '403'],
    [
      'all waypoints, not from the root',
      'shop',
      waypoint,
      'AuthorizationPolicy',
      target('GatewayClass', 'istio-waypoint'),
      'passes',
    ],
  ])('%s', (_, namespace, workload, kind, attachment, expected) => {
    const model = modelOf([object(kind, { action: 'DENY', rules: [{}], ...attachment }, namespace)]);
    expect(told(authorize(model, workload, factsInMesh(sent({}), { port: 80, principals: [] })))).toBe(expected);
  });

  test('pods that Istio makes for a Gateway have the labels of its infrastructure, or its own', () => {
    const gateway = (spec: object) =>
      ({
        apiVersion: `${GATEWAY_API}/v1`,
        kind: 'Gateway',
        metadata: { name: 'web', namespace: 'edge', labels: { team: 'own' } },
        spec: { gatewayClassName: 'istio', listeners: [], ...spec },
      }) as Manifest;
    const labels = (spec: object) => {
      const model = modelOf([gateway(spec)]);
      return workloadOfGateway(model, itemsOf(model, Gateway)[0]).labels;
    };
    expect(labels({})).toEqual({
      team: 'own',
      'gateway.networking.k8s.io/gateway-name': 'web',
      'gateway.networking.k8s.io/gateway-class-name': 'istio',
      'gateway.istio.io/managed': 'istio.io-gateway-controller',
    });
    expect(labels({ infrastructure: { labels: { team: 'infra' } } }).team).toBe('infra');
  });
});

describe('AuthorizationPolicy', () => {
  test.each<[string, readonly Manifest[], string]>([
    ['without policies', [], 'passes'],
    ['that allows nothing', [allow(undefined)], '403'],
    ['that allows everything', [allow([{}])], 'passes'],
    ['that allows in one of two policies', [allow(undefined, 'istio-system'), allow([{}])], 'passes'],
    ['that denies, whatever is allowed', [allow([{}]), deny([{}])], '403'],
    ['that only records', [object('AuthorizationPolicy', { action: 'AUDIT', rules: [{}] })], 'passes'],
    [
      'that only tries to deny',
      [
        object('AuthorizationPolicy', { action: 'DENY', rules: [{}] }, 'edge', 'p', {
          annotations: { 'istio.io/dry-run': 'true' },
        }),
      ],
      'passes',
    ],
    ['with a key that Istio does not know', [deny([{ when: [{ key: 'request.path', values: ['*'] }] }])], 'passes'],
    [
      'that allows by a key that Istio does not know',
      [allow([{ when: [{ key: 'request.path', values: ['*'] }] }])],
      '403',
    ],
  ])('%s', (_, objects, expected) => expect(told(atGateway(objects))).toBe(expected));

  const rule = (to: object) => [deny([{ to: [{ operation: to }] }])];
  const when = (key: string, values: readonly string[], field = 'values') => [
    deny([{ when: [{ key, [field]: values }] }]),
  ];
  const from = (source: object) => [deny([{ from: [{ source }] }])];
  const jwt = {
    iss: 'https://idp',
    sub: 'ann',
    aud: ['web'],
    azp: 'cli',
    scope: 'read write',
    team: { tags: ['x'] },
    age: 7,
  };
  const tokens = object('RequestAuthentication', { jwtRules: [{ issuer: 'https://idp', jwksUri: 'https://idp/j' }] });

  test.each<[string, readonly Manifest[], Sent, string]>([
    ['host', rule({ hosts: ['API.example.com'] }), {}, '403'],
    ['host with a port', rule({ hosts: ['api.example.com'] }), { url: 'http://api.example.com:80/' }, 'passes'],
    ['host by its beginning', rule({ hosts: ['api.example.com:*'] }), { url: 'http://api.example.com:80/' }, '403'],
    ['not a host', rule({ notHosts: ['*.example.com'] }), {}, 'passes'],
    ['method', rule({ methods: ['GET'] }), {}, '403'],
    ['method in other letters', rule({ methods: ['get'] }), {}, 'passes'],
    ['path behind dots', rule({ paths: ['/admin*'] }), { url: 'http://h/x/../admin' }, '403'],
    ['path in other letters', rule({ paths: ['/admin'] }), { url: 'http://h/Admin' }, 'passes'],
    ['path without its query', rule({ paths: ['*.html'] }), { url: 'http://h/?x.html' }, 'passes'],
    ['path template', rule({ paths: ['/{*}/x'] }), { url: 'http://h/a/x?y' }, '403'],
    ['port', rule({ ports: ['80'] }), {}, '403'],
    ['two conditions, one not met', rule({ ports: ['80'], methods: ['POST'] }), {}, 'passes'],
    [
      'one of two operations',
      [deny([{ to: [{ operation: { ports: ['81'] } }, { operation: { ports: ['80'] } }] }])],
      {},
      '403',
    ],
    [
      'operation but not source',
      [deny([{ to: [{ operation: { ports: ['80'] } }], from: [{ source: { principals: ['*'] } }] }])],
      {},
      'passes',
    ],
    ['header', when('request.headers[X-V]', ['v*']), { headers: { 'x-v': 'v1' } }, '403'],
    ['empty header that must be there', when('request.headers[x-v]', ['*']), { headers: { 'x-v': '' } }, '403'],
    ['header that is missing', when('request.headers[x-v]', ['*']), {}, 'passes'],
    ['header that must not be', when('request.headers[x-v]', ['v1'], 'notValues'), {}, '403'],
    [
      'header Host keeps its letters',
      when('request.headers[host]', ['api.example.com']),
      { url: 'http://API.example.com/' },
      'passes',
    ],
    ['server name', when('connection.sni', ['*.com']), { url: 'https://api.example.com/' }, '403'],
    ['no server name', when('connection.sni', ['*']), {}, 'passes'],
    ['address in a range', from({ ipBlocks: ['203.0.113.0/24'] }), { client: { ip: '203.0.113.9' } }, '403'],
    ['address out of a range', from({ ipBlocks: ['203.0.113.0/24'] }), { client: { ip: '203.0.114.9' } }, 'passes'],
    ['address of the other family', from({ ipBlocks: ['0.0.0.0/0'] }), { client: { ip: '2001:db8::1' } }, 'passes'],
    [
      'X-Forwarded-For is not believed',
      from({ remoteIpBlocks: ['10.0.0.0/8'] }),
      { client: { ip: '203.0.113.9' }, headers: { 'x-forwarded-for': '10.1.1.1' } },
      'passes',
    ],
    [
      'X-Forwarded-For gets the address',
      when('request.headers[x-forwarded-for]', ['1.1.1.1,203.0.113.9']),
      { client: { ip: '203.0.113.9' }, headers: { 'x-forwarded-for': '1.1.1.1' } },
      '403',
    ],
    ['request principal', [tokens, ...from({ requestPrincipals: ['https://idp/ann'] })], { client: { jwt } }, '403'],
    ['no request principal', [tokens, ...from({ notRequestPrincipals: ['*'] })], {}, '403'],
    ['claims count only where a token is checked', from({ requestPrincipals: ['*'] }), { client: { jwt } }, 'passes'],
    ['audience', [tokens, ...when('request.auth.audiences', ['web'])], { client: { jwt } }, '403'],
    ['presenter', [tokens, ...when('request.auth.presenter', ['cli'])], { client: { jwt } }, '403'],
    ['claim in a claim', [tokens, ...when('request.auth.claims[team][tags]', ['x'])], { client: { jwt } }, '403'],
    [
      'claim that is a list of words',
      [tokens, ...when('request.auth.claims[scope]', ['write'])],
      { client: { jwt } },
      '403',
    ],
    [
      'claim that is a list of words, as one text',
      [tokens, ...when('request.auth.claims[scope]', ['read write'])],
      { client: { jwt } },
      'passes',
    ],
    ['claim that is a number', [tokens, ...when('request.auth.claims[age]', ['7'])], { client: { jwt } }, 'passes'],
  ])('%s', (_, objects, request, expected) => expect(told(atGateway(objects, request))).toBe(expected));

  test.each<[string, object, readonly string[], string]>([
    ['principal', { principals: ['cluster.local/ns/shop/sa/front'] }, [FRONT], '403'],
    ['principal by its end', { principals: ['*/sa/front'] }, [FRONT], '403'],
    ['plain text has no principal', { principals: ['*'] }, [], 'passes'],
    ['plain text is not a principal', { notPrincipals: ['cluster.local/ns/shop/*'] }, [], '403'],
    ['namespace', { namespaces: ['sh*'] }, [FRONT], '403'],
    ['another namespace', { namespaces: ['front'] }, [FRONT], 'passes'],
    ['service account', { serviceAccounts: ['shop/front'] }, [FRONT], '403'],
    ['trust domain', { trustDomains: ['cluster*'] }, [FRONT], '403'],
    ['another trust domain', { trustDomains: ['cluster'] }, [FRONT], 'passes'],
  ])('in the mesh: %s', (_, source, principals, expected) => {
    const model = modelOf([object('AuthorizationPolicy', { action: 'DENY', rules: [{ from: [{ source }] }] }, 'shop')]);
    expect(told(authorize(model, POD, factsInMesh(sent({}), { port: 8080, principals })))).toBe(expected);
  });

  test('in the mesh, the last address of X-Forwarded-For is the client', () => {
    const model = modelOf([
      object(
        'AuthorizationPolicy',
        { action: 'DENY', rules: [{ from: [{ source: { remoteIpBlocks: ['10.0.0.0/8'] } }] }] },
        'shop',
      ),
    ]);
    const request = sent({ headers: { 'x-forwarded-for': '1.1.1.1, 10.0.0.7' } });
    expect(told(authorize(model, POD, factsInMesh(request, { port: 80, principals: [] })))).toBe('403');
  });

  test.each<[string, string, object, string]>([
    [
      'a rule for HTTP allows nothing',
      'ALLOW',
      { to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['9000'] } }] },
      'reset',
    ],
    ['a rule for ports allows', 'ALLOW', { to: [{ operation: { ports: ['9000'] } }] }, 'passes'],
    ['a rule for HTTP denies everything', 'DENY', { to: [{ operation: { methods: ['GET'] } }] }, 'reset'],
    [
      'a rule for HTTP and a port denies the port',
      'DENY',
      { to: [{ operation: { methods: ['GET'], ports: ['9000'] } }] },
      'reset',
    ],
    [
      'a rule for HTTP and another port does not deny',
      'DENY',
      { to: [{ operation: { methods: ['GET'], ports: ['80'] } }] },
      'passes',
    ],
    [
      'a rule for claims denies everything',
      'DENY',
      { when: [{ key: 'request.auth.claims[a]', values: ['b'] }] },
      'reset',
    ],
  ])('over TCP: %s', (_, action, rules, expected) => {
    const model = modelOf([object('AuthorizationPolicy', { action, rules: [rules] }, 'shop')]);
    expect(told(authorize(model, POD, { port: 9000, sni: '', principals: [FRONT] }))).toBe(expected);
  });

  test('steps name the policy and its rule', () => {
    const { refused, steps } = atGateway([deny([{ to: [{ operation: { ports: ['81'] } }] }, {}])]);
    expect(refused).toMatchObject([{ share: 1, status: 403, reason: 'RBAC: access denied' }]);
    expect(steps.map(({ what, place, text }) => [what, place?.entry.name, place?.path, text])).toEqual([
      ['AuthorizationPolicy', 'deny', 'spec.rules[1]', 'denies the request'],
    ]);
  });
});
