import { Construct } from 'constructs';
import { policyNamespace } from './namespace';
import { MergeStrategy, PolicyScope } from './policy-scope';
import { PolicyTarget } from './policy-target';
import { Authentication } from '../kuadrant/auth-authentication';
import { Authorization } from '../kuadrant/auth-authorization';
import { AuthPattern } from '../kuadrant/auth-condition';
import { AuthCallback, AuthMetadata } from '../kuadrant/auth-metadata';
import { AuthRule, values } from '../kuadrant/auth-parts';
import { AuthDenial, AuthResponse } from '../kuadrant/auth-response';
import { headerName } from '../kuadrant/auth-text';
import { AuthPolicy as AuthPolicyKind, AuthPolicySpec, Defaults, Rules, Unauthenticated } from '../manifest/kuadrant';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';
import { cel, KUADRANT_VARIABLES } from '../value/cel';
import { describe, refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** What a policy of authentication and authorization is attached to, and when it holds. */
export interface AuthPolicyProps extends CustomResourceProps {
  /** HTTPRoute, GRPCRoute or Gateway, or a section of one, that is protected (`targetRef`). */
  readonly target: PolicyTarget;
  /**
   * Whether policies of listeners, routes and their rules replace these rules (`defaults`, `overrides`).
   *
   * @default PolicyScope.defaults()
   */
  readonly policyScope?: PolicyScope;
  /**
   * Expressions of the Common Expression Language that must all be true for the
   * policy to hold (`when`); other requests pass without authentication. They may
   * use request, source, destination and connection.
   *
   * @default - the policy holds for every request
   */
  readonly when?: string[];
  /**
   * What a client gets without a valid credential (`rules.response.unauthenticated`).
   *
   * @default - 401
   */
  readonly unauthenticated?: AuthDenial;
  /**
   * What a client gets that is not allowed what it asks for (`rules.response.unauthorized`).
   *
   * @default - 403
   */
  readonly unauthorized?: AuthDenial;
}

/** The filter decides on `when` before anybody is authenticated. */
const WHEN_VARIABLES = KUADRANT_VARIABLES.filter((name) => name !== 'auth');

/**
 * Who may send requests, and which (Kuadrant's `AuthPolicy`).
 *
 * A policy needs at least one rule. Without an authentication every client
 * counts as anonymous; without an authorization every authenticated client may pass.
 */
export class AuthPolicy extends CustomResource {
  /**
   * A policy that denies every request, for a platform to lay under all routes:
   * by default in `defaults`, so that a route opens itself with a policy of its own.
   */
  public static denyAll(scope: Construct, id: string, props: AuthPolicyProps): AuthPolicy {
    const policy = new AuthPolicy(scope, id, props);
    policy.addAuthorization('deny', Authorization.opa({ rego: 'allow = false' }));
    return policy;
  }

  /** What the policy is attached to. */
  public readonly target: PolicyTarget;
  /** What becomes of the rules where a more specific policy has its own. */
  public readonly policyScope: PolicyScope;
  private readonly when: readonly string[];
  private readonly unauthenticated?: AuthDenial;
  private readonly unauthorized?: AuthDenial;
  private readonly patterns = new Map<string, readonly AuthPattern[]>();
  private readonly authentication = new Map<string, Authentication>();
  private readonly metadata = new Map<string, AuthMetadata>();
  private readonly authorization = new Map<string, Authorization>();
  private readonly headers = new Map<string, AuthResponse>();
  private readonly filters = new Map<string, AuthResponse>();
  private readonly callbacks = new Map<string, AuthCallback>();
  private warnedOfAnonymous = false;

  public constructor(scope: Construct, id: string, props: AuthPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('AuthPolicy', props.target, props.namespace) });
    const { target, policyScope = PolicyScope.defaults(), when = [], unauthenticated, unauthorized } = props;
    target._requireKind('AuthPolicy', 'HTTPRoute', 'GRPCRoute', 'Gateway');
    this.target = target;
    this.policyScope = policyScope;
    this.when = when.map((predicate, index) => cel(`when[${index}] of AuthPolicy`, predicate, WHEN_VARIABLES));
    this.unauthenticated = unauthenticated;
    this.unauthorized = unauthorized;
    // Refuses a wrong denial here and not at synthesis.
    this.responseRules();
    this.node.addValidation({ validate: () => this.problems() });
    this.warnOfOpenOverrides();
  }

  /** Adds patterns, all of which must match, that conditions refer to by their name (`patterns`). */
  public addPatterns(name: string, ...allOf: AuthPattern[]): void {
    this.checkName('patterns', name, this.patterns);
    if (allOf.length === 0) {
      refuse(
        {
          what: `patterns '${name}'`,
          got: 'none',
          expected: 'at least one pattern; none at all counts as true',
          fix: "add one, for example kuadrant.AuthPattern.equalTo('request.method', 'GET')",
        },
        this,
      );
    }
    this.patterns.set(name, allOf);
  }

  /** Adds a way to say who one is; one of all must succeed (`rules.authentication`). */
  public addAuthentication(name: string, authentication: Authentication): void {
    this.add('authentication', name, authentication._rule, this.authentication, authentication);
    this.warnOfAnonymous();
  }

  /** Adds facts to fetch, which later rules find at `auth.metadata.<name>` (`rules.metadata`). */
  public addMetadata(name: string, metadata: AuthMetadata): void {
    this.add('metadata', name, metadata._rule, this.metadata, metadata);
  }

  /** Adds a decision; all must allow the request (`rules.authorization`). */
  public addAuthorization(name: string, authorization: Authorization): void {
    this.add('authorization', name, authorization._rule, this.authorization, authorization);
  }

  /** Adds a header to requests that pass, which the service behind the gateway reads (`rules.response.success.headers`). */
  public addResponseHeader(name: string, response: AuthResponse): void {
    headerName(`response header '${name}' of AuthPolicy`, response._rule.spec.key ?? name);
    this.add('response header', name, response._rule, this.headers, response);
  }

  /** Adds data to requests that pass, which rate limits read at `auth.<name>` (`rules.response.success.filters`). */
  public addResponseFilter(name: string, response: AuthResponse): void {
    this.add('response filter', name, response._rule, this.filters, response);
  }

  /** Adds a message to another service when everything is decided (`rules.callbacks`). */
  public addCallback(name: string, callback: AuthCallback): void {
    this.add('callback', name, callback._rule, this.callbacks, callback);
  }

  /** @internal */
  protected _kind() {
    return AuthPolicyKind;
  }

  /** @internal */
  protected _spec(): AuthPolicySpec {
    const body: Defaults = {
      patterns: entries(this.patterns, (allOf) => ({ allOf: allOf.map((pattern) => pattern._render()) })),
      when: this.when.length > 0 ? this.when.map((predicate) => ({ predicate })) : undefined,
      rules: this.rules(),
    };
    return { targetRef: this.target._render(), ...this.policyScope._wrap(body) };
  }

  private rules(): Rules {
    return {
      authentication: entries(this.authentication, ({ _rule }) => _rule.spec),
      metadata: entries(this.metadata, ({ _rule }) => _rule.spec),
      authorization: entries(this.authorization, ({ _rule }) => _rule.spec),
      response: this.responseRules(),
      callbacks: entries(this.callbacks, ({ _rule }) => _rule.spec),
    };
  }

  private responseRules(): Rules['response'] {
    const headers = entries(this.headers, ({ _rule }) => _rule.spec);
    const filters = entries(this.filters, ({ _rule }) => _rule.spec);
    const unauthenticated = this.unauthenticated && renderDenial('unauthenticated', this.unauthenticated);
    const unauthorized = this.unauthorized && renderDenial('unauthorized', this.unauthorized);
    const success = headers || filters ? { headers, filters } : undefined;
    return unauthenticated || unauthorized || success ? { unauthenticated, unauthorized, success } : undefined;
  }

  private add<T>(what: string, name: string, rule: AuthRule<object>, rules: Map<string, T>, value: T): void {
    this.checkName(what, name, rules);
    rules.set(name, value);
    for (const { code, problem } of rule.doubts) {
      Warnings._add(this, code, { ...problem, what: `${problem.what} of ${what} '${name}'` });
    }
  }

  private checkName(what: string, name: string, taken: ReadonlyMap<string, unknown>): void {
    if (name.trim() === '') {
      refuse({ what: `name of ${what}`, got: name, expected: 'some text', fix: 'name it by what it does' }, this);
    }
    if (taken.has(name)) {
      refuse(
        {
          what: `${what} '${name}'`,
          got: 'a second one of that name',
          expected: 'a name of its own',
          fix: 'choose another name; a policy keeps one rule per name',
        },
        this,
      );
    }
  }

  /** What only the whole policy shows. */
  private problems(): string[] {
    const found: string[] = [];
    if (Object.values(this.rules()).every((group) => group === undefined)) {
      found.push(
        describe({
          what: `rules of AuthPolicy '${this.name}'`,
          got: 'none',
          expected: 'at least one rule; the API server refuses a policy without any',
          fix: 'call addAuthentication or addAuthorization, or use AuthPolicy.denyAll',
        }),
      );
    }
    for (const [place, { patternRefs }] of this.places()) {
      for (const name of patternRefs.filter((ref) => !this.patterns.has(ref))) {
        found.push(
          describe({
            what: `patternRef of ${place}`,
            got: name,
            expected: 'patterns that the policy has; a condition that refers to none counts as true',
            fix: 'call addPatterns, or use kuadrant.AuthCondition.inheritedPatternRef where another policy brings them',
          }),
        );
      }
    }
    for (const [name, { _rule }] of this.metadata) {
      const source = _rule.spec.userInfo?.identitySource;
      if (source !== undefined && !this.authentication.get(source)?._isOpenIdConnect) {
        found.push(
          describe({
            what: `identitySource of metadata '${name}'`,
            got: source,
            expected: 'the name of an Authentication.jwt of this policy with an issuerUrl',
            fix: 'add it, or give userInfoUrl in place of identitySource',
          }),
        );
      }
    }
    return found;
  }

  private *places(): Iterable<[string, AuthRule<object>]> {
    const groups: [string, ReadonlyMap<string, { readonly _rule: AuthRule<object> }>][] = [
      ['authentication', this.authentication],
      ['metadata', this.metadata],
      ['authorization', this.authorization],
      ['response header', this.headers],
      ['response filter', this.filters],
      ['callback', this.callbacks],
    ];
    for (const [what, rules] of groups) {
      for (const [name, { _rule }] of rules) {
        yield [`${what} '${name}'`, _rule];
      }
    }
  }

  private warnOfAnonymous(): void {
    const names = [...this.authentication.keys()];
    const open = names.find((name) => this.authentication.get(name)!._admitsAll);
    if (open === undefined || names.length < 2 || this.warnedOfAnonymous) {
      return;
    }
    this.warnedOfAnonymous = true;
    Warnings._add(this, 'GW201', {
      what: `authentication '${open}'`,
      got: 'anonymous access for every request, beside other authentication',
      expected: 'one or the other; one success of all is enough, so nobody is ever turned away',
      fix: 'leave the anonymous one out, or give it a when',
    });
  }

  private warnOfOpenOverrides(): void {
    const { section, strategy } = this.policyScope;
    if (section === 'overrides' && strategy === MergeStrategy.MERGE && this.when.length === 0) {
      Warnings._add(this, 'GW202', {
        what: 'when of AuthPolicy',
        got: 'none, with overrides that merge',
        expected: "a when of its own; the when of a route's policy decides otherwise whether the overrides hold",
        fix: "add when: ['true'], which holds against that of a route",
      });
    }
  }
}

function entries<T, S>(map: ReadonlyMap<string, T>, render: (value: T) => S): Record<string, S> | undefined {
  return map.size === 0 ? undefined : Object.fromEntries([...map].map(([name, value]) => [name, render(value)]));
}

/** `response.unauthenticated` or `response.unauthorized`. */
function renderDenial(what: string, denial: AuthDenial): Unauthenticated {
  const { code, message, headers = {}, body } = denial;
  if (code === undefined && message === undefined && body === undefined && Object.keys(headers).length === 0) {
    refuse({ what, got: 'an empty object', expected: 'code, message, headers or body', fix: 'leave it out' });
  }
  if (code !== undefined) {
    wholeNumber(`code of ${what}`, code, 300, 599, 'use a status of a redirect or an error, such as 302 or 404');
  }
  Object.keys(headers).forEach((name) => headerName(`headers of ${what}`, name));
  return { code, message: message?._render(), headers: values(headers), body: body?._render() };
}
