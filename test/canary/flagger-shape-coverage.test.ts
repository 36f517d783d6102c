import { everything } from './flagger-everything';
import {} from './flagger-support';
import * as shapes from '../../src/manifest/flagger';
import { Kind } from '../../src/manifest/shape';
import { fieldsOf, pathsOf } from '../support/shape-coverage';

/** What belongs to other providers, is deprecated, or does nothing here; each with the reason. */
const LEFT_OUT: Record<string, string> = {
  ingressRef: 'NGINX and Skipper',
  routeRef: 'Apache APISIX',
  upstreamRef: 'Gloo Edge',
  metricsServer: 'for built-in metrics, of which the provider has none that Istio serves',
  'service.meshName': 'App Mesh',
  'service.backends': 'App Mesh',
  'service.delegation': 'VirtualServices',
  'service.gateways': 'VirtualServices',
  'service.trafficPolicy': 'DestinationRules',
  'service.retries': 'VirtualServices; the route of the provider has none',
  'service.corsPolicy.allowOrigins': 'patterns; the route of the provider takes allowOrigin',
  'service.match[].authority': 'not looked at by the provider',
  'service.match[].gateways': 'not looked at by the provider',
  'service.match[].ignoreUriCase': 'not looked at by the provider',
  'service.match[].name': 'not looked at by the provider',
  'service.match[].port': 'not looked at by the provider',
  'service.match[].scheme': 'not looked at by the provider',
  'service.match[].sourceLabels': 'not looked at by the provider',
  'service.match[].sourceNamespace': 'not looked at by the provider',
  'service.match[].withoutHeaders': 'not looked at by the provider',
  'service.match[].method.prefix': 'the provider takes whole methods only',
  'service.match[].method.regex': 'the provider takes whole methods only',
  'analysis.mirrorWeight': 'Istio provider only',
  'analysis.match[].sourceLabels': 'not looked at by the provider',
  'analysis.metrics[].threshold': 'deprecated for thresholdRange',
  'analysis.metrics[].query': 'deprecated for templateRef',
};

const objects = everything();

test.each<[string, Kind]>([
  ['Canary', shapes.Canary],
  ['MetricTemplate', shapes.MetricTemplate],
  ['AlertProvider', shapes.AlertProvider],
])('every field of %s can be set, or is left out for a reason', (name, kind) => {
  const set = new Set(objects.filter((object) => object.kind === name).flatMap(({ spec }) => [...pathsOf(spec)]));
  const isLeftOut = (field: string) =>
    name === 'Canary' &&
    Object.keys(LEFT_OUT).some(
      (path) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`),
    );
  const fields = [...fieldsOf(kind.body.fields!.spec)];
  expect(fields.filter((field) => !set.has(field) && !isLeftOut(field))).toEqual([]);
  expect(fields.length).toBeGreaterThan(5);
});

test('nothing that is left out is set after all', () => {
  const set = [...pathsOf(objects.filter(({ kind }) => kind === 'Canary').map(({ spec }) => spec))].map((path) =>
    path.replace(/^\[\]\.?/, ''),
  );
  expect(Object.keys(LEFT_OUT).filter((path) => set.includes(path))).toEqual([]);
});
