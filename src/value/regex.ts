import { RE2JS } from 're2js';
import { refuse } from './problem';

/** Checks a regular expression with RE2, the engine of Envoy. */
export function regularExpression(what: string, pattern: string): string {
  const fix = regularExpressionMistake(pattern);
  if (fix !== undefined) refuse({ what, got: pattern, expected: 'a regular expression in RE2 syntax', fix });
  return pattern;
}

/** How to correct a regular expression that RE2 does not compile; undefined if it does. */
export function regularExpressionMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return /\(\?[=!<]/.test(pattern)
      ? 'RE2 has no lookahead and lookbehind; write several matches instead'
      : /\\[1-9]/.test(pattern)
        ? 'RE2 has no backreferences'
        : (error as Error).message;
  }
}

const compiled = new Map<string, RE2JS | undefined>();

/** Undefined if RE2 does not compile it. */
function expressionOf(pattern: string): RE2JS | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern);
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

/** Whether RE2 compiles a pattern. */
export const isExpression = (pattern: string): boolean => expressionOf(pattern) !== undefined;

/**
 * Tells whether a text matches a pattern of a CRD, as the API server evaluates it: with RE2, in time
 * proportional to the text. The JavaScript engine takes exponential time for some patterns.
 */
export const matches = (pattern: string, text: string): boolean => expressionOf(pattern)!.test(text);

/**
 * Tells whether a pattern matches a text from its beginning to its end, as Envoy matches paths and headers. One that RE2
 * does not compile matches nothing.
 */
export const matchesWhole = (pattern: string, text: string): boolean => expressionOf(pattern)?.testExact(text) ?? false;

/** A regular expression that matches a text alone. */
export const quotedExpression = (text: string) => text.replace(/[.+*?()|[\]{}$^\\]/g, '\\$&');

/** Whether a path that is compared as text looks like a pattern: `/api/*`, `/api/.+`. A path may have the characters. */
export const looksLikePattern = (path: string): boolean => /[/.]\*|\*$|\.\+/.test(path);
