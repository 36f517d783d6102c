/** An IAM policy document, as JSON text or parsed. */
export type PolicyDocument =
  string | { readonly Version?: string; readonly Statement: Statement | readonly Statement[] };

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | boolean | number | readonly (string | boolean | number)[]>>>
  >;
}

/** A call to AWS. */
export interface AccessRequest {
  /** Such as `route53:ChangeResourceRecordSets`. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource. */
  readonly resource: string;
  /** Condition keys and their values; a list is a multivalued key. Names are compared without case. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether identity policies together allow a request: an explicit deny wins, then any allow; without either it is denied.
 *
 * @throws Error on a condition operator that it does not know, rather than guess
 */
export function isAllowed(policies: readonly PolicyDocument[], request: AccessRequest): boolean {
  const effects = policies
    .flatMap(statementsOf)
    .filter((statement) => matches(statement, request))
    .map(({ Effect }) => Effect);
  return !effects.includes('Deny') && effects.includes('Allow');
}

export function statementsOf(policy: PolicyDocument): Statement[] {
  const { Statement: statements } =
    typeof policy === 'string' ? (JSON.parse(policy) as Exclude<PolicyDocument, string>) : policy;
  return [statements].flat();
}

function matches(statement: Statement, request: AccessRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const context = new Map(
    Object.entries(request.context ?? {}).map(([key, value]) => [key.toLowerCase(), [value].flat()] as const),
  );
  const fill = (pattern: string) => substitute(pattern, context);
  const isAction = (patterns: string | readonly string[]) =>
    [patterns].flat().some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase()));
  const isResource = (patterns: string | readonly string[]) =>
    [patterns].flat().some((pattern) => arnMatches(fill(pattern), request.resource));
  return (
    (NotAction === undefined ? isAction(Action ?? []) : !isAction(NotAction)) &&
    (NotResource === undefined ? isResource(Resource ?? []) : !isResource(NotResource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(operator, context.get(key.toLowerCase()), [values].flat().map(String), fill),
      ),
    )
  );
}

type Comparison = (pattern: string, value: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: like,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  NumericEquals: (pattern, value) => Number(value) === Number(pattern),
  NumericLessThan: (pattern, value) => Number(value) < Number(pattern),
  NumericLessThanEquals: (pattern, value) => Number(value) <= Number(pattern),
  NumericGreaterThan: (pattern, value) => Number(value) > Number(pattern),
  NumericGreaterThanEquals: (pattern, value) => Number(value) >= Number(pattern),
};

/** Operators of which the negated form holds where the plain one does not. */
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

function holds(
  operator: string,
  actual: readonly string[] | undefined,
  expected: readonly string[],
  fill: (pattern: string) => string,
): boolean {
  const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const isMissing = actual === undefined || actual.length === 0;
  if (name === 'Null') return expected.every((value) => (value === 'true') === isMissing);
  const isNegated = name in negated;
  const compare = comparisons[negated[name] ?? name];
  if (compare === undefined) throw new Error(`the evaluator does not know the condition operator ${operator}`);
  const isMatch = (value: string) => expected.some((pattern) => compare(fill(pattern), value)) !== isNegated;
  if (quantifier === 'ForAllValues') return (actual ?? []).every(isMatch);
  if (quantifier === 'ForAnyValue') return ifExists !== undefined && isMissing ? true : (actual ?? []).some(isMatch);
  if (isMissing) return ifExists !== undefined || isNegated;
  return isNegated ? actual.every(isMatch) : actual.some(isMatch);
}

/** `*` stands for any characters, `?` for one. */
export function like(pattern: string, value: string): boolean {
  // Two pointers, with a return to the last `*`: no pattern can make it slow.
  let [at, from, star, retry] = [0, 0, -1, 0];
  while (from < value.length) {
    if (pattern[at] === '*') {
      [star, retry] = [at, from];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === value[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      retry += 1;
      from = retry;
    } else {
      return false;
    }
  }
  return [...pattern.slice(at)].every((rest) => rest === '*');
}

/** Each of the first five parts of an ARN matches on its own: a wildcard does not reach past a colon there. */
function arnMatches(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [expected, actual] = [arnParts(pattern), arnParts(arn)];
  return expected.length === actual.length && expected.every((part, index) => like(part, actual[index]));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  const fixed = 5;
  return parts.length > fixed ? [...parts.slice(0, fixed), parts.slice(fixed).join(':')] : [arn];
}

/** Policy variables such as `${aws:username}`; one without a value makes the pattern match nothing. */
function substitute(pattern: string, context: ReadonlyMap<string, readonly string[]>): string {
  const nothing = '\u0000';
  return pattern.replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
    if (['*', '?', '$'].includes(expression)) return expression;
    const [key, fallback] = expression.split(/,\s*/);
    const values = context.get(key.trim().toLowerCase());
    return values?.length === 1 ? values[0] : (fallback?.replace(/^'(.*)'$/, '$1') ?? nothing);
  });
}
