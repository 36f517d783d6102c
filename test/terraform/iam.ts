/** A call to AWS. */
export interface AccessRequest {
  /** Such as `route53:ChangeResourceRecordSets`. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource. */
  readonly resource: string;
  /** Condition keys and their values. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * Whether a statement of the policies allows a request.
 *
 * @param policies documents as JSON
 * @throws Error on what no policy of src/dns has, such as a deny or another operator, rather than guess
 */
export function isAllowed(policies: readonly string[], request: AccessRequest): boolean {
  const statements = policies.flatMap((policy) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
  return statements.map((statement) => matches(statement, request)).includes(true);
}

function matches(statement: Statement, { action, resource, context = {} }: AccessRequest): boolean {
  const { Effect: effect, Action: actions, Resource: on, Condition: condition = {}, ...others } = statement;
  if (effect !== 'Allow' || Object.keys(others).length > 0) {
    throw new Error(`the evaluator does not know the statement ${JSON.stringify(statement)}`);
  }
  const holds = Object.entries(condition).map(([operator, keys]) => {
    const compare = operators[operator];
    if (compare === undefined) throw new Error(`the evaluator does not know the condition operator ${operator}`);
    return Object.entries(keys).every(([key, patterns]) =>
      (context[key] ?? []).every((value) => patterns.some((pattern) => compare(pattern, value))),
    );
  });
  return [actions].flat().includes(action) && like(on, resource) && !holds.includes(false);
}

/** Of keys with many values: each value must match one of the patterns. */
const operators: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  'ForAllValues:StringEquals': (pattern, value) => pattern === value,
  'ForAllValues:StringLike': like,
};

/** `*` stands for any characters. */
function like(pattern: string, value: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 's').test(value);
}

export type RecordAction = 'CREATE' | 'UPSERT' | 'DELETE';

export interface RecordChange {
  readonly action: RecordAction;
  /** As a caller writes it; Route 53 normalizes it before it evaluates policies. */
  readonly name: string;
  readonly type: string;
}

const zoneArn = (zoneId: string): string => `arn:aws:route53:::hostedzone/${zoneId}`;

/** The names, types and actions of a batch are condition keys with as many values as the batch has changes. */
export const changeResourceRecordSets = (zoneId: string, ...changes: readonly RecordChange[]): AccessRequest => ({
  action: 'route53:ChangeResourceRecordSets',
  resource: zoneArn(zoneId),
  context: {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': changes.map(({ name }) => normalizedRecordName(name)),
    'route53:ChangeResourceRecordSetsRecordTypes': changes.map(({ type }) => type),
    'route53:ChangeResourceRecordSetsActions': changes.map(({ action }) => action),
  },
});

export const listResourceRecordSets = (zoneId: string): AccessRequest => ({
  action: 'route53:ListResourceRecordSets',
  resource: zoneArn(zoneId),
});
export const listHostedZones = (): AccessRequest => ({ action: 'route53:ListHostedZones', resource: '*' });
export const listHostedZonesByName = (): AccessRequest => ({ action: 'route53:ListHostedZonesByName', resource: '*' });
export const getHostedZone = (zoneId: string): AccessRequest => ({
  action: 'route53:GetHostedZone',
  resource: zoneArn(zoneId),
});
export const getChange = (id = 'C1234567890'): AccessRequest => ({
  action: 'route53:GetChange',
  resource: `arn:aws:route53:::change/${id}`,
});

/** A record name as policies see it: lower case, no trailing dot, and a star as `\052`. */
const normalizedRecordName = (name: string): string => name.toLowerCase().replace(/\.$/, '').replaceAll('*', '\\052');
