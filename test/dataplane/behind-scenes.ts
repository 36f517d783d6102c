import { GATEWAY_SCENES } from './gateway-scenes';
import { Asked, deployment, object, requestFor, Scene, service, several } from './scene';
import { Model } from '../../src/model/model';
import { throughGateway, throughIstioGateway } from '../../src/traffic/istio/behind';
import { Outcome } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { worldOf } from '../../src/traffic/send';
import { Names, peerAuthentication } from '../traffic/random-policies';

/* Policies of the gateway, and of the pods with sidecars behind it. */

const NAMES: Names = {
  namespaces: ['shop', 'shop', 'edge', 'istio-system'],
  selectors: [{ app: 'server' }, { app: 'server', tier: 'x' }, { app: 'none' }],
  targets: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gw' }],
  ports: ['80', '8080', '9000'],
  sources: {
    principals: ['cluster.local/ns/edge/sa/gw-istio', '*', 'cluster.local/ns/edge/*', '*/sa/ingress'],
    namespaces: ['edge', 'e*', 'shop'],
    serviceAccounts: ['edge/gw-istio', 'edge/ingress', 'other/default'],
    trustDomains: ['cluster.local', '*'],
    requestPrincipals: ['https://a.example.com/ann', '*', 'https://b.example.com/*'],
    ipBlocks: ['0.0.0.0/0'],
    remoteIpBlocks: ['203.0.113.8/31', '198.51.100.7', '0.0.0.0/0'],
  },
  sni: ['outbound_.80_*', '*'],
};

const POLICIES = several(NAMES, [peerAuthentication(NAMES, 'm1', ['8080', '9000'])]);

const WORKLOAD = [
  object('v1', 'Namespace', '', 'shop', {}, { labels: { 'istio-injection': 'enabled' } }),
  deployment('shop', 'server', { app: 'server', tier: 'x' }, 'server'),
  service('shop', 'server', [{ name: 'http', port: 80, targetPort: 8080 }], { app: 'server' }),
];

const outcomeOf = ({ status, error, reason }: Outcome) => error ?? (status === 200 ? '200' : `${status} ${reason}`);

function behind(scene: Scene, send: typeof throughGateway): Scene {
  const replaced = ['Namespace shop', 'Service server', 'Deployment server'];
  return {
    ...scene,
    name: `behind-${scene.name}`,
    manifests: [
      ...scene.manifests.filter(({ kind, metadata }) => !replaced.includes(`${kind} ${metadata.name}`)),
      ...WORKLOAD,
    ],
    options: { ...scene.options, sidecars: true },
    policies: POLICIES,
    predict(model: Model, asked: Asked) {
      const reply = send(worldOf(model, PROFILES.istio), { namespace: 'edge', name: 'gw' }, requestFor(asked));
      return reply.outcomes.map(outcomeOf);
    },
    showsStatus: true,
  };
}

const [gatewayApi, istioGateway] = GATEWAY_SCENES;

export const BEHIND_SCENES: readonly Scene[] = [
  behind(gatewayApi, throughGateway),
  behind(istioGateway, throughIstioGateway),
];
