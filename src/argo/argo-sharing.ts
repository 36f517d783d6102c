import { areIndependent, ArgoPins, MANAGED_RULE } from './argo-pins';
import { CanaryPin } from '../canary/canary-pin';
import { CustomResource } from '../resource/custom-resource';
import { Backend } from '../route/backend';
import { HttpRouteRule } from '../route/http-route';
import { RouteRule } from '../route/route';
import { refuse } from '../value/problem';

/** Versions and pins of a Rollout. */
export interface ArgoVersions {
  readonly stable: Backend;
  readonly canary: Backend;
  readonly pins: ArgoPins;
}

/** A match to which conditions can be added. */
interface Match<M> {
  _with(more: CanaryPin['_condition']): M;
}

/** A rule of an HTTPRoute or GRPCRoute. */
type Rule<M> = RouteRule &
  Pick<HttpRouteRule, 'filters' | 'timeout' | 'backendTimeout' | 'retry' | 'sessionPersistence'> & {
    readonly matches?: M[];
  };

/** Maximum number of rules and matches of a route, including those that the plugin adds. */
const LIMITS = { rules: 16, matches: 128 };

/** Adapts rules to the Gateway API plugin, and refuses those that it would break. */
export class ArgoSharing<M extends Match<M>> {
  private rules = 0;
  private matches = 0;

  public constructor(
    private readonly route: CustomResource,
    private readonly versions: ArgoVersions,
    /** Matches every request. */
    private readonly any: M,
  ) {}

  /** The rule for the route, and the rules for pins that the plugin does not manage. */
  public adopt<R extends Rule<M>>(rule: R): { readonly rule: R; readonly pinned: R[] } {
    const { pins, stable, canary } = this.versions;
    const { backends: given, matches = [] } = rule;
    this.checkName(rule);
    const backends = this.backendsOf(rule);
    const matched = matches.length > 0 ? matches : [this.any];
    if (!backends?.some((backend) => this.isSame(backend, stable))) {
      this.count(matched.length, 0);
      return { rule: { ...rule, backends }, pinned: [] };
    }
    this.count(matched.length, pins.mostManaged);
    // The plugin adds the header to each match; the API server refuses a header that is there twice.
    pins.managed.forEach(({ pin }) => matched.forEach((match) => match._with(pin._condition)));
    const pinned = lanesOf(pins).map(({ conditions, isStable }): R => {
      const version = isStable ? stable : canary;
      const filters = given?.find((backend) => this.isSame(backend, version))?._filters ?? [];
      return {
        ...rule,
        name: undefined,
        matches: matched.map((match) => conditions.reduce((each, pin) => each._with(pin._condition), match)),
        backends: [version._withFilters(...filters)],
      };
    });
    return { rule: { ...rule, backends }, pinned };
  }

  private checkName({ name }: RouteRule): void {
    if (name !== undefined && MANAGED_RULE.test(name)) {
      this.refuse(
        `rule '${name}'`,
        'a name that the plugin uses for its own rules',
        'another name; the plugin would delete the rule',
        'rename the rule',
      );
    }
  }

  /** Both versions, unless the rule has backends or redirects. */
  private backendsOf({ name, backends = [], filters = [] }: Rule<M>): Backend[] | undefined {
    const { stable, canary } = this.versions;
    if (backends.length === 0) {
      const isRedirect = filters.some(({ type }) => type === 'RequestRedirect');
      return isRedirect ? undefined : [stable.withWeight(100), canary.withWeight(0)];
    }
    const found = [stable, canary].filter((version) => backends.some((backend) => this.isSame(backend, version)));
    if (found.length === 1) {
      this.refuse(
        `backends of ${name === undefined ? 'a rule' : `rule '${name}'`}`,
        `only ${found[0].name}`,
        found[0] === canary
          ? 'both versions; the plugin deletes a rule with only the canary'
          : 'both versions; at full rollout the plugin sets the weight of stable to 0, and every request gets 500',
        'leave the backends out, and both are added; to pin requests to one version use CanaryPin',
      );
    }
    const weightOf = (backend: Backend) =>
      this.isSame(backend, stable) ? 100 : this.isSame(backend, canary) ? 0 : backend.weight;
    return backends.map((backend) => {
      const weight = weightOf(backend);
      return weight === undefined ? backend : backend.withWeight(weight);
    });
  }

  private count(matches: number, copies: number): void {
    this.rules += 1 + copies;
    this.matches += matches * (1 + copies);
    for (const what of ['rules', 'matches'] as const) {
      if (this[what] > LIMITS[what]) {
        this.refuse(
          `${what} of the route`,
          `${this[what]}, including those that the plugin adds for pins`,
          `at most ${LIMITS[what]}`,
          'use a second route, or fewer header pins',
        );
      }
    }
  }

  private isSame(backend: Backend, version: Backend): boolean {
    return backend.name === version.name && (backend.namespace ?? this.route.namespace) === this.route.namespace;
  }

  private refuse(what: string, got: string, expected: string, fix: string): never {
    return refuse({ what, got, expected, fix }, this.route);
  }
}

/** A rule in the route of the pins: conditions and version. */
interface PinnedLane {
  readonly conditions: readonly CanaryPin[];
  readonly isStable: boolean;
}

/**
 * A pin to stable wins over a pin to the canary. If the latter is in the other route, the two rules would rank equal
 * and the older route would win; so requests that meet both conditions get a rule that matches both.
 */
function lanesOf({ own, all }: ArgoPins): PinnedLane[] {
  const toCanary = all.filter(({ isStable }) => !isStable);
  return own.flatMap((pin): PinnedLane[] => {
    const both = pin.isStable ? toCanary.filter((other) => areIndependent(pin, other)) : [];
    return [...both.map((other) => [pin, other]), [pin]].map((conditions) => ({ conditions, isStable: pin.isStable }));
  });
}
