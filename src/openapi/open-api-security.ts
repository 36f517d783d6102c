import { JsonPatch } from 'cdk8s';
import { OpenApiNode } from './open-api-node';
import { SecurityScheme, SecuritySchemes } from './open-api-scheme';
import { jwtSecondFactor, SCHEME_PROPERTY } from './open-api-second-factor';
import { Authentication } from '../kuadrant/auth-authentication';
import { Authorization } from '../kuadrant/auth-authorization';
import { AuthCondition } from '../kuadrant/auth-condition';
import { AuthMetadata } from '../kuadrant/auth-metadata';
import { AuthValue } from '../kuadrant/auth-value';
import { AuthPolicy } from '../policy/auth-policy';

/** Check of the scopes that a document requires of tokens. */
export class Scopes {
  /** Scopes are not checked; every authenticated client is allowed. */
  public static readonly IGNORED = new Scopes(undefined);

  /**
   * Scopes are read from a claim of the token, a list or a space-separated text.
   *
   * @param name for example `scope`, or `scp`
   */
  public static claim(name: string): Scopes {
    return new Scopes(name);
  }

  private constructor(
    /** @internal */
    public readonly _claim: string | undefined,
  ) {}
}

/** One alternative of `security`: schemes that must all be satisfied. */
interface Alternative {
  readonly node: OpenApiNode;
  readonly schemes: readonly RequiredScheme[];
}

interface RequiredScheme {
  readonly node: OpenApiNode;
  readonly scheme: SecurityScheme;
  readonly scopes: readonly string[];
}

/** Requirements of an alternative for a client that one scheme has authenticated. */
interface Demand {
  readonly node: OpenApiNode;
  readonly identity: RequiredScheme;
  readonly checks: readonly RequiredScheme[];
}

/**
 * Reports roles that cannot be checked.
 * @internal
 */
export type UncheckedRoles = (requirement: OpenApiNode, roles: readonly string[]) => void;

/**
 * `security` of an operation or of the document.
 * @internal
 */
export class Security {
  /** Identity; equal for securities that allow the same clients. */
  public readonly key: string;
  /** Whether requests without a credential are allowed. */
  public readonly isAnonymous: boolean;
  private readonly alternatives: readonly Alternative[];

  public constructor(
    node: OpenApiNode,
    schemes: SecuritySchemes,
    private readonly scopes: Scopes,
    unchecked: UncheckedRoles,
  ) {
    this.alternatives = node.items().map((alternative) => ({
      node: alternative,
      schemes: alternative.entries().map(([, requirement]) => {
        const scheme = schemes.get(requirement);
        const listed = requirement.items().map((item) => item.text());
        if (listed.length > 0 && !scheme.hasScopes) {
          unchecked(requirement, listed);
        }
        const checked = scheme.hasScopes && this.scopes._claim !== undefined;
        return { node: requirement, scheme, scopes: checked ? listed : [] };
      }),
    }));
    this.isAnonymous = this.alternatives.every((alternative) => alternative.schemes.length === 0);
    this.key = this.isAnonymous
      ? '[]'
      : JSON.stringify(
          this.alternatives.map((alternative) =>
            alternative.schemes.map(({ scheme, scopes: of }) => [scheme.name, of]),
          ),
        );
  }

  /** Names of the schemes, for the names of rules. */
  public get schemeNames(): string[] {
    return [...new Set(this.alternatives.flatMap(({ schemes }) => schemes.map(({ scheme }) => scheme.name)))];
  }

  /** Adds the rules to a policy. */
  public applyTo(policy: AuthPolicy): void {
    if (this.isAnonymous) {
      policy.addAuthentication('anonymous', Authentication.anonymous());
      return;
    }
    const ways = byIdentity(this.alternatives.filter(({ schemes }) => schemes.length > 0).map(demandOf));
    const isOptional = this.alternatives.some(({ schemes }) => schemes.length === 0);
    const demanding = ways.some(({ demands }) => demands.length > 0);
    // Authorization rules apply to every identity, so they must check which scheme authenticated it.
    const stamp = demanding && (ways.length > 1 || isOptional);
    for (const { scheme, demands } of ways) {
      addAuthentication(policy, scheme, stamp ? Number(demands.length > 0) : undefined);
      this.addDemands(policy, demands, stamp);
    }
    if (isOptional) {
      policy.addAuthentication(
        'anonymous',
        anonymousWithout(
          ways.map(({ scheme }) => scheme),
          stamp,
        ),
      );
    }
  }

  private addDemands(policy: AuthPolicy, demands: readonly Demand[], stamped: boolean): void {
    const claim = this.scopes._claim ?? '';
    const [first] = demands;
    if (first === undefined) {
      return;
    }
    const { name } = first.identity.scheme;
    if (demands.some(({ identity }) => identity.scopes.length > 0)) {
      const granted = demands.map(({ identity }) => scopesExpression(claim, identity.scopes)).join(' || ');
      const expression = stamped
        ? `auth.identity["${SCHEME_PROPERTY}"] != ${JSON.stringify(name)} || ${granted}`
        : granted;
      const patterns = [AuthCondition.predicate(expression)];
      policy.addAuthorization(`${name}-scopes`, Authorization.patternMatching({ patterns }));
    }
    for (const { scheme, scopes } of first.checks) {
      const rule = `${name}-and-${scheme.name}`;
      if (scheme.authorization) {
        policy.addAuthorization(rule, scheme.authorization);
        if (stamped) {
          const condition = { selector: `auth.identity.${SCHEME_PROPERTY}`, operator: 'eq', value: name };
          const when = [...(scheme.authorization._rule.spec.when ?? []), condition];
          policy.addJsonPatch(JsonPatch.add(`${RULES}/authorization/${escape(rule)}/when`, when));
        }
      } else {
        const factor = jwtSecondFactor(scheme, { scopes, claim }, stamped ? name : undefined);
        addMetadata(policy, factor.metadata);
        policy.addAuthorization(rule, factor.authorization);
      }
    }
  }
}

const RULES = '/spec/defaults/rules';
const escape = (token: string) => token.replace(/~/g, '~0').replace(/\//g, '~1');

/** Metadata of a scheme is added once for all alternatives that share it. */
const fetched = new WeakMap<AuthPolicy, Set<string>>();

function addMetadata(policy: AuthPolicy, metadata: readonly (readonly [string, AuthMetadata])[]): void {
  const names = fetched.get(policy) ?? new Set<string>();
  fetched.set(policy, names);
  for (const [name, fact] of metadata) {
    if (!names.has(name)) {
      names.add(name);
      policy.addMetadata(name, fact);
    }
  }
}

/**
 * With a priority, the scheme is recorded on the identity. Schemes that are sufficient
 * alone come first, so that a client with two credentials need not satisfy the requirements of the other.
 */
function addAuthentication(policy: AuthPolicy, scheme: SecurityScheme, priority: number | undefined): void {
  const { authentication } = scheme;
  policy.addAuthentication(scheme.name, authentication);
  if (priority !== undefined) {
    const place = `${RULES}/authentication/${escape(scheme.name)}`;
    const overrides = { ...authentication._rule.spec.overrides, [SCHEME_PROPERTY]: { value: scheme.name } };
    policy.addJsonPatch(JsonPatch.add(`${place}/overrides`, overrides), JsonPatch.add(`${place}/priority`, priority));
  }
}

/**
 * Authorino accepts any authentication that succeeds. So of schemes that
 * must all be satisfied, one is an authentication rule and the others are authorization rules.
 */
function demandOf({ node, schemes }: Alternative): Demand {
  const onlyAuthenticate = schemes.filter(({ scheme }) => !scheme.authorization && !scheme.jwt);
  if (schemes.length > 1 && onlyAuthenticate.length > 1) {
    const names = onlyAuthenticate.map(({ scheme }) => scheme.name);
    node.refuse({
      got: names.join(' and '),
      expected: 'at most one scheme that requires an authentication rule; Authorino accepts a request if one succeeds',
      fix: `check '${names[1]}' by an authorization rule: authorization: { '${names[1]}': Authorization.opa({ ... }) }`,
    });
  }
  const identity = onlyAuthenticate[0] ?? schemes.find(({ scheme }) => !scheme.authorization) ?? schemes[0];
  return { node, identity, checks: schemes.filter((required) => required !== identity) };
}

interface Way {
  readonly scheme: SecurityScheme;
  /** Empty where authentication is sufficient. */
  readonly demands: readonly Demand[];
}

function byIdentity(demands: readonly Demand[]): Way[] {
  const schemes = [...new Set(demands.map(({ identity }) => identity.scheme))];
  return schemes.map((scheme) => {
    const own = demands.filter(({ identity }) => identity.scheme === scheme);
    if (own.some(({ identity, checks }) => identity.scopes.length === 0 && checks.length === 0)) {
      return { scheme, demands: [] };
    }
    const mixed = own.length > 1 ? own.find(({ checks }) => checks.length > 0) : undefined;
    mixed?.node.refuse({
      got: [scheme.name, ...mixed.checks.map((check) => check.scheme.name)].join(' and '),
      expected: `alternatives that each authenticate by a different scheme; another one uses '${scheme.name}' too`,
      fix: 'split the operation, or combine the alternatives in one Authorization',
    });
    return { scheme, demands: own };
  });
}

function scopesExpression(claim: string, scopes: readonly string[]): string {
  const key = JSON.stringify(claim);
  const value = `auth.identity[${key}]`;
  const granted = `(type(${value}) == string ? ${value}.split(" ") : ${value})`;
  return `(${key} in auth.identity && ${JSON.stringify(scopes)}.all(scope, scope in ${granted}))`;
}

/** Condition for requests without any credential, so that an invalid one is not treated as anonymous. */
function anonymousWithout(schemes: readonly SecurityScheme[], stamp: boolean): Authentication {
  const overrides = stamp ? { [SCHEME_PROPERTY]: AuthValue.of('anonymous') } : undefined;
  const absent = schemes.map(absence);
  return absent.includes(undefined)
    ? Authentication.anonymous({ priority: 1, overrides })
    : Authentication.anonymous({ when: absent.map((expression) => AuthCondition.predicate(expression!)), overrides });
}

function absence({ credentials }: SecurityScheme): string | undefined {
  if (credentials?.customHeader) {
    return `!(${JSON.stringify(credentials.customHeader.name.toLowerCase())} in request.headers)`;
  }
  if (credentials?.queryString) {
    return `!request.query.matches(${JSON.stringify(`(^|&)${literal(credentials.queryString.name)}=`)})`;
  }
  if (credentials?.cookie) {
    const pattern = JSON.stringify(`(^|; *)${literal(credentials.cookie.name)}=`);
    return `!("cookie" in request.headers) || !request.headers["cookie"].matches(${pattern})`;
  }
  return credentials && '!("authorization" in request.headers)';
}

const literal = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
