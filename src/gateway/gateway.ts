import { isIP } from 'net';
import { Construct } from 'constructs';
import { ClientValidation } from './client-validation';
import { GatewayClass } from './gateway-class';
import { CertificateReference, Listener, RouteNamespaces } from './listener';
import { Gateway as GatewayKind, GatewaySpec } from '../manifest/gateway-api';
import { nearest, refuse } from '../manifest/problem';
import { annotations, dnsLabel, hostname, labels, port } from '../manifest/scalar';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';

/** A Gateway, of this program or not. */
export interface IGateway extends INamedResource {}

/** An object with parameters for a controller (`parametersRef`). */
export interface ParametersReference {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /**
   * Only for a GatewayClass, which has no namespace itself; a Gateway refuses it.
   *
   * @default - the gateway's namespace; for a GatewayClass an object of the cluster
   */
  readonly namespace?: string;
}

/** An address a gateway asks for (`spec.addresses[]`). */
export class GatewayAddress {
  /** An IPv4 or IPv6 address. Istio takes one; with several it leaves the deployment to you. */
  public static ip(address: string): GatewayAddress {
    return new GatewayAddress('IPAddress', ipAddress(address));
  }

  /** A host name. With Istio: an existing Service that serves the gateway. */
  public static hostname(name: string): GatewayAddress {
    return new GatewayAddress('Hostname', hostname('address', name));
  }

  /** A name that the class knows, such as a reserved address of a cloud. */
  public static named(name: string): GatewayAddress {
    return new GatewayAddress('NamedAddress', name);
  }

  /** A type of the class's own, `example.com/type`. */
  public static custom(type: string, value: string): GatewayAddress {
    return new GatewayAddress(type, value);
  }

  private constructor(
    public readonly type: string,
    public readonly value: string,
  ) {}
}

/** Options of a `Gateway`. */
export interface GatewayProps extends CustomResourceProps {
  /** The implementation that runs it (`spec.gatewayClassName`). */
  readonly gatewayClass: GatewayClass;
  /**
   * Ports, protocols, hosts; more by `addListener`. At least one is needed when the program is synthesized.
   *
   * @default - none yet
   */
  readonly listeners?: Listener[];
  /**
   * Addresses to ask for, at most 16.
   *
   * @default - the class assigns one
   */
  readonly addresses?: GatewayAddress[];
  /**
   * Labels of what the class creates for the gateway, at most 8 (`spec.infrastructure.labels`).
   *
   * @default - Istio copies the gateway's own
   */
  readonly infrastructureLabels?: { readonly [key: string]: string };
  /**
   * Annotations of what the class creates, at most 16 (`spec.infrastructure.annotations`).
   *
   * @default - Istio copies the gateway's own
   */
  readonly infrastructureAnnotations?: { readonly [key: string]: string };
  /**
   * Parameters for the class (`spec.infrastructure.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
  /**
   * Which namespaces may add listeners with a ListenerSet (`spec.allowedListeners`).
   *
   * @default - none
   */
  readonly allowedListenerSets?: RouteNamespaces;
  /**
   * How clients prove who they are (`spec.tls.frontend.default`).
   *
   * @default - clients show no certificate
   */
  readonly clientValidation?: ClientValidation;
  /**
   * The same for single ports, in place of `clientValidation` (`spec.tls.frontend.perPort`); keys are ports.
   *
   * @default - none
   */
  readonly clientValidationPerPort?: { readonly [port: string]: ClientValidation };
  /**
   * Certificate that the gateway shows to backends (`spec.tls.backend.clientCertificateRef`).
   *
   * @default - none
   */
  readonly backendClientCertificate?: CertificateReference;
  /**
   * Serve routes that name no gateway (`spec.defaultScope: All`). Experimental channel.
   *
   * @default - only routes that name it
   */
  readonly serveDefaultRoutes?: boolean;
}

/** A Gateway of the Gateway API (gateway.networking.k8s.io/v1). */
export class Gateway extends CustomResource implements IGateway {
  /**
   * A Gateway that this program does not own.
   *
   * @param name its name
   * @param namespace its namespace; without one, that of whatever refers to it
   */
  public static fromGatewayName(name: string, namespace?: string): IGateway {
    return {
      apiVersion: GatewayKind.apiVersion,
      kind: GatewayKind.kind,
      name: dnsLabel('name of Gateway', name),
      namespace: namespace && dnsLabel('namespace', namespace),
    };
  }

  /** The implementation that runs it. */
  public readonly gatewayClass: GatewayClass;
  private readonly ownListeners: Listener[] = [];
  private parameters?: ParametersReference;

  public constructor(
    scope: Construct,
    id: string,
    private readonly gatewayProps: GatewayProps,
  ) {
    super(scope, id, gatewayProps);
    // The name becomes the value of a label on the gateway's pods.
    dnsLabel('name of Gateway', this.name);
    this.gatewayClass = gatewayProps.gatewayClass;
    this.checkServiceName();
    this.checkInfrastructure();
    Object.keys(gatewayProps.clientValidationPerPort ?? {}).forEach((key) =>
      port('port of clientValidationPerPort', Number(key)),
    );
    this.parameters = gatewayProps.parameters;
    gatewayProps.listeners?.forEach((listener) => this.addListener(listener));
    this.node.addValidation({
      validate: () =>
        this.ownListeners.length > 0 ? [] : ['listeners: got none, expected at least one; fix: addListener()'],
    });
  }

  /** Its listeners, in the order in which they were added. */
  public get listeners(): Listener[] {
    return [...this.ownListeners];
  }

  /** Adds a listener. Its name, and its port, protocol and host together, must be new. */
  public addListener(listener: Listener): void {
    const twin = this.ownListeners.find(
      (other) =>
        other.name === listener.name ||
        (other.port === listener.port &&
          other.hostname === listener.hostname &&
          (other.protocol === listener.protocol || (isHttpOrTls(other) && isHttpOrTls(listener)))),
    );
    if (twin) {
      const what = twin.name === listener.name ? 'name' : 'port, protocol and hostname';
      refuse(
        {
          what: `listener '${listener.name}'`,
          got: `the ${what} of listener '${twin.name}'`,
          expected: 'listeners that differ in name, and in port and hostname; of two alike none would serve',
          fix: what === 'name' ? 'give it another name' : 'give it another hostname or port',
        },
        this,
      );
    }
    this.ownListeners.push(listener);
  }

  /**
   * Lets routes of other namespaces attach, in place of what was allowed before.
   *
   * @param namespaces who may attach
   * @param listeners names of the listeners to open; without any, all that exist by now
   */
  public openTo(namespaces: RouteNamespaces, ...listeners: string[]): void {
    for (const name of listeners) {
      if (!this.ownListeners.some((listener) => listener.name === name)) {
        const known = this.ownListeners.map((listener) => listener.name);
        refuse(
          {
            what: 'listener to open',
            got: name,
            expected: known.length > 0 ? `one of ${known.join(', ')}` : 'a listener of the gateway; it has none yet',
            fix:
              known.length > 0
                ? `use '${nearest(name, known) ?? known[0]}', or add the listener first`
                : 'add it first',
          },
          this,
        );
      }
    }
    this.ownListeners.forEach((listener, index) => {
      if (listeners.length === 0 || listeners.includes(listener.name)) {
        this.ownListeners[index] = listener.openTo(namespaces);
      }
    });
  }

  /** Sets the parameters where the user has not. @internal */
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
      listeners: this.ownListeners.map((listener) => listener._render()),
      addresses: props.addresses?.map(({ type, value }) => ({ type, value })),
      infrastructure: Object.values(infrastructure).some((value) => value !== undefined) ? infrastructure : undefined,
      allowedListeners: props.allowedListenerSets && { namespaces: props.allowedListenerSets._render() },
      tls: this.tls(),
      defaultScope: props.serveDefaultRoutes ? 'All' : undefined,
    };
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

  /** Istio appends the class to the gateway's name, and does not cut it. */
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
          expected: 'a class that reads spec.infrastructure',
          fix: 'leave them out; this class would ignore them',
        },
        this,
      );
    }
    if (parameters && parameters.kind !== parametersKind) {
      refuse(
        {
          what: 'parameters',
          got: `kind ${parameters.kind} for gateway class '${gatewayClass.name}'`,
          expected: parametersKind ? `kind ${parametersKind}` : 'no parameters; the class does not read parametersRef',
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

const isHttpOrTls = ({ protocol }: Listener) => ['HTTP', 'HTTPS', 'TLS'].includes(protocol);

function ipAddress(value: string): string {
  if (isIP(value) === 0) {
    refuse({
      what: 'address',
      got: value,
      expected: "an IPv4 or IPv6 address such as '192.0.2.10'",
      fix: value.includes('/') ? 'name one address, not a range' : 'for a host name use GatewayAddress.hostname()',
    });
  }
  return value;
}
