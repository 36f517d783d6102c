import { nameOf } from '../model/model';
import { Comparison, Finding, titleOf, Unjudged, Verdict } from '../status/compare';
import { Step, STEPS } from '../status/steps';

/** What a run of `status` found. */
export interface StatusReport {
  readonly comparison: Comparison;
  /** The finding to begin with, where one follows from another. */
  readonly causeOf: (finding: Finding) => Finding | undefined;
  /** Codes of `check` that tell of a finding. */
  readonly codesOf: (finding: Finding) => readonly string[];
  /** Name of the profile that predicted. */
  readonly profile: string;
  /** Manifests whose status is not looked at, by kind. */
  readonly others: ReadonlyMap<string, number>;
  /** Kinds that could not be read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
}

export const FORMATS: Readonly<Record<string, (report: StatusReport) => string>> = { text, json };

/** For people: the steps of a walkthrough, each with what is not as it should be. */
function text(report: StatusReport): string {
  const { comparison } = report;
  const { subjects, findings } = comparison;
  const steps = STEPS.flatMap((step) => {
    const own = subjects.filter((subject) => subject.step === step);
    if (own.length === 0) return [];
    const wrong = findings.filter((finding) => finding.step === step);
    const good = own.length - new Set(wrong.map(({ subject }) => subject)).size;
    return [
      `${wrong.length === 0 ? 'ok  ' : 'fail'}  ${step.padEnd(WIDTH)}  ${good} of ${own.length}`,
      ...wrong.flatMap((finding) => shown(finding, report)),
    ];
  });
  return `${[...steps, '', ...summary(report)].join('\n')}\n`;
}

const WIDTH = Math.max(...STEPS.map((step: Step) => step.length));

function shown(finding: Finding, { causeOf, codesOf }: StatusReport): string[] {
  const cause = causeOf(finding);
  const codes = codesOf(finding);
  const { verdict, where, about, cluster, expected, why, next } = finding;
  const rows: readonly (readonly [string, string])[] = [
    [about, cluster],
    ['expected', expected],
    ['why', why],
    ...(cause ? [['first', titleOf(cause)] as const] : []),
    ['next', next],
    ...(codes.length > 0
      ? [['check', codes.map((code) => `npx cdk8s-gateways explain ${code}`).join('; ')] as const]
      : []),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `  ${verdict}  ${titleOf(finding)}${where === undefined ? '' : `  ${where}`}`,
    ...rows.map(([name, value]) => `    ${name.padEnd(width)}  ${value.replace(/\s*\n\s*/g, ' ')}`),
  ];
}

const WORDS: Readonly<Record<Verdict, string>> = {
  missing: 'missing',
  drift: 'drifted',
  waiting: 'waiting',
  differs: 'different from what is predicted',
  unhealthy: 'unhealthy',
  fault: 'faults of the manifests',
};

function summary({ comparison, others, unread }: StatusReport): string[] {
  const { subjects, findings, agreed, unjudged } = comparison;
  const counts = Object.entries(WORDS).flatMap(([verdict, words]) => {
    const count = findings.filter((finding) => finding.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const all = `${subjects.length} object${subjects.length === 1 ? '' : 's'}, ${agreed} condition${agreed === 1 ? '' : 's'} as they should be`;
  return [
    [all, ...counts].join(', '),
    ...listed('not judged', groupedConditions(unjudged)),
    ...listed(
      'not looked at',
      [...others].map(([kind, count]) => `${kind} (${count})`),
    ),
    ...listed(
      'not read',
      [...unread].map(([kind, reason]) => `${kind.split('/')[1]} (${reason})`),
    ),
  ];
}

const listed = (title: string, items: readonly string[]) =>
  items.length === 0 ? [] : [`${title}: ${items.join(', ')}`];

/** Conditions that nothing is known of, each once. */
function groupedConditions(unjudged: readonly Unjudged[]): string[] {
  const counts = new Map<string, number>();
  for (const { subject, condition } of unjudged) {
    const name = `${subject.entry.kind} ${condition.type} ${condition.status}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} (${count})`);
}

function json({ comparison, causeOf, codesOf, profile, others, unread }: StatusReport): string {
  const { subjects, findings, agreed, unjudged } = comparison;
  const content = {
    objects: subjects.length,
    agreed,
    profile,
    findings: findings.map((finding) => {
      const { verdict, step, subject, section, about, cluster, expected, why, next, condition, where } = finding;
      const object = nameOf(subject.entry);
      const cause = causeOf(finding);
      const first = cause && titleOf(cause);
      return {
        verdict,
        step,
        object,
        section,
        about,
        cluster,
        expected,
        why,
        first,
        next,
        condition,
        where,
        codes: codesOf(finding),
      };
    }),
    notJudged: unjudged.map(({ subject, section, condition }) => ({
      object: nameOf(subject.entry),
      section,
      condition,
    })),
    notLookedAt: Object.fromEntries(others),
    notRead: Object.fromEntries(unread),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
