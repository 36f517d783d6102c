import { join } from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { temporaryFolder } from './folders';

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
