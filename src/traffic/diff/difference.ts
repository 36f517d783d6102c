import { Entrance, entrancesOf } from './entrances';
import { areSame, Fate, fateOf, fateText, isReached, routingOf } from './fate';
import { istioInterests, PolicyInterests } from './istio-policies';
import { kuadrantInterests } from './kuadrant-policies';
import { Probe, probesAt } from './probes';
import { Interest } from './sight';
import { surfaceOf } from './surface';
import { sendTo } from './target';
import { nameOf } from '../../model/model';
import { Reply } from '../outcome';
import { World } from '../send';

/** What a change means to those who answer for the traffic, most urgent first. */
export const CHANGES = ['opens', 'breaks', 'changes'] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** What became of requests, what becomes of them, and which requests stand for them. */
export interface Change {
  /** `opens`: a backend gets requests that none got before. `breaks`: it is the other way round. */
  readonly kind: ChangeKind;
  /** Of the first request; those of the others differ in their paths alone. */
  readonly before: Fate;
  readonly after: Fate;
  readonly probes: readonly Probe[];
}

export interface Difference {
  readonly changes: readonly Change[];
  /** Requests that were looked at. */
  readonly requests: number;
}

/** Which requests change their fate between two sets of manifests. */
export function difference(before: World, after: World): Difference {
  const policiesAt = policiesOf([before, after]);
  const entrances = entrancesOf(surfaceOf(before), surfaceOf(after));
  const limit = Math.max(20, Math.floor(INTERESTS / entrances.length));
  const groups = new Map<string, { kind: ChangeKind; before: Fate; after: Fate; probes: Probe[] }>();
  let requests = 0;
  for (const entrance of entrances) {
    const { interests, clients } = policiesAt(entrance);
    for (const probe of probesAt(entrance, { interests: interests.slice(0, limit), clients })) {
      requests += 1;
      const replies = [before, after].map((world) => sendTo(world, probe.target, probe.request));
      const [old, now] = replies;
      if (areSame(old, now)) continue;
      const fates = replies.map((reply) => fateOf(reply, probe.request));
      if (fateText(fates[0]) === fateText(fates[1])) continue;
      const kind = kindOf(old, now);
      const key = JSON.stringify([kind, ...replies.map((reply, index) => groupText(fates[index], reply))]);
      const group = groups.get(key);
      if (group) group.probes.push(probe);
      else groups.set(key, { kind, before: fates[0], after: fates[1], probes: [probe] });
    }
  }
  const changes = [...groups.values()].sort((a, b) => CHANGES.indexOf(a.kind) - CHANGES.indexOf(b.kind));
  return { changes, requests };
}

/** What policies look at, tried at all hosts together. */
const INTERESTS = 100_000;

/** What the policies of both sides look at, those of Istio by the namespace, those of Kuadrant by what they are for. */
function policiesOf(worlds: readonly World[]): (entrance: Entrance) => PolicyInterests {
  const byNamespaces = new Map<string, readonly PolicyInterests[]>();
  return ({ target, rules }) => {
    const namespaces = target.kind === 'Pod' ? undefined : new Set([target.namespace, ...rules.flatMap(namespacesOf)]);
    const key = namespaces ? [...namespaces].sort().join(' ') : target.kind;
    const istio = byNamespaces.get(key) ?? worlds.map(({ model }) => istioInterests(model, namespaces));
    byNamespaces.set(key, istio);
    const owners = new Set(rules.flatMap(({ place }) => (place ? [nameOf(place.entry)] : [])));
    const all = [
      ...istio,
      ...worlds.flatMap(({ model }) =>
        [nameOf(target), ...owners].flatMap((owner) => kuadrantInterests(model).get(owner) ?? []),
      ),
    ];
    const clients = new Map(all.flatMap((side) => side.clients.map((each) => [JSON.stringify(each), each])));
    return { interests: all.flatMap(({ interests }) => interests), clients: [...clients.values()].slice(0, CLIENTS) };
  };
}

/** Where the pods are that a rule leads to. */
const namespacesOf = ({ place, destinations = [] }: Interest): string[] => [
  ...(place ? [place.entry.namespace] : []),
  ...destinations.map(({ backend }) => backend.namespace),
];

/** Kinds of clients that are tried at one host. */
const CLIENTS = 12;

/** Where a rule changes the path, the change counts and not the path. */
function groupText({ result, facets }: Fate, reply: Reply): string {
  const others = [...facets].filter(([name]) => name !== 'path').sort();
  const at = result.indexOf(' to ');
  return JSON.stringify([at < 0 ? result : result.slice(0, at), others, routingOf(reply)]);
}

function kindOf(before: Reply, after: Reply): ChangeKind {
  const [old, now] = [before, after].map(({ outcomes }) => ({
    reached: outcomes.filter((each) => isReached(each) && each.share > 0),
    isServed: outcomes.every(isServed),
    served: outcomes.filter(isServed).reduce((sum, { share }) => sum + share, 0),
  }));
  const isFree = ({ reached }: typeof old) => reached.some(({ condition }) => condition === undefined);
  if ((old.reached.length === 0 && now.reached.length > 0) || (!isFree(old) && isFree(now))) return 'opens';
  return now.served < old.served - 1e-9 ? 'breaks' : 'changes';
}

/** Whether a client gets what it wants: a backend's response or the way to it. */
const isServed = (outcome: Reply['outcomes'][number]) =>
  isReached(outcome) || (outcome.status !== undefined && outcome.status < 400);
