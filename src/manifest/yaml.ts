import { dump } from 'js-yaml';

/**
 * Prints objects as YAML documents, the same bytes for the same objects.
 *
 * Strings that a YAML 1.1 reader (kubectl, Helm, Argo CD) would take for a
 * boolean, number, date or null are quoted; long lines are not folded.
 */
export function printYaml(objects: readonly unknown[]): string {
  return objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n');
}
