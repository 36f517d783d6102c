import { RE2JS } from 're2js';
import { Attributes } from './attributes';
import { hasUnknown, textOf } from './data';
import { Ask } from './decide';
import { authorinoValue, holds, isValid } from './expression';
import { selected } from './selector';
import { AUTHORINO_VARIABLES } from '../../value/cel';

/** A condition of an AuthPolicy. */
export interface Condition {
  readonly selector?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly predicate?: string;
  readonly patternRef?: string;
  readonly all?: readonly Condition[];
  readonly any?: readonly Condition[];
}

/** Named patterns. */
export type Patterns = Readonly<Record<string, readonly Condition[]>>;

/** What conditions look at. */
export interface Scope {
  readonly attributes: Attributes;
  readonly patterns: Patterns;
  readonly ask: Ask;
}

/** One that fails is not met, and ends the evaluation of those that it is part of (authorino, pkg/jsonexp). */
type Result = boolean | 'failed';

/** Whether all conditions are met. */
export const allMet = (conditions: readonly Condition[], scope: Scope): boolean => all(conditions, scope) === true;

function all(conditions: readonly Condition[], scope: Scope): Result {
  for (const test of conditions.flatMap((condition) => testsOf(condition, scope))) {
    const result = test();
    if (result !== true) return result;
  }
  return true;
}

function any(conditions: readonly Condition[], scope: Scope): Result {
  for (const test of conditions.flatMap((condition) => testsOf(condition, scope))) {
    const result = test();
    if (result !== false) return result;
  }
  return false;
}

/** The tests of a condition; those of a named pattern stand in its place, one by one. */
function testsOf(condition: Condition, scope: Scope): (() => Result)[] {
  const { patternRef = '', operator = '', predicate = '' } = condition;
  const tests: (() => Result)[] = [];
  if (Object.hasOwn(scope.patterns, patternRef)) {
    tests.push(...scope.patterns[patternRef].map((pattern) => () => compared(pattern, scope)));
  } else if (operator !== '') {
    tests.push(() => compared(condition, scope));
  } else if (predicate !== '') {
    tests.push(() => holds(predicate, authorinoValue(predicate, scope.attributes), scope.ask));
  }
  const { all: inner = [], any: alternatives = [] } = condition;
  if (inner.length > 0) tests.push(() => all(inner, scope));
  if (alternatives.length > 0) tests.push(() => any(alternatives, scope));
  return tests;
}

function compared({ selector = '', operator, value: wanted = '' }: Condition, { attributes, ask }: Scope): Result {
  const value = selected(selector, attributes);
  if (hasUnknown(value)) {
    const said = `${selector} ${operator} ${wanted}`;
    return ask(said, `not ${said}`);
  }
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  switch (operator) {
    case 'eq':
      return textOf(value) === wanted;
    case 'neq':
      return textOf(value) !== wanted;
    case 'incl':
      return items.some((item) => textOf(item) === wanted);
    case 'excl':
      return items.every((item) => textOf(item) !== wanted);
    default:
      return finds(wanted, textOf(value));
  }
}

/** Go looks for the expression anywhere in the text. */
function finds(pattern: string, text: string): Result {
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch {
    return 'failed';
  }
}

/** A predicate of conditions that Authorino cannot compile. */
export function invalidPredicate(conditions: readonly Condition[]): string | undefined {
  for (const { predicate = '', all: inner = [], any: alternatives = [] } of conditions) {
    if (predicate !== '' && !isValid(predicate, AUTHORINO_VARIABLES)) return predicate;
    const below = invalidPredicate([...inner, ...alternatives]);
    if (below !== undefined) return below;
  }
  return undefined;
}
