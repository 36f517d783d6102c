import { Attributes } from './attributes';
import { hasUnknown, isObject, textOf, UNKNOWN } from './data';

/*
 * Selectors of Authorino: paths of GJSON (names, `\.` for a point in a name, numbers for items, `#` for their number or
 * a field of each) and modifiers of Authorino's own. Of what else GJSON can do the value is not known.
 */

/** The value that a selector leads to; undefined where there is none, UNKNOWN where that is not known. */
export function selected(selector: string, attributes: Attributes): unknown {
  if (isTemplate(selector)) return filled(selector, attributes);
  const [path, ...modifiers] = selector.split(/(?:^|[.|])(?=@)/);
  const value = path === '' ? attributes : follow(attributes, partsOf(path));
  return modifiers.reduce<unknown>(modified, value);
}

const partsOf = (path: string) => [...path.matchAll(/((?:\\.|[^.|\\])+)/g)].map(([part]) => part);

function follow(data: unknown, parts: readonly string[]): unknown {
  let value = data;
  for (const [index, part] of parts.entries()) {
    if (value === UNKNOWN || /^#\(|[*?]/.test(part)) return UNKNOWN;
    if (part === '#') {
      if (!Array.isArray(value)) return undefined;
      const rest = parts.slice(index + 1);
      if (rest.length === 0) return value.length;
      return value.map((item) => follow(item, rest)).filter((item) => item !== undefined);
    }
    const name = part.replace(/\\(.)/g, '$1');
    if (Array.isArray(value)) value = /^\d+$/.test(name) ? value[Number(name)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function modified(value: unknown, modifier: string): unknown {
  if (hasUnknown(value)) return UNKNOWN;
  const [, name, argument = ''] = /^@(\w+)(?::(.*))?$/.exec(modifier) ?? [];
  const text = textOf(value);
  switch (name) {
    case 'case':
      return argument === 'upper' ? text.toUpperCase() : argument === 'lower' ? text.toLowerCase() : text;
    case 'extract': {
      const { sep = ' ', pos = 0 } = argumentsOf(argument);
      return text.split(String(sep))[Number(pos)];
    }
    case 'replace': {
      const { old = '', new: fresh = '' } = argumentsOf(argument);
      return text.split(String(old)).join(String(fresh));
    }
    default:
      return UNKNOWN;
  }
}

function argumentsOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** A text with selectors in braces, `user-{auth.identity.sub}`. Braces of modifiers make none. */
const isTemplate = (selector: string) =>
  (selector.match(/\{/g)?.length ?? 0) !== (selector.match(/[^@]+@\w+:\{/g)?.length ?? 0);

function filled(template: string, attributes: Attributes): unknown {
  let isKnown = true;
  const text = template.replace(/\\([{\\])|\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, escaped?: string, selector = '') => {
    if (escaped !== undefined) return escaped;
    const value = selector === '' ? '' : selected(String(selector), attributes);
    if (hasUnknown(value)) isKnown = false;
    return hasUnknown(value) ? '' : textOf(value);
  });
  return isKnown ? text : UNKNOWN;
}
