import {
  adviceOf,
  Advice,
  Case,
  Command,
  drifted,
  missing,
  notAsked,
  notServed,
  waitingFor,
  withoutAddress,
  withoutClass,
} from './advice';
import { driftOf } from './drift';
import { Expectation, expectationsIn } from './expected';
import { record, Reported, ReportedCondition, reportedOf, ReportedSection } from './reported';
import { steeredIn } from './steered';
import { Step } from './steps';
import { Subject, World } from './world';
import { GATEWAY_API, placeOf } from '../manifest/manifest';
import { find, nameOf } from '../model/model';
import { show } from '../value/problem';

/**
 * - `missing`: the object is not in the cluster
 * - `drift`: the cluster has other values than the manifest
 * - `waiting`: no controller has written what it makes of the object
 * - `differs`: the cluster says other than what is predicted
 * - `unhealthy`: the cluster says that something is wrong of which nothing is predicted
 * - `fault`: the cluster says that something is wrong, as predicted: the manifests are at fault
 */
export type Verdict = 'missing' | 'drift' | 'waiting' | 'differs' | 'unhealthy' | 'fault';

/** What is not as it should be, and what to do about it. */
export interface Finding extends Advice {
  readonly verdict: Verdict;
  readonly step: Step;
  readonly subject: Subject;
  /** Part of the object, such as `listener https`; empty for the object. */
  readonly section: string;
  /** Condition or field. */
  readonly about: string;
  /** What the cluster says. */
  readonly cluster: string;
  /** What it should say. */
  readonly expected: string;
  readonly condition?: ReportedCondition;
  /** Place in the manifest. */
  readonly where?: string;
}

/** A condition that nothing is known of. */
export interface Unjudged {
  readonly subject: Subject;
  readonly section: string;
  readonly condition: ReportedCondition;
}

export interface Comparison {
  /** In the order of the steps. */
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
  readonly unjudged: readonly Unjudged[];
  /** Number of conditions that are as they should be. */
  readonly agreed: number;
}

/** What of a cluster is not as it should be. */
export function compare(world: World, run: Command, unserved: ReadonlySet<string> = new Set()): Comparison {
  const expectationsOf = expectationsIn(world.model, world.profile);
  const isSteered = steeredIn(world.model);
  const absent = (subject: Subject, file: string | undefined) =>
    world.isAsked(subject.entry.kind) ? missing(subject, file, run) : notAsked(subject, run);
  const all = world.subjects.map((subject) => {
    const { declared, live } = subject;
    const file = declared?.source?.file;
    const at = placed(subject);
    if (!live) {
      const { group, kind } = subject.entry;
      const isServed = !unserved.has(`${group}/${kind}`);
      const advice = isServed ? absent(subject, file) : notServed(subject, run);
      return only(
        at('metadata.name', 'missing', 'object', isServed ? 'not there' : 'no such kind', 'as in the manifest', advice),
      );
    }
    const classes = ofClass(subject, world, run);
    const drift = declared && driftOf(declared.manifest, live.manifest, (path) => isSteered(subject.entry, path));
    const reported = reportedOf(live.manifest);
    const drifts = drift
      ? [
          at(
            drift.path,
            'drift',
            drift.path,
            show(drift.live),
            `${show(drift.declared)} (manifest)`,
            drifted(subject, file, run),
          ),
        ]
      : [];
    const rest = ofStatus(
      subject,
      reported,
      expectationsOf(subject.entry, reported),
      world.controllerOf(subject.entry),
      run,
    );
    return { ...rest, findings: [...classes, ...drifts, ...rest.findings] };
  });
  return {
    subjects: world.subjects,
    findings: all.flatMap(({ findings }) => findings),
    unjudged: all.flatMap(({ unjudged }) => unjudged),
    agreed: all.reduce((sum, { agreed }) => sum + agreed, 0),
  };
}

type Found = Omit<Comparison, 'subjects'>;

const only = (finding: Finding): Found => ({ findings: [finding], unjudged: [], agreed: 0 });

const placed =
  (subject: Subject, section = '') =>
  (path: string, verdict: Verdict, about: string, cluster: string, expected: string, advice: Advice): Finding => ({
    verdict,
    step: subject.step,
    subject,
    section,
    about,
    cluster,
    expected,
    where: subject.declared && placeOf(subject.declared, path),
    ...advice,
  });

/** A Gateway of a class that the cluster does not have. */
function ofClass(subject: Subject, { model, classes }: World, run: Command): Finding[] {
  const { gatewayClassName } = record(subject.entry.at.manifest.spec);
  if (subject.entry.kind !== 'Gateway' || typeof gatewayClassName !== 'string' || classes === undefined) return [];
  const name = { group: GATEWAY_API, kind: 'GatewayClass', namespace: '', name: gatewayClassName };
  if (find(model, name)) return [];
  const expected = classes.length === 0 ? 'a GatewayClass' : `one of ${classes.join(', ')}`;
  const about = 'spec.gatewayClassName';
  const cluster = `no GatewayClass ${gatewayClassName}`;
  return [placed(subject)(about, 'missing', about, cluster, expected, withoutClass(run))];
}

function ofStatus(
  subject: Subject,
  reported: Reported,
  expectations: readonly Expectation[],
  controller: string | undefined,
  run: Command,
): Found {
  const { entry } = subject;
  const on = (section: string, condition: Case['condition']): Case => ({ entry, section, condition, controller });
  const isExpected = expectations.some(({ required }) => Object.keys(required).length > 0);
  if (isExpected && !reported.hasStatus) {
    const advice = waitingFor(on('', { type: '', reason: '' }), run, undefined);
    return only(placed(subject)('metadata.name', 'waiting', 'status', 'nothing', 'a status', advice));
  }
  const stale = staleOf(reported, expectations);
  if (stale !== undefined) {
    const generation = `generation ${reported.generation}`;
    const advice = waitingFor(on('', { type: '', reason: '' }), run, generation);
    const finding = placed(subject)(
      'metadata.name',
      'waiting',
      'observedGeneration',
      String(stale),
      String(reported.generation),
      advice,
    );
    return only(finding);
  }
  const parts = expectations.map((expectation) => {
    const section = reported.sections.find(({ name }) => name === expectation.section);
    return ofSection(subject, expectation, section, on, run);
  });
  const judged = new Set(parts.flatMap((part) => part.judged));
  const conditions = reported.sections.flatMap(({ name, conditions: own }) =>
    own.map((condition) => ({ subject, section: name, condition })),
  );
  return {
    findings: [...parts.flatMap(({ findings }) => findings), ...ofAddresses(subject, reported, run)],
    unjudged: conditions.filter(({ condition }) => !judged.has(condition)),
    agreed: parts.reduce((sum, { agreed }) => sum + agreed, 0),
  };
}

/** The generation that was looked at last, where that is not the present one. */
function staleOf({ generation, observedGeneration, sections }: Reported, expectations: readonly Expectation[]) {
  if (generation === undefined) return undefined;
  const judged = sections.flatMap(({ name, conditions }) => {
    const expectation = expectations.find(({ section }) => section === name);
    return conditions.filter(({ type }) => expectation && wantedOf(expectation).has(type));
  });
  const seen = [observedGeneration, ...judged.map((condition) => condition.observedGeneration)];
  const oldest = Math.min(...seen.flatMap((each) => each ?? []));
  return oldest < generation ? oldest : undefined;
}

interface Wanted {
  readonly status: string;
  readonly reason?: string;
  readonly isPredicted: boolean;
  readonly isRequired: boolean;
}

/** What each condition should be: as predicted, or by the rules where the prediction leaves it open. */
function wantedOf({ predicted, required, optional }: Expectation): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const [rules, isRequired] of [
    [optional, false],
    [required, true],
  ] as const) {
    for (const [type, status] of Object.entries(rules)) wanted.set(type, { status, isPredicted: false, isRequired });
  }
  for (const { type, status, reason } of predicted) {
    if (status === 'Unknown') continue;
    wanted.set(type, { status, reason, isPredicted: true, isRequired: wanted.get(type)?.isRequired ?? false });
  }
  return wanted;
}

/** Conditions that are good where they are False. */
const isGood = (type: string, status: string) =>
  status === (['Conflicted', 'PartiallyInvalid', 'ReplicaFailure'].includes(type) ? 'False' : 'True');

function ofSection(
  subject: Subject,
  expectation: Expectation,
  section: ReportedSection | undefined,
  on: (section: string, condition: Case['condition']) => Case,
  run: Command,
) {
  const { section: name, path } = expectation;
  const at = placed(subject, name);
  const findings: Finding[] = [];
  const judged: ReportedCondition[] = [];
  let agreed = 0;
  const wanted = wantedOf(expectation);
  const isPredictedAtAll = [...wanted.values()].some(({ isPredicted }) => isPredicted);
  if (!section && [...wanted.values()].some(({ isRequired }) => isRequired)) {
    const advice = waitingFor(on(name, { type: '', reason: '' }), run, undefined);
    const expected = `a status${isPredictedAtAll ? ' (predicted)' : ''}`;
    return { findings: [at(path, 'waiting', 'status', 'nothing', expected, advice)], judged, agreed };
  }
  const absent: Finding[] = [];
  for (const [type, { status, reason, isPredicted, isRequired }] of wanted) {
    const condition = section?.conditions.find((each) => each.type === type);
    const expected = `${status}${reason === undefined || reason === type ? '' : `, ${reason}`} (${isPredicted ? 'predicted' : 'when all is well'})`;
    if (!condition) {
      if (!isRequired) continue;
      const advice = waitingFor(on(name, { type, reason: '' }), run, undefined);
      absent.push(at(path, 'waiting', type, 'nothing', expected, advice));
      continue;
    }
    judged.push(condition);
    const isAsWanted = condition.status === status;
    if (isAsWanted && isGood(type, status)) {
      agreed++;
      continue;
    }
    const isRelease = type === 'phase' && condition.status === 'Unknown';
    const isWaiting = isRelease || (condition.status === 'Unknown' && condition.reason === 'Pending');
    const verdict = isWaiting ? 'waiting' : !isPredicted ? 'unhealthy' : isAsWanted ? 'fault' : 'differs';
    const advice =
      isWaiting && !isRelease
        ? waitingFor(on(name, condition), run, undefined)
        : isGood(type, condition.status)
          ? { why: 'the cluster has what is not in the input', next: 'add it to the input, or correct the manifest' }
          : adviceOf(on(name, condition), run);
    findings.push({ ...at(path, verdict, type, said(condition), expected, advice), condition });
  }
  const { attachedRoutes } = expectation;
  if (
    section?.attachedRoutes !== undefined &&
    attachedRoutes !== undefined &&
    section.attachedRoutes < attachedRoutes
  ) {
    const advice = {
      why: 'routes were not taken: see them below',
      next: 'begin with the routes that name this listener',
    };
    findings.push(
      at(
        path,
        'differs',
        'attachedRoutes',
        String(section.attachedRoutes),
        `${attachedRoutes} or more (predicted)`,
        advice,
      ),
    );
  }
  // Controllers leave out what they did not come to, as something else is wrong.
  return { findings: findings.length > 0 ? findings : absent, judged, agreed };
}

const said = ({ status, reason, message }: ReportedCondition) =>
  `${status}${reason === '' ? '' : `, ${reason}`}${message === '' ? '' : `: ${message}`}`;

/** Of what serves clients: whether they can reach it. */
function ofAddresses(subject: Subject, { addresses, sections }: Reported, run: Command): Finding[] {
  const { kind } = subject.entry;
  const isServed = sections.some(
    ({ name, conditions }) =>
      name === '' && conditions.some(({ type, status }) => type === 'Programmed' && status === 'True'),
  );
  if (addresses > 0 || !(kind === 'Service' || (kind === 'Gateway' && isServed))) return [];
  return [
    placed(subject)('metadata.name', 'unhealthy', 'addresses', 'none', 'one or more', withoutAddress(subject, run)),
  ];
}

/** `Gateway edge/external, listener https`. */
export const titleOf = ({ subject, section }: Pick<Finding, 'subject' | 'section'>) =>
  `${nameOf(subject.entry)}${section === '' ? '' : `, ${section}`}`;
