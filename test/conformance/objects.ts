import * as fc from 'fast-check';
import { listsFor, TEXTS, wordsFor } from './words';
import { Kind, Shape, ShapeRules } from '../../src/manifest/shape';
import { matches } from '../../src/value/regex';

/** A manifest whose parts may be anything. */
export type Tree = { [field: string]: unknown };

/** A place that all objects have. */
export interface Aim {
  /** From the object down; `[]` is an item of a list, `{}` a value of a map. */
  readonly steps: readonly string[];
  /** What is likely to be there. */
  readonly fields: readonly string[];
}

/** Objects of a kind: right by structure, or changed in one or two places. */
export function objectsOf(kind: Kind, aim?: Aim): fc.Arbitrary<Tree> {
  return fc
    .tuple(
      valueOf(kind.body, 'body', 0, aim),
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: CHANGES }),
    )
    .map(([body, changes]) => {
      const changed = changes.reduce((object, step) => change(object, kind.body, step), structuredClone(body) as Tree);
      return { apiVersion: kind.apiVersion, kind: kind.kind, ...changed };
    });
}

const LEFT_OUT = Symbol('left out');
const past = (aim: Aim | undefined): Aim | undefined => aim && { ...aim, steps: aim.steps.slice(1) };

/** Values that have the type and keep the bounds; expressions may refuse them. */
function valueOf(shape: Shape, name: string, depth: number, aim?: Aim): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'object':
      return objectOf(shape, name, depth, aim);
    case 'map':
      return fc.dictionary(keysOf(name), valueOf(shape.items!, name, depth + 1, past(aim)), {
        minKeys: aim?.steps.length ? 1 : shape.rules.min,
        maxKeys: Math.min(shape.rules.max ?? 2, 2),
      });
    case 'array':
      return listOf(shape, name, depth, aim);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(shape, name);
    case 'any':
      return fc.constantFrom<unknown>(null, 1, 'a', { a: [null] });
    default:
      return shape.type === 'intOrString' ? fc.oneof(numberOf(shape, name), textOf(shape, name)) : textOf(shape, name);
  }
}

/** `addresses.value`: the name of a field, with that of what it is in. */
const inside = (parent: string, name: string) => `${parent.slice(parent.lastIndexOf('.') + 1)}.${name}`;

function objectOf(shape: Shape, parent: string, depth: number, aim?: Aim): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape.fields!);
  const optional = fields.filter(([, field]) => !field.isRequired).length;
  const onTheWay = aim?.steps[0];
  // Few enough that objects stay small, enough that fields meet.
  const isSparse = depth >= 4 && (aim === undefined || onTheWay !== undefined);
  const share = Math.min(depth < 2 ? 0.7 : 0.5, (isSparse ? 2 : 3.5) / Math.max(optional, 1));
  const weightOf = (name: string) =>
    aim && onTheWay === undefined && aim.fields.includes(name)
      ? 50
      : Math.round((onTheWay === undefined ? share : share / 2) * 100);
  const arbitraries = Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      field.isRequired || name === onTheWay
        ? valueOf(field, inside(parent, name), depth + 1, name === onTheWay ? past(aim) : undefined)
        : fc.oneof(
            { weight: 100 - weightOf(name), arbitrary: fc.constant(LEFT_OUT) },
            {
              weight: weightOf(name),
              arbitrary: fc.constant(null).chain(() => valueOf(field, inside(parent, name), depth + 1)),
            },
          ),
    ]),
  );
  const raw = fc
    .record(arbitraries)
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, child]) => child !== LEFT_OUT)));
  const all = unionOf(shape);
  const union = all?.some(([, member]) => member === onTheWay) ? all.filter(([, name]) => name === onTheWay) : all;
  return all && union
    ? fc.oneof(
        { weight: 1, arbitrary: raw },
        { weight: 4, arbitrary: oneMember(raw, shape, all, union, depth, past(aim)) },
      )
    : raw;
}

/** For each choice of `type` the field that goes with it, where choices and fields have the same names. */
function unionOf({ fields = {} }: Shape): readonly (readonly [choice: string, member: string])[] | undefined {
  const choices = (fields.type?.rules.values ?? []).map(String);
  const pairs = choices.flatMap((choice) => {
    const member = Object.keys(fields).find((name) => name.toLowerCase() === choice.toLowerCase());
    return member ? [[choice, member] as const] : [];
  });
  return pairs.length > 0 && pairs.length === choices.length ? pairs : undefined;
}

const oneMember = (
  raw: fc.Arbitrary<Tree>,
  { fields }: Shape,
  all: readonly (readonly [string, string])[],
  union: readonly (readonly [string, string])[],
  depth: number,
  aim: Aim | undefined,
): fc.Arbitrary<unknown> =>
  fc.constantFrom(...union).chain(([choice, member]) =>
    fc
      .tuple(raw, valueOf(fields![member], member, depth + 1, union === all ? undefined : aim))
      .map(([object, value]) => {
        const members = all.map(([, name]) => name);
        const rest = Object.fromEntries(Object.entries(object).filter(([name]) => !members.includes(name)));
        return { ...rest, type: choice, [member]: value };
      }),
  );

function listOf({ items, rules }: Shape, name: string, depth: number, aim?: Aim): fc.Arbitrary<unknown> {
  const most = Math.min(rules.max ?? 3, 3);
  const minLength = aim?.steps.length ? Math.max(rules.min ?? 0, 1) : rules.min;
  const list = fc
    .tuple(
      fc.array(valueOf(items!, name, depth + 1, past(aim)), {
        minLength,
        maxLength: Math.max(aim && aim.steps.length > 1 ? 1 : most, minLength ?? 0),
      }),
      fc.nat(7),
    )
    .map(([values, alike]) =>
      alike > 1 ? values : values.map((value) => likeFirst(values[0], value, alike, rules.keys)),
    );
  const long = listsFor(name);
  if (long.length > 0 && !aim?.steps.length) {
    return fc.oneof({ weight: 2, arbitrary: list }, { weight: 1, arbitrary: fc.constantFrom(...long) });
  }
  if (!rules.keys && !rules.set) {
    return list;
  }
  const keyOf = (item: unknown) =>
    JSON.stringify(
      rules.set ? item : rules.keys!.map((key) => (item as Tree)[key] ?? items!.fields![key].rules.default),
    );
  return list.map((values) =>
    values.filter((value, at) => values.findIndex((other) => keyOf(other) === keyOf(value)) === at),
  );
}

/** The first item with some fields of another, so that both are the same or nearly so. */
function likeFirst(first: unknown, other: unknown, different: number, keys: readonly string[] = []): unknown {
  if (typeof first !== 'object' || typeof other !== 'object' || first === null || other === null) {
    return other;
  }
  const names = [...keys, ...Object.keys(other).slice(0, different)].filter((name) => name in other);
  return { ...first, ...Object.fromEntries(names.map((name) => [name, (other as Tree)[name]])) };
}

const keysOf = (name: string) =>
  fc.constantFrom(...['a', 'b-c', ...wordsFor(name).filter((word): word is string => typeof word === 'string')]);

function numberOf({ rules, type }: Shape, name: string): fc.Arbitrary<unknown> {
  const known = wordsFor(name).filter((word) => typeof word === 'number' && keeps(word, rules));
  if (rules.values) {
    return fc.constantFrom(...rules.values);
  }
  const [low, high] = [rules.minimum ?? -5, rules.maximum ?? (rules.minimum ?? 0) + 300];
  const any =
    type === 'number'
      ? fc.constantFrom(low, high, (low + high) / 2)
      : fc.oneof(fc.constantFrom(low, high), fc.integer({ min: low, max: high }));
  return known.length > 0
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: any })
    : any;
}

const texts = new Map<Shape, fc.Arbitrary<unknown>>();

function textOf(shape: Shape, name: string): fc.Arbitrary<unknown> {
  let arbitrary = texts.get(shape);
  if (!arbitrary || wordsFor(name).length > 0) {
    arbitrary = newTextOf(shape, name);
    texts.set(shape, arbitrary);
  }
  return arbitrary;
}

function newTextOf({ rules }: Shape, name: string): fc.Arbitrary<unknown> {
  if (rules.values) {
    return fc.constantFrom(...rules.values);
  }
  const right = (words: readonly unknown[]) =>
    words.filter((word): word is string => typeof word === 'string' && keeps(word, rules));
  const [known, general] = [right(wordsFor(name)), right(TEXTS)];
  const choices = [known, general].filter((words) => words.length > 0).map((words) => fc.constantFrom(...words));
  if (choices.length === 0) {
    throw new Error(`no text for ${name}: add one that keeps ${JSON.stringify(rules)} to words.ts`);
  }
  return known.length > 0 ? choices[0] : fc.oneof(...choices);
}

function keeps(value: number | string, rules: ShapeRules): boolean {
  if (typeof value === 'number') {
    return value >= (rules.minimum ?? -Infinity) && value <= (rules.maximum ?? Infinity);
  }
  const length = [...value].length;
  return (
    length >= (rules.min ?? 0) &&
    length <= (rules.max ?? Infinity) &&
    (rules.pattern === undefined || matches(rules.pattern, value)) &&
    (rules.format !== 'byte' || Buffer.from(value, 'base64').toString('base64') === value)
  );
}

interface Change {
  readonly place: number;
  readonly sort: 'remove' | 'null' | 'type' | 'bound' | 'word' | 'repeat' | 'grow' | 'unknown' | 'empty';
  readonly choice: number;
}

const CHANGES: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    place: fc.nat(1_000_000),
    sort: fc.constantFrom<Change['sort']>(
      'remove',
      'null',
      'type',
      'bound',
      'bound',
      'word',
      'word',
      'repeat',
      'grow',
      'unknown',
      'empty',
    ),
    choice: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 2 },
);

/** A field, item or value of a map, and what its shape is. */
interface Slot {
  readonly parent: Tree;
  readonly key: string;
  readonly name: string;
  readonly shape: Shape;
}

function change(object: Tree, body: Shape, { place, sort, choice }: Change): Tree {
  const slots: Slot[] = [];
  collect(object, body, 'body', slots);
  const suited = slots.filter(({ parent, key, shape }) => {
    const isContainer = typeof parent[key] === 'object';
    return sort === 'repeat' || sort === 'grow'
      ? shape.type === 'array'
      : sort === 'unknown' || sort === 'empty'
        ? isContainer
        : true;
  });
  if (suited.length === 0) {
    return object;
  }
  const { parent, key, name, shape } = suited[place % suited.length];
  const value = parent[key];
  const pick = <T>(values: readonly T[]) => values[choice % values.length];
  if (sort === 'remove') {
    if (Array.isArray(parent)) {
      parent.splice(Number(key), 1);
    } else {
      delete parent[key];
    }
  } else if (sort === 'null') {
    parent[key] = null;
  } else if (sort === 'type') {
    parent[key] = pick([1, 1.5, 'text', true, [], {}, [1], { a: 1 }]);
  } else if (sort === 'bound') {
    parent[key] = pick(beyond(value, shape.rules));
  } else if (sort === 'word') {
    parent[key] = pick([...wordsFor(name), ...TEXTS]);
  } else if (sort === 'repeat' && Array.isArray(value) && value.length > 0) {
    value.push(structuredClone(pick(value) as unknown));
  } else if (sort === 'grow') {
    for (const { parent: list, key: at } of slots.filter((slot) => slot.shape === shape && slot.name === name)) {
      list[at] = Array.isArray(list[at]) ? longer(list[at], shape.rules.max ?? 3) : list[at];
    }
  } else if (sort === 'unknown' && !Array.isArray(value) && value !== null) {
    (value as Tree).unheard = pick([1, 'a', { a: 1 }]);
  } else if (sort === 'empty') {
    parent[key] = Array.isArray(value) ? [] : {};
  }
  return object;
}

/** At, just below and just above the bounds. */
function beyond(value: unknown, rules: ShapeRules): unknown[] {
  if (typeof value === 'number') {
    const bounds = [rules.minimum, rules.maximum, 0].filter((bound) => bound !== undefined);
    return [
      ...bounds.flatMap((bound) => [bound - 1, bound, bound + 1]),
      2 ** 31,
      2 ** 31 - 1,
      -(2 ** 31) - 1,
      2 ** 63,
      1e30,
    ];
  }
  if (typeof value === 'string') {
    const lengths = [rules.min, rules.max].filter((bound) => bound !== undefined);
    return lengths
      .flatMap((bound) => [bound - 1, bound, bound + 1])
      .filter((length) => length >= 0)
      .flatMap((length) => ['a'.repeat(length), '😀'.repeat(length), '/'.padEnd(length, 'a')])
      .concat(TEXTS);
  }
  if (Array.isArray(value)) {
    const longest = (rules.max ?? 3) + 1;
    return [longer(value, longest), longer(value, longest - 1), []];
  }
  return [{}, value];
}

const longer = (items: readonly unknown[], length: number): unknown[] =>
  items.length === 0 ? [] : Array.from({ length }, (_, at) => (at < items.length ? items[at] : numbered(items[0], at)));

/** A copy that differs in its name, so that only the number of items is beyond the bound. */
function numbered(item: unknown, at: number): unknown {
  if (typeof item === 'string') {
    return `a${at}.${item}`;
  }
  return typeof item === 'object' && item !== null && 'name' in item
    ? { ...item, name: `n${at}` }
    : structuredClone(item);
}

function collect(value: unknown, shape: Shape, name: string, slots: Slot[]): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const field = Array.isArray(value) || shape.type === 'map' ? shape.items : shape.fields?.[key];
    if (field) {
      const childName = Array.isArray(value) || shape.type === 'map' ? name : inside(name, key);
      slots.push({ parent: value as Tree, key, name: childName, shape: field });
      collect(child, field, childName, slots);
    }
  }
}
