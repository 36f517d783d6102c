import { idOf, nodeAt } from './draft';
import { clustersOf } from './graph';
import { TopologyGraph } from './nodes';
import { Located } from '../manifest/manifest';
import { compareHosts, hostCovers } from '../match/host';
import { Entry, ModelOptions } from '../model/model';
import { sendToClusters } from '../traffic/dns/send';
import { send } from '../traffic/entry';
import { stepsOf } from '../traffic/explain';
import { Outcome, Reply } from '../traffic/outcome';
import { printReply } from '../traffic/print';
import { PROFILES } from '../traffic/profile';
import { Request, RequestFields, requestFrom } from '../traffic/request';
import { worldOf } from '../traffic/send';

/** A request and its way through a graph. */
export interface Traced {
  /** The decisions on its way, each with the node where it falls. */
  readonly steps: readonly { readonly what: string; readonly text: string; readonly node?: string }[];
  /** What becomes of which share of requests, as `trace` prints it. */
  readonly outcomes: readonly string[];
  /** Ids of the nodes on its way, policies among them. */
  readonly nodes: ReadonlySet<string>;
}

export interface TracedRequest extends RequestFields {
  /** The Gateway that gets it, where several have a listener for the host. */
  readonly via?: string;
  /** Where the client is, such as `DE`; DNS of several clusters asks for it. */
  readonly country?: string;
}

/** Sends requests through the objects of a graph, read once. Throws for a request that is none, as `trace` does. */
export function tracerOf(
  graph: TopologyGraph,
  objects: readonly Located[],
  options: ModelOptions = {},
): (request: TracedRequest) => Traced {
  const models = clustersOf(objects, options);
  const worlds = new Map([...models].map(([cluster, model]) => [cluster, worldOf(model, PROFILES.istio)]));
  const clusterOf = new Map<Located, string>();
  for (const [cluster, { byKind }] of models) {
    for (const { at } of [...byKind.values()].flat()) clusterOf.set(at, cluster);
  }
  const nodeOf = nodeAt(graph.nodes);
  const placeId = (entry: Entry, path: string) => nodeOf(idOf({ cluster: clusterOf.get(entry.at) ?? '' }, entry), path);
  return ({ via, country, ...fields }) => {
    const request = requestFrom(fields);
    const [only] = worlds.values();
    if (!only) return { steps: [], outcomes: [], nodes: new Set() };
    const reply = worlds.size === 1 ? send(only, request, via) : sendToClusters(worlds, request, { country }, via);
    return {
      steps: stepsOf(reply).map(({ what, text, place }) => ({
        what,
        text,
        ...(place && { node: placeId(place.entry, place.path) }),
      })),
      outcomes: printReply({ outcomes: reply.outcomes, steps: [] }).split('\n'),
      nodes: wayOf(graph, reply, request, placeId),
    };
  };
}

/** Nodes whose places decided, what these are parts of, and what lies between them and the pods. */
function wayOf(
  graph: TopologyGraph,
  reply: Reply,
  request: Request,
  placeId: (entry: Entry, path: string) => string,
): Set<string> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const way = new Set<string>();
  const add = (id: string | undefined) => {
    const node = id === undefined ? undefined : nodes.get(id);
    if (!node) return;
    way.add(node.id);
    if (node.parent !== undefined) way.add(node.parent);
  };
  for (const { place } of stepsOf(reply)) if (place) add(placeId(place.entry, place.path));
  for (const { from, to, kind } of graph.edges) {
    if (kind !== 'forwards' || !way.has(from)) continue;
    const { name, namespace, kind: of, details, cluster } = nodes.get(to)!;
    const isIt = ({ backend, cluster: reached = '' }: Outcome) =>
      backend !== undefined &&
      (reached === cluster || reached === '') &&
      (backend.name === name
        ? backend.namespace === namespace || of === 'Host'
        : backend.kind === 'Hostname' && details.some((host) => hostCovers(host, backend.name)));
    if (reply.outcomes.some(isIt)) add(to);
  }
  for (const { from, to, kind } of graph.edges) {
    if (kind === 'forwards' && way.has(from) && nodes.get(to)?.role === 'workload') add(to);
  }
  const names = graph.edges
    .filter(({ kind, to }) => kind === 'leads' && way.has(to))
    .map(({ from }) => nodes.get(from)!);
  const [closest] = names
    .filter(({ name }) => hostCovers(name, request.host))
    .sort((a, b) => compareHosts(a.name, b.name));
  add(closest?.id);
  return way;
}
