import { kindOf, KINDS } from '../../manifest/kinds';
import { groupOf } from '../../manifest/manifest';
import { nearest } from '../../value/problem';
import { Rule } from '../rule';

/** Kinds and versions of known groups that do not exist. */
export const kindRules: readonly Rule[] = [
  {
    code: 'GW006',
    severity: 'error',
    title: 'kind that its group does not have',
    *find(objects) {
      for (const at of objects) {
        const { apiVersion, kind } = at.manifest;
        const known = kindsByGroup.get(groupOf(apiVersion));
        if (!known || known.has(kind)) continue;
        // Groups have more kinds than have a schema here: only what is all but one of them is a mistake.
        const meant = nearest(kind, known.keys());
        if (meant === undefined || Math.abs(meant.length - kind.length) > 1 || !isSlip(kind, meant)) continue;
        const problem = {
          what: 'kind',
          got: kind,
          expected: `a kind of ${apiVersion}`,
          fix: `did you mean '${meant}'?`,
        };
        yield { at, problem };
      }
    },
  },
  {
    code: 'GW007',
    severity: 'warning',
    title: 'version that the kind is not served in',
    *find(objects) {
      for (const at of objects) {
        const { apiVersion, kind } = at.manifest;
        const versions = kindsByGroup.get(groupOf(apiVersion))?.get(kind);
        if (!versions || kindOf(apiVersion, kind) || OTHERS.includes(`${apiVersion} ${kind}`)) continue;
        yield {
          at,
          problem: {
            what: 'apiVersion',
            got: apiVersion,
            expected: versions.join(' or '),
            fix: 'use that version; current releases do not serve the other, and its fields are not checked',
          },
        };
      }
    },
  },
];

/** Versions that servers have beside those with a schema here. */
const OTHERS = [
  'autoscaling/v1 HorizontalPodAutoscaler',
  'gateway.networking.k8s.io/v1alpha2 BackendTLSPolicy',
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].flatMap((kind) =>
    ['v1beta1', 'v1alpha1'].map((version) => `admissionregistration.k8s.io/${version} ${kind}`),
  ),
];

/** Versions by kind, by group. */
const kindsByGroup: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = (() => {
  const groups = new Map<string, Map<string, readonly string[]>>();
  for (const { apiVersion, alike, kind } of KINDS) {
    const group = groups.get(groupOf(apiVersion)) ?? new Map<string, readonly string[]>();
    group.set(kind, [...(group.get(kind) ?? []), apiVersion, ...alike]);
    groups.set(groupOf(apiVersion), group);
  }
  return groups;
})();

/** Whether two words differ in one letter, in case, or by an exchange of two letters. */
function isSlip(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return true;
  let start = 0;
  while (left[start] === right[start]) start++;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const [x, y] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && y === `${x[1]}${x[0]}`);
}
