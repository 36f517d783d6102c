import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { providerVersionOf } from './provider/bindings';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  folders.push(folder);
  return folder;
}

/** The folder of a stack written by hand, as no typed construct would let it pass. */
export function handWritten(config: object, region = 'eu-west-1'): string {
  const folder = temporaryFolder();
  const terraform = { required_providers: { aws: { source: 'aws', version: providerVersionOf() } } };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform, provider: { aws: [{ region }] }, ...config }));
  return folder;
}
