/**
 * Compares what `status` expects with the statuses that Istio's controller writes: over the Gateway API's conformance suite,
 * over random sets of Gateways and routes, and over folders of manifests, such as the output of examples.
 *
 *   npx tsx test/dataplane/status.ts [--sets N] [--from SEED] [FOLDER...]
 *
 * Prints every condition that is other than predicted; ends with 1 where there is one.
 */
import { parseArgs } from 'util';
import { range, setOptions } from './options';
import { Oracle, OracleAnswer, withOracle } from './oracle';
import { GATEWAY_API, Manifest } from '../../src/manifest/manifest';
import { readManifests } from '../../src/manifest/sources';
import { compare, Finding, titleOf } from '../../src/status/compare';
import { worldOf } from '../../src/status/world';
import { groupBy } from '../../src/value/group-by';
import { randomSet } from '../traffic/random-sets';
import { modelsOfSuite, readSuite } from '../traffic/suite';

/** Objects that are applied together. */
interface Applied {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** The suite makes Secrets when it runs, others are made by controllers that the oracle has not. */
  readonly hasSecrets: boolean;
}

async function main(oracle: Oracle): Promise<number> {
  const { values, positionals } = parseArgs({ options: setOptions('200'), allowPositionals: true });
  const [sets, , from] = range(values);
  let found = 0;
  let agreed = 0;
  const all = [...suites(), ...randomSets(sets, from), ...positionals.flatMap(applied)];
  for (const each of all) {
    const comparison = await compared(oracle, each);
    agreed += comparison.agreed;
    for (const finding of comparison.findings.filter(isDifference)) {
      found++;
      const { verdict, about, cluster, expected } = finding;
      console.log(`${each.name}: ${verdict}: ${titleOf(finding)}: ${about}: ${cluster}; expected ${expected}`);
    }
  }
  console.log(`statuses of ${all.length} sets: ${agreed} conditions as they should be, ${found} differences`);
  return found === 0 ? 0 : 1;
}

function suites(): Applied[] {
  const suite = readSuite('1.6.0');
  const modelOf = modelsOfSuite(suite);
  const names = new Map(suite.cases.filter(({ status }) => status).map((each) => [modelOf(each), each.id]));
  return [...names].map(([{ byName }, name]) => ({
    name,
    manifests: [...byName.values()].map(({ at }) => at.manifest),
    hasSecrets: true,
  }));
}

const randomSets = (sets: number, from: number): Applied[] =>
  Array.from({ length: sets }, (_, index) => ({
    name: `set ${from + index}`,
    manifests: randomSet(from + index, 0).manifests,
    hasSecrets: false,
  }));

function applied(folder: string): Applied[] {
  const groups = groupBy(readManifests([folder], false), ({ group = folder }) => group);
  return [...groups].map(([name, objects]) => ({
    name,
    manifests: objects.map(({ manifest }) => manifest),
    hasSecrets: false,
  }));
}

async function compared(oracle: Oracle, { name, manifests, hasSecrets }: Applied) {
  const answer = await oracle.ask({
    manifests,
    status: true,
    options: { gatewayClasses: ['*'], noSecrets: hasSecrets, alphaGatewayApi: true },
  });
  if (answer.error || answer.load?.rejected) throw new Error(`${name}: ${JSON.stringify(answer.error ?? answer.load)}`);
  const world = worldOf({
    declared: manifests.map((manifest) => ({ where: name, manifest })),
    live: manifests.map((manifest) => ({ where: 'oracle', manifest: withStatus(manifest, answer) })),
    namespace: 'default',
    isWhole: true,
    exists: hasSecrets ? [] : ['Secret *'],
    profile: 'istio',
  });
  return compare(world, (...words) => words.join(' '));
}

function withStatus(manifest: Manifest, { statuses = [] }: OracleAnswer): Manifest {
  const { kind, metadata } = manifest;
  const found = statuses.find(
    (each) =>
      each.kind === kind && each.name === metadata.name && (each.namespace ?? '') === (metadata.namespace ?? ''),
  );
  return { ...manifest, status: found?.status };
}

/** What Istio's controller says, and other than predicted; why Programmed is False has reasons of its own. */
function isDifference({ verdict, subject, about, condition, expected }: Finding): boolean {
  if (subject.entry.group !== GATEWAY_API || subject.entry.kind === 'GatewayClass') return false;
  if (verdict === 'fault') return about !== 'Programmed' && !expected.includes(condition!.reason);
  return verdict !== 'waiting' || expected.includes('predicted');
}

withOracle(main);
