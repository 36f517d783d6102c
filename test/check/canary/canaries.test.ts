import { eachManifest, manifest } from '../told';

const metrics = [{ name: 'errors', templateRef: { name: 'errors' }, thresholdRange: { max: 1 } }];
const ANALYSIS = { interval: '1m', threshold: 5, stepWeight: 10, metrics };
const canary = (spec: object, analysis: object = ANALYSIS) =>
  manifest(
    'Canary',
    { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, analysis, ...spec },
    'flagger.app/v1beta1',
  );
const service = (fields: object) => canary({ service: { port: 80, ...fields } });
const alerts = (spec: object) => manifest('AlertProvider', spec, 'flagger.app/v1beta1');
const rollout = (canaryStrategy: object, spec: object = {}) =>
  manifest(
    'Rollout',
    { workloadRef: { kind: 'Deployment', name: 'a' }, strategy: { canary: canaryStrategy }, ...spec },
    'argoproj.io/v1alpha1',
  );
const pins = (...steps: object[]) =>
  rollout({ steps, trafficRouting: { managedRoutes: [{ name: 'pin' }], plugins: { 'a/b': {} } } });

describe('Flagger', () => {
  eachManifest([
    ['a canary', service({ match: [{ uri: { prefix: '/' } }] })],
    [
      'two texts',
      service({ match: [{ uri: { prefix: '/', regex: '.*' } }] }),
      "GW440 spec.service.match[0].uri: got 'prefix and regex'",
    ],
    [
      'no origin',
      service({ corsPolicy: { allowOrigins: [{}] } }),
      'GW440 spec.service.corsPolicy.allowOrigins[0]: got undefined',
    ],
    [
      'no header',
      canary({}, { ...ANALYSIS, match: [{ headers: { 'x-a': {} } }] }),
      "GW440 spec.analysis.match[0].headers['x-a']: got undefined",
    ],
    ['two steps', canary({}, { ...ANALYSIS, iterations: 2 }), `GW440 spec.analysis: got 'iterations and stepWeight'`],
    ['no step', canary({}, { interval: '1m', threshold: 5, metrics }), `GW440 spec.analysis: got undefined`],
    [
      'no interval',
      canary({}, { threshold: 5, iterations: 1, metrics }),
      'GW440 spec.analysis.interval: got undefined',
    ],
    [
      'no load balancer',
      service({ trafficPolicy: { loadBalancer: {} } }),
      'GW440 spec.service.trafficPolicy.loadBalancer: got {}',
    ],
    ['a load balancer', service({ trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } })],
    ['an alert', alerts({ type: 'slack', secretRef: { name: 'a' } })],
    ['an alert to nowhere', alerts({ type: 'slack' }), 'GW440 spec: got undefined'],
    ['an alert of no type', alerts({ address: 'https://example.com' }), 'GW440 spec.type: got undefined'],
    ['a mirror', service({ mirror: [{ backendRef: { name: 'b', port: 80 } }] })],
    [
      'a mirror without a port',
      service({ mirror: [{ backendRef: { name: 'b' } }] }),
      'GW441 spec.service.mirror[0].backendRef.port: got undefined',
    ],
    ['without the Gateway API', canary({ provider: 'istio' })],
    [
      'with a Gateway',
      canary({
        provider: 'gatewayapi:v1',
        service: { port: 80, hosts: ['a.example.com'], gatewayRefs: [{ name: 'a' }] },
      }),
    ],
    [
      'without a Gateway',
      canary({ provider: 'gatewayapi:v1', service: { port: 80 } }),
      'GW442 spec.service.gatewayRefs: got undefined',
    ],
  ]);
});

describe('Argo Rollouts', () => {
  const pin = { setHeaderRoute: { name: 'pin', match: [{ headerName: 'x-a', headerValue: { exact: 'b' } }] } };
  const early = (index: number) =>
    `GW445 spec.strategy.canary.steps[${index}].setHeaderRoute: got 'neither setCanaryScale nor setWeight before it'`;
  eachManifest([
    ['a pin', pins({ setCanaryScale: { replicas: 1 } }, pin)],
    ['a pin of some requests', pins({ setWeight: 10 }, pin)],
    ['a pin taken back', pins({ setHeaderRoute: { name: 'pin' } })],
    ['a pin first', pins(pin, { setWeight: 10 }), early(0)],
    ['a pin without any pod', pins({ setWeight: 0 }, pin), early(1)],
    [
      'another route',
      pins({ setWeight: 1 }, { setMirrorRoute: { name: 'mirror' } }),
      "GW443 spec.strategy.canary.steps[1].setMirrorRoute.name: got 'mirror'",
    ],
    [
      'no route',
      rollout({ steps: [{ setWeight: 1 }, pin] }),
      "GW443 spec.strategy.canary.steps[1].setHeaderRoute.name: got 'pin'",
    ],
    ['two Services', rollout({ canaryService: 'a', stableService: 'b' })],
    [
      'one Service',
      rollout({ canaryService: 'a', stableService: 'a' }),
      "GW444 spec.strategy.canary.canaryService: got 'a'",
    ],
    ['a restart', rollout({}, { restartAt: '2026-08-01T12:00:00+02:00' })],
    ...['2026-02-30T12:00:00Z', '2026-08-01', '2026-08-01T24:00:00Z', 'now'].map(
      (restartAt) =>
        [`a restart at ${restartAt}`, rollout({}, { restartAt }), `GW003 spec.restartAt: got '${restartAt}'`] as const,
    ),
  ]);
});
