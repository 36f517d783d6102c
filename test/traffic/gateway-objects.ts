import { Manifest } from '../../src/manifest/manifest';
import { Model, modelsOf } from '../../src/model/model';

/* Small sets of a Gateway `edge/front`, Services `one` and `two`, and what stands at them. */

const GROUP = 'gateway.networking.k8s.io/v1';
export const object = (kind: string, name: string, spec: object, day = 1): Manifest => ({
  apiVersion: GROUP,
  kind,
  metadata: { name, namespace: 'edge', creationTimestamp: `2026-01-0${day}T00:00:00Z` } as Manifest['metadata'],
  spec,
});

export const http = (name: string, port: number, hostname?: string, more = {}) => ({
  name,
  port,
  protocol: 'HTTP',
  ...(hostname ? { hostname } : {}),
  ...more,
});
export const https = (name: string, port: number, hostname?: string, namespace = 'edge') =>
  http(name, port, hostname, { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'tls', namespace }] } });
export const gateway = (listeners: readonly object[], day = 1) =>
  object(
    'Gateway',
    'front',
    { gatewayClassName: 'istio', allowedListeners: { namespaces: { from: 'All' } }, listeners },
    day,
  );
export const set = (listeners: readonly object[], day = 1) =>
  object('ListenerSet', 'set', { parentRef: { name: 'front' }, listeners }, day);
export const route = (rules: readonly object[], more = {}, kind = 'HTTPRoute') =>
  object(kind, 'route', { parentRefs: [{ name: 'front' }], rules, ...more });
export const calls = (...rules: readonly object[]) => [gateway([http('any', 80)]), route(rules, {}, 'GRPCRoute')];
export const to = (name: string, more = {}) => ({ backendRefs: [{ name, port: 80 }], ...more });
export const service = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'edge' },
  spec: { ports: [{ port: 80 }] },
});

export const modelOf = (objects: readonly Manifest[]): Model =>
  modelsOf(
    [...objects, service('one'), service('two')].map((manifest) => ({ where: 'test.yaml', manifest })),
    { isWhole: true, exists: ['Secret edge/tls', 'Secret shop/tls'] },
  )[0];
