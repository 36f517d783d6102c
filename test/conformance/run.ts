/**
 * Compares `check()` with a validator that evaluates the CRDs themselves, CEL
 * expressions among them, object by object and place by place, over random
 * objects of every kind.
 *
 *   npx tsx test/conformance/run.ts VALIDATOR [--objects N] [--seed N]
 *
 * VALIDATOR is a script for Node.js: `--json --allow-duplicates --channel CHANNEL FILE`
 * prints {"problems": [{"where": "doc#1.items[0]", "path": "spec.x", "message", "code"}]}.
 * Its CRDs are in ../crds beside it. For every place where they ask for more than
 * structure there are objects of its own, and the run tells which of them never failed.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { objectsOf, Tree } from './objects';
import { isAt, nameOf, Placement, placementsOf, Told } from './placements';
import { certificateWebhookRules } from '../../src/check/certmanager/certificates-webhook';
import { issuerWebhookRules } from '../../src/check/certmanager/issuers-webhook';
import { GatewayApiChannel } from '../../src/check/channel';
import { check, MODEL_RULES, RULES } from '../../src/check/check';
import { Diagnostic } from '../../src/check/diagnostic';
import { externalSecretWebhookRules } from '../../src/check/externalsecrets/external-secrets-webhook';
import { istioWebhookRules } from '../../src/check/istio/webhook';
import { IngressClass } from '../../src/manifest/ingress-class';
import { KINDS } from '../../src/manifest/kinds';
import * as kubernetes from '../../src/manifest/kubernetes';
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
  {
    why: 'a controller or a webhook refuses it: weights of Istio that add up to 0, a Canary of Flagger without a Gateway, invalid Rollouts and analyses of Argo, addresses of MetalLB, queries and rules of Prometheus, Certificates and issuers of cert-manager, backends of a kind that takes no requests, expressions and issuers of Kuadrant',
    holds: ({ code }) => BEYOND.includes(code),
  },
  {
    why: 'rules over the model know what schemas do not: controllers report it in the status, or it loses traffic',
    holds: ({ code }) => MODEL_RULES.some((rule) => rule.code === code),
  },
  {
    why: 'v1alpha2 of the TLSRoute has no rule for what later versions and the specification refuse: an address as a host',
    holds: ({ code }) => code === 'GW324',
  },
  {
    why: 'Istio cannot read the object; the CRD does not look at times that may be 0',
    holds: ({ code, problem }) => code === 'GW501' && /\.(tcp\.idleTimeout|ttl|budgetInterval)$/.test(problem.what),
  },
  {
    why: "Istio's webhook refuses it; the CRD looks at the values of these labels only",
    holds: ({ code, problem }) => code === 'GW502' && problem.expected.startsWith('a label key'),
  },
  {
    why: "the CRD's expression names other fields than its message",
    holds: ({ code, problem }) => code === 'GW500' && problem.got === 'credentialName and tlsCertificates',
  },
];

/** What only a controller refuses; random objects need not have it. */
const BEYOND = [
  ...['GW442', 'GW443', 'GW444', 'GW503', 'GW510'],
  ...['GW670', 'GW671', 'GW672', 'GW673', 'GW674', 'GW675', 'GW676', 'GW677', 'GW678'],
  // Expressions and issuers that Kuadrant cannot use.
  ...['GW277', 'GW279'],
  // What Envoy refuses, and what a controller reports as InvalidKind.
  ...['GW347', 'GW393'],
  // What the injection of proxies and the patches of EnvoyFilters refuse.
  ...['GW726', 'GW730'],
  ...['GW680', 'GW681', 'GW682', 'GW683', 'GW690', 'GW694', 'GW695', 'GW696', 'GW698', 'GW699'],
  ...certificateWebhookRules.map(({ code }) => code),
  ...issuerWebhookRules.map(({ code }) => code),
  ...istioWebhookRules.map(({ code }) => code),
  ...externalSecretWebhookRules.map(({ code }) => code),
];

/** Kinds of CRDs, whose schemas are checked by rules beyond types. */
const BUILT_IN: readonly unknown[] = [...Object.values(kubernetes), IngressClass];
const CRD_KINDS = KINDS.filter((kind) => !BUILT_IN.includes(kind));

/** Kinds that have more or fewer places to be wrong than others; big ones are mostly pod templates. */
const SHARES: Readonly<Record<string, number>> = {
  HTTPRoute: 3,
  GRPCRoute: 2,
  AuthPolicy: 4,
  Rollout: 0.3,
  AnalysisTemplate: 0.3,
  Application: 0.3,
  ApplicationSet: 0.3,
  Istio: 0.3,
};
/** Objects with something at one placement, for so many of the kind. */
const EACH_PLACE = 1 / 60;

interface Fault {
  readonly path: string;
  readonly text: string;
  readonly isStricter?: boolean;
  /** One of our rules over places, which wait until types are right. */
  readonly waits?: boolean;
}

interface Answer {
  readonly problems: readonly (Told & { readonly where: string })[];
}

function main(validator: string, count: number, seed: number): void {
  const placements = placementsOf(CRD_KINDS, path.join(path.dirname(fs.realpathSync(validator)), '..', 'crds'));
  const [fired, failed] = [new Set<string>(), new Set<Placement>()];
  let [objects, refused, differences] = [0, 0, 0];
  for (const channel of [GatewayApiChannel.EXPERIMENTAL, GatewayApiChannel.STANDARD]) {
    const isExperimental = channel === GatewayApiChannel.EXPERIMENTAL;
    const inChannel = ({ apiVersion }: Kind) => isExperimental || /^gateway\.[^/]+\/v1$/.test(apiVersion);
    for (const kind of CRD_KINDS.filter(inChannel)) {
      const own = isExperimental ? placements.filter((placement) => placement.kind === kind) : [];
      const trees = manifests(kind, own, count, seed);
      const told = ask(validator, trees, channel);
      for (const placement of own) {
        if (told.some((problems) => problems.some((problem) => isAt(placement, problem)))) failed.add(placement);
      }
      trees.forEach((tree, index) => {
        const [ours, theirs] = [faultsOf(tree, channel, fired), told[index].map(faultOf)];
        const difference = compare(ours, theirs, channel);
        objects += 1;
        refused += ours.length > 0 && theirs.length > 0 ? 1 : 0;
        if (difference) {
          differences += 1;
          if (differences <= 20) {
            console.error(`${channel}: ${difference}\n  ${JSON.stringify(tree)}`);
          }
        }
      });
    }
  }
  const silent = RULES.filter(
    ({ code, severity }) =>
      severity === 'error' &&
      !fired.has(code) &&
      !BEYOND.includes(code) &&
      !ACROSS.test(code) &&
      !MODEL_RULES.some((rule) => rule.code === code),
  );
  const unhit = placements.filter((placement) => !failed.has(placement));
  console.error(
    silent
      .map(({ code, title }) => `no object fired ${code}: ${title}\n`)
      .join('')
      .trimEnd(),
  );
  console.error(
    unhit
      .map((placement) => `no object failed at ${nameOf(placement)}\n`)
      .join('')
      .trimEnd(),
  );
  console.log(
    `conformance: ${objects} objects, ${refused} refused by both, ${differences} differences; ` +
      `${failed.size} of ${placements.length} expressions and choices failed`,
  );
  process.exitCode = differences > 0 || silent.length > 0 || unhit.length > 0 ? 1 : 0;
}

/** Rules about several objects, or about texts in any of them. */
const ACROSS = /^GW0(0[4-6]|[12])/;

function manifests(kind: Kind, placements: readonly Placement[], count: number, seed: number): Tree[] {
  const aims = placements.flatMap(({ steps, fields, looksAt }) => [
    { steps, fields },
    ...(looksAt ? [{ steps: looksAt, fields: [] }] : []),
  ]);
  const different = [...new Map(aims.map((aim) => [JSON.stringify(aim), aim])).values()];
  return [
    ...fc.sample(objectsOf(kind), { seed, numRuns: Math.ceil(count * (SHARES[kind.kind] ?? 1)) }),
    ...different.flatMap((aim) => fc.sample(objectsOf(kind, aim), { seed, numRuns: Math.ceil(count * EACH_PLACE) })),
  ].map((object, index) => ({
    ...object,
    metadata: { name: index % 2 === 0 ? 'default' : `o${index}`, ...(kind.namespaced && { namespace: 'team' }) },
  }));
}

/** The validator's problems of each object. One process for all objects of a kind. */
function ask(validator: string, items: readonly Tree[], channel: GatewayApiChannel): Told[][] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  try {
    const file = path.join(directory, 'objects.json');
    fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const args = [validator, '--json', '--allow-duplicates', '--channel', channel, file];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (status === null || status > 1 || stderr !== '') {
      throw new Error(`${validator} failed: ${stderr || `status ${status}`}`);
    }
    const told: Told[][] = items.map(() => []);
    for (const { where, ...problem } of (JSON.parse(stdout) as Answer).problems) {
      told[Number(/items\[(\d+)\]/.exec(where)![1])].push(problem);
    }
    return told;
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

const faultOf = ({ path: place = '', message, code }: Told): Fault => ({
  path: place,
  text: `${place}: ${message}`,
  waits: ['one-of', 'any-of', 'not'].includes(code),
});

/** Our errors; an unknown field is one, as the validator is strict about them. */
function faultsOf(tree: Tree, channel: GatewayApiChannel, fired: Set<string>): Fault[] {
  const all = check([{ where: '', manifest: tree as unknown as Manifest }], { channel });
  all.forEach(({ code }) => fired.add(code));
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
  const [ourPlaces, theirPlaces] = [placesOf(ours), placesOf(theirs)];
  const missed = theirs.find((fault) => !(fault.waits && isMistyped) && !isNear(fault, ourPlaces));
  // Over what is mistyped, the server evaluates no expressions; check() does where they do not read it.
  const comparable = certain.filter(({ text }) => !isMistyped || /^GW00[123]/.test(text));
  const invented = comparable.find((fault) => !isNear(fault, theirPlaces));
  return missed ? `only the validator tells ${missed.text}` : invented && `only check() tells ${invented.text}`;
}

interface Places {
  readonly exact: ReadonlySet<string>;
  readonly enclosing: ReadonlySet<string>;
}

/** Lists can have thousands of faults, so places are looked up, not compared. */
function placesOf(faults: readonly Fault[]): Places {
  const chains = faults.map(chainOf);
  return { exact: new Set(chains.map((chain) => chain.at(-1)!)), enclosing: new Set(chains.flat()) };
}

/** One is the other or encloses it. */
function isNear(fault: Fault, { exact, enclosing }: Places): boolean {
  const chain = chainOf(fault);
  return enclosing.has(chain.at(-1)!) || chain.some((place) => exact.has(place));
}

/** A place and all that encloses it, from the object down. */
function chainOf({ path: place }: Fault): string[] {
  const steps = place.split(/[.[\]']+/).filter((step) => step !== '');
  return [...steps.keys(), steps.length].map((length) => steps.slice(0, length).join('.'));
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
