import { AUTHORINO_VARIABLES, cel } from '../value/cel';
import { nearest, refuse } from '../value/problem';

/* Checks of texts in an AuthPolicy; internal. */

/** Top-level fields of Authorino's authorization JSON. */
const ROOTS = ['request', 'source', 'destination', 'auth', 'metadata', 'context'];

/** Checks a CEL expression that Authorino evaluates. */
export const authExpression = (what: string, expression: string): string => cel(what, expression, AUTHORINO_VARIABLES);

/** Checks a path of the authorization JSON without placeholders. */
export function checkSelector(what: string, path: string): string {
  if (path.trim() === '') {
    refuse({ what, got: path, expected: `a path such as 'auth.identity.sub'`, fix: 'set the path to select' });
  }
  // A path may also begin with a modifier, a list or a wildcard; only a plain first name can be checked.
  const root = /^(\w[\w-]*)(?=$|[.|])/.exec(path)?.[1];
  if (root !== undefined && !ROOTS.includes(root)) {
    refuse({
      what,
      got: path,
      expected: `a path that begins with ${ROOTS.slice(0, -1).join(', ')} or ${ROOTS.at(-1)}`,
      fix: ['headers', 'path', 'method', 'host'].includes(root)
        ? `write 'request.${path}'`
        : ['identity', 'authorization', 'response'].includes(root)
          ? `write 'auth.${path}'`
          : nearest(root, ROOTS) !== undefined
            ? `write '${nearest(root, ROOTS)}${path.slice(root.length)}'`
            : `for a fixed text use AuthValue.of('${path}')`,
    });
  }
  return path;
}

/** Checks a path of the authorization JSON, or a text with such paths in curly braces. */
export function checkTemplate(what: string, text: string): string {
  const braces = text.split('{').length - 1;
  const ofModifiers = text.match(/[^@]+@\w+:\{/g)?.length ?? 0;
  if (braces === ofModifiers) {
    return checkSelector(what, text);
  }
  placeholders(what, text).forEach((path) => checkSelector(what, path));
  return text;
}

/** Paths in curly braces of a text, as Authorino parses them: `\{` is a literal brace, and braces in a path nest. */
export function placeholders(what: string, text: string): string[] {
  const found: string[] = [];
  let begin: number | undefined;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (begin === undefined) {
      if (char === '\\') {
        i++;
      } else if (char === '{') {
        begin = i + 1;
      }
    } else if (char === '{') {
      depth++;
    } else if (char === '}' && depth > 0) {
      depth--;
    } else if (char === '}') {
      found.push(text.slice(begin, i));
      begin = undefined;
    }
  }
  if (begin !== undefined) {
    refuse({
      what,
      got: text,
      expected: 'a closing brace for each opening one',
      fix: `close the brace after '${text.slice(0, begin)}', or write '\\{' for a literal brace`,
    });
  }
  return found;
}

/** An HTTP token (RFC 9110). */
export const HTTP_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Checks the name of a header. */
export function headerName(what: string, name: string): string {
  if (!HTTP_TOKEN.test(name)) {
    refuse({
      what,
      got: name,
      expected: 'the name of a header',
      fix: "use letters, digits and hyphens, for example 'x-api-key'",
    });
  }
  return name;
}

export function nonEmpty(what: string, value: string, example: string): string {
  if (value.trim() === '') {
    refuse({ what, got: value, expected: 'a non-empty text', fix: `for example '${example}'` });
  }
  return value;
}
