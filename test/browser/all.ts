/**
 * The page of a topology in a real browser: what it shows, what it finds, how requests light their way, how fast it
 * opens, and that nothing leaves it. Mermaid and Graphviz' grammar read the other formats.
 *
 *   npm run test:browser [DIRECTORY]   screenshots go to the directory
 *
 * CHROMIUM names the browser; without, `chromium` of the path. Without either it is skipped.
 */
import * as assert from 'assert';
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import { Browser, chromium, Page } from 'playwright-core';
import { main } from '../../src/cli/main';
import { check } from '../../src/check/check';
import { FORMATS, TopologyFormat } from '../../src/topology/formats';
import { topologyOf } from '../../src/topology/graph';
import { Located, Manifest } from '../../src/manifest/manifest';
import { crowd, object } from '../topology/crowd';

const ROOT = path.join(__dirname, '../..');
const MERMAID = 'mermaid@12.3.0';
/** Milliseconds in which a page is to open. */
const PATIENCE = 1_000;

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-browser-'));
const [pictures = work] = process.argv.slice(2);

function executable(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** What an example writes, as its users would have it. */
function synthesized(example: string): string {
  const outdir = path.join(work, example);
  const program = path.join(ROOT, 'examples', example, 'main.ts');
  execFileSync(path.join(ROOT, 'node_modules/.bin/tsx'), ['--tsconfig', path.join(ROOT, 'test/tsconfig.json'), program], {
    cwd: work,
    env: { ...process.env, CDK8S_OUTDIR: outdir, CDKTF_OUTDIR: path.join(work, 'cdktf') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return outdir;
}

function drawn(objects: readonly Located[], name: string, format: TopologyFormat = 'html'): string {
  const file = path.join(work, name);
  const graph = topologyOf(objects, check(objects));
  fs.writeFileSync(file, FORMATS[format]({ graph, objects, options: {}, title: name.replace(/\.\w+$/, '') }));
  return file;
}

interface Opened {
  readonly page: Page;
  readonly said: string[];
  readonly asked: string[];
  readonly milliseconds: number;
}

async function open(browser: Browser, file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const [said, asked]: string[][] = [[], []];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const ready = await page.locator('html').getAttribute('data-ready');
  return { page, said, asked: asked.slice(1), milliseconds: Number(ready ?? Infinity) };
}

/** Opens a page three times: the machine may do something else meanwhile. */
async function fastest(browser: Browser, file: string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 3; index++) {
    const { page, milliseconds } = await open(browser, file);
    times.push(milliseconds);
    await page.context().close();
  }
  return Math.min(...times);
}

async function send(page: Page, url: string): Promise<void> {
  await page.fill('#url', url);
  await page.click('#request button');
  await page.waitForSelector('.outcome, .failed');
}

const litIds = (page: Page) =>
  page.$$eval('.card.lit, .row.lit', (found) => found.map((each) => each.getAttribute('data-id')));

const EVIL = '</script><script>document.title="taken"</script><img src=x onerror="document.title=1">';

type Test = readonly [name: string, run: (browser: Browser) => Promise<string | void>];

const TESTS: readonly Test[] = [
  [
    'the page of examples/multi-cluster opens in under a second, light and dark',
    async (browser) => {
      const file = path.join(work, 'multi-cluster.html');
      main(['graph', synthesized('multi-cluster'), '--clusters', '-o', file]);
      const time = await fastest(browser, file);
      for (const scheme of ['light', 'dark'] as const) {
        const { page, said, asked } = await open(browser, file, scheme);
        assert.deepStrictEqual([said, asked], [[], []]);
        await page.screenshot({ path: path.join(pictures, `multi-cluster-${scheme}.png`) });
        await send(page, 'https://test.demo.example.com/');
        await page.screenshot({ path: path.join(pictures, `multi-cluster-${scheme}-request.png`) });
        assert.ok((await litIds(page)).includes('eu: Gateway api-gateway/external#api'));
        assert.match(await page.innerText('#panel'), /403 {2}authorization deny of AuthPolicy/);
        await page.fill('#country', 'us');
        await send(page, 'https://test.demo.example.com/');
        const lit = await litIds(page);
        assert.ok(lit.includes('us: HTTPRoute api-gateway/test#rule-1'), lit.join());
        assert.ok(!lit.some((id) => id?.startsWith('eu:')), lit.join());
        assert.deepStrictEqual([said, asked], [[], []]);
        await page.context().close();
      }
      assert.ok(time < PATIENCE, `${time} ms`);
      return `${time} ms`;
    },
  ],
  [
    'the page of 500 routes opens in under a second, and a request unfolds its way',
    async (browser) => {
      const file = drawn(crowd(500), 'crowd.html');
      const time = await fastest(browser, file);
      const { page, said } = await open(browser, file);
      await page.screenshot({ path: path.join(pictures, 'crowd.png') });
      const before = Date.now();
      await send(page, 'https://app-77.example.com/api/x');
      const took = Date.now() - before;
      assert.deepStrictEqual((await litIds(page)).sort(), [
        'DNSName app-77.example.com',
        'Deployment team-7/app-77',
        'Gateway edge/public',
        'Gateway edge/public#https',
        'HTTPRoute team-7/app-77',
        'HTTPRoute team-7/app-77#rule-1',
        'Service team-7/app-77',
      ]);
      assert.strictEqual(await page.locator('.link.lit').count(), 4);
      await page.screenshot({ path: path.join(pictures, 'crowd-request.png') });
      await page.click('#clear');
      assert.strictEqual(await page.locator('.lit').count(), 0);
      assert.deepStrictEqual(said, []);
      assert.ok(time < PATIENCE, `${time} ms`);
      return `${time} ms, first request ${took} ms`;
    },
  ],
  [
    'search finds by all words, and brings what it finds to sight',
    async (browser) => {
      const { page } = await open(browser, drawn(crowd(500), 'crowd.html'));
      await page.keyboard.press('/');
      await page.keyboard.type('httproute team-3 app-13');
      assert.deepStrictEqual(await page.locator('#found li').evaluateAll((all) => all.map((each) => each.firstChild!.textContent)), [
        'app-13',
        'rule-1',
        'rule-2',
        ...['app-133', 'rule-1', 'rule-2'],
      ]);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.card.selected[data-id="HTTPRoute team-3/app-13"]');
      assert.match(await page.innerText('#panel'), /HTTPRoute · team-3/);
      await page.fill('#search', 'no such thing');
      assert.strictEqual(await page.innerText('#found'), 'nothing found');
    },
  ],
  [
    'namespaces fold and unfold',
    async (browser) => {
      const { page } = await open(browser, drawn(crowd(6), 'few.html'));
      const routes = () => page.locator('.card.role-route').count();
      assert.strictEqual(await routes(), 6);
      await page.locator('.title', { hasText: 'team-3' }).click();
      assert.strictEqual(await routes(), 5);
      await page.locator('.card.holds-box').click();
      assert.strictEqual(await routes(), 6);
      await page.click('#namespaces');
      assert.strictEqual(await routes(), 0);
      await page.screenshot({ path: path.join(pictures, 'folded.png') });
      await page.click('#namespaces');
      assert.strictEqual(await routes(), 6);
    },
  ],
  [
    'a click shows the manifest, what check says, and the policies in effect',
    async (browser) => {
      const file = path.join(work, 'walkthrough.html');
      main(['graph', synthesized('connectivity-link'), '-o', file]);
      const { page, said } = await open(browser, file);
      await page.click('.row[data-id="HTTPRoute api-gateway/test#rule-1"] .row-name');
      await page.screenshot({ path: path.join(pictures, 'walkthrough.png') });
      const text = await page.innerText('#panel');
      assert.match(text, /Policies in effect\s+AuthPolicy: AuthPolicy api-gateway\/external-auth/);
      assert.match(text, /kind: HTTPRoute\nmetadata:/);
      assert.match(text, /note GW\d+/);
      await page.click('#panel a:text("AuthPolicy api-gateway/external-auth")');
      assert.match(await page.innerText('#panel'), /attached to Gateway api-gateway\/external/);
      assert.deepStrictEqual(said, []);
    },
  ],
  [
    'no text of a manifest runs',
    async (browser) => {
      const secret = { where: EVIL, manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: EVIL } } };
      const objects = [
        ...crowd(1),
        secret,
        object('v1', 'Service', EVIL, EVIL, { ports: [{ port: 80, name: EVIL }], type: EVIL } as unknown as Manifest),
      ];
      const { page, said } = await open(browser, drawn(objects, 'evil.html'));
      await page.locator('.card.role-backend').first().click();
      for (const card of await page.locator('.card').all()) await card.click();
      await page.fill('#search', 'taken');
      await send(page, `https://app-0.example.com/${encodeURIComponent(EVIL)}`);
      await send(page, EVIL);
      assert.strictEqual(await page.title(), 'evil');
      assert.strictEqual(await page.locator('img').count(), 0);
      assert.deepStrictEqual(said, []);
    },
  ],
  [
    'a page may not ask anybody',
    async (browser) => {
      const { page, said } = await open(browser, drawn(crowd(1), 'one.html'));
      const answer = await page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, String));
      assert.match(answer, /Failed to fetch/);
      assert.match(said.join(), /Content Security Policy/);
    },
  ],
  [
    'Mermaid and the grammar of Graphviz read the other formats',
    async (browser) => {
      const home = path.join(work, 'mermaid');
      fs.mkdirSync(home);
      fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', MERMAID], { cwd: home, stdio: 'ignore' });
      const { page } = await open(browser, drawn(crowd(1), 'one.html'));
      await page.goto('about:blank');
      await page.addScriptTag({ path: path.join(home, 'node_modules/mermaid/dist/mermaid.min.js') });
      const evil = [...crowd(2), object('v1', 'Service', EVIL, '"]; --> `x` #35; %% end {{', {})];
      const examples = ['connectivity-link', 'multi-cluster'].map((name) => path.join(work, name));
      const { parse } = (await import('@ts-graphviz/ast')) as { parse: (text: string) => unknown };
      const texts = (format: 'mermaid' | 'dot') => [
        fs.readFileSync(drawn(evil, `evil.${format}`, format), 'utf8'),
        ...examples.map((directory) => {
          const file = path.join(work, `example.${format}`);
          main(['graph', directory, '--format', format, '-o', file]);
          return fs.readFileSync(file, 'utf8');
        }),
      ];
      for (const text of texts('dot')) parse(text);
      for (const text of texts('mermaid')) {
        const read = await page.evaluate(
          (source) =>
            (globalThis as unknown as { mermaid: { parse(text: string): Promise<unknown> } }).mermaid.parse(source),
          text,
        );
        assert.ok(read);
      }
    },
  ],
];

async function run(): Promise<void> {
  const executablePath = executable();
  if (executablePath === undefined) {
    console.log('test:browser skipped: no chromium; install the package of that name, or set CHROMIUM');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  let failed = 0;
  for (const [name, test] of TESTS) {
    try {
      const more = await test(browser);
      console.log(`ok     ${name}${more === undefined ? '' : `: ${more}`}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}: ${(error as Error).message}`);
    }
  }
  await browser.close();
  console.log(`browser: ${TESTS.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

run().finally(() => fs.rmSync(work, { recursive: true, force: true }));
