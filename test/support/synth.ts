import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { GatewayApp } from '../../src';
import { Manifest } from '../../src/manifest/manifest';

/** A chart to put constructs into, in namespace `team`. */
export const newChart = (): Chart => new Chart(new App(), 'test', { namespace: 'team' });

/** The same without a namespace. `Testing.chart()` of cdk8s leaves a directory behind for each. */
export const plainChart = (): Chart => new Chart(new App(), 'test');

/** The objects of a chart as they would be written. */
export const objectsOf = (chart: Chart): Manifest[] => chart.toJson() as Manifest[];

/** The only object of a kind; fails where there is none or several. */
export function theOnly(chart: Chart, kind: string): Manifest {
  const found = objectsOf(chart).filter((object) => object.kind === kind);
  if (found.length !== 1) {
    throw new Error(`expected one ${kind}, found ${found.length}`);
  }
  return found[0];
}

const directories: string[] = [];
afterAll(() => directories.splice(0).forEach((directory) => fs.rmSync(directory, { recursive: true, force: true })));

/** An empty directory that goes when the test file is done. */
export function temporaryDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-'));
  directories.push(directory);
  return directory;
}

/** Files below a directory with their contents, without the list that GatewayApp keeps of them. */
export function filesIn(directory: string, below: string = ''): Record<string, string> {
  return Object.assign(
    {},
    ...fs
      .readdirSync(path.join(directory, below), { withFileTypes: true })
      .filter(({ name }) => name !== '.cdk8s-gateways')
      .map((entry) =>
        entry.isDirectory()
          ? filesIn(directory, path.join(below, entry.name))
          : { [path.join(below, entry.name)]: fs.readFileSync(path.join(directory, below, entry.name), 'utf8') },
      ),
  ) as Record<string, string>;
}

/** What a GatewayApp writes to standard error when it synthesizes. */
export function warningsOf(app: GatewayApp): string {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    app.synth();
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}
