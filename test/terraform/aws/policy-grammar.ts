/** What kind of policy it is: each has its own rules. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

type Json = Record<string, unknown>;

/** What IAM says against a policy document; undefined where it takes it. */
export function policyProblem(document: string, kind: PolicyKind): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return 'This policy contains invalid Json';
  }
  if (!isObject(parsed)) return 'Syntax errors in policy.';
  const unknown = Object.keys(parsed).find((key) => !['Version', 'Id', 'Statement'].includes(key));
  if (unknown !== undefined) return 'Syntax errors in policy.';
  if (parsed.Version !== undefined && !['2012-10-17', '2008-10-17'].includes(String(parsed.Version))) {
    return 'The policy must contain a valid version string';
  }
  const statements = [parsed.Statement ?? []].flat();
  if (statements.length === 0) return 'Syntax errors in policy.';
  const sids = statements.map((statement) => (isObject(statement) ? statement.Sid : undefined)).filter(Boolean);
  if (new Set(sids).size < sids.length) return 'Statement IDs (SID) in a single policy must be unique.';
  for (const statement of statements) {
    const problem = isObject(statement) ? statementProblem(statement, kind) : 'Syntax errors in policy.';
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const statementKeys = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function statementProblem(statement: Json, kind: PolicyKind): string | undefined {
  if (Object.keys(statement).some((key) => !statementKeys.includes(key))) return 'Syntax errors in policy.';
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return 'Syntax errors in policy.';
  if (statement.Sid !== undefined && !/^[A-Za-z0-9]*$/.test(String(statement.Sid))) {
    return 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';
  }
  const actions = listOf(statement.Action ?? statement.NotAction);
  if (actions.length === 0) return 'Policy statement must contain actions.';
  if ((statement.Action !== undefined) === (statement.NotAction !== undefined)) return 'Syntax errors in policy.';
  const vague = actions.find((action) => action !== '*' && !action.includes(':'));
  if (vague !== undefined) return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  const badAction = actions.find((action) => action !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action));
  if (badAction !== undefined) return `Vendor ${badAction.split(':')[0]} is not valid`;
  return (
    (kind === 'trust' ? trustProblem : kind === 'identity' ? identityProblem : () => undefined)(statement, actions) ??
    conditionProblem(statement)
  );
}

function identityProblem(statement: Json): string | undefined {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    return 'Policy document should not specify a principal.';
  }
  const resources = listOf(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) return 'Policy statement must contain resources.';
  const bad = resources.find((resource) => resource !== '*' && resource.split(':').length < 6);
  return bad === undefined ? undefined : `Resource ${bad} must be in ARN format or "*".`;
}

function trustProblem(statement: Json, actions: readonly string[]): string | undefined {
  if (statement.Resource !== undefined || statement.NotResource !== undefined) return 'Has prohibited field Resource';
  if (!isObject(statement.Principal) && statement.Principal !== '*') return 'Missing required field Principal';
  if (!actions.every((action) => action.startsWith('sts:'))) {
    return 'AssumeRole policy may only specify STS AssumeRole actions.';
  }
  const principal = isObject(statement.Principal) ? statement.Principal : {};
  const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
  if (Object.keys(principal).some((kind) => !kinds.includes(kind))) {
    return `Invalid principal in policy: ${JSON.stringify(principal)}`;
  }
  const federated = listOf(principal.Federated);
  const provider =
    /^arn:[\w-]+:iam::\d{12}:(oidc-provider|saml-provider)\/.+$|^(cognito-identity|accounts\.google|graph\.facebook|www\.amazon)/;
  const bad = federated.find((name) => !provider.test(name));
  if (bad !== undefined) return `Invalid principal in policy: "Federated":"${bad}"`;
  const accounts = listOf(principal.AWS).find(
    (arn) => arn !== '*' && !/^(\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:.+)$/.test(arn),
  );
  return accounts === undefined ? undefined : `Invalid principal in policy: "AWS":"${accounts}"`;
}

const operators =
  /^(?:For(?:AllValues|AnyValue):)?(?:(?:String|Arn|Numeric|Date)(?:Not)?(?:Equals|Like|EqualsIgnoreCase|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)|Bool|BinaryEquals|IpAddress|NotIpAddress)(?:IfExists)?$|^Null$/;

function conditionProblem(statement: Json): string | undefined {
  if (statement.Condition === undefined) return undefined;
  if (!isObject(statement.Condition)) return 'Syntax errors in policy.';
  for (const [operator, keys] of Object.entries(statement.Condition)) {
    if (!operators.test(operator)) return `Invalid Condition type : ${operator}`;
    if (!isObject(keys)) return 'Syntax errors in policy.';
    const vague = Object.keys(keys).find((key) => !key.includes(':'));
    if (vague !== undefined) {
      return `Condition key ${vague} is not valid: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.`;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

/** The size that IAM counts: without white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length;
}
