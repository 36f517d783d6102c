import { createdAt } from '../../model/age';
import { Entry } from '../../model/model';

/** In the order in which Istio takes objects: the older first, then by name and namespace. */
export const byAge = <T extends Entry>(items: readonly T[]): T[] => [...items].sort(compareIstioAge);

export function compareIstioAge(a: Entry, b: Entry): number {
  const key = (entry: Entry) => [createdAt(entry), entry.name, entry.namespace];
  const [left, right] = [key(a), key(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}
