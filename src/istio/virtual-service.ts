import { Construct } from 'constructs';
import { exportTo, isWithin, istioHostOrAddress, listOrUndefined, overlap } from './istio-text';
import { VirtualServiceGateway } from './virtual-service-gateway';
import { HttpRouteSpec, isAutomatic, isClaim, TcpRouteSpec, TlsRouteSpec } from './virtual-service-match';
import {
  renderHttpRoute,
  renderTcpRoute,
  renderTlsRoute,
  VirtualServiceHttpRoute,
  VirtualServiceTcpRoute,
  VirtualServiceTlsRoute,
} from './virtual-service-route';
import { VirtualService as SHAPE, VirtualServiceSpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of a `VirtualService`. */
export interface VirtualServiceProps extends CustomResourceProps {
  /**
   * Hosts to route (`spec.hosts`): names, `*.example.com`, an address; at gateways also `*`. A name without a
   * dot is a Service in the namespace of the `VirtualService`.
   */
  readonly hosts: string[];
  /**
   * Gateways whose traffic to route (`spec.gateways`).
   *
   * @default - the sidecars, VirtualServiceGateway.MESH
   */
  readonly gateways?: VirtualServiceGateway[];
  /**
   * HTTP routes, also for HTTPS that a gateway terminates; `addHttpRoute` adds more (`spec.http`).
   *
   * @default - those added by `addHttpRoute`
   */
  readonly http?: VirtualServiceHttpRoute[];
  /**
   * Routes for TLS passthrough; `addTlsRoute` adds more (`spec.tls`).
   *
   * @default - those added by `addTlsRoute`
   */
  readonly tls?: VirtualServiceTlsRoute[];
  /**
   * TCP routes, also for TLS that a gateway terminates; `addTcpRoute` adds more (`spec.tcp`).
   *
   * @default - those added by `addTcpRoute`
   */
  readonly tcp?: VirtualServiceTcpRoute[];
  /**
   * Namespaces whose sidecars and gateways use it: names, `.` for its own, `*` for all (`spec.exportTo`).
   *
   * @default - all
   */
  readonly exportTo?: string[];
}

/**
 * Routes for hosts at gateways and sidecars (networking.istio.io/v1 VirtualService). The first route that matches
 * serves a request.
 */
export class VirtualService extends CustomResource {
  private readonly hostList: readonly string[];
  private readonly gatewayNames: readonly string[];
  private readonly exported: readonly string[] | undefined;
  private readonly http: HttpRouteSpec[] = [];
  private readonly tls: TlsRouteSpec[] = [];
  private readonly tcp: TcpRouteSpec[] = [];

  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, props);
    this.hostList = [...props.hosts];
    this.gatewayNames = (props.gateways ?? []).map((gateway) => gateway._render(this.namespace));
    this.exported = exportTo(this, props.exportTo);
    this.checkGateways();
    this.checkHosts(props.tls !== undefined);
    props.http?.forEach((route) => this.addHttpRoute(route));
    props.tls?.forEach((route) => this.addTlsRoute(route));
    props.tcp?.forEach((route) => this.addTcpRoute(route));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** Hosts of the routes. */
  public get hosts(): string[] {
    return [...this.hostList];
  }

  /** Adds an HTTP route after the others. */
  public addHttpRoute(route: VirtualServiceHttpRoute): void {
    const label = this.label('http', this.http.length, route.name);
    const rendered = renderHttpRoute(label, route, this.namespace);
    this.checkClaims(label, rendered);
    this.http.push(rendered);
  }

  /** Adds a route for TLS passthrough. */
  public addTlsRoute(route: VirtualServiceTlsRoute): void {
    const label = this.label('tls', this.tls.length);
    const rendered = renderTlsRoute(label, route, this.namespace);
    const foreign = foreignSni(rendered, this.hostList);
    if (foreign !== undefined) {
      const expected = `a name within one of the hosts: ${this.hostList.join(', ')}`;
      refuse({ what: `sniHosts of ${label}`, got: foreign, expected, fix: 'add it to hosts, or correct it' }, this);
    }
    this.tls.push(rendered);
  }

  /** Adds a TCP route after the others. */
  public addTcpRoute(route: VirtualServiceTcpRoute): void {
    const label = this.label('tcp', this.tcp.length);
    const rendered = renderTcpRoute(label, route, this.namespace);
    this.tcp.push(rendered);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): VirtualServiceSpec {
    return {
      hosts: [...this.hostList],
      gateways: listOrUndefined(this.gatewayNames),
      exportTo: this.exported,
      http: listOrUndefined(this.http),
      tls: listOrUndefined(this.tls),
      tcp: listOrUndefined(this.tcp),
    };
  }

  private get isOfMesh(): boolean {
    return this.gatewayNames.length === 0 || this.gatewayNames.includes('mesh');
  }

  private label(protocol: string, index: number, name?: string): string {
    return name === undefined ? `${protocol} route ${index + 1}` : `${protocol} route '${name}'`;
  }

  private checkGateways(): void {
    const twice = this.gatewayNames.find((name, index) => this.gatewayNames.indexOf(name) !== index);
    if (twice !== undefined) {
      refuse({ what: 'gateways', got: `'${twice}' twice`, expected: 'each once', fix: 'leave one out' }, this);
    }
  }

  private checkHosts(hasTlsRoutes: boolean): void {
    if (this.hostList.length === 0) {
      refuse({ what: 'hosts', got: 'none', expected: 'at least one', fix: "for every host at a gateway '*'" }, this);
    }
    const takesAutomatic = hasTlsRoutes && !this.isOfMesh;
    this.hostList.forEach((host) => (takesAutomatic && isAutomatic(host)) || istioHostOrAddress('hosts', host));
    if (this.isOfMesh && this.hostList.includes('*')) {
      const fix = 'list the hosts, or leave VirtualServiceGateway.MESH out and set gateways';
      refuse({ what: 'hosts', got: '*', expected: "hosts of the mesh; '*' is for gateways only", fix }, this);
    }
    this.hostList.forEach((host, index) => {
      const other = this.hostList.slice(0, index).find((earlier) => overlap(host, earlier));
      if (other !== undefined) {
        const fix = `leave ${isWithin(host, other) ? host : other} out`;
        refuse({ what: 'hosts', got: `'${host}' together with '${other}'`, expected: 'each host once', fix }, this);
      }
    });
  }

  private checkClaims(label: string, { match }: HttpRouteSpec): void {
    const names = (match ?? []).flatMap(({ headers, withoutHeaders }) =>
      Object.keys({ ...headers, ...withoutHeaders }),
    );
    const claim = names.find(isClaim);
    if (claim !== undefined && this.isOfMesh) {
      const expected = 'a header; claims of the token are matched at gateways only';
      const fix = 'set gateways without VirtualServiceGateway.MESH';
      refuse({ what: `headers of ${label}`, got: claim, expected, fix }, this);
    }
  }

  private missing(): string[] {
    const routes = this.http.length + this.tls.length + this.tcp.length;
    return routes > 0 ? [] : ['routes: got none, expected at least one; fix: addHttpRoute()'];
  }
}

/** The first server name outside the hosts of the VirtualService. */
const foreignSni = (route: TlsRouteSpec, hosts: readonly string[]): string | undefined =>
  route.match.flatMap(({ sniHosts }) => sniHosts).find((sni) => !hosts.some((host) => isWithin(sni, host)));
