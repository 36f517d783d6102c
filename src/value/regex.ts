import { RE2JS } from 're2js';
import { refuse } from './problem';

/** A regular expression that Envoy's engine, RE2, compiles. */
export function regularExpression(what: string, pattern: string): string {
  try {
    RE2JS.compile(pattern);
  } catch (error) {
    refuse({
      what,
      got: pattern,
      expected: 'a regular expression of RE2',
      fix: /\(\?[=!<]/.test(pattern)
        ? 'RE2 has no lookahead and lookbehind; write several matches instead'
        : /\\[1-9]/.test(pattern)
          ? 'RE2 has no backreferences'
          : (error as Error).message,
    });
  }
  return pattern;
}

const compiled = new Map<string, RE2JS>();

/**
 * Whether a text matches a pattern of a CRD, as a server finds it: RE2, in time
 * proportional to the text. JavaScript would need for ever with some of them.
 */
export function matches(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = RE2JS.compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
