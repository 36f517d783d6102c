import { AuthValue } from '../kuadrant/auth-value';
import { RateLimit } from '../policy/limit';

/** Tree of names below `auth.identity`. */
interface Tree {
  [name: string]: Tree;
}

const PATH = /\bauth\.identity((?:\.[A-Za-z_]\w*|\["[^"]+"\])+)(\s*\()?/g;

/**
 * Identity properties that limits use. Kuadrant's data plane has only those that
 * the AuthPolicy passes on; no others are passed on, because an identity may
 * contain secrets (for an API key, it is the Secret).
 */
export function identityProperties(limits: readonly RateLimit[]): Record<string, AuthValue> {
  const tree: Tree = {};
  for (const text of limits.flatMap(({ counters = [], when = [] }) => [...counters, ...when])) {
    for (const [, path, call] of text.matchAll(PATH)) {
      const names = [...path.matchAll(/\.(\w+)|\["([^"]+)"\]/g)].map(([, field, key]) => field ?? key);
      let place = tree;
      for (const name of call ? names.slice(0, -1) : names) {
        place = place[name] ??= {};
      }
    }
  }
  return Object.fromEntries(
    Object.entries(tree).map(([name, below]) => [
      name,
      Object.keys(below).length === 0
        ? AuthValue.selector(`auth.identity.${name.replace(/[^\w-]/g, '\\$&')}`)
        : AuthValue.expression(literal(below, `auth.identity${member(name)}`)),
    ]),
  );
}

/** Renders the values below a place as an expression: `{"name": auth.identity.metadata.name}`. */
function literal(tree: Tree, place: string): string {
  const fields = Object.entries(tree).map(([name, below]) => {
    const inner = `${place}${member(name)}`;
    return `${JSON.stringify(name)}: ${Object.keys(below).length === 0 ? inner : literal(below, inner)}`;
  });
  return `{${fields.join(', ')}}`;
}

const member = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
