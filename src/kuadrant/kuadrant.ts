import { Construct } from 'constructs';
import { Kuadrant as SHAPE, KuadrantSpec } from '../manifest/kuadrant';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { cel, KUADRANT_VARIABLES } from '../value/cel';
import { refuse } from '../value/problem';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Log level of the data plane for some requests (`observability.dataPlane.defaultLevels[]`). */
export class KuadrantLogLevel {
  /** Debug messages for requests that match the CEL predicate; `true` for all. */
  public static debug(predicate: string = 'true'): KuadrantLogLevel {
    return new KuadrantLogLevel('debug', predicate);
  }

  /** Informational messages for requests that match the CEL predicate; `true` for all. */
  public static info(predicate: string = 'true'): KuadrantLogLevel {
    return new KuadrantLogLevel('info', predicate);
  }

  /** Warnings for requests that match the CEL predicate; `true` for all. */
  public static warn(predicate: string = 'true'): KuadrantLogLevel {
    return new KuadrantLogLevel('warn', predicate);
  }

  /** Errors for requests that match the CEL predicate; `true` for all. */
  public static error(predicate: string = 'true'): KuadrantLogLevel {
    return new KuadrantLogLevel('error', predicate);
  }

  private constructor(
    private readonly level: Level,
    private readonly predicate: string,
  ) {
    cel(`${level} level of Kuadrant`, predicate, KUADRANT_VARIABLES);
  }

  /** An element of `defaultLevels`. @internal */
  public _render(): { readonly [L in Level]?: string } {
    return { [this.level]: this.predicate };
  }
}

/** Options of `Kuadrant`. */
export interface KuadrantProps extends CustomResourceProps {
  /**
   * Whether Kuadrant creates monitors for itself and for the gateways
   * (`observability.enable`): a PodMonitor `istio-pod-monitor` in every
   * namespace of a gateway. Do not combine it with a `monitoring.IstioProxyMonitor`.
   *
   * @default - no monitors
   */
  readonly observability?: boolean;
  /**
   * Log levels of the data plane by request (`observability.dataPlane.defaultLevels`).
   *
   * @default - the default of Kuadrant
   */
  readonly defaultLevels?: KuadrantLogLevel[];
  /**
   * Request header whose value identifies a request in logs and traces (`observability.dataPlane.httpHeaderIdentifier`).
   *
   * @default - none
   */
  readonly httpHeaderIdentifier?: string;
  /**
   * URL of the trace collector (`observability.tracing.defaultEndpoint`), for example
   * `rpc://jaeger-collector.jaeger.svc.cluster.local:4317`.
   *
   * @default - no tracing
   */
  readonly tracingEndpoint?: string;
  /**
   * Whether to skip verification of the collector's certificate (`observability.tracing.insecure`).
   *
   * @default false
   */
  readonly tracingInsecure?: boolean;
  /**
   * Whether gateways use mutual TLS with Authorino and Limitador (`mtls.enable`); with Istio only.
   *
   * @default - no mutual TLS
   */
  readonly mtls?: boolean;
  /**
   * Whether mutual TLS includes Authorino (`mtls.authorino`). Requires `mtls`.
   *
   * @default - the value of `mtls`
   */
  readonly mtlsAuthorino?: boolean;
  /**
   * Whether mutual TLS includes Limitador (`mtls.limitador`). Requires `mtls`.
   *
   * @default - the value of `mtls`
   */
  readonly mtlsLimitador?: boolean;
  /**
   * Whether the developer portal is installed (`components.developerPortal.enabled`).
   *
   * @default - false
   */
  readonly developerPortal?: boolean;
}

/** An installation of Kuadrant (kuadrant.io/v1beta1 `Kuadrant`), one per cluster. */
export class Kuadrant extends CustomResource {
  private readonly props: KuadrantProps;

  public constructor(scope: Construct, id: string, props: KuadrantProps = {}) {
    super(scope, id, props);
    this.props = props;
    this.check();
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): KuadrantSpec {
    const { mtls, mtlsAuthorino, mtlsLimitador, developerPortal } = this.props;
    return {
      observability: this.observability(),
      mtls: section({ enable: mtls, authorino: mtlsAuthorino, limitador: mtlsLimitador }),
      components: developerPortal === undefined ? undefined : { developerPortal: { enabled: developerPortal } },
    };
  }

  private observability(): KuadrantSpec['observability'] {
    const { observability, defaultLevels, httpHeaderIdentifier, tracingEndpoint, tracingInsecure } = this.props;
    return section({
      enable: observability,
      dataPlane: section({
        defaultLevels: defaultLevels?.length ? defaultLevels.map((level) => level._render()) : undefined,
        httpHeaderIdentifier,
      }),
      tracing: section({ defaultEndpoint: tracingEndpoint, insecure: tracingInsecure }),
    });
  }

  private check(): void {
    const { httpHeaderIdentifier, tracingEndpoint, mtls, mtlsAuthorino, mtlsLimitador } = this.props;
    if (httpHeaderIdentifier !== undefined && !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(httpHeaderIdentifier)) {
      refuse(
        {
          what: 'httpHeaderIdentifier of Kuadrant',
          got: httpHeaderIdentifier,
          expected: 'the name of a request header',
          fix: "use 'x-request-id', which Envoy sets on every request",
        },
        this,
      );
    }
    if (tracingEndpoint !== undefined && !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+/.test(tracingEndpoint)) {
      refuse(
        {
          what: 'tracingEndpoint of Kuadrant',
          got: tracingEndpoint,
          expected: 'a URL with a scheme',
          fix: "begin with 'rpc://' for OTLP over gRPC, or 'http://' for OTLP over HTTP",
        },
        this,
      );
    }
    if (!mtls && (mtlsAuthorino || mtlsLimitador)) {
      refuse(
        {
          what: 'mtls of Kuadrant',
          got: `${mtls === undefined ? 'undefined' : 'false'}, together with ${mtlsAuthorino ? 'mtlsAuthorino' : 'mtlsLimitador'}`,
          expected: 'true; without it, mutual TLS is off for both',
          fix: 'set mtls: true, and false for the component without mutual TLS',
        },
        this,
      );
    }
  }
}

/** The fields; `undefined` if all are undefined. */
function section<T extends object>(fields: T): T | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}
