/**
 * Checks mistakes that people made in public, and the corrected twin of each.
 *
 *   npx tsx test/conformance/corpus.ts DIR
 *
 * DIR holds a folder for each mistake: case.json ({title, verdict}), the mistake as input.yaml or input/, and its twin as
 * good.yaml or good/. Exit 1 where a mistake with the verdict error or warning is not told, or where a twin is.
 */
import * as fs from 'fs';
import * as path from 'path';
import { checkFiles } from '../../src/cli/check';

interface Outcome {
  readonly name: string;
  readonly verdict: string;
  readonly told: readonly string[];
  readonly toldOfTwin: readonly string[];
}

function main(dir: string): void {
  const outcomes = fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => outcomeOf(name, path.join(dir, name)) ?? []);
  const judged = outcomes.filter(({ verdict }) => verdict !== 'trace');
  const missed = judged.filter(({ told }) => told.length === 0);
  const alarms = outcomes.filter(({ toldOfTwin }) => toldOfTwin.length > 0);
  for (const { name, told } of judged) console.log(`${name}: ${told.join(', ') || 'NOT TOLD'}`);
  for (const { name, toldOfTwin } of alarms) console.log(`${name}: FALSE ALARM ${toldOfTwin.join(', ')}`);
  console.log(
    `corpus: ${judged.length - missed.length} of ${judged.length} mistakes told, ${alarms.length} false alarms`,
  );
  process.exitCode = missed.length + alarms.length > 0 ? 1 : 0;
}

/** Undefined for a mistake that is a program, not manifests. */
function outcomeOf(name: string, dir: string): Outcome | undefined {
  const { verdict } = JSON.parse(fs.readFileSync(path.join(dir, 'case.json'), 'utf8')) as { readonly verdict: string };
  const [input, twin] = ['input', 'good'].map((each) =>
    [path.join(dir, `${each}.yaml`), path.join(dir, each)].find((file) => fs.existsSync(file)),
  );
  if (!input || !twin) return undefined;
  return { name, verdict, told: codesOf(input), toldOfTwin: codesOf(twin) };
}

function codesOf(target: string): string[] {
  const { stdout } = checkFiles([target], { json: true, clusters: fs.statSync(target).isDirectory() });
  const { diagnostics } = JSON.parse(stdout) as {
    readonly diagnostics: readonly { readonly code: string; readonly severity: string }[];
  };
  // A case is a part of a cluster: that it names what is not in it says nothing.
  return [...new Set(diagnostics.flatMap(({ code, severity }) => (severity === 'note' ? [] : [code])))];
}

main(process.argv[2]);
