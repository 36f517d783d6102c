import { rulesOf } from './http-route';
import { conditionOf } from './istio/condition';
import { httpEntries } from './istio/delegates';
import { isMeshParent } from './istio/mesh-routes';
import { serversOf } from './istio/servers';
import { Reply } from './outcome';
import { Place } from './rule';
import { World } from './send';
import { Gateway, VirtualService } from '../manifest/istio-networking';
import { Route as OpenshiftRoute } from '../manifest/openshift-route';
import { RequestCondition } from '../match/condition';
import { attachmentsByRoute } from '../model/attachments';
import { shownMatch } from '../model/conditions';
import { listenersByGateway } from '../model/listeners';
import { Entry, itemsOf, Model, nameOf } from '../model/model';
import { hasMatches, Route, routesOf } from '../model/routes';

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
    for (const { what, place } of steps) {
      if (!place) continue;
      if (what === 'listener' || what === 'server') reached.add(keyOf('listener', place));
      // Of a proxy before the last one, or of a connection that none reads.
      if (what === 'route') addRule(reached, place.entry, place.path);
      if (what === 'match') reached.add(keyOf('match', place));
    }
    if (!rule) continue;
    addRule(reached, rule.place.entry, rule.rule);
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
      return what !== 'match' || !gone.has(keyOf('rule', { entry, path: path.replace(/\.match(es)?\[\d+\]$/, '') }));
    }),
    share: all.length === 0 ? 1 : (all.length - missed.length) / all.length,
  };
}

function addRule(reached: Set<string>, entry: Entry, path: string): void {
  reached.add(keyOf('route', { entry, path: '' }));
  reached.add(keyOf('rule', { entry, path }));
}

const keyOf = (what: Covered, { entry: { kind, namespace, name }, path }: Place) =>
  `${what} ${kind} ${namespace}/${name} ${path}`;

const reachableOf = ({ model }: World): Reachable[] => [
  ...[...listenersByGateway(model).values()].flat().map(({ owner, path, listener }) => ({
    what: 'listener' as const,
    place: { entry: owner, path },
    text: `${listener.name} of ${nameOf(owner)}`,
  })),
  ...itemsOf(model, Gateway).flatMap((gateway) =>
    serversOf(gateway).map(({ path, spec: { port } }) => ({
      what: 'listener' as const,
      place: { entry: gateway, path },
      text: `${port.number} ${port.protocol} of ${nameOf(gateway)}`,
    })),
  ),
  ...routesOf(model)
    .filter((route) => attachmentsByRoute(model).has(route) || isOfMesh(route))
    .flatMap((route) => partsOf(route, hasMatches(route) ? rulesOf(model, route) : [])),
  ...virtualServiceParts(model),
  ...itemsOf(model, OpenshiftRoute).flatMap((route) => partsOf(route, [])),
];

const isOfMesh = ({ parentRefs }: Route) => parentRefs.some(isMeshParent);

interface Part {
  /** Path of the rule in the object. */
  readonly rule: string;
  readonly name?: string;
  readonly place: Place;
  readonly condition: RequestCondition;
}

/** A route with its rules and their matches. */
function partsOf(entry: Entry, rules: readonly Part[]): Reachable[] {
  const known = new Set<string>();
  return [
    { what: 'route', place: { entry, path: '' }, text: nameOf(entry) },
    ...rules.flatMap(({ rule, place, condition, name }): Reachable[] => {
      const match = { what: 'match' as const, place, text: `${shownMatch(condition)} of ${nameOf(entry)}` };
      if (known.has(rule)) return [match];
      known.add(rule);
      const text = `${name === undefined ? rule.replace(/^spec\./, '') : `rule ${name}`} of ${nameOf(entry)}`;
      return [{ what: 'rule', place: { entry, path: rule }, text }, match];
    }),
  ];
}

/** VirtualServices, delegates among them, where a VirtualService with hosts leads to their routes. */
function virtualServiceParts(model: Model): Reachable[] {
  const byEntry = new Map<Entry['at'], { readonly entry: Entry; readonly parts: Map<string, Part> }>();
  const partsAt = (entry: Entry) => {
    const found = byEntry.get(entry.at) ?? { entry, parts: new Map<string, Part>() };
    byEntry.set(entry.at, found);
    return found.parts;
  };
  for (const item of itemsOf(model, VirtualService)) {
    if ((item.body.spec?.hosts ?? []).length === 0) continue;
    for (const { data, place, matches } of httpEntries(model, item)) {
      const rule = place.path;
      for (const each of matches.length === 0 ? [{ match: undefined, place }] : matches) {
        const part = { rule, name: data.name, place: each.place, condition: conditionOf(each.match) };
        partsAt(place.entry).set(each.place.path, part);
      }
    }
    for (const field of ['tls', 'tcp'] as const) {
      (item.body.spec?.[field] ?? []).forEach((_, index) => {
        const place = { entry: item, path: `spec.${field}[${index}]` };
        partsAt(item).set(place.path, { rule: place.path, place, condition: ANYTHING });
      });
    }
  }
  return [...byEntry.values()].flatMap(({ entry, parts }) =>
    // Of connections that no proxy reads, matches are not counted.
    partsOf(entry, [...parts.values()]).filter(
      ({ what, place }) => what !== 'match' || !/^spec\.(tls|tcp)\[/.test(place.path),
    ),
  );
}

const ANYTHING: RequestCondition = { headers: new Map(), queryParams: new Map() };
