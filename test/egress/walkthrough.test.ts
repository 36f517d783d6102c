import { App, Chart } from 'cdk8s';
import { GatewayService, InjectedGateway } from '../../src';
import { EgressGateway } from '../../src/egress/egress-gateway';
import { EgressHost } from '../../src/egress/egress-host';
import { EgressMode } from '../../src/egress/egress-mode';
import { byName, Json, readYaml } from '../examples/example';

/** Objects without what says the same as nothing: the namespace of a reference to the own one, and the only weight. */
function essence(object: Json): Json {
  const { namespace } = object.metadata;
  return JSON.parse(JSON.stringify(object), (key, value: Json) => {
    if (key === 'weight' && value === 100) return undefined;
    if (key === 'parentRefs') {
      return value.map(({ namespace: own, ...rest }: Json) =>
        own === namespace || own === undefined ? rest : { ...rest, namespace: own },
      );
    }
    return value;
  });
}

const compare = (chart: Chart, walkthrough: string) => {
  const emitted = byName(chart.toJson().map(essence));
  for (const [name, expected] of byName(readYaml(walkthrough))) {
    expect([name, emitted.get(name)]).toEqual([name, essence(expected)]);
  }
  return [...emitted.keys()];
};

test('docs.redhat.com with the Istio APIs, by the names of the walkthrough', () => {
  const chart = new Chart(new App(), 'egress');
  const gateway = new InjectedGateway(chart, 'istio-egress', {
    namespace: 'istio-egress',
    service: GatewayService.clusterIp(),
  });
  const egress = new EgressGateway(chart, 'egress', {
    mode: EgressMode.istioApis({
      gateway,
      gatewayName: 'egress-gw',
      destinationRuleName: 'egress-dr',
      hostsNamespace: 'curl',
    }),
  });
  egress.addHost('docs', EgressHost.http('docs.redhat.com'), {
    serviceEntry: 'egress-se',
    port: 'http-port',
    subset: 'rh-docs',
    virtualService: 'egress-vs',
  });
  compare(
    chart,
    `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: egress-se, namespace: curl }
spec:
  hosts: [docs.redhat.com]
  ports: [{ number: 80, name: http-port, protocol: HTTP }]
  location: MESH_EXTERNAL
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: egress-gw, namespace: istio-egress }
spec:
  selector: { istio: istio-egress }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [docs.redhat.com]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: egress-dr, namespace: istio-egress }
spec:
  host: istio-egress.istio-egress.svc.cluster.local
  subsets: [{ name: rh-docs }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: egress-vs, namespace: curl }
spec:
  hosts: [docs.redhat.com]
  gateways: [mesh, istio-egress/egress-gw]
  http:
    - match: [{ gateways: [mesh], port: 80 }]
      route:
        - destination:
            { host: istio-egress.istio-egress.svc.cluster.local, subset: rh-docs, port: { number: 80 } }
          weight: 100
    - match: [{ gateways: [istio-egress/egress-gw], port: 80 }]
      route:
        - destination: { host: docs.redhat.com, port: { number: 80 } }
          weight: 100
`,
  );
});

test('httpbin.org with the Gateway API, by the names of the walkthrough', () => {
  const chart = new Chart(new App(), 'egress', { namespace: 'egress-gateway' });
  const egress = new EgressGateway(chart, 'egress', {
    mode: EgressMode.gatewayApi({ gatewayName: 'httpbin-egress-gateway' }),
  });
  egress.addHost('httpbin', EgressHost.http('httpbin.org'), {
    serviceEntry: 'httpbin-ext',
    listener: 'http',
    directRoute: 'direct-httpbin-to-egress-gateway',
    forwardRoute: 'forward-httpbin-from-egress-gateway',
  });
  const names = compare(
    chart,
    `
apiVersion: v1
kind: Namespace
metadata: { name: egress-gateway, labels: { istio-injection: enabled } }
spec: {}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: httpbin-ext, namespace: egress-gateway }
spec:
  hosts: [httpbin.org]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  location: MESH_EXTERNAL
  resolution: DNS
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: httpbin-egress-gateway
  namespace: egress-gateway
  annotations: { networking.istio.io/service-type: ClusterIP }
spec:
  gatewayClassName: istio
  listeners:
    - name: http
      hostname: httpbin.org
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: Same } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: direct-httpbin-to-egress-gateway, namespace: egress-gateway }
spec:
  parentRefs: [{ kind: ServiceEntry, group: networking.istio.io, name: httpbin-ext }]
  rules: [{ backendRefs: [{ name: httpbin-egress-gateway-istio, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: forward-httpbin-from-egress-gateway, namespace: egress-gateway }
spec:
  parentRefs: [{ name: httpbin-egress-gateway }]
  hostnames: [httpbin.org]
  rules:
    - backendRefs: [{ kind: Hostname, group: networking.istio.io, name: httpbin.org, port: 80 }]
`,
  );
  expect(names).toHaveLength(5);
});
