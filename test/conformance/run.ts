/**
 * Compares `check()` with a validator that evaluates the CRDs themselves, CEL
 * expressions among them, object by object and place by place, over random
 * objects of every kind.
 *
 *   npx tsx test/conformance/run.ts VALIDATOR [--objects N] [--seed N]
 *
 * VALIDATOR is a script for Node.js: `--json --allow-duplicates --channel CHANNEL FILE`
 * prints {"problems": [{"where": "doc#1.items[0]", "path": "spec.x", "message", "code"}]}.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { objectsOf, Tree } from './objects';
import { GatewayApiChannel } from '../../src/check/channel';
import { check, RULES } from '../../src/check/check';
import { Diagnostic } from '../../src/check/diagnostic';
import { KINDS } from '../../src/manifest/kinds';
import { Manifest } from '../../src/manifest/manifest';
import { Kind } from '../../src/manifest/shape';

/** What we refuse and a server takes, on purpose. `all` are our faults of the object. */
const STRICTER: readonly {
  readonly why: string;
  readonly holds: (fault: Diagnostic, all: readonly Diagnostic[], channel: GatewayApiChannel) => boolean;
}[] = [
  {
    why: 'the expression asks for exactly one replaced prefix in a rule, and looks no further where there are two; each needs one prefix match',
    holds: ({ code }, all) => code === 'GW335' && all.filter((other) => other.code === code).length > 1,
  },
  {
    why: 'the standard channel does not compare the names of rules, nor the ports of parents; its fields ask for what is checked',
    holds: ({ code }, _, channel) => channel === GatewayApiChannel.STANDARD && ['GW320', 'GW321'].includes(code),
  },
];

/** Kinds that have more places to be wrong than others. */
const SHARES: Readonly<Record<string, number>> = { HTTPRoute: 3, GRPCRoute: 2, AuthPolicy: 4 };

interface Fault {
  readonly path: string;
  readonly text: string;
  readonly isStricter?: boolean;
  /** One of our rules over places, which wait until types are right. */
  readonly waits?: boolean;
}

interface Answer {
  readonly problems: readonly {
    readonly where: string;
    readonly path?: string;
    readonly message: string;
    readonly code: string;
  }[];
}

function main(validator: string, count: number, seed: number): void {
  const fired = new Map<string, number>();
  let [objects, refused, differences] = [0, 0, 0];
  for (const channel of [GatewayApiChannel.EXPERIMENTAL, GatewayApiChannel.STANDARD]) {
    const kinds = KINDS.filter(
      ({ apiVersion }) => channel === GatewayApiChannel.EXPERIMENTAL || apiVersion.startsWith('gateway.'),
    );
    const trees = kinds.flatMap((kind) => manifests(kind, count * (SHARES[kind.kind] ?? 1), seed));
    const theirs = ask(validator, trees, channel);
    trees.forEach((tree, index) => {
      const ours = faultsOf(tree, channel, fired);
      const difference = compare(ours, theirs[index], channel);
      objects += 1;
      refused += ours.length > 0 && theirs[index].length > 0 ? 1 : 0;
      if (difference) {
        differences += 1;
        if (differences <= 20) {
          console.error(`${channel}: ${difference}\n  ${JSON.stringify(tree)}`);
        }
      }
    });
  }
  const silent = RULES.map(({ code }) => code).filter((code) => /^GW(00[1-3]|[1-3])/.test(code) && !fired.has(code));
  if (silent.length > 0) {
    console.error(`rules that no object fired: ${silent.join(', ')}`);
  }
  console.log(`conformance: ${objects} objects, ${refused} refused by both, ${differences} differences`);
  process.exitCode = differences > 0 || silent.length > 0 ? 1 : 0;
}

const manifests = (kind: Kind, count: number, seed: number): Tree[] =>
  fc.sample(objectsOf(kind), { seed, numRuns: count }).map((object, index) => ({
    ...object,
    metadata: { name: `o${index}`, ...(kind.namespaced && { namespace: 'team' }) },
  }));

/** The validator's problems of each object. One process for all of them. */
function ask(validator: string, items: readonly Tree[], channel: GatewayApiChannel): Fault[][] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  try {
    const file = path.join(directory, 'objects.json');
    fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const args = [validator, '--json', '--allow-duplicates', '--channel', channel, file];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (status === null || status > 1 || stderr !== '') {
      throw new Error(`${validator} failed: ${stderr || `status ${status}`}`);
    }
    const faults: Fault[][] = items.map(() => []);
    for (const { where, path: place = '', message, code } of (JSON.parse(stdout) as Answer).problems) {
      const index = Number(/items\[(\d+)\]/.exec(where)![1]);
      faults[index].push({ path: place, text: `${place}: ${message}`, waits: code === 'one-of' });
    }
    return faults;
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

/** Our errors; an unknown field is one, as the validator is strict about them. */
function faultsOf(tree: Tree, channel: GatewayApiChannel, fired: Map<string, number>): Fault[] {
  const all = check([{ where: '', manifest: tree as unknown as Manifest }], { channel });
  all.forEach(({ code }) => fired.set(code, (fired.get(code) ?? 0) + 1));
  return all
    .filter(({ code, severity }) => severity === 'error' || code === 'GW001')
    .map((diagnostic) => ({
      path: diagnostic.problem.what,
      text: `${diagnostic.code} ${diagnostic.problem.what}`,
      isStricter: STRICTER.some(({ holds }) => holds(diagnostic, all, channel)),
    }));
}

/** What one of the two alone refuses; in the experimental channel, whose fields and choices are ours, also where. */
function compare(ours: readonly Fault[], theirs: readonly Fault[], channel: GatewayApiChannel): string | undefined {
  const certain = ours.filter(({ isStricter }) => !isStricter);
  if (ours.length === 0 && theirs.length > 0) {
    return `only the validator refuses it: ${theirs[0].text}`;
  }
  if (certain.length > 0 && theirs.length === 0) {
    return `only check() refuses it: ${certain[0].text}`;
  }
  if (channel === GatewayApiChannel.STANDARD) {
    return undefined;
  }
  const isMistyped = ours.some(({ text }) => /^GW00[23]/.test(text));
  const missed = theirs.find(
    (fault) => !(fault.waits && isMistyped) && !ours.some((other) => isSamePlace(fault.path, other.path)),
  );
  const invented = certain.find((fault) => !theirs.some((other) => isSamePlace(fault.path, other.path)));
  return missed ? `only the validator tells ${missed.text}` : invented && `only check() tells ${invented.text}`;
}

/** One is the other or encloses it. */
function isSamePlace(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.split(/[.[\]']+/).filter((step) => step !== ''));
  return first.slice(0, second.length).every((step, index) => step === second[index]);
}

const [validator, ...rest] = process.argv.slice(2);
const option = (name: string, otherwise: number) =>
  rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : otherwise;
if (!validator) {
  console.error('usage: test/conformance/run.ts VALIDATOR [--objects N] [--seed N]');
  process.exitCode = 2;
} else {
  main(validator, option('--objects', 3000), option('--seed', 20260801));
}
