import { Service } from 'cdk8s-plus-28';
import { IRouteFilter } from './i-route-filter';
import { grantReference, Referrer } from './reference-grant';
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

/** What every backend may say beside what it is. */
export interface BackendOptions {
  /**
   * Share of the requests: this weight in proportion to the sum of all; 0 to 1000000.
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
   * Emit the ReferenceGrant that a backend in another namespace needs.
   *
   * @default true
   */
  readonly grant?: boolean;
  /**
   * What happens to requests for this backend only. For HTTP and gRPC.
   *
   * @default - nothing
   */
  readonly filters?: IRouteFilter[];
}

/** A backend of another kind. */
export interface CustomBackendOptions extends BackendOptions {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Port; a Service needs one.
   *
   * @default - none
   */
  readonly port?: number;
}

/** `backendRefs[]` without what only some routes have. */
interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** Where a route sends requests (`backendRefs[]`). */
export class Backend {
  /** A Service by name and port. */
  public static service(name: string, port: number, options: BackendOptions = {}): Backend {
    return new Backend('', 'Service', dnsSubdomain('name of Service', name), port, options);
  }

  /**
   * A Service of this program.
   *
   * @param service the Service
   * @param port one of its ports; without one, its only port
   */
  public static fromService(service: Service, port?: number, options: BackendOptions = {}): Backend {
    const ports = service.ports.map((entry) => entry.port);
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

  /** A Service of several clusters (multicluster.x-k8s.io). */
  public static serviceImport(name: string, port: number, options: BackendOptions = {}): Backend {
    return new Backend(
      'multicluster.x-k8s.io',
      'ServiceImport',
      dnsSubdomain('name of ServiceImport', name),
      port,
      options,
    );
  }

  /** A host in Istio's registry, such as that of a ServiceEntry. Istio only; it has no namespace. */
  public static istioHostname(host: string, port: number, weight?: number): Backend {
    return new Backend('networking.istio.io', 'Hostname', preciseHostname('host of backend', host), port, { weight });
  }

  /** Pods that serve a model (Gateway API Inference Extension). */
  public static inferencePool(name: string, options: BackendOptions = {}): Backend {
    const pool = dnsSubdomain('name of InferencePool', name);
    return new Backend('inference.networking.k8s.io', 'InferencePool', pool, undefined, options);
  }

  /** An object of another kind that the implementation understands. */
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
    /** Port; nothing where the kind has none. */
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
      wholeNumber(`weight of backend '${name}'`, options.weight, 0, 1_000_000, 'weights are shares of their sum');
    }
  }

  /** Share of the requests; nothing for an equal one. */
  public get weight(): number | undefined {
    return this.options.weight;
  }

  /** Namespace; nothing for that of the route. */
  public get namespace(): string | undefined {
    return this.options.namespace;
  }

  /** The same backend with another share. */
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

  /** Emits the grant that a route needs for it. @internal */
  public _grantTo(route: Referrer): void {
    if (this.options.grant ?? true) {
      grantReference(route, { group: this.group, kind: this.kind, name: this.name, namespace: this.options.namespace });
    }
  }

  /** The reference without a weight, as filters have it. @internal */
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
