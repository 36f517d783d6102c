import { Attribute, attributeOf, fitsOne, OPERATION, Seen, SOURCE } from './attributes';
import { all, Doubt, not, some } from './doubt';
import { AuthorizationPolicySpec } from '../../../manifest/istio-security';

export type AuthorizationRule = NonNullable<AuthorizationPolicySpec['rules']>[number];
type Source = NonNullable<NonNullable<AuthorizationRule['from']>[number]['source']>;
type Operation = NonNullable<NonNullable<AuthorizationRule['to']>[number]['operation']>;

/** An attribute with the values that it must have, or must not have. */
interface Condition {
  readonly attribute: Attribute;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** Tells whether a request fits a rule. */
export type RuleMatcher = (seen: Seen) => Doubt;

/**
 * Prepares a rule. Where a connection is no HTTP, a rule that allows and asks for HTTP never fits, and one that denies
 * does without those conditions: both ways the request is rather refused.
 */
export function matcherOf({ from = [], to = [], when = [] }: AuthorizationRule, allows: boolean): RuleMatcher {
  const attributes = when.map(({ key }) => attributeOf(key));
  if (attributes.includes(undefined)) return () => false;
  const conditions = when.map(({ values = [], notValues = [] }, index) => ({
    attribute: attributes[index]!,
    values,
    notValues,
  }));
  const sources = from.map(({ source = {} }) => ofSource(source));
  const operations = to.map(({ operation = {} }) => ofOperation(operation));
  const asksForHttp = [conditions, ...sources, ...operations].some((list) =>
    list.some(({ attribute, values, notValues }) => attribute.isHttp && values.length + notValues.length > 0),
  );
  return (seen) => {
    const isHttp = seen.facts.http !== undefined;
    if (allows && asksForHttp && !isHttp) return false;
    const meets = (list: readonly Condition[]) =>
      all(list.filter(({ attribute }) => isHttp || !attribute.isHttp).map((each) => meetsOne(each, seen)));
    return all([meets(conditions), anyOf(sources.map(meets)), anyOf(operations.map(meets))]);
  };
}

/** A list that is not there stands for anything. */
const anyOf = (parts: readonly Doubt[]): Doubt => parts.length === 0 || some(parts);

const meetsOne = ({ attribute, values, notValues }: Condition, seen: Seen): Doubt =>
  all([
    values.length === 0 || fitsOne(attribute, values, seen),
    notValues.length === 0 || not(fitsOne(attribute, notValues, seen)),
  ]);

const ofSource = (source: Source): Condition[] => [
  { attribute: SOURCE.principals, values: source.principals ?? [], notValues: source.notPrincipals ?? [] },
  {
    attribute: SOURCE.requestPrincipals,
    values: source.requestPrincipals ?? [],
    notValues: source.notRequestPrincipals ?? [],
  },
  { attribute: SOURCE.namespaces, values: source.namespaces ?? [], notValues: source.notNamespaces ?? [] },
  {
    attribute: SOURCE.serviceAccounts,
    values: source.serviceAccounts ?? [],
    notValues: source.notServiceAccounts ?? [],
  },
  { attribute: SOURCE.trustDomains, values: source.trustDomains ?? [], notValues: source.notTrustDomains ?? [] },
  { attribute: SOURCE.ipBlocks, values: source.ipBlocks ?? [], notValues: source.notIpBlocks ?? [] },
  { attribute: SOURCE.remoteIpBlocks, values: source.remoteIpBlocks ?? [], notValues: source.notRemoteIpBlocks ?? [] },
];

const ofOperation = (operation: Operation): Condition[] => [
  { attribute: OPERATION.hosts, values: operation.hosts ?? [], notValues: operation.notHosts ?? [] },
  { attribute: OPERATION.ports, values: operation.ports ?? [], notValues: operation.notPorts ?? [] },
  { attribute: OPERATION.methods, values: operation.methods ?? [], notValues: operation.notMethods ?? [] },
  { attribute: OPERATION.paths, values: operation.paths ?? [], notValues: operation.notPaths ?? [] },
];
