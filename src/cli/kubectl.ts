import { spawnSync } from 'child_process';
import { Located, Manifest } from '../manifest/manifest';
import { refuse } from '../value/problem';

export interface KubectlOptions {
  /** Program that reads the cluster, such as oc. */
  readonly kubectl?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** A kind of which objects are wanted. */
export interface WantedKind {
  readonly group: string;
  readonly kind: string;
}

/** What a cluster has of some kinds. */
export interface Live {
  readonly objects: readonly Located[];
  /** Kinds that the cluster does not serve, as `group/kind`. */
  readonly unserved: ReadonlySet<string>;
  /** Kinds that could not be read, as `group/kind`, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
}

interface Resource extends WantedKind {
  /** Such as `gateways.gateway.networking.k8s.io`. */
  readonly name: string;
  readonly isNamespaced: boolean;
}

/** Reads objects of some kinds in some namespaces, or in all; never writes. */
export function readCluster(
  wanted: readonly WantedKind[],
  namespaces: readonly string[] | undefined,
  options: KubectlOptions,
): Live {
  const served = resourcesOf(options);
  const found = wanted.flatMap(
    ({ group, kind }) => served.find((each) => each.group === group && each.kind === kind) ?? [],
  );
  const unread = new Map<string, string>();
  const isIn = (isNamespaced: boolean) => found.filter((each) => each.isNamespaced === isNamespaced);
  const objects = [
    ...read(isIn(false), [], options, unread),
    ...(namespaces === undefined
      ? read(isIn(true), ['-A'], options, unread)
      : namespaces.flatMap((namespace) => read(isIn(true), ['-n', namespace], options, unread))),
  ];
  return {
    objects: objects.map((manifest) => ({ where: 'cluster', manifest })),
    unserved: new Set(
      wanted.filter((each) => !found.some(({ group, kind }) => group === each.group && kind === each.kind)).map(keyOf),
    ),
    unread,
  };
}

/** A command for people, which reads or changes the same cluster. */
export const commandOf =
  (options: KubectlOptions) =>
  (...words: readonly string[]): string =>
    [options.kubectl ?? 'kubectl', ...flagsOf(options), ...words].map(quoted).join(' ');

const quoted = (word: string) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

const keyOf = ({ group, kind }: WantedKind) => `${group}/${kind}`;

const flagsOf = ({ context, kubeconfig }: KubectlOptions) => [
  ...(context === undefined ? [] : ['--context', context]),
  ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
];

/** What the cluster serves; where a part of its API is down, the others. */
function resourcesOf(options: KubectlOptions): Resource[] {
  const { stdout, stderr } = run(['api-resources', '--verbs=list', '--no-headers'], options);
  const resources = stdout.split('\n').flatMap((line): Resource[] => {
    const words = line.trim().split(/\s+/);
    const [apiVersion, isNamespaced, kind] = words.slice(-3);
    if (words.length < 4) return [];
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return [
      { group, kind, name: group === '' ? words[0] : `${words[0]}.${group}`, isNamespaced: isNamespaced === 'true' },
    ];
  });
  if (resources.length > 0) return resources;
  return refuse({
    what: `${options.kubectl ?? 'kubectl'} api-resources`,
    got: stderr.trim().split('\n').at(-1),
    expected: 'a list of kinds',
    fix: 'choose the cluster with --context or --kubeconfig, or give a file with --live',
  });
}

/** One call for all; where it fails, one for each, so that a kind that is forbidden does not hide the others. */
function read(
  resources: readonly Resource[],
  where: readonly string[],
  options: KubectlOptions,
  unread: Map<string, string>,
): Manifest[] {
  if (resources.length === 0) return [];
  const { stdout, stderr, status } = run(
    ['get', resources.map(({ name }) => name).join(','), ...where, '-o', 'json', '--ignore-not-found'],
    options,
  );
  if (status === 0) return itemsIn(stdout);
  if (resources.length === 1) {
    unread.set(keyOf(resources[0]), stderr.trim().split('\n').at(-1)!);
    return [];
  }
  return resources.flatMap((each) => read([each], where, options, unread));
}

function itemsIn(text: string): Manifest[] {
  if (text.trim() === '') return [];
  const value = JSON.parse(text) as { readonly items?: readonly Manifest[] };
  return [...(value.items ?? [value as unknown as Manifest])];
}

function run(words: readonly string[], options: KubectlOptions) {
  const { kubectl = 'kubectl' } = options;
  const { error, status, stdout, stderr } = spawnSync(kubectl, [...flagsOf(options), ...words], {
    encoding: 'utf8',
    env: process.env,
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) {
    refuse({
      what: '--kubectl',
      got: kubectl,
      expected: 'a program that reads the cluster',
      fix: `install it, or give a file with --live: ${error.message}`,
    });
  }
  return { status, stdout, stderr };
}
