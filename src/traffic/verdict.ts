import { changedHeaders } from './apply';
import { corsHeaders } from './cors';
import { Outcome, Verdict } from './outcome';
import { Request } from './request';
import { Cors } from './rule';

/** What becomes of a request that policies look at first, where `go` tells what becomes of it behind them. */
export function afterPolicies(
  { refused, passesIf, added, search }: Verdict,
  request: Request,
  cors: Cors | undefined,
  go: (request: Request) => readonly Outcome[],
): Outcome[] {
  const responses = cors ? refused.map((outcome) => readable(outcome, cors, request)) : refused;
  if (passesIf === undefined) return [...responses];
  const changed = {
    ...request,
    headers: added.length > 0 ? changedHeaders(request.headers, added) : request.headers,
    search: search ?? request.search,
  };
  return [...responses, ...go(changed).map((outcome) => conditional(outcome, passesIf))];
}

/** Pages of other origins may read refusals too. */
const readable = (outcome: Outcome, cors: Cors, request: Request): Outcome => ({
  ...outcome,
  headers: new Map([...outcome.headers, ...corsHeaders(cors, request)]),
});

/** An outcome that needs something more to be so; nothing where the condition is empty. */
export const conditional = (outcome: Outcome, condition: string): Outcome =>
  condition === ''
    ? outcome
    : { ...outcome, condition: outcome.condition === undefined ? condition : `${condition}, and ${outcome.condition}` };
