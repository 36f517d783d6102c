import { Chart } from 'cdk8s';
import {
  CapacityMode,
  Gateway,
  GatewayClass,
  GatewayClassDefinition,
  GatewayClassDefinitionProps,
  GatewayProps,
  Issuer,
  Listener,
  SecuredGateway,
  SecuredGatewayProps,
} from '../../src';
import { nameOf } from '../../src/manifest/manifest';
import { newChart, objectsOf, theOnly } from '../support/synth';

const secured = (chart: Chart, props: Partial<SecuredGatewayProps>) =>
  new SecuredGateway(chart, 'external', {
    domain: 'example.com',
    issuer: Issuer.fromClusterIssuerName('lets-encrypt'),
    ...props,
  });

interface Facts {
  readonly constant: GatewayClass;
  readonly name: string;
  readonly controller: string;
  /** Of `parameters`. */
  readonly kind?: string;
  /** Infrastructure labels and annotations arrive. */
  readonly infrastructure: boolean;
  /** Kuadrant enforces policies. */
  readonly kuadrant: boolean;
  /** What a SecuredGateway emits beside the gateway, Namespace and policies. */
  readonly beside: string[];
}

const istio = {
  kind: 'ConfigMap',
  infrastructure: true,
  kuadrant: true,
  beside: ['PodMonitor team/istio-proxies-monitor', 'ConfigMap team/external-capacity'],
};
const gke = { controller: 'networking.gke.io/gateway', infrastructure: false, kuadrant: false, beside: [] };
const own = (deployment: string) => [
  'PodMonitor team/external-monitor',
  `HorizontalPodAutoscaler team/${deployment}`,
  `PodDisruptionBudget team/${deployment}`,
];
const classes: Facts[] = [
  { constant: GatewayClass.ISTIO, name: 'istio', controller: 'istio.io/gateway-controller', ...istio },
  {
    constant: GatewayClass.OPENSHIFT_DEFAULT,
    name: 'openshift-default',
    controller: 'openshift.io/gateway-controller/v1',
    ...istio,
  },
  {
    constant: GatewayClass.ENVOY_GATEWAY,
    name: 'eg',
    controller: 'gateway.envoyproxy.io/gatewayclass-controller',
    kind: 'EnvoyProxy',
    infrastructure: true,
    kuadrant: true,
    beside: [],
  },
  {
    constant: GatewayClass.KGATEWAY,
    name: 'kgateway',
    controller: 'kgateway.dev/kgateway',
    kind: 'GatewayParameters',
    infrastructure: true,
    kuadrant: false,
    beside: own('external'),
  },
  {
    constant: GatewayClass.GLOO,
    name: 'gloo-gateway',
    controller: 'solo.io/gloo-gateway',
    infrastructure: false,
    kuadrant: false,
    beside: own('gloo-proxy-external'),
  },
  { constant: GatewayClass.GKE_GLOBAL_EXTERNAL, name: 'gke-l7-global-external-managed', ...gke },
  { constant: GatewayClass.GKE_REGIONAL_EXTERNAL, name: 'gke-l7-regional-external-managed', ...gke },
  { constant: GatewayClass.GKE_INTERNAL, name: 'gke-l7-rilb', ...gke },
];

describe.each(classes)('$name', ({ constant, name, controller, kind, infrastructure, kuadrant, beside }) => {
  const gateway = (props: Partial<GatewayProps>, chart: Chart = newChart()) => {
    new Gateway(chart, 'external', { gatewayClass: constant, listeners: [Listener.http()], ...props });
    return theOnly(chart, 'Gateway').spec as Record<string, unknown>;
  };

  test('its name, and the controller behind it', () => {
    const chart = newChart();
    new GatewayClassDefinition(chart, 'class', { gatewayClass: constant });
    expect(gateway({}).gatewayClassName).toBe(name);
    expect(theOnly(chart, 'GatewayClass')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName: controller },
    });
  });

  test('the parameters it takes', () => {
    const parameters = (of: string) => ({ parameters: { group: 'example.com', kind: of, name: 'size' } });
    const takesOthers = () => gateway(parameters('Settings'));
    const refusal = `[test/external] parameters: got kind Settings for gateway class '${name}'`;
    if (kind === undefined) {
      expect(takesOthers).toThrow(refusal);
    } else {
      expect(gateway(parameters(kind)).infrastructure).toEqual({
        parametersRef: { group: 'example.com', kind, name: 'size' },
      });
      expect(takesOthers).toThrow(refusal);
    }
  });

  test.each<Partial<GatewayProps>>([{ infrastructureLabels: { a: 'b' } }, { infrastructureAnnotations: { a: 'b' } }])(
    'labels and annotations of what it creates: %j',
    (props) => {
      if (infrastructure) {
        expect(Object.values(gateway(props).infrastructure as object)).toEqual([{ a: 'b' }]);
      } else {
        expect(() => gateway(props)).toThrow(
          `[test/external] infrastructureLabels and infrastructureAnnotations: got gateway class '${name}'`,
        );
      }
    },
  );

  test('SecuredGateway: closed by Kuadrant, or refused', () => {
    const chart = newChart();
    if (kuadrant) {
      secured(chart, { gatewayClass: constant });
      expect(objectsOf(chart).map((object) => object.kind)).toEqual(
        expect.arrayContaining(['AuthPolicy', 'RateLimitPolicy']),
      );
    } else {
      expect(() => secured(chart, { gatewayClass: constant })).toThrow(
        `[test/external] gateway class: got '${name}', on which Kuadrant enforces neither AuthPolicy nor RateLimitPolicy`,
      );
    }
  });

  test('SecuredGateway: monitoring and capacity', () => {
    const chart = newChart();
    secured(chart, { gatewayClass: constant, denyByDefault: false, limits: {} });
    const always = ['Namespace team', 'Gateway team/external', 'TLSPolicy team/external-tls'];
    expect(objectsOf(chart).map(nameOf).sort()).toEqual([...always, ...beside].sort());
  });
});

describe('a class under another name', () => {
  test('is the same implementation; what it creates carries the new name', () => {
    const chart = newChart();
    const gatewayClass = GatewayClass.OPENSHIFT_DEFAULT.named('openshift-internal');
    new GatewayClassDefinition(chart, 'class', { gatewayClass });
    expect(theOnly(chart, 'GatewayClass')).toMatchObject({
      metadata: { name: 'openshift-internal' },
      spec: { controllerName: 'openshift.io/gateway-controller/v1' },
    });
    expect(gatewayClass.features.deploymentName).toBe('{gateway}-openshift-internal');
    expect(GatewayClass.OPENSHIFT_DEFAULT.name).toBe('openshift-default');
  });

  test.each([
    [GatewayClass.KGATEWAY, '{gateway}'],
    [GatewayClass.GLOO, 'gloo-proxy-{gateway}'],
    [GatewayClass.ENVOY_GATEWAY, undefined],
  ])('only where the name says so', (gatewayClass, deploymentName) => {
    expect(gatewayClass.named('other').features).toEqual(gatewayClass.features);
    expect(gatewayClass.features.deploymentName).toBe(deploymentName);
  });

  test('must be a name', () => {
    expect(() => GatewayClass.ISTIO.named('My Class')).toThrow("gateway class: got 'My Class'");
  });
});

describe('a class of your own', () => {
  test('can do what it says', () => {
    const chart = newChart();
    const gatewayClass = GatewayClass.custom('mine', {
      controllerName: 'example.com/controller',
      capacityMode: CapacityMode.OWN_OBJECTS,
      deploymentName: 'proxy-{gateway}-mine',
      metricsPort: 'stats',
      kuadrant: true,
    });
    secured(chart, { gatewayClass });
    expect(objectsOf(chart).map(nameOf)).toEqual(
      expect.arrayContaining([
        'AuthPolicy team/external-auth',
        'HorizontalPodAutoscaler team/proxy-external-mine',
        'PodDisruptionBudget team/proxy-external-mine',
      ]),
    );
    expect(theOnly(chart, 'PodMonitor').spec).toMatchObject({
      podMetricsEndpoints: [{ port: 'stats', path: '/stats/prometheus' }],
    });
  });

  test('can do nothing by default', () => {
    const chart = newChart();
    const gatewayClass = GatewayClass.custom('mine', { controllerName: 'example.com/controller' });
    secured(chart, { gatewayClass, denyByDefault: false, limits: {} });
    expect(objectsOf(chart).map((object) => object.kind)).toEqual(['Namespace', 'Gateway', 'TLSPolicy']);
  });

  test.each<[string, () => unknown, string]>([
    ['its name', () => GatewayClass.custom('A', { controllerName: 'a.b/c' }), "gateway class: got 'A'"],
    [
      'objects of their own for an unknown Deployment',
      () => GatewayClass.custom('mine', { controllerName: 'a.b/c', capacityMode: CapacityMode.OWN_OBJECTS }),
      "deploymentName of gateway class 'mine': got undefined",
    ],
  ])('refused: %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('GatewayClassDefinition', () => {
  const define = (props: Partial<GatewayClassDefinitionProps>) => {
    const chart = newChart();
    new GatewayClassDefinition(chart, 'class', { gatewayClass: GatewayClass.ENVOY_GATEWAY, ...props });
    return theOnly(chart, 'GatewayClass');
  };
  const everything = {
    description: 'd'.repeat(64),
    parameters: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'size', namespace: 'envoy' },
    labels: { a: 'b' },
    annotations: { c: 'd' },
  };

  test('all its options', () => {
    expect(define(everything)).toMatchObject({
      metadata: { name: 'eg', labels: { a: 'b' }, annotations: { c: 'd' } },
      spec: {
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        description: 'd'.repeat(64),
        parametersRef: everything.parameters,
      },
    });
  });

  test('a description that is too long', () => {
    expect(() => define({ description: 'd'.repeat(65) })).toThrow(`[test/class] description: got '${'d'.repeat(65)}'`);
  });
});
