import { rulesOf } from './http-route';
import { Reply } from './outcome';
import { Place } from './rule';
import { World } from './send';
import { attachmentsByRoute } from '../model/attachments';
import { shownMatch } from '../model/conditions';
import { listenersByGateway } from '../model/listeners';
import { pathOf } from '../model/model';

export const COVERED = ['listener', 'route', 'rule', 'match'] as const;
export type Covered = (typeof COVERED)[number];

/** Something that requests may reach. */
export interface Reachable {
  readonly what: Covered;
  readonly place: Place;
  readonly text: string;
}

export interface Coverage {
  readonly total: Readonly<Record<Covered, number>>;
  /** What no request reached, without the parts of what is listed already. */
  readonly missed: readonly Reachable[];
  readonly reached: Readonly<Record<Covered, number>>;
  /** Of all that is counted, from 0 to 1. */
  readonly share: number;
}

/** Which listeners, and which routes, rules and matches at them, some of the replies came by. */
export function coverageOf(world: World, replies: readonly Reply[]): Coverage {
  const reached = new Set<string>();
  for (const { rule, steps } of replies) {
    for (const { what, place } of steps) if (what === 'listener' && place) reached.add(keyOf('listener', place));
    if (!rule) continue;
    const { entry } = rule.place;
    reached.add(keyOf('route', { entry, path: '' }));
    reached.add(keyOf('rule', { entry, path: rule.rule }));
    reached.add(keyOf('match', rule.place));
  }
  const all = reachableOf(world);
  const isReached = ({ what, place }: Reachable) => reached.has(keyOf(what, place));
  const missed = all.filter((each) => !isReached(each));
  const gone = new Set(missed.map(({ what, place }) => keyOf(what, place)));
  const count = (list: readonly Reachable[]) =>
    Object.fromEntries(COVERED.map((what) => [what, list.filter((each) => each.what === what).length])) as Record<
      Covered,
      number
    >;
  return {
    total: count(all),
    reached: count(all.filter(isReached)),
    missed: missed.filter(({ what, place: { entry, path } }) => {
      if (what === 'rule') return !gone.has(keyOf('route', { entry, path: '' }));
      return what !== 'match' || !gone.has(keyOf('rule', { entry, path: path.replace(/\.matches\[\d+\]$/, '') }));
    }),
    share: all.length === 0 ? 1 : (all.length - missed.length) / all.length,
  };
}

const keyOf = (what: Covered, { entry: { kind, namespace, name }, path }: Place) =>
  `${what} ${kind} ${namespace}/${name} ${path}`;

function reachableOf({ model }: World): Reachable[] {
  const listeners = [...listenersByGateway(model).values()].flat().map(({ owner, path, listener }) => ({
    what: 'listener' as const,
    place: { entry: owner, path },
    text: `${listener.name} of ${owner.kind} ${pathOf(owner)}`,
  }));
  const routes = [...attachmentsByRoute(model).keys()].flatMap((entry): Reachable[] => {
    const name = `${entry.kind} ${pathOf(entry)}`;
    const route = { what: 'route' as const, place: { entry, path: '' }, text: name };
    const hasMatches = entry.kind === 'HTTPRoute' || entry.kind === 'GRPCRoute';
    const rules = hasMatches ? rulesOf(model, entry) : [];
    const known = new Set<string>();
    return [
      route,
      ...rules.flatMap(({ rule, place, condition, name: own }) => {
        const match = { what: 'match' as const, place, text: `${shownMatch(condition)} of ${name}` };
        if (known.has(rule)) return [match];
        known.add(rule);
        const text = `${own === undefined ? rule.replace(/^spec\./, '') : `rule ${own}`} of ${name}`;
        return [{ what: 'rule' as const, place: { entry, path: rule }, text }, match];
      }),
    ];
  });
  return [...listeners, ...routes];
}
