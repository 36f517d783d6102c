import { readAction, RouteAction } from './virtual-service-action';
import { BackendFinder } from './virtual-service-destination';
import { ConversionWarning, Findings } from './virtual-service-findings';
import { toHttpMatch } from './virtual-service-http-match';
import { readVirtualService, VirtualServiceManifest } from './virtual-service-manifest';
import { readMatch, ReadMatch } from './virtual-service-match';
import { OrderedMatch, settleOrder } from './virtual-service-order';
import { readScope } from './virtual-service-scope';
import { covers, isCatchAll, withPath } from '../match/condition';
import { CustomResourceProps } from '../resource/custom-resource';
import { Backend } from '../route/backend';
import { HttpMatch } from '../route/http-match';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** Options of `Conversion.fromVirtualService`. The namespace defaults to that of the VirtualService. */
export interface FromVirtualServiceOptions extends CustomResourceProps {
  /**
   * Gateways or listeners that replace `spec.gateways`; for a VirtualService of the mesh, the Services that are its
   * hosts.
   */
  readonly parents: RouteParent[];
  /**
   * The gateway of `spec.gateways` to convert; matches for other gateways are dropped.
   *
   * @default - all gateways, or the mesh if the parents are Services; a match for only some of them is an error
   */
  readonly gateway?: string;
  /**
   * Port of destinations without a port.
   *
   * @default - a destination without a port is an error
   */
  readonly defaultPort?: number;
  /**
   * Services that replace subsets, by `<host>/<subset>` in the spelling of the VirtualService: `reviews/v2`.
   *
   * @default - a destination with a subset is an error
   */
  readonly subsets?: { readonly [subset: string]: Backend };
}

/** Input of an HttpRoute. */
export interface ConvertedVirtualService {
  readonly namespace?: string;
  readonly hostnames: string[];
  readonly rules: ConvertedRule[];
  readonly warnings: readonly ConversionWarning[];
}

/** A rule of an HttpRoute. */
export interface ConvertedRule extends RouteAction {
  readonly name?: string;
  readonly matches: HttpMatch[];
}

/** The construct that errors refer to. */
interface Place {
  readonly node: { readonly path: string };
}

/** Converts a VirtualService; throws an error with all fields that an HTTPRoute cannot express. */
export function convertVirtualService(
  source: unknown,
  props: FromVirtualServiceOptions,
  namespace: string | undefined,
  where: Place,
): ConvertedVirtualService {
  const manifest = readVirtualService(source, where);
  refuseAll(manifest, manifest.misfits, where);
  const findings = new Findings();
  const scope = readScope(manifest, props, manifest.namespace ?? namespace, findings);
  const rules = readRules(manifest, props, scope.keeps, findings);
  refuseAll(manifest, findings.problems, where);
  return { namespace: manifest.namespace, hostnames: scope.hostnames, rules, warnings: findings.warnings };
}

function refuseAll({ name }: VirtualServiceManifest, problems: readonly string[], where: Place): void {
  if (problems.length > 0) {
    refuse(
      {
        what: `VirtualService '${name}'`,
        got:
          problems.length === 1
            ? 'a field that cannot be converted'
            : `${problems.length} fields that cannot be converted`,
        expected: 'fields that an HTTPRoute can express',
        fix: ['change these, or keep the VirtualService', ...problems].join('\n  '),
      },
      where,
    );
  }
}

/** A rule of the VirtualService, or one match of it if its action depends on the match. */
interface Part {
  readonly rule: number;
  readonly matches: readonly ReadMatch[];
  readonly isPerMatch: boolean;
  readonly actionFor: ReturnType<typeof readAction>['actionFor'];
}

function readRules(
  { spec, namespace }: VirtualServiceManifest,
  props: FromVirtualServiceOptions,
  keeps: (gateways: readonly string[] | undefined, port: number | undefined, field: string) => boolean,
  findings: Findings,
): ConvertedRule[] {
  const finder = new BackendFinder(namespace, props.defaultPort, props.subsets ?? {}, findings);
  const unnamed: string[] = [];
  const parts = (spec.http ?? []).flatMap((rule, index): Part[] => {
    const field = `spec.http[${index}]`;
    const written = rule.match?.length ? rule.match : [undefined];
    const matches = written.flatMap((match, at) => {
      const place = match ? `${field}.match[${at}]` : `${field}.match`;
      unnamed.push(
        ...['name', 'statPrefix'].filter((name) => Object.hasOwn(match ?? {}, name)).map((name) => `${place}.${name}`),
      );
      return keeps(match?.gateways, match?.port, place) ? readMatch(match, place, findings) : [];
    });
    if (matches.length === 0) return [];
    const { isPerMatch, actionFor } = readAction(rule, field, finder, findings);
    return (isPerMatch ? matches.map((match) => [match]) : [matches]).map((list) => ({
      rule: index,
      matches: list,
      isPerMatch,
      actionFor,
    }));
  });
  finder.checkSubsets();
  const result =
    parts.length === 0
      ? []
      : emit(
          parts,
          spec.http!.map(({ name }) => name),
          unnamed,
          findings,
        );
  if (unnamed.length > 0) {
    findings.warn('GW582', {
      what: unnamed.join(', '),
      got: 'names for logs and metrics',
      expected: 'rule names that are DNS names',
      fix: 'they are dropped; logs have the name of the rule or route instead',
    });
  }
  return result;
}

/** Settles the order, and creates a rule for each part. */
function emit(
  parts: readonly Part[],
  names: readonly (string | undefined)[],
  unnamed: string[],
  findings: Findings,
): ConvertedRule[] {
  const list = parts.flatMap(({ matches }, position) =>
    matches.map(({ field, condition }): OrderedMatch => ({ field, condition, position })),
  );
  const { matches, unreachable, conflicts } = settleOrder(list);
  conflicts.forEach(({ first, second, why }) =>
    findings.refuse(`${first.field} and ${second.field}`, `in the VirtualService the first wins if both match; ${why}`),
  );
  warnOfPrefixes(
    list,
    unreachable.map(({ match }) => match),
    findings,
  );
  unreachable.forEach(({ match, by }) =>
    findings.warn('GW581', {
      what: match.field,
      got: `only requests that ${by.field} matches before`,
      expected: 'a match that some request reaches',
      fix: 'it is dropped; remove it from the VirtualService, or move it before the other',
    }),
  );
  const taken = new Map<string, number>();
  const nameOf = (rule: number) => {
    const name = names[rule];
    if (name === undefined) return undefined;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return ruleName(count === 1 ? name : `${name}-${count}`, `spec.http[${rule}].name`, unnamed);
  };
  const rules = parts.flatMap((part, position): ConvertedRule[] => {
    const own = matches.filter((match) => match.position === position);
    const groups = part.isPerMatch ? own.map((match) => [match]) : own.length > 0 ? [own] : [];
    return groups.flatMap((group) => {
      const action = part.actionFor(part.matches[0], group[0].condition);
      const conditions = group.map(({ condition }) => condition);
      const isAny = conditions.length === 1 && isCatchAll(conditions[0]);
      const made = findings.attempt(group[0].field, () => (isAny ? [] : conditions.map(toHttpMatch)));
      return action && made ? [{ name: nameOf(part.rule), ...action, matches: made }] : [];
    });
  });
  checkCounts(rules, findings);
  return rules;
}

function checkCounts(rules: readonly ConvertedRule[], findings: Findings): void {
  const counts = rules.map(({ matches }) => Math.max(1, matches.length));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const split = 'split the VirtualService by paths';
  if (rules.length > 16) {
    findings.refuse('spec.http', `${rules.length} rules; an HTTPRoute can have at most 16: ${split}`);
  }
  if (total > 128 || counts.some((count) => count > 64)) {
    findings.refuse(
      'spec.http',
      `${total} matches; an HTTPRoute can have at most 64 in a rule and 128 in total: ${split}`,
    );
  }
}

/** The name of a rule, which a policy can target; undefined if it is not a DNS name. */
function ruleName(name: string, field: string, unnamed: string[]): string | undefined {
  try {
    return dnsSubdomain(field, name);
  } catch {
    unnamed.push(field);
    return undefined;
  }
}

/** Warns of prefixes whose meaning changes for paths that no other match names. */
function warnOfPrefixes(list: readonly OrderedMatch[], unreachable: readonly OrderedMatch[], findings: Findings): void {
  for (const match of list.filter((each) => !unreachable.includes(each))) {
    const { field, condition } = match;
    const { value, extent } = condition.path ?? {};
    if (value === undefined || extent === undefined) continue;
    const itself = withPath(condition, { type: 'Exact', value });
    if (extent === 'below' && list.some((other) => covers(other.condition, itself))) continue;
    const isText = extent === 'text';
    findings.warn('GW580', {
      what: `${field}.uri`,
      got: `prefix '${value}${isText ? '' : '/'}'`,
      expected: 'a prefix of whole path elements',
      fix: isText
        ? `the route does not match '${value}x'; add a rule for such paths, or acknowledge the warning`
        : `the route matches '${value}' too, which no match did before; acknowledge the warning if that is fine`,
    });
  }
}
