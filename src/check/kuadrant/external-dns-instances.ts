import { Entry, Model, pathOf, view } from '../../model/model';
import { podSpecPath, Container, workloadsOf } from '../../model/workloads';
import { ANNOTATION_PREFIXES, annotationPrefix } from '../../value/external-dns';
import { ModelRule, Report } from '../model-rule';

/** Instances of external-dns in the input, and what they do not read or must not share. */
export const externalDnsInstanceRules: readonly ModelRule[] = [
  { code: 'GW608', title: 'annotation that external-dns does not read', severity: 'warning', find: unreadPrefixes },
  {
    code: 'GW609',
    title: 'owner id of two instances of external-dns',
    severity: 'warning',
    find: (model, report) => sharedOwners(instancesOf(model), report),
    findAcross: (clusters, report) => sharedOwners(clusters.flatMap(instancesOf), report, true),
  },
];

interface Instance {
  readonly owner: Entry;
  readonly model: Model;
  /** Place of the container in its object. */
  readonly path: string;
  /** Flags by name, from arguments and from the environment. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** Prefix of the annotations that it reads; undefined where the version is not known. */
  readonly prefix: string | undefined;
}

const IMAGE = /(?:^|\/)external-dns(?::v?(\d+\.\d+)[^@/]*|:[^@/]*)?(?:@.*)?$/;

const instancesOf = view((model: Model): readonly Instance[] =>
  workloadsOf(model).flatMap(({ owner, containers }) =>
    containers.flatMap((container, index) => {
      const image = IMAGE.exec(container.image ?? '');
      if (!image) return [];
      const flags = flagsOf(container);
      const path = `${podSpecPath({ owner })}.containers[${index}]`;
      return [
        { owner, model, path, flags, prefix: flags.get('annotation-prefix')?.[0] ?? annotationPrefix(image[1] ?? '') },
      ];
    }),
  ),
);

/** `--flag=value`, `--flag value`, and `EXTERNAL_DNS_FLAG`. */
function flagsOf({ args = [], command = [], env = [] }: Container): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  const add = (name: string, value: string) => flags.set(name, [...(flags.get(name) ?? []), value]);
  const words = [...command, ...args];
  words.forEach((word, index) => {
    const [, name, value] = /^--([a-z0-9-]+)(?:=(.*))?$/.exec(word) ?? [];
    const next = words[index + 1] ?? '';
    if (name !== undefined) add(name, value ?? (next.startsWith('--') ? '' : next));
  });
  for (const { name, value } of env) {
    const [, flag] = /^EXTERNAL_DNS_(\w+)$/.exec(name) ?? [];
    const key = flag?.toLowerCase().replaceAll('_', '-');
    if (key !== undefined && value !== undefined && !flags.has(key)) {
      value.split('\n').forEach((line) => add(key, line));
    }
  }
  return flags;
}

/** Told where the prefix of every instance is known, and none reads it. */
function unreadPrefixes(model: Model, report: Report): void {
  const instances = instancesOf(model);
  const prefixes = new Set(instances.map(({ prefix }) => prefix));
  if (instances.length === 0 || prefixes.has(undefined)) return;
  const unread = ANNOTATION_PREFIXES.filter((prefix) => !prefixes.has(prefix));
  if (unread.length === 0) return;
  const wanted = [...prefixes].join(' or ');
  for (const entry of [...model.byKind.values()].flat()) {
    for (const key of Object.keys(entry.annotations)) {
      const prefix = unread.find((each) => key.startsWith(each));
      if (!prefix) continue;
      const name = key.slice(prefix.length);
      if ([...prefixes].some((each) => Object.hasOwn(entry.annotations, `${each}${name}`))) continue;
      report(entry, {
        what: `metadata.annotations['${key}']`,
        got: entry.annotations[key],
        expected: `the prefix ${wanted}, which ${instances[0].owner.kind} ${pathOf(instances[0].owner)} reads`,
        fix: `write ${[...prefixes][0]}${name}, or set --annotation-prefix=${prefix}; external-dns ignores others`,
      });
    }
  }
}

/** An instance removes the records of its owner id that it does not want itself. */
function sharedOwners(instances: readonly Instance[], report: Report, isAcross = false): void {
  const told = new Set<Instance>();
  instances.forEach((second, index) => {
    const first = instances
      .slice(0, index)
      .find((each) => (each.model !== second.model) === isAcross && clash(each, second));
    if (!first || told.has(second)) return;
    told.add(second);
    const id = second.flags.get('txt-owner-id')?.[0];
    report(second.owner, {
      what: `${second.path}.args`,
      got: id === undefined ? 'no --txt-owner-id, which means default' : `--txt-owner-id=${id}`,
      expected: `another owner id than that of ${first.owner.kind} ${pathOf(first.owner)}${isAcross ? ' of another cluster' : ''}`,
      fix: 'give each instance an owner id of its own; with one, each removes the records of the other',
    });
  });
}

const flag = ({ flags }: Instance, name: string, otherwise = '') => flags.get(name)?.[0] ?? otherwise;

/** Whether two instances own each other's records: the same registry, owner and zones. */
function clash(first: Instance, second: Instance): boolean {
  const same = (name: string, otherwise?: string) => flag(first, name, otherwise) === flag(second, name, otherwise);
  const isOf = (registry: string) => flag(first, 'registry', 'txt') === registry;
  return (
    same('provider') &&
    same('registry', 'txt') &&
    (isOf('txt') || isOf('dynamodb')) &&
    same('txt-owner-id', 'default') &&
    same('txt-prefix') &&
    same('txt-suffix') &&
    same('aws-zone-type') &&
    same('dynamodb-table') &&
    [first, second].some((each) => flag(each, 'policy', 'sync') === 'sync') &&
    haveCommon(first, second, 'domain-filter', (a, b) => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) &&
    haveCommon(first, second, 'zone-id-filter', (a, b) => a === b)
  );
}

/** Whether a filter of both lets something pass in common. */
function haveCommon(first: Instance, second: Instance, name: string, fits: (a: string, b: string) => boolean): boolean {
  const [these, those] = [first, second].map(({ flags }) => (flags.get(name) ?? []).filter((value) => value !== ''));
  return these.length === 0 || those.length === 0 || these.some((a) => those.some((b) => fits(a, b)));
}
