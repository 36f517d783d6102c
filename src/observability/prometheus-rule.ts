import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { PrometheusRule as SHAPE, PrometheusRuleSpec } from '../manifest/monitoring';
import { describe, refuse } from '../manifest/problem';
import { duration, wholeNumber } from '../manifest/scalar';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';

type Group = NonNullable<PrometheusRuleSpec['groups']>[number];
type Rule = NonNullable<Group['rules']>[number];

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** An alert. */
export interface AlertingRuleOptions {
  /** Name of the alert (`alert`). */
  readonly alert: string;
  /** Expression of PromQL; the alert is raised for every element that it gives (`expr`). */
  readonly expr: string;
  /**
   * How long the expression must hold before the alert fires (`for`).
   *
   * @default - it fires at once
   */
  readonly for?: Duration;
  /**
   * How long the alert fires on after the expression holds no more (`keep_firing_for`).
   *
   * @default - not at all
   */
  readonly keepFiringFor?: Duration;
  /**
   * Labels added to the alert (`labels`), for example its severity.
   *
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };
  /**
   * Text for people (`annotations`), for example a summary.
   *
   * @default - none
   */
  readonly annotations?: { readonly [name: string]: string };
}

/** A metric made of others. */
export interface RecordingRuleOptions {
  /** Name of the new metric (`record`), by convention `level:metric:operations`. */
  readonly record: string;
  /** Expression of PromQL (`expr`). */
  readonly expr: string;
  /**
   * Labels added to the metric (`labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };
}

/** A rule of a group (`groups[].rules[]`). */
export class MetricRule {
  /** An alert. */
  public static alert(options: AlertingRuleOptions): MetricRule {
    const { alert, expr, labels, annotations } = options;
    requireText('name of an alert', alert, "name it, for example 'GatewayDown'");
    const what = `alert '${alert}'`;
    return new MetricRule(what, {
      alert,
      expr,
      for: options.for && duration(`for of ${what}`, options.for),
      keep_firing_for:
        options.keepFiringFor && duration(`keepFiringFor of ${what}`, options.keepFiringFor, Duration.millis(1)),
      labels,
      annotations,
    });
  }

  /** A metric made of others. */
  public static record(options: RecordingRuleOptions): MetricRule {
    const { record, expr, labels } = options;
    if (!METRIC_NAME.test(record)) {
      refuse({
        what: 'name of a recorded metric',
        got: record,
        expected: 'letters, digits, underscores and colons, not beginning with a digit',
        fix: "name it as in 'gateway:requests:rate5m'",
      });
    }
    return new MetricRule(`record '${record}'`, { record, expr, labels });
  }

  private constructor(
    what: string,
    private readonly spec: Rule,
  ) {
    requireText(`expr of ${what}`, String(spec.expr), 'write an expression of PromQL');
    checkNames(`labels of ${what}`, spec.labels);
    checkNames(`annotations of ${what}`, spec.annotations);
  }

  /** One of `rules`. @internal */
  public _render(): Rule {
    return this.spec;
  }
}

/** What Thanos does where a part of its stores does not answer (`partial_response_strategy`). */
export enum PartialResponseStrategy {
  /** The rule fails. */
  ABORT = 'abort',
  /** The rule goes on with what is there. */
  WARN = 'warn',
}

/** Rules that are evaluated one after the other (`groups[]`). */
export interface RuleGroup {
  /** Tells the groups of an object apart (`name`). */
  readonly name: string;
  /** The rules in their order (`rules`), at least one. */
  readonly rules: MetricRule[];
  /**
   * Time between two evaluations (`interval`).
   *
   * @default - Prometheus' own
   */
  readonly interval?: Duration;
  /**
   * How far back the rules look, for samples that arrive late (`query_offset`).
   *
   * @default - Prometheus' own
   */
  readonly queryOffset?: Duration;
  /**
   * Most alerts or series that one rule may give (`limit`).
   *
   * @default - no limit
   */
  readonly limit?: number;
  /**
   * Labels added to every rule (`labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };
  /**
   * `partial_response_strategy`, read by Thanos.
   *
   * @default - abort
   */
  readonly partialResponseStrategy?: PartialResponseStrategy;
}

/** Groups of rules. */
export interface PrometheusRuleProps extends CustomResourceProps {
  /**
   * The groups (`groups`), at least one, here or by `addGroup`.
   *
   * @default - those added later
   */
  readonly groups?: RuleGroup[];
}

/** Alerts and recorded metrics (monitoring.coreos.com/v1 `PrometheusRule`). */
export class PrometheusRule extends CustomResource {
  private readonly groups: Group[] = [];

  public constructor(scope: Construct, id: string, props: PrometheusRuleProps = {}) {
    super(scope, id, props);
    (props.groups ?? []).forEach((group) => this.addGroup(group));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** Adds a group. */
  public addGroup(group: RuleGroup): void {
    const { name, rules, interval, queryOffset, limit, labels, partialResponseStrategy } = group;
    requireText('name of a rule group', name, "name it, for example 'gateway.rules'");
    const what = `rule group '${name}'`;
    if (this.groups.some((other) => other.name === name)) {
      refuse(
        { what, got: 'a second group of that name', expected: 'one group per name', fix: 'choose another name' },
        this,
      );
    }
    if (rules.length === 0) {
      refuse({ what: `rules of ${what}`, got: '[]', expected: 'at least one rule', fix: 'add MetricRule.alert' }, this);
    }
    checkNames(`labels of ${what}`, labels);
    this.groups.push({
      name,
      interval: interval && duration(`interval of ${what}`, interval, Duration.millis(1)),
      query_offset: queryOffset && duration(`queryOffset of ${what}`, queryOffset),
      limit:
        limit === undefined
          ? undefined
          : wholeNumber(`limit of ${what}`, limit, 0, Number.MAX_SAFE_INTEGER, 'leave it out for no limit'),
      labels,
      partial_response_strategy: partialResponseStrategy,
      rules: rules.map((rule) => rule._render()),
    });
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): PrometheusRuleSpec {
    return { groups: this.groups };
  }

  private missing(): string[] {
    const problem = {
      what: 'groups of PrometheusRule',
      got: 'none',
      expected: 'at least one group',
      fix: "call addGroup({ name: 'gateway.rules', rules: [...] })",
    };
    return this.groups.length > 0 ? [] : [describe(problem)];
  }
}

function requireText(what: string, value: string, fix: string): void {
  if (value.trim() === '') {
    refuse({ what, got: value, expected: 'some text', fix });
  }
}

function checkNames(what: string, values: { readonly [name: string]: string } = {}): void {
  const bad = Object.keys(values).find((name) => !LABEL_NAME.test(name));
  if (bad !== undefined) {
    refuse({
      what,
      got: bad,
      expected: 'names of letters, digits and underscores, not beginning with a digit',
      fix: `for example '${bad.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(\d)/, '_$1') || 'severity'}'`,
    });
  }
}
