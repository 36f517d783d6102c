import { Trait } from './traits';
import { Server } from '../../ingress/servers';
import { witnessesOf } from '../../match/witness';
import { isLiteral, searchExpression, withoutSlash } from '../path-matches';

/** A path and what it is there to tell apart. */
export interface PathVariant {
  readonly path: string;
  readonly trait: Trait;
}

/** Paths at, below and beside all that a server has, and spellings that proxies read differently. */
export function pathVariants({ locations }: Server): PathVariant[] {
  const found = new Map<string, Trait>();
  const add = (path: string, trait: Trait) => {
    if (path.startsWith('/') && !/[\s"<>\\^`{|}]/.test(path) && !found.has(path)) found.set(path, trait);
  };
  add('/', 'path');
  for (const { type, path } of locations) {
    for (const each of type === 'regex' && !isLiteral(path) ? matching(path) : [path]) addPath(each, add);
  }
  add('/any1', 'path');
  const [first = '/'] = [...found].flatMap(([path, trait]) => (trait === 'path' && path !== '/' ? [path] : []));
  add(`${first}?a=1&b=2`, 'query');
  return [...found].map(([path, trait]) => ({ path, trait }));
}

/** Paths that an expression finds, and the text that all of them begin with. */
const matching = (expression: string): string[] => [
  ...witnessesOf(searchExpression(expression).replace('(?i)', '')),
  withoutSlash(/^\^?([-A-Za-z0-9/_~%]*)/.exec(expression)![1]),
];

function addPath(path: string, add: (path: string, trait: Trait) => void): void {
  const base = withoutSlash(path);
  if (path.includes('//')) {
    add(path, 'repeated-slash');
    return;
  }
  add(path, 'path');
  if (base === '/') {
    add('/any', 'path');
    return;
  }
  add(base, 'path');
  add(`${base}/`, 'path');
  add(`${base}/any`, 'path');
  add(`${base}any`, 'text');
  add(`${base}/any`.toUpperCase(), 'upper-case');
  add(`/${base}/any`, 'repeated-slash');
  add(`${base}//any`, 'repeated-slash');
  add(`/.${base}/any`, 'dot-segment');
  add(`${base}/x/../any`, 'dot-segment');
  add(
    `${base}/any`.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    'escape',
  );
}
