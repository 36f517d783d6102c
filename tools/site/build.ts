/**
 * Builds the documentation as a folder that any web server serves, with search: `site/`.
 *
 *   npx tsx tools/site/build.ts
 *
 * Needs Python 3.11 or later with pip; installs Zensical below tmp/. Fails for a
 * link or an anchor that leads nowhere, and anything that a page would load from another server.
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '../..');
const WORK = path.join(ROOT, 'tmp/site');
const PAGES = path.join(WORK, 'pages');

function main(): void {
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...filesBelow('docs').filter((file) => /\.(md|svg|png)$/.test(file)),
    ...fs
      .readdirSync(path.join(ROOT, 'examples'))
      .sort()
      .map((example) => `examples/${example}/README.md`),
  ];
  fs.rmSync(PAGES, { recursive: true, force: true });
  for (const file of files) {
    const target = path.join(PAGES, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (file.endsWith('.md')) fs.writeFileSync(target, withLinksToSources(file, files));
    else fs.copyFileSync(path.join(ROOT, file), target);
  }
  fs.writeFileSync(path.join(WORK, 'mkdocs.yml'), configuration(files));
  install();
  python('zensical', 'build', '--clean', '--strict', '-f', path.join(WORK, 'mkdocs.yml'));
  fs.rmSync(path.join(ROOT, 'site'), { recursive: true, force: true });
  fs.renameSync(path.join(WORK, 'html'), path.join(ROOT, 'site'));

  const pages = filesBelow('site').filter((file) => file.endsWith('.html'));
  const problems = pages.flatMap((page) => problemsOf(page));
  problems.forEach((problem) => console.error(problem));
  console.log(`${pages.length} pages in site/, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

/** What a page links to and the site does not hold is shown by the repository. */
function withLinksToSources(page: string, files: readonly string[]): string {
  return fs
    .readFileSync(path.join(ROOT, page), 'utf8')
    .replace(/\]\((?!https?:|#)([^)#\s]+)/g, (link, target: string) => {
      const file = path.join(path.dirname(page), target);
      return files.includes(file) || !fs.existsSync(path.join(ROOT, file)) ? link : `](${SOURCES}/${file}`;
    });
}

const SOURCES = 'https://github.com/cdk8s-gateways/cdk8s-gateways/blob/main';

/** mkdocs.yml with the menus that are made of what is there. */
function configuration(files: readonly string[]): string {
  const menus: Record<string, string[]> = {
    Diagnostics: ['docs/diagnostics.md', ...files.filter((file) => /^docs\/diagnostics\/.*\.md$/.test(file))],
    Examples: files.filter((file) => file.startsWith('examples/')),
    API: files.filter((file) => file.startsWith('docs/api/')),
  };
  const template = fs.readFileSync(path.join(__dirname, 'mkdocs.yml'), 'utf8');
  const named = new Set(Object.values(menus).flat());
  menus.More = files.filter((file) => file.endsWith('.md') && !named.has(file) && !template.includes(` ${file}\n`));
  const filled = template.replace(/^( *)- (\w+): \[\].*\n/gm, (_, indent: string, name: string) =>
    menus[name].length === 0
      ? ''
      : `${indent}- ${name}:\n${menus[name].map((file) => `${indent}    - ${file}\n`).join('')}`,
  );
  return `${filled}docs_dir: pages\nsite_dir: html\n`;
}

/** In a folder of its own, and only where it is not there yet in the wanted version. */
function install(): void {
  const requirements = path.join(__dirname, 'requirements.txt');
  const folder = path.join(WORK, 'python');
  const mark = path.join(folder, 'requirements.txt');
  if (fs.existsSync(mark) && fs.readFileSync(mark).equals(fs.readFileSync(requirements))) return;
  fs.rmSync(folder, { recursive: true, force: true });
  const options = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-compile'];
  python('pip', 'install', ...options, '--target', folder, '-r', requirements);
  fs.copyFileSync(requirements, mark);
}

function python(...args: string[]): void {
  execFileSync('python3', ['-m', ...args], {
    stdio: 'inherit',
    env: { ...process.env, PYTHONPATH: path.join(WORK, 'python') },
  });
}

/** Links and anchors that lead nowhere, and what a browser would load from another server. */
function problemsOf(page: string): string[] {
  const html = textOf(page);
  const loaded = [...html.matchAll(/<(?:script|img|iframe|source)\b[^>]*?\bsrc="([^"]*)"|<link\b[^>]*?>/g)]
    .filter(([tag, source]) => /^(?:https?:)?\/\//.test(source ?? (/rel="canonical"/.test(tag) ? '' : hrefOf(tag))))
    .map(([tag]) => `${page}: loads ${tag}`);
  const dead = [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/.test(link) && !isThere(page, decodeURI(link)))
    .map((link) => `${page}: dead link ${link}`);
  return [...loaded, ...dead];
}

const hrefOf = (tag: string) => /\bhref="([^"]*)"/.exec(tag)?.[1] ?? '';

function isThere(page: string, link: string): boolean {
  const [target, anchor] = link.split('#');
  const file = target === '' ? page : path.join(path.dirname(page), target);
  if (!fs.existsSync(path.join(ROOT, file))) return false;
  return anchor === undefined || anchor === '' || !file.endsWith('.html') || anchorsOf(file).has(anchor);
}

const anchors = new Map<string, ReadonlySet<string>>();

function anchorsOf(file: string): ReadonlySet<string> {
  const known = anchors.get(file) ?? new Set([...textOf(file).matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id));
  anchors.set(file, known);
  return known;
}

const textOf = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Files below a folder of the repository, by their path from its root. */
function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => fs.statSync(path.join(ROOT, file)).isFile())
    .sort();
}

main();
