/**
 * How long `require('cdk8s-gateways')` takes in a fresh process in which neither cdktf nor its
 * provider can be found, beside `require('cdk8s-plus-28')`, which it needs.
 *
 *   npm run bench:load
 */
import { execFileSync } from 'child_process';
import * as path from 'path';

const AIM = 200;

/** Milliseconds, the fastest of nine processes. */
function measure(name: string): number {
  const program = `
    const { Module } = require('module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (request, ...rest) => {
      if (/^(@cdktf|@cdktn|cdktf|cdktn)(\\/|$)/.test(request)) throw new Error(request + ' was asked for');
      return resolve.call(Module, request, ...rest);
    };
    const start = process.hrtime.bigint();
    require(${JSON.stringify(name)});
    console.log(Number(process.hrtime.bigint() - start) / 1e6);`;
  const runs = Array.from({ length: 9 }, () =>
    Number(execFileSync(process.execPath, ['-e', program], { cwd: path.join(__dirname, '..'), encoding: 'utf8' })),
  );
  return Math.min(...runs);
}

const [ours, plus] = [path.join(__dirname, '..'), 'cdk8s-plus-28'].map(measure);
console.log(`require('cdk8s-gateways'): ${ours.toFixed(0)} ms, of which cdk8s-plus-28 and cdk8s ${plus.toFixed(0)} ms`);
console.log(`aim: below ${AIM} ms ${ours < AIM ? 'met' : 'BEHIND'}`);
