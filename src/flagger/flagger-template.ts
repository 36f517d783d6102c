import { nearest, refuse } from '../value/problem';

/** Variables that Flagger substitutes in a query. */
const VARIABLES = ['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval', 'variables'];
/** Keywords and functions of Go's text/template. */
const BUILT_IN =
  'and break call continue define else end eq false ge gt html if index js le len lt ne nil not or print printf println range slice template true urlquery block with'.split(
    ' ',
  );

/**
 * Refuses a query that Flagger cannot render; a canary would never pass the check.
 *
 * @param variables names of `templateVariables`, if they are known
 */
export function checkTemplate(what: string, query: string, variables?: readonly string[]): void {
  if (query.trim() === '') {
    refuse({ what, got: query, expected: 'a query', fix: 'write it in the language of the provider' });
  }
  for (const [, inside] of query.matchAll(/\{\{-?\s*(.*?)\s*-?\}\}/gs)) {
    const [, dot, word, field] = /^(\.?)([A-Za-z]\w*)?(?:\.(\w+))?/.exec(inside)!;
    const expected = `one of ${VARIABLES.join(', ')}`;
    if (dot !== '') {
      refuse({ what, got: `{{ ${inside} }}`, expected, fix: `remove the dot: '{{ ${inside.slice(1)} }}'` });
    }
    if (word !== undefined && ![...VARIABLES, ...BUILT_IN].includes(word)) {
      const known = nearest(word, VARIABLES);
      refuse({
        what,
        got: `{{ ${inside} }}`,
        expected,
        fix: known === undefined ? `use {{ variables.${word} }}` : `write {{ ${known} }}`,
      });
    }
    if (word === 'variables' && field !== undefined && variables && !variables.includes(field)) {
      refuse({
        what,
        got: `{{ ${inside} }}`,
        expected: variables.length > 0 ? `a variable of ${variables.join(', ')}` : 'no variable; the metric has none',
        fix: `add '${field}' to variables`,
      });
    }
  }
}
