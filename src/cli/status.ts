import { Outcome } from './check';
import { choice } from './choice';
import { readConfiguration } from './config';
import { commandOf, KubectlOptions, Live, readCluster, WantedKind } from './kubectl';
import { FORMATS } from './status-report';
import { kindOf } from '../manifest/kinds';
import { groupOf, Located } from '../manifest/manifest';
import { readManifests } from '../manifest/sources';
import { causesIn } from '../status/causes';
import { codesIn } from '../status/codes';
import { compare } from '../status/compare';
import { RULES, rulesOf } from '../status/steps';
import { worldOf } from '../status/world';
import { Profile, PROFILES } from '../traffic/profile';
import { refuse } from '../value/problem';

export interface StatusOptions extends KubectlOptions {
  /** Files with what `kubectl get -o json` writes; `-` is standard input. */
  readonly live?: readonly string[];
  readonly namespace?: string;
  readonly whole?: boolean;
  readonly profile?: string;
  readonly config?: string;
  /** One of `text`, `json`. */
  readonly format?: string;
  readonly json?: boolean;
}

/** Compares what a cluster says with what manifests should come to; without manifests, with its own objects. */
export function status(paths: readonly string[], options: StatusOptions = {}): Outcome {
  const print = FORMATS[choice('--format', options.json ? 'json' : (options.format ?? 'text'), Object.keys(FORMATS))];
  const profile =
    options.profile === undefined
      ? undefined
      : choice('--profile', options.profile, Object.keys(PROFILES) as Profile['name'][]);
  const configuration = readConfiguration(options.config);
  const namespace = options.namespace ?? configuration.namespace;
  if (options.live?.includes('-') && paths.includes('-')) {
    refuse({
      what: '--live',
      got: '-',
      expected: 'one of manifests and cluster on standard input',
      fix: 'write one of them to a file',
    });
  }
  const declared = oneSet(paths.length === 0 ? [] : readManifests(paths, false), paths);
  const live = options.live
    ? readFiles(options.live)
    : readCluster(kindsFor(declared), namespacesOf(declared, namespace), options);
  if (declared.length === 0 && live.objects.length === 0) {
    const stderr =
      paths.length > 0 ? `no manifests in ${paths.join(', ')}\n` : 'no objects of gateways in the cluster\n';
    return { stdout: '', stderr, status: 2 };
  }
  const world = worldOf({
    declared,
    live: live.objects,
    unread: live.unread,
    isCluster: options.live === undefined,
    namespace: namespace ?? 'default',
    isWhole: options.whole ?? configuration.whole,
    exists: configuration.exists,
    profile,
  });
  const comparison = compare(world, commandOf(options), live.unserved);
  const codesOf = comparison.findings.length > 0 ? codesIn(world) : () => [];
  const others = declared.filter(
    ({ manifest }) => !rulesOf({ group: groupOf(manifest.apiVersion), kind: manifest.kind }),
  );
  return {
    stdout: print({
      comparison,
      causeOf: causesIn(world, comparison.findings),
      codesOf,
      profile: world.profile.name,
      others: countKinds(others),
      unread: live.unread,
    }),
    stderr: '',
    status: comparison.findings.length > 0 ? 1 : 0,
  };
}

/** The manifests of one cluster or step. */
function oneSet(objects: readonly Located[], paths: readonly string[]): readonly Located[] {
  const directories = [...new Set(objects.map(({ group = '' }) => group))];
  if (directories.length > 1) {
    refuse({
      what: 'path',
      got: paths.join(', '),
      expected: 'manifests of one cluster or step',
      fix: `choose one folder: ${directories.join(', ')}`,
    });
  }
  return objects;
}

const readFiles = (paths: readonly string[]): Live => ({
  objects: readManifests(paths, false),
  unserved: new Set(),
  unread: new Map(),
});

/** Kinds that predictions need beside those whose status is looked at. Secrets are not read. */
const CONTEXT: readonly WantedKind[] = [
  { group: '', kind: 'Namespace' },
  { group: 'gateway.networking.k8s.io', kind: 'ReferenceGrant' },
  { group: 'flagger.app', kind: 'Canary' },
  { group: 'argoproj.io', kind: 'Rollout' },
];

function kindsFor(declared: readonly Located[]): readonly WantedKind[] {
  // Workloads of others are many, and nothing is known of them.
  const looked = RULES.filter(({ step }) => declared.length > 0 || step !== 'workloads');
  return [
    ...looked,
    ...CONTEXT.filter((each) => !looked.some(({ group, kind }) => group === each.group && kind === each.kind)),
  ];
}

/** Namespaces of manifests and those that they name; undefined for all. */
function namespacesOf(declared: readonly Located[], namespace: string | undefined): readonly string[] | undefined {
  if (declared.length === 0) return namespace === undefined ? undefined : [namespace];
  const found = new Set<string>();
  for (const { manifest } of declared) {
    if (kindOf(manifest.apiVersion, manifest.kind)?.namespaced !== false) {
      found.add(manifest.metadata.namespace ?? namespace ?? 'default');
    }
    if (rulesOf({ group: groupOf(manifest.apiVersion), kind: manifest.kind })) addNamespaces(manifest.spec, found);
  }
  return [...found].sort();
}

function addNamespaces(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'namespace' && typeof child === 'string') found.add(child);
    else addNamespaces(child, found);
  }
}

function countKinds(objects: readonly Located[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { manifest } of objects) counts.set(manifest.kind, (counts.get(manifest.kind) ?? 0) + 1);
  return counts;
}
