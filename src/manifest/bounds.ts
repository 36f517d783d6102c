import { Shape, ShapeRules } from './shape';
import { nearest, Problem } from '../value/problem';
import { matches } from '../value/regex';

/**
 * `type`: a value of the wrong type, enum value, format, or too long; as with a missing field, the API server then
 * evaluates no further rules. `bound`: other bounds. `experimental`: a field, and `experimentalBound`: a bound that
 * only the experimental channel of the Gateway API has.
 */
export type Fault = 'unknown' | 'missing' | 'type' | 'bound' | 'experimental' | 'experimentalBound';
export type Report = (fault: Fault, problem: Problem) => void;

/** Reports bounds of the shape that a value of the right type exceeds. */
export function boundsOf(value: unknown, rules: ShapeRules, path: string, report: Report): void {
  if (rules.min !== undefined || rules.max !== undefined) {
    sizeBounds(value, rules, path, report);
  }
  if (rules.values && !rules.values.includes(value as string | number)) {
    const meant = typeof value === 'string' ? nearest(value, rules.values.map(String)) : undefined;
    const fix = meant ? `did you mean '${meant}'?` : 'choose one of them';
    report('type', { what: path, got: value, expected: `one of ${rules.values.join(', ')}`, fix });
  }
  if (typeof value === 'number') {
    numberBounds(value, rules, path, report);
  } else if (typeof value === 'string') {
    textBounds(value, rules, path, report);
  }
}

function numberBounds(value: number, rules: ShapeRules, path: string, report: Report): void {
  if (rules.minimum !== undefined && value < rules.minimum) {
    report('bound', { what: path, got: value, expected: `at least ${rules.minimum}`, fix: 'raise it' });
  }
  if (rules.maximum !== undefined && value > rules.maximum) {
    report('bound', { what: path, got: value, expected: `at most ${rules.maximum}`, fix: 'lower it' });
  }
  const bits = rules.format && INTEGERS[rules.format];
  if (bits && !(value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1))) {
    report('bound', {
      what: path,
      got: value,
      expected: `a whole number of ${bits} bits`,
      fix: 'use a smaller number',
    });
  }
}

const INTEGERS: Readonly<Record<string, number>> = { int32: 32, int64: 64 };

function textBounds(value: string, rules: ShapeRules, path: string, report: Report): void {
  if (rules.pattern !== undefined && !matches(rules.pattern, value)) {
    report('bound', unlike(rules.pattern, value, path));
  }
  if (rules.experimentalPattern !== undefined && !matches(rules.experimentalPattern, value)) {
    report('experimentalBound', unlike(rules.experimentalPattern, value, path));
  }
  if (rules.format === 'byte' && !isBase64(value)) {
    report('type', {
      what: path,
      got: value,
      expected: 'text in Base64',
      fix: 'encode it, for example with base64 -w0',
    });
  }
  if (rules.format === 'date-time' && !isDateTime(value)) {
    const expected = "a time such as '2026-08-01T12:00:00Z'";
    report('type', { what: path, got: value, expected, fix: 'write date, time and time zone' });
  }
}

const unlike = (pattern: string, got: string, what: string): Problem => ({
  what,
  got,
  expected: `a text that matches ${pattern}`,
  fix: 'change the characters that do not match',
});

const isBase64 = (text: string) => text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

function isDateTime(text: string): boolean {
  const [, date, hour] = /^(\d{4}-\d\d-\d\d)T(\d\d):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/i.exec(text) ?? [];
  const day = new Date(`${date}T00:00:00Z`);
  return Number(hour) < 24 && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function sizeBounds(value: unknown, { min, max }: ShapeRules, path: string, report: Report): void {
  const size = sizeOf(value);
  if (size && min !== undefined && size.count < min) {
    report('bound', { what: path, got: value, expected: `at least ${min} ${size.unit}`, fix: 'add what is missing' });
  }
  if (size && max !== undefined && size.count > max) {
    const expected = `at most ${max} ${size.unit}, not ${size.count}`;
    report('type', { what: path, got: value, expected, fix: 'split or shorten it' });
  }
}

function sizeOf(value: unknown): { count: number; unit: string } | undefined {
  if (typeof value === 'string') {
    return { count: /[\uD800-\uDFFF]/.test(value) ? [...value].length : value.length, unit: 'characters' };
  }
  if (Array.isArray(value)) {
    return { count: value.length, unit: 'items' };
  }
  return typeof value === 'object' && value !== null
    ? { count: Object.values(value).filter((child) => child !== null).length, unit: 'entries' }
    : undefined;
}

/** Reports duplicate elements, in lists whose shape forbids them. */
export function distinct(
  items: readonly unknown[],
  { rules, items: shape }: Shape,
  path: string,
  report: Report,
): void {
  if ((!rules.keys && !rules.set) || items.length < 2) {
    return;
  }
  const seen = new Map<string, number>();
  items.forEach((item, index) => {
    const key = rules.set
      ? item
      : rules.keys!.map((name) => {
          const value = (item as Record<string, unknown> | null)?.[name];
          return value ?? shape!.fields?.[name].rules.default;
        });
    const text = JSON.stringify(key);
    const first = seen.get(text);
    if (first !== undefined) {
      report('bound', {
        what: `${path}[${index}]`,
        got: key,
        expected: rules.set ? 'unique values' : `items with unique ${rules.keys!.join(' and ')}`,
        fix: `${path}[${first}] is the same; rename or remove one`,
      });
    } else {
      seen.set(text, index);
    }
  });
}
