import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { stepsOf } from '../../src/traffic/explain';
import { Limits, newLimits } from '../../src/traffic/kuadrant/limits';
import { Reply } from '../../src/traffic/outcome';
import { PROFILES } from '../../src/traffic/profile';
import { RequestFields, requestOf } from '../../src/traffic/request';
import { sendToGateway, World, worldOf } from '../../src/traffic/send';

/* A Gateway, a route and policies of Kuadrant, for tests. */

/** Listener `http` on port 80 and `https` on 443 for `*.example.com`; routes are added by `route`. */
export const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec:
  gatewayClassName: istio
  listeners:
  - {name: http, port: 80, protocol: HTTP, hostname: '*.example.com', allowedRoutes: {namespaces: {from: All}}}
  - name: https
    port: 443
    protocol: HTTPS
    hostname: '*.example.com'
    tls: {certificateRefs: [{name: cert}]}
    allowedRoutes: {namespaces: {from: All}}
`;

export const route = (rules: string, name = 'web', hostname = `${name}.example.com`) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: shop}
spec:
  parentRefs: [{name: public, namespace: edge}]
  hostnames: ['${hostname}']
  rules: ${rules}
`;

export const ALL = '[{backendRefs: [{name: web, port: 80}]}]';

/** A policy in the namespace of its target. */
export function policy(kind: string, target: string, spec: string, name = target.replace(/.*\//, '')): string {
  const [, of, targetName, section] = /^(\w+)\/([^/]+)(?:\/(.+))?$/.exec(target)!;
  return `
apiVersion: kuadrant.io/${kind === 'TokenRateLimitPolicy' ? 'v1alpha1' : 'v1'}
kind: ${kind}
metadata: {name: ${name}, namespace: ${of === 'Gateway' ? 'edge' : 'shop'}}
spec:
  targetRef:
    group: gateway.networking.k8s.io
    kind: ${of}
    name: ${targetName}${section === undefined ? '' : `\n    sectionName: ${section}`}
${spec.replace(/^\n/, '').replace(/^/gm, '  ')}
`;
}

export interface Sender {
  readonly world: World;
  readonly limits: Limits;
  send(fields: string | RequestFields): Reply;
}

/** Sends requests under manifests, one after the other, over one clock. */
export function sender(...manifests: readonly string[]): Sender {
  const limits = newLimits();
  const { objects, faults } = parseManifests(manifests.join('\n---\n'));
  expect(faults).toEqual([]);
  const [model] = modelsOf(objects.map(({ manifest }) => ({ where: 'test.yaml', manifest })));
  const world = { ...worldOf(model, PROFILES.istio), limits };
  return {
    world,
    limits,
    send: (fields) =>
      sendToGateway(
        world,
        { namespace: 'edge', name: 'public' },
        requestOf(typeof fields === 'string' ? { url: fields } : fields)!,
      ),
  };
}

/** `200`, or `401 if CONDITION; 200 if CONDITION` where it depends. */
export const told = ({ outcomes }: Reply): string =>
  outcomes.map(({ status, condition }) => `${status}${condition === undefined ? '' : ` if ${condition}`}`).join('; ');

export const policiesOf = (reply: Reply): string[] =>
  stepsOf(reply)
    .filter(({ what }) => what === 'policy' || what === 'bypass')
    .map(({ text }) => text);
