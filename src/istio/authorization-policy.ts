import { Construct } from 'constructs';
import { checkAuthorizationRule, checkCustomRule, deniesAllTcp } from './authorization-check';
import { AuthorizationPolicyRule } from './authorization-rule';
import { Policy, PolicyProps } from './istio-policy';
import { AuthorizationPolicy as SHAPE, AuthorizationPolicySpec } from '../manifest/istio-security';
import { Warnings } from '../resource/warning';
import { describe, refuse } from '../value/problem';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** Action for requests that a rule matches (`spec.action`). */
export class AuthorizationAction {
  /** Allows them, and denies every other request to the target unless another policy allows it. */
  public static readonly ALLOW = new AuthorizationAction('ALLOW');
  /** Denies them, whatever other policies allow. */
  public static readonly DENY = new AuthorizationAction('DENY');

  /**
   * Allows them if an external authorizer does, and no policy denies them (`CUSTOM`).
   *
   * @param provider name of the authorizer in the mesh configuration (`extensionProviders[].name`)
   */
  public static custom(provider: string): AuthorizationAction {
    if (provider === '') {
      const fix = 'name one of the extension providers of the mesh';
      refuse({ what: 'provider', got: provider, expected: 'a name', fix });
    }
    return new AuthorizationAction('CUSTOM', provider);
  }

  private constructor(
    /** The action, as the API writes it. */
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
   * The requests (`spec.rules`); one match is enough. `[{}]` matches every request. More by `addRule`.
   *
   * @default - none: the policy matches no request, so that ALLOW denies every request
   */
  readonly rules?: AuthorizationPolicyRule[];
}

/** Access control of workloads, gateways and hosts (security.istio.io/v1 AuthorizationPolicy). */
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

  /** The rules, a copy. */
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
    if (this.action.name === 'DENY' && deniesAllTcp(rule)) {
      Warnings._add(this, 'GW566', {
        what: `rule ${this.ruleList.length} of AuthorizationPolicy '${this.name}'`,
        got: 'a denial by properties of HTTP only',
        expected: 'ports too; TCP connections have none of these properties and are all denied',
        fix: 'name the ports in each operation, or acknowledge it where all ports are HTTP',
      });
    }
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
        expected: 'at least one; the policy would never act',
        fix: 'for every request write rules: [{}]',
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
