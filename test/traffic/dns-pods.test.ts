import { parseManifests } from '../../src/manifest/parse';
import { clusterWorlds, sendToClusters } from '../../src/traffic/dns/send';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';

/* Requests of pods among several clusters: names are looked up in the cluster of the pod. */

const CLIENT = `
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop, labels: {app: client}}
spec: {containers: [{name: client, image: client}]}
`;
const ORDERS = `
apiVersion: v1
kind: Service
metadata: {name: orders, namespace: shop}
spec: {selector: {app: orders}, ports: [{name: http, port: 80}]}
`;

function told(clusters: Readonly<Record<string, string>>, host: string): string {
  const objects = Object.entries(clusters).flatMap(([group, text]) =>
    parseManifests(text).objects.map(({ manifest }) => ({ where: group, group, manifest })),
  );
  const pod = { namespace: 'shop', labels: { app: 'client' }, serviceAccount: 'default' };
  const request = requestOf({ url: `http://${host}/`, client: { pod } })!;
  const { outcomes } = sendToClusters(clusterWorlds(objects, {}, PROFILES.istio), request);
  return outcomes
    .map(({ cluster, error, status, backend }) => [cluster, error ?? status, backend?.name].filter(Boolean).join(' '))
    .join(', ');
}

test.each([
  ['a Service of the other cluster', { eu: CLIENT, us: ORDERS }, 'orders.shop', 'eu unresolved'],
  ['by its full name', { eu: CLIENT, us: ORDERS }, 'orders.shop.svc.cluster.local', 'eu unresolved'],
  ['a Service of both', { eu: `${CLIENT}---${ORDERS}`, us: ORDERS }, 'orders', 'eu 200 orders'],
  ['a name that no cluster has', { eu: CLIENT, us: ORDERS }, 'example.org', 'eu 200 example.org'],
])('%s', (_, clusters, host, expected) => {
  expect(told(clusters, host)).toBe(expected);
});

test.each([
  ['no cluster has the pod', { eu: ORDERS, us: ORDERS }],
  ['two clusters have it', { eu: CLIENT, us: CLIENT }],
])('%s', (_, clusters) => {
  expect(() => told(clusters, 'orders')).toThrow(/^client: got 'a pod of namespace shop'/);
});
