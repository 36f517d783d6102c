import { Role, RoleBinding, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RouteBackend } from './openshift-route-backend';
import { RouteHeader, renderHeaders } from './openshift-route-header';
import { RouteTls } from './openshift-route-tls';
import { Route as RouteKind, RouteSpec } from '../manifest/openshift-route';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel, port as checkPort, preciseHostname } from '../value/scalar';

/** Hosts that a `Route` serves (`spec.wildcardPolicy`). It cannot be changed later. */
export enum WildcardPolicy {
  /** Serves the host only. */
  NONE = 'None',
  /** Serves every host of the parent domain: with host `www.example.com`, all of `*.example.com`. */
  SUBDOMAIN = 'Subdomain',
}

/** Options of a `Route`. `namespace` defaults to that of a backend of this program. */
export interface RouteProps extends CustomResourceProps {
  /** Service that receives the requests (`spec.to`). */
  readonly backend: RouteBackend;
  /**
   * Up to three more Services; all share the requests by weight (`spec.alternateBackends`).
   *
   * A cookie keeps a client on its pod, so weights apply to new clients only. The annotation
   * `haproxy.router.openshift.io/disable_cookies` disables it.
   *
   * @default - none
   */
  readonly alternateBackends?: RouteBackend[];
  /**
   * Host to serve (`spec.host`). The user who applies the route needs the permission `routes/custom-host`.
   *
   * @default - generated from `subdomain`, or from name and namespace of the route
   */
  readonly host?: string;
  /**
   * Host below the domain of the router, `shop` for `shop.apps.cluster.example.com` (`spec.subdomain`).
   * Excludes `host`.
   *
   * @default - none
   */
  readonly subdomain?: string;
  /**
   * Path prefix to serve (`spec.path`). Not for passthrough, where the router does not see the path.
   *
   * @default - every path
   */
  readonly path?: string;
  /**
   * Port of the Service by name (`spec.port.targetPort`). Required for the Service of a gateway, which has
   * several ports.
   *
   * @default - the port of `portNumber`, else every port of the Service
   */
  readonly portName?: string;
  /**
   * Port that the pods listen on: `targetPort` of the Service (`spec.port.targetPort`). Excludes `portName`.
   *
   * @default - the port of `portName`, else every port of the Service
   */
  readonly portNumber?: number;
  /**
   * TLS termination (`spec.tls`).
   *
   * @default - none; the route serves HTTP only
   */
  readonly tls?: RouteTls;
  /**
   * Serve the host only, or every host of its parent domain (`spec.wildcardPolicy`). SUBDOMAIN needs a `host` and an
   * IngressController with `routeAdmission.wildcardPolicy: WildcardsAllowed`.
   *
   * @default WildcardPolicy.NONE
   */
  readonly wildcardPolicy?: WildcardPolicy;
  /**
   * Changes to the headers of requests, at most 20 (`spec.httpHeaders.actions.request`). Not for passthrough.
   *
   * @default - none
   */
  readonly requestHeaders?: RouteHeader[];
  /**
   * Changes to the headers of responses, at most 20 (`spec.httpHeaders.actions.response`). Not for passthrough.
   *
   * @default - none
   */
  readonly responseHeaders?: RouteHeader[];
}

/** ServiceAccount of OpenShift's routers; the API server checks its access to external certificates. */
const ROUTER = { name: 'router', namespace: 'openshift-ingress' };

/** An OpenShift Route to a gateway or any other Service (route.openshift.io/v1). */
export class Route extends CustomResource {
  private readonly routeProps: RouteProps;

  public constructor(scope: Construct, id: string, props: RouteProps) {
    const { backend, alternateBackends = [] } = props;
    super(scope, id, {
      ...props,
      namespace: props.namespace ?? [backend, ...alternateBackends].find(({ namespace }) => namespace)?.namespace,
    });
    this.routeProps = { ...props, alternateBackends: [...alternateBackends] };
    this.checkHost(props);
    this.checkPath(props);
    this.checkBackends([backend, ...alternateBackends]);
    this.checkPort(props);
    this.checkHeaders(props);
    this.grantRouter(props.tls);
  }

  /** @internal */
  protected _kind() {
    return RouteKind;
  }

  /** Includes the defaults of the API server, so that the manifest equals the stored object. @internal */
  protected _spec(): RouteSpec {
    const {
      backend,
      alternateBackends = [],
      host,
      subdomain,
      path,
      portName,
      portNumber,
      tls,
      ...rest
    } = this.routeProps;
    const targetPort = portName ?? portNumber;
    const actions = {
      request: renderHeaders('requestHeaders', 'req', rest.requestHeaders),
      response: renderHeaders('responseHeaders', 'res', rest.responseHeaders),
    };
    return {
      host,
      subdomain,
      path,
      to: backend._render(),
      alternateBackends: alternateBackends.length > 0 ? alternateBackends.map((other) => other._render()) : undefined,
      port: targetPort === undefined ? undefined : { targetPort },
      tls: tls?._render(),
      wildcardPolicy: rest.wildcardPolicy ?? WildcardPolicy.NONE,
      httpHeaders: actions.request || actions.response ? { actions } : undefined,
    };
  }

  private checkHost({ host, subdomain, wildcardPolicy }: RouteProps): void {
    if (host?.startsWith('*.')) {
      refuse(
        {
          what: 'host',
          got: host,
          expected: 'a hostname without a wildcard',
          fix: `use host 'wildcard${host.slice(1)}' with WildcardPolicy.SUBDOMAIN`,
        },
        this,
      );
    }
    if (host !== undefined) {
      preciseHostname('host', host);
    }
    subdomain?.split('.').forEach((label) => dnsLabel('subdomain', label));
    if (host !== undefined && subdomain !== undefined) {
      refuse(
        {
          what: 'host of route',
          got: `host '${host}' and subdomain '${subdomain}'`,
          expected: 'one of them; with host, the router ignores subdomain',
          fix: 'leave one out',
        },
        this,
      );
    }
    if (wildcardPolicy === WildcardPolicy.SUBDOMAIN && !host?.includes('.')) {
      refuse(
        {
          what: 'wildcardPolicy',
          got: `Subdomain with host ${host ?? 'left out'}`,
          expected: 'a host in the domain that is served',
          fix: "for all of *.example.com name any host of it, such as host: 'wildcard.example.com'",
        },
        this,
      );
    }
  }

  private checkPath({ path, tls }: RouteProps): void {
    if (path === undefined) return;
    if (tls?._isPassthrough) {
      refuse(
        {
          what: 'path',
          got: `'${path}' with passthrough`,
          expected: 'no path; the router does not terminate TLS and cannot match it',
          fix: 'leave it out, or terminate TLS at the router with RouteTls.reencrypt()',
        },
        this,
      );
    }
    if (!/^\/[^\s#]*$/.test(path)) {
      refuse(
        {
          what: 'path',
          got: path,
          expected: "an absolute path without spaces and '#'",
          fix: path.startsWith('/') ? 'leave them out' : `begin with a slash: '/${path}'`,
        },
        this,
      );
    }
  }

  private checkBackends(backends: readonly RouteBackend[]): void {
    if (backends.length > 4) {
      const got = `${backends.length - 1} entries`;
      refuse(
        { what: 'alternateBackends', got, expected: 'at most 3', fix: 'route by weight behind the gateway' },
        this,
      );
    }
    backends.forEach((backend, index) => {
      if (backends.findIndex(({ name }) => name === backend.name) !== index) {
        const fix = 'leave one out and set the sum of their weights on the other';
        refuse({ what: `backend '${backend.name}'`, got: 'twice', expected: 'each Service once', fix }, this);
      }
      if (backend.namespace !== undefined && backend.namespace !== this.namespace) {
        refuse(
          {
            what: `namespace of backend '${backend.name}'`,
            got: backend.namespace,
            expected: `${this.namespace === undefined ? 'no namespace' : `'${this.namespace}'`}, as the route; it reaches its own namespace only`,
            fix: 'put the route into the namespace of the Service',
          },
          this,
        );
      }
    });
    if (backends.every(({ weight }) => weight === 0)) {
      const expected = 'at least one above 0; otherwise every request gets a 503 response';
      refuse({ what: 'weights', got: 'all 0', expected, fix: 'set a weight above 0 on one backend' }, this);
    }
  }

  private checkPort({ backend, alternateBackends = [], portName, portNumber }: RouteProps): void {
    if (portName !== undefined && portNumber !== undefined) {
      const got = `portName '${portName}' and portNumber ${portNumber}`;
      refuse({ what: 'port', got, expected: 'one of them', fix: 'leave portNumber out' }, this);
    }
    if (portName !== undefined) {
      dnsLabel('portName', portName);
    }
    if (portNumber !== undefined) {
      checkPort('portNumber', portNumber);
    }
    [backend, ...alternateBackends].forEach((each) => each._checkPort(portName ?? portNumber, this));
  }

  private checkHeaders({ requestHeaders = [], responseHeaders = [], tls }: RouteProps): void {
    if (tls?._isPassthrough && requestHeaders.length + responseHeaders.length > 0) {
      refuse(
        {
          what: 'headers',
          got: 'changes with passthrough',
          expected: 'none; the router does not terminate TLS and cannot change headers',
          fix: 'change headers at the gateway, or use RouteTls.reencrypt()',
        },
        this,
      );
    }
    renderHeaders('requestHeaders', 'req', requestHeaders);
    renderHeaders('responseHeaders', 'res', responseHeaders);
  }

  /** The API server accepts an external certificate only if the router may read its Secret. */
  private grantRouter(tls: RouteTls | undefined): void {
    if (tls?.certificateSecret === undefined || !tls._grantsRouter) return;
    const metadata = { name: `${this.name}-router`, namespace: this.namespace };
    const role = new Role(this, 'Role', { metadata });
    role.allowRead(Secret.fromSecretName(this, 'Secret', tls.certificateSecret));
    const binding = new RoleBinding(this, 'RoleBinding', { metadata, role });
    binding.addSubjects(
      ServiceAccount.fromServiceAccountName(this, 'Router', ROUTER.name, { namespaceName: ROUTER.namespace }),
    );
    this.apiObject.node.addDependency(role, binding);
  }
}
