import { Fault } from '../../manifest/bounds';
import { Located } from '../../manifest/manifest';
import { faultsOf } from '../../manifest/structure';
import { Finding, Rule } from '../rule';

/** Rules for fields and types, which the API server checks against the schema of the kind. */
export const structureRules: readonly Rule[] = [
  {
    code: 'GW001',
    severity: ({ isStrict }) => (isStrict ? 'error' : 'warning'),
    title: 'unknown field',
    find: (objects) => faulty(objects, 'unknown'),
  },
  {
    code: 'GW002',
    severity: 'error',
    title: 'missing field',
    find: (objects) => faulty(objects, 'missing'),
  },
  {
    code: 'GW003',
    severity: 'error',
    title: 'value that the kind does not accept',
    find: (objects) => faulty(objects, 'type', 'bound'),
  },
];

/** The objects' faults of these sorts. */
export function* faulty(objects: readonly Located[], ...sorts: readonly Fault[]): Iterable<Finding> {
  for (const at of objects) {
    for (const { fault, problem } of faultsOf(at.manifest)) {
      if (sorts.includes(fault)) {
        yield { at, problem };
      }
    }
  }
}
