import { IConstruct } from 'constructs';
import { refuse } from '../value/problem';

/** Dependencies of an item. */
type Edges<T> = (item: T) => Iterable<T>;

/**
 * Sorts items so that each follows those that it depends on, and otherwise keeps their order. Throws for a cycle.
 *
 * @param declared dependencies that the program declares
 * @param implied further ones; where they close a cycle, only the declared ones count
 */
export function sort<T extends IConstruct>(items: readonly T[], declared: Edges<T>, implied: Edges<T>): T[] {
  const position = new Map(items.map((item, index) => [item, index]));
  const all = (item: T) => [...declared(item), ...implied(item)];
  return components(items, all).flatMap((cycle) =>
    cycle.length === 1 && ![...declared(cycle[0])].includes(cycle[0])
      ? cycle
      : sortStrictly(
          cycle.sort((a, b) => position.get(a)! - position.get(b)!),
          declared,
        ),
  );
}

/** Tarjan's algorithm: the cycles, and single items outside of cycles, each after those that it depends on. */
function components<T>(items: readonly T[], dependenciesOf: Edges<T>): T[][] {
  const found: T[][] = [];
  const order = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  const visit = (item: T): number => {
    const own = order.size;
    let first = own;
    order.set(item, own);
    open.push(item);
    isOpen.add(item);
    for (const other of dependenciesOf(item)) {
      if (!order.has(other)) {
        first = Math.min(first, visit(other));
      } else if (isOpen.has(other)) {
        first = Math.min(first, order.get(other)!);
      }
    }
    if (first === own) {
      const cycle = open.splice(open.lastIndexOf(item));
      cycle.forEach((member) => isOpen.delete(member));
      found.push(cycle);
    }
    return first;
  };
  items.forEach((item) => order.has(item) || visit(item));
  return found;
}

/** Depth-first: dependencies come first. */
function sortStrictly<T extends IConstruct>(items: readonly T[], dependenciesOf: Edges<T>): T[] {
  const members = new Set(items);
  const sorted: T[] = [];
  const state = new Map<T, 'open' | 'done'>();
  const path: T[] = [];
  const visit = (item: T) => {
    if (!members.has(item) || state.get(item) === 'done') {
      return;
    }
    if (state.get(item) === 'open') {
      const cycle = [...path.slice(path.indexOf(item)), item].map(({ node }) => node.path || 'app').join(' -> ');
      refuse({
        what: 'dependencies',
        got: cycle,
        expected: 'no cycle',
        fix: 'remove one of these addDependency() calls',
      });
    }
    state.set(item, 'open');
    path.push(item);
    [...dependenciesOf(item)].forEach(visit);
    path.pop();
    state.set(item, 'done');
    sorted.push(item);
  };
  items.forEach(visit);
  return sorted;
}
