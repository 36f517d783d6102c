import { areEqual, codeOf, comparable, groupKey } from './compare';
import { probesOf } from './probes';
import { Trait } from './traits';
import { sendToIngress } from '../../ingress/send';
import { IngressWorld } from '../../ingress/servers';
import { Fate } from '../../traffic/diff/fate';
import { Reply } from '../../traffic/outcome';
import { Request } from '../../traffic/request';
import { sendToGateway, Target, World } from '../../traffic/send';

/** Requests that fare differently, all in the same way. */
export interface ProofDifference {
  readonly trait: Trait;
  /** Of the first of the requests. */
  readonly before: Fate;
  readonly after: Fate;
  readonly beforeReply: Reply;
  readonly afterReply: Reply;
  readonly requests: readonly Request[];
}

export interface Proof {
  /** Requests that were sent to both sides. */
  readonly requests: number;
  /** By what they are there to tell apart. */
  readonly counts: ReadonlyMap<Trait, { readonly requests: number; readonly same: number }>;
  readonly differences: readonly ProofDifference[];
}

/** Sends the same requests to the controller and to the Gateway that takes its place. */
export function prove(ingresses: IngressWorld, world: World, gateway: Target): Proof {
  const known = withoutOpaque(ingresses);
  const probes = probesOf(known);
  const counts = new Map<Trait, { requests: number; same: number }>();
  const groups = new Map<string, ProofDifference & { requests: Request[] }>();
  for (const probe of probes) {
    const { trait, request } = probe;
    const count = counts.get(trait) ?? { requests: 0, same: 0 };
    counts.set(trait, count);
    count.requests += 1;
    const beforeReply = sendToIngress(known, request);
    const afterReply = sendToGateway(world, gateway, request);
    const [before, after] = [beforeReply, afterReply].map((reply) => comparable(reply, request));
    if (areEqual(before, after)) {
      count.same += 1;
      continue;
    }
    const code = codeOf(probe, before, after, { before: beforeReply, after: afterReply });
    const key = groupKey(code, probe, before, after);
    const group = groups.get(key);
    if (group) group.requests.push(request);
    else groups.set(key, { trait: code, before, after, beforeReply, afterReply, requests: [request] });
  }
  return { requests: probes.length, counts, differences: [...groups.values()] };
}

/** Directives of nginx are told as not translated: what else differs is looked at as if there were none. */
const withoutOpaque = (world: IngressWorld): IngressWorld => ({
  ...world,
  servers: world.servers.map((server) => ({
    ...server,
    opaque: [],
    locations: server.locations.map((location) => ({ ...location, settings: { ...location.settings, opaque: [] } })),
  })),
});
