/**
 * Compares the prediction with Istio and Envoy over random sets of Istio's Gateways, VirtualServices and
 * DestinationRules (test/traffic/random-istio.ts), or of what routes in a mesh (test/traffic/random-mesh.ts).
 *
 *   npx tsx test/dataplane/istio.ts [--mesh] [--sets N] [--requests M] [--from SEED] [--brief]
 *
 * Prints every difference with the request, what was predicted and seen, and the manifests; ends with 1 where there
 * is one. The set of a seed is always the same.
 */
import { parseArgs } from 'util';
import { differences } from './compare';
import { range, setOptions } from './options';
import { Oracle, OracleRequest, withOracle } from './oracle';
import { Manifest } from '../../src/manifest/manifest';
import { Model, modelsOf, pathOf } from '../../src/model/model';
import { sendToIstioGateway } from '../../src/traffic/istio/ingress';
import { sendFromPod } from '../../src/traffic/istio/mesh';
import { Reply } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { worldOf } from '../../src/traffic/send';
import { IstioRequest, randomIstioSet, SECRETS, WORLD } from '../traffic/random-istio';
import { MESH_WORLD, MeshRequest, randomMeshSet } from '../traffic/random-mesh';

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...setOptions('100'),
      mesh: { type: 'boolean', default: false },
    },
  });
  const [sets, requests, from] = range(values);
  let [found, refused] = [0, 0];
  for (let seed = from; seed < from + sets; seed++) {
    const set: MixedSet = values.mesh ? randomMeshSet(seed, requests) : randomIstioSet(seed, requests);
    const fixed = values.mesh ? MESH_WORLD.length : WORLD.length;
    const [model] = modelsOf(
      set.manifests.map((manifest) => ({ where: `set ${seed}`, manifest })),
      { isWhole: true, exists: SECRETS },
    );
    const { error, load, results } = await oracle.ask({
      manifests: set.manifests,
      options: { noBackends: true },
      requests: set.requests.map((request) => asked(request)),
    });
    if (error || load?.rejected) {
      refused++;
      if (!values.brief) console.log(`set ${seed} is refused: ${error ?? JSON.stringify(load!.rejected)}`);
      continue;
    }
    set.requests.forEach((request, index) => {
      const reply = predicted(model, request);
      const result = results![index];
      const what = differences(reply, result);
      if (what.length === 0) return;
      found++;
      const { rule } = reply;
      console.log(
        [
          `set ${seed}: ${request.fields.method} ${request.fields.url} to ${placeOf(request)} ${JSON.stringify(request.fields.headers)}`,
          ...what.map((each) => `  ${each}`),
          `  predicted by ${rule ? `${pathOf(rule.place.entry)} ${rule.place.path}` : (reply.outcomes[0].reason ?? '-')}`,
          `  seen ${result.error ?? JSON.stringify(result.hops?.map(({ listener, route, cluster, details }) => [listener, route, cluster, details]))}`,
          ...(values.brief ? [] : set.manifests.slice(fixed).map((manifest) => `  ${JSON.stringify(manifest)}`)),
        ].join('\n'),
      );
    });
  }
  console.log(`${sets} sets (${refused} refused), ${(sets - refused) * requests} requests, ${found} differences`);
  return found === 0 ? 0 : 1;
}

interface MixedSet {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly (IstioRequest | MeshRequest)[];
}

function predicted(model: Model, request: IstioRequest | MeshRequest): Reply {
  const sent = requestOf(request.fields)!;
  if ('gateway' in request) return sendToIstioGateway({ model }, request.gateway, sent);
  const { namespace, name } = request.pod;
  const pod = { namespace, labels: { app: name }, serviceAccount: 'default' };
  return sendFromPod(worldOf(model, PROFILES.istio), pod, sent);
}

const placeOf = (request: IstioRequest | MeshRequest) =>
  'gateway' in request ? `to ${pathOf(request.gateway)}:${request.fields.port}` : `from ${pathOf(request.pod)}`;

function asked(request: IstioRequest | MeshRequest): OracleRequest {
  const { url, port, sni, method, headers } = request.fields;
  const [, scheme, host, path] = /^(\w+):\/\/([^/?]*)(.*)$/.exec(url)!;
  const where =
    'gateway' in request
      ? { gateway: `istio:${pathOf(request.gateway)}`, listenerPort: port }
      : { client: pathOf(request.pod) };
  return { ...where, tls: scheme === 'https', sni, method, host, path, headers };
}

withOracle(main);
