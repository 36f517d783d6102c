import { Construct } from 'constructs';
import { Destination, DestinationOptions } from './destination';
import { exportTo, istioHost, listOrUndefined, mapOrUndefined, subsetName } from './istio-text';
import { renderTrafficPolicy, TrafficPolicy } from './traffic-policy';
import { DestinationRule as SHAPE, DestinationRuleSpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { nearest, refuse } from '../value/problem';
import { labels } from '../value/scalar';

/** A subset of the endpoints of a host (`subsets[]`). */
export interface DestinationSubset {
  /** Name by which routes refer to the subset, unique in the rule (`name`). */
  readonly name: string;
  /**
   * Labels of the endpoints (`labels`).
   *
   * @default - every endpoint; the subset is then a separate traffic policy, for example for one host of an egress gateway
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Traffic policy of the subset; overrides that of the rule (`trafficPolicy`).
   *
   * @default - that of the rule
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/** Options of a `DestinationRule`. */
export interface DestinationRuleProps extends CustomResourceProps {
  /**
   * Host in Istio's service registry (`spec.host`): of a Service, of a ServiceEntry, or `*.example.com`. A name
   * without a dot is a Service in the namespace of the rule.
   */
  readonly host: string;
  /**
   * Traffic policy of requests to the host (`spec.trafficPolicy`).
   *
   * @default - that of the mesh
   */
  readonly trafficPolicy?: TrafficPolicy;
  /**
   * Subsets of the endpoints, which routes refer to; `addSubset` adds more (`spec.subsets`).
   *
   * @default - none
   */
  readonly subsets?: DestinationSubset[];
  /**
   * Labels of the workloads in its namespace whose requests the rule applies to (`spec.workloadSelector.matchLabels`).
   *
   * @default - the requests of every workload
   */
  readonly workloadSelector?: { readonly [key: string]: string };
  /**
   * Namespaces whose workloads use the rule: names, `.` for its own, `*` for all (`spec.exportTo`). With a
   * `workloadSelector`, its own only.
   *
   * @default - all
   */
  readonly exportTo?: string[];
}

/**
 * Traffic policy of a host (networking.istio.io/v1 DestinationRule): load balancing, limits, TLS, and the subsets
 * that routes refer to.
 */
export class DestinationRule extends CustomResource {
  /** Host of the rule. */
  public readonly host: string;
  private readonly policy: DestinationRuleSpec['trafficPolicy'];
  private readonly selector: { readonly [key: string]: string } | undefined;
  private readonly exported: readonly string[] | undefined;
  private readonly list: NonNullable<DestinationRuleSpec['subsets']>[number][] = [];

  public constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id, props);
    this.host = istioHost('host', props.host);
    this.policy = props.trafficPolicy && this.accept('trafficPolicy', props.trafficPolicy);
    this.exported = exportTo(this, props.exportTo);
    this.selector = props.workloadSelector && { ...labels('workloadSelector', props.workloadSelector) };
    this.checkSelector();
    props.subsets?.forEach((subset) => this.addSubset(subset));
  }

  /** Names of the subsets. */
  public get subsetNames(): string[] {
    return this.list.map(({ name }) => name);
  }

  /** Adds a subset. */
  public addSubset(subset: DestinationSubset): void {
    const { name, trafficPolicy } = subset;
    const what = `subset '${name}'`;
    subsetName('name of subset', name);
    if (this.subsetNames.includes(name)) {
      refuse({ what: 'subsets', got: `'${name}' twice`, expected: 'unique names', fix: 'use another name' }, this);
    }
    this.list.push({
      name,
      labels: mapOrUndefined(labels(`labels of ${what}`, subset.labels ?? {})),
      trafficPolicy: trafficPolicy && this.accept(`trafficPolicy of ${what}`, trafficPolicy),
    });
  }

  /** The host of the rule as a destination of routes: one of its subsets, or all endpoints. */
  public destination(options: DestinationOptions = {}): Destination {
    const chosen = options.subset;
    if (chosen !== undefined && !this.subsetNames.includes(chosen)) {
      const guess = nearest(chosen, this.subsetNames);
      refuse(
        {
          what: 'subset of destination',
          got: chosen,
          expected: `one of ${this.subsetNames.join(', ') || 'the subsets; there are none'}`,
          fix: guess ? `'${guess}'?` : 'add it by addSubset()',
        },
        this,
      );
    }
    return Destination._in(this.namespace, this.host, options);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): DestinationRuleSpec {
    return {
      host: this.host,
      trafficPolicy: this.policy,
      subsets: listOrUndefined(this.list),
      workloadSelector: this.selector && { matchLabels: this.selector },
      exportTo: this.exported,
    };
  }

  private accept(what: string, policy: TrafficPolicy) {
    const rendered = renderTrafficPolicy(what, policy);
    for (const part of [policy, ...(policy.portLevelSettings ?? [])]) {
      const namespace = part.tls?._configMapNamespace;
      if (namespace !== undefined && namespace !== this.namespace) {
        const expected = `a ConfigMap of the rule's namespace${this.namespace === undefined ? '' : ` '${this.namespace}'`}`;
        const fix = this.namespace === undefined ? 'set the namespace of the rule' : 'copy it there';
        refuse({ what: `credentialName in ${what}`, got: `configmap://${namespace}/`, expected, fix }, this);
      }
    }
    return rendered;
  }

  private checkSelector(): void {
    if (!this.selector) return;
    if (Object.keys(this.selector).length === 0) {
      const fix = 'for the requests of every workload leave it out';
      refuse({ what: 'workloadSelector', got: 'no label', expected: 'labels of workloads', fix }, this);
    }
    const foreign = this.exported?.find((entry) => entry !== '.' && entry !== this.namespace);
    if (foreign !== undefined) {
      const expected = "'.' beside workloadSelector, which reaches its own namespace only";
      refuse({ what: 'exportTo', got: foreign, expected, fix: 'leave exportTo out' }, this);
    }
  }
}
