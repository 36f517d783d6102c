/**
 * A path as Envoy hands it to routes and policies (Istio's mesh option pathNormalization at its default, BASE): dots are
 * resolved, backslashes are slashes, escapes of plain characters are undone; repeated slashes and `%2F` stay. Undefined
 * for a path that Envoy refuses with 400.
 */
export function normalizedPath(path: string): string | undefined {
  if (PLAIN.test(path)) return path;
  const [plain] = path.split('#');
  if (!/^\/[!-~]*$/.test(plain) || /%(?![0-9A-Fa-f]{2})/.test(plain)) return undefined;
  const text = plain
    .replace(/\\/g, '/')
    .replace(/%[0-9A-Fa-f]{2}/g, unescaped)
    .replace(/["<>^`{|}]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return text.includes('/.') ? withoutDots(text) : text;
}

/** As Envoy Gateway has it: escaped slashes are slashes, and of several in a row one stays; of nothing else, two do. */
export function mergedPath(path: string): string | undefined {
  const plain = normalizedPath(path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\'));
  return plain !== undefined && /^\/\/+$/.test(plain) ? '//' : plain?.replace(/\/+/g, '/');
}

export const hasEscapedSlash = (path: string): boolean => /%(2f|5c)/i.test(path);

/** Most paths are of letters, digits and slashes alone. */
const PLAIN = /^\/[-A-Za-z0-9_/]*$/;

const unescaped = (escape: string) => {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[-A-Za-z0-9._~]/.test(character) ? character : escape;
};

/** RFC 3986, 5.2.4: `/a/./b/../c` is `/a/c`; what ends with a dot ends with a slash. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const parts = path.slice(1).split('/');
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
    if (isLast && (part === '.' || part === '..')) kept.push('');
  });
  return `/${kept.join('/')}`;
}
