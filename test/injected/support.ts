import { Chart } from 'cdk8s';
import { check } from '../../src/check/check';
import { InjectedGateway } from '../../src/injected/injected-gateway';
import { InjectedGatewayProps } from '../../src/injected/injected-gateway-props';
import { Manifest } from '../../src/manifest/manifest';
import { Warnings } from '../../src/resource/warning';
import { describe } from '../../src/value/problem';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

/** What a gateway `gw` emits, by kind. */
export function emit(props: InjectedGatewayProps = {}, chart: Chart = newChart()): Record<string, Manifest> {
  new InjectedGateway(chart, 'gw', props);
  return byKind(chart);
}

/** The objects of a chart by kind; the last of each. */
export const byKind = (chart: Chart): Record<string, Manifest> =>
  Object.fromEntries(objectsOf(chart).map((object) => [object.kind, object]));

/** The value at a path, `spec.ports.0.name`; keys that hold dots stand in brackets: `metadata.labels[istio.io/rev]`. */
export function at(value: unknown, path: string): unknown {
  const keys = [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  return keys.reduce<unknown>((current, key) => (current as Record<string, unknown> | undefined)?.[key], value);
}

/** What a gateway warns of when it is made, and what is told of its objects. */
export function warningsOf(props: InjectedGatewayProps): string[] {
  const chart = newChart();
  new InjectedGateway(chart, 'gw', props);
  const objects = objectsOf(chart).map((object) => ({ where: 'test', manifest: object }));
  return [
    ...Warnings.of(chart)
      .list()
      .map(({ code, message }) => `${code} ${brief(message)}`),
    ...check(objects).map(({ code, problem }) => `${code} ${brief(describe(problem))}`),
  ];
}
