/** Width of a text in a sans-serif font, in pixels: nearly, as nothing measures it without a screen. */
export function widthOf(text: string, size: number, isBold = false): number {
  let sum = 0;
  for (const char of text) sum += charWidth(char);
  return sum * size * (isBold ? 1.09 : 1);
}

function charWidth(char: string): number {
  if ("iljI.,:;'|!".includes(char)) return 0.31;
  if ('ftr()[]/ -"*'.includes(char)) return 0.41;
  if ('mwMW@%'.includes(char)) return 0.93;
  if (char >= 'A' && char <= 'Z') return 0.72;
  return char < '\u0100' ? 0.62 : 1;
}

/** A text cut to a width. */
export function fitted(text: string, size: number, width: number, isBold = false): string {
  if (widthOf(text, size, isBold) <= width) return text;
  let kept = text;
  while (kept !== '' && widthOf(`${kept}…`, size, isBold) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
