import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AllowOrigin as StringMatch, VirtualService, VirtualServiceSpec } from '../manifest/istio-networking';
import { groupOf } from '../manifest/manifest';
import { Shape } from '../manifest/shape';
import { nearest, refuse } from '../value/problem';

/** The parts of a VirtualService that the conversion reads. */
export interface VirtualServiceManifest {
  readonly name: string;
  readonly namespace?: string;
  readonly spec: VirtualServiceSpec;
  /** Invalid fields; if there are any, `spec` may not have its declared type. */
  readonly misfits: readonly string[];
}

/** Reads a manifest, or the manifest that a construct emits. */
export function readVirtualService(source: unknown, where: { readonly node: { readonly path: string } }) {
  const manifest = withoutNulls(Construct.isConstruct(source) ? ApiObject.of(source).toJson() : source) as Raw;
  const { apiVersion, kind, metadata, spec } = manifest ?? {};
  if (kind !== 'VirtualService' || groupOf(apiVersion ?? '') !== groupOf(VirtualService.apiVersion)) {
    refuse(
      {
        what: 'VirtualService',
        got: kind === undefined ? typeof source : `${kind} of ${apiVersion}`,
        expected: 'a VirtualService of networking.istio.io: its manifest as an object, or the construct that emits it',
        fix: 'parse the YAML, and pass one document of it',
      },
      where,
    );
  }
  return {
    name: metadata?.name ?? 'without a name',
    namespace: metadata?.namespace,
    spec: (spec ?? {}) as VirtualServiceSpec,
    misfits: misfits(spec ?? {}, VirtualService.body.fields!.spec, 'spec'),
  };
}

type Raw =
  | {
      readonly apiVersion?: string;
      readonly kind?: string;
      readonly metadata?: { readonly name?: string; readonly namespace?: string };
      readonly spec?: unknown;
    }
  | undefined;

/** Drops null fields, as the API server does. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null && child !== undefined)
      .map(([name, child]) => [name, withoutNulls(child)]),
  );
}

/** Unknown and missing fields, and values of the wrong type, each with its path. */
function misfits(value: unknown, shape: Shape, path: string): string[] {
  const { type, fields, items, rules } = shape;
  const typed: Partial<Record<Shape['type'], boolean>> = {
    object: typeof value === 'object' && !Array.isArray(value),
    map: typeof value === 'object' && !Array.isArray(value),
    array: Array.isArray(value),
    string: typeof value === 'string',
    integer: Number.isInteger(value),
    number: typeof value === 'number',
    boolean: typeof value === 'boolean',
  };
  if (!typed[type]) {
    return [`${path}: ${JSON.stringify(value)} is not of type ${type === 'map' ? 'object' : type}`];
  }
  if (rules.values && !rules.values.includes(value as string)) {
    return [`${path}: '${String(value)}' is not one of ${rules.values.join(', ')}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => misfits(item, items!, `${path}[${index}]`));
  }
  if (type === 'map') {
    return Object.entries(value as object).flatMap(([key, child]) => misfits(child, items!, `${path}['${key}']`));
  }
  if (!fields) return [];
  if (shape === StringMatch && Object.keys(value as object).length > 1) {
    return [`${path}: ${Object.keys(value as object).join(' and ')}; only one is allowed`];
  }
  const missing = Object.keys(fields).filter(
    (name) => fields[name].isRequired && !Object.hasOwn(value as object, name),
  );
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value as object).flatMap(([name, child]) => {
      if (Object.hasOwn(fields, name)) return misfits(child, fields[name], `${path}.${name}`);
      const near = nearest(name, Object.keys(fields));
      return [`${path}.${name}: not a field of a VirtualService${near === undefined ? '' : `; did you mean ${near}?`}`];
    }),
  ];
}
