import { istioCount, istioHost, portSelector, subsetName } from './istio-text';
import { renderVirtualServiceHeaders, VirtualServiceHeaders } from './virtual-service-headers';
import { Headers, Mirror } from '../manifest/istio-networking';
import { IService, ofKind } from '../resource/core-object';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Options of a destination. */
export interface DestinationOptions {
  /**
   * Port of the service (`port.number`).
   *
   * @default - its only port
   */
  readonly port?: number;
  /**
   * Name of a subset of the host's `DestinationRule` (`subset`).
   *
   * @default - all endpoints
   */
  readonly subset?: string;
  /**
   * Share of the requests in proportion to the sum of all weights (`weight`). Several destinations need one
   * each; a single one needs none.
   *
   * @default - all requests
   */
  readonly weight?: number;
  /**
   * Changes to the headers of requests to this destination and of its responses (`headers`); HTTP only.
   *
   * @default - none
   */
  readonly headers?: VirtualServiceHeaders;
}

/** A destination of traffic: a host in Istio's service registry, of a Service or a `ServiceEntry` (`destination`). */
export class Destination {
  /**
   * A host by name. A name without a dot is a Service in the namespace of the referring object; a Service elsewhere is
   * `cart.shop.svc.cluster.local`.
   */
  public static host(host: string, options: DestinationOptions = {}): Destination {
    istioHost('host of destination', host);
    if (host === '*') {
      refuse({
        what: 'host of destination',
        got: host,
        expected: 'a host in the service registry',
        fix: 'use the name of a Service or a host of a ServiceEntry',
      });
    }
    return new Destination(host, undefined, options);
  }

  /** A Service of this program, in any namespace. The port may be left out for a Service with one port. */
  public static fromService(service: IService, options: DestinationOptions = {}): Destination {
    const ports = ofKind('Service', service).ports.map((entry) => entry.port);
    const chosen = options.port ?? (ports.length === 1 ? ports[0] : undefined);
    if (chosen === undefined || !ports.includes(chosen)) {
      refuse({
        what: `port of destination '${service.name}'`,
        got: options.port,
        expected: `one of ${ports.join(', ') || 'its ports; it has none'}`,
        fix: 'name a port of the Service',
      });
    }
    dnsSubdomain('name of Service', service.name);
    return new Destination(service.name, service.metadata.namespace, { ...options, port: chosen });
  }

  /** A host whose short name is resolved in a namespace. @internal */
  public static _in(namespace: string | undefined, host: string, options: DestinationOptions): Destination {
    return new Destination(host, namespace, options);
  }

  private constructor(
    /** Host, as written in its own namespace. */
    public readonly hostname: string,
    private readonly home: string | undefined,
    private readonly options: DestinationOptions,
  ) {
    if (options.port !== undefined) {
      portSelector(`port of destination '${hostname}'`, options.port);
    }
    if (options.subset !== undefined) {
      subsetName(`subset of destination '${hostname}'`, options.subset);
    }
    if (options.weight !== undefined) {
      istioCount(`weight of destination '${hostname}'`, options.weight);
    }
    if (home !== undefined) {
      dnsLabel(`namespace of destination '${hostname}'`, home);
    }
  }

  /** Name of the subset; `undefined` for all endpoints. */
  public get subset(): string | undefined {
    return this.options.subset;
  }

  /** Port; `undefined` for the only one of the service. */
  public get port(): number | undefined {
    return this.options.port;
  }

  /** Share of the requests; `undefined` for all. */
  public get weight(): number | undefined {
    return this.options.weight;
  }

  /** A copy of the destination with another weight. */
  public withWeight(weight: number): Destination {
    return new Destination(this.hostname, this.home, { ...this.options, weight });
  }

  /** Renders the destination without weight and headers, for a mirror. @internal */
  public _renderAlone(what: string, namespace: string | undefined): Mirror {
    const extra = ['weight', 'headers'].find((name) => name in this.options);
    if (extra !== undefined) {
      const expected = 'host, port and subset';
      refuse({ what, got: `a destination with ${extra}`, expected, fix: `leave ${extra} out` });
    }
    return this.reference(namespace);
  }

  /** Renders an element of `tls[].route[]` or `tcp[].route[]`. @internal */
  public _renderPlain(what: string, namespace: string | undefined) {
    if (this.options.headers) {
      const expected = 'a destination without headers; connections have no headers';
      refuse({ what, got: 'headers', expected, fix: 'leave headers out' });
    }
    return { destination: this.reference(namespace), weight: this.weight };
  }

  /** Renders an element of `http[].route[]`. @internal */
  public _render(what: string, namespace: string | undefined) {
    const { headers } = this.options;
    const rendered: Headers | undefined = headers && renderVirtualServiceHeaders(`headers of ${what}`, headers);
    return { destination: this.reference(namespace), headers: rendered, weight: this.weight };
  }

  private reference(namespace: string | undefined): Mirror {
    const isElsewhere = this.home !== undefined && this.home !== namespace && /^[^.*]+$/.test(this.hostname);
    return {
      host: isElsewhere ? `${this.hostname}.${this.home}.svc.cluster.local` : this.hostname,
      port: this.port === undefined ? undefined : { number: this.port },
      subset: this.subset,
    };
  }
}
