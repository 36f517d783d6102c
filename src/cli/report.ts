import { RULES } from '../check/check';
import { Diagnostic, format, INDEX, link, Severity } from '../check/diagnostic';
import { SourceFault } from '../manifest/sources';
import { describe } from '../value/problem';
import { escaped } from '../value/xml';

/** What a run of `check` found. */
export interface Report {
  readonly objects: number;
  /** Objects of kinds without a shape, by kind. */
  readonly unjudged: ReadonlyMap<string, number>;
  readonly faults: readonly SourceFault[];
  readonly diagnostics: readonly Diagnostic[];
  /** Number of warnings and notes that the configuration acknowledges. */
  readonly acknowledged: number;
  readonly texts: ReadonlyMap<string, string>;
  readonly version: string;
  readonly hasColor: boolean;
  /** Whether formats for people list the notes, which they count otherwise: a part of a cluster may have hundreds. */
  readonly hasNotes: boolean;
}

/** Formats of a report by name. */
export const FORMATS: Readonly<Record<string, (report: Report) => string>> = { text, json, sarif, junit, github };

export const countErrors = (report: Report) => report.faults.length + ofSeverity(report, 'error').length;
export const countWarnings = (report: Report) => ofSeverity(report, 'warning').length;

const ofSeverity = ({ diagnostics }: Report, severity: Severity) =>
  diagnostics.filter((each) => each.severity === severity);

/** What people read: notes last, and only where they are wanted. */
const listed = (report: Report): readonly Diagnostic[] => [
  ...report.diagnostics.filter(({ severity }) => severity !== 'note'),
  ...(report.hasNotes ? ofSeverity(report, 'note') : []),
];

/** For people: each problem with the line of the file that it is about. */
function text(report: Report): string {
  const { faults, texts, hasColor } = report;
  const paint = (line: string, severity: Severity) =>
    hasColor ? line.replace(severity, `\u001b[${COLORS[severity]}m${severity}\u001b[0m`) : line;
  const lines = linesOf(texts);
  return [
    ...faults.map(({ file, line, message }) => paint(`error [${file}:${line}] ${message}`, 'error')),
    ...listed(report).map((diagnostic) => {
      const [problem, documentation] = format(diagnostic).split(/\n(?=\s+http)/);
      return [paint(problem, diagnostic.severity), ...excerpt(diagnostic, lines), documentation].join('\n');
    }),
    summary(report),
    '',
  ].join('\n');
}

/** Red, yellow, dim. */
const COLORS: Readonly<Record<Severity, number>> = { error: 31, warning: 33, note: 2 };

/** Lines of files; a file with many problems is split once. */
function linesOf(texts: ReadonlyMap<string, string>): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? (texts.get(file) ?? '').split('\n');
    known.set(file, lines);
    return lines;
  };
}

/** The line of a field, and a caret below it. */
function excerpt({ position }: Diagnostic, lines: (file: string) => readonly string[]): string[] {
  const line = position && lines(position.file)[position.line - 1]?.replace(/\r$/, '');
  if (line === undefined || line.trim() === '') return [];
  const number = String(position!.line);
  // A long line, as of JSON without line breaks, is cut around the place.
  const from = position!.column > 100 ? position!.column - 60 : 0;
  const shown = line.slice(from, from + 120).replace(/\t/g, ' ');
  return [`  ${number} | ${shown}`, `  ${' '.repeat(number.length)} | ${' '.repeat(position!.column - 1 - from)}^`];
}

function summary(report: Report): string {
  const { objects, unjudged, acknowledged } = report;
  const notes = ofSeverity(report, 'note').length;
  const total = [...unjudged.values()].reduce((sum, each) => sum + each, 0);
  const kinds = [...unjudged].map(([kind, number]) => `${kind} (${number})`).join(', ');
  const counts = [
    count(objects, 'object'),
    count(countErrors(report), 'error'),
    count(countWarnings(report), 'warning'),
    ...(notes > 0 ? [`${count(notes, 'note')}${report.hasNotes ? '' : ' (--notes lists them)'}`] : []),
  ];
  return [
    counts.join(', '),
    ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : []),
    ...(total > 0 ? [`${count(total, 'object')} of kinds without a schema, not checked: ${kinds}`] : []),
  ].join('\n');
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

function json(report: Report): string {
  const { objects, unjudged, acknowledged, faults, diagnostics } = report;
  const content = {
    objects,
    errors: countErrors(report),
    warnings: countWarnings(report),
    notes: ofSeverity(report, 'note').length,
    acknowledged,
    unjudged: Object.fromEntries(unjudged),
    faults: faults.map(({ file, line, message }) => ({ where: `${file}:${line}`, message })),
    diagnostics: diagnostics.map(({ problem, position, ...rest }) => ({
      ...rest,
      ...position,
      ...problem,
      link: link(rest.code),
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), which code scanners read. */
function sarif({ diagnostics, faults, version }: Report): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const titles = new Map(RULES.map(({ code, title }) => [code, title]));
  const place = (file: string, line: number, column: number) => ({
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file.replace(/\\/g, '/')) },
      region: { startLine: line, startColumn: column },
    },
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-gateways',
            version,
            informationUri: INDEX,
            rules: [
              ...codes.map((code) => ({
                id: code,
                shortDescription: { text: titles.get(code) ?? code },
                helpUri: link(code),
              })),
              { id: 'unreadable', shortDescription: { text: 'text that cannot be read' } },
            ],
          },
        },
        results: [
          ...faults.map(({ file, line, message }) => ({
            ruleId: 'unreadable',
            level: 'error',
            message: { text: message },
            locations: [place(file, line, 1)],
          })),
          ...diagnostics.map(({ code, severity, object, position, problem }) => ({
            ruleId: code,
            ruleIndex: codes.indexOf(code),
            level: severity,
            message: { text: `${object}: ${describe(problem)}` },
            ...(position && {
              locations: [
                {
                  ...place(position.file, position.line, position.column),
                  logicalLocations: [{ fullyQualifiedName: `${object} ${problem.what}` }],
                },
              ],
            }),
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** JUnit's XML: a case for each problem, so that servers for continuous integration list them. */
function junit(report: Report): string {
  const { diagnostics, faults } = report;
  const cases = [
    ...faults.map(({ file, line, message }) => ({
      name: `${file}:${line}`,
      classname: 'unreadable',
      failure: message,
      isError: true,
    })),
    ...diagnostics.map(({ code, severity, where, object, problem }) => ({
      name: `${object} [${where}]`,
      classname: code,
      failure: `${describe(problem)}\n${link(code)}`,
      isError: severity === 'error',
    })),
  ];
  const failures = cases.filter(({ isError }) => isError).length;
  const body = cases.map(({ name, classname, failure, isError }) => {
    const inner = isError
      ? `<failure message="${escaped(failure.split('\n')[0])}">${escaped(failure)}</failure>`
      : `<system-out>${escaped(failure)}</system-out>`;
    return `    <testcase classname="${escaped(classname)}" name="${escaped(name)}">${inner}</testcase>`;
  });
  const all = [`    <testcase classname="check" name="${report.objects} objects"/>`, ...body];
  const head = `name="cdk8s-gateways check" tests="${all.length}" failures="${failures}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite ${head}>\n${all.join('\n')}\n  </testsuite>\n</testsuites>\n`;
}

/** Workflow commands of GitHub Actions, which become annotations of a pull request. */
function github(report: Report): string {
  const data = (value: string) => value.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (value: string) => data(value).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return [
    ...report.faults.map(({ file, line, message }) => `::error file=${property(file)},line=${line}::${data(message)}`),
    ...listed(report).map(({ code, severity, object, position, problem }) => {
      const command = severity === 'note' ? 'notice' : severity;
      const place = position ? `file=${property(position.file)},line=${position.line},col=${position.column},` : '';
      return `::${command} ${place}title=${code}::${data(`${object}: ${describe(problem)}\n${link(code)}`)}`;
    }),
    summary(report),
    '',
  ].join('\n');
}
