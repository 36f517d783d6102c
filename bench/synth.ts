/**
 * How long it takes to synthesize the same tree with `cdk8s.App` and with `GatewayApp`:
 * charts of ten routes, 1,000 and 16,000 objects in all, and 8,000 for the slope.
 *
 *   npm run bench:synth            all of it (cdk8s.App takes minutes at 16,000)
 *   npm run bench:synth -- quick   1,000 and 2,000 objects
 *
 * Each measurement is a process of its own, so that none pays for the garbage of another.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import type * as library from '../src';

// What users run: the compiled package, not the sources.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the type checker must not need lib/
const { Backend, Gateway, GatewayApp, HttpRoute, RouteParent } = require('..') as typeof library;

type Subject = 'cdk8s.App' | 'GatewayApp';

interface Measurement {
  readonly seconds: number;
  readonly megabytes: number;
}

const AIM = { ratio: 10, doubling: 2.2, megabytes: 400 };

function main(quick: boolean): void {
  const [small, half, large] = quick ? [1_000, 1_000, 2_000] : [1_000, 8_000, 16_000];
  console.log('objects   cdk8s.App    GatewayApp   ratio');
  const row = (objects: number) => {
    const stock = measure('cdk8s.App', objects);
    const ours = measure('GatewayApp', objects);
    const ratio = stock.seconds / ours.seconds;
    console.log(
      `${String(objects).padStart(7)} ${stock.seconds.toFixed(2).padStart(9)} s ${ours.seconds.toFixed(2).padStart(11)} s ${ratio.toFixed(1).padStart(6)}x`,
    );
    return { ours, ratio };
  };
  row(small);
  const { ours, ratio } = row(large);
  const doubling = ours.seconds / measure('GatewayApp', half).seconds;
  verdict(`ratio at ${large} objects`, ratio, (value) => value >= AIM.ratio, `at least ${AIM.ratio}`);
  verdict(`${half} to ${large} objects, time`, doubling, (value) => value <= AIM.doubling, `at most ${AIM.doubling}`);
  verdict('peak memory in MB', ours.megabytes, (value) => value < AIM.megabytes, `below ${AIM.megabytes}`);
}

function verdict(what: string, value: number, met: (value: number) => boolean, aim: string): void {
  console.log(`${what}: ${value.toFixed(1)} (aim: ${aim}) ${met(value) ? 'met' : 'BEHIND'}`);
}

/** Three runs in processes of their own, the fastest counts; one where a run takes over ten seconds. */
function measure(subject: Subject, objects: number): Measurement {
  const runs: Measurement[] = [];
  while (runs.length < 3 && !(runs.length > 0 && runs[0].seconds > 10)) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [...process.execArgv, __filename, 'run', subject, String(objects)],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      throw new Error(stderr);
    }
    runs.push(JSON.parse(stdout) as Measurement);
  }
  return runs.reduce((best, next) => (next.seconds < best.seconds ? next : best));
}

/** Builds the tree, then times its synthesis alone. */
function run(subject: Subject, objects: number): void {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
  try {
    const app = subject === 'GatewayApp' ? new GatewayApp({ outdir }) : new App({ outdir });
    const gateway = Gateway.fromGatewayName('external', 'api-gateway');
    for (let i = 0; i < objects / 10; i++) {
      const chart = new Chart(app, `chart-${i}`, { namespace: `team-${i}` });
      for (let j = 0; j < 10; j++) {
        new HttpRoute(chart, `route-${j}`, {
          parents: [RouteParent.of(gateway)],
          hostnames: [`route-${j}.team-${i}.example.com`],
          labels: { team: `team-${i}` },
          backends: [Backend.service(`service-${j}`, 80)],
        });
      }
    }
    const start = process.hrtime.bigint();
    app.synth();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    console.log(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

const [mode, subject, objects] = process.argv.slice(2);
if (mode === 'run') {
  run(subject as Subject, Number(objects));
} else {
  main(mode === 'quick');
}
