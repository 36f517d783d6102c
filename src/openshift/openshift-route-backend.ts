import { IConstruct } from 'constructs';
import { AlternateBackend } from '../manifest/openshift-route';
import { IService, ofKind } from '../resource/core-object';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, wholeNumber } from '../value/scalar';

/** A Service by name and namespace, for example that of a gateway of this library. */
export interface INamedService {
  /** Name of the Service. */
  readonly name: string;
  /** Namespace of the Service; `undefined` for the current namespace of `kubectl`. */
  readonly namespace?: string;
}

/** A Service as backend of a `Route` (`spec.to`, `spec.alternateBackends[]`). */
export class RouteBackend {
  /**
   * A Service of the route's namespace, by name.
   *
   * @param name `metadata.name` of the Service
   * @param weight share of the requests, in proportion to the sum of all weights: 0 to 256, by default 100
   */
  public static service(name: string, weight?: number): RouteBackend {
    return new RouteBackend(name, weight);
  }

  /**
   * A Service of this program.
   *
   * @param service the Service; the route is created in its namespace, and the port is checked
   * @param weight share of the requests, in proportion to the sum of all weights: 0 to 256, by default 100
   */
  public static fromService(service: IService, weight?: number): RouteBackend {
    const ports = ofKind('Service', service).ports.map(({ name, port, targetPort }) => ({
      name,
      target: targetPort ?? port,
    }));
    return new RouteBackend(service.name, weight, service.metadata.namespace, ports);
  }

  /**
   * The Service of a gateway, which has the name of the gateway. The route must name one of its ports.
   *
   * @param gateway the gateway; the route is created in its namespace
   * @param weight share of the requests, in proportion to the sum of all weights: 0 to 256, by default 100
   */
  public static of(gateway: INamedService, weight?: number): RouteBackend {
    return new RouteBackend(gateway.name, weight, gateway.namespace, [], true);
  }

  /** Share of the requests in proportion to the sum of all weights, 0 to 256. */
  public readonly weight: number;

  private constructor(
    /** Name of the Service. */
    public readonly name: string,
    weight: number | undefined,
    /** Namespace of the Service; `undefined` for that of the route. */
    public readonly namespace?: string,
    private readonly ports: readonly Port[] = [],
    private readonly isGateway: boolean = false,
  ) {
    dnsSubdomain('name of Service', name);
    if (namespace !== undefined) {
      dnsLabel(`namespace of Service '${name}'`, namespace);
    }
    this.weight = wholeNumber(
      `weight of backend '${name}'`,
      weight ?? 100,
      0,
      256,
      'a weight is a share of the sum of all weights',
    );
  }

  /** @internal */
  public _render(): AlternateBackend {
    return { kind: 'Service', name: this.name, weight: this.weight };
  }

  /** Without a port, the router sends requests to every port of the Service, including health check ports. @internal */
  public _checkPort(port: string | number | undefined, route: IConstruct): void {
    const { name, ports } = this;
    if (port === undefined) {
      if (this.isGateway || ports.length > 1) {
        const known = ports.map((each) => each.name ?? each.target).join(', ');
        refuse(
          {
            what: `port of backend '${name}'`,
            got: port,
            expected: `one of its ports${known && `: ${known}`}; without one, the router sends requests to all of them, including health check ports`,
            fix: "name it, for example portName: 'http2'",
          },
          route,
        );
      }
    } else if (
      ports.length > 0 &&
      !ports.some((each) => (typeof port === 'string' ? each.name : each.target) === port)
    ) {
      const isName = typeof port === 'string';
      refuse(
        {
          what: `${isName ? 'portName' : 'portNumber'} of backend '${name}'`,
          got: port,
          expected: `one of ${ports.map((each) => (isName ? (each.name ?? `${each.target} (no name)`) : each.target)).join(', ')}`,
          fix: isName ? 'name a port of the Service' : 'use targetPort of the Service, not port',
        },
        route,
      );
    }
  }
}

interface Port {
  readonly name?: string;
  readonly target: number;
}
