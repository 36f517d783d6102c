import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

export const ROOT = path.join(__dirname, '..', '..');
const CONSUMER = path.join(__dirname, 'consumer');
const BIN = path.join('node_modules', '.bin');

/** A project of a user, in a temporary directory, that has installed the packed tarball. */
export class Project {
  /** Packs this repository and installs it, with what the programs in `consumer/` need. */
  public static install(...more: string[]): Project {
    const project = new Project(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-package-')));
    try {
      fs.cpSync(CONSUMER, project.directory, { recursive: true });
      project.run('npm', ['pack', ROOT, '--silent'], { cwd: project.directory });
      fs.renameSync(project.path('cdk8s-gateways-0.0.0.tgz'), project.tarball);
      project.run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--silent', ...more]);
      return project;
    } catch (error) {
      project.remove();
      throw error;
    }
  }

  private constructor(public readonly directory: string) {}

  public get tarball(): string {
    return this.path('cdk8s-gateways.tgz');
  }

  public path(...names: string[]): string {
    return path.join(this.directory, ...names);
  }

  /** A command that the project has installed. */
  public bin(name: string): string {
    return this.path(BIN, name);
  }

  public write(name: string, text: string): void {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), text);
  }

  /** Runs a command in the project; what it prints, or an error with that. */
  public run(
    command: string,
    args: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): string {
    try {
      return execFileSync(command, args, {
        cwd: options.cwd ?? this.directory,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 2 ** 26,
        env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', ...options.env },
      });
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? (error as Error).message}`);
    }
  }

  /** What a program writes to `dist/`, by file; the directory is emptied before. */
  public output(program: () => void, directory: string = this.directory): Record<string, string> {
    const dist = path.join(directory, 'dist');
    fs.rmSync(dist, { recursive: true, force: true });
    program();
    const files = fs.readdirSync(dist).filter((file) => file.endsWith('.yaml'));
    return Object.fromEntries(files.sort().map((file) => [file, fs.readFileSync(path.join(dist, file), 'utf8')]));
  }

  public remove(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Whether a command is on this machine. */
export function has(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
