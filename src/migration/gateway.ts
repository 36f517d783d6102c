import { Context } from './context';
import { redirectsToHttps } from './locations';
import { hostnamesOf, ListenerNames, passesThrough } from './routes';
import { IngressItem } from '../ingress/servers';
import { Gateway, GatewaySpec, Listener } from '../manifest/gateway-api';
import { Manifest } from '../manifest/manifest';
import { ANY_HOST } from '../match/host';
import { refuse } from '../value/problem';

/** The Gateway of all Ingresses, and who may find what there. */
export interface GatewayPlan {
  readonly manifest: Manifest;
  readonly listenersOf: ListenerNames;
  /** Secrets that its listeners show, `namespace/name`. */
  readonly secrets: readonly string[];
}

/** Most listeners of a Gateway (Gateway API v1, GatewaySpec.listeners). */
const LISTENERS = 64;

/** One listener for HTTP, and one for HTTPS for each host that has a certificate. */
export function planGateway(namespaces: readonly string[], context: Context): GatewayPlan {
  const { gateway, world, notes } = context;
  const { servers, options } = world;
  const secure = new Map<string, Listener>();
  const secrets = new Set<string>();
  const allowedRoutes = allowed(namespaces, gateway.namespace);
  const add = (host: string, listener: Pick<Listener, 'protocol' | 'tls'>, kind: string) => {
    const name = host === ANY_HOST ? kind : `${kind}-${listenerLabel(host)}`;
    const hostname = host === ANY_HOST ? undefined : host;
    secure.set(`${kind} ${host}`, { name, hostname, port: options.httpsPort ?? 443, ...listener, allowedRoutes });
  };
  const terminate = (host: string, secret: string) => {
    const [namespace, name] = secret.split('/');
    secrets.add(secret);
    const other = namespace === gateway.namespace ? undefined : namespace;
    const certificateRefs = [{ group: '', kind: 'Secret', name, namespace: other }];
    add(host, { protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs } }, 'https');
  };
  for (const server of servers) {
    const hosts = hostnamesOf(server);
    if (passesThrough(server, context)) {
      hosts.forEach((host) => add(host, { protocol: 'TLS', tls: { mode: 'Passthrough' } }, 'tls'));
      continue;
    }
    const { secret, place, reason } = server.certificate ?? {};
    if (secret !== undefined) {
      const others = server.redirectsFrom ? [server.redirectsFrom.host] : [];
      [...hosts, ...others].forEach((host) => terminate(host, secret));
    } else if (place && options.defaultSslCertificate === undefined) {
      const why = reason === undefined ? 'the Ingress names no Secret' : reason;
      const leads = server.locations.some((location) => redirectsToHttps(server, location, context));
      notes.field(
        place.entry as IngressItem,
        place.path,
        leads ? 'refused' : 'differs',
        `${why}, so that the controller shows its own certificate, which nobody trusts; name a Secret, or give --default-ssl-certificate`,
      );
    }
  }
  if (options.defaultSslCertificate !== undefined) terminate(ANY_HOST, options.defaultSslCertificate);
  const listeners: Listener[] = [
    { name: 'http', port: options.httpPort ?? 80, protocol: 'HTTP', allowedRoutes } as Listener,
    ...[...secure.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
  checkCount(listeners);
  const spec = { gatewayClassName: gateway.className, listeners } as GatewaySpec;
  return {
    manifest: {
      apiVersion: Gateway.apiVersion,
      kind: Gateway.kind,
      metadata: { name: gateway.name, namespace: gateway.namespace },
      spec,
    },
    secrets: [...secrets],
    listenersOf: (host, scheme) => {
      if (scheme === 'http') return ['http'];
      const own = secure.get(`https ${host}`) ?? secure.get(`https ${ANY_HOST}`);
      return own ? [own.name] : [];
    },
  };
}

/** `*.example.com` is `wildcard-example-com`. */
export const listenerLabel = (host: string) => host.replace('*', 'wildcard').replace(/\./g, '-');

/** Routes may attach from the namespaces of the Ingresses alone. */
const allowed = (namespaces: readonly string[], own: string): Listener['allowedRoutes'] =>
  namespaces.every((each) => each === own)
    ? { namespaces: { from: 'Same' } }
    : {
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces].sort() }],
          },
        },
      };

function checkCount(listeners: readonly Listener[]): void {
  if (listeners.length <= LISTENERS) return;
  refuse({
    what: 'Ingresses',
    got: `${listeners.length - 1} hosts with certificates`,
    expected: `at most ${LISTENERS - 1}, as a Gateway has at most ${LISTENERS} listeners`,
    fix: 'migrate folders of Ingresses one by one, each to a Gateway of its own',
  });
}
