import { Duration } from 'cdk8s';
import { AuthCondition } from './auth-condition';
import { renderHttp } from './auth-endpoint';
import { AuthHttpEndpoint } from './auth-http';
import { AuthRule, authRule, seconds } from './auth-parts';
import { AuthRuleOptions } from './auth-rule';
import { nonEmpty } from './auth-text';
import { AuthValue } from './auth-value';
import { Rules } from '../manifest/kuadrant';
import { exactlyOne } from '../value/choice';
import { refuse } from '../value/problem';

type AuthorizationSpec = NonNullable<Rules['authorization']>[string];

/** Options of `Authorization.patternMatching`. */
export interface PatternMatchingOptions extends AuthRuleOptions {
  /** Conditions that must all be true (`patternMatching.patterns`); at least one. */
  readonly patterns: AuthCondition[];
}

/** Options of `Authorization.opa`. */
export interface OpaAuthorizationOptions extends AuthRuleOptions {
  /**
   * Rego policy (`opa.rego`). It must set `allow`, which is false by default; `input`
   * is the authorization JSON. A `default allow` is refused, because Authorino adds it.
   *
   * @default - none; `externalPolicy` is required
   */
  readonly rego?: string;
  /**
   * External policy that Authorino fetches (`opa.externalPolicy`).
   *
   * @default - none; `rego` is required
   */
  readonly externalPolicy?: ExternalOpaPolicy;
  /**
   * Whether the values of all Rego rules, not only `allow`, are available to later rules (`opa.allValues`). Slower.
   *
   * @default false
   */
  readonly allValues?: boolean;
}

/**
 * A Rego policy that another service provides. Authorino uses `url`,
 * `sharedSecretRef`, `credentials` and `ttl`; current versions ignore the other
 * fields, which cause a warning.
 */
export interface ExternalOpaPolicy extends AuthHttpEndpoint {
  /**
   * Interval at which the policy is fetched again (`opa.externalPolicy.ttl`), in whole seconds.
   *
   * @default - never
   */
  readonly ttl?: Duration;
}

/** Options of `Authorization.kubernetesSubjectAccessReview`: authorization by Kubernetes RBAC. */
export interface KubernetesSubjectAccessReviewOptions extends AuthRuleOptions {
  /**
   * User to review (`kubernetesSubjectAccessReview.user`). Versions of
   * Authorino before 0.26 crash without one.
   *
   * @default - none; the groups are reviewed
   */
  readonly user?: AuthValue;
  /**
   * Fixed groups of the user (`kubernetesSubjectAccessReview.groups`). Excludes
   * `authorizationGroups`, which takes precedence.
   *
   * @default - none
   */
  readonly groups?: string[];
  /**
   * Groups of the user as a computed list (`kubernetesSubjectAccessReview.authorizationGroups`).
   *
   * @default - none
   */
  readonly authorizationGroups?: AuthValue;
  /**
   * Resource to review access to (`kubernetesSubjectAccessReview.resourceAttributes`).
   *
   * @default - path and method of the request, as a non-resource URL
   */
  readonly resourceAttributes?: AccessReviewResource;
}

/** Resource and verb of an access review (`resourceAttributes`). */
export interface AccessReviewResource {
  /**
   * API group (`group`); `*` for all.
   *
   * @default - the core group
   */
  readonly group?: AuthValue;
  /**
   * Plural name of the resource (`resource`); `*` for all.
   *
   * @default - none
   */
  readonly resource?: AuthValue;
  /**
   * Subresource (`subresource`), for example `status`.
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
   * @default - all namespaces
   */
  readonly namespace?: AuthValue;
  /**
   * Verb (`verb`), for example `get`; `*` for all.
   *
   * @default - none
   */
  readonly verb?: AuthValue;
}

/**
 * An authorization rule for authenticated clients
 * (`rules.authorization`). All rules of a policy must allow a request.
 */
export class Authorization {
  /** Authorization by conditions on the request and the identity, all of which must be true. */
  public static patternMatching(props: PatternMatchingOptions): Authorization {
    const { patterns } = props;
    if (patterns.length === 0) {
      refuse({
        what: 'patterns of Authorization.patternMatching',
        got: 'none',
        expected: 'at least one; an empty list allows every client',
        fix: 'add an AuthPattern or AuthCondition.predicate',
      });
    }
    const method = { patternMatching: { patterns: patterns.map((condition) => condition._render()) } };
    return new Authorization(authRule(props, method, patterns));
  }

  /** Authorization by a Rego policy (Open Policy Agent), inline or fetched from a service. */
  public static opa(props: OpaAuthorizationOptions): Authorization {
    const { rego, externalPolicy, allValues } = props;
    exactlyOne('Authorization.opa', { rego, externalPolicy }, 'set one and leave the other out');
    const opa = {
      rego: rego === undefined ? undefined : checkRego(rego),
      externalPolicy: externalPolicy && renderExternalPolicy(externalPolicy),
      allValues,
    };
    return new Authorization(authRule(props, { opa }));
  }

  /** Authorization by Kubernetes RBAC with a SubjectAccessReview. */
  public static kubernetesSubjectAccessReview(props: KubernetesSubjectAccessReviewOptions): Authorization {
    const { user, groups, authorizationGroups, resourceAttributes } = props;
    const what = 'Authorization.kubernetesSubjectAccessReview';
    if (groups !== undefined && authorizationGroups !== undefined) {
      refuse({
        what: `groups of ${what}`,
        got: 'groups and authorizationGroups',
        expected: 'one of them; with both, groups is ignored',
        fix: 'put all groups into authorizationGroups',
      });
    }
    if (user === undefined && authorizationGroups === undefined && !groups?.length) {
      refuse({
        what,
        got: 'neither user nor groups',
        expected: 'user, groups or authorizationGroups; a review without a subject is always denied',
        fix: "set user, for example AuthValue.selector('auth.identity.user.username')",
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
      expected: 'url; the policy is fetched before any request, so a URL cannot be computed from one',
      fix: 'set url',
    });
  }
  const { ttl } = policy;
  return { ...renderHttp('externalPolicy', policy), ttl: ttl && seconds('ttl of externalPolicy', ttl) };
}
