/**
 * Holds migrations to real data planes: random Ingresses go to nginx, what they become goes to Istio's control plane and
 * Envoy, and both get the requests of `migrate --prove`.
 *
 *   npx tsx test/dataplane/migration.ts [--controller NAME] [--sets N] [--requests M] [--from SEED] [--brief]
 *
 * Of each request: nginx does what the model of the controller says, Envoy does what the prediction for the Gateway says,
 * and the two differ where the proof shows it, and there alone. Needs nginx and ORACLE. Policies of Kuadrant are not part
 * of it, for nobody here carries them out. Of other controllers than ingress-nginx, the prediction for the Gateway alone is
 * compared.
 */
import { parseArgs } from 'util';
import * as fc from 'fast-check';
import { differences } from './compare';
import { isNginxThere, Nginx, startNginx, withoutCors } from './ingress-nginx';
import { range, setOptions } from './options';
import { Oracle, OracleRequest, OracleResult, startOracle } from './oracle';
import { deployment, service } from './scene';
import { INGRESS_PROFILES, IngressProfileName } from '../../src/ingress/options';
import { sendToIngress } from '../../src/ingress/send';
import { Manifest } from '../../src/manifest/manifest';
import { convertIngresses } from '../../src/migration/convert';
import { located, worldInUse } from '../../src/migration/migrate';
import { areEqual, comparable } from '../../src/migration/prove/compare';
import { probesOf } from '../../src/migration/prove/probes';
import { shownRequest } from '../../src/migration/prove/show';
import { modelsOf } from '../../src/model/model';
import { Outcome, Reply } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { Request, RequestFields } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';
import { wideIngresses } from '../migration/random-ingresses';
import { ownIngresses } from '../migration/random-own';
import { GATEWAY, ingress } from '../migration/support';
import { randomOf } from '../traffic/random';

/** Services of the Ingresses, each with a pod. */
const SURROUNDINGS: readonly Manifest[] = [
  ['web', 80],
  ['api', 8080],
  ['other', 80],
  ['next', 80],
].flatMap(([name, port]) => [
  service('shop', String(name), [{ name: 'http', port, targetPort: 8080 }], { app: name }),
  deployment('shop', String(name), { app: String(name) }),
]);

interface Counts {
  sets: number;
  refused: number;
  requests: number;
  /** Requests that fare differently on both sides, and that the proof shows. */
  shown: number;
  differences: number;
}

async function main(nginx: Nginx, oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: { ...setOptions('100'), controller: { type: 'string', default: 'ingress-nginx' } },
  });
  const profile = INGRESS_PROFILES.find((each) => each === values.controller) ?? 'ingress-nginx';
  const [sets, requests, from] = range(values);
  const counts: Counts = { sets: 0, refused: 0, requests: 0, shown: 0, differences: 0 };
  for (let seed = from; seed < from + sets; seed++) {
    const list =
      profile === 'ingress-nginx'
        ? fc.sample(wideIngresses, { seed, numRuns: 1 })[0].map(ingress)
        : fc.sample(ownIngresses(profile), { seed, numRuns: 1 })[0];
    const objects = [...list, ...SURROUNDINGS];
    const found = await compareSet(
      profile === 'ingress-nginx' ? nginx : undefined,
      oracle,
      seed,
      objects,
      requests,
      counts,
      profile,
    );
    counts.sets++;
    counts.differences += found.length;
    found.forEach((each) => console.log(each));
    if (found.length > 0 && !values.brief) {
      console.log(list.map((each) => JSON.stringify(each)).join('\n---\n'));
    }
  }
  console.log(
    `${counts.sets} sets, ${counts.refused} of them refused by nginx, ${counts.requests} requests to both sides, ${counts.shown} fare differently as the proof shows, ${counts.differences} differences`,
  );
  return counts.differences === 0 ? 0 : 1;
}

async function compareSet(
  nginx: Nginx | undefined,
  oracle: Oracle,
  seed: number,
  objects: readonly Manifest[],
  most: number,
  counts: Counts,
  profile: IngressProfileName,
): Promise<string[]> {
  const options = { namespace: GATEWAY.namespace, isWhole: true, exists: SECRETS };
  const [model] = modelsOf(located(objects), options);
  const world = worldInUse(model, { profile });
  if (world.broken.length > 0) {
    counts.refused++;
    return (await nginx?.load(objects)) === undefined
      ? [`set ${seed}: nginx takes what is predicted to be refused`]
      : [];
  }
  const refusal = await nginx?.load(objects);
  if (refusal !== undefined) return [`set ${seed}: nginx refuses what is predicted to be taken: ${refusal}`];
  const migration = convertIngresses(world, GATEWAY);
  const others = objects.filter(({ kind }) => kind !== 'Ingress');
  const [after] = modelsOf(located([...others, ...migration.manifests]), options);
  const gateway = worldOf(after, PROFILES.istio);
  const asked = randomOf(seed).some(
    probesOf(world).map(({ request }) => ({ ...request, client: request.client ?? SOMEBODY })),
    most,
  );
  const { error, load, results, envoy } = await oracle.ask({
    manifests: [...others, ...migration.manifests],
    options: { noBackends: true },
    requests: asked.map(oracleRequest),
  });
  const unloaded = error ?? load?.rejected ?? envoy?.flatMap(({ refusedByEnvoy = [] }) => refusedByEnvoy)[0];
  if (unloaded) return [`set ${seed}: Istio takes not all: ${JSON.stringify(unloaded)}`];
  const found: string[] = [];
  for (const [index, request] of asked.entries()) {
    const served = await nginx?.send(fieldsOf(request));
    const routed = results![index];
    counts.requests++;
    const ofNginx = withoutTransport(withoutCors(sendToIngress(world, request)));
    const ofGateway = sendToGateway(gateway, GATEWAY, request);
    const what = [
      ...(served ? differences(ofNginx, served) : []).map((each) => `nginx: ${each}`),
      ...differences(ofGateway, routed).map((each) => `gateway: ${each}`),
    ];
    const before = served ? replyOf(served) : ofNginx;
    const isAlike = areEqual(comparable(before, request), comparable(replyOf(routed), request));
    const isShown = !areEqual(comparable(ofNginx, request), comparable(withoutTransport(ofGateway), request));
    if (!isAlike && isShown) counts.shown++;
    if (served && isAlike === isShown) {
      what.push(`the proof shows ${isShown ? 'a' : 'no'} difference; nginx ${brief(served)}; gateway ${brief(routed)}`);
    }
    if (what.length > 0) {
      found.push([`set ${seed}: ${shownRequest(request)}`, ...what.map((each) => `  ${each}`)].join('\n'));
    }
  }
  return found;
}

/** Where a request comes from that does not say: both sides have to see the same client. */
const SOMEBODY = { ip: '198.51.100.7' };

/** Made by the oracle where they are missing. */
const SECRETS = ['Secret *'];

const urlOf = ({ isTls, authority, path, search }: Request) =>
  `${isTls ? 'https' : 'http'}://${authority}${path}${search}`;

const fieldsOf = (request: Request): RequestFields => ({
  method: request.method,
  url: urlOf(request),
  headers: Object.fromEntries(request.headers),
  client: request.client,
});

const oracleRequest = ({
  method,
  isTls,
  authority,
  path,
  search,
  headers,
  client,
  port,
  sni,
}: Request): OracleRequest => ({
  gateway: `${GATEWAY.namespace}/${GATEWAY.name}`,
  listenerPort: port,
  tls: isTls,
  sni,
  method,
  host: authority,
  path: path + search,
  headers: Object.fromEntries(headers),
  clientIP: client?.ip,
});

/** The directives that play the controller have no HSTS. */
const withoutTransport = (reply: Reply): Reply => ({
  ...reply,
  outcomes: reply.outcomes.map((outcome) => ({
    ...outcome,
    headers: new Map([...outcome.headers].filter(([name]) => name !== HSTS)),
  })),
});

const HSTS = 'strict-transport-security';

/** What was seen, as a prediction: both sides are compared by the rules of the proof. */
function replyOf({ status, error, backend, upstream, headers, location }: OracleResult): Reply {
  const own = Object.entries(headers ?? {})
    .filter(([name]) => name.startsWith('access-control-'))
    .map(([name, values]) => [name, values.join(',')] as const);
  const outcome: Outcome = {
    share: 1,
    status,
    error: error === undefined ? undefined : 'reset',
    backend: backend && {
      kind: 'Service',
      namespace: backend.namespace ?? '',
      name: backend.service ?? '',
      port: backend.port,
    },
    upstream: upstream && {
      method: upstream.method ?? '',
      host: upstream.host ?? '',
      path: upstream.path ?? '',
      headers: new Map(),
    },
    headers: new Map([...own, ...(location === undefined ? [] : [['location', location] as const])]),
    removed: [],
    mirrors: [],
  };
  return { outcomes: [outcome], steps: [] };
}

const brief = ({ status, errorKind, location = '', backend, upstream }: OracleResult) =>
  [errorKind ?? status, location, backend?.service ?? '', upstream?.path ?? ''].join(' ').trim();

if (!isNginxThere()) {
  console.log('skipped: no nginx (NGINX)');
} else {
  const oracle = startOracle();
  if (!oracle) {
    console.log('skipped: ORACLE names no program');
  } else {
    void startNginx().then((nginx) =>
      main(nginx, oracle)
        .then((code) => {
          process.exitCode = code;
        })
        .finally(async () => {
          nginx.close();
          await oracle.close();
        }),
    );
  }
}
