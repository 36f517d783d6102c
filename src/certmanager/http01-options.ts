import { AcmeSolverOptions } from './solver-options';
import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';
import { dnsLabel, dnsSubdomain, port } from '../value/scalar';

/** Service in front of the pod that answers challenges (`serviceType`). */
export enum AcmeServiceType {
  /** Reached inside of the cluster. */
  CLUSTER_IP = 'ClusterIP',
  /** Reached at a port of every node. */
  NODE_PORT = 'NodePort',
}

/** What every HTTP-01 solver takes. */
export interface AcmeHttp01Options extends AcmeSolverOptions {
  /**
   * Service in front of the pod that answers challenges (`serviceType`).
   *
   * @default - AcmeServiceType.NODE_PORT
   */
  readonly serviceType?: AcmeServiceType;
  /**
   * `metadata` and `spec` of that pod, as the CRD has them (`podTemplate`):
   * nodeSelector, affinity, tolerations, priorityClassName, serviceAccountName,
   * imagePullSecrets, securityContext, resources.
   *
   * @default - cert-manager's
   */
  readonly podTemplate?: { readonly [key: string]: unknown };
}

/** Which part of a Gateway challenges go through. */
export interface AcmeParentRefOptions {
  /**
   * Listener (`sectionName`), one with protocol HTTP on port 80.
   *
   * @default - all listeners
   */
  readonly sectionName?: string;
  /**
   * Port of the listeners (`port`).
   *
   * @default - all ports
   */
  readonly port?: number;
}

/** A Gateway that challenges go through, for example one of another program. */
export interface AcmeCustomParentRefOptions extends AcmeParentRefOptions {
  /** `metadata.name`. */
  readonly name: string;
  /**
   * `metadata.namespace`.
   *
   * @default - that of the Certificate
   */
  readonly namespace?: string;
  /**
   * `kind`.
   *
   * @default Gateway
   */
  readonly kind?: string;
  /**
   * API group.
   *
   * @default gateway.networking.k8s.io
   */
  readonly group?: string;
}

/** What challenges go through (`gatewayHTTPRoute.parentRefs[]`). */
export class AcmeParentRef {
  /** A Gateway, or another parent of routes, by its construct. */
  public static of(parent: INamedResource, options: AcmeParentRefOptions = {}): AcmeParentRef {
    const { apiVersion, kind, name, namespace } = parent;
    return AcmeParentRef.custom({ group: groupOf(apiVersion), kind, name, namespace, ...options });
  }

  /** A parent of routes by its name. */
  public static custom(options: AcmeCustomParentRefOptions): AcmeParentRef {
    dnsSubdomain('name of AcmeParentRef', options.name);
    if (options.namespace !== undefined) {
      dnsLabel('namespace of AcmeParentRef', options.namespace);
    }
    if (options.sectionName !== undefined) {
      dnsSubdomain('sectionName of AcmeParentRef', options.sectionName);
    }
    if (options.port !== undefined) {
      port('port of AcmeParentRef', options.port);
    }
    return new AcmeParentRef(options);
  }

  private constructor(private readonly options: AcmeCustomParentRefOptions) {}

  /** As a manifest has it. @internal */
  public _render() {
    const { group, kind, name, namespace, sectionName, port: number } = this.options;
    // cert-manager refuses a name without a kind.
    return {
      group: group ?? 'gateway.networking.k8s.io',
      kind: kind ?? 'Gateway',
      name,
      namespace,
      sectionName,
      port: number,
    };
  }
}

/** Challenges through a Gateway; its class has to serve HTTPRoutes on port 80. */
export interface Http01GatewaySolverOptions extends AcmeHttp01Options {
  /**
   * Gateways that the HTTPRoute for a challenge is attached to (`parentRefs`).
   *
   * @default - those that an annotation of the Certificate names
   */
  readonly parentRefs?: AcmeParentRef[];
  /**
   * Labels of that HTTPRoute (`labels`).
   *
   * @default - none
   */
  readonly routeLabels?: { readonly [key: string]: string };
}
