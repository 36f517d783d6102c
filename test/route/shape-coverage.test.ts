import { everything } from './everything';
import * as shapes from '../../src/manifest/gateway-api';
import { Kind, Shape } from '../../src/manifest/shape';
import { fieldsOf, pathsOf } from '../support/shape-coverage';
import { newChart, objectsOf } from '../support/synth';

const chart = newChart();
everything(chart, true);
const objects = objectsOf(chart);

const KINDS: readonly Kind[] = [
  shapes.HTTPRoute,
  shapes.GRPCRoute,
  shapes.TLSRoute,
  shapes.TCPRoute,
  shapes.UDPRoute,
  shapes.ListenerSet,
  shapes.BackendTLSPolicy,
  shapes.ReferenceGrant,
];

test.each(KINDS.map((kind) => [kind.kind, kind] as const))('every field of %s can be set', (name, kind) => {
  const set = new Set(objects.filter((object) => object.kind === name).flatMap(({ spec }) => [...pathsOf(spec)]));
  const fields = fieldsOf(kind.body.fields!.spec);
  expect([...fields].filter((field) => !set.has(field))).toEqual([]);
  expect(fields.size).toBeGreaterThan(5);
});

test('without its experimental fields, nothing that the standard channel does not have', () => {
  const standard = newChart();
  everything(standard, false);
  const isExperimental = (shape: Shape | undefined, value: unknown): boolean =>
    shape !== undefined &&
    (shape.isExperimental === true ||
      (Array.isArray(value) && value.some((item) => isExperimental(shape.items, item))) ||
      Object.entries(shape.fields ?? {}).some(
        ([name, field]) => Object.hasOwn(value as object, name) && isExperimental(field, (value as never)[name]),
      ));
  const found = (list: typeof objects) =>
    list
      .filter((object) =>
        isExperimental(KINDS.find(({ kind }) => kind === object.kind)?.body.fields?.spec, object.spec),
      )
      .map(({ kind }) => kind);
  expect(found(objectsOf(standard))).toEqual([]);
  expect(found(objects)).toEqual(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute']);
});
