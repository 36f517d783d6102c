import { Construct } from 'constructs';
import { GatewayClass } from './gateway-class';
import { GatewayOptions, ParametersReference } from './gateway-options';
import { isStream, Listener, RouteNamespaces, servesAny } from './listener';
import { Listeners } from './listeners';
import { Gateway as GatewayKind, GatewaySpec } from '../manifest/gateway-api';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { GrpcRoute, GrpcRouteOptions } from '../route/grpc-route';
import { HttpRoute, HttpRouteOptions } from '../route/http-route';
import { RedirectStatus, RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { TlsRoute, TlsRouteOptions } from '../route/tls-route';
import { given } from '../value/given';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, labels, port as checkPort } from '../value/scalar';

/** A Gateway of this program or an existing one. */
export interface IGateway extends INamedResource {}

/** Options of a `Gateway`. */
export interface GatewayProps extends GatewayOptions {
  /** Implementation of the gateway (`spec.gatewayClassName`). */
  readonly gatewayClass: GatewayClass;
}

const CLASS = {
  what: 'gatewayClass',
  expected: 'a GatewayClass',
  fix: "use a constant such as GatewayClass.ISTIO, or GatewayClass.custom('name', { ... })",
};

/** Options of `Gateway.redirectToHttps`. */
export interface HttpsRedirectOptions {
  /**
   * Port of the HTTP listener.
   *
   * @default 80
   */
  readonly port?: number;
  /**
   * Name of the HTTP listener.
   *
   * @default http
   */
  readonly listenerName?: string;
  /**
   * Status code of the redirect, permanent or temporary.
   *
   * @default RedirectStatus.MOVED_PERMANENTLY
   */
  readonly status?: RedirectStatus;
}

/** A Gateway of the Gateway API (gateway.networking.k8s.io/v1). */
export class Gateway extends CustomResource implements IGateway {
  /**
   * An existing Gateway that this program does not define.
   *
   * @param name `metadata.name` of the Gateway
   * @param namespace `metadata.namespace` of the Gateway; without one, that of the referring object
   */
  public static fromGatewayName(name: string, namespace?: string): IGateway {
    return {
      apiVersion: GatewayKind.apiVersion,
      kind: GatewayKind.kind,
      name: dnsLabel('name of Gateway', name),
      namespace: namespace && dnsLabel('namespace', namespace),
    };
  }

  /** Implementation of the gateway. */
  public readonly gatewayClass: GatewayClass;
  private readonly ownListeners: Listeners;
  private parameters?: ParametersReference;
  private redirectListener?: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly gatewayProps: GatewayProps,
  ) {
    super(scope, id, gatewayProps);
    // Implementations set the name as a label value on the pods of the gateway.
    dnsLabel('name of Gateway', this.name);
    this.gatewayClass = given(gatewayProps.gatewayClass, 'features', CLASS, this);
    this.checkServiceName();
    this.checkInfrastructure();
    Object.keys(gatewayProps.clientValidationPerPort ?? {}).forEach((key) =>
      checkPort(`port '${key}' of clientValidationPerPort`, Number(key)),
    );
    this.parameters = gatewayProps.parameters;
    this.ownListeners = new Listeners(this, 'gateway');
    gatewayProps.listeners?.forEach((listener) => this.addListener(listener));
    const { clientValidation, clientValidationPerPort = {}, backendClientCertificate } = gatewayProps;
    [clientValidation, ...Object.values(clientValidationPerPort)].forEach((clients) => clients?._grantTo(this));
    backendClientCertificate?._grantTo(this);
  }

  /** Listeners of the gateway, in the order in which they were added. */
  public get listeners(): Listener[] {
    return this.ownListeners.all;
  }

  /** Adds a listener. Its name must be unique, and so must the combination of port, protocol and host. */
  public addListener(listener: Listener): void {
    this.ownListeners.add(listener);
    if (this.redirectListener !== undefined && listener.protocol === 'HTTPS') {
      this.ownListeners.widen(this.redirectListener, listener.hostname);
    }
  }

  /**
   * Adds an HTTPRoute that is attached to the gateway, in the gateway's namespace unless the options set another. The
   * listeners must accept routes from that namespace, see `openTo`.
   */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute {
    return new HttpRoute(this, id, this.attached(options, ['HTTP', 'HTTPS']));
  }

  /** Adds a GRPCRoute that is attached to the gateway, like `addHttpRoute`. */
  public addGrpcRoute(id: string, options: GrpcRouteOptions): GrpcRoute {
    return new GrpcRoute(this, id, this.attached(options, ['HTTP', 'HTTPS']));
  }

  /** Adds a TLSRoute that is attached to the gateway's listeners for TLS, like `addHttpRoute`. */
  public addTlsRoute(id: string, options: TlsRouteOptions): TlsRoute {
    return new TlsRoute(this, id, this.attached(options, ['TLS']));
  }

  /**
   * Sets the namespaces whose routes may attach to listeners, in place of those that were allowed before.
   *
   * @param namespaces namespaces whose routes may attach
   * @param listeners names of the listeners; without any, all that have been added so far, except the one
   * of `redirectToHttps`
   */
  public openTo(namespaces: RouteNamespaces, ...listeners: string[]): void {
    this.ownListeners.open(namespaces, listeners, ({ name }) => name !== this.redirectListener);
  }

  /**
   * Redirects plain HTTP to HTTPS by an HTTP listener and a route that attaches to that listener only.
   *
   * Routes attached by `RouteParent.of(gateway)` and `addHttpRoute` do not attach to that listener, in whichever
   * order they are added: with more specific hosts or paths they would serve plain HTTP there.
   *
   * @returns the route
   */
  public redirectToHttps(options: HttpsRedirectOptions = {}): HttpRoute {
    const secure = this.listeners.filter(({ protocol }) => protocol === 'HTTPS');
    if (secure.length === 0) {
      refuse(
        {
          what: 'redirectToHttps()',
          got: 'a gateway without an HTTPS listener',
          expected: 'a listener to redirect to',
          fix: 'call addListener(Listener.https(...)) first',
        },
        this,
      );
    }
    const hosts = new Set(secure.map((listener) => listener.hostname));
    const { port, listenerName = 'http', status = RedirectStatus.MOVED_PERMANENTLY } = options;
    const securePort = secure.every((listener) => listener.port === secure[0].port) ? secure[0].port : 443;
    this.addListener(
      Listener.http({ name: listenerName, port, hostname: hosts.size === 1 ? [...hosts][0] : undefined }),
    );
    this.redirectListener = listenerName;
    return new HttpRoute(this, 'https-redirect', {
      name: `${this.name}-https-redirect`,
      namespace: this.namespace,
      parents: [RouteParent.listener(this, listenerName)],
      rules: [
        {
          filters: [
            RouteFilter.redirect({ scheme: 'https', port: securePort === 443 ? undefined : securePort, status }),
          ],
        },
      ],
    });
  }

  /** Listeners that a route for these hosts attaches to; `undefined` for all. @internal */
  public _listenersFor(hostnames: readonly string[]): readonly string[] | undefined {
    if (this.redirectListener === undefined) {
      return undefined;
    }
    return this.listeners
      .filter(({ name, protocol }) => name !== this.redirectListener && !isStream(protocol))
      .filter((listener) => servesAny(listener.hostname, hostnames))
      .map(({ name }) => name);
  }

  /** Refuses hosts of a route that no listener of these protocols serves, where the hosts are known. @internal */
  protected _checkHosts(_hosts: readonly string[], _protocols: readonly string[]): void {}

  /** Sets `parametersRef` where the user has not. @internal */
  protected _useParameters(parameters: ParametersReference): void {
    this.parameters ??= parameters;
  }

  /** @internal */
  protected _kind() {
    return GatewayKind;
  }

  /** @internal */
  protected _spec(): GatewaySpec {
    const props = this.gatewayProps;
    const infrastructure = {
      labels: props.infrastructureLabels,
      annotations: props.infrastructureAnnotations,
      parametersRef: this.parameters,
    };
    return {
      gatewayClassName: this.gatewayClass.name,
      listeners: this.ownListeners.render(),
      addresses: props.addresses?.map(({ type, value }) => ({ type, value })),
      infrastructure: Object.values(infrastructure).some((value) => value !== undefined) ? infrastructure : undefined,
      allowedListeners: props.allowedListenerSets && { namespaces: props.allowedListenerSets._render() },
      tls: this.tls(),
      defaultScope: props.serveDefaultRoutes ? 'All' : undefined,
    };
  }

  private attached<T extends CustomResourceProps & { readonly hostnames?: string[] }>(options: T, protocols: string[]) {
    this._checkHosts(options.hostnames ?? [], protocols);
    return { ...options, namespace: options.namespace ?? this.namespace, parents: [RouteParent.of(this)] };
  }

  private tls(): GatewaySpec['tls'] {
    const { clientValidation, clientValidationPerPort: perPort, backendClientCertificate } = this.gatewayProps;
    const frontend = (clientValidation ?? perPort) && {
      default: { validation: clientValidation?._render() },
      perPort:
        perPort &&
        Object.entries(perPort).map(([key, validation]) => ({
          port: Number(key),
          tls: { validation: validation._render() },
        })),
    };
    const backend = backendClientCertificate && { clientCertificateRef: backendClientCertificate._render() };
    return frontend || backend ? { frontend, backend } : undefined;
  }

  /** Istio appends the class to the name of the gateway and does not truncate the result. */
  private checkServiceName(): void {
    const { istio, deploymentName } = this.gatewayClass.features;
    const service = deploymentName?.replace('{gateway}', this.name) ?? '';
    if (istio && !this.gatewayProps.addresses && service.length > 63) {
      refuse(
        {
          what: 'name of Gateway',
          got: `${this.name} (${this.name.length} characters)`,
          expected: `at most ${63 + this.name.length - service.length} characters, as Istio calls its Service '${service}'`,
          fix: 'shorten it',
        },
        this,
      );
    }
  }

  private checkInfrastructure(): void {
    const { infrastructureLabels, infrastructureAnnotations, parameters, gatewayClass } = this.gatewayProps;
    const { parametersKind, infrastructureMetadata } = gatewayClass.features;
    labels('infrastructureLabels', infrastructureLabels ?? {});
    annotations('infrastructureAnnotations', infrastructureAnnotations ?? {});
    if ((infrastructureLabels || infrastructureAnnotations) && !infrastructureMetadata) {
      refuse(
        {
          what: 'infrastructureLabels and infrastructureAnnotations',
          got: `gateway class '${gatewayClass.name}'`,
          expected: 'a class that supports spec.infrastructure',
          fix: 'leave them out; this class ignores them',
        },
        this,
      );
    }
    if (parameters && parameters.kind !== parametersKind) {
      refuse(
        {
          what: 'parameters',
          got: `kind ${parameters.kind} for gateway class '${gatewayClass.name}'`,
          expected: parametersKind ? `kind ${parametersKind}` : 'no parameters; the class ignores parametersRef',
          fix: parametersKind ? `refer to an object of kind ${parametersKind}` : 'leave them out',
        },
        this,
      );
    }
    if (parameters?.namespace !== undefined) {
      refuse(
        {
          what: 'namespace of parameters',
          got: parameters.namespace,
          expected: "none; a Gateway's parameters are in its own namespace",
          fix: 'leave it out',
        },
        this,
      );
    }
  }
}
