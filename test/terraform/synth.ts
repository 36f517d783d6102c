import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';

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

/** Synthesizes one stack of the AWS provider and returns its folder. */
export function synthStack(build: (stack: TerraformStack) => void, region = 'eu-west-1'): string {
  const outdir = temporaryFolder();
  const app = new App({ outdir, skipValidation: false });
  const stack = new TerraformStack(app, 'dns');
  new AwsProvider(stack, 'aws', { region });
  build(stack);
  app.synth();
  return join(outdir, 'stacks', 'dns');
}
