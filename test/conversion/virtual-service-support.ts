import { Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { FromVirtualServiceOptions } from '../../src/conversion/virtual-service';
import { Conversion } from '../../src/conversion/virtual-service-conversion';
import { HTTPRouteSpec } from '../../src/manifest/gateway-api';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, theOnly } from '../support/synth';

/** A gateway. */
export const named = (name: string, namespace?: string) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  name,
  namespace,
});
/** The parent of routes for which it does not matter. */
export const gateway = RouteParent.of(named('gateway'));
/** Options beside the parents. */
export type Props = Partial<FromVirtualServiceOptions>;

/** A VirtualService of namespace `shop`, from YAML of its spec. */
export const virtualService = (spec: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'vs', namespace: 'shop' },
  spec: load(spec),
});
/** Converts a spec in YAML. */
export const convert = (spec: string, props: Props = {}, chart: Chart = newChart()) =>
  Conversion.fromVirtualService(chart, 'route', virtualService(spec), { parents: [gateway], ...props });
/** The spec that a spec in YAML becomes. */
export const specOf = (spec: string, props?: Props) => {
  const chart = newChart();
  convert(spec, props, chart);
  return theOnly(chart, 'HTTPRoute').spec as HTTPRouteSpec;
};
/** The rules that a list of `http` becomes. */
export const rulesOf = (http: string, props?: Props) =>
  specOf(`{ hosts: [a.example.com], gateways: [gateway], http: ${http} }`, props).rules!;
/** A destination, as YAML. */
export const CART = 'route: [{ destination: { host: cart, port: { number: 80 } } }]';
