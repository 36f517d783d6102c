import * as fs from 'fs';
import * as path from 'path';
import { GatewayApiChannel } from '../check/channel';
import { check } from '../check/check';
import { Diagnostic, format } from '../check/diagnostic';
import { gatewayApiRelease } from '../check/gateway-api-release';
import { Located } from '../manifest/manifest';
import { parseManifests } from '../manifest/parse';
import { nearest, refuse } from '../value/problem';

export interface CheckOptions {
  readonly json?: boolean;
  /** Channel of the Gateway API in the cluster: `standard` or `experimental`. */
  readonly channel?: string;
  /** Release of the Gateway API in the cluster, such as `1.4`. */
  readonly gatewayApiVersion?: string;
  /** The input is all that the cluster has. */
  readonly whole?: boolean;
  /** Each directory is one cluster. */
  readonly clusters?: boolean;
}

/** Output and exit status of the process: 0 without errors, 1 with errors, 2 without manifests. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Checks the manifests in files and folders. `-` is standard input. */
export function checkFiles(paths: readonly string[], options: CheckOptions = {}): Outcome {
  const located: Located[] = [];
  const faults: { where: string; message: string }[] = [];
  const files = new Map(paths.flatMap(manifestFiles).map((file) => [file === '-' ? file : path.resolve(file), file]));
  for (const file of files.values()) {
    const name = file === '-' ? 'stdin' : path.relative(process.cwd(), file) || file;
    const parsed = parseManifests(fs.readFileSync(file === '-' ? 0 : file, 'utf8'));
    const group = path.dirname(file);
    located.push(...parsed.objects.map(({ line, manifest }) => ({ where: `${name}:${line}`, group, manifest })));
    faults.push(...parsed.faults.map(({ line, message }) => ({ where: `${name}:${line}`, message })));
  }
  if (located.length === 0 && faults.length === 0) {
    return { stdout: '', stderr: `no manifests in ${paths.join(', ')}\n`, status: 2 };
  }
  const diagnostics = check(located, {
    channel: channelOf(options.channel),
    gatewayApiVersion: gatewayApiRelease('--gateway-api-version', options.gatewayApiVersion),
    isWhole: options.whole,
    areClusters: options.clusters,
  });
  const errors = faults.length + diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length + faults.length - errors;
  return {
    stdout: options.json
      ? `${JSON.stringify({ objects: located.length, errors, warnings, faults, diagnostics: diagnostics.map(flat) }, null, 2)}\n`
      : [
          ...faults.map(({ where, message }) => `error [${where}] ${message}`),
          ...diagnostics.map(format),
          summary(located.length, errors, warnings),
          '',
        ].join('\n'),
    stderr: '',
    status: errors > 0 ? 1 : 0,
  };
}

function channelOf(name: string | undefined): GatewayApiChannel | undefined {
  const channels = Object.values(GatewayApiChannel);
  const channel = channels.find((value) => value === name);
  if (name !== undefined && channel === undefined) {
    const meant = nearest(name, channels);
    const fix = meant ? `did you mean '${meant}'?` : 'name the channel of the installed CRDs, or leave it out';
    refuse({ what: '--channel', got: name, expected: channels.join(' or '), fix });
  }
  return channel;
}

const flat = ({ problem, ...rest }: Diagnostic) => ({ ...rest, ...problem });

const summary = (objects: number, errors: number, warnings: number) =>
  `${count(objects, 'object')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Manifest files below a path, sorted by name; without hidden files, node_modules and kustomizations. */
function manifestFiles(target: string): string[] {
  if (target === '-' || !isDirectory(target)) {
    return [target];
  }
  return fs
    .readdirSync(target, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(target, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : manifestFiles(file);
      }
      return /\.(ya?ml|json)$/.test(entry.name) && !/^(\.|kustomization\.ya?ml$)/.test(entry.name) ? [file] : [];
    });
}

function isDirectory(target: string): boolean {
  const stats = fs.statSync(target, { throwIfNoEntry: false });
  if (!stats) {
    return refuse({
      what: 'path',
      got: target,
      expected: 'a file or folder, or - for standard input',
      fix: 'it does not exist; check the spelling and the current directory',
    });
  }
  return stats.isDirectory();
}
