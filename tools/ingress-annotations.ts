/**
 * Writes the tables of annotations in docs/from-ingress.md, from what the conversion says of them.
 *
 *   npx tsx tools/ingress-annotations.ts
 */
import * as fs from 'fs';
import * as path from 'path';
import { ANNOTATIONS } from '../src/ingress/annotations';
import { AWS_ANNOTATIONS } from '../src/migration/profiles/aws';
import { HAPROXY_ANNOTATIONS } from '../src/migration/profiles/haproxy';
import { TRAEFIK_ANNOTATIONS } from '../src/migration/profiles/traefik';
import { Translation, TRANSLATIONS } from '../src/migration/translations';

const PAGE = path.join(__dirname, '../docs/from-ingress.md');

interface Described extends Translation {
  readonly name: string;
  readonly does: string;
}

/** The annotations of each controller, by the word that marks its table. */
const TABLES: Readonly<Record<string, readonly Described[]>> = {
  'ingress-nginx': ANNOTATIONS.map(({ name, does }) => ({ name, does, ...TRANSLATIONS.get(name)! })),
  traefik: TRAEFIK_ANNOTATIONS,
  aws: AWS_ANNOTATIONS,
  haproxy: HAPROXY_ANNOTATIONS,
};

export const CONTROLLERS = Object.keys(TABLES);

const FATES = { refused: 'no', differs: 'differs', translated: 'yes', kept: 'nothing to do' } as const;

/** One row for each annotation, in columns as Prettier aligns them. */
export function annotationTable(controller: string): string {
  const rows = TABLES[controller].map(({ name, does, fate, becomes, instead }) => {
    return [`\`${name}\``, does, FATES[fate], becomes, instead];
  });
  const all = [['annotation', 'what it does', 'translated', 'what it becomes, or why not', 'what to do'], ...rows];
  const widths = all[0].map((_, at) => Math.max(...all.map((row) => row[at].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(all[0]), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Where a table stands in the page. */
function placeOf(text: string, controller: string): readonly [from: number, to: number] {
  const begin = `<!-- annotations of ${controller} -->`;
  return [text.indexOf(begin) + begin.length, text.indexOf(`<!-- end of annotations of ${controller} -->`)];
}

/** A table as it stands in the page. */
export function tableInPage(controller: string): string {
  const text = fs.readFileSync(PAGE, 'utf8');
  return text.slice(...placeOf(text, controller)).trim();
}

if (require.main === module) {
  for (const controller of CONTROLLERS) {
    const text = fs.readFileSync(PAGE, 'utf8');
    const [from, to] = placeOf(text, controller);
    fs.writeFileSync(PAGE, `${text.slice(0, from)}\n\n${annotationTable(controller)}\n\n${text.slice(to)}`);
  }
}
