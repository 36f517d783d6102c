import { Construct } from 'constructs';
import { Backend } from './backend';
import { IRouteFilter } from './i-route-filter';
import { RouteParent } from './route-parent';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { describe, Problem, refuse } from '../value/problem';
import { dnsSubdomain, hostname } from '../value/scalar';

/** Options of every route. */
export interface RouteProps extends CustomResourceProps {
  /** Gateways, listeners or, in a mesh, Services to attach the route to; at most 32 (`spec.parentRefs`). */
  readonly parents: RouteParent[];
  /**
   * Attach the route to default gateways too (`useDefaultGateways: All`). Experimental channel.
   *
   * @default - the route attaches to `parents` only
   */
  readonly useDefaultGateways?: boolean;
}

/** Options of a rule of every route. */
export interface RouteRule {
  /**
   * Name of the rule, by which policies target it (`name`).
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Backends that receive requests in proportion to their weights; at most 16 (`backendRefs`).
   *
   * @default - none; a filter must respond
   */
  readonly backends?: Backend[];
}

/** Maximum numbers of rules in a route, of matches in a rule and of matches in a route. */
const LIMITS = { rules: 16, matches: 64, allMatches: 128 };

/** Base of routes, with parents and rules that can be added. */
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
    if (!Array.isArray(routeProps.parents)) {
      const fix = 'set parents: [RouteParent.of(gateway)], or use gateway.addHttpRoute()';
      refuse({ what: 'parents', got: routeProps.parents, expected: 'the Gateways to attach to', fix }, this);
    }
    routeProps.parents.forEach((parent) => this.addParent(parent));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** Attaches the route to another parent. */
  public addParent(parent: RouteParent): void {
    this.checkSameParent(parent);
    if (this.parents.length === 32) {
      refuse({ what: 'parents', got: 33, expected: 'at most 32', fix: 'use a second route' }, this);
    }
    this.parents.push(parent);
  }

  /** Parents of the route. */
  public get routeParents(): RouteParent[] {
    return [...this.parents];
  }

  /** Label of the next rule in errors. @internal */
  protected _label({ name }: RouteRule): string {
    return name ?? `rule ${this.ruleCount + 1}`;
  }

  /** Counts a rule, checks the limits of every route, and emits the ReferenceGrants of the rule. @internal */
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
          { what: `rule '${name}'`, got: 'a second rule with that name', expected: 'unique names', fix: 'rename one' },
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

  /** Fields of every route spec; `hostnames` are those of an HTTPRoute or GRPCRoute. @internal */
  protected _common(hostnames?: readonly string[]) {
    const parentRefs = this.parents.flatMap((parent) => parent._render(hostnames));
    return {
      parentRefs: parentRefs.length > 0 ? parentRefs : undefined,
      useDefaultGateways: this.routeProps.useDefaultGateways ? ('All' as const) : undefined,
    };
  }

  /** `filters` and `backendRefs` of a rule; `undefined` for empty lists. @internal */
  protected _serving(filters: readonly IRouteFilter[] = [], backends: readonly Backend[] = []) {
    const render = (list: readonly IRouteFilter[]) =>
      list.length > 0 ? list.map((filter) => filter._render(this)) : undefined;
    const backendRefs = backends.map((backend) => ({ ...backend._render(this), filters: render(backend._filters) }));
    return { filters: render(filters), backendRefs: backendRefs.length > 0 ? backendRefs : undefined };
  }

  /**
   * Refuses a rule without a backend that receives requests, unless a filter `responds` (`undefined` for a route without
   * such filters); `otherwise` describes the consequence.
   * @internal
   */
  protected _checkBackends(rule: RouteRule, responds: boolean | undefined, expected: string, otherwise: string): void {
    const label = this._label(rule);
    const { backends = [] } = rule;
    if (backends.length === 0 && !responds) {
      const got = responds === undefined ? 'no backend' : 'no backend, and no filter that responds';
      refuse({ what: label, got, expected, fix: `add a backend; ${otherwise}` }, this);
    }
    if (backends.length > 0 && backends.every(({ weight }) => weight === 0)) {
      refuse(
        {
          what: `weights of ${label}`,
          got: 'all 0',
          expected: `at least one above 0; ${otherwise}`,
          fix: 'set a weight above 0 on one backend',
        },
        this,
      );
    }
  }

  /** References to the same parent must all name different listeners, or all different ports. */
  private checkSameParent(parent: RouteParent): void {
    for (const same of this.parents.filter((other) => other._isSameObject(parent, this))) {
      const what = `parent '${parent.name}'`;
      if (same._isWhole || parent._isWhole || same._section === parent._section) {
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
      if (same._isPort !== parent._isPort) {
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
        { what, got: count, expected: `at most ${limit}`, fix: 'split the route; routes may share hosts and parents' },
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
      const fix = 'name the parents of the route, for example RouteParent.of(gateway)';
      problems.push({ what: 'parents', got: 'none', expected: 'at least one', fix });
    }
    return problems.map(describe);
  }
}

/** Checks hosts of a route: names or wildcards, no IP addresses. */
export function checkHostnames(route: Construct, hostnames: readonly string[] = [], most: number = 16): void {
  hostnames.forEach((name) => hostname('hostname of route', name));
  if (hostnames.length > most) {
    refuse(
      { what: 'hostnames', got: `${hostnames.length} names`, expected: `at most ${most}`, fix: 'use a second route' },
      route,
    );
  }
}

/** Filters that may occur once in a rule or backend. */
const ONCE = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];

/** Checks that the filters of one rule or backend are compatible. */
function checkFilters(route: Construct, what: string, filters: readonly IRouteFilter[]): void {
  const types = filters.map(({ type }) => type);
  const twice = ONCE.find((type) => types.filter((other) => other === type).length > 1);
  if (twice !== undefined) {
    refuse(
      { what, got: `two filters of type ${twice}`, expected: 'one of each type', fix: 'combine them into one' },
      route,
    );
  }
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    refuse(
      {
        what,
        got: 'a redirect and a rewrite',
        expected: 'one of them; a redirected request is not forwarded, so it cannot be rewritten',
        fix: 'set the new host and path on the redirect',
      },
      route,
    );
  }
}
