import { Diagnostic } from './diagnostic';
import { identityRules } from './identity';
import { Located, Rule } from './rule';
import { secretRules } from './secrets';
import { structureRules } from './structure';
import { nameOf } from '../manifest/manifest';

/** Every rule there is. */
export const RULES: readonly Rule[] = [...structureRules, ...identityRules, ...secretRules];

/** Everything that is wrong with the objects, in their order. */
export function check(objects: readonly Located[]): Diagnostic[] {
  const position = new Map(objects.map((object, index) => [object, index]));
  return RULES.flatMap((rule) => [...rule.find(objects)].map((finding) => ({ rule, finding })))
    .sort((a, b) => position.get(a.finding.at)! - position.get(b.finding.at)!)
    .map(({ rule: { code, severity }, finding: { at, problem } }) => ({
      code,
      severity,
      where: at.where,
      object: nameOf(at.manifest),
      problem,
    }));
}
