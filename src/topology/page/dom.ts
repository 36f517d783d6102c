/** The element of an id, which the page has. */
export const element = (id: string): HTMLElement => document.getElementById(id)!;

export const input = (id: string): HTMLInputElement => element(id) as HTMLInputElement;

/** An element with text, which is never read as HTML. */
export function make(tag: string, className: string, ...content: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}
