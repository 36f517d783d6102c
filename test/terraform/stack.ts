import { execFileSync, spawn } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Aws, createAws } from './aws/world';
import { ProviderServer, serveProvider } from './provider/server';

/** The binary of the Terraform tier; undefined where the machine has none. */
const terraformBinary: string | undefined = ['terraform', 'tofu'].find((name) => {
  try {
    execFileSync(name, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

// Not `go install`: the module has replace directives.
const howToGetOne =
  'no terraform or tofu is on the PATH: this tier is skipped; to build one with Go: `go mod download -json github.com/opentofu/opentofu@v1.10.6`, then `go build -o <folder on the PATH>/tofu ./cmd/tofu` in the "Dir" it names';

/** Tests that need a Terraform binary; without one they are skipped, and the name says how to get one. */
export function describeTerraform(name: string, tests: () => void): void {
  // Terraform's own time, on a machine that does other things too.
  jest.setTimeout(120_000);
  if (terraformBinary !== undefined) {
    return describe(name, () => {
      // Those that a failed test has left open.
      afterAll(() => Promise.all([...open].map((cloud) => cloud.stop())));
      tests();
    });
  }
  console.warn(`${name}: ${howToGetOne}`);
  describe.skip(`${name} (${howToGetOne})`, tests);
}

interface CloudOptions {
  /** An AWS to share between clouds. @default an empty one */
  readonly aws?: Aws;
  /** Package of the bindings that schemas come from. @default `@cdktf/provider-aws` */
  readonly bindings?: string;
}

/** An AWS in memory with a provider server before it, for the stacks of a test. */
export interface Cloud {
  readonly aws: Aws;
  /** A working directory for a synthesized stack: the folder that holds its `cdk.tf.json`. */
  stack(folder: string): Stack;
  /** As stack(), and runs `init`, `validate` and `apply`; then a plan must find nothing to do. */
  deploy(folder: string): Promise<Deployment>;
  /** Stops the server and removes the working directories. */
  stop(): Promise<void>;
}

export interface Deployment {
  readonly stack: Stack;
  /** Values of the outputs, sensitive ones too. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What a plan right after apply would still change; empty where nothing. */
  readonly drift: string;
}

/** A stack in a working directory of its own: its state is there, and lasts until the cloud stops. */
interface Stack {
  readonly directory: string;
  init(): Promise<string>;
  validate(): Promise<string>;
  /** The plan's text; with `hasChanges` of the exit code. */
  plan(): Promise<{ readonly text: string; readonly hasChanges: boolean }>;
  apply(): Promise<string>;
  destroy(): Promise<string>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /** Takes another synthesis of the stack; its state stays. */
  replaceBy(folder: string): void;
  /** Any other command, such as `import`. */
  run(...args: readonly string[]): Promise<string>;
}

/** What Terraform said when it refused. */
export class TerraformError extends Error {
  constructor(
    readonly step: string,
    /** Both streams, lines joined as they were before Terraform wrapped and framed them. */
    readonly text: string,
  ) {
    super(`terraform ${step} failed:\n${text}`);
  }
}

/** Clouds that nobody has stopped yet; an open server keeps the process alive. */
const open = new Set<Cloud>();

export async function startCloud({ aws = createAws(), bindings }: CloudOptions = {}): Promise<Cloud> {
  const server = await serveProvider(aws, bindings);
  const directories: string[] = [];
  const stack = (folder: string): Stack => {
    const directory = mkdtempSync(join(tmpdir(), 'terraform-'));
    directories.push(directory);
    return newStack(directory, folder, server);
  };
  const cloud: Cloud = {
    aws,
    stack,
    async deploy(folder) {
      const deployed = stack(folder);
      await deployed.init();
      await deployed.validate();
      await deployed.apply();
      const { text, hasChanges } = await deployed.plan();
      return { stack: deployed, outputs: await deployed.outputs(), drift: hasChanges ? text : '' };
    },
    async stop() {
      open.delete(cloud);
      await server.stop();
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
  open.add(cloud);
  return cloud;
}

function newStack(directory: string, folder: string, server: ProviderServer): Stack {
  const run = async (...args: readonly string[]) => (await terraform(directory, server, args)).text;
  const replaceBy = (from: string) => {
    cpSync(from, directory, { recursive: true });
    useLocalState(join(directory, 'cdk.tf.json'));
  };
  replaceBy(folder);
  return {
    directory,
    replaceBy,
    run,
    init: () => run('init', '-input=false', '-no-color'),
    validate: () => run('validate', '-no-color'),
    apply: () => run('apply', '-auto-approve', '-input=false', '-no-color'),
    destroy: () => run('destroy', '-auto-approve', '-input=false', '-no-color'),
    async plan() {
      const args = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];
      const { text, code } = await terraform(directory, server, args, [0, 2]);
      return { text, hasChanges: code === 2 };
    },
    async outputs() {
      const json = JSON.parse(await run('output', '-json')) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(json).map(([name, { value }]) => [name, value]));
    },
  };
}

/** A synthesized stack names its state by an absolute path, or a remote backend; here it lies in the working directory. */
function useLocalState(file: string): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as { terraform?: Record<string, unknown> };
  const { backend: _backend, cloud: _cloud, ...settings } = config.terraform ?? {};
  const local = { local: { path: 'terraform.tfstate' } };
  writeFileSync(file, JSON.stringify({ ...config, terraform: { ...settings, backend: local } }));
}

interface Outcome {
  readonly text: string;
  readonly code: number;
}

/** Runs asynchronously: the provider server answers from this same process. */
async function terraform(
  directory: string,
  { reattach }: ProviderServer,
  args: readonly string[],
  accepted: readonly number[] = [0],
): Promise<Outcome> {
  if (terraformBinary === undefined) throw new Error(howToGetOne);
  const configuration = join(directory, '.terraformrc');
  writeFileSync(configuration, '');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TF_|AWS_)/.test(name));
  const child = spawn(terraformBinary, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      TF_REATTACH_PROVIDERS: reattach,
      TF_DATA_DIR: join(directory, '.terraform'),
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  if (accepted.includes(code)) return { text: output.stdout, code };
  throw new TerraformError(args[0], unframed(`${output.stdout}\n${output.stderr}`));
}

/** Without the frame around errors, and with wrapped lines joined. */
function unframed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd())
    .join('\n')
    .replace(/([^\n])\n(?=[^\n])/g, '$1 ')
    .trim();
}
