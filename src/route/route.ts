import { Construct } from 'constructs';
import { Backend } from './backend';
import { IRouteFilter } from './i-route-filter';
import { RouteParent } from './route-parent';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { describe, Problem, refuse } from '../value/problem';
import { dnsSubdomain, hostname } from '../value/scalar';

/** What every route has. */
export interface RouteProps extends CustomResourceProps {
  /** Gateways, listeners, or in a mesh Services, that the route is attached to; at most 32. */
  readonly parents: RouteParent[];
  /**
   * Attach the route to default gateways too (`useDefaultGateways: All`). Experimental channel.
   *
   * @default - only to the parents
   */
  readonly useDefaultGateways?: boolean;
}

/** What is common to the rules of every route. */
export interface RouteRule {
  /**
   * Names the rule, so that a policy can target it.
   *
   * @default - no name
   */
  readonly name?: string;
  /**
   * Where requests go, in proportion to the backends' weights; at most 16.
   *
   * @default - nowhere: a filter answers
   */
  readonly backends?: Backend[];
}

/** Rules in a route, matches in a rule, matches in a route. */
const LIMITS = { rules: 16, matches: 64, allMatches: 128 };

/** A route: parents, and rules that grow. */
export abstract class Route extends CustomResource {
  private readonly parents: RouteParent[] = [];
  private readonly names = new Set<string>();
  private ruleCount = 0;
  private matchCount = 0;

  public constructor(
    scope: Construct,
    id: string,
    private readonly routeProps: RouteProps,
  ) {
    super(scope, id, routeProps);
    routeProps.parents.forEach((parent) => this.addParent(parent));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** Attaches the route to one more parent. */
  public addParent(parent: RouteParent): void {
    this.checkTwins(parent);
    if (this.parents.length === 32) {
      refuse({ what: 'parents', got: 33, expected: 'at most 32', fix: 'use a second route' }, this);
    }
    this.parents.push(parent);
  }

  /** What the route is attached to. */
  public get routeParents(): RouteParent[] {
    return [...this.parents];
  }

  /** How errors call the next rule. @internal */
  protected _label({ name }: RouteRule): string {
    return name ?? `rule ${this.ruleCount + 1}`;
  }

  /** Counts a rule, checks what every route limits, and emits the grants that it needs. @internal */
  protected _accept(rule: RouteRule, filters: readonly IRouteFilter[], matches: number): void {
    const { name, backends = [] } = rule;
    const label = this._label(rule);
    const lists = [filters, ...backends.map((backend) => backend._filters)];
    lists.forEach((list, index) => {
      this.atMost(index === 0 ? 'filters of a rule' : 'filters of a backend', list.length, 16);
      checkFilters(this, `filters of ${label}`, list);
    });
    this.atMost('backends of a rule', backends.length, 16);
    if (name !== undefined) {
      dnsSubdomain('name of rule', name);
      if (this.names.has(name)) {
        refuse(
          { what: `rule '${name}'`, got: 'a second rule of that name', expected: 'each name once', fix: 'rename one' },
          this,
        );
      }
      this.names.add(name);
    }
    this.ruleCount += 1;
    this.matchCount += matches;
    this.atMost('rules', this.ruleCount, LIMITS.rules);
    this.atMost('matches of a rule', matches, LIMITS.matches);
    this.atMost('matches of all rules', this.matchCount, LIMITS.allMatches);
    backends.forEach((backend) => backend._grantTo(this));
    lists.flat().forEach((filter) => filter._grantTo(this));
  }

  /** What every spec has; `hostnames` are those of requests, for a route that looks at requests. @internal */
  protected _common(hostnames?: readonly string[]) {
    const parentRefs = this.parents.flatMap((parent) => parent._render(hostnames));
    return {
      parentRefs: parentRefs.length > 0 ? parentRefs : undefined,
      useDefaultGateways: this.routeProps.useDefaultGateways ? ('All' as const) : undefined,
    };
  }

  /** `filters` and `backendRefs` of a rule; nothing for an empty list. @internal */
  protected _serving(filters: readonly IRouteFilter[] = [], backends: readonly Backend[] = []) {
    const render = (list: readonly IRouteFilter[]) =>
      list.length > 0 ? list.map((filter) => filter._render(this)) : undefined;
    const backendRefs = backends.map((backend) => ({ ...backend._render(this), filters: render(backend._filters) }));
    return { filters: render(filters), backendRefs: backendRefs.length > 0 ? backendRefs : undefined };
  }

  /**
   * Refuses a rule that nothing serves; `otherwise` says what becomes of its requests.
   * @internal
   */
  protected _checkBackends(rule: RouteRule, answers: boolean | undefined, expected: string, otherwise: string): void {
    const label = this._label(rule);
    const { backends = [] } = rule;
    if (backends.length === 0 && !answers) {
      const got = answers === undefined ? 'no backend' : 'no backend, and no filter that answers';
      refuse({ what: label, got, expected, fix: `add a backend; ${otherwise}` }, this);
    }
    if (backends.length > 0 && backends.every(({ weight }) => weight === 0)) {
      refuse(
        {
          what: `weights of ${label}`,
          got: 'all 0',
          expected: `one above 0; ${otherwise}`,
          fix: 'give one backend a weight',
        },
        this,
      );
    }
  }

  /** References to one parent must all name a listener or all a port, and different ones. */
  private checkTwins(parent: RouteParent): void {
    for (const twin of this.parents.filter((other) => other._isSameObject(parent, this))) {
      const what = `parent '${parent.name}'`;
      if (twin._isWhole || parent._isWhole || twin._section === parent._section) {
        refuse(
          {
            what,
            got: 'the same parent twice',
            expected: 'each listener or port of a gateway once',
            fix: 'name different listeners with RouteParent.listener(), or leave one out',
          },
          this,
        );
      }
      if (twin._isPort !== parent._isPort) {
        refuse(
          {
            what,
            got: 'a listener and a port of the same parent',
            expected: 'listeners only, or ports only',
            fix: 'name the listeners of that port with RouteParent.listener()',
          },
          this,
        );
      }
    }
  }

  private atMost(what: string, count: number, limit: number): void {
    if (count > limit) {
      refuse(
        { what, got: count, expected: `at most ${limit}`, fix: 'split the route; hosts and parents may repeat' },
        this,
      );
    }
  }

  private missing(): string[] {
    const problems: Problem[] = [];
    if (this.ruleCount === 0) {
      problems.push({ what: 'rules', got: 'none', expected: 'at least one', fix: 'name backends, or call addRule()' });
    }
    if (this.parents.length === 0 && !this.routeProps.useDefaultGateways) {
      const fix = 'name what the route is attached to, for example RouteParent.of(gateway)';
      problems.push({ what: 'parents', got: 'none', expected: 'at least one', fix });
    }
    return problems.map(describe);
  }
}

/** Hosts as a route takes them: names or wildcards, no addresses. */
export function checkHostnames(route: Construct, hostnames: readonly string[] = [], most: number = 16): void {
  hostnames.forEach((name) => hostname('hostname of route', name));
  if (hostnames.length > most) {
    refuse(
      { what: 'hostnames', got: `${hostnames.length} names`, expected: `at most ${most}`, fix: 'use a second route' },
      route,
    );
  }
}

/** Filters of which a rule, or a backend, takes one each. */
const ONCE = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];

/** What filters of one rule or one backend rule out among each other. */
function checkFilters(route: Construct, what: string, filters: readonly IRouteFilter[]): void {
  const types = filters.map(({ type }) => type);
  const twice = ONCE.find((type) => types.filter((other) => other === type).length > 1);
  if (twice !== undefined) {
    refuse(
      { what, got: `two filters of type ${twice}`, expected: 'one of each type', fix: 'join them into one' },
      route,
    );
  }
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    refuse(
      {
        what,
        got: 'a redirect and a rewrite',
        expected: 'one of them; a redirect answers, so that nothing is left to rewrite',
        fix: 'give the new host and path to the redirect',
      },
      route,
    );
  }
}
