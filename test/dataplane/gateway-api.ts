/**
 * Compares the prediction with Istio and Envoy over random sets of Gateways and routes (test/traffic/random-sets.ts).
 *
 *   npx tsx test/dataplane/gateway-api.ts [--sets N] [--requests M] [--from SEED] [--brief]
 *
 * Prints every difference with the request, what was predicted and seen, and the manifests; ends with 1 where there
 * is one. The set of a seed is always the same.
 */
import { parseArgs } from 'util';
import { differences } from './compare';
import { range, setOptions } from './options';
import { Oracle, OracleRequest, OracleResult, startOracle } from './oracle';
import { Manifest } from '../../src/manifest/manifest';
import { modelsOf, pathOf } from '../../src/model/model';
import { Reply } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { RandomRequest } from '../traffic/random-requests';
import { randomSet, SECRETS } from '../traffic/random-sets';

interface Difference {
  readonly seed: number;
  readonly request: RandomRequest;
  readonly what: readonly string[];
  readonly reply: Reply;
  readonly result: OracleResult;
}

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: setOptions('300'),
  });
  const [sets, requests, from] = range(values);
  let found = 0;
  for (let seed = from; seed < from + sets; seed++) {
    const { manifests, requests: sent } = randomSet(seed, requests);
    for (const difference of await compareSet(oracle, seed, manifests, sent)) {
      found++;
      console.log(shown(difference));
      if (!values.brief) console.log(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    }
  }
  console.log(`${sets} sets, ${sets * requests} requests, ${found} differences`);
  return found === 0 ? 0 : 1;
}

async function compareSet(
  oracle: Oracle,
  seed: number,
  manifests: readonly Manifest[],
  requests: readonly RandomRequest[],
): Promise<Difference[]> {
  const located = manifests.map((manifest) => ({ where: `set ${seed}`, manifest }));
  const [model] = modelsOf(located, { isWhole: true, exists: SECRETS });
  const world = worldOf(model, PROFILES.istio);
  const { error, load, results } = await oracle.ask({
    manifests,
    // Where no pod is behind a Service, there is none.
    options: { noBackends: true },
    requests: requests.map(asked),
  });
  // A set that is refused compares nothing: the generator is wrong.
  if (error || load?.rejected) throw new Error(`set ${seed}: ${error ?? JSON.stringify(load!.rejected)}`);
  return requests.flatMap((request, index) => {
    const reply = sendToGateway(world, request.gateway, requestOf(request.fields)!);
    const what = differences(reply, results![index]);
    return what.length > 0 ? [{ seed, request, what, reply, result: results![index] }] : [];
  });
}

function asked({ gateway, fields }: RandomRequest): OracleRequest {
  const [, scheme, host, path] = /^(\w+):\/\/([^/?]*)(.*)$/.exec(fields.url)!;
  return {
    gateway: pathOf(gateway),
    listenerPort: fields.port,
    tls: scheme === 'https',
    sni: fields.sni,
    method: fields.method,
    host,
    path,
    headers: fields.headers,
  };
}

function shown({ seed, request: { gateway, fields }, what, reply, result }: Difference): string {
  const { rule } = reply;
  return [
    `set ${seed}: ${fields.method} ${fields.url} to ${pathOf(gateway)}:${fields.port} ${JSON.stringify(fields.headers)} sni ${fields.sni ?? '-'}`,
    ...what.map((each) => `  ${each}`),
    `  predicted by ${rule ? `${pathOf(rule.place.entry)} ${rule.place.path}` : (reply.outcomes[0].reason ?? '-')}`,
    `  seen ${result.error ?? JSON.stringify(result.hops?.map(({ listener, route, cluster, details }) => [listener, route, cluster, details]))}`,
  ].join('\n');
}

const oracle = startOracle();
if (oracle) {
  void main(oracle)
    .then((code) => {
      process.exitCode = code;
    })
    .finally(() => oracle.close());
} else {
  console.log('skipped: ORACLE names no program');
}
