import { Construct } from 'constructs';
import { checkTemplate } from './flagger-template';
import { MetricTemplate as MetricTemplateKind, MetricTemplateSpec } from '../manifest/flagger';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { httpToken } from '../route/http-text';
import { nearest, refuse } from '../value/problem';
import { dnsSubdomain, httpUrl } from '../value/scalar';

type ProviderSpec = MetricTemplateSpec['provider'];

/** Options of a metric provider. */
export interface MetricProviderOptions {
  /**
   * Secret with the credentials, in the namespace of the template (`secretRef`). For Prometheus: key `token`, or
   * `username` and `password`.
   *
   * @default - none
   */
  readonly secretName?: string;
  /**
   * Headers of all requests (`headers`).
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
  /**
   * Skips verification of the server's certificate (`insecureSkipVerify`).
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Options of `MetricProvider.custom`. */
export interface CustomMetricProviderOptions extends MetricProviderOptions {
  /**
   * Address (`address`).
   *
   * @default - the default of the provider, if it has one
   */
  readonly address?: string;
  /**
   * Cloud region, such as `eu-central-1` (`region`). Required for cloudwatch.
   *
   * @default - none
   */
  readonly region?: string;
}

/** Source of metrics (`spec.provider`). */
export class MetricProvider {
  /** Prometheus, or a server with its API, such as Thanos. */
  public static prometheus(address: string, options: MetricProviderOptions = {}): MetricProvider {
    return new MetricProvider('prometheus', { ...options, address: httpUrl('address of Prometheus', address) });
  }

  /**
   * Another provider.
   *
   * @param type value of `provider.type`: cloudwatch, datadog, dynatrace, externalmetrics, graphite, influxdb, keptn,
   * newrelic, splunk or stackdriver
   */
  public static custom(type: string, options: CustomMetricProviderOptions = {}): MetricProvider {
    if (!TYPES.includes(type)) {
      const known = nearest(type, TYPES);
      const fix = known === undefined ? 'use a provider that Flagger supports' : `did you mean '${known}'?`;
      refuse({ what: 'type of metric provider', got: type, expected: `one of ${TYPES.join(', ')}`, fix });
    }
    if (type === 'cloudwatch' && options.region === undefined) {
      const fix = "for example region: 'eu-central-1'";
      refuse({ what: 'region of cloudwatch', got: undefined, expected: 'a region', fix });
    }
    if (['prometheus', 'graphite', 'influxdb'].includes(type) && options.address === undefined) {
      refuse({
        what: `address of ${type}`,
        got: undefined,
        expected: 'an address',
        fix: 'set the address of the server',
      });
    }
    return new MetricProvider(type, options);
  }

  private constructor(
    /** Type of the provider (`type`). */
    public readonly type: string,
    private readonly options: CustomMetricProviderOptions,
  ) {
    Object.keys(options.headers ?? {}).forEach((name) => httpToken('header of metric provider', name));
    if (options.secretName !== undefined) {
      dnsSubdomain('secret of metric provider', options.secretName);
    }
  }

  /** @internal */
  public _render(): ProviderSpec {
    const { address, region, secretName, headers, insecureSkipVerify } = this.options;
    return {
      type: this.type as ProviderSpec['type'],
      address,
      region,
      secretRef: secretName === undefined ? undefined : { name: secretName },
      headers: headers && Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      insecureSkipVerify,
    };
  }
}

/** Types that the CRD accepts. */
const TYPES: readonly string[] = MetricTemplateKind.body.fields!.spec.fields!.provider.fields!.type.rules
  .values as string[];

/** Options of a `MetricTemplate`. */
export interface MetricTemplateProps extends CustomResourceProps {
  /** Source of the metric (`spec.provider`). */
  readonly provider: MetricProvider;
  /**
   * Query that returns one number (`spec.query`). Variables: `{{ name }}`, `{{ namespace }}`, `{{ target }}`,
   * `{{ service }}`, `{{ interval }}` and `{{ variables.x }}`.
   */
  readonly query: string;
}

/** A query that several Canaries share (flagger.app/v1beta1 MetricTemplate). */
export class MetricTemplate extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly templateProps: MetricTemplateProps,
  ) {
    super(scope, id, templateProps);
    checkTemplate(`query of MetricTemplate '${this.name}'`, templateProps.query);
  }

  /** @internal */
  protected _kind() {
    return MetricTemplateKind;
  }

  /** @internal */
  protected _spec(): MetricTemplateSpec {
    return { provider: this.templateProps.provider._render(), query: this.templateProps.query };
  }
}
