import { isDeepStrictEqual } from 'util';
import { naiveFate } from './naive';
import { Fate } from './naive-rule';
import { RandomRequest } from './random-requests';
import { randomSet, SECRETS } from './random-sets';
import { modelsOf, pathOf } from '../../src/model/model';
import { Outcome } from '../../src/traffic/outcome';
import { requestOf } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';

/*
 * Random sets of Gateways and routes: the prediction is what the specification says, read word by word. NAIVE_SETS
 * is their number.
 */
const SETS = Number(process.env.NAIVE_SETS ?? 1000);
const REQUESTS = 20;

test(`${SETS} random sets, ${REQUESTS} requests each`, () => {
  let routed = 0;
  for (let seed = 1; seed <= SETS; seed++) {
    const { manifests, requests } = randomSet(seed, REQUESTS);
    const located = manifests.map((manifest) => ({ where: '', manifest }));
    const world = worldOf(modelsOf(located, { isWhole: true, exists: SECRETS })[0]);
    for (const request of requests) {
      const { outcomes } = sendToGateway(world, request.gateway, requestOf(request.fields)!);
      const expected = naiveFate(manifests, request).map(filled);
      const fates = outcomes.map(fateOf);
      // What jest prints of a difference takes it long to prepare.
      if (!isDeepStrictEqual(fates, expected)) {
        expect({ seed, request, fates }).toEqual({ seed, request, fates: expected });
      }
      routed += Number(expected.some(({ status = 404 }) => status !== 404));
    }
  }
  // A test of requests that no rule takes would tell little.
  expect(routed).toBeGreaterThan((SETS * REQUESTS) / 3);
}, 600_000);

test('a set is the same for the same seed', () => {
  const paths = (requests: readonly RandomRequest[]) => requests.map(({ fields }) => fields.url);
  expect(randomSet(7, 5)).toEqual(randomSet(7, 5));
  expect(paths(randomSet(7, 5).requests)).not.toEqual(paths(randomSet(8, 5).requests));
});

const filled = (fate: Fate): Fate => ({ share: 1, response: {}, mirrors: [], ...fate });

function fateOf({ share, error, status, backend, upstream, headers, mirrors }: Outcome): Fate {
  return filled({
    share,
    ...(error ? { error } : { status }),
    ...(upstream && backend
      ? {
          backend: `${pathOf(backend)}:${backend.port}`,
          method: upstream.method,
          host: upstream.host,
          path: upstream.path,
          headers: Object.fromEntries(upstream.headers),
        }
      : {}),
    response: Object.fromEntries(headers),
    mirrors: mirrors
      .filter(({ reason }) => reason === undefined)
      .map((mirror) => `${pathOf(mirror.backend)}:${mirror.backend.port} ${mirror.share}`),
  });
}
