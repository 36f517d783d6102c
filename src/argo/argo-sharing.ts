import { areIndependent, ArgoPins, MANAGED_RULE } from './argo-pins';
import { CanaryPin } from '../canary/canary-pin';
import { CustomResource } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';
import { Backend } from '../route/backend';
import { HttpRouteRule } from '../route/http-route';
import { RouteRule } from '../route/route';
import { refuse } from '../value/problem';

/** What the routes of a Rollout share. */
export interface ArgoVersions {
  readonly stable: Backend;
  readonly canary: Backend;
  readonly pins: ArgoPins;
}

/** A match that can ask for more. */
interface Match<M> {
  _with(more: CanaryPin['_condition']): M;
}

/** A rule of a route that looks at requests. */
type Rule<M> = RouteRule &
  Pick<HttpRouteRule, 'filters' | 'timeout' | 'backendTimeout' | 'retry' | 'sessionPersistence'> & {
    readonly matches?: M[];
  };

/** Rules and matches that a route may have, those that the plugin adds counted. */
const LIMITS = { rules: 16, matches: 128 };

/** What the plugin expects of the rules of a route, and what it does to them. */
export class ArgoSharing<M extends Match<M>> {
  private rules = 0;
  private matches = 0;

  public constructor(
    private readonly route: CustomResource,
    private readonly versions: ArgoVersions,
    /** A match of every request. */
    private readonly any: M,
  ) {}

  /** The rule as it goes into the route, and those of the pins that the plugin does not manage. */
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
    this.warn(rule);
    // The plugin adds the header to each match; where it is there already, the API server refuses that.
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
        'a name that the plugin gives its own rules',
        'another name; it would be deleted',
        'rename it',
      );
    }
  }

  /** Both versions, unless the rule has its own or is answered by a redirect. */
  private backendsOf({ name, backends = [], filters = [] }: Rule<M>): Backend[] | undefined {
    const { stable, canary } = this.versions;
    if (backends.length === 0) {
      const isAnswered = filters.some(({ type }) => type === 'RequestRedirect');
      return isAnswered ? undefined : [stable.withWeight(100), canary.withWeight(0)];
    }
    const found = [stable, canary].filter((version) => backends.some((backend) => this.isSame(backend, version)));
    if (found.length === 1) {
      this.refuse(
        `backends of ${name === undefined ? 'a rule' : `rule '${name}'`}`,
        `only ${found[0].name}`,
        found[0] === canary
          ? 'both versions; the plugin takes a rule with the canary alone for its own, and deletes it'
          : 'both versions; the plugin gives stable the weight 0 at full rollout, and every request gets 500',
        'leave the backends out, so that both are put in; to hold requests at one version use CanaryPin',
      );
    }
    const weightOf = (backend: Backend) =>
      this.isSame(backend, stable) ? 100 : this.isSame(backend, canary) ? 0 : backend.weight;
    return backends.map((backend) => {
      const weight = weightOf(backend);
      return weight === undefined ? backend : backend.withWeight(weight);
    });
  }

  /** What pinned requests go without, and what the plugin drops. */
  private warn({ name, backends = [], timeout, backendTimeout, retry }: Rule<M>): void {
    const label = name === undefined ? 'a rule' : `rule '${name}'`;
    const hasMore = timeout ?? backendTimeout ?? retry ?? backends.find(({ _filters }) => _filters.length > 0);
    if (this.versions.pins.managed.length > 0 && hasMore !== undefined) {
      Warnings._add(this.route, 'GW432', {
        what: label,
        got: 'a timeout, a retry or filters of a backend, beside pins by headers',
        expected: 'none of them; for pinned requests the plugin copies matches and filters of the rule, nothing else',
        fix: 'leave them out, or acknowledge that pinned requests go without',
      });
    }
  }

  private count(matches: number, copies: number): void {
    this.rules += 1 + copies;
    this.matches += matches * (1 + copies);
    for (const what of ['rules', 'matches'] as const) {
      if (this[what] > LIMITS[what]) {
        this.refuse(
          `${what} of the route`,
          `${this[what]}, those counted that the plugin adds for pins`,
          `at most ${LIMITS[what]}`,
          'use a second route, or fewer pins by headers',
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

/** Requests in the route of the pins, and where they go. */
interface PinnedLane {
  readonly conditions: readonly CanaryPin[];
  readonly isStable: boolean;
}

/**
 * A pin to stable wins over a pin to the canary. Where the latter is in the other route, equal conditions would let
 * the older route decide: requests with both marks have a rule that asks for both.
 */
function lanesOf({ own, all }: ArgoPins): PinnedLane[] {
  const toCanary = all.filter(({ isStable }) => !isStable);
  return own.flatMap((pin): PinnedLane[] => {
    const both = pin.isStable ? toCanary.filter((other) => areIndependent(pin, other)) : [];
    return [...both.map((other) => [pin, other]), [pin]].map((conditions) => ({ conditions, isStable: pin.isStable }));
  });
}
