/**
 * How many requests a second are predicted, by the number of rules on one listener, and against a reading of the
 * specification that tries every rule; then how long a diff of two sets of routes takes. Seconds are those of one core.
 *
 *   npm run bench:traffic              10, 1,000, 10,000 and 100,000 rules, and a diff of 10,000 routes
 *   npm run bench:traffic -- RULES     one number of rules
 */
import type { Manifest } from '../src/manifest/manifest';
import type * as hosts from '../src/match/host';
import type * as meeting from '../src/match/request';
import type * as models from '../src/model/model';
import type * as routeModels from '../src/model/routes';
import type * as differences from '../src/traffic/diff/difference';
import type * as httpRoutes from '../src/traffic/http-route';
import type * as precedences from '../src/traffic/precedence';
import type * as profiles from '../src/traffic/profile';
import type * as requests from '../src/traffic/request';
import type { Rule } from '../src/traffic/rule';
import type * as sending from '../src/traffic/send';

/** What users run: the compiled package, not the sources. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the type checker must not need lib/
const load = <T>(file: string): T => require(`../lib/${file}`) as T;

const { hostCovers, compareHosts } = load<typeof hosts>('match/host');
const { meets } = load<typeof meeting>('match/request');
const { modelsOf } = load<typeof models>('model/model');
const { routesOf } = load<typeof routeModels>('model/routes');
const { difference } = load<typeof differences>('traffic/diff/difference');
const { rulesOf } = load<typeof httpRoutes>('traffic/http-route');
const { inPrecedence } = load<typeof precedences>('traffic/precedence');
const { PROFILES } = load<typeof profiles>('traffic/profile');
const { requestOf } = load<typeof requests>('traffic/request');
const { sendToGateway, worldOf } = load<typeof sending>('traffic/send');

const SIZES = [10, 1_000, 10_000, 100_000];
const AIM = { perSecond: 500_000, at: 10_000, diffSeconds: 5, diffRoutes: 10_000 };
const RULES_OF_ROUTE = 10;
const ROUTES_OF_HOST = 10;
const REQUESTS = 4_096;

const GATEWAY: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'external', namespace: 'edge' },
  spec: {
    gatewayClassName: 'istio',
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        hostname: '*.example.com',
        allowedRoutes: { namespaces: { from: 'All' } },
      },
    ],
  },
};

const hostOf = (route: number) => `team-${Math.floor(route / ROUTES_OF_HOST)}.example.com`;

/** A route with rules for prefixes, whole paths, headers, methods and, once, a regular expression. */
function routeOf(index: number, rules: number, version = 'v1'): Manifest {
  const backendRefs = [
    { name: `web-${index}`, port: 80, weight: 9 },
    { name: `web-${index}-${version}`, port: 80, weight: 1 },
  ];
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: `route-${index}`, namespace: 'shop' },
    spec: {
      parentRefs: [{ name: 'external', namespace: 'edge' }],
      hostnames: [hostOf(index)],
      rules: Array.from({ length: rules }, (_, at) => ({ matches: [matchOf(index, at)], backendRefs })),
    },
  };
}

function matchOf(index: number, at: number): object {
  const value = `/service-${index}/part-${at}`;
  if (at % 10 === 9 && index % ROUTES_OF_HOST === 0) {
    return { path: { type: 'RegularExpression', value: `${value}/[0-9]+` } };
  }
  if (at % 3 === 1) return { path: { type: 'Exact', value } };
  if (at % 3 === 2) return { path: { value }, headers: [{ name: 'version', value: 'v2' }], method: 'POST' };
  return { path: { value } };
}

const objectsOf = (rules: number, version?: string, ofRoute = RULES_OF_ROUTE) => [
  GATEWAY,
  ...Array.from({ length: rules / ofRoute }, (_, index) => routeOf(index, ofRoute, version)),
];

function worldFor(objects: readonly Manifest[]): sending.World {
  const [model] = modelsOf(objects.map((manifest) => ({ where: '', manifest })));
  return worldOf(model, PROFILES.istio);
}

/** Requests over all rules: some miss them, some go below a prefix, some carry what a rule asks for. */
function requestsFor(rules: number): requests.Request[] {
  let state = 1;
  const below = (limit: number) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % limit;
  };
  return Array.from({ length: REQUESTS }, () => {
    const index = below(rules / RULES_OF_ROUTE);
    const path = `/service-${index}/part-${below(RULES_OF_ROUTE + 1)}${['', '/a', '/1', '/a/b'][below(4)]}`;
    return requestOf({
      url: `http://${hostOf(index)}${path}`,
      method: below(2) === 0 ? 'GET' : 'POST',
      headers: { 'user-agent': 'bench', ...(below(2) === 0 ? { version: 'v2' } : {}) },
    })!;
  });
}

/** Seconds of one core that this process has used: others of the machine do not count. */
function usedSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Asking for the time of the processor takes as long as some hundred requests. */
const BATCH = 5_000;

/** Runs over the requests again and again for at least as long, and tells how many a second of one core it was. */
function perSecond(
  all: readonly requests.Request[],
  seconds: number,
  batch: number,
  act: (request: requests.Request) => unknown,
): number {
  const start = usedSeconds();
  let count = 0;
  let used = 0;
  while (used < seconds) {
    for (let step = 0; step < batch; step++, count++) act(all[count % all.length]);
    used = usedSeconds() - start;
  }
  return count / used;
}

/** Every rule of the listener is looked at: of those for the most specific host, the first in precedence. */
function naive(world: sending.World): (request: requests.Request) => Rule | undefined {
  const all = routesOf(world.model).flatMap((each) =>
    rulesOf(world.model, each, world.profile.dialect).flatMap((rule) =>
      (each.hostnames ?? ['*']).map((host) => ({ host, rule })),
    ),
  );
  return (request) => {
    const ofHost = all
      .filter(({ host }) => hostCovers(host, request.host))
      .sort((a, b) => compareHosts(a.host, b.host));
    const met = ofHost.filter(({ host, rule }) => host === ofHost[0].host && meets(request, rule.condition));
    return inPrecedence(
      met.map(({ rule }) => rule),
      PROFILES.istio,
    )[0];
  };
}

interface Measurement {
  readonly rules: number;
  readonly rate: number;
}

function measure(rules: number): Measurement {
  const start = usedSeconds();
  const world = worldFor(objectsOf(rules));
  const all = requestsFor(rules);
  const send = (request: requests.Request) => sendToGateway(world, { namespace: 'edge', name: 'external' }, request);
  send(all[0]);
  const ready = usedSeconds() - start;
  const reading = naive(world);
  const wrong = all.slice(0, 64).find((request) => send(request).rule !== reading(request));
  if (wrong) throw new Error(`${wrong.method} ${wrong.host}${wrong.path}: the naive reading differs`);
  perSecond(all, 0.5, BATCH, send);
  const rate = Math.max(...[1, 2, 3].map(() => perSecond(all, 1, BATCH, send)));
  const slow = perSecond(all.slice(0, 64), 0.5, 8, reading);
  console.log(
    [
      rules.toLocaleString('en').padStart(7),
      Math.round(rate).toLocaleString('en').padStart(12),
      (1e6 / rate).toFixed(2).padStart(9),
      Math.round(slow).toLocaleString('en').padStart(12),
      `${Math.round(rate / slow).toLocaleString('en')}x`.padStart(9),
      `${ready.toFixed(2)} s`.padStart(9),
    ].join(' '),
  );
  return { rules, rate };
}

const verdict = (isMet: boolean) => (isMet ? 'met' : 'BEHIND');

function main(sizes: readonly number[]): void {
  console.log('  rules   requests/s        us        naive     ratio   indexed in');
  const results = sizes.map(measure);
  const aimed = results.find(({ rules }) => rules === AIM.at);
  if (aimed) {
    console.log(
      `requests a second at ${AIM.at} rules: ${Math.round(aimed.rate).toLocaleString('en')} (aim: at least 500,000) ${verdict(aimed.rate >= AIM.perSecond)}`,
    );
  }
  const [small, large] = [results.find(({ rules }) => rules === 1_000), results.at(-1)!];
  if (small && large !== small) {
    const growth = small.rate / large.rate;
    const logarithmic = Math.log(large.rules) / Math.log(small.rules);
    console.log(
      `time of a request at ${large.rules} rules to that at ${small.rules}: ${growth.toFixed(2)} (aim: at most ${logarithmic.toFixed(2)}, the growth of the logarithm) ${verdict(growth <= logarithmic)}`,
    );
  }
  if (sizes.length > 1) diff();
}

/** Two sets of routes of one rule each; of every hundredth the backend is another. */
function diff(): void {
  const { diffRoutes, diffSeconds } = AIM;
  const before = objectsOf(diffRoutes, 'v1', 1);
  const after = before.map((object, index) => (index % 100 === 1 ? routeOf(index - 1, 1, 'v2') : object));
  for (const [name, other] of [
    ['one in a hundred changed', after],
    ['none changed', before],
  ] as const) {
    const start = usedSeconds();
    const { changes, requests: count } = difference(worldFor(before), worldFor(other));
    const seconds = usedSeconds() - start;
    if ((changes.length === 0) !== (other === before)) throw new Error(`${changes.length} changes`);
    console.log(
      `diff of two sets of ${diffRoutes.toLocaleString('en')} routes, ${name}: ${seconds.toFixed(2)} s, ${count.toLocaleString('en')} kinds of requests (aim: less than ${diffSeconds} s) ${verdict(seconds < diffSeconds)}`,
    );
  }
}

main(process.argv[2] ? [Number(process.argv[2])] : SIZES);
