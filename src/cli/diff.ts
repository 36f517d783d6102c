import { Outcome } from './check';
import { choice } from './choice';
import { readWorld, WorldOptions } from './trace';
import { pathOf } from '../model/model';
import { Change, CHANGES, ChangeKind, Difference, difference } from '../traffic/diff/difference';
import { Fate } from '../traffic/diff/fate';
import { hasSeveralGateways, shownChange } from '../traffic/diff/show';

export interface DiffOptions extends WorldOptions {
  /** Files or folders that are the same on both sides. */
  readonly file?: readonly string[];
  /** One of `text`, `markdown`, `json`. */
  readonly format?: string;
  readonly json?: boolean;
  /** 1 where something changes. */
  readonly exitCode?: boolean;
}

/** Prints which requests change their fate between two sets of manifests. */
export function diff(before: string, after: string, options: DiffOptions = {}): Outcome {
  const { file = [], format = 'text', exitCode = false } = options;
  const print = FORMATS[choice('--format', options.json ? 'json' : format, Object.keys(FORMATS))];
  const [old, now] = [before, after].map((path) => readWorld([path, ...file], options));
  const found = difference(old, now);
  return { stdout: print(found), stderr: '', status: exitCode && found.changes.length > 0 ? 1 : 0 };
}

const FORMATS: Readonly<Record<string, (found: Difference) => string>> = { text, markdown, json };

const TITLES: Readonly<Record<ChangeKind, string>> = {
  opens: 'more open',
  breaks: 'less is served',
  changes: 'changed',
};

/** Requests of a change that are listed for people. */
const LISTED = 8;

function text(found: Difference): string {
  const hasGateways = hasSeveralGateways(found);
  const sections = sectionsOf(found).map(([kind, changes]) => [
    TITLES[kind],
    ...changes.flatMap((change) => {
      const { lines, requests } = shownChange(change, hasGateways);
      return [...lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`), ...listed(requests, '      ')];
    }),
    '',
  ]);
  return `${[...sections.flat(), summary(found)].join('\n')}\n`;
}

function listed(requests: readonly string[], indent: string): string[] {
  const more = requests.length - LISTED;
  return [
    ...requests.slice(0, more > 1 ? LISTED : LISTED + 1).map((request) => indent + request),
    ...(more > 1 ? [`${indent}and ${more} more`] : []),
  ];
}

const sectionsOf = ({ changes }: Difference): [ChangeKind, readonly Change[]][] =>
  CHANGES.map((kind): [ChangeKind, readonly Change[]] => [
    kind,
    changes.filter((change) => change.kind === kind),
  ]).filter(([, members]) => members.length > 0);

function summary({ changes, requests }: Difference): string {
  if (changes.length === 0) return `no change in ${requests} kinds of requests`;
  const changed = changes.reduce((sum, { probes }) => sum + probes.length, 0);
  const counts = CHANGES.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${TITLES[kind]}`];
  });
  return `${changed} of ${requests} kinds of requests change: ${counts.join(', ')}`;
}

/** A comment of a pull request. */
function markdown(found: Difference): string {
  const hasGateways = hasSeveralGateways(found);
  const sections = sectionsOf(found).flatMap(([kind, changes]) => [
    `### ${TITLES[kind][0].toUpperCase()}${TITLES[kind].slice(1)}`,
    '',
    '| change | requests |',
    '| ------ | -------- |',
    ...changes.map((change) => {
      const { lines, requests } = shownChange(change, hasGateways);
      return `| ${lines.map(code).join('<br>')} | ${listed(requests, '').map(code).join('<br>')} |`;
    }),
    '',
  ]);
  return `${['## Traffic', '', ...sections, `${summary(found)}.`].join('\n')}\n`;
}

const code = (line: string) =>
  /^and \d+ more$/.test(line) ? line : `\`${line.replace(/\|/g, '\\|').replace(/`/g, "'")}\``;

function json({ changes, requests }: Difference): string {
  const content = {
    requests,
    changes: changes.map(({ kind, before, after, probes }) => ({
      kind,
      before: plain(before),
      after: plain(after),
      requests: probes.map(({ target, host, below, request }) => ({
        [target.kind === 'Pod' ? 'pod' : 'gateway']: target.kind === 'Pod' ? target.name : pathOf(target),
        host,
        below,
        protocol: request.protocol,
        tls: request.isTls,
        port: request.port,
        sni: request.sni,
        method: request.method,
        authority: request.authority,
        path: request.path + request.search,
        headers: Object.fromEntries(request.headers),
        client: request.client,
      })),
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const plain = ({ result, facets }: Fate) => ({ result, ...Object.fromEntries(facets) });
