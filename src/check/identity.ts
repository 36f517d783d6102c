import { Located, Rule } from './rule';
import { groupOf, nameOf } from '../manifest/manifest';

/** Objects that get in each other's way. */
export const identityRules: readonly Rule[] = [
  {
    code: 'GW010',
    severity: 'error',
    title: 'the same object twice',
    *find(objects) {
      const first = new Map<string, Located>();
      for (const at of objects) {
        const { apiVersion, kind, metadata } = at.manifest;
        const group = groupOf(apiVersion);
        const key = JSON.stringify([at.group, group, kind, metadata.namespace, metadata.name]);
        const other = first.get(key);
        if (other) {
          yield {
            at,
            problem: {
              what: nameOf(at.manifest),
              got: `a second one, beside [${other.where}]`,
              expected: 'one object of a kind and name in a namespace',
              fix: 'rename or remove one; the one applied last would win',
            },
          };
        } else {
          first.set(key, at);
        }
      }
    },
  },
];
