/**
 * Cases of HTTP routes in rollout/trafficrouting/istio/istio_test.go of Argo Rollouts. TLS and TCP routes are not
 * judged.
 */
import { check } from '../../../src/check/check';
import { Manifest } from '../../../src/manifest/manifest';
import { describe as describeProblem } from '../../../src/value/problem';
import { brief } from '../../support/brief';
import { manifest } from '../told';

const LABELS = { app: 'a' };
const SERVICES = { canaryService: 'canary', stableService: 'stable' };
const rollout = (istio: object, fields: object = SERVICES, managedRoutes: object[] = []) =>
  manifest(
    'Rollout',
    {
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'a', image: 'a:1' }] } },
      strategy: { canary: { ...fields, trafficRouting: { istio, managedRoutes } } },
    },
    'argoproj.io/v1alpha1',
  );
const service = (...http: object[]) =>
  manifest('VirtualService', { hosts: ['a.example.com'], http }, 'networking.istio.io/v1');
const route = (name: string | undefined, ...hosts: string[]) => ({
  ...(name && { name, match: [{ uri: { prefix: `/${name}` } }] }),
  route: hosts.map((host, index) => ({ destination: { host }, weight: index === 0 ? 100 : 0 })),
});
const subsets = (...names: string[]) => ({ route: names.map((subset) => ({ destination: { host: 'a', subset } })) });
const BOTH = ['stable', 'canary'];
const RULE = { name: 'a', canarySubsetName: 'canary', stableSubsetName: 'stable' };
const AT = 'GW685 spec.strategy.canary.trafficRouting.istio';
const of = (name: string, routes?: string[]) => ({ virtualService: { name, routes } });

test.each<[string, Manifest, Manifest, string[]]>([
  ['the only route', rollout(of('x')), service(route(undefined, ...BOTH)), []],
  ['the only route, with a name', rollout(of('x')), service(route('a', ...BOTH)), []],
  ['full names', rollout(of('x.team')), service(route(undefined, 'stable.team', 'canary.team.svc.cluster.local')), []],
  ['a named route', rollout(of('x', ['a'])), service(route('a', ...BOTH), route('b', 'other')), []],
  [
    'a managed route',
    rollout(of('x'), SERVICES, [{ name: 'a' }]),
    service(route('a', 'canary'), route(undefined, ...BOTH)),
    [],
  ],
  ['a VirtualService that is elsewhere', rollout(of('y', ['a'])), service(route('b', 'other')), []],
  [
    'one of several',
    rollout({ virtualServices: [{ name: 'y' }, { name: 'x' }] }),
    service(route(undefined, ...BOTH)),
    [],
  ],
  ['subsets', rollout({ ...of('x'), destinationRule: RULE }, {}), service(subsets(...BOTH)), []],
  [
    'ping-pong',
    rollout(of('x'), { pingPong: { pingService: 'ping', pongService: 'pong' } }),
    service(route(undefined, 'ping', 'pong')),
    [],
  ],
  [
    'routes without names',
    rollout(of('x')),
    service(route('a', ...BOTH), route('b', ...BOTH)),
    [`${AT}.virtualService.routes: got 'none, and 2 routes in VirtualService team/x'`],
  ],
  [
    'another name',
    rollout(of('x', ['a', 'c'])),
    service(route('a', ...BOTH), route('b', 'other')),
    [`${AT}.virtualService.routes[1]: got 'c'`],
  ],
  [
    'no canary',
    rollout({ virtualServices: [{ name: 'x', routes: ['a'] }] }),
    service(route('a', 'stable')),
    [`${AT}.virtualServices[0]: got 'route a of VirtualService team/x without canary'`],
  ],
  [
    'no stable version',
    rollout(of('x')),
    service(route(undefined, 'other', 'canary')),
    [`${AT}.virtualService: got 'a route of VirtualService team/x without stable'`],
  ],
  [
    'one subset',
    rollout({ ...of('x'), destinationRule: RULE }, {}),
    service(subsets('stable')),
    [`${AT}.virtualService: got 'a route of VirtualService team/x without subset canary'`],
  ],
])('%s', (_, object, target, expected) =>
  expect(
    check([object, target].map((each, index) => ({ where: `file:${index + 1}`, manifest: each })))
      .filter(({ code }) => code === 'GW685')
      .map(({ code, problem }) => `${code} ${brief(describeProblem(problem))}`),
  ).toEqual(expected),
);
