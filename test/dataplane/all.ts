/**
 * Runs every comparison in this folder, one after the other: each takes all of a machine. With Istio and Envoy: ORACLE is
 * their program, ORACLE_ENVOY that of Envoy; without it they are skipped. With Envoy Gateway: ORACLE_EGCTL is its command
 * line; without it that part is skipped. With nginx: see ingress.ts.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

/** What examples have written, where they have run. */
const EXAMPLES = path.join(__dirname, '../../examples');
const DISTS = fs
  .readdirSync(EXAMPLES)
  .map((name) => path.join(EXAMPLES, name, 'dist'))
  .filter((folder) => fs.existsSync(folder));

/** Comparisons that need the oracle, and how much they try. */
const RUNS: readonly (readonly string[])[] = [
  ['status.ts', '--sets', '100', ...DISTS],
  ['gateway-api.ts', '--sets', '300', '--requests', '20'],
  ...(process.env.ORACLE_EGCTL ? [['gateway-api.ts', '--sets', '300', '--requests', '20', '--envoy-gateway']] : []),
  ['istio.ts'],
  ['istio.ts', '--mesh'],
  ['authorization.ts'],
  ['migration.ts', '--sets', '70', '--requests', '20'],
  ['migration.ts', '--controller', 'traefik', '--sets', '20', '--requests', '20'],
  ['migration.ts', '--controller', 'aws', '--sets', '20', '--requests', '20'],
  ['migration.ts', '--controller', 'haproxy', '--sets', '20', '--requests', '20'],
];

// Real nginx is enough for this one, which skips itself without.
const ALONE: readonly (readonly string[])[] = [['ingress.ts', '--sets', '300', '--requests', '20']];

run(ALONE);
if (process.env.ORACLE) {
  run(RUNS);
} else {
  console.log('skipped: test:dataplane needs ORACLE, the program that runs Istio and Envoy');
}

function run(comparisons: typeof RUNS): void {
  for (const [file, ...options] of comparisons) {
    const script = path.join(__dirname, file);
    if (!fs.existsSync(script)) continue;
    console.log(`\n== ${file} ${options.join(' ')}`);
    const { status } = spawnSync('npx', ['tsx', script, ...options], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
