import { Located, Manifest } from '../../src/manifest/manifest';

/** A Gateway with so many routes, each with rules, Services and pods of its own, in ten namespaces. */
export function crowd(routes: number): Located[] {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 'public', {
    gatewayClassName: 'istio',
    listeners: [
      {
        name: 'https',
        protocol: 'HTTPS',
        port: 443,
        hostname: '*.example.com',
        tls: { certificateRefs: [{ name: 'wildcard-tls' }] },
        allowedRoutes: { namespaces: { from: 'All' } },
      },
    ],
  });
  const all = Array.from({ length: routes }, (_, index) => {
    const [namespace, name] = [`team-${index % 10}`, `app-${index}`];
    return [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', namespace, name, {
        parentRefs: [{ name: 'public', namespace: 'edge' }],
        hostnames: [`${name}.example.com`],
        rules: [
          { matches: [{ path: { type: 'PathPrefix', value: '/api' } }], backendRefs: [{ name, port: 8080 }] },
          { backendRefs: [{ name, port: 80 }] },
        ],
      }),
      object('v1', 'Service', namespace, name, {
        selector: { app: name },
        ports: [
          { name: 'web', port: 80 },
          { name: 'api', port: 8080 },
        ],
      }),
      object('apps/v1', 'Deployment', namespace, name, {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
      }),
    ];
  });
  return [gateway, ...all.flat()];
}

export const object = (apiVersion: string, kind: string, namespace: string, name: string, spec: unknown): Located => ({
  where: `${kind} ${namespace}/${name}`,
  manifest: { apiVersion, kind, metadata: { namespace, name }, spec } as Manifest,
});
