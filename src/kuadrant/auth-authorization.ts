import { Duration } from 'cdk8s';
import { AuthCondition } from './auth-condition';
import { renderHttp } from './auth-endpoint';
import { AuthHttpEndpoint } from './auth-http';
import { AuthDoubt, AuthRule, authRule, seconds } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { AuthValue } from './auth-value';
import { Rules } from '../manifest/kuadrant';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';

type AuthorizationSpec = NonNullable<Rules['authorization']>[string];

/** Authorization by conditions on the request and the identity. */
export interface PatternMatchingOptions extends AuthRuleOptions {
  /** All must be true (`patternMatching.patterns`); at least one. */
  readonly patterns: AuthCondition[];
}

/** Authorization by a policy in Rego, the language of Open Policy Agent. */
export interface OpaAuthorizationOptions extends AuthRuleOptions {
  /**
   * The policy (`opa.rego`). It sets `allow`, which is false otherwise; `input`
   * is the authorization JSON. A `default allow` is refused, Authorino adds it itself.
   *
   * @default - `externalPolicy`, of which there must be one then
   */
  readonly rego?: string;
  /**
   * Where Authorino fetches the policy from (`opa.externalPolicy`).
   *
   * @default - `rego`
   */
  readonly externalPolicy?: ExternalOpaPolicy;
  /**
   * Whether later rules can read every rule of the policy, not only `allow` (`opa.allValues`). Costs time.
   *
   * @default false
   */
  readonly allValues?: boolean;
}

/**
 * A policy in Rego that another service keeps. Authorino reads `url`,
 * `sharedSecretRef`, `credentials` and `ttl`; the other fields are there for
 * versions to come and lead to a warning.
 */
export interface ExternalOpaPolicy extends AuthHttpEndpoint {
  /**
   * How often the policy is fetched again (`opa.externalPolicy.ttl`), in whole seconds.
   *
   * @default - never
   */
  readonly ttl?: Duration;
}

/** Authorization by the role bindings of Kubernetes. */
export interface KubernetesSubjectAccessReviewOptions extends AuthRuleOptions {
  /**
   * User who must be allowed (`kubernetesSubjectAccessReview.user`). Versions of
   * Authorino before 0.26 crash without one.
   *
   * @default - the groups must be allowed
   */
  readonly user?: AuthValue;
  /**
   * Fixed groups of the user (`kubernetesSubjectAccessReview.groups`). Not beside
   * `authorizationGroups`, which Kuadrant prefers.
   *
   * @default - none
   */
  readonly groups?: string[];
  /**
   * Groups of the user, as a list (`kubernetesSubjectAccessReview.authorizationGroups`).
   *
   * @default - none
   */
  readonly authorizationGroups?: AuthValue;
  /**
   * Object on which the user must be allowed to act (`kubernetesSubjectAccessReview.resourceAttributes`).
   *
   * @default - path and method of the request, as rights on non-resource URLs
   */
  readonly resourceAttributes?: AccessReviewResource;
}

/** The object and the verb that an access review is about. */
export interface AccessReviewResource {
  /**
   * API group (`group`), `*` for all.
   *
   * @default - the core group
   */
  readonly group?: AuthValue;
  /**
   * Plural of the kind (`resource`), `*` for all.
   *
   * @default - none
   */
  readonly resource?: AuthValue;
  /**
   * Part of the resource (`subresource`), for example `status`.
   *
   * @default - the resource itself
   */
  readonly subresource?: AuthValue;
  /**
   * Name of the object (`name`).
   *
   * @default - all objects
   */
  readonly name?: AuthValue;
  /**
   * Namespace of the object (`namespace`).
   *
   * @default - the whole cluster
   */
  readonly namespace?: AuthValue;
  /**
   * What to do with it (`verb`), `*` for all.
   *
   * @default - none
   */
  readonly verb?: AuthValue;
}

/**
 * A decision whether an authenticated client may do what it asks for
 * (`rules.authorization`). Of all decisions that a policy has, each must allow it.
 */
export class Authorization {
  /** Conditions on the request and the identity, all of which must be true. */
  public static patternMatching(props: PatternMatchingOptions): Authorization {
    const { patterns } = props;
    if (patterns.length === 0) {
      refuse({
        what: 'patterns of Authorization.patternMatching',
        got: 'none',
        expected: 'at least one; no pattern allows everybody',
        fix: 'add an AuthPattern or AuthCondition.predicate',
      });
    }
    const method = { patternMatching: { patterns: patterns.map((condition) => condition._render()) } };
    return new Authorization(authRule(props, method, patterns));
  }

  /** A policy in Rego, written here or fetched from a service. */
  public static opa(props: OpaAuthorizationOptions): Authorization {
    const { rego, externalPolicy, allValues } = props;
    exactlyOne('Authorization.opa', { rego, externalPolicy }, 'give the one that fits and leave the other out');
    const opa = {
      rego: rego === undefined ? undefined : checkRego(rego),
      externalPolicy: externalPolicy && renderExternalPolicy(externalPolicy),
      allValues,
    };
    return new Authorization(authRule(props, { opa }, [], externalPolicy && ignoredFields(externalPolicy)));
  }

  /** The role bindings of Kubernetes, by a SubjectAccessReview. */
  public static kubernetesSubjectAccessReview(props: KubernetesSubjectAccessReviewOptions): Authorization {
    const { user, groups, authorizationGroups, resourceAttributes } = props;
    const what = 'Authorization.kubernetesSubjectAccessReview';
    if (groups !== undefined && authorizationGroups !== undefined) {
      refuse({
        what: `groups of ${what}`,
        got: 'groups and authorizationGroups',
        expected: 'one of them; groups would not be read',
        fix: 'put all groups into authorizationGroups',
      });
    }
    if (user === undefined && authorizationGroups === undefined && !groups?.length) {
      refuse({
        what,
        got: 'neither user nor groups',
        expected: 'somebody whose rights are looked up; a review of nobody is always denied',
        fix: "give the user, for example AuthValue.selector('auth.identity.user.username')",
      });
    }
    return new Authorization(
      authRule(props, {
        kubernetesSubjectAccessReview: {
          user: user?._render(),
          groups: groups?.length ? groups.map((group) => nonEmpty('group', group, 'developers')) : undefined,
          authorizationGroups: authorizationGroups?._render(),
          resourceAttributes: resourceAttributes && {
            group: resourceAttributes.group?._render(),
            resource: resourceAttributes.resource?._render(),
            subresource: resourceAttributes.subresource?._render(),
            name: resourceAttributes.name?._render(),
            namespace: resourceAttributes.namespace?._render(),
            verb: resourceAttributes.verb?._render(),
          },
        },
      }),
    );
  }

  /** @internal */
  public readonly _rule: AuthRule<AuthorizationSpec>;

  private constructor(rule: AuthRule<AuthorizationSpec>) {
    this._rule = rule;
  }
}

function checkRego(rego: string): string {
  const code = rego.replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`|#.*/g, (part) => (part.startsWith('#') ? '' : '""'));
  if (!/\ballow\b/.test(code)) {
    refuse({
      what: 'rego',
      got: rego,
      expected: "a policy that sets 'allow'; without it every request is denied",
      fix: "write for example 'allow { input.auth.identity.admin }', or 'allow = false' to deny all",
    });
  }
  if (/^\s*default\s+allow\b/m.test(code)) {
    refuse({
      what: 'rego',
      got: rego,
      expected:
        "a policy without 'default allow'; Authorino adds 'default allow = false' and a second one does not compile",
      fix: 'leave the line out',
    });
  }
  return rego;
}

function renderExternalPolicy(policy: ExternalOpaPolicy) {
  if (policy.urlExpression !== undefined) {
    refuse({
      what: 'urlExpression of externalPolicy',
      got: policy.urlExpression,
      expected: 'url; a policy is fetched before any request is there to compute it from',
      fix: 'write the address as url',
    });
  }
  const { ttl } = policy;
  return { ...renderHttp('externalPolicy', policy), ttl: ttl && seconds('ttl of externalPolicy', ttl) };
}

function ignoredFields(policy: ExternalOpaPolicy): AuthDoubt[] {
  const { method, body, bodyParameters, contentType, headers, oauth2 } = policy;
  const given = Object.entries({ method, body, bodyParameters, contentType, headers, oauth2 })
    .filter(([name, value]) => value !== undefined && !(name === 'method' && value === 'GET'))
    .map(([name]) => name);
  return given.length === 0
    ? []
    : [
        {
          code: 'GW204',
          problem: {
            what: 'externalPolicy',
            got: given.join(', '),
            expected: 'url, sharedSecretRef, credentials and ttl only; Authorino reads nothing else of it',
            fix: 'leave them out, and keep the policy where a plain GET finds it',
          },
        },
      ];
}
