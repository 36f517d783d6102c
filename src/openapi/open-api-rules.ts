import { operationName, nameOf, UniqueNames } from './open-api-names';
import { Operation } from './open-api-operation';
import { RankedPath, rankPaths } from './open-api-precedence';
import { Security } from './open-api-security';
import { RateLimit } from '../policy/limit';
import { HttpMatch, HttpMethod } from '../route/http-match';

/** Grouping of operations into rules of routes. */
export enum Grouping {
  /** Creates a separate rule for each operation, with its name, so that policies can target it. */
  OPERATION = 'operation',
  /**
   * Groups operations with the same backends and the same security into shared rules, up to
   * 64 per rule; operations with a rate limit have separate rules, because they are counted
   * separately. Gives far fewer rules and routes for a large document.
   */
  SHARED = 'shared',
}

/**
 * A planned rule, before it is assigned to a route.
 * @internal
 */
export interface PlannedRule {
  readonly name: string;
  /** Host of a separate server; empty for the hosts of the route. */
  readonly host: string;
  readonly operations: Operation[];
  readonly matches: HttpMatch[];
  readonly security?: Security;
  readonly rateLimit?: RateLimit;
}

/** Maximum numbers of matches in a rule, of rules in a route and of matches in a route. */
const LIMITS = { matches: 64, rules: 16, allMatches: 128 };

/**
 * Rules for all operations, in the order of operations.
 * @internal
 */
export function rulesOf(
  operations: readonly Operation[],
  hostnames: readonly string[],
  grouping: Grouping,
): PlannedRule[] {
  const hostOf = ({ host }: Operation) => (host === undefined || hostnames.includes(host) ? '' : host);
  const merged = mergeDuplicates(operations, hostOf);
  const paths = rankPaths(merged.map(([first]) => ({ ...first.plan, contest: `${hostOf(first)} ${first.method}` })));
  const names = new UniqueNames();
  const shared = new Map<string, PlannedRule>();
  const rules: PlannedRule[] = [];
  merged.forEach((same, index) => {
    const [first] = same;
    const host = hostOf(first);
    const key = grouping === Grouping.SHARED && !first.rateLimit ? `${host} ${treatment(first)}` : undefined;
    const match = first.node.within(() => matchOf(paths[index], first.method));
    const known = key === undefined ? undefined : shared.get(key);
    if (known && known.matches.length < LIMITS.matches) {
      known.operations.push(...same);
      known.matches.push(match);
      return;
    }
    const { security, rateLimit } = first;
    const name = names.take(key === undefined ? operationName(first) : sharedName(first));
    const rule = { name, host, operations: [...same], matches: [match], security, rateLimit };
    rules.push(rule);
    if (key !== undefined) {
      shared.set(key, rule);
    }
  });
  return rules;
}

/**
 * Rules grouped into routes: one host per route, within the limits of a route.
 * @internal
 */
export function routesOf(rules: readonly PlannedRule[]): PlannedRule[][] {
  const hosts = [...new Set(rules.map(({ host }) => host))].sort((a, b) => Number(a !== '') - Number(b !== ''));
  return hosts.flatMap((host) => {
    const routes: PlannedRule[][] = [];
    let matches = 0;
    for (const rule of rules.filter((candidate) => candidate.host === host)) {
      matches += rule.matches.length;
      const last = routes.at(-1);
      if (last && last.length < LIMITS.rules && matches <= LIMITS.allMatches) {
        last.push(rule);
      } else {
        routes.push([rule]);
        matches = rule.matches.length;
      }
    }
    return routes;
  });
}

/** Merges operations that match the same requests. They must have the same backends, security and rate limit. */
function mergeDuplicates(operations: readonly Operation[], hostOf: (operation: Operation) => string): Operation[][] {
  const known = new Map<string, Operation[]>();
  for (const operation of operations) {
    const { method, plan, node } = operation;
    const key = JSON.stringify([hostOf(operation), method, plan.type, plan.value]);
    const same = known.get(key);
    if (same === undefined) {
      known.set(key, [operation]);
    } else if (treatment(same[0]) !== treatment(operation) || same[0].rateLimit || operation.rateLimit) {
      node.refuse({
        got: `${method} ${plan.value}`,
        expected: `a unique match; ${same[0].node.place} has the same match, but other backends, security or rate limit`,
        fix:
          plan.type === 'PathPrefix'
            ? 'use PathParameters.REGEX, or use the same settings for both'
            : 'remove one of them',
      });
    } else {
      same.push(operation);
    }
  }
  return [...known.values()];
}

/** Equal for operations that may share a rule. */
const treatment = ({ backends, security }: Operation) =>
  JSON.stringify([backends?.map(({ key }) => key), security?.key]);

function matchOf({ type, value }: RankedPath, method: string): HttpMatch {
  const options = { method: method as HttpMethod };
  switch (type) {
    case 'Exact':
      return HttpMatch.exact(value, options);
    case 'PathPrefix':
      return HttpMatch.prefix(value, options);
    default:
      return HttpMatch.regex(value, options);
  }
}

/** Name of a shared rule, derived from common properties of its operations. */
function sharedName({ security, backends }: Operation): string {
  const access =
    security === undefined ? 'operations' : security.isAnonymous ? 'anonymous' : security.schemeNames.join('-or-');
  return nameOf([access, ...(backends ?? []).map(({ backend }) => backend.name)].join(' '));
}
