/**
 * Compares the prediction with Istio and Envoy over random sets of Istio's Gateways, VirtualServices and
 * DestinationRules (test/traffic/random-istio.ts).
 *
 *   npx tsx test/dataplane/istio.ts [--sets N] [--requests M] [--from SEED] [--brief]
 *
 * Prints every difference with the request, what was predicted and seen, and the manifests; ends with 1 where there
 * is one. The set of a seed is always the same.
 */
import { parseArgs } from 'util';
import { differences } from './compare';
import { Oracle, OracleRequest, startOracle } from './oracle';
import { modelsOf, pathOf } from '../../src/model/model';
import { sendToIstioGateway } from '../../src/traffic/istio/ingress';
import { requestOf } from '../../src/traffic/request';
import { IstioRequest, randomIstioSet, SECRETS, WORLD } from '../traffic/random-istio';

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: {
      sets: { type: 'string', default: '100' },
      requests: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      brief: { type: 'boolean', default: false },
    },
  });
  const [sets, requests, from] = [Number(values.sets), Number(values.requests), Number(values.from)];
  let [found, refused] = [0, 0];
  for (let seed = from; seed < from + sets; seed++) {
    const set = randomIstioSet(seed, requests);
    const [model] = modelsOf(
      set.manifests.map((manifest) => ({ where: `set ${seed}`, manifest })),
      { isWhole: true, exists: SECRETS },
    );
    const { error, load, results } = await oracle.ask({
      manifests: set.manifests,
      options: { noBackends: true },
      requests: set.requests.map(asked),
    });
    if (error || load?.rejected) {
      refused++;
      if (!values.brief) console.log(`set ${seed} is refused: ${error ?? JSON.stringify(load!.rejected)}`);
      continue;
    }
    set.requests.forEach((request, index) => {
      const reply = sendToIstioGateway({ model }, request.gateway, requestOf(request.fields)!);
      const result = results![index];
      const what = differences(reply, result);
      if (what.length === 0) return;
      found++;
      const { rule } = reply;
      console.log(
        [
          `set ${seed}: ${request.fields.method} ${request.fields.url} to ${pathOf(request.gateway)}:${request.fields.port} ${JSON.stringify(request.fields.headers)}`,
          ...what.map((each) => `  ${each}`),
          `  predicted by ${rule ? `${pathOf(rule.place.entry)} ${rule.place.path}` : (reply.outcomes[0].reason ?? '-')}`,
          `  seen ${result.error ?? JSON.stringify(result.hops?.map(({ listener, route, cluster, details }) => [listener, route, cluster, details]))}`,
          ...(values.brief ? [] : set.manifests.slice(WORLD.length).map((manifest) => `  ${JSON.stringify(manifest)}`)),
        ].join('\n'),
      );
    });
  }
  console.log(`${sets} sets (${refused} refused), ${(sets - refused) * requests} requests, ${found} differences`);
  return found === 0 ? 0 : 1;
}

function asked({ gateway, fields }: IstioRequest): OracleRequest {
  const [, scheme, host, path] = /^(\w+):\/\/([^/?]*)(.*)$/.exec(fields.url)!;
  return {
    gateway: `istio:${pathOf(gateway)}`,
    listenerPort: fields.port,
    tls: scheme === 'https',
    sni: fields.sni,
    method: fields.method,
    host,
    path,
    headers: fields.headers,
  };
}

const oracle = startOracle();
if (!oracle) {
  console.log('skipped: ORACLE names no program');
} else {
  void main(oracle)
    .then((code) => {
      process.exitCode = code;
    })
    .finally(() => oracle.close());
}
