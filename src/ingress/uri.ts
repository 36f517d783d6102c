/** A path as nginx compares it: decoded, without empty and dotted parts; undefined for one that it answers with 400. */
export function normalizedUri(path: string): string | undefined {
  const decoded = decodedParts(path);
  if (!decoded) return undefined;
  const parts: string[] = [];
  let endsWithSlash = false;
  for (const part of decoded) {
    endsWithSlash = part === '' || part === '.' || part === '..';
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (!endsWithSlash) {
      parts.push(part);
    }
  }
  return parts.length === 0 ? '/' : `/${parts.join('/')}${endsWithSlash ? '/' : ''}`;
}

/** The parts between slashes. An escaped slash or dot counts as one that is not. */
function decodedParts(path: string): string[] | undefined {
  if (!path.startsWith('/') || /%(?![0-9a-f]{2})|%00/i.test(path)) return undefined;
  const decoded = path.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
    Buffer.from(escaped.replace(/%/g, ''), 'hex').toString('utf8'),
  );
  return decoded.slice(1).split('/');
}

/** A path that nginx has changed, as it sends it on. */
export const escapedUri = (uri: string): string =>
  [...Buffer.from(uri, 'utf8')]
    .map((byte) =>
      byte <= 0x20 || byte >= 0x7f || ESCAPED.includes(String.fromCharCode(byte))
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

const ESCAPED = '"#%<>?\\^`{|}';
