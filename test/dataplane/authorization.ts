/**
 * Compares what security policies say of requests with Istio and Envoy, over random policies at a Gateway of the Gateway
 * API, at a Gateway of Istio, in the mesh with sidecars, and at a waypoint.
 *
 *   npx tsx test/dataplane/authorization.ts [--sets N] [--requests M] [--from SEED] [--scene NAME]
 *
 * Prints every difference; ends with 1 where there is one. The set of a seed is always the same.
 */
import { parseArgs } from 'util';
import * as fc from 'fast-check';
import { BEHIND_SCENES } from './behind-scenes';
import { GATEWAY_SCENES } from './gateway-scenes';
import { MESH_SCENES } from './mesh-scenes';
import { range, setOptions } from './options';
import { Oracle, OracleRequest, OracleResult, withOracle } from './oracle';
import { Asked, Scene } from './scene';
import { modelsOf } from '../../src/model/model';

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...setOptions('60'),
      scene: { type: 'string' },
    },
  });
  const [sets, requests, from] = range(values);
  const scenes = [...GATEWAY_SCENES, ...MESH_SCENES, ...BEHIND_SCENES].filter(
    ({ name }) => values.scene === undefined || name === values.scene,
  );
  const tally = new Map<string, number>();
  let differences = 0;
  for (const scene of scenes) {
    // Two proxies take twice the time.
    const count = scene.showsStatus ? Math.ceil(sets / 2) : sets;
    for (let seed = from; seed < from + count; seed++) {
      differences += await compareSet(oracle, scene, seed, requests, tally);
    }
  }
  const told = [...tally].sort().map(([what, count]) => `${what} ${count}`);
  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${total / requests} sets, ${total} requests: ${told.join(', ')}`);
  console.log(`${differences} differences`);
  return differences === 0 ? 0 : 1;
}

async function compareSet(oracle: Oracle, scene: Scene, seed: number, count: number, tally: Map<string, number>) {
  const [policies] = fc.sample(scene.policies, { seed, numRuns: 1 });
  const asked = fc.sample(scene.requests, { seed, numRuns: count });
  const manifests = [...scene.manifests, ...policies];
  const {
    results = [],
    load,
    error,
  } = await oracle.ask({
    manifests,
    options: scene.options,
    requests: asked.map(({ request }) => request),
  });
  const problems = [...(error ? [error] : []), ...(load?.rejected ?? []).map((each) => JSON.stringify(each))];
  const [model] = modelsOf(manifests.map((manifest) => ({ where: `set ${seed}`, manifest })));
  const differences = asked.flatMap((each, index) => {
    const result = results[index];
    const predicted = scene.predict(model, each);
    const seen = result && (scene.showsStatus && result.status === 200 ? '200' : seenOf(result));
    const kind = predicted.length > 1 ? 'undecided' : (predicted[0] ?? '').split(' ')[0];
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
    const isRight = predicted.some((one) => one === seen || (one === 'reset' && isClosed(result)));
    return isRight ? [] : [differenceOf(each, predicted, seen, result)];
  });
  for (const each of [...problems, ...differences]) console.log(`${scene.name} set ${seed}: ${each}`);
  if (problems.length + differences.length > 0) console.log(policies.map((each) => JSON.stringify(each)).join('\n'));
  return problems.length + differences.length;
}

/** Headers that policies may change. */
const HEADERS = ['x-role', 'x-sub', 'x-v', 'authorization'];

/** A result in the words of a prediction: status, and the reason or what the backend saw. */
function seenOf({ status, body, upstream, errorKind, backend }: OracleResult): string {
  if (upstream?.headers) {
    const own = new Map(
      Object.entries(upstream.headers).map(([name, values]) => [name.toLowerCase(), values.join(',')]),
    );
    const headers = HEADERS.flatMap((name) => {
      const value = own.get(name);
      return value === undefined ? [] : [`${name}=${name === 'authorization' ? value.split(' ')[0] : value}`];
    });
    return [String(status), upstream.path, ...headers].join(' ');
  }
  if (status) return `${status} ${body ?? ''}`;
  return errorKind ?? (backend ? 'tcp' : 'nothing');
}

/** A connection that the pod at its end closes shows at the client, or at the sidecar before it. */
const isClosed = (result: OracleResult | undefined) =>
  result !== undefined && (['reset', 'eof'].includes(result.errorKind ?? '') || result.status === 503);

const differenceOf = (
  { request }: Asked,
  predicted: readonly string[],
  seen: string | undefined,
  result: OracleResult | undefined,
): string =>
  `${JSON.stringify(shown(request))}\n  predicted ${JSON.stringify(predicted)}\n  seen ${seen} ${JSON.stringify(result?.hops?.map(({ details }) => details))}`;

const shown = ({ id, ...rest }: OracleRequest) => rest;

withOracle(main);
