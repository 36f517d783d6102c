import { IngressProfileName } from '../ingress/options';
import { Manifest, nameOf, placeOf } from '../manifest/manifest';
import { Note } from '../migration/notes';
import { Proof, ProofDifference } from '../migration/prove/prove';
import { shownDifference, shownReason, shownRequest } from '../migration/prove/show';
import { TRAITS } from '../migration/prove/traits';
import { Fate, FATES } from '../migration/translations';
import { pathOf } from '../model/model';

interface Acknowledged {
  readonly isAcknowledged: boolean;
}

/** What `migrate` has to tell. */
export interface MigrationReport {
  /** Whose reading of the Ingresses was taken. */
  readonly controller: IngressProfileName;
  readonly ingresses: number;
  readonly manifests: readonly Manifest[];
  readonly notes: readonly (Note & Acknowledged)[];
  readonly proof?: Omit<Proof, 'differences'> & { readonly differences: readonly (ProofDifference & Acknowledged)[] };
  /** Files. */
  readonly written: readonly string[];
}

const TITLES: Readonly<Record<Fate, string>> = {
  refused: 'not translated',
  differs: 'translated with a difference',
  translated: 'translated',
  kept: 'nothing to translate',
};

/** Requests of a difference that are listed for people. */
const LISTED = 4;

const placed = ({ place: { entry, path } }: Note) => placeOf(entry.at, path);

function text(report: MigrationReport): string {
  const lines: string[] = [];
  for (const fate of FATES) {
    const notes = report.notes.filter((note) => note.fate === fate);
    if (notes.length === 0) continue;
    lines.push(TITLES[fate]);
    for (const note of notes) {
      lines.push(
        `  ${note.what}${note.isAcknowledged ? ' (acknowledged)' : ''}`,
        `    ${note.text}`,
        `    ${placed(note)}`,
      );
    }
    lines.push('');
  }
  if (report.proof) lines.push(...proofLines(report.proof), '');
  lines.push(summary(report));
  return `${lines.join('\n')}\n`;
}

function proofLines({ requests, counts, differences }: NonNullable<MigrationReport['proof']>): string[] {
  const lines = [`proof: ${requests} requests to both sides`];
  const width = Math.max(...[...counts.keys()].map((trait) => TRAITS[trait].length));
  for (const [trait, count] of counts) {
    lines.push(`  ${TRAITS[trait].padEnd(width)}  ${count.same} of ${count.requests} the same`);
  }
  for (const difference of differences) {
    const [first, ...others] = shownDifference(difference);
    const { requests: all, trait, isAcknowledged } = difference;
    lines.push(
      '',
      `  ${shownRequest(all[0])}: ${first}${isAcknowledged ? ' (acknowledged)' : ''}`,
      ...others.map((line) => `    ${line}`),
      `    ${trait}; ${shownReason(difference)}`,
      ...all.slice(1, LISTED).map((request) => `    also ${shownRequest(request)}`),
      ...(all.length > LISTED ? [`    and ${all.length - LISTED} more`] : []),
    );
  }
  return lines;
}

function summary({ controller, ingresses, manifests, notes, proof, written }: MigrationReport): string {
  const count = (number: number, word: string) =>
    `${number} ${word}${number === 1 ? '' : word.endsWith('s') ? 'es' : 's'}`;
  const refused = notes.filter(({ fate, isAcknowledged }) => fate === 'refused' && !isAcknowledged).length;
  const open = proof?.differences.filter(({ isAcknowledged }) => !isAcknowledged).length ?? 0;
  return [
    `${count(ingresses, 'Ingress')} ${controller === 'spec' ? 'by the specification' : `of ${controller}`} to ${count(manifests.length, 'object')}`,
    ...(written.length > 0 ? [`${count(written.length, 'file')} written`] : []),
    `${refused} not translated`,
    ...(proof ? [`${count(open, 'difference')} in ${count(proof.requests, 'request')}`] : []),
  ].join(', ');
}

/** A comment of a pull request. */
function markdown(report: MigrationReport): string {
  const { notes, proof } = report;
  const rows = notes.map(
    (note) =>
      `| ${TITLES[note.fate]}${note.isAcknowledged ? ' (acknowledged)' : ''} | ${code(note.what)} | ${note.text} | ${code(placed(note))} |`,
  );
  const differences = proof?.differences.map((difference) => {
    const shown = difference.requests.slice(0, LISTED).map((request) => code(shownRequest(request)));
    const more = difference.requests.length - shown.length;
    return `| ${[...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>')} | ${shownDifference(difference).map(code).join('<br>')} | ${difference.trait}${difference.isAcknowledged ? ' (acknowledged)' : ''} |`;
  });
  return `${[
    '## From Ingress to the Gateway API',
    '',
    '| | what | becomes | where |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...(differences && differences.length > 0
      ? ['| requests | ingress -> gateway | why |', '| --- | --- | --- |', ...differences, '']
      : []),
    `${summary(report)}.`,
  ].join('\n')}\n`;
}

const code = (line: string) => `\`${line.replace(/\|/g, '\\|').replace(/`/g, "'")}\``;

function json({ controller, ingresses, manifests, notes, proof, written }: MigrationReport): string {
  const content = {
    controller,
    ingresses,
    objects: manifests.map(nameOf),
    written,
    notes: notes.map((note) => ({
      fate: note.fate,
      ingress: pathOf(note.place.entry),
      what: note.what,
      text: note.text,
      where: placed(note),
      acknowledged: note.isAcknowledged,
    })),
    proof: proof && {
      requests: proof.requests,
      counts: Object.fromEntries(proof.counts),
      differences: proof.differences.map((difference) => ({
        trait: difference.trait,
        before: { result: difference.before.result, ...Object.fromEntries(difference.before.facets) },
        after: { result: difference.after.result, ...Object.fromEntries(difference.after.facets) },
        reason: shownReason(difference),
        requests: difference.requests.map(shownRequest),
        acknowledged: difference.isAcknowledged,
      })),
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

export const MIGRATION_FORMATS: Readonly<Record<string, (report: MigrationReport) => string>> = {
  text,
  markdown,
  json,
};
