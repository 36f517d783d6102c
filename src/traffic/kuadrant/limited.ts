import { PreparedLimit } from './actions';
import { Attributes } from './attributes';
import { Ask } from './decide';
import { filterValue, holds } from './expression';
import { Hit, isOver, Limits } from './limits';
import { pathOf } from '../../model/model';
import { PolicyPath } from '../../model/policies';
import { answer } from '../apply';
import { Outcome } from '../outcome';

/** What limits say of a request, and what they count where they let it through. */
export interface LimitResult {
  readonly refused?: Outcome;
  readonly hits: readonly Hit[];
}

const NOTHING: LimitResult = { hits: [] };

/** Limits that are checked together: all of them count a request that none of them refuses. */
export function limited(
  prepared: readonly PreparedLimit[],
  { route }: PolicyPath,
  attributes: Attributes,
  limits: Limits,
  ask: Ask,
): LimitResult {
  const hits: Hit[] = [];
  const checks: { readonly hit: Hit; readonly limit: number; readonly shown: string }[] = [];
  for (const each of prepared) {
    const applies = allHold(each.predicates, attributes, ask);
    // Limitador is not asked, and the request goes on.
    if (applies === 'failed') return NOTHING;
    if (!applies) continue;
    const values = each.counters.map((expression) => counterValue(expression, attributes));
    if (values.includes(undefined)) return NOTHING;
    const { source } = each.rule;
    for (const { limit, window, text } of each.rates) {
      const counter = JSON.stringify([pathOf(route), source.kind, pathOf(source), each.name, window, values]);
      const most = each.ofTokens ? Infinity : 1;
      const hit = { counter, window, fewest: each.ofTokens ? 0 : 1, most, text: shownLimit(each, text) };
      hits.push(hit);
      checks.push({ hit, limit, shown: `limit ${each.name} of ${source.kind} ${pathOf(source)}, ${text},` });
    }
  }
  for (const { hit, limit, shown } of checks) {
    const over = isOver(limits, hit.counter, limit) ?? ask(`${shown} is used up`, `${shown} is not used up`);
    if (over) {
      return { refused: { ...answer(429, `${shown} is used up`), body: 'Too Many Requests\n' }, hits: [] };
    }
  }
  return { hits };
}

const shownLimit = ({ counters, ofTokens }: PreparedLimit, rate: string) =>
  [rate, ...(ofTokens ? ['tokens'] : []), ...(counters.length > 0 ? ['for each', counters.join(', ')] : [])].join(' ');

/** Whether all predicates hold; one that is false decides, whatever the others come to. */
export function allHold(predicates: readonly string[], attributes: Attributes, ask: Ask): boolean | 'failed' {
  let result: boolean | 'failed' = true;
  for (const predicate of predicates) {
    const one = holds(predicate, filterValue(predicate, attributes), ask);
    if (one === false) return false;
    if (one === 'failed') result = one;
  }
  return result;
}

/** A value that is not known is taken to be the same for all requests of the test that leave it open. */
function counterValue(expression: string, attributes: Attributes): string | undefined {
  const evaluated = filterValue(expression, attributes);
  if (evaluated === 'unknown') return '?';
  if (evaluated === 'failed') return undefined;
  const { value } = evaluated;
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? `=${String(value)}` : undefined;
}
