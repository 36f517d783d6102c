import { Duration } from 'cdk8s';
import { istioCount, istioDuration, istioHostOrAddress, listOrNothing, mapOrNothing } from './istio-text';
import { orNothing, Values } from './sail-values';
import { refuse } from '../manifest/problem';
import { dnsLabel, port as checkPort, wholeNumber } from '../manifest/scalar';

/** A service that proxies call. */
export interface MeshProviderService {
  /**
   * Its host in Istio's registry, of a Service with its domain or of a `ServiceEntry`:
   * `otel-collector.observability.svc.cluster.local`; with `<namespace>/` in front where that is not enough
   * (`service`).
   */
  readonly service: string;
  /** Its port (`port`). */
  readonly port: number;
}

/** The part of a request's body that an authorizer gets (`includeRequestBodyInCheck`). */
export interface MeshAuthorizerBody {
  /** Bytes that are kept at most; a longer request is answered with 413 (`maxRequestBytes`). */
  readonly maxRequestBytes: number;
  /**
   * Whether the beginning of a longer one is sent, in place of 413 (`allowPartialMessage`).
   *
   * @default false
   */
  readonly allowPartialMessage?: boolean;
  /**
   * Whether it is sent as bytes; gRPC only (`packAsBytes`).
   *
   * @default - as UTF-8 text
   */
  readonly packAsBytes?: boolean;
}

/** An external authorizer, for `AuthorizationAction.custom`. */
export interface MeshGrpcAuthorizerOptions extends MeshProviderService {
  /**
   * Time to wait for its answer (`timeout`).
   *
   * @default - 600 s
   */
  readonly timeout?: Duration;
  /**
   * Whether requests pass while it cannot be reached or answers with 5xx (`failOpen`).
   *
   * @default false
   */
  readonly failOpen?: boolean;
  /**
   * Status that clients get while it cannot be reached (`statusOnError`).
   *
   * @default 403
   */
  readonly statusOnError?: number;
  /**
   * Whether the route is chosen again by the headers that it adds (`clearRouteCache`).
   *
   * @default false
   */
  readonly clearRouteCache?: boolean;
  /**
   * The part of the body that it gets (`includeRequestBodyInCheck`).
   *
   * @default - none
   */
  readonly includeRequestBodyInCheck?: MeshAuthorizerBody;
}

/** An external authorizer that speaks HTTP. Names of headers are exact, `prefix*` or `*suffix`. */
export interface MeshHttpAuthorizerOptions extends MeshGrpcAuthorizerOptions {
  /**
   * Put in front of the path that it is asked about, with a slash at the beginning (`pathPrefix`).
   *
   * @default - none
   */
  readonly pathPrefix?: string;
  /**
   * Headers of the request that it gets, beside Host, Method, Path and Content-Length
   * (`includeRequestHeadersInCheck`).
   *
   * @default - none
   */
  readonly includeRequestHeadersInCheck?: string[];
  /**
   * Headers that it gets with a value of yours (`includeAdditionalHeadersInCheck`).
   *
   * @default - none
   */
  readonly includeAdditionalHeadersInCheck?: { readonly [name: string]: string };
  /**
   * Headers of its answer that an allowed request carries on (`headersToUpstreamOnAllow`).
   *
   * @default - none
   */
  readonly headersToUpstreamOnAllow?: string[];
  /**
   * Headers of its answer that the client of an allowed request gets (`headersToDownstreamOnAllow`).
   *
   * @default - none
   */
  readonly headersToDownstreamOnAllow?: string[];
  /**
   * Headers of its answer that the client of a denied request gets (`headersToDownstreamOnDeny`).
   *
   * @default - all
   */
  readonly headersToDownstreamOnDeny?: string[];
}

/** A collector of traces. */
export interface MeshTracerOptions extends MeshProviderService {
  /**
   * Characters of a path that a span keeps (`maxTagLength`).
   *
   * @default - 256
   */
  readonly maxTagLength?: number;
}

/** A collector of traces that speaks OTLP, over gRPC unless `path` is given. */
export interface MeshOpenTelemetryOptions extends MeshTracerOptions {
  /**
   * Path of OTLP over HTTP, such as `/v1/traces` (`http.path`).
   *
   * @default - OTLP over gRPC
   */
  readonly path?: string;
  /**
   * Time to wait for its answer (`http.timeout`, `grpc.timeout`).
   *
   * @default - 3 s over HTTP
   */
  readonly timeout?: Duration;
  /**
   * Headers with their values (`http.headers[].value`, `grpc.initialMetadata[].value`). Not for secrets: anybody
   * who reads the manifest reads them.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
  /**
   * Headers whose values are environment variables of istiod, by the names of these (`envName`).
   *
   * @default - none
   */
  readonly headersFromEnvironment?: { readonly [name: string]: string };
  /**
   * Whether attributes of `OTEL_RESOURCE_ATTRIBUTES` are added (`resourceDetectors.environment`).
   *
   * @default false
   */
  readonly detectEnvironment?: boolean;
}

/** Where access logs are written, and how. */
export interface MeshFileAccessLogOptions {
  /**
   * File in the proxy's container (`path`).
   *
   * @default - /dev/stdout
   */
  readonly path?: string;
  /**
   * A line of text, with operators of Envoy such as `%RESPONSE_CODE%` (`logFormat.text`).
   *
   * @default - Istio's
   */
  readonly text?: string;
  /**
   * Fields of a line of JSON in its place (`logFormat.labels`); `{}` for Istio's.
   *
   * @default - a line of text
   */
  readonly labels?: { readonly [name: string]: string };
  /**
   * Whether what has no value is left out (`omitEmptyValues`).
   *
   * @default false
   */
  readonly omitEmptyValues?: boolean;
}

/** A collector of access logs that speaks OTLP over gRPC. */
export interface MeshOtelAccessLogOptions extends MeshProviderService {
  /**
   * Name of the log (`logName`).
   *
   * @default - otel_envoy_accesslog
   */
  readonly logName?: string;
  /**
   * Body of an entry, with operators of Envoy (`logFormat.text`).
   *
   * @default - Istio's
   */
  readonly text?: string;
  /**
   * Attributes of an entry, with operators of Envoy (`logFormat.labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };
}

/** Options of a provider that this library does not know. */
export interface CustomMeshExtensionProviderOptions {
  /** Kind of the provider, the field that its settings stand in: `stackdriver`. */
  readonly type: string;
  /**
   * Its settings.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- settings of a provider that only the mesh knows
  readonly settings?: { readonly [field: string]: any };
}

type Spec = NonNullable<NonNullable<Values['meshConfig']>['extensionProviders']>[number];

/** Something outside the proxies that policies refer to by name: an authorizer, a collector (`meshConfig.extensionProviders[]`). */
export class MeshExtensionProvider {
  /** An authorizer that speaks Envoy's external authorization over HTTP (`envoyExtAuthzHttp`). */
  public static extAuthzHttp(name: string, options: MeshHttpAuthorizerOptions): MeshExtensionProvider {
    const { pathPrefix, includeAdditionalHeadersInCheck, ...rest } = options;
    if (pathPrefix !== undefined && !pathPrefix.startsWith('/')) {
      const what = `pathPrefix of provider '${name}'`;
      refuse({ what, got: pathPrefix, expected: 'a path', fix: `write '/${pathPrefix}'` });
    }
    return new MeshExtensionProvider({
      name,
      envoyExtAuthzHttp: {
        ...authorizer(name, options),
        pathPrefix,
        includeRequestHeadersInCheck: listOrNothing(rest.includeRequestHeadersInCheck),
        includeAdditionalHeadersInCheck: mapOrNothing(includeAdditionalHeadersInCheck),
        headersToUpstreamOnAllow: listOrNothing(rest.headersToUpstreamOnAllow),
        headersToDownstreamOnAllow: listOrNothing(rest.headersToDownstreamOnAllow),
        headersToDownstreamOnDeny: listOrNothing(rest.headersToDownstreamOnDeny),
      },
    });
  }

  /** An authorizer that speaks Envoy's external authorization over gRPC (`envoyExtAuthzGrpc`). */
  public static extAuthzGrpc(name: string, options: MeshGrpcAuthorizerOptions): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, envoyExtAuthzGrpc: authorizer(name, options) });
  }

  /** A collector of traces that speaks OTLP (`opentelemetry`). */
  public static openTelemetry(name: string, options: MeshOpenTelemetryOptions): MeshExtensionProvider {
    const { path, timeout, headers = {}, headersFromEnvironment = {}, detectEnvironment } = options;
    const listed = listOrNothing([
      ...Object.entries(headers).map(([header, value]) => ({ name: header, value })),
      ...Object.entries(headersFromEnvironment).map(([header, envName]) => ({ name: header, envName })),
    ]);
    const wait = timeout && istioDuration(`timeout of provider '${name}'`, timeout);
    return new MeshExtensionProvider({
      name,
      opentelemetry: {
        ...tracer(name, options),
        http: path === undefined ? undefined : { path, timeout: wait, headers: listed },
        grpc: path === undefined ? orNothing({ timeout: wait, initialMetadata: listed }) : undefined,
        resourceDetectors: detectEnvironment ? { environment: {} } : undefined,
      },
    });
  }

  /** A collector of traces that speaks Zipkin's protocol (`zipkin`). */
  public static zipkin(name: string, options: MeshTracerOptions): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, zipkin: tracer(name, options) });
  }

  /** The agent of Datadog (`datadog`). */
  public static datadog(name: string, options: MeshTracerOptions): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, datadog: tracer(name, options) });
  }

  /** A collector of Apache SkyWalking (`skywalking`). A token of its own would stand in the manifest: use `custom`. */
  public static skywalking(name: string, options: MeshProviderService): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, skywalking: service(name, options) });
  }

  /** Metrics for Prometheus (`prometheus`). */
  public static prometheus(name: string): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, prometheus: {} });
  }

  /** Access logs in a file of the proxy (`envoyFileAccessLog`). */
  public static fileAccessLog(name: string, options: MeshFileAccessLogOptions = {}): MeshExtensionProvider {
    const { path, text, labels, omitEmptyValues } = options;
    if (text !== undefined && labels !== undefined) {
      const what = `format of provider '${name}'`;
      refuse({ what, got: 'text and labels', expected: 'one of them', fix: 'leave one out' });
    }
    const logFormat = orNothing({ text, labels });
    return new MeshExtensionProvider({ name, envoyFileAccessLog: { path, logFormat, omitEmptyValues } });
  }

  /** Access logs for a collector that speaks OTLP over gRPC (`envoyOtelAls`). */
  public static otelAccessLog(name: string, options: MeshOtelAccessLogOptions): MeshExtensionProvider {
    const { logName, text, labels } = options;
    const logFormat = orNothing({ text, labels });
    return new MeshExtensionProvider({ name, envoyOtelAls: { ...service(name, options), logName, logFormat } });
  }

  /** A provider that this library does not know. */
  public static custom(
    name: string,
    { type, settings = {} }: CustomMeshExtensionProviderOptions,
  ): MeshExtensionProvider {
    return new MeshExtensionProvider({ name, [type]: settings });
  }

  private constructor(private readonly spec: Spec) {
    if (spec.name === '') {
      const fix = 'policies refer to it by its name';
      refuse({ what: 'name of extension provider', got: spec.name, expected: 'a name', fix });
    }
  }

  /** Its name. */
  public get name(): string {
    return this.spec.name;
  }

  /** @internal */
  public _render(): Spec {
    return this.spec;
  }
}

function service(name: string, { service: host, port }: MeshProviderService) {
  const [namespace, rest] = host.includes('/') ? host.split(/\/(.*)/) : [undefined, host];
  const what = `service of provider '${name}'`;
  if (namespace !== undefined && namespace !== '*' && namespace !== '.') {
    dnsLabel(`namespace of ${what}`, namespace);
  }
  istioHostOrAddress(what, rest);
  return { service: host, port: checkPort(`port of provider '${name}'`, port) };
}

function tracer(name: string, options: MeshTracerOptions) {
  const { maxTagLength } = options;
  if (maxTagLength !== undefined) {
    istioCount(`maxTagLength of provider '${name}'`, maxTagLength, 1);
  }
  return { ...service(name, options), maxTagLength };
}

function authorizer(name: string, options: MeshGrpcAuthorizerOptions) {
  const { timeout, failOpen, statusOnError, clearRouteCache, includeRequestBodyInCheck } = options;
  if (statusOnError !== undefined) {
    const fix = 'name a status of HTTP, such as 503';
    wholeNumber(`statusOnError of provider '${name}'`, statusOnError, 100, 599, fix);
  }
  if (includeRequestBodyInCheck) {
    istioCount(`maxRequestBytes of provider '${name}'`, includeRequestBodyInCheck.maxRequestBytes, 1);
  }
  return {
    ...service(name, options),
    timeout: timeout && istioDuration(`timeout of provider '${name}'`, timeout),
    failOpen,
    statusOnError: statusOnError === undefined ? undefined : String(statusOnError),
    clearRouteCache,
    includeRequestBodyInCheck,
  };
}
