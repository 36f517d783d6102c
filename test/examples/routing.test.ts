import { exampleObjects, Json } from './example';

const route = (objects: Map<string, Json>, name: string) => objects.get(`HTTPRoute ${name}`)!;

describe('istio-metallb', () => {
  const objects = exampleObjects('istio-metallb');

  test('emits the objects of the walkthrough and what they need', () => {
    expect([...objects.keys()].sort()).toEqual([
      'Gateway cluster/default-gateway',
      'HTTPRoute cluster/default-gateway-https-redirect',
      'HTTPRoute cluster2/docserver',
      'IPAddressPool metallb-system/example',
      'L2Advertisement metallb-system/empty',
      'ReferenceGrant istio-system/from-gateway-cluster',
    ]);
  });

  test('the pool', () => {
    expect(objects.get('IPAddressPool metallb-system/example')!.spec).toEqual({
      addresses: ['172.18.255.200-172.18.255.250'],
    });
  });

  test('the gateway, with a listener for the redirect beside the one of the walkthrough', () => {
    const { listeners, ...spec } = objects.get('Gateway cluster/default-gateway')!.spec;
    expect(spec).toEqual({
      gatewayClassName: 'istio',
      addresses: [{ type: 'IPAddress', value: '172.18.255.200' }],
    });
    expect(listeners).toEqual([
      {
        name: 'https-anyflow-net',
        hostname: '*.anyflow.net',
        port: 443,
        protocol: 'HTTPS',
        tls: {
          mode: 'Terminate',
          certificateRefs: [{ group: '', kind: 'Secret', name: 'default-tls', namespace: 'istio-system' }],
        },
        allowedRoutes: { namespaces: { from: 'All' } },
      },
      {
        name: 'http',
        hostname: '*.anyflow.net',
        port: 80,
        protocol: 'HTTP',
        allowedRoutes: { namespaces: { from: 'Same' } },
      },
    ]);
  });

  test('the route of the walkthrough without its third rule, on HTTPS only', () => {
    expect(route(objects, 'cluster2/docserver').spec).toEqual({
      parentRefs: [{ name: 'default-gateway', namespace: 'cluster', sectionName: 'https-anyflow-net' }],
      hostnames: ['api.anyflow.net'],
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: '/' } }],
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/__apispec/' }, statusCode: 302 },
            },
          ],
        },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'docserver', port: 80 }],
        },
      ],
    });
  });

  test('the third rule as it was meant: a route on the HTTP listener alone', () => {
    expect(route(objects, 'cluster/default-gateway-https-redirect').spec).toEqual({
      parentRefs: [{ name: 'default-gateway', namespace: 'cluster', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test('the grant lets in Gateways of the one namespace, to the one Secret', () => {
    expect(objects.get('ReferenceGrant istio-system/from-gateway-cluster')!.spec).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'cluster' }],
      to: [{ group: '', kind: 'Secret', name: 'default-tls' }],
    });
  });
});

describe('gloo-canary', () => {
  const rules = (stage: string, name: string) => {
    const { spec, metadata } = route(exampleObjects('gloo-canary', stage), name);
    expect(spec.parentRefs).toEqual([{ name: 'http', namespace: 'gloo-system' }]);
    expect(spec.hostnames).toEqual(['api.example.com']);
    return { labels: metadata.labels, rules: spec.rules };
  };
  const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });

  test('emits gateway and workloads', () => {
    const objects = exampleObjects('gloo-canary', '.');
    expect([...objects.keys()].sort()).toEqual([
      'Deployment httpbin/httpbin',
      'Deployment my-workload/my-workload-v1',
      'Deployment my-workload/my-workload-v2',
      'Gateway gloo-system/http',
      'Namespace httpbin',
      'Namespace my-workload',
      'Service gloo-system/http-node-port',
      'Service httpbin/httpbin',
      'Service my-workload/my-workload-v1',
      'Service my-workload/my-workload-v2',
      'ServiceAccount httpbin/httpbin',
    ]);
    expect(objects.get('Gateway gloo-system/http')!.spec).toEqual({
      gatewayClassName: 'gloo-gateway',
      listeners: [{ name: 'http', port: 8080, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
    });
    expect(objects.get('Service httpbin/httpbin')!.spec.ports).toEqual([
      { name: 'http', port: 8000, targetPort: 80, nodePort: 30000 },
    ]);
  });

  test.each<[string, string, string, unknown[]]>([
    [
      'httpbin-1-exact',
      'httpbin/httpbin',
      'httpbin-route',
      [{ matches: [{ path: { type: 'Exact', value: '/get' } }], backendRefs: [{ name: 'httpbin', port: 8000 }] }],
    ],
    [
      'httpbin-2-rewrite',
      'httpbin/httpbin',
      'httpbin-route',
      [
        {
          matches: [prefix('/api/httpbin/')],
          filters: [
            { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
            {
              type: 'RequestHeaderModifier',
              requestHeaderModifier: { add: [{ name: 'Authorization', value: 'Bearer my-api-key' }] },
            },
          ],
          backendRefs: [{ name: 'httpbin', port: 8000 }],
        },
      ],
    ],
    [
      'my-workload/01-v1-only',
      'my-workload/my-workload',
      'my-workload-route',
      [{ matches: [prefix('/api/my-workload')], backendRefs: [{ name: 'my-workload-v1', port: 8080 }] }],
    ],
    [
      'my-workload/02-dark-launch',
      'my-workload/my-workload',
      'my-workload-route',
      [
        {
          matches: [{ ...prefix('/api/my-workload'), headers: [{ name: 'version', value: 'v2' }] }],
          backendRefs: [{ name: 'my-workload-v2', port: 8080 }],
        },
        { matches: [prefix('/api/my-workload')], backendRefs: [{ name: 'my-workload-v1', port: 8080 }] },
      ],
    ],
    [
      'my-workload/03-split',
      'my-workload/my-workload',
      'my-workload-route',
      [
        {
          matches: [prefix('/api/my-workload')],
          backendRefs: [
            { name: 'my-workload-v1', port: 8080, weight: 50 },
            { name: 'my-workload-v2', port: 8080, weight: 50 },
          ],
        },
      ],
    ],
    [
      'my-workload/04-promoted',
      'my-workload/my-workload',
      'my-workload-route',
      [{ matches: [prefix('/api/my-workload')], backendRefs: [{ name: 'my-workload-v2', port: 8080 }] }],
    ],
    [
      'my-workload/rollback',
      'my-workload/my-workload',
      'my-workload-route',
      [{ matches: [prefix('/api/my-workload')], backendRefs: [{ name: 'my-workload-v1', port: 8080 }] }],
    ],
  ])('stage %s', (stage, name, label, expected) => {
    expect(rules(stage, name)).toEqual({ labels: { example: label }, rules: expected });
  });
});
