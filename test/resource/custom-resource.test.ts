import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  Backend,
  CustomResourceProps,
  Gateway,
  GatewayApp,
  GatewayClass,
  GatewayClassDefinition,
  HttpRoute,
  RouteParent,
} from '../../src';
import { newChart, objectsOf, theOnly } from '../support/synth';

const parent = RouteParent.of(Gateway.fromGatewayName('external', 'gateways'));
const route = (chart: Chart, id: string = 'route', props: CustomResourceProps = {}) =>
  new HttpRoute(chart, id, { parents: [parent], backends: [Backend.service('toystore', 80)], ...props });
const definition = (chart: Chart, props: CustomResourceProps = {}) =>
  new GatewayClassDefinition(chart, 'class', { gatewayClass: GatewayClass.OPENSHIFT_DEFAULT, ...props });

describe('metadata', () => {
  const chartOf = (props: { namespace?: string; labels?: Record<string, string> }) => new Chart(new App(), 'c', props);

  test.each<[string, { namespace?: string; labels?: Record<string, string> }, CustomResourceProps, object]>([
    ['the id as name, no namespace', {}, {}, { name: 'route' }],
    ['the namespace of the chart', { namespace: 'team' }, {}, { name: 'route', namespace: 'team' }],
    ['a namespace of its own', { namespace: 'team' }, { namespace: 'other' }, { name: 'route', namespace: 'other' }],
    ['a name of its own', {}, { name: 'a.b-c' }, { name: 'a.b-c' }],
    [
      'labels beside those of the chart, and annotations',
      { labels: { team: 'a', tier: 'x' } },
      { labels: { tier: 'y' }, annotations: { 'example.com/note': 'any text' } },
      { name: 'route', labels: { team: 'a', tier: 'y' }, annotations: { 'example.com/note': 'any text' } },
    ],
  ])('%s', (_, chartProps, props, metadata) => {
    const chart = chartOf(chartProps);
    const made = route(chart, 'route', props);
    expect(theOnly(chart, 'HTTPRoute').metadata).toEqual(metadata);
    expect(made).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      name: (metadata as { name: string }).name,
      namespace: (metadata as { namespace?: string }).namespace,
    });
  });

  test('an object of the cluster has no namespace, whatever the chart says', () => {
    const chart = chartOf({ namespace: 'team' });
    const made = definition(chart, { labels: { a: 'b' } });
    expect(theOnly(chart, 'GatewayClass').metadata).toEqual({ name: 'openshift-default', labels: { a: 'b' } });
    expect(made.namespace).toBeUndefined();
  });

  test.each<[CustomResourceProps, string]>([
    [{ name: 'My_Route' }, "name of HTTPRoute 'test/route': got 'My_Route'"],
    [{ name: 'x'.repeat(254) }, "name of HTTPRoute 'test/route': got '254 characters'"],
    [{ namespace: 'a.b' }, "namespace: got 'a.b'"],
    [{ labels: { 'a b': 'c' } }, "labels['a b']: got 'a b'"],
    [{ labels: { note: 'two words' } }, "labels['note']: got 'two words'"],
    [{ annotations: { '/a': 'b' } }, "annotations['/a']: got '/a'"],
  ])('refused: %j', (props, message) => {
    expect(() => route(newChart(), 'route', props)).toThrow(message);
  });

  test('a name of 253 characters, and an id that is no name', () => {
    const chart = newChart();
    route(chart, 'long', { name: 'x'.repeat(253) });
    expect(theOnly(chart, 'HTTPRoute').metadata.name).toHaveLength(253);
    expect(() => route(chart, 'My Route')).toThrow("name of HTTPRoute 'test/My Route': got 'My Route'");
  });
});

describe('the escape hatch', () => {
  test.each<[string, () => App]>([
    ['cdk8s.App', () => new App()],
    ['GatewayApp', () => new GatewayApp()],
  ])('sets, changes and removes fields, known or not, in a %s', (_, newApp) => {
    const chart = new Chart(newApp(), 'test');
    const made = route(chart);
    made.addJsonPatch(
      JsonPatch.add('/spec/fromTheFuture', { deep: [1] }),
      JsonPatch.replace('/spec/rules/0/backendRefs/0/port', 8080),
      JsonPatch.remove('/spec/parentRefs/0/namespace'),
      JsonPatch.add('/metadata/finalizers', ['example.com/wait']),
    );
    expect(objectsOf(chart)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'route', finalizers: ['example.com/wait'] },
        spec: {
          fromTheFuture: { deep: [1] },
          parentRefs: [{ name: 'external' }],
          rules: [{ backendRefs: [{ name: 'toystore', port: 8080 }] }],
        },
      },
    ]);
  });

  test('apiObject is what ApiObject.of finds, and takes the same patches', () => {
    const chart = newChart();
    const made = route(chart);
    expect(ApiObject.of(made)).toBe(made.apiObject);
    made.apiObject.addJsonPatch(JsonPatch.add('/spec/a', 1));
    ApiObject.of(made).addJsonPatch(JsonPatch.add('/spec/b', 2));
    made.apiObject.metadata.addLabel('late', 'yes');
    expect(theOnly(chart, 'HTTPRoute')).toMatchObject({ metadata: { labels: { late: 'yes' } }, spec: { a: 1, b: 2 } });
  });

  test('what is added later still counts, below a patch', () => {
    const chart = newChart();
    const made = definition(chart);
    made.addJsonPatch(JsonPatch.add('/spec/description', 'patched'));
    expect(theOnly(chart, 'GatewayClass').spec).toEqual({
      controllerName: 'openshift.io/gateway-controller/v1',
      description: 'patched',
    });
  });
});
