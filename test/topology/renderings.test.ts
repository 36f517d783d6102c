import * as fs from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { crowd, object } from './crowd';
import { Topology } from '../../src';
import { graph as draw } from '../../src/cli/graph';
import { FORMATS, TopologyFormat } from '../../src/topology/formats';
import { topologyOf } from '../../src/topology/graph';
import { clusterBox, namespaceBox, PLAIN_VIEW, pictureOf } from '../../src/topology/picture';
import { svgOf } from '../../src/topology/svg';
import { tracerOf } from '../../src/topology/trace';
import { temporaryDirectory } from '../support/synth';

const EVIL = `</script><script>alert("1")</script>&'\u2028\\n`;

/** Objects whose texts would be markup. */
const evil = [
  object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 'public', {
    gatewayClassName: EVIL,
    listeners: [{ name: EVIL, port: 80, protocol: EVIL }],
  }),
  {
    where: EVIL,
    manifest: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'key',
        namespace: 'edge',
        annotations: { evil: EVIL, 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"aHVzaA=="}' },
      },
      data: { password: 'aHVzaA==' },
      stringData: { token: 'hush' },
    },
  },
];

const written = (format: TopologyFormat, objects = evil) =>
  FORMATS[format]({ graph: topologyOf(objects), objects, options: {}, title: EVIL });

describe('texts are never markup', () => {
  test('dot', () => {
    expect(written('dot')).toContain(String.raw`label="GatewayClass\n</script><script>alert(\"1\")</script>&'`);
  });

  test.each(['html', 'svg', 'mermaid'] as const)('%s', (format) => {
    const text = written(format);
    expect(text).not.toContain('alert("1")');
    expect(text.replace(/\\u003c/g, '')).not.toContain('</script><script>alert');
  });

  test('html: one script runs, one holds data, and nothing else may', () => {
    const html = written('html');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/\ssrc=|<link|\son\w+=/);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'/);
  });

  test('html: no value of a Secret', () => {
    const html = written('html');
    expect(html).toContain('"password":""');
    expect(html).not.toContain('aHVzaA==');
    expect(html).not.toContain('hush');
  });

  test('svg: every element ends', () => {
    const open: string[] = [];
    for (const [, end, name, self] of written('svg').matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!self) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

test('the same manifests give the same text', () => {
  for (const format of Object.keys(FORMATS) as TopologyFormat[]) {
    expect(written(format, crowd(20))).toBe(written(format, crowd(20)));
  }
});

describe('what is drawn', () => {
  const small = topologyOf(crowd(12));
  const large = topologyOf(crowd(500));

  test('a few objects: a card for each', () => {
    const { cards, boxes } = pictureOf(small);
    expect(cards.filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(12);
    expect(boxes.map(({ name }) => name)).toContain('team-3');
  });

  test('500 routes: those alike are one card, and can be read', () => {
    const { cards } = pictureOf(large);
    expect(cards.length).toBeLessThan(40);
    expect(cards.find(({ id }) => id === 'many /team-3/HTTPRoute')).toMatchObject({
      kind: '50 HTTPRoutes',
      name: 'app-3',
      lines: ['app-13', 'app-23', 'and 47 more'],
    });
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svgOf(large))!.map(Number);
    expect(width * height).toBeLessThan(2000 * 2000);
  });

  test('one of many is shown where it is looked for', () => {
    const { cards, home } = pictureOf(large, { ...PLAIN_VIEW, shown: new Set(['HTTPRoute team-3/app-13']) });
    expect(home.get('HTTPRoute team-3/app-13#rule-1')).toEqual({
      card: 'HTTPRoute team-3/app-13',
      row: 'HTTPRoute team-3/app-13#rule-1',
    });
    expect(cards.find(({ id }) => id === 'many /team-3/HTTPRoute')!.kind).toBe('49 HTTPRoutes');
  });

  test('folded namespaces and clusters are cards, and keep their links', () => {
    const folded = pictureOf(small, { ...PLAIN_VIEW, folded: new Set([namespaceBox('', 'team-3')]) });
    expect(folded.cards.find(({ id }) => id === namespaceBox('', 'team-3'))).toMatchObject({
      kind: 'namespace',
      lines: ['1 HTTPRoute', '1 Service', '1 Deployment'],
    });
    expect(folded.links.filter(({ to }) => to.card === namespaceBox('', 'team-3'))).toHaveLength(1);
    const clusters = ['eu', 'us'].flatMap((group) => crowd(2).map((each) => ({ ...each, group })));
    const all = pictureOf(topologyOf(clusters), { ...PLAIN_VIEW, folded: new Set([clusterBox('eu')]) });
    expect(all.cards.filter(({ holds }) => holds === 'box').map(({ name }) => name)).toEqual(['eu']);
    expect(all.boxes.map(({ name }) => name)).not.toContain('eu');
  });
});

describe('a request finds its way', () => {
  const objects = crowd(12);
  const trace = tracerOf(topologyOf(objects), objects);

  test('from the name to the pods', () => {
    const { nodes, outcomes } = trace({ url: 'https://app-3.example.com/api/1' });
    expect(outcomes).toEqual([expect.stringMatching(/^100 % +200 +team-3\/app-3:8080/)]);
    expect([...nodes].sort()).toEqual([
      'DNSName app-3.example.com',
      'Deployment team-3/app-3',
      'Gateway edge/public',
      'Gateway edge/public#https',
      'HTTPRoute team-3/app-3',
      'HTTPRoute team-3/app-3#rule-1',
      'Service team-3/app-3',
    ]);
  });

  test('as far as it comes', () => {
    const { nodes, outcomes } = trace({ url: 'https://nobody.example.com/' });
    expect(outcomes[0]).toContain('404');
    expect([...nodes]).toEqual(['Gateway edge/public#https', 'Gateway edge/public']);
  });

  test('a text that is no URL', () => {
    expect(() => trace({ url: 'app-3.example.com' })).toThrow("url: got 'app-3.example.com'");
  });

  test('in the cluster where DNS leads', () => {
    const clusters = ['eu', 'us'].flatMap((group) => crowd(1).map((each) => ({ ...each, group })));
    const { nodes } = tracerOf(topologyOf(clusters), clusters)({ url: 'https://app-0.example.com/' });
    expect(nodes).toContain('us: Deployment team-0/app-0');
  });
});

describe('Topology', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the surface as a program has it
  const { ApiObject } = require('cdk8s') as typeof import('cdk8s');
  new ApiObject(chart, 'web', { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }] }, metadata: { name: 'web' } });

  test('of a program', () => {
    const topology = Topology.fromApp(app, { title: 'shop' });
    expect(JSON.parse(topology.toJson())).toMatchObject({ nodes: [{ id: 'Service shop/web', where: 'shop/web' }] });
    expect(topology.toSvg()).toMatch(/^<svg /);
    expect(topology.toHtml()).toContain('<title>shop</title>');
    expect(topology.toDot()).toMatch(/^digraph /);
    expect(topology.toMermaid()).toMatch(/^flowchart LR\n/);
  });

  test('of files', () => {
    expect(JSON.parse(Topology.fromFiles([path.join(__dirname, '../docs/shop/gateway.yaml')]).toJson()).nodes.length).toBeGreaterThan(1);
    expect(() => Topology.fromFiles(['nowhere'])).toThrow("path: got 'nowhere'");
  });
});

describe('cdk8s-gateways graph', () => {
  const shop = path.join(__dirname, '../docs/shop');
  const files = [path.join(shop, 'gateway.yaml'), path.join(shop, 'new')];

  test.each([
    ['a.html', /^<!doctype html>/],
    ['a.svg', /^<svg /],
    ['a.mmd', /^flowchart /],
    ['a.gv', /^digraph /],
    ['a.json', /^\{/],
  ])('%s', (name, begin) => {
    const output = path.join(temporaryDirectory(), name);
    expect(draw(files, { output })).toMatchObject({ status: 0, stdout: expect.stringMatching(/: \d+ nodes, \d+ edges/) });
    expect(fs.readFileSync(output, 'utf8')).toMatch(begin);
  });

  test.each([
    [{ output: 'a.png' }, "--output: got 'a.png'"],
    [{ format: 'htm' }, "--format: got 'htm'"],
  ])('%j', (options, message) => {
    expect(() => draw(files, options)).toThrow(message);
  });

  test('to standard output, and nothing from nothing', () => {
    expect(draw(files, { format: 'dot' }).stdout).toMatch(/^digraph /);
    expect(draw([temporaryDirectory()]).status).toBe(2);
  });
});
