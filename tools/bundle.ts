/**
 * Makes the CEL evaluator, an ES module, a part of lib/value/cel-library.js, with its licence.
 *
 *   npx tsx tools/bundle.ts
 *
 * A step of `npm run compile`.
 */
import * as fs from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '..');
const COMPILED = path.join(ROOT, 'lib', 'value', 'cel-library.js');
const LICENCE = path.join(ROOT, 'node_modules', '@marcbachmann', 'cel-js', 'LICENSE');

buildSync({
  entryPoints: [COMPILED],
  outfile: COMPILED,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  banner: { js: `/*! @marcbachmann/cel-js\n\n${fs.readFileSync(LICENCE, 'utf8').trim()}\n*/` },
  logLevel: 'warning',
});
