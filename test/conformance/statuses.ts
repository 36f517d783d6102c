/**
 * Compares `check` with the statuses that the Gateway API's conformance suite asserts.
 *
 *   npx tsx test/conformance/statuses.ts FILE
 *
 * FILE is the suite as data: manifests by name in `files`, and `cases` of kind `status` with the conditions that the suite
 * expects of an object. A condition that says what is wrong must be told of the object; an object of which all conditions
 * are good must not be an error. Exit 1 otherwise.
 */
import * as fs from 'fs';
import { check } from '../../src/check/check';
import { Located } from '../../src/manifest/manifest';
import { parseManifests } from '../../src/manifest/parse';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}
interface StatusCase {
  readonly id: string;
  readonly kind: string;
  readonly check: string;
  readonly test: string;
  readonly manifests: readonly string[];
  readonly mutations?: readonly unknown[];
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly expected: {
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly parents?: readonly { readonly conditions?: readonly Condition[] }[];
  };
}
interface Suite {
  readonly substitutions: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly StatusCase[];
}

/** What tells of a reason. Reasons that are missing depend on the implementation or on what is in a Secret. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  NoMatchingParent: ['GW370'],
  NotAllowedByListeners: ['GW371'],
  NoMatchingListenerHostname: ['GW372'],
  ProtocolConflict: ['GW375', 'GW388'],
  HostnameConflict: ['GW315', 'GW388'],
  RefNotPermitted: ['GW376'],
  BackendNotFound: ['GW030'],
  NotAllowed: ['GW381'],
  InvalidRouteKinds: ['GW385'],
  Conflicted: ['GW386'],
  NoValidCACertificate: ['GW030', 'GW387'],
  InvalidCACertificateRef: ['GW030', 'GW387'],
};

/** Where we differ on purpose. */
const EXPECTED: Readonly<Record<string, string>> = {
  HTTPRoute303Redirect: 'redirects to itself, as the suite looks at the status code alone',
  HTTPRoute307Redirect: 'the same',
  HTTPRoute308Redirect: 'the same',
  TLSRouteListenerMixedTerminationNotSupported: 'is for implementations without the feature TLSRouteModeMixed alone',
};

function main(file: string): void {
  const suite = JSON.parse(fs.readFileSync(file, 'utf8')) as Suite;
  const cases = suite.cases.filter(({ kind, mutations = [] }) => kind === 'status' && mutations.length === 0);
  const counts = { told: 0, silent: 0, wrong: 0 };
  const tests = new Map<string, StatusCase[]>();
  for (const each of cases) tests.set(each.test, [...(tests.get(each.test) ?? []), each]);
  for (const members of tests.values()) {
    const diagnostics = check(objectsOf(suite, members[0].manifests), { isWhole: true });
    const codesOf = ({ kind, namespace, name }: StatusCase['object'], severities: readonly string[]) =>
      diagnostics
        .filter(
          ({ object, severity }) =>
            object === `${kind} ${namespace ? `${namespace}/` : ''}${name}` && severities.includes(severity),
        )
        .map(({ code }) => code);
    const faulty = new Set(
      members.filter((each) => reasonsOf(each) !== 'good').map(({ object }) => JSON.stringify(object)),
    );
    for (const each of members) {
      const reasons = reasonsOf(each);
      if (reasons === 'good') {
        const codes = faulty.has(JSON.stringify(each.object)) ? [] : codesOf(each.object, ['error']);
        if (codes.length === 0) counts.silent += 1;
        else tell(each, `is good, told ${codes.join(', ')}`);
        continue;
      }
      for (const reason of reasons) {
        if (!CODES[reason]) continue;
        const codes = codesOf(each.object, ['error', 'warning']);
        if (CODES[reason].some((code) => codes.includes(code))) counts.told += 1;
        else tell(each, `${reason} is not told (told ${codes.join(', ') || 'nothing'})`);
      }
    }
  }
  console.log(
    `statuses: ${counts.told} faults told, ${counts.silent} good objects without errors, ${counts.wrong} differences`,
  );
  process.exitCode = counts.wrong > 0 ? 1 : 0;

  function tell({ id, test, object }: StatusCase, text: string): void {
    if (EXPECTED[test]) return;
    counts.wrong += 1;
    console.log(`${id}: ${object.kind} ${object.namespace ?? ''}/${object.name} ${text}`);
  }
}

/** The reasons of what is wrong, or `good`; a negative condition without a reason counts as neither. */
function reasonsOf({ expected: { conditions = [], listeners = [], parents = [] }, check: name }: StatusCase) {
  const all = [...conditions, ...[...listeners, ...parents].flatMap((each) => each.conditions ?? [])];
  const isBad = ({ type, status }: Condition) => (type === 'Conflicted' ? status === 'True' : status !== 'True');
  const bad = all.filter(isBad);
  const isNegative =
    bad.length > 0 || name === 'RouteNotAccepted' || name === 'ZeroRoutes' || name === 'AttachedListenerSets';
  return isNegative ? [...new Set(bad.flatMap(({ reason }) => reason ?? []))] : ('good' as const);
}

function objectsOf({ files, substitutions }: Suite, names: readonly string[]): Located[] {
  return names.flatMap((name) => {
    const text = Object.entries(substitutions).reduce((all, [from, to]) => all.replaceAll(from, to), files[name]);
    return parseManifests(text).objects.map(({ line, manifest }) => ({ where: `${name}:${line}`, manifest }));
  });
}

main(process.argv[2]);
