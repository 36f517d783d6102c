import { IRouteFilter } from './i-route-filter';
import { grantReference, Referrer } from './reference-grant';
import { IService, ofKind } from '../resource/core-object';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import {
  dnsLabel,
  dnsSubdomain,
  objectReference,
  port as checkPort,
  preciseHostname,
  wholeNumber,
} from '../value/scalar';

/** Options of every backend. */
export interface BackendOptions {
  /**
   * Share of the requests in proportion to the sum of all weights; 0 to 1000000 (`weight`).
   *
   * @default 1
   */
  readonly weight?: number;
  /**
   * Namespace of the backend.
   *
   * @default - the route's namespace
   */
  readonly namespace?: string;
  /**
   * Emit the ReferenceGrant for a backend in another namespace.
   *
   * @default true
   */
  readonly grant?: boolean;
  /**
   * Filters of requests to this backend only (`filters`). For HTTP and gRPC.
   *
   * @default - none
   */
  readonly filters?: IRouteFilter[];
}

/** Options of a backend of another kind. */
export interface CustomBackendOptions extends BackendOptions {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Port; required for a Service.
   *
   * @default - none
   */
  readonly port?: number;
}

/** An element of `backendRefs[]`, without the fields of specific routes. */
interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** A backend that a route sends requests to (`backendRefs[]`). */
export class Backend {
  /** A Service by name and port. */
  public static service(name: string, port: number, options: BackendOptions = {}): Backend {
    return new Backend('', 'Service', dnsSubdomain('name of Service', name), port, options);
  }

  /**
   * A Service of this program.
   *
   * @param service the Service
   * @param port one of its ports; may be left out for a Service with one port
   */
  public static fromService(service: IService, port?: number, options: BackendOptions = {}): Backend {
    const ports = ofKind('Service', service).ports.map((entry) => entry.port);
    const chosen = port ?? (ports.length === 1 ? ports[0] : undefined);
    if (chosen === undefined || !ports.includes(chosen)) {
      return refuse({
        what: `port of backend '${service.name}'`,
        got: port,
        expected: `one of ${ports.join(', ') || 'its ports; it has none'}`,
        fix: 'name a port of the Service',
      });
    }
    return new Backend('', 'Service', service.name, chosen, { namespace: service.metadata.namespace, ...options });
  }

  /** A ServiceImport: a Service of several clusters (multicluster.x-k8s.io). */
  public static serviceImport(name: string, port: number, options: BackendOptions = {}): Backend {
    return new Backend(
      'multicluster.x-k8s.io',
      'ServiceImport',
      dnsSubdomain('name of ServiceImport', name),
      port,
      options,
    );
  }

  /** A host in Istio's service registry, such as that of a ServiceEntry. Istio only; it has no namespace. */
  public static istioHostname(host: string, port: number, weight?: number): Backend {
    return new Backend('networking.istio.io', 'Hostname', preciseHostname('host of backend', host), port, { weight });
  }

  /** An InferencePool: pods that serve a model (Gateway API Inference Extension). */
  public static inferencePool(name: string, options: BackendOptions = {}): Backend {
    const pool = dnsSubdomain('name of InferencePool', name);
    return new Backend('inference.networking.k8s.io', 'InferencePool', pool, undefined, options);
  }

  /** An object of another kind that the implementation supports. */
  public static custom(options: CustomBackendOptions): Backend {
    const { group, kind, name, port } = options;
    objectReference('backend', group, kind, name);
    return new Backend(group, kind, name, port, options);
  }

  private constructor(
    private readonly group: string,
    private readonly kind: string,
    /** Name of the object. */
    public readonly name: string,
    /** Port of the object; `undefined` for a kind without ports. */
    public readonly port: number | undefined,
    private readonly options: BackendOptions,
  ) {
    if (port !== undefined) {
      checkPort(`port of backend '${name}'`, port);
    } else if (group === '' && kind === 'Service') {
      refuse({ what: `port of backend '${name}'`, got: port, expected: 'a port', fix: 'name a port of the Service' });
    }
    if (options.namespace !== undefined) {
      dnsLabel(`namespace of backend '${name}'`, options.namespace);
    }
    if (options.weight !== undefined) {
      wholeNumber(`weight of backend '${name}'`, options.weight, 0, 1_000_000, 'a weight is a share of the sum');
    }
  }

  /** Weight of the backend; `undefined` for the default, 1. */
  public get weight(): number | undefined {
    return this.options.weight;
  }

  /** Namespace of the object; `undefined` for that of the route. */
  public get namespace(): string | undefined {
    return this.options.namespace;
  }

  /** A copy of the backend with another weight. */
  public withWeight(weight: number): Backend {
    return new Backend(this.group, this.kind, this.name, this.port, { ...this.options, weight });
  }

  /** @internal */
  public _withFilters(...filters: IRouteFilter[]): Backend {
    return new Backend(this.group, this.kind, this.name, this.port, {
      ...this.options,
      filters: [...this._filters, ...filters],
    });
  }

  /** @internal */
  public get _filters(): readonly IRouteFilter[] {
    return this.options.filters ?? [];
  }

  /** Emits the ReferenceGrant for a route in another namespace. @internal */
  public _grantTo(route: Referrer): void {
    if (this.options.grant ?? true) {
      grantReference(route, { group: this.group, kind: this.kind, name: this.name, namespace: this.options.namespace });
    }
  }

  /** Renders the reference without a weight, for filters. @internal */
  public _reference(route: INamedResource): BackendRef {
    const isService = this.group === '' && this.kind === 'Service';
    const { namespace } = this.options;
    return {
      ...(!isService && { group: this.group, kind: this.kind }),
      name: this.name,
      port: this.port,
      namespace: namespace !== route.namespace ? namespace : undefined,
    };
  }

  /** @internal */
  public _render(route: INamedResource): BackendRef {
    return { ...this._reference(route), weight: this.options.weight };
  }
}
