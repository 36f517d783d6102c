import { Sender, tlsTo } from './destination-rules';
import { Guard, guarded, MESH_CERTIFICATE } from './guard';
import { sendToProxy } from './ingress';
import { DataPlane, dataPlaneOf, MeshPod, podOf } from './pods';
import { GatewayProxy, proxyOf, proxyOfWorkload } from './proxies';
import { Gateway as IstioGateway } from '../../manifest/istio-networking';
import { Service } from '../../manifest/kubernetes';
import { Backend } from '../../model/backends';
import { maker } from '../../model/generated';
import { hasLabels } from '../../model/labels';
import { Entry, findItem, itemsOf, Model } from '../../model/model';
import { workloadsBehind } from '../../model/workloads';
import { ruleSteps } from '../explain';
import { Outcome, Reply, UpstreamRequest } from '../outcome';
import { hostName, queryOf, Request } from '../request';
import { sendToGateway, World } from '../send';

/** How a request reaches the next proxy. */
export interface Origin {
  readonly sender: Sender;
  readonly plane: DataPlane;
  /**
   * The pod that the next proxy sees at the other end.
   *
   * @default - the pod that the request is from
   */
  readonly pod?: MeshPod;
}

type GuardedWorld = World & { readonly guard?: Guard };

/** Goes on where a reply leads to the pods of a gateway, and asks the policies of other pods that it leads to. */
export function followed(world: GuardedWorld, reply: Reply, request: Request, origin: Origin): Reply {
  const steps = [...reply.steps];
  let { rule, limits } = reply;
  const outcomes = reply.outcomes.flatMap((outcome) => {
    const next = outcome.backend && outcome.error === undefined ? hop(world, outcome, request, origin) : undefined;
    if (!next) return [outcome];
    // The last rule is told by itself.
    if (rule && next.rule) steps.push(...ruleSteps(rule));
    steps.push(...next.steps);
    rule = next.rule ?? rule;
    limits = next.limits ?? limits;
    return next.outcomes.map((each) => joined(outcome, each));
  });
  return { outcomes, rule, limits, steps };
}

/** What both proxies do: headers of the response of the first are added to those of the second. */
const joined = (first: Outcome, second: Outcome): Outcome => ({
  ...second,
  share: first.share * second.share,
  condition: first.condition ?? second.condition,
  headers: new Map([...second.headers, ...first.headers]),
  removed: [...second.removed, ...first.removed],
  mirrors: [...first.mirrors, ...second.mirrors],
});

function hop(world: GuardedWorld, outcome: Outcome, request: Request, origin: Origin): Reply | undefined {
  const { model, guard } = world;
  const backend = outcome.backend!;
  if (outcome.status !== undefined && !outcome.upstream) return undefined;
  const next = nextRequest(outcome, request, backend);
  const gateway = generatedFrom(model, backend);
  if (gateway) return withDestinationRules(model, gateway, sendToGateway(world, gateway, next));
  const proxy = gatewayBehind(model, backend);
  if (proxy) {
    const pod = proxy.workload && podOf(proxy.workload);
    return followed(world, sendToProxy(model, guard, proxy, next), next, { sender: proxy, plane: 'sidecar', pod });
  }
  return guard && arrived(model, guard, outcome, next, origin);
}

/** The gateways that Istio makes follow DestinationRules too. */
function withDestinationRules(model: Model, { namespace, name }: Entry, reply: Reply): Reply {
  const sender = { namespace, labels: { 'gateway.networking.k8s.io/gateway-name': name } };
  const outcomes = reply.outcomes.map((outcome) =>
    outcome.upstream && outcome.backend && !outcome.tls
      ? { ...outcome, tls: tlsTo(model, outcome.backend, sender) }
      : outcome,
  );
  return { ...reply, outcomes };
}

/** The Gateway from which Istio makes a Service. */
function generatedFrom(model: Model, { kind, namespace, name }: Backend): Entry | undefined {
  if (kind !== 'Service' || findItem(model, Service, namespace, name)) return undefined;
  const entry = maker(model, 'Service', namespace, name);
  return entry?.kind === 'Gateway' ? entry : undefined;
}

/** The pods of an Istio Gateway behind a Service. */
function gatewayBehind(model: Model, { kind, namespace, name }: Backend): GatewayProxy | undefined {
  const service = kind === 'Service' ? findItem(model, Service, namespace, name) : undefined;
  const selector = service?.body.spec?.selector ?? {};
  if (!service || Object.keys(selector).length === 0) return undefined;
  const [workload] = workloadsBehind(model, service);
  if (workload) {
    const proxy = proxyOfWorkload(model, workload);
    const isSelected = proxy.gateways.some(({ body }) => Object.keys(body.spec?.selector ?? {}).length > 0);
    return isSelected ? proxy : undefined;
  }
  const gateway = itemsOf(model, IstioGateway).find(({ body }) => {
    const own = body.spec?.selector ?? {};
    return Object.keys(own).length > 0 && hasLabels(own, selector);
  });
  return gateway && proxyOf(model, gateway);
}

/** The request as the next proxy gets it. */
function nextRequest({ upstream, tls }: Outcome, request: Request, backend: Backend): Request {
  const isMutual = tls?.mode === 'ISTIO_MUTUAL';
  return {
    ...(upstream ? changed(request, upstream) : request),
    port: backend.port ?? request.port,
    isTls: tls !== undefined,
    scheme: tls === undefined ? 'http' : 'https',
    sni: tls?.sni,
    client: isMutual ? { ...request.client, certificate: MESH_CERTIFICATE } : request.client,
  };
}

function changed(request: Request, { method, host, path, headers }: UpstreamRequest): Request {
  const at = path.indexOf('?');
  const search = at < 0 ? '' : path.slice(at);
  return {
    ...request,
    method,
    authority: host,
    host: hostName(host),
    path: at < 0 ? path : path.slice(0, at),
    search,
    query: queryOf(search),
    headers,
  };
}

/** Asks the policies of the pods of a backend, where they have a proxy. */
function arrived(
  model: Model,
  guard: Guard,
  outcome: Outcome,
  request: Request,
  { plane, pod }: Origin,
): Reply | undefined {
  const { kind, namespace, name, port } = outcome.backend!;
  const service = kind === 'Service' ? findItem(model, Service, namespace, name) : undefined;
  const [workload] = service ? workloadsBehind(model, service) : [];
  if (!workload || dataPlaneOf(model, workload) !== 'sidecar') return undefined;
  const target = service!.body.spec?.ports?.find((each) => each.port === port)?.targetPort;
  const at = {
    kind: 'pod',
    proxy: workload,
    targets: [service!],
    port: typeof target === 'number' ? target : (port ?? request.port),
    isMutual: plane !== 'none',
    meshName:
      plane === 'sidecar'
        ? `outbound_.${port}_.${outcome.subset ?? ''}_.${name}.${namespace}.svc.cluster.local`
        : undefined,
  } as const;
  // What the first proxy does is added by the caller.
  const passed: Outcome = { ...outcome, share: 1, headers: new Map(), removed: [], mirrors: [] };
  return guarded(guard, model, at, pod ? seenFrom(pod, request) : request, () => ({ outcomes: [passed], steps: [] }));
}

/** A request as a proxy behind a gateway sees it: the connection is that of the gateway, which adds the client's address. */
function seenFrom(pod: MeshPod, request: Request): Request {
  const { ip } = request.client ?? {};
  const headers = new Map(request.headers);
  const forwarded = headers.get('x-forwarded-for');
  if (ip !== undefined) headers.set('x-forwarded-for', [...(forwarded === undefined ? [] : [forwarded]), ip].join(','));
  return { ...request, headers, client: { ...request.client, ip: undefined, pod } };
}
