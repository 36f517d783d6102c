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
  /** Kind of the object, for example `ConfigMap`. */
  readonly kind: string;
  /** `metadata.name` of the object. */
  readonly name: string;
  /**
   * Namespace of the object. Only for a GatewayClass; a Gateway refuses it.
   *
   * @default - the gateway's namespace; for a GatewayClass, the object is cluster-scoped
   */
  readonly namespace?: string;
}

/** A requested address of a gateway (`spec.addresses[]`). */
export class GatewayAddress {
  /** An IPv4 or IPv6 address. Istio supports one; with several it creates no Deployment or Service for the gateway. */
  public static ip(address: string): GatewayAddress {
    return new GatewayAddress('IPAddress', ipAddress(address));
  }

  /** A hostname. With Istio, the name of an existing Service that serves the gateway. */
  public static hostname(name: string): GatewayAddress {
    return new GatewayAddress('Hostname', hostname('address', name));
  }

  /** A named address of the implementation, such as a reserved address in a cloud. */
  public static named(name: string): GatewayAddress {
    return new GatewayAddress('NamedAddress', name);
  }

  /** An address of an implementation-specific type, written `example.com/type`. */
  public static custom(type: string, value: string): GatewayAddress {
    return new GatewayAddress(type, value);
  }

  private constructor(
    /** `IPAddress`, `Hostname`, `NamedAddress`, or an implementation-specific type. */
    public readonly type: string,
    /** The IP address, hostname or name. */
    public readonly value: string,
  ) {}
}

/** Options of every gateway, independent of the implementation. */
export interface GatewayOptions extends CustomResourceProps {
  /**
   * Listeners: ports, protocols and hosts (`spec.listeners`). At least one is required at synthesis.
   *
   * @default - those added by `addListener`
   */
  readonly listeners?: Listener[];
  /**
   * Requested addresses, at most 16 (`spec.addresses`).
   *
   * @default - the implementation assigns one
   */
  readonly addresses?: GatewayAddress[];
  /**
   * Labels of the objects that the implementation creates for the gateway, at most 8 (`spec.infrastructure.labels`).
   *
   * @default - none; Istio copies those of the Gateway
   */
  readonly infrastructureLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the objects that the implementation creates for the gateway, at most 16
   * (`spec.infrastructure.annotations`).
   *
   * @default - none; Istio copies those of the Gateway
   */
  readonly infrastructureAnnotations?: { readonly [key: string]: string };
  /**
   * Parameters for the implementation (`spec.infrastructure.parametersRef`).
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
   * @default - client certificates are not requested
   */
  readonly clientValidation?: ClientValidation;
  /**
   * Validation of client certificates by port number; replaces `clientValidation` on that port
   * (`spec.tls.frontend.perPort`).
   *
   * @default - none
   */
  readonly clientValidationPerPort?: { readonly [port: string]: ClientValidation };
  /**
   * Client certificate that the gateway presents to backends (`spec.tls.backend.clientCertificateRef`).
   *
   * @default - none
   */
  readonly backendClientCertificate?: CertificateReference;
  /**
   * Attach routes that name no parent (`spec.defaultScope: All`). Experimental channel.
   *
   * @default - only routes that name the gateway attach
   */
  readonly serveDefaultRoutes?: boolean;
}

function ipAddress(value: string): string {
  if (isIP(value) === 0) {
    refuse({
      what: 'address',
      got: value,
      expected: "an IPv4 or IPv6 address such as '192.0.2.10'",
      fix: value.includes('/') ? 'name one address, not a range' : 'for a hostname use GatewayAddress.hostname()',
    });
  }
  return value;
}
