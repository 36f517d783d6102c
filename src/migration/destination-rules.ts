import { Context, isIstio } from './context';
import { Notes } from './notes';
import { IngressItem, Location } from '../ingress/servers';
import { Settings } from '../ingress/settings';
import { DestinationRule, TrafficPolicy } from '../manifest/istio-networking';
import { Service } from '../manifest/kubernetes';
import { Manifest } from '../manifest/manifest';
import { Backend } from '../model/backends';
import { findItem, Model } from '../model/model';

type PortPolicy = NonNullable<TrafficPolicy['portLevelSettings']>[number];

/** How the Gateway speaks to pods, and which it chooses: DestinationRules in its own namespace, for it alone. */
export function destinationRules(context: Context): Manifest[] {
  const { world, gateway, notes } = context;
  const services = new Map<string, { readonly backend: Backend; readonly ports: Map<number, PortPolicy> }>();
  for (const { locations } of world.servers) {
    for (const location of locations) {
      const { ingress, settings, backend, canaries } = location;
      if (!ingress || !backend) continue;
      for (const to of [backend, ...canaries.slice(0, 1).map((canary) => canary.backend)]) {
        const policy = to.port === undefined ? {} : policyOf(to, location, context);
        if (Object.keys(policy).length === 0) continue;
        if (!isIstio(context)) {
          refuseAll(ingress, settings, notes);
          continue;
        }
        const key = `${to.namespace}/${to.name}`;
        const known = services.get(key) ?? { backend: to, ports: new Map<number, PortPolicy>() };
        services.set(key, known);
        if (!known.ports.has(to.port!)) known.ports.set(to.port!, { port: { number: to.port! }, ...policy });
      }
    }
  }
  return [...services.values()].map(({ backend: { namespace, name }, ports }) => ({
    apiVersion: DestinationRule.apiVersion,
    kind: DestinationRule.kind,
    metadata: { name: `${namespace}-${name}`, namespace: gateway.namespace },
    spec: {
      host: `${name}.${namespace}.svc.cluster.local`,
      exportTo: ['.'],
      trafficPolicy: { portLevelSettings: [...ports.values()] },
    },
  }));
}

function refuseAll(ingress: IngressItem, { affinity, backendTls }: Settings, notes: Notes): void {
  const text = 'the Gateway API has no field for it, and policies of the class are not known; write one by hand';
  const names = [
    ...(affinity ? ['affinity'] : []),
    ...(backendTls ? ['proxy-ssl-secret'] : []),
    'backend-protocol',
    'proxy-connect-timeout',
    'upstream-hash-by',
  ];
  for (const name of names) notes.annotation(ingress, name, 'refused', text);
}

function policyOf(backend: Backend, { settings, ingress }: Location, context: Context): Omit<PortPolicy, 'port'> {
  const { world, notes } = context;
  const isGrpc = settings.backendProtocol === 'GRPC' || settings.backendProtocol === 'GRPCS';
  const http = isGrpc && !speaksHttp2(world.model, backend) ? { h2UpgradePolicy: 'UPGRADE' as const } : undefined;
  const tcp = notes.has(ingress!, 'proxy-connect-timeout')
    ? { connectTimeout: `${settings.proxy.connectTimeout}s` }
    : undefined;
  const loadBalancer = balance(settings, ingress!, context);
  const tls = tlsOf(settings, ingress!, context);
  return {
    ...((http || tcp) && { connectionPool: { ...(tcp && { tcp }), ...(http && { http }) } }),
    ...(loadBalancer && { loadBalancer }),
    ...(tls && { tls }),
  };
}

/** Whether the port of the Service says so itself. */
function speaksHttp2(model: Model, { namespace, name, port }: Backend): boolean {
  const own = findItem(model, Service, namespace, name)?.body.spec?.ports?.find((each) => each.port === port);
  const protocol = own?.appProtocol ?? own?.name?.split('-')[0];
  return protocol !== undefined && ['grpc', 'http2', 'h2c', 'kubernetes.io/h2c'].includes(protocol);
}

function balance({ affinity }: Settings, ingress: IngressItem, { notes }: Context): PortPolicy['loadBalancer'] {
  if (affinity) {
    const { cookie, path, domain, maxAge, expires, sameSite, secure } = affinity;
    const attributes = [
      ...(domain === undefined ? [] : [{ name: 'Domain', value: domain }]),
      ...(sameSite === undefined ? [] : [{ name: 'SameSite', value: sameSite }]),
      ...(secure ? [{ name: 'Secure' }] : []),
      { name: 'HttpOnly' },
    ];
    const httpCookie = { name: cookie, path: path ?? '/', ttl: `${maxAge ?? expires ?? 0}s`, attributes };
    return { consistentHash: { httpCookie } } as PortPolicy['loadBalancer'];
  }
  const hash = notes.valueOf(ingress, 'upstream-hash-by');
  if (hash === undefined || hash === '') return undefined;
  const [, kind, name] = /^\$\{?(http|arg|cookie)_(\w+)\}?$/.exec(hash) ?? [];
  if (kind === 'http') return { consistentHash: { httpHeaderName: name.replace(/_/g, '-') } };
  if (kind === 'arg') return { consistentHash: { httpQueryParameterName: name } };
  if (kind === 'cookie') return { consistentHash: { httpCookie: { name, ttl: '0s' } } } as PortPolicy['loadBalancer'];
  if (/^\$(binary_)?remote_addr$/.test(hash)) return { consistentHash: { useSourceIp: true } };
  const text = 'a hash of Istio is of a header, a parameter, a cookie or the client address; choose one of them';
  notes.annotation(ingress, 'upstream-hash-by', 'refused', text);
  return undefined;
}

function tlsOf(
  { backendProtocol, backendTls }: Settings,
  ingress: IngressItem,
  { gateway, notes }: Context,
): PortPolicy['tls'] {
  if (backendProtocol !== 'HTTPS' && backendProtocol !== 'GRPCS') return undefined;
  const { secret, verifies = false, name, sendsName = false } = backendTls ?? {};
  const [namespace, credentialName] = secret?.split('/') ?? [];
  if (secret !== undefined && namespace !== gateway.namespace) {
    const text = `credentialName of a DestinationRule, which is looked up in namespace ${gateway.namespace}; copy Secret ${secret} there`;
    notes.annotation(ingress, 'proxy-ssl-secret', 'differs', text);
  }
  const tls = {
    mode: secret === undefined ? 'SIMPLE' : 'MUTUAL',
    ...(credentialName !== undefined && { credentialName }),
    ...(sendsName && name !== undefined && { sni: name }),
    ...(verifies && name !== undefined ? { subjectAltNames: [name] } : {}),
    ...(!verifies && { insecureSkipVerify: true }),
  };
  return tls as PortPolicy['tls'];
}
