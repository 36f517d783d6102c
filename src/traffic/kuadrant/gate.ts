import { ActionSet, actionSetOf, actionSetsFor, hasPolicies, rulePath } from './action-sets';
import { filterAttributes } from './attributes';
import { authorized, partOf } from './auth';
import { withCredentials } from './carried';
import { Ask, Branch, branchesOf, firstOf } from './decide';
import { Authentication } from './identity';
import { allHold, limited } from './limited';
import { count, Hit, Limits, newLimits } from './limits';
import { policySteps } from './steps';
import { unreadableMatch } from './unreadable';
import { GatewayItem, ListenerOf } from '../../model/listeners';
import { Model, pathOf } from '../../model/model';
import { PolicyPath, ruleName } from '../../model/policies';
import { answer } from '../apply';
import { Outcome, Step, Verdict } from '../outcome';
import { Request } from '../request';
import { HeaderChange, Place, Rule } from '../rule';

/** Where a request has come to: a rule of a route at a listener. */
export interface Passage {
  readonly gateway: GatewayItem;
  readonly on?: ListenerOf;
  readonly rule: Rule;
}

/**
 * What Kuadrant's policies say of a request: 401, 403, 429 or what they are told to respond, and headers for the
 * backend. `limits` counts it; without, it is the first. Undefined where no policy has to do with it.
 */
export function gate(
  model: Model,
  passage: Passage,
  request: Request,
  limits: Limits = newLimits(),
): Verdict | undefined {
  if (!hasPolicies(model)) return undefined;
  const unread = unreadableMatch(model, passage.gateway);
  if (unread) return withoutFilter(unread);
  const sets = actionSetsFor(model, passage.gateway, request);
  const [set] = sets;
  const bypass = bypassOf(model, passage, set);
  if (!set) return bypass && { refused: [], passesIf: '', added: [], steps: [bypass] };
  const actions = sets.flatMap((each) => each.actions);
  const authentication = actions.flatMap(({ kind, policy }) =>
    kind === 'auth' ? partOf<Authentication>(policy, 'authentication').map(({ value }) => value) : [],
  );
  const carried = withCredentials(model, authentication, request);
  const run = (ask: Ask) => happens(model, firstOf(sets, listedBefore, ask), carried, limits, ask);
  const cases = branchesOf(run, keyOf);
  const responses = cases.length === 1 ? cases : branchesOf(run, responseOf);
  const passed = responses.filter(({ value }) => !value.refused);
  const all = cases.map(({ value }) => value);
  count(
    limits,
    all.map(({ hits }) => hits),
  );
  return {
    refused: refusals(responses),
    passesIf: passed.length === 0 ? undefined : alternatives(passed),
    added: commonHeaders(all.filter(({ refused }) => !refused)),
    limits: [...new Set(all.flatMap(({ hits }) => hits.map(({ text }) => text)))],
    steps: [...(bypass ? [bypass] : []), ...policySteps(actions)],
  };
}

const listedBefore = (one: ActionSet, other: ActionSet) =>
  `Kuadrant lists listener ${one.path.on.listener.name} before ${other.path.on.listener.name}`;

/** A filter that refuses its configuration fails requests, or is not there; that depends on what came before. */
const withoutFilter = (place: Place): Verdict => ({
  refused: [
    { ...answer(503, "Kuadrant's filter has no configuration"), condition: "Kuadrant's filter fails requests" },
  ],
  passesIf: "Kuadrant's filter is not in their way",
  added: [],
  steps: [{ what: 'bypass', place, text: "no policy: Kuadrant's filter cannot read this match, and refuses them all" }],
});

interface Happened {
  readonly refused?: Outcome;
  readonly added: readonly HeaderChange[];
  readonly hits: readonly Hit[];
}

function happens(model: Model, { actions, path }: ActionSet, request: Request, limits: Limits, ask: Ask): Happened {
  const attributes = filterAttributes(request);
  const hits: Hit[] = [];
  let added: readonly HeaderChange[] = [];
  let auth: unknown = null;
  for (const action of actions) {
    const seen = { ...attributes, auth };
    if (action.kind === 'limits') {
      const result = limited(action.limits, path, seen, limits, ask);
      if (result.refused) return { refused: result.refused, added: [], hits: hits.filter(isOfRequests) };
      hits.push(...result.hits);
      continue;
    }
    const applies = allHold(action.policy.when, seen, ask);
    if (applies === false) continue;
    if (applies === 'failed') {
      return { refused: NOT_EVALUATED, added: [], hits: hits.filter(isOfRequests) };
    }
    const result = authorized(model, action.policy, request, ask);
    if (result.refused) return { refused: result.refused, added: [], hits: hits.filter(isOfRequests) };
    auth = result.exported;
    added = result.headers;
  }
  return { added, hits };
}

const NOT_EVALUATED: Outcome = {
  ...answer(500, 'a condition (when) of the AuthPolicy cannot be evaluated'),
  body: 'Internal Server Error.\n',
};

/** Tokens are counted when a backend has responded. */
const isOfRequests = ({ fewest }: Hit) => fewest > 0;

/** What the client sees of it. */
const responseOf = ({ refused }: Happened) =>
  refused ? JSON.stringify([refused.status, refused.reason, [...refused.headers], refused.body]) : '';

const keyOf = (happened: Happened) =>
  JSON.stringify([responseOf(happened), happened.added, happened.hits.map(({ counter }) => counter)]);

/** Responses in place of the rule's, each once. */
function refusals(branches: readonly Branch<Happened>[]): Outcome[] {
  const byResponse = new Map<string, Branch<Happened>[]>();
  for (const branch of branches) {
    if (!branch.value.refused) continue;
    const key = responseOf(branch.value);
    byResponse.set(key, [...(byResponse.get(key) ?? []), branch]);
  }
  return [...byResponse.values()].map((group) => {
    const condition = alternatives(group);
    return { ...group[0].value.refused!, ...(condition === '' ? {} : { condition }) };
  });
}

/** What would have to be so for one of the branches. */
function alternatives(branches: readonly Branch<unknown>[]): string {
  const texts = [...new Set(branches.map(({ conditions }) => conditions.join(' and ')))];
  return texts.includes('') ? '' : texts.join(', or ');
}

function commonHeaders([first, ...others]: readonly Happened[]): readonly HeaderChange[] {
  const has = ({ added }: Happened, change: HeaderChange) =>
    added.some(({ name, value }) => name === change.name && value === change.value);
  return first ? first.added.filter((change) => others.every((other) => has(other, change))) : [];
}

/** Policies of the rule that takes a request do not apply where the filter takes it for another. */
function bypassOf(model: Model, passage: Passage, set: ActionSet | undefined): Step | undefined {
  const { gateway, on } = passage;
  const { rule } = passage.rule;
  const route = passage.rule.place.entry;
  if (set && set.path.route.at === route.at && rulePath(set.path) === rule) return undefined;
  if (!set && !(on && actionSetOf(model, on, route, rule))) return undefined;
  const text = set
    ? `policies of ${shownRule(set.path)}, as which Kuadrant sees the request`
    : `no policy: Kuadrant does not see the request as one for the rule at Gateway ${pathOf(gateway)}`;
  return { what: 'bypass', place: { entry: route, path: rule }, text };
}

const shownRule = ({ route, rule }: PolicyPath) =>
  `${route.kind} ${pathOf(route)}, ${ruleName(route.rules[rule], rule)}`;
