import * as fs from 'fs';
import * as path from 'path';
import { AREAS, pageOf } from '../../src/check/areas';
import { GatewayApiChannel } from '../../src/check/channel';
import { check, RULES } from '../../src/check/check';
import { parseManifests } from '../../src/manifest/parse';
import { pagesOf, readPages } from '../../tools/diagnostics';

const ROOT = path.join(__dirname, '../..');
const pages = readPages(ROOT);
const textOf = (page: string) => pages.get(`docs/diagnostics/${page}.md`) ?? '';
const sections = AREAS.flatMap(({ page }) =>
  textOf(page)
    .split(/^<a id="gw\d+"><\/a>$/m)
    .slice(1)
    .map((text) => ({ page, text, code: /^\s*## (GW\d+): /.exec(text)![1] })),
);

test('the pages are those that the tool writes of them', () => {
  expect(Object.fromEntries(pagesOf(pages))).toEqual(Object.fromEntries(pages));
});

test('every code that exists has one section, in the page to which its link leads', () => {
  const told = new Set([...RULES.map(({ code }) => code), ...codesOfConstructs()]);
  expect(sections.map(({ code }) => code).sort()).toEqual([...told].sort());
  expect(sections.filter(({ code, page }) => pageOf(code) !== `diagnostics/${page}.md`)).toEqual([]);
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
});

test('every page is in the package', () => {
  const ignored = fs.readFileSync(path.join(ROOT, '.npmignore'), 'utf8').split('\n');
  expect(ignored.filter((line) => line.startsWith('/docs'))).toEqual(['/docs/api/']);
});

const examples = sections.flatMap(({ code, text }) =>
  [...text.matchAll(/^```yaml\n# (wrong|right)(?:, with (.+))?\n([\s\S]*?)^```$/gm)].map(([, kind, option, yaml]) => ({
    code,
    kind,
    option,
    yaml,
  })),
);

test.each(examples)('example of $code: $kind', ({ code, kind, option, yaml }) => {
  const { objects } = parseManifests(yaml);
  const located = objects.map(({ line, manifest }) => ({ where: `line ${line}`, manifest }));
  const { whole, 'gateway-api-version': gatewayApiVersion, channel } = optionsOf(option);
  const found = check(located, {
    isWhole: whole !== undefined,
    gatewayApiVersion,
    channel: channel === undefined ? undefined : GatewayApiChannel[channel.toUpperCase() as 'STANDARD'],
  });
  // What an example refers to may stand elsewhere.
  const told = found.filter((each) => each.severity !== 'note' || each.code === code).map((each) => each.code);
  expect([...new Set(told)]).toEqual(kind === 'wrong' ? [code] : []);
});

test('most codes have an example', () => {
  expect(new Set(examples.map(({ code }) => code)).size).toBeGreaterThan(0.85 * RULES.length);
});

/** `--whole --channel standard`: whole, and channel as standard. */
const optionsOf = (text = ''): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...text.matchAll(/--(\S+)(?: (?!--)(\S+))?/g)].map(([, name, value]) => [name, value ?? '']));

/** Codes that constructs tell themselves. */
function codesOfConstructs(): string[] {
  return fs
    .readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('check'))
    .flatMap((file) =>
      [
        ...fs.readFileSync(path.join(ROOT, 'src', file), 'utf8').matchAll(/(?:_add\(\w[\w.]*,|\.warn\()\s*'(GW\d+)'/g),
      ].map(([, code]) => code),
    );
}
