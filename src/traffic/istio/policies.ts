import { Checkpoint, Guard } from './guard';
import { authorizerOf } from './security/authorize';
import { Facts, factsAtGateway, factsInMesh } from './security/facts';
import { acceptPeer, identityOf } from './security/peers';
import { ProxiedWorkload } from './security/workload';
import { AuthorizationPolicy, PeerAuthentication, RequestAuthentication } from '../../manifest/istio-security';
import { itemsOf, Model, view } from '../../model/model';
import { Verdict } from '../outcome';
import { Request } from '../request';

/** What Istio's security policies say at the proxies on the way; undefined where a model has none. */
export const istioGuard = (model: Model): Guard | undefined => (hasPolicies(model) ? judge : undefined);

const hasPolicies = view((model: Model) =>
  [AuthorizationPolicy, RequestAuthentication, PeerAuthentication].some(
    (kind) => itemsOf(model, kind as never).length > 0,
  ),
);

function judge(model: Model, at: Checkpoint, request: Request): Verdict {
  const workload = workloadAt(at);
  const { pod } = request.client ?? {};
  const identity = at.isMutual && pod ? identityOf(pod.namespace, pod.serviceAccount) : undefined;
  if (at.kind === 'gateway') {
    const seen = factsAtGateway(model, request, at.port);
    return authorizer(model, workload)(read(at, identity ? { ...seen, principals: [identity] } : seen));
  }
  const { principals, refused, steps } =
    at.kind === 'pod'
      ? acceptPeer(model, workload, at.port, identity)
      : { principals: identity ? [identity] : [], steps: [] };
  if (refused) return { refused: [refused], added: [], steps };
  const sni = principals.length > 0 ? (at.meshName ?? request.sni) : request.sni;
  const facts: Facts = factsInMesh(request, { port: at.port, sni, principals });
  const verdict = authorizer(model, workload)(read(at, facts));
  return { ...verdict, steps: [...steps, ...verdict.steps] };
}

/** Of a connection that is handed on nothing of HTTP is known. */
const read = ({ isStream = false }: Checkpoint, facts: Facts): Facts =>
  isStream ? { ...facts, http: undefined } : facts;

/** A waypoint carries out the policies of the Service that it stands before. */
function workloadAt({ kind, proxy: { namespace, labels }, targets: [target] }: Checkpoint): ProxiedWorkload {
  const isFor = kind === 'waypoint' && (target.kind === 'Service' || target.kind === 'ServiceEntry');
  return {
    namespace,
    labels,
    waypointFor: isFor
      ? { kind: target.kind as 'Service' | 'ServiceEntry', namespace: target.namespace, name: target.name }
      : undefined,
  };
}

const authorizers = view((): Map<string, (facts: Facts) => Verdict> => new Map());

/** Policies are read once for all requests at a workload. */
function authorizer(model: Model, workload: ProxiedWorkload): (facts: Facts) => Verdict {
  const key = JSON.stringify(workload);
  let known = authorizers(model).get(key);
  if (!known) authorizers(model).set(key, (known = authorizerOf(model, workload)));
  return known;
}
