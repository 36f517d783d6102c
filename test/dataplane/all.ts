/**
 * Runs every comparison with Istio and Envoy in this folder, one after the other: the oracle takes all of a machine.
 * ORACLE is its path, ORACLE_ENVOY that of Envoy; without it the tier is skipped.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

/** Comparisons and how much they try. */
const RUNS: readonly (readonly string[])[] = [
  ['gateway-api.ts', '--sets', '300', '--requests', '20'],
  ['istio.ts'],
  ['authorization.ts'],
];

if (process.env.ORACLE) {
  for (const [file, ...options] of RUNS) {
    const script = path.join(__dirname, file);
    if (!fs.existsSync(script)) continue;
    console.log(`\n== ${file} ${options.join(' ')}`);
    const { status } = spawnSync('npx', ['tsx', script, ...options], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  console.log('skipped: test:dataplane needs ORACLE, the program that runs Istio and Envoy');
}
