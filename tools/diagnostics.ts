/**
 * Writes the pages of diagnostics: `docs/diagnostics/<area>.md` and the index in `docs/diagnostics.md`.
 *
 *   npx tsx tools/diagnostics.ts
 *
 * The text of a section is written by hand, in the page of its area or, when it is new, at the end of
 * `docs/diagnostics.md`, from where it is moved. Title and severity are those of the rule. Links between sections and
 * from other pages lead to where the section is. Running it again changes nothing.
 */
import * as fs from 'fs';
import * as path from 'path';
import { AREAS, pageOf } from '../src/check/areas';
import { RULES } from '../src/check/check';

const DOCS = path.join(__dirname, '../docs');
const INDEX = 'diagnostics.md';
const [BEGIN, END] = ['<!-- contents: npx tsx tools/diagnostics.ts -->', '<!-- end of contents -->'];
const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

interface Section {
  readonly code: string;
  readonly title: string;
  /** From the word of the severity on. */
  readonly text: string;
}

/** Texts of files by their path below the root of the project. */
export type Pages = ReadonlyMap<string, string>;

/** The pages as they should be, from what they are. */
export function pagesOf(pages: Pages): Pages {
  const index = pages.get(`docs/${INDEX}`)!;
  const known = AREAS.flatMap(({ page }) => sectionsOf(pages.get(`docs/diagnostics/${page}.md`) ?? ''));
  const added = sectionsOf(index).map((section) => ({ ...section, text: fromIndex(section.text) }));
  const sections = [...known.filter(({ code }) => added.every((section) => section.code !== code)), ...added]
    .map((section) => withExamples(section, known))
    .map(withRule)
    .sort((a, b) => a.code.localeCompare(b.code));
  const written = new Map(pages);
  for (const { page, title } of AREAS) {
    const own = sections.filter(({ code }) => pageOf(code) === `diagnostics/${page}.md`);
    if (own.length > 0) written.set(`docs/diagnostics/${page}.md`, areaPage(title, own));
  }
  written.set(`docs/${INDEX}`, indexPage(index, sections));
  return new Map([...written].map(([file, text]) => [file, withLinks(file, text)]));
}

function sectionsOf(page: string): Section[] {
  return page
    .split(/^<a id="gw\d+"><\/a>$/m)
    .slice(1)
    .map((part) => {
      const [, code, title, text] = /^\s*## (GW\d+): (.+)\n([\s\S]*)$/.exec(part)!;
      return { code, title, text: text.trim() };
    });
}

/** A section that comes from the index again, with newer text, keeps its examples. */
function withExamples(section: Section, known: readonly Section[]): Section {
  const examples = /^```yaml\n# (?:wrong|right)[\s\S]*$/m;
  const old = known.find(({ code }) => code === section.code)?.text;
  const kept = examples.exec(old ?? '')?.[0];
  return kept === undefined || examples.test(section.text)
    ? section
    : { ...section, text: `${section.text}\n\n${kept}` };
}

/** Title and severity are those of the rule; one whose severity is an option has it in its text alone. */
function withRule(section: Section): Section {
  const rule = RULES.find(({ code }) => code === section.code);
  if (!rule) return section;
  const word = typeof rule.severity === 'string' ? WORDS[rule.severity] : undefined;
  return { ...section, title: rule.title, text: word ? section.text.replace(/^\w+/, word) : section.text };
}

const areaPage = (title: string, sections: readonly Section[]) =>
  `# Diagnostics: ${title}\n\n[All diagnostics](../diagnostics.md). The word at the beginning of a section is its severity.\n\n${sections
    .map(({ code, title: name, text }) => `<a id="${code.toLowerCase()}"></a>\n\n## ${code}: ${name}\n\n${text}\n`)
    .join('\n')}`;

function indexPage(index: string, sections: readonly Section[]): string {
  const areas = AREAS.map(({ page, title }) => ({
    heading: `**[${title}](diagnostics/${page}.md)**`,
    lines: sections
      .filter(({ code }) => pageOf(code) === `diagnostics/${page}.md`)
      .map(
        ({ code, title: name, text }) =>
          `- [${code}](${pageOf(code)}#${code.toLowerCase()}) ${name}${text.startsWith('Warning') ? ' (warning)' : ''}`,
      ),
  }));
  const contents = areas
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => `${heading}\n\n${lines.join('\n')}`)
    .join('\n\n');
  return `${index.split(BEGIN)[0]}${BEGIN}\n\n${contents}\n\n${END}\n`;
}

/** A section of the index stands one folder deeper afterwards. */
const fromIndex = (text: string) => text.replace(/\]\((?!#|\/|https?:|\.\.\/)/g, '](../');

/** Leads links to codes, `#gw378` or any page of diagnostics, to the page where the section is. */
function withLinks(file: string, text: string): string {
  const from = path.posix.dirname(file);
  const to = (code: string) => {
    const page = `docs/${pageOf(code)}`;
    return `${page === file ? '' : path.posix.relative(from, page)}#${code.toLowerCase()}`;
  };
  const inDiagnostics = /docs\/diagnostics/.test(file);
  return text
    .replace(/\[(GW\d+)\]\((?:[\w./-]*\/)?diagnostics\.md\)/g, (_, code: string) => `[${code}](${to(code)})`)
    .replace(
      /\]\((?:[\w./-]*\/)?(?:diagnostics\.md|diagnostics\/[\w-]+\.md)#(gw\d+)[\w-]*\)/g,
      (_, code: string) => `](${to(code)})`,
    )
    .replace(/\]\((?:[\w-]+\.md)?#(gw\d+)\)/g, (link, code: string) => (inDiagnostics ? `](${to(code)})` : link));
}

/** The pages of diagnostics, and those that may lead to them. */
export function readPages(root: string): Pages {
  const files = ['', 'diagnostics']
    .map((folder) => path.posix.join('docs', folder))
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder))
        .filter((name) => name.endsWith('.md'))
        .sort()
        .map((name) => `${folder}/${name}`),
    );
  return new Map(
    ['README.md', 'CONTRIBUTING.md', ...files].map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]),
  );
}

if (require.main === module) {
  const root = path.join(DOCS, '..');
  fs.mkdirSync(path.join(DOCS, 'diagnostics'), { recursive: true });
  for (const [file, text] of pagesOf(readPages(root))) fs.writeFileSync(path.join(root, file), text);
}
