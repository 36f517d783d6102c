import { each, gateway, listener, object } from '../together';

const kuadrant = (enable: boolean) =>
  object(
    'kuadrant.io/v1beta1',
    'Kuadrant',
    'kuadrant-system/kuadrant',
    `spec: { observability: { enable: ${enable} } }`,
  );
const monitor = (rest: string, name = 'edge/proxies') =>
  object(
    'monitoring.coreos.com/v1',
    'PodMonitor',
    name,
    `spec: { podMetricsEndpoints: [{ path: /stats/prometheus, port: http-envoy-prom }], ${rest} }`,
  );
const all = 'selector: { matchExpressions: [{ key: istio-prometheus-ignore, operator: DoesNotExist }] }';
const edge = gateway(listener('http'));
const told = (name: string) => [
  `warning GW401 PodMonitor ${name}: spec.podMetricsEndpoints[0].path: got '/stats/prometheus of Gateway edge/public, which Kuadrant kuadrant-system/kuadrant scrapes too'`,
];

each([
  ['Kuadrant and a monitor', kuadrant(true) + monitor(all) + edge, told('edge/proxies')],
  [
    'a monitor of all namespaces',
    kuadrant(true) + monitor(`namespaceSelector: { any: true }, ${all}`, 'monitoring/proxies') + edge,
    told('monitoring/proxies'),
  ],
  ['Kuadrant without observability', kuadrant(false) + monitor(all) + edge, []],
  ['a monitor of a namespace without a gateway', kuadrant(true) + monitor(all, 'shop/proxies') + edge, []],
  ['a monitor of other pods', kuadrant(true) + monitor('selector: { matchLabels: { app: web } }') + edge, []],
]);
