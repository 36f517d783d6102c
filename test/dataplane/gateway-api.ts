/**
 * Compares the prediction with Istio and Envoy over random sets of Gateways and routes (test/traffic/random-wide.ts):
 * what becomes of requests, and the statuses of all objects.
 *
 *   npx tsx test/dataplane/gateway-api.ts [--sets N] [--requests M] [--from SEED] [--brief] [--envoy-gateway]
 *
 * Prints every difference with the request, what was predicted and seen, and the manifests; ends with 1 where there
 * is one. The set of a seed is always the same. With --envoy-gateway it is Envoy Gateway in place of Istio, by its
 * command line, which ORACLE_EGCTL names.
 */
import { parseArgs } from 'util';
import { differences } from './compare';
import { range, setOptions } from './options';
import { Oracle, OracleOptions, OracleRequest, OracleResult, withOracle } from './oracle';
import { statusDifferences } from './statuses';
import { Manifest } from '../../src/manifest/manifest';
import { modelsOf, pathOf } from '../../src/model/model';
import { statusesOf } from '../../src/traffic/conditions/statuses';
import { Reply } from '../../src/traffic/outcome';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { Behaviour, requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { RandomRequest } from '../traffic/random-requests';
import { randomWideSet, WIDE_SECRETS } from '../traffic/random-wide';

interface Difference {
  readonly seed: number;
  readonly request: RandomRequest;
  readonly what: readonly string[];
  readonly reply: Reply;
  readonly result: OracleResult;
}

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: { ...setOptions('300'), 'envoy-gateway': { type: 'boolean', default: false } },
  });
  const side = values['envoy-gateway'] ? ENVOY_GATEWAY : ISTIO;
  const [sets, requests, from] = range(values);
  let found = 0;
  for (let seed = from; seed < from + sets; seed++) {
    const { manifests, requests: sent } = randomWideSet(seed, requests);
    const differing = await compareSet(oracle, side, seed, side.seen(manifests), sent);
    found += differing.length;
    for (const difference of differing) console.log(difference);
    if (differing.length > 0 && !values.brief) {
      console.log(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    }
  }
  console.log(`${sets} sets, ${sets * requests} requests, ${found} differences`);
  return found === 0 ? 0 : 1;
}

/** An implementation, and how the oracle runs it. */
interface Side {
  readonly profile: Profile;
  readonly options: OracleOptions;
  /** What of a set it takes in. */
  readonly seen: (manifests: readonly Manifest[]) => readonly Manifest[];
  /** Of a line of its statuses what is compared, if anything. */
  readonly told: (line: string) => string | undefined;
}

const ISTIO: Side = { profile: PROFILES.istio, options: {}, seen: (manifests) => manifests, told: (line) => line };

/**
 * Its command line reads no ListenerSets, no labels of namespaces and no times, sends to Services and not to pods, and
 * tells no conditions of Gateways. It tells all reasons of a route, nothing of a listener that has no conflict, and of
 * parents that differ in the port alone only one.
 */
const ENVOY_GATEWAY: Side = {
  profile: PROFILES['envoy-gateway'],
  options: { engine: 'eg' },
  seen: (manifests) =>
    manifests
      .filter(({ kind }) => kind !== 'ListenerSet')
      .map(({ metadata: { name, namespace }, ...manifest }) => ({
        ...manifest,
        metadata: { name, namespace },
        ...(name === 'empty' ? { spec: { ...(manifest.spec as object), selector: { app: 'one' } } } : {}),
      })),
  told: (line) =>
    /^Gateway \S+ (sets|Accepted|Programmed|ResolvedRefs) | of Gateway \S+ \d+ |(Conflicted False|OverlappingTLSConfig|RouteRulesOverlap) /.test(
      line,
    )
      ? undefined
      : line.replace(/(Route .*ResolvedRefs False) .*/, '$1'),
};

async function compareSet(
  oracle: Oracle,
  { profile, options, told }: Side,
  seed: number,
  manifests: readonly Manifest[],
  requests: readonly RandomRequest[],
): Promise<string[]> {
  const located = manifests.map((manifest) => ({ where: `set ${seed}`, manifest }));
  const [model] = modelsOf(located, { isWhole: true, exists: WIDE_SECRETS });
  const world = worldOf(model, profile);
  const { error, load, results, statuses } = await oracle.ask({
    manifests,
    status: true,
    // Where no pod is behind a Service, there is none.
    options: { ...options, noBackends: true },
    requests: requests.map(asked),
  });
  // A set that is refused compares nothing: the generator is wrong.
  if (error || load?.rejected) throw new Error(`set ${seed}: ${error ?? JSON.stringify(load!.rejected)}`);
  return [
    ...statusDifferences(statusesOf(model, profile), statuses!, told).map((each) => `set ${seed}: status ${each}`),
    ...requests.flatMap((request, index) => {
      const reply = sendToGateway(world, request.gateway, requestOf(request.fields)!);
      const what = differences(reply, results![index]);
      return what.length > 0 ? [shown({ seed, request, what, reply, result: results![index] })] : [];
    }),
  ];
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
    grpc: fields.protocol === 'grpc',
    backend: fields.backend && behaviourOf(fields.backend),
  };
}

const behaviourOf = ({ delay, fail }: Behaviour): OracleRequest['backend'] => ({
  ...(delay === undefined ? {} : { delay: `${delay}ms` }),
  ...(fail
    ? { fail: { times: fail.times, ...(fail.status === undefined ? { reset: true } : { status: fail.status }) } }
    : {}),
});

function shown({ seed, request: { gateway, fields }, what, reply, result }: Difference): string {
  const { rule } = reply;
  return [
    `set ${seed}: ${fields.protocol ?? fields.method} ${fields.url} to ${pathOf(gateway)}:${fields.port} ${JSON.stringify(fields.headers)} sni ${fields.sni ?? '-'} ${JSON.stringify(fields.backend) ?? ''}`,
    ...what.map((each) => `  ${each}`),
    `  predicted by ${rule ? `${pathOf(rule.place.entry)} ${rule.place.path}` : (reply.outcomes[0].reason ?? '-')}`,
    `  seen ${result.error ?? JSON.stringify(result.hops?.map(({ listener, route, cluster, details }) => [listener, route, cluster, details]))}`,
  ].join('\n');
}

withOracle(main);
