import { TableRequest, TableTest } from './test-table';
import { placeOf } from '../manifest/manifest';
import { Coverage, COVERED } from '../traffic/coverage';
import { Mismatch } from '../traffic/expectation';
import { Reply } from '../traffic/outcome';
import { printReply } from '../traffic/print';
import { escaped } from '../value/xml';

/** A test that was run. */
export interface Run extends Pick<TableTest, 'name'> {
  readonly file: string;
  readonly line: number;
  readonly replies: readonly Reply[];
  readonly failures: readonly Failure[];
}

/** A request that fared otherwise than expected, or could not be sent. */
export interface Failure {
  readonly row: TableRequest;
  /** Which of the requests of the row, from 1. */
  readonly time: number;
  readonly reply?: Reply;
  readonly mismatches: readonly Mismatch[];
}

export interface TestReport {
  readonly runs: readonly Run[];
  readonly coverage: Coverage;
  /** Percent that must be reached. */
  readonly least?: number;
}

export const FORMATS: Readonly<Record<string, (report: TestReport) => string>> = { text, json, junit };

function text(report: TestReport): string {
  const { runs, coverage } = report;
  const lines = runs.flatMap((run) => [
    `${run.failures.length === 0 ? 'ok    ' : 'FAILED'} ${run.name}`,
    ...run.failures.flatMap((failure) => explained(run, failure).map((line) => (line === '' ? '' : `       ${line}`))),
  ]);
  const missed = coverage.missed.map(({ what, text: name, place: { entry, path } }) => [
    what,
    name,
    placeOf(entry.at, path),
  ]);
  const widths = [0, 1].map((index) => Math.max(0, ...missed.map((row) => row[index].length)));
  return [
    ...lines,
    '',
    ...(missed.length > 0 ? ['not reached'] : []),
    ...missed.map(([what, name, place]) => `  ${what.padEnd(widths[0])}  ${name.padEnd(widths[1])}  ${place}`),
    ...(missed.length > 0 ? [''] : []),
    summary(report),
    covered(report),
    '',
  ].join('\n');
}

/** What was expected and got of a request, and its way. */
function explained({ file }: Run, { row, time, reply, mismatches }: Failure): string[] {
  return [
    `${file}:${row.line} ${row.text}${row.times > 1 ? ` (the ${time}. of ${row.times})` : ''}`,
    ...mismatches.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`),
    ...(reply ? ['', ...printReply(reply).split('\n'), ''] : []),
  ];
}

const summary = ({ runs }: TestReport) => {
  const failed = runs.filter(({ failures }) => failures.length > 0).length;
  return `${runs.length} test${runs.length === 1 ? '' : 's'}, ${failed} failed`;
};

function covered({ coverage: { total, reached, share }, least }: TestReport): string {
  const counts = COVERED.filter((what) => total[what] > 0).map(
    (what) => `${reached[what]} of ${total[what]} ${PLURALS[what]}`,
  );
  if (counts.length === 0) return 'no listeners and no routes to reach';
  const isBelow = least !== undefined && share * 100 < least;
  // Never rounded up: 100 % is all.
  const percents = `${Math.floor(share * 1_000) / 10} %`;
  return `reached ${counts.join(', ')}: ${percents}${isBelow ? `, less than ${least} %` : ''}`;
}

const PLURALS = { listener: 'listeners', route: 'routes', rule: 'rules', match: 'matches' } as const;

function json({ runs, coverage: { total, reached, share, missed } }: TestReport): string {
  const content = {
    tests: runs.map(({ name, file, line, failures }) => ({
      name,
      file,
      line,
      passed: failures.length === 0,
      failures: failures.map(({ row, time, mismatches, reply }) => ({
        request: row.text,
        line: row.line,
        time,
        mismatches,
        reply: reply && printReply(reply),
      })),
    })),
    coverage: {
      share,
      total,
      reached,
      missed: missed.map(({ what, text: name, place: { entry, path } }) => ({
        what,
        name,
        where: placeOf(entry.at, path),
      })),
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function junit(report: TestReport): string {
  const { runs, coverage, least } = report;
  const cases = runs.map((run) =>
    testCase(
      run.file,
      run.name,
      run.failures.flatMap((each) => explained(run, each)),
    ),
  );
  const isBelow = least !== undefined && coverage.share * 100 < least;
  const all = [
    ...cases,
    ...(least === undefined ? [] : [testCase('coverage', 'coverage', isBelow ? [covered(report)] : [])]),
  ];
  const failed = runs.filter(({ failures }) => failures.length > 0).length + Number(isBelow);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="cdk8s-gateways test" tests="${all.length}" failures="${failed}">`,
    ...all,
    '</testsuite>',
    '',
  ].join('\n');
}

function testCase(classname: string, name: string, failure: readonly string[]): string {
  const head = `  <testcase classname="${escaped(classname)}" name="${escaped(name)}"`;
  return failure.length === 0
    ? `${head}/>`
    : `${head}>\n    <failure message="${escaped(failure.slice(0, 2).join('; '))}">${escaped(failure.join('\n'))}</failure>\n  </testcase>`;
}
