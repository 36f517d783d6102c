import { Construct } from 'constructs';
import { renderPredicates } from './limit';
import { policyNamespace } from './namespace';
import { PolicyScope } from './policy-scope';
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
import { cel, KUADRANT_VARIABLES } from '../value/cel';
import { describe, refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Options of an `AuthPolicy`. */
export interface AuthPolicyProps extends CustomResourceProps {
  /** HTTPRoute, GRPCRoute or Gateway to protect, or a section of one (`targetRef`). */
  readonly target: PolicyTarget;
  /**
   * Whether policies of listeners, routes and their rules can replace these rules (`defaults`, `overrides`).
   *
   * @default PolicyScope.defaults()
   */
  readonly policyScope?: PolicyScope;
  /**
   * CEL predicates that must all be true for the
   * policy to apply (`when`); other requests are allowed without authentication. Available variables:
   * request, source, destination and connection.
   *
   * @default - the policy applies to every request
   */
  readonly when?: string[];
  /**
   * Response to a request without a valid credential (`rules.response.unauthenticated`).
   *
   * @default - 401
   */
  readonly unauthenticated?: AuthDenial;
  /**
   * Response to a request that authorization denies (`rules.response.unauthorized`).
   *
   * @default - 403
   */
  readonly unauthorized?: AuthDenial;
}

/** The data plane evaluates `when` before authentication. */
const WHEN_VARIABLES = KUADRANT_VARIABLES.filter((name) => name !== 'auth');

/**
 * Authentication and authorization of requests (Kuadrant `AuthPolicy`, kuadrant.io/v1).
 *
 * A policy needs at least one rule. Without authentication rules every client
 * is anonymous; without authorization rules every authenticated client is allowed.
 */
export class AuthPolicy extends CustomResource {
  /**
   * A policy that denies every request, as a default of the platform for all routes:
   * its rules are `defaults`, so a route can allow requests by a separate policy.
   */
  public static denyAll(scope: Construct, id: string, props: AuthPolicyProps): AuthPolicy {
    const policy = new AuthPolicy(scope, id, props);
    policy.addAuthorization('deny', Authorization.opa({ rego: 'allow = false' }));
    return policy;
  }

  /** Target of the policy. */
  public readonly target: PolicyTarget;
  /** Relation of the rules to those of more specific policies. */
  public readonly policyScope: PolicyScope;
  private readonly when: readonly string[];
  private readonly laterWhen: (() => readonly string[])[] = [];
  private readonly unauthenticated?: AuthDenial;
  private readonly unauthorized?: AuthDenial;
  private readonly patterns = new Map<string, readonly AuthPattern[]>();
  private readonly authentication = new Map<string, Authentication>();
  private readonly metadata = new Map<string, AuthMetadata>();
  private readonly authorization = new Map<string, Authorization>();
  private readonly headers = new Map<string, AuthResponse>();
  private readonly filters = new Map<string, AuthResponse>();
  private readonly callbacks = new Map<string, AuthCallback>();

  public constructor(scope: Construct, id: string, props: AuthPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('AuthPolicy', props.target, props.namespace) });
    const { target, policyScope = PolicyScope.defaults(), when = [], unauthenticated, unauthorized } = props;
    target._requireKind('AuthPolicy', 'HTTPRoute', 'GRPCRoute', 'Gateway');
    this.target = target;
    this.policyScope = policyScope;
    this.when = when.map((predicate, index) => cel(`when[${index}] of AuthPolicy`, predicate, WHEN_VARIABLES));
    this.unauthenticated = unauthenticated;
    this.unauthorized = unauthorized;
    // Refuses an invalid denial in the constructor, before synthesis.
    this.responseRules();
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** Adds named patterns, all of which must match, that conditions refer to by name (`patterns`). */
  public addPatterns(name: string, ...allOf: AuthPattern[]): void {
    this.checkName('patterns', name, this.patterns);
    if (allOf.length === 0) {
      refuse(
        {
          what: `patterns '${name}'`,
          got: 'none',
          expected: 'at least one pattern; an empty list is always true',
          fix: "add one, for example kuadrant.AuthPattern.equalTo('request.method', 'GET')",
        },
        this,
      );
    }
    this.patterns.set(name, allOf);
  }

  /** Adds an authentication rule; at least one of them must succeed (`rules.authentication`). */
  public addAuthentication(name: string, authentication: Authentication): void {
    this.add('authentication', name, this.authentication, authentication);
  }

  /** Adds metadata to fetch, available to later rules at `auth.metadata.<name>` (`rules.metadata`). */
  public addMetadata(name: string, metadata: AuthMetadata): void {
    this.add('metadata', name, this.metadata, metadata);
  }

  /** Adds an authorization rule; all of them must allow the request (`rules.authorization`). */
  public addAuthorization(name: string, authorization: Authorization): void {
    this.add('authorization', name, this.authorization, authorization);
  }

  /** Adds a header to allowed requests, for the service behind the gateway (`rules.response.success.headers`). */
  public addResponseHeader(name: string, response: AuthResponse): void {
    headerName(`response header '${name}' of AuthPolicy`, response._rule.spec.key ?? name);
    this.add('response header', name, this.headers, response);
  }

  /** Adds data of allowed requests, available to rate limits at `auth.<name>` (`rules.response.success.filters`). */
  public addResponseFilter(name: string, response: AuthResponse): void {
    this.add('response filter', name, this.filters, response);
  }

  /** Adds an HTTP request to another service after the decision (`rules.callbacks`). */
  public addCallback(name: string, callback: AuthCallback): void {
    this.add('callback', name, this.callbacks, callback);
  }

  /** Adds conditions (`when`) that are known at synthesis. @internal */
  public _addWhen(predicates: () => readonly string[]): void {
    this.laterWhen.push(predicates);
  }

  /** @internal */
  protected _kind() {
    return AuthPolicyKind;
  }

  /** @internal */
  protected _spec(): AuthPolicySpec {
    const body: Defaults = {
      patterns: entries(this.patterns, (allOf) => ({ allOf: allOf.map((pattern) => pattern._render()) })),
      when: renderPredicates([...this.when, ...this.laterWhen.flatMap((predicates) => predicates())]),
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

  private add<T>(what: string, name: string, rules: Map<string, T>, value: T): void {
    this.checkName(what, name, rules);
    rules.set(name, value);
  }

  private checkName(what: string, name: string, taken: ReadonlyMap<string, unknown>): void {
    if (name.trim() === '') {
      refuse({ what: `name of ${what}`, got: name, expected: 'a non-empty text', fix: 'name it by its purpose' }, this);
    }
    if (taken.has(name)) {
      refuse(
        {
          what: `${what} '${name}'`,
          got: 'a second one with that name',
          expected: 'a unique name',
          fix: 'use another name; a policy has one rule per name',
        },
        this,
      );
    }
  }

  /** Problems of the policy as a whole, found at synthesis. */
  private problems(): string[] {
    const found: string[] = [];
    for (const [place, { patternRefs }] of this.places()) {
      for (const name of patternRefs.filter((ref) => !this.patterns.has(ref))) {
        found.push(
          describe({
            what: `patternRef of ${place}`,
            got: name,
            expected: 'patterns of the policy; a condition that refers to unknown patterns is always true',
            fix: 'call addPatterns, or use kuadrant.AuthCondition.inheritedPatternRef if another policy defines them',
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
            fix: 'add it, or use userInfoUrl instead of identitySource',
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
}

function entries<T, S>(map: ReadonlyMap<string, T>, render: (value: T) => S): Record<string, S> | undefined {
  return map.size === 0 ? undefined : Object.fromEntries([...map].map(([name, value]) => [name, render(value)]));
}

/** Renders `response.unauthenticated` or `response.unauthorized`. */
function renderDenial(what: string, denial: AuthDenial): Unauthenticated {
  const { code, message, headers = {}, body } = denial;
  if (code === undefined && message === undefined && body === undefined && Object.keys(headers).length === 0) {
    refuse({ what, got: 'an empty object', expected: 'code, message, headers or body', fix: 'leave it out' });
  }
  if (code !== undefined) {
    wholeNumber(`code of ${what}`, code, 300, 599, 'use the status code of a redirect or an error, such as 302 or 404');
  }
  Object.keys(headers).forEach((name) => headerName(`headers of ${what}`, name));
  return { code, message: message?._render(), headers: values(headers), body: body?._render() };
}
