/**
 * Writes the table of annotations in docs/from-ingress.md, from what the conversion says of them.
 *
 *   npx tsx tools/ingress-annotations.ts
 */
import * as fs from 'fs';
import * as path from 'path';
import { ANNOTATIONS } from '../src/ingress/annotations';
import { TRANSLATIONS } from '../src/migration/translations';

const PAGE = path.join(__dirname, '../docs/from-ingress.md');
const [BEGIN, END] = ['<!-- annotations -->', '<!-- end of annotations -->'];

const FATES = { refused: 'no', differs: 'differs', translated: 'yes', kept: 'nothing to do' } as const;

/** One row for each annotation, in columns as Prettier aligns them. */
export function annotationTable(): string {
  const rows = ANNOTATIONS.map(({ name, does }) => {
    const { fate, becomes, instead } = TRANSLATIONS.get(name)!;
    return [`\`${name}\``, does, FATES[fate], becomes, instead];
  });
  const all = [['annotation', 'what it does', 'translated', 'what it becomes, or why not', 'what to do'], ...rows];
  const widths = all[0].map((_, at) => Math.max(...all.map((row) => row[at].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(all[0]), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** The table as it stands in the page. */
export const tableInPage = (): string => {
  const text = fs.readFileSync(PAGE, 'utf8');
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim();
};

if (require.main === module) {
  const text = fs.readFileSync(PAGE, 'utf8');
  const [start, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  fs.writeFileSync(PAGE, `${text.slice(0, start)}\n\n${annotationTable()}\n\n${text.slice(end)}`);
}
