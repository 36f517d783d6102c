/**
 * The cases of pkg/apis/rollouts/validation of Argo Rollouts. Refusals of validation_test.go: 65 of 65 are told, and
 * each valid case is silent. Of validation_references_test.go those of Services, analyses and of choices between one
 * object and several are told (12, here and in analysis-webhook.test.ts). Not told, on purpose: what an Ingress, an
 * Ambassador mapping, an AppMesh router or a TLS or TCP route must contain (HTTP routes are in
 * rollout-istio-webhook.test.ts), a second retention of one metric, an argument of a template with a value and a
 * source, and ClusterAnalysisTemplates, which are not among our kinds.
 */
import { eachManifest, manifest } from '../told';

const API = 'argoproj.io/v1alpha1';
const LABELS = { app: 'a' };
const PODS = { metadata: { labels: LABELS }, spec: { containers: [{ name: 'a', image: 'a:1' }] } };
const rollout = (spec: object) =>
  manifest('Rollout', { selector: { matchLabels: LABELS }, template: PODS, ...spec }, API);
const canary = (fields: object, spec: object = {}) => rollout({ strategy: { canary: fields }, ...spec });
const blueGreen = (fields: object, spec: object = {}) =>
  rollout({ strategy: { blueGreen: { activeService: 'a', previewService: 'b', ...fields } }, ...spec });
const SERVICES = { canaryService: 'canary', stableService: 'stable' };
const routed = (trafficRouting: object, fields: object = {}) => canary({ ...SERVICES, trafficRouting, ...fields });
const step = (...steps: object[]) => canary({ steps });

const ALB = { alb: { ingress: 'a', servicePort: 80, rootService: 'root' } };
const ISTIO = { istio: { virtualService: { name: 'a' } } };
const SUBSETS = {
  istio: {
    virtualService: { name: 'a' },
    destinationRule: { name: 'a', canarySubsetName: 'canary', stableSubsetName: 'stable' },
  },
};
const NGINX = { nginx: { stableIngress: 'a' } };
const PLUGIN = { plugins: { 'any/plugin': {} } };
const APP_MESH = { appMesh: { virtualService: { name: 'a' } } };
const TRAEFIK = { traefik: { weightedTraefikServiceName: 'a' } };
const APISIX = { apisix: { route: { name: 'a' } } };
const AMBASSADOR = { ambassador: { mappings: ['a'] } };
const PING_PONG = { pingService: 'ping', pongService: 'pong' };
const PATH = 'spec.strategy.canary';

describe('the spec', () => {
  eachManifest([
    ['a canary', canary({})],
    ['blue/green', blueGreen({})],
    ['no preview', rollout({ strategy: { blueGreen: { activeService: 'a' } } })],
    ['no selector', rollout({ strategy: { canary: {} }, selector: undefined }), 'GW671 spec.selector: got undefined'],
    ['an empty selector', canary({}, { selector: {} }), 'GW671 spec.selector: got {}'],
    ['no template', canary({}, { template: undefined }), 'GW671 spec.template: got undefined'],
    ['a Deployment', canary({}, { template: undefined, workloadRef: { kind: 'Deployment', name: 'a' } })],
    [
      'a Deployment without selector',
      canary({}, { template: undefined, selector: undefined, workloadRef: { kind: 'Deployment', name: 'a' } }),
    ],
    [
      'a Deployment and a template',
      canary({}, { workloadRef: { kind: 'Deployment', name: 'a' } }),
      "GW671 spec.template: got 'a template'",
    ],
    [
      'fields that are null',
      rollout({
        selector: { matchLabels: LABELS, matchExpressions: null },
        workloadRef: null,
        strategy: { blueGreen: null, canary: { trafficRouting: null, steps: [{ pause: null, setWeight: 1 }] } },
      }),
    ],
    ['no strategy', rollout({}), 'GW670 spec.strategy: got undefined'],
    ['an empty strategy', rollout({ strategy: {} }), 'GW670 spec.strategy: got undefined'],
    [
      'two strategies',
      rollout({ strategy: { canary: {}, blueGreen: { activeService: 'a' } } }),
      "GW670 spec.strategy: got 'canary and blueGreen'",
    ],
    ['negative replicas', canary({}, { replicas: -1 }), 'GW672 spec.replicas: got -1'],
    ['negative revisions', canary({}, { revisionHistoryLimit: -1 }), 'GW672 spec.revisionHistoryLimit: got -1'],
    ['no revisions', canary({}, { revisionHistoryLimit: 0, replicas: 0 })],
    [
      'a deadline before pods are ready',
      canary({}, { minReadySeconds: 600 }),
      'GW672 spec.progressDeadlineSeconds: got 600',
    ],
    ['a later deadline', canary({}, { minReadySeconds: 600, progressDeadlineSeconds: 601 })],
    [
      'more revisions kept than there are',
      blueGreen({ scaleDownDelayRevisionLimit: 11 }),
      'GW672 spec.strategy.blueGreen.scaleDownDelayRevisionLimit: got 11',
    ],
    ['the same number', blueGreen({ scaleDownDelayRevisionLimit: 10 })],
    [
      'one Service for both',
      blueGreen({ previewService: 'a' }),
      "GW673 spec.strategy.blueGreen.previewService: got 'a'",
    ],
    ['no anti-affinity', canary({ antiAffinity: {} }), `GW670 ${PATH}.antiAffinity: got undefined`],
    [
      'a weight of an anti-affinity',
      canary({ antiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: { weight: 101 } } }),
      `GW672 ${PATH}.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight: got 101`,
    ],
    ...(
      [
        [0, 0],
        ['0', 0],
        ['0%', 0],
        [0, '0%'],
        [0, '0'],
        ['0', '0'],
        ['0%', '0%'],
      ] as const
    ).map(
      ([maxSurge, maxUnavailable]) =>
        [
          `a surge of ${maxSurge} and ${maxUnavailable} unavailable as a ${typeof maxUnavailable}`,
          canary({ maxSurge, maxUnavailable }),
          `GW677 ${PATH}.maxSurge: got '${maxSurge} with maxUnavailable ${maxUnavailable}'`,
        ] as const,
    ),
    ['no surge', canary({ maxSurge: 0 })],
    ['no surge, and one unavailable', canary({ maxSurge: '0%', maxUnavailable: '10%' })],
    [
      'no trafficRouting, and a delay',
      canary({ scaleDownDelaySeconds: 60 }),
      `GW675 ${PATH}.scaleDownDelaySeconds: got 60`,
    ],
    ['a delay', routed({ smi: {} }, { scaleDownDelaySeconds: 60 })],
    ['a scaled stable version', canary({ dynamicStableScale: true }), `GW675 ${PATH}.dynamicStableScale: got true`],
    [
      'a scaled stable version with a delay',
      routed({ smi: {} }, { scaleDownDelaySeconds: 60, dynamicStableScale: true }),
      `GW675 ${PATH}.dynamicStableScale: got true`,
    ],
  ]);
});

describe('steps', () => {
  const arg = (fieldPath: string) => ({ args: [{ name: 'a', valueFrom: { fieldRef: { fieldPath } } }] });
  const experiment = { templates: [{ name: 'a', specRef: 'canary', weight: 20 }] };
  const WEIGHT = `${PATH}.steps[0].experiment.templates[0].weight`;
  eachManifest([
    ['a weight', step({ setWeight: 10 }, { pause: {} }, { setWeight: 0 }, { setWeight: 100 })],
    ['a weight and a scale', routed({ smi: {} }, { steps: [{ setWeight: 1, setCanaryScale: { replicas: 1 } }] })],
    ['no action', step({}), `GW670 ${PATH}.steps[0]: got undefined`],
    ['two actions', step({ setWeight: 1, pause: {} }), `GW670 ${PATH}.steps[0]: got 'setWeight and pause'`],
    ['a weight of 101', step({ setWeight: 101 }), `GW672 ${PATH}.steps[0].setWeight: got 101`],
    ['a weight of -1', step({ setWeight: -1 }), `GW672 ${PATH}.steps[0].setWeight: got -1`],
    ['parts of 1000', routed({ ...NGINX, maxTrafficWeight: 1000 }, { steps: [{ setWeight: 1000 }] })],
    ['parts of 1000 of a plugin', routed({ ...PLUGIN, maxTrafficWeight: 1000 }, { steps: [{ setWeight: 999 }] })],
    [
      'more than all',
      routed({ ...NGINX, maxTrafficWeight: 1 }, { steps: [{ setWeight: 2 }] }),
      `GW672 ${PATH}.steps[0].setWeight: got 2`,
    ],
    [
      'parts that an ALB does not have',
      routed({ ...ALB, maxTrafficWeight: 1 }),
      `GW675 ${PATH}.trafficRouting.maxTrafficWeight: got 'alb'`,
    ],
    ...[-1, '-1', '-5m', 'soon', '1d', '10 s', ''].map(
      (duration) =>
        [
          `a pause of '${duration}' as a ${typeof duration}`,
          step({ pause: { duration } }),
          `GW676 ${PATH}.steps[0].pause.duration: got ${typeof duration === 'string' ? `'${duration}'` : duration}`,
        ] as const,
    ),
    ...[0, 10, '10', '10s', '1h30m', '1.5h'].map(
      (duration) => [`a pause of '${duration}' as a ${typeof duration}`, step({ pause: { duration } })] as const,
    ),
    [
      'a scale without a router',
      step({ setCanaryScale: { replicas: 1 } }),
      `GW675 ${PATH}.steps[0].setCanaryScale: got 'no trafficRouting'`,
    ],
    ['a label', step({ analysis: arg("metadata.labels['app']") })],
    ['the namespace', step({ analysis: arg('metadata.namespace') })],
    ['a field of the spec', step({ analysis: arg('spec.replicas') })],
    [
      'a label, misspelt',
      step({ analysis: arg("metadata.label['app']") }),
      `GW678 ${PATH}.steps[0].analysis.args[0].valueFrom.fieldRef.fieldPath: got metadata.label['app']`,
    ],
    [
      'a label in an experiment, misspelt',
      step({ experiment: { templates: [], analyses: [{ name: 'a', templateName: 'a', ...arg('metadata.label') }] } }),
      `GW678 ${PATH}.steps[0].experiment.analyses[0].args[0].valueFrom.fieldRef.fieldPath: got 'metadata.label'`,
    ],
    ['an experiment without a router', step({ experiment }), `GW675 ${WEIGHT}: got 'no trafficRouting'`],
    ['with no router', routed({}, { steps: [{ experiment }] }), `GW675 ${WEIGHT}: got 'no router'`],
    ['with nginx', routed(NGINX, { steps: [{ experiment }] }), `GW675 ${WEIGHT}: got 'nginx'`],
    ['with Ambassador', routed(AMBASSADOR, { steps: [{ experiment }] }), `GW675 ${WEIGHT}: got 'ambassador'`],
    ['with AppMesh', routed(APP_MESH, { steps: [{ experiment }] }), `GW675 ${WEIGHT}: got 'appMesh'`],
    ...Object.entries({ ISTIO, ALB, PLUGIN, smi: { smi: {} } }).map(
      ([name, router]) => [`with ${name}`, routed(router, { steps: [{ experiment }] })] as const,
    ),
  ]);
});

describe('routers', () => {
  const pingPong = (router: object, fields: object = PING_PONG) => canary({ trafficRouting: router, pingPong: fields });
  const NEEDY = { ISTIO, smi: { smi: {} }, APISIX, AMBASSADOR, NGINX, APP_MESH, TRAEFIK };
  const MIXED = { both: { ...TRAEFIK, ...SUBSETS }, mesh: { ...APP_MESH, ...PLUGIN }, all: { ...APISIX, ...SUBSETS } };
  eachManifest([
    ...Object.entries({ ...NEEDY, ...MIXED, ALB, plugin: { ...ISTIO, ...PLUGIN } }).flatMap(([name, router]) => [
      [`${name} with Services`, routed(router)] as const,
      [
        `${name} without a Service`,
        canary({ stableService: 'stable', trafficRouting: router }),
        `GW674 ${PATH}.canaryService: got undefined`,
      ] as const,
    ]),
    ['a plugin without Services', canary({ trafficRouting: PLUGIN })],
    ['subsets without Services', canary({ trafficRouting: SUBSETS })],
    ['ping-pong of an ALB', pingPong(ALB)],
    ['ping-pong of Istio', pingPong(ISTIO)],
    ['ping-pong of subsets', pingPong(SUBSETS)],
    ['ping-pong of a plugin', pingPong(PLUGIN)],
    ['ping-pong of nothing', canary({ pingPong: PING_PONG })],
    ['ping-pong of nginx', routed(NGINX, { pingPong: PING_PONG }), `GW675 ${PATH}.pingPong: got 'nginx'`],
    [
      'ping alone',
      pingPong(ALB, { pingService: 'ping', pongService: '' }),
      `GW674 ${PATH}.pingPong.pongService: got ''`,
    ],
    [
      'pong alone',
      pingPong(ALB, { pingService: '', pongService: 'pong' }),
      `GW674 ${PATH}.pingPong.pingService: got ''`,
    ],
    [
      'one Service twice',
      pingPong(ALB, { pingService: 'ping', pongService: 'ping' }),
      `GW673 ${PATH}.pingPong.pongService: got 'ping'`,
    ],
    [
      'no root',
      pingPong({ alb: { ingress: 'a', servicePort: 80 } }),
      `GW674 ${PATH}.trafficRouting.alb.rootService: got undefined`,
    ],
    ['no Ingress of nginx', routed({ nginx: {} }), `GW670 ${PATH}.trafficRouting.nginx: got undefined`],
    ['Ingresses of nginx', routed({ nginx: { stableIngresses: ['a', 'b'] } })],
    [
      'both of nginx',
      routed({ nginx: { stableIngress: 'a', stableIngresses: ['a'] } }),
      `GW670 ${PATH}.trafficRouting.nginx: got 'stableIngress and stableIngresses'`,
    ],
    ['no Ingress of an ALB', routed({ alb: { servicePort: 80 } }), `GW670 ${PATH}.trafficRouting.alb: got undefined`],
    ['Ingresses of an ALB', routed({ alb: { servicePort: 80, ingresses: ['a'] } })],
    [
      'both of an ALB',
      routed({ alb: { servicePort: 80, ingress: 'a', ingresses: ['a'] } }),
      `GW670 ${PATH}.trafficRouting.alb: got 'ingress and ingresses'`,
    ],
    ['no VirtualService', routed({ istio: {} }), `GW670 ${PATH}.trafficRouting.istio: got undefined`],
    ['VirtualServices', routed({ istio: { virtualServices: [{ name: 'a' }] } })],
    [
      'both of Istio',
      routed({ istio: { virtualService: { name: 'a' }, virtualServices: [{ name: 'a' }] } }),
      `GW670 ${PATH}.trafficRouting.istio: got 'virtualService and virtualServices'`,
    ],
  ]);
});

describe('pins and mirrors', () => {
  const managed = (router: object, action: object) =>
    routed({ ...router, managedRoutes: [{ name: 'a' }] }, { steps: [{ setCanaryScale: { replicas: 1 } }, action] });
  const pin = (headerValue: object) => ({
    setHeaderRoute: { name: 'a', match: [{ headerName: 'agent', headerValue }] },
  });
  const mirror = (match: object) => ({ setMirrorRoute: { name: 'a', match: [match] } });
  const HEADER = `${PATH}.steps[1].setHeaderRoute`;
  const MIRROR = `${PATH}.steps[1].setMirrorRoute`;
  const MATCH = { method: { exact: 'GET' }, path: { prefix: '/api' } };
  eachManifest([
    ...Object.entries({ ISTIO, ALB, APISIX, PLUGIN }).map(
      ([name, router]) => [`a pin of ${name}`, managed(router, pin({ exact: 'chrome' }))] as const,
    ),
    ['a pin of nginx', managed(NGINX, pin({ exact: 'chrome' })), `GW675 ${HEADER}: got 'nginx'`],
    ['a mirror of Istio', managed(ISTIO, mirror(MATCH))],
    ['a mirror of a plugin', managed(PLUGIN, mirror(MATCH))],
    ['a mirror of headers', managed(PLUGIN, mirror({ headers: { a: { exact: 'b' } } }))],
    ['a mirror of an ALB', managed(ALB, mirror(MATCH)), `GW675 ${MIRROR}: got 'alb'`],
    ['a mirror without a router', step({ setWeight: 1 }, mirror(MATCH)), `GW443 ${MIRROR}.name: got 'a'`],
    [
      'a mirror that is not managed',
      routed(ISTIO, { steps: [{ setWeight: 1 }, mirror(MATCH)] }),
      `GW443 ${MIRROR}.name: got 'a'`,
    ],
    [
      'a header with two texts',
      managed(ISTIO, pin({ exact: 'chrome', regex: 'chrome(.*)' })),
      `GW670 ${HEADER}.match[0].headerValue: got 'exact and regex'`,
    ],
    [
      'the same of an ALB',
      managed(ALB, pin({ exact: 'chrome', regex: 'chrome(.*)' })),
      `GW670 ${HEADER}.match[0].headerValue: got 'exact and regex'`,
    ],
    ['a header without a text', managed(ISTIO, pin({})), `GW670 ${HEADER}.match[0].headerValue: got undefined`],
    ['a prefix', managed(ISTIO, pin({ prefix: 'chrome' }))],
    [
      'a prefix of an ALB',
      managed(ALB, pin({ prefix: 'chrome' })),
      `GW675 ${HEADER}.match[0].headerValue: got 'prefix'`,
    ],
    [
      'a method with two texts',
      managed(ISTIO, mirror({ method: { exact: 'a', prefix: 'a' } })),
      `GW670 ${MIRROR}.match[0].method: got 'exact and prefix'`,
    ],
    ['a path without a text', managed(ISTIO, mirror({ path: {} })), `GW670 ${MIRROR}.match[0].path: got undefined`],
  ]);
});
