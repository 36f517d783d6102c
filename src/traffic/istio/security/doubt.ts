/** Whether something holds: known, or only what would have to be so for it to hold, and for it not to hold. */
export type Doubt = boolean | { readonly yes: Clause; readonly no: Clause };

/** What would have to be so; the parts of a sentence that is joined need brackets within another one. */
interface Clause {
  readonly text: string;
  readonly joint?: 'and' | 'or';
}

/** What manifests and the request do not tell: `the client allows it`, `the client does not allow it`. */
export const doubt = (yes: string, no: string): Doubt => ({ yes: { text: yes }, no: { text: no } });

export const not = (of: Doubt): Doubt => (typeof of === 'boolean' ? !of : { yes: of.no, no: of.yes });

export const all = (parts: readonly Doubt[]): Doubt => joined(parts, 'and');

export const some = (parts: readonly Doubt[]): Doubt => joined(parts, 'or');

function joined(parts: readonly Doubt[], joint: 'and' | 'or'): Doubt {
  const decides = joint === 'or';
  if (parts.includes(decides)) return decides;
  const open = parts.filter((part) => typeof part !== 'boolean');
  if (open.length === 0) return !decides;
  if (open.length === 1) return open[0];
  return {
    yes: sentence(
      open.map(({ yes }) => yes),
      joint,
    ),
    no: sentence(
      open.map(({ no }) => no),
      decides ? 'and' : 'or',
    ),
  };
}

function sentence(clauses: readonly Clause[], joint: 'and' | 'or'): Clause {
  const texts = clauses.map(({ text, joint: own }) => (own && own !== joint ? `(${text})` : text));
  const distinct = [...new Set(texts)];
  return { text: distinct.join(` ${joint} `), joint: distinct.length > 1 ? joint : clauses[0].joint };
}

/** Under what condition something holds: empty where it holds anyway, undefined where it does not. */
export const conditionOf = (of: Doubt): string | undefined =>
  typeof of === 'boolean' ? (of ? '' : undefined) : of.yes.text;
