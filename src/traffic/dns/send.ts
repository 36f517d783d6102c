import { answersFor, DnsAnswer, DnsClient } from './answers';
import { sendFromClusterOf } from './pods';
import { Located } from '../../manifest/manifest';
import { ModelOptions, modelsOf } from '../../model/model';
import { groupBy } from '../../value/group-by';
import { refuse } from '../../value/problem';
import { send } from '../entry';
import { stepsOf } from '../explain';
import { Outcome, Reply, Step } from '../outcome';
import { Profile } from '../profile';
import { Request } from '../request';
import { World, worldOf } from '../send';

/** The clusters whose directories objects are of, by name: what is last in the path of the directory. */
export function clusterWorlds(
  objects: readonly Located[],
  options: ModelOptions,
  profile: Profile,
): ReadonlyMap<string, World> {
  const worlds = new Map<string, World>();
  for (const [group, members] of groupBy(objects, ({ group: directory = '' }) => directory)) {
    const name = group.split(/[\\/]/).at(-1)!;
    if (worlds.has(name)) {
      refuse({
        what: 'clusters',
        got: `two directories ${name}`,
        expected: 'a directory for each cluster',
        fix: 'choose the folder whose directories are clusters',
      });
    }
    worlds.set(name, worldOf(modelsOf(members, options)[0], profile));
  }
  return worlds;
}

/** The name of a cluster; an error where there is none of the name. */
export function clusterNamed(what: string, name: string, clusters: ReadonlyMap<string, unknown>): string {
  if (clusters.has(name)) return name;
  return refuse({
    what,
    got: name,
    expected: `one of ${[...clusters.keys()].join(', ') || 'no clusters'}`,
    fix: "use the name of the cluster's directory",
  });
}

/**
 * What becomes of a request: from outside, DNS leads shares of its clients to clusters, whose Gateways take it; from a
 * pod, in the cluster that has it.
 */
export function sendToClusters(
  worlds: ReadonlyMap<string, World>,
  request: Request,
  client: DnsClient = {},
  via?: string,
): Reply {
  if (request.client?.pod) return sendFromClusterOf(worlds, request, request.client.pod, via);
  const models = new Map([...worlds].map(([name, { model }]) => [name, model]));
  const country = client.country ?? request.client?.country;
  const replies = answersFor(models, request.host, { ...client, country }).map((answer) =>
    replyOf(worlds, request, answer, via),
  );
  return {
    outcomes: replies.flatMap(({ outcomes }) => outcomes),
    steps: replies.flatMap(({ steps }) => steps),
  };
}

function replyOf(worlds: ReadonlyMap<string, World>, request: Request, answer: DnsAnswer, via?: string): Reply {
  const { cluster, gateway, share, why, condition, place } = answer;
  const step: Step = { what: 'dns', place, text: `${cluster ?? 'no answer'}: ${why}` };
  if (cluster === undefined) return { outcomes: [unresolved(answer)], steps: [step] };
  const reply = send(worlds.get(cluster)!, request, via ?? gateway);
  return {
    outcomes: reply.outcomes.map((outcome) => ({
      ...outcome,
      cluster,
      share: share * outcome.share,
      condition: [condition, outcome.condition].filter((each) => each !== undefined).join(', ') || undefined,
    })),
    steps: [step, ...stepsOf(reply)],
  };
}

const unresolved = ({ share, why, condition }: DnsAnswer): Outcome => ({
  share,
  error: 'unresolved',
  reason: why,
  condition,
  headers: new Map(),
  removed: [],
  mirrors: [],
});
