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

/** Whether scopes that a document requires are checked in tokens. */
export class Scopes {
  /** They are not checked; whoever is authenticated passes. */
  public static readonly IGNORED = new Scopes(undefined);

  /**
   * A claim of the token lists them, as a list or as a text with spaces between.
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

/** One of the ways into an operation: schemes that must all be met. */
interface Alternative {
  readonly node: OpenApiNode;
  readonly schemes: readonly RequiredScheme[];
}

interface RequiredScheme {
  readonly node: OpenApiNode;
  readonly scheme: SecurityScheme;
  readonly scopes: readonly string[];
}

/** What a way in asks of a client that one scheme has authenticated. */
interface Demand {
  readonly node: OpenApiNode;
  readonly identity: RequiredScheme;
  readonly checks: readonly RequiredScheme[];
}

/**
 * Reports roles that no request tells of.
 * @internal
 */
export type UncheckedRoles = (requirement: OpenApiNode, roles: readonly string[]) => void;

/**
 * What `security` says, of an operation or of the document: who may send requests.
 * @internal
 */
export class Security {
  /** Tells securities apart; the same for those that let the same clients in. */
  public readonly key: string;
  /** Everybody may, without a credential. */
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

  /** Writes the rules into a policy. */
  public applyTo(policy: AuthPolicy): void {
    if (this.isAnonymous) {
      policy.addAuthentication('anonymous', Authentication.anonymous());
      return;
    }
    const ways = byIdentity(this.alternatives.filter(({ schemes }) => schemes.length > 0).map(demandOf));
    const isOptional = this.alternatives.some(({ schemes }) => schemes.length === 0);
    const demanding = ways.some(({ demands }) => demands.length > 0);
    // Authorizations hold for every identity, so they must know whose they are.
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

/** Metadata of a scheme that two ways in share is there already. */
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
 * With a priority, the scheme is stamped on the identity. Schemes that are enough
 * come first: a client with two credentials is not held to the demands of the other.
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
 * Any authentication that succeeds is enough for Authorino. So of schemes that
 * must all be met one authenticates, and the others are authorizations.
 */
function demandOf({ node, schemes }: Alternative): Demand {
  const onlyAuthenticate = schemes.filter(({ scheme }) => !scheme.authorization && !scheme.jwt);
  if (schemes.length > 1 && onlyAuthenticate.length > 1) {
    const names = onlyAuthenticate.map(({ scheme }) => scheme.name);
    node.refuse({
      got: names.join(' and '),
      expected: 'at most one scheme that only an authentication can check; Authorino is content with one',
      fix: `check '${names[1]}' otherwise: authorization: { '${names[1]}': Authorization.opa({ ... }) }`,
    });
  }
  const identity = onlyAuthenticate[0] ?? schemes.find(({ scheme }) => !scheme.authorization) ?? schemes[0];
  return { node, identity, checks: schemes.filter((required) => required !== identity) };
}

interface Way {
  readonly scheme: SecurityScheme;
  /** Nothing where the authentication is enough. */
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
      expected: `alternatives that each authenticate by a scheme of their own; '${scheme.name}' does in another too`,
      fix: 'split the operation, or join the alternatives in one Authorization',
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

/** Clients without any credential, so that a wrong one is not taken for none. */
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
