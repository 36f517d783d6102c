import { Interest, PortSurface, Sight } from './sight';
import { Surface } from './surface';
import { Target } from './target';
import { overlap } from '../../match/condition';
import { ANY_HOST, hostCovers, isWildcard } from '../../match/host';
import { textOf } from '../../model/conditions';

/** A host at a port of a target, and the rules of both sides that may decide about requests for it. */
export interface Entrance {
  readonly target: Target;
  readonly port: number;
  readonly protocols: ReadonlySet<string>;
  /** One of the names that the host stands for, and that belongs to no narrower host. */
  readonly name: string;
  /** As a listener or a route writes it. */
  readonly host: string;
  readonly rules: readonly Interest[];
}

/** Rules of wider hosts that are looked at for all hosts of a port together, where hosts change. */
const WIDER = 200_000;

/** The hosts of both sides: each exact name, one below each wildcard, and one that nobody names. */
export function entrancesOf(before: Surface, after: Surface): Entrance[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    const { target } = (a ?? b)!;
    const numbers = [...new Set([...portsOf(a), ...portsOf(b)])].sort((x, y) => x - y);
    return numbers.flatMap((number) => entrancesAt(target, number, a?.ports.get(number), b?.ports.get(number)));
  });
}

const portsOf = (sight: Sight | undefined) => sight?.ports.keys() ?? [];

const NO_PORT: PortSurface = { protocols: new Set(), hosts: new Map() };

function entrancesAt(
  target: Target,
  number: number,
  before: PortSurface = NO_PORT,
  after: PortSurface = NO_PORT,
): Entrance[] {
  const protocols = new Set([...before.protocols, ...after.protocols]);
  const hosts = [...new Set([...before.hosts.keys(), ...after.hosts.keys()])].sort();
  const widerOf = widerHosts(hosts);
  const limit = Math.max(50, Math.floor(WIDER / hosts.length));
  const nameOf = namesOf(hosts);
  return hosts.map((host) => {
    const [a, b] = [before.hosts.get(host), after.hosts.get(host)];
    const own = [...(a ?? []), ...(b ?? [])];
    const changed = a && b ? changedRules(a, b) : own;
    // What a host does not take goes to a wider one, so that it matters where the two sides take different requests.
    const wider =
      a && b && changed.length === 0
        ? []
        : widerOf(host)
            .flatMap((each) => [...(before.hosts.get(each) ?? []), ...(after.hosts.get(each) ?? [])])
            .filter((rule) => !a || !b || changed.some(({ condition }) => overlap(condition, rule.condition)))
            .slice(0, limit);
    const rules = [...own, ...wider];
    return { target, port: number, protocols, name: nameOf(host), host, rules };
  });
}

/** Rules that only one side has, as far as their conditions tell. */
function changedRules(before: readonly Interest[], after: readonly Interest[]): Interest[] {
  const texts = (rules: readonly Interest[]) => new Set(rules.map(({ condition }) => textOf(condition)));
  const [a, b] = [texts(before), texts(after)];
  return [
    ...before.filter(({ condition }) => !b.has(textOf(condition))),
    ...after.filter(({ condition }) => !a.has(textOf(condition))),
  ];
}

/** The hosts of a list that cover another one, most specific first. */
function widerHosts(hosts: readonly string[]): (host: string) => string[] {
  const known = new Set(hosts.filter(isWildcard));
  return (host) => {
    const found: string[] = [];
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) found.push(`*${host.slice(dot)}`);
    return [...found, ANY_HOST].filter((each) => each !== host && known.has(each));
  };
}

/** A name for each host that belongs to no narrower one of the list. */
function namesOf(hosts: readonly string[]): (host: string) => string {
  const exact = new Set(hosts.filter((host) => !isWildcard(host)));
  const wildcards = hosts.filter((host) => isWildcard(host) && host !== ANY_HOST);
  const isFree = (name: string) => !exact.has(name);
  return (host) => {
    if (!isWildcard(host)) return host;
    if (host !== ANY_HOST) return firstFree((count) => `any${count}${host.slice(1)}`, isFree);
    return firstFree(
      (count) => `any${count}.test`,
      (name) => isFree(name) && !wildcards.some((each) => hostCovers(each, name)),
    );
  };
}

/** The first of `any`, `any-2`, `any-3` that is free. */
export function firstFree(nameOf: (count: string) => string, isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const name = nameOf(count === 1 ? '' : `-${count}`);
    if (isFree(name)) return name;
  }
}
