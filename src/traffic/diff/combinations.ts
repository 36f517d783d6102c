import { Interest } from './sight';
import { NamedCondition } from '../../match/condition';
import { textMeets } from '../../match/request';
import { witnessesOf } from '../../match/witness';

/** All of a request but where it goes. */
export interface Variant {
  readonly method: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
}

/** What requests may differ in: the method, a header or a parameter, and its values; undefined where it is absent. */
interface Dimension {
  readonly kind: 'method' | 'header' | 'query';
  readonly name: string;
  readonly values: readonly (string | undefined)[];
}

/** Up to as many combinations all are tried. */
const ALL = 48;
/** So many pairs of rules are met at once, where not all combinations are tried. */
const PAIRS = 64;

/**
 * The variants of requests for one path that rules may tell apart: all combinations of what they look at, where these are
 * few; else for each rule a request that meets it, others that miss one condition of it, and some that meet two rules.
 */
export function variantsOf(rules: readonly Interest[]): readonly Variant[] {
  const asking = distinct(rules.filter(asks));
  const isGrpc = areCalls(rules);
  if (asking.length === 0) return isGrpc ? [{ ...PLAIN, method: 'POST' }] : [PLAIN];
  const dimensions = dimensionsOf(asking, isGrpc);
  const count = dimensions.reduce((product, { values }) => product * values.length, 1);
  return [...(count <= ALL ? allOf(dimensions) : someOf(asking, dimensions)), ...crossOriginOf(asking)];
}

/** Whether only routes of gRPC look at the requests. */
export function areCalls(rules: readonly Interest[]): boolean {
  const kinds = rules.flatMap(({ place }) => place?.entry.kind ?? []);
  return kinds.length > 0 && kinds.every((kind) => kind === 'GRPCRoute');
}

const PLAIN: Variant = { method: 'GET', headers: new Map(), query: new Map() };

const asks = ({ condition: { method, headers, queryParams }, cors }: Interest) =>
  method !== undefined || headers.size > 0 || queryParams.size > 0 || cors !== undefined;

/** Of rules that look at the same things one. */
function distinct(rules: readonly Interest[]): readonly Interest[] {
  if (rules.length < 2) return rules;
  const known = new Map<string, Interest>();
  for (const rule of rules) {
    const { method, headers, queryParams } = rule.condition;
    const text = (map: ReadonlyMap<string, NamedCondition>) =>
      [...map].map(([name, { type, value }]) => `${name} ${type} ${value}`).sort();
    const key = JSON.stringify([method, text(headers), text(queryParams), rule.cors?.allowOrigins]);
    if (!known.has(key)) known.set(key, rule);
  }
  return [...known.values()];
}

function dimensionsOf(rules: readonly Interest[], isGrpc: boolean): Dimension[] {
  const methods = new Set(rules.flatMap(({ condition: { method } }) => method ?? []));
  const other = (isGrpc ? ['POST'] : ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']).find(
    (each) => !methods.has(each),
  );
  return [
    { kind: 'method', name: '', values: [...methods, ...(other === undefined ? [] : [other])] },
    ...namedDimensions(
      'header',
      rules.map(({ condition }) => condition.headers),
    ),
    ...namedDimensions(
      'query',
      rules.map(({ condition }) => condition.queryParams),
    ),
  ];
}

function namedDimensions(kind: 'header' | 'query', maps: readonly ReadonlyMap<string, NamedCondition>[]): Dimension[] {
  const byName = new Map<string, Set<string | undefined>>();
  for (const map of maps) {
    for (const [name, condition] of map) {
      const values = byName.get(name) ?? new Set([undefined]);
      byName.set(name, values);
      for (const value of valuesOf(condition)) values.add(value);
    }
  }
  return [...byName].map(([name, values]) => ({ kind, name, values: [...values] }));
}

/** Values that meet a condition, and for an expression one that does not. */
function valuesOf(condition: NamedCondition): string[] {
  if (condition.type === 'Exact') return [condition.value];
  const others = ['other', 'x', '0'].filter((value) => !textMeets(value, condition));
  // An empty value is none for many clients.
  return [
    ...witnessesOf(condition.value)
      .filter((value) => value !== '')
      .slice(0, 3),
    ...others.slice(0, 1),
  ];
}

function allOf(dimensions: readonly Dimension[]): Variant[] {
  let variants: Variant[] = [PLAIN];
  for (const dimension of dimensions) {
    variants = variants.flatMap((variant) => dimension.values.map((value) => withValue(variant, dimension, value)));
  }
  return variants;
}

function withValue(variant: Variant, { kind, name }: Dimension, value: string | undefined): Variant {
  if (kind === 'method') return { ...variant, method: value ?? variant.method };
  const field = kind === 'header' ? 'headers' : 'query';
  const map = new Map(variant[field]);
  if (value === undefined) map.delete(name);
  else map.set(name, value);
  return { ...variant, [field]: map };
}

function someOf(rules: readonly Interest[], dimensions: readonly Dimension[]): Variant[] {
  const [methods] = dimensions;
  const none = withValue(PLAIN, methods, methods.values.at(-1));
  const meeting = rules.map((rule) => meet(none, rule));
  const missing = rules.flatMap((rule, index) => {
    const { method, headers, queryParams } = rule.condition;
    const all = meeting[index];
    return [
      ...(method === undefined ? [] : [{ ...all, method: none.method }]),
      ...[...headers.keys()].map((name) => withValue(all, { kind: 'header', name, values: [] }, undefined)),
      ...[...queryParams.keys()].map((name) => withValue(all, { kind: 'query', name, values: [] }, undefined)),
    ];
  });
  const pairs: Variant[] = [];
  for (let gap = 1; gap < rules.length && pairs.length < PAIRS; gap++) {
    for (let index = 0; index + gap < rules.length && pairs.length < PAIRS; index++) {
      if (areCompatible(rules[index], rules[index + gap])) pairs.push(meet(meeting[index], rules[index + gap]));
    }
  }
  return [none, ...meeting, ...missing, ...pairs];
}

/** A variant that meets a rule too. */
function meet(variant: Variant, { condition: { method, headers, queryParams } }: Interest): Variant {
  const met = (map: ReadonlyMap<string, string>, conditions: ReadonlyMap<string, NamedCondition>) => {
    const result = new Map(map);
    for (const [name, condition] of conditions) {
      const value = result.get(name);
      if (value === undefined || !textMeets(value, condition)) result.set(name, valuesOf(condition)[0] ?? '');
    }
    return result;
  };
  return {
    method: method ?? variant.method,
    headers: met(variant.headers, headers),
    query: met(variant.query, queryParams),
  };
}

/** Whether two rules do not look for different values of the same thing. */
function areCompatible({ condition: a }: Interest, { condition: b }: Interest): boolean {
  const agree = (one: ReadonlyMap<string, NamedCondition>, other: ReadonlyMap<string, NamedCondition>) =>
    [...one].every(([name, { type, value }]) => {
      const same = other.get(name);
      return !same || type !== 'Exact' || same.type !== 'Exact' || value === same.value;
    });
  return (
    (a.method === undefined || b.method === undefined || a.method === b.method) &&
    agree(a.headers, b.headers) &&
    agree(a.queryParams, b.queryParams)
  );
}

/** Requests and preflights of pages of other origins, for rules that look at these. */
function crossOriginOf(rules: readonly Interest[]): Variant[] {
  return rules.flatMap((rule) => {
    if (!rule.cors) return [];
    const origins = new Set([
      ...rule.cors.allowOrigins
        .slice(0, 8)
        .flatMap(({ type, value }) => (type === 'Exact' ? [value] : witnessesOf(value).slice(0, 1))),
      'https://origin.test',
    ]);
    const met = meet(PLAIN, rule);
    return [...origins].flatMap((origin) => {
      const simple = { ...met, headers: new Map([...met.headers, ['origin', origin]]) };
      const asked = [...simple.headers, ['access-control-request-method', 'PUT']] as const;
      return [
        simple,
        { ...simple, method: 'OPTIONS', headers: new Map(asked as readonly (readonly [string, string])[]) },
      ];
    });
  });
}
