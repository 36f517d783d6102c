import { isIP } from 'net';
import { ClientValidation } from './client-validation';
import { CertificateReference, Listener, RouteNamespaces } from './listener';
import { CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { hostname } from '../value/scalar';

/** An object with parameters for a controller (`parametersRef`). */
export interface ParametersReference {
  /** API group; empty for the core group. */
  readonly group: string;
  /** For example `ConfigMap`. */
  readonly kind: string;
  /** Its `metadata.name`. */
  readonly name: string;
  /**
   * Only for a GatewayClass, which has no namespace itself; a Gateway refuses it.
   *
   * @default - the gateway's namespace; for a GatewayClass an object of the cluster
   */
  readonly namespace?: string;
}

/** An address that a gateway requests (`spec.addresses[]`). */
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

  /** A type that the class defines, `example.com/type`. */
  public static custom(type: string, value: string): GatewayAddress {
    return new GatewayAddress(type, value);
  }

  private constructor(
    /** `IPAddress`, `Hostname`, `NamedAddress`, or a type that the class defines. */
    public readonly type: string,
    /** The address, host name or name. */
    public readonly value: string,
  ) {}
}

/** Options of every gateway, whatever implementation runs it. */
export interface GatewayOptions extends CustomResourceProps {
  /**
   * Ports, protocols, hosts; more by `addListener`. At least one is needed when the program is synthesized.
   *
   * @default - none yet
   */
  readonly listeners?: Listener[];
  /**
   * Requested addresses, at most 16 (`spec.addresses`).
   *
   * @default - the class assigns one
   */
  readonly addresses?: GatewayAddress[];
  /**
   * Labels of the objects that the class creates for the gateway, at most 8 (`spec.infrastructure.labels`).
   *
   * @default - Istio copies the gateway's own
   */
  readonly infrastructureLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the objects that the class creates, at most 16 (`spec.infrastructure.annotations`).
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
   * Namespaces that may add listeners with a ListenerSet (`spec.allowedListeners`).
   *
   * @default - none
   */
  readonly allowedListenerSets?: RouteNamespaces;
  /**
   * Validation of client certificates (`spec.tls.frontend.default`).
   *
   * @default - clients present no certificate
   */
  readonly clientValidation?: ClientValidation;
  /**
   * The same for single ports, in place of `clientValidation` (`spec.tls.frontend.perPort`); keys are ports.
   *
   * @default - none
   */
  readonly clientValidationPerPort?: { readonly [port: string]: ClientValidation };
  /**
   * Certificate that the gateway presents to backends (`spec.tls.backend.clientCertificateRef`).
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
