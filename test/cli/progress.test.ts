import * as fs from 'fs';
import * as path from 'path';
import { checkFiles } from '../../src/cli/check';
import { progressOn } from '../../src/cli/progress';
import { temporaryDirectory } from '../support/synth';

const ERASE = '\r\u001b[2K';

/** What a terminal gets of texts that are told at times. */
function written(...times: number[]): string[] {
  const texts: string[] = [];
  let time = 5_000;
  const progress = progressOn(
    (text) => texts.push(text),
    () => time,
  );
  times.forEach((each) => {
    time = 5_000 + each;
    progress.tell(`at ${each}`);
  });
  progress.end();
  return texts;
}

test.each<[string, number[], string[]]>([
  ['nothing for what takes less than a second', [0, 500, 999], []],
  ['each text over the one before, and nothing in the end', [0, 1_000, 1_200], ['at 1000', 'at 1200', '']],
  ['not more often than can be read', [1_000, 1_001, 1_099, 1_100], ['at 1000', 'at 1100', '']],
])('%s', (_, times, expected) => {
  expect(written(...times)).toEqual(expected.map((text) => `${ERASE}${text}`));
});

test('files and rules', () => {
  const directory = temporaryDirectory();
  for (const name of ['a', 'b']) {
    fs.writeFileSync(
      path.join(directory, `${name}.yaml`),
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`,
    );
  }
  const told: string[] = [];
  checkFiles([directory], {}, { tell: (text) => told.push(text) });
  expect(told.slice(0, 3)).toEqual([
    'reading: 0 of 2 files',
    'reading: 1 of 2 files',
    expect.stringMatching(/^checking: 0 of \d+ rules$/),
  ]);
});
