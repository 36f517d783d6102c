import { Construct } from 'constructs';
import { exportTo, isWithin, istioHostOrAddress, listOrNothing, overlap } from './istio-text';
import { VirtualServiceGateway } from './virtual-service-gateway';
import { HttpRouteSpec, isAutomatic, isClaim, TcpRouteSpec, TlsRouteSpec } from './virtual-service-match';
import {
  coveredBy,
  foreignSni,
  httpCovers,
  httpMatches,
  tcpCovers,
  tcpMatches,
  tlsCovers,
  tlsMatches,
} from './virtual-service-reach';
import {
  renderHttpRoute,
  renderTcpRoute,
  renderTlsRoute,
  VirtualServiceHttpRoute,
  VirtualServiceTcpRoute,
  VirtualServiceTlsRoute,
} from './virtual-service-route';
import { VirtualService as SHAPE, VirtualServiceSpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';

/** Options of a `VirtualService`. */
export interface VirtualServiceProps extends CustomResourceProps {
  /**
   * Hosts that it is for (`spec.hosts`): names, `*.example.com`, an address; at gateways also `*`. A name without a
   * dot is a Service of its namespace.
   *
   * @default - none: other VirtualServices delegate to it
   */
  readonly hosts?: string[];
  /**
   * Whose traffic it is for (`spec.gateways`).
   *
   * @default - that of the sidecars, VirtualServiceGateway.MESH
   */
  readonly gateways?: VirtualServiceGateway[];
  /**
   * Routes of HTTP, also of HTTPS that ends at a gateway; more by `addHttpRoute` (`spec.http`).
   *
   * @default - none yet
   */
  readonly http?: VirtualServiceHttpRoute[];
  /**
   * Routes of TLS that passes through; more by `addTlsRoute` (`spec.tls`).
   *
   * @default - none yet
   */
  readonly tls?: VirtualServiceTlsRoute[];
  /**
   * Routes of TCP, also of TLS that ends at a gateway; more by `addTcpRoute` (`spec.tcp`).
   *
   * @default - none yet
   */
  readonly tcp?: VirtualServiceTcpRoute[];
  /**
   * Namespaces whose sidecars and gateways see it: names, `.` for its own, `*` for all (`spec.exportTo`).
   *
   * @default - all
   */
  readonly exportTo?: string[];
}

/**
 * Routes of Istio's own API (networking.istio.io/v1): which hosts' traffic, of which gateways, goes where. The first
 * route that matches serves a request.
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
    this.hostList = [...(props.hosts ?? [])];
    this.gatewayNames = (props.gateways ?? []).map((gateway) => gateway._render(this.namespace));
    this.exported = exportTo(this, props.exportTo);
    this.checkGateways();
    this.checkHosts(props.tls !== undefined);
    props.http?.forEach((route) => this.addHttpRoute(route));
    props.tls?.forEach((route) => this.addTlsRoute(route));
    props.tcp?.forEach((route) => this.addTcpRoute(route));
    this.node.addValidation({ validate: () => this.missing() });
  }

  /** Hosts that it is for; none for a delegate. */
  public get hosts(): string[] {
    return [...this.hostList];
  }

  /** Adds a route of HTTP behind the others. */
  public addHttpRoute(route: VirtualServiceHttpRoute): void {
    const label = this.label('http', this.http.length, route.name);
    const rendered = renderHttpRoute(label, route, this.namespace);
    this.checkDelegation(label, rendered);
    this.checkClaims(label, rendered);
    this.doubtGateways(label, rendered.match);
    this.doubtWeight(label, rendered.route);
    this.http.push(rendered);
    const by = coveredBy(this.http, httpMatches(rendered), httpCovers);
    if (by !== undefined) this.doubtReach(label, this.label('http', by, this.http[by].name));
  }

  /** Adds a route of TLS that passes through. */
  public addTlsRoute(route: VirtualServiceTlsRoute): void {
    const label = this.label('tls', this.tls.length);
    this.refuseInDelegate('tls');
    const rendered = renderTlsRoute(label, route, this.namespace);
    const foreign = foreignSni(rendered, this.hostList);
    if (foreign !== undefined) {
      const expected = `a name that one of the hosts stands for: ${this.hostList.join(', ')}`;
      refuse({ what: `sniHosts of ${label}`, got: foreign, expected, fix: 'add it to hosts, or correct it' }, this);
    }
    this.doubtGateways(label, rendered.match);
    this.doubtWeight(label, rendered.route);
    this.tls.push(rendered);
    const by = coveredBy(this.tls, tlsMatches, tlsCovers);
    if (by !== undefined) this.doubtReach(label, this.label('tls', by));
  }

  /** Adds a route of TCP behind the others. */
  public addTcpRoute(route: VirtualServiceTcpRoute): void {
    const label = this.label('tcp', this.tcp.length);
    this.refuseInDelegate('tcp');
    const rendered = renderTcpRoute(label, route, this.namespace);
    this.doubtGateways(label, rendered.match);
    this.doubtWeight(label, rendered.route);
    this.tcp.push(rendered);
    const by = coveredBy(this.tcp, tcpMatches, tcpCovers);
    if (by !== undefined) this.doubtReach(label, this.label('tcp', by));
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): VirtualServiceSpec {
    return {
      hosts: listOrNothing(this.hostList),
      gateways: listOrNothing(this.gatewayNames),
      exportTo: this.exported,
      http: listOrNothing(this.http),
      tls: listOrNothing(this.tls),
      tcp: listOrNothing(this.tcp),
    };
  }

  private get isDelegate(): boolean {
    return this.hostList.length === 0;
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
    if (this.isDelegate && this.gatewayNames.length > 0) {
      const expected = 'none without hosts: a delegate serves the gateways of who delegates';
      refuse({ what: 'gateways', got: this.gatewayNames, expected, fix: 'name hosts, or leave gateways out' }, this);
    }
  }

  private checkHosts(hasTlsRoutes: boolean): void {
    const takesAutomatic = hasTlsRoutes && !this.isOfMesh;
    this.hostList.forEach((host) => (takesAutomatic && isAutomatic(host)) || istioHostOrAddress('hosts', host));
    if (this.isOfMesh && this.hostList.includes('*')) {
      const fix = 'name the hosts, or leave VirtualServiceGateway.MESH out and name gateways';
      refuse({ what: 'hosts', got: '*', expected: "hosts of the mesh; '*' is for gateways only", fix }, this);
    }
    this.hostList.forEach((host, index) => {
      const other = this.hostList.slice(0, index).find((earlier) => overlap(host, earlier));
      if (other !== undefined) {
        const fix = `leave ${isWithin(host, other) ? host : other} out`;
        refuse({ what: 'hosts', got: `'${host}' beside '${other}'`, expected: 'each host once', fix }, this);
      }
    });
  }

  private refuseInDelegate(protocol: string): void {
    if (this.isDelegate) {
      const expected = 'http routes only, without hosts: nobody delegates others';
      refuse({ what: 'routes', got: `a ${protocol} route`, expected, fix: 'name the hosts' }, this);
    }
  }

  private checkDelegation(label: string, { delegate }: HttpRouteSpec): void {
    if (this.isDelegate && delegate) {
      const expected = 'none without hosts: a delegate does not delegate';
      refuse({ what: `delegate of ${label}`, got: delegate.name, expected, fix: 'name the hosts' }, this);
    }
  }

  private checkClaims(label: string, { match }: HttpRouteSpec): void {
    const names = (match ?? []).flatMap(({ headers, withoutHeaders }) =>
      Object.keys({ ...headers, ...withoutHeaders }),
    );
    const claim = names.find(isClaim);
    if (claim !== undefined && this.isOfMesh) {
      const expected = 'a header; claims of the token are matched at gateways only';
      const fix = this.isDelegate
        ? 'match it where it is delegated'
        : 'name gateways, without VirtualServiceGateway.MESH';
      refuse({ what: `headers of ${label}`, got: claim, expected, fix }, this);
    }
  }

  private doubtGateways(label: string, matches: readonly { readonly gateways?: readonly string[] }[] = []): void {
    if (this.isDelegate) return;
    const served = this.gatewayNames.length > 0 ? this.gatewayNames : ['mesh'];
    const foreign = matches.flatMap(({ gateways = [] }) => gateways).find((gateway) => !served.includes(gateway));
    if (foreign !== undefined) {
      Warnings._add(this, 'GW561', {
        what: `gateways of a match in ${label}`,
        got: foreign,
        expected: `one of the gateways of the VirtualService: ${served.join(', ')}; others do not see it`,
        fix: 'add it to gateways of the VirtualService',
      });
    }
  }

  private doubtWeight(label: string, route: readonly { readonly weight?: number }[] | undefined): void {
    if (route?.length === 1 && route[0].weight === 0) {
      Warnings._add(this, 'GW562', {
        what: `weight of ${label}`,
        got: 0,
        expected: 'no weight for the only destination; it gets every request all the same',
        fix: 'leave the weight or the route out',
      });
    }
  }

  private doubtReach(label: string, earlier: string): void {
    Warnings._add(this, 'GW560', {
      what: label,
      got: `${earlier} before it, which serves all that it matches`,
      expected: 'a route that is reached',
      fix: 'put it before, or leave it out',
    });
  }

  private missing(): string[] {
    const routes = this.http.length + this.tls.length + this.tcp.length;
    return routes > 0 ? [] : ['routes: got none, expected at least one; fix: addHttpRoute()'];
  }
}
