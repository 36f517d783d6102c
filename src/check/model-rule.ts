import { Severity } from './diagnostic';
import { CheckOptions, Finding, Rule } from './rule';
import { Located } from '../manifest/manifest';
import { conclude, Entry, Model, modelsOf } from '../model/model';
import { Problem } from '../value/problem';

/** What can be wrong with objects together. */
export interface ModelRule {
  readonly code: string;
  readonly title: string;
  /** @default error */
  readonly severity?: Severity;
  readonly find?: (model: Model, report: Report) => void;
  /** Over all clusters at once; called only where each directory is known to be a cluster. */
  readonly findAcross?: (clusters: readonly Model[], report: Report) => void;
}

/** Tells a problem of an object; a severity where it is not that of the rule. */
export type Report = (entry: Pick<Entry, 'at'>, problem: Problem, severity?: Severity) => void;

/**
 * Severity of a problem that is one only because something is not in the input: a note, unless the input is all that the
 * cluster has.
 */
export const ofAbsence = ({ isWhole }: Model, severity: Severity = 'error'): Severity => (isWhole ? severity : 'note');

/** Rules out of rules over the model, which is built once for all of them. */
export const modelRules = (rules: readonly ModelRule[]): Rule[] =>
  rules.map(({ code, title, severity = 'error', find, findAcross }) => ({
    code,
    title,
    severity,
    find(objects, options) {
      const models = modelsFor(objects, options);
      return [
        ...(find
          ? models.flatMap((each) => conclude([each], ([model]) => reported((report) => find(model, report))))
          : []),
        ...(findAcross && options.areClusters
          ? conclude(models, (all) => reported((report) => findAcross(all, report)))
          : []),
      ];
    },
  }));

function reported(find: (report: Report) => void): Finding[] {
  const findings: Finding[] = [];
  find(({ at }, problem, severity) => findings.push({ at, problem, severity }));
  return findings;
}

const built = new WeakMap<CheckOptions, { readonly objects: readonly Located[]; readonly models: readonly Model[] }>();

/** All rules of one check have the same options. */
function modelsFor(objects: readonly Located[], options: CheckOptions): readonly Model[] {
  const known = built.get(options);
  if (known?.objects === objects) return known.models;
  const models = modelsOf(objects, options);
  built.set(options, { objects, models });
  return models;
}
