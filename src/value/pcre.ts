import { RE2JS } from 're2js';

/** A regular expression as nginx evaluates it; the groups of the first match, the whole match first. */
export interface Expression {
  groupsIn(text: string): readonly string[] | undefined;
}

const compiled = new Map<string, Expression | undefined>();

/**
 * An expression in the syntax of PCRE; undefined for one that neither RE2 nor JavaScript reads as PCRE does. RE2 comes
 * first: it takes a time in proportion to the text.
 */
export function perlExpression(pattern: string, ignoresCase: boolean): Expression | undefined {
  const key = `${ignoresCase ? 'i' : ''}/${pattern}`;
  if (!compiled.has(key)) compiled.set(key, byRe2(pattern, ignoresCase) ?? byJavaScript(pattern, ignoresCase));
  return compiled.get(key);
}

function byRe2(pattern: string, ignoresCase: boolean): Expression | undefined {
  try {
    const expression = RE2JS.compile(pattern, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
    return {
      groupsIn: (text) => {
        const matcher = expression.matcher(text);
        if (!matcher.find()) return undefined;
        return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '');
      },
    };
  } catch {
    return undefined;
  }
}

/** What PCRE has and JavaScript reads otherwise: possessive quantifiers, atomic groups, conditions, other escapes. */
const OTHERS = /[*+?}]\+|\(\?[>|(R&#]|\(\?P|\\[AZzGKRXhHQE]|\[\[:/;

function byJavaScript(pattern: string, ignoresCase: boolean): Expression | undefined {
  if (OTHERS.test(pattern)) return undefined;
  try {
    const expression = new RegExp(pattern, ignoresCase ? 'i' : '');
    return { groupsIn: (text) => expression.exec(text)?.map((group: string | undefined) => group ?? '') };
  } catch {
    return undefined;
  }
}
