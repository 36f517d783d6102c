import { Construct } from 'constructs';
import { checkAuthorizationRule, checkCustomRule } from './authorization-check';
import { AuthorizationPolicyRule } from './authorization-rule';
import { Policy, PolicyProps } from './istio-policy';
import { AuthorizationPolicy as SHAPE, AuthorizationPolicySpec } from '../manifest/istio-security';
import { describe, refuse } from '../value/problem';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** Action for requests that a rule matches (`spec.action`). */
export class AuthorizationAction {
  /** Allows them, and denies every other request to the target unless another policy allows it. */
  public static readonly ALLOW = new AuthorizationAction('ALLOW');
  /** Denies them, regardless of policies that allow them. */
  public static readonly DENY = new AuthorizationAction('DENY');

  /**
   * Allows them if an external authorizer does, and no policy denies them (`CUSTOM`).
   *
   * @param provider name of the authorizer in the mesh configuration (`extensionProviders[].name`)
   */
  public static custom(provider: string): AuthorizationAction {
    if (provider === '') {
      const fix = 'use the name of an extension provider of the mesh';
      refuse({ what: 'provider', got: provider, expected: 'a name', fix });
    }
    return new AuthorizationAction('CUSTOM', provider);
  }

  private constructor(
    /** Name of the action, as in the manifest. */
    public readonly name: 'ALLOW' | 'DENY' | 'CUSTOM',
    /** Name of the external authorizer; `undefined` for the other actions. */
    public readonly provider?: string,
  ) {}
}

/** Options of an `AuthorizationPolicy`. */
export interface AuthorizationPolicyProps extends PolicyProps {
  /**
   * Action for requests that a rule matches (`spec.action`).
   *
   * @default AuthorizationAction.ALLOW
   */
  readonly action?: AuthorizationAction;
  /**
   * Rules (`spec.rules`); a request must match at least one. `[{}]` matches every request. `addRule` adds more.
   *
   * @default - none; the policy matches no request, so ALLOW denies every request
   */
  readonly rules?: AuthorizationPolicyRule[];
}

/** Access control for workloads, gateways and hosts (security.istio.io/v1 AuthorizationPolicy). */
export class AuthorizationPolicy extends Policy {
  /** Action for requests that a rule matches. */
  public readonly action: AuthorizationAction;
  private readonly ruleList: AuthorizationPolicyRule[] = [];

  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps = {}) {
    super(scope, id, props);
    this.action = props.action ?? AuthorizationAction.ALLOW;
    props.rules?.forEach((rule) => this.addRule(rule));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** A copy of the rules. */
  public get rules(): AuthorizationPolicyRule[] {
    return [...this.ruleList];
  }

  /** Adds a rule. */
  public addRule(rule: AuthorizationPolicyRule): void {
    checkAuthorizationRule(rule);
    if (this.action.name === 'CUSTOM') {
      checkCustomRule(rule);
    }
    this.ruleList.push(rule);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): AuthorizationPolicySpec {
    const { name, provider } = this.action;
    return {
      ...this._renderTargets(),
      action: name,
      provider: provider === undefined ? undefined : { name: provider },
      rules: this.ruleList.length > 0 ? this.ruleList.map(render) : undefined,
    };
  }

  private missing(): string[] {
    if (this.ruleList.length > 0 || this.action.name === 'ALLOW') {
      return [];
    }
    return [
      describe({
        what: `rules of AuthorizationPolicy with ${this.action.name}`,
        got: 'none',
        expected: 'at least one; otherwise the policy has no effect',
        fix: 'to match every request use rules: [{}]',
      }),
    ];
  }
}

function render({ from, to, when }: AuthorizationPolicyRule): Rule {
  return {
    from: from?.map((source) => ({ source })),
    to: to?.map(({ ports, notPorts, ...rest }) => ({
      operation: { ...rest, ports: ports?.map(String), notPorts: notPorts?.map(String) },
    })),
    when: when?.map(({ attribute, values, notValues }) => ({ key: attribute.name, values, notValues })),
  };
}
